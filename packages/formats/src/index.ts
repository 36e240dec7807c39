export * from './camt/record.ts';
export * from './camt/read.ts';
export * from './camt/compose.ts';
export * from './content.ts';
export * from './fault.ts';
export * from './pain002/record.ts';
export * from './pain002/compose.ts';
export { readStatusReport } from './pain002/read.ts';
export * from './codes/status.ts';
export * from './pain001/record.ts';
export {
  canonicalPaymentFile,
  canonicalTransaction,
  type CanonicalPaymentFile,
  type PaymentProfile,
} from './pain001/canonical.ts';
export { isWithin, transliterate } from './pain001/characters.ts';
export { checkPaymentFile } from './pain001/check.ts';
export { provePain001, type Pain001Difference, type Pain001Proof } from './pain001/prove.ts';
export {
  readPain001,
  type ReadBatch,
  type ReadPaymentFile,
  type TransactionTerms,
} from './pain001/read.ts';
export { chargeBearerOf, serviceLevelOf } from './pain001/service-level.ts';
export {
  controlSum,
  type PaymentMessageVersion,
  writePain001,
  type WrittenPaymentFile,
} from './pain001/write.ts';
export * from './codes/entry-kind.ts';
export * from './codes/reason.ts';
export type { ReasonClass } from './codes/reason-table.ts';
export { type EntryIdentity, entryKeyOf } from './camt/entry-key.ts';
export type { CamtMessage } from './camt/shape.ts';
export * from './detect.ts';
export * from './summary.ts';
export { readAmount, type AmountReading } from './amount.ts';
