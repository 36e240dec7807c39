import type { StatementLineKind } from '@quittance/domain';
import type { ParsedEntry } from '../camt/record.ts';

/** What of an entry tells its kind. */
export type EntryForKind = Pick<
  ParsedEntry,
  'amountMinor' | 'reversal' | 'code' | 'batches' | 'transactions'
>;

/** Sub-families that are returns or rejections of a payment, whatever the family. */
const returnSubFamilies: ReadonlySet<string> = new Set([
  'RRTN',
  'RPCR',
  'UPCT',
  'UPDD',
  'RPBC',
  'RRCT',
]);
const reversalSubFamilies: ReadonlySet<string> = new Set([
  'RCDD',
  'PRDD',
  'ARET',
  'ACDT_R',
  'RIMB',
]);
const feeSubFamilies: ReadonlySet<string> = new Set([
  'CHRG',
  'COMM',
  'COMT',
  'FEES',
  'CMAA',
  'TAXE',
]);
const interestSubFamilies: ReadonlySet<string> = new Set(['INTR', 'INTP', 'ODFT', 'ACIN']);
const feeFamilies: ReadonlySet<string> = new Set(['CHRG', 'FEES']);

/**
 * Which kind of movement an entry is. The order matters: a reversal of a fee is a reversal, and a
 * return is one whatever family it is booked under. Source: ISO 20022 external bank transaction
 * codes (`PMNT/ICDT/ESCT` …, sub-families RRTN, CHRG, INTR), `RvslInd`, `RtrInf`, `Btch`.
 */
export function statementLineKindOf(entry: EntryForKind): StatementLineKind {
  const { family, subFamily } = entry.code;
  const outgoing = entry.amountMinor < 0n;
  if (entry.reversal || reversalSubFamilies.has(subFamily ?? '')) return 'reversal';
  if (isReturn(entry)) return 'return';
  if (feeSubFamilies.has(subFamily ?? '') || feeFamilies.has(family ?? '')) return 'fee';
  if (interestSubFamilies.has(subFamily ?? '') || family === 'INTR') return 'interest';
  if (!isPayment(entry)) return 'other';
  if (!outgoing) return 'receipt';
  return isBatch(entry) ? 'batch_payment' : 'payment';
}

const isReturn = (entry: EntryForKind): boolean =>
  returnSubFamilies.has(entry.code.subFamily ?? '') ||
  (entry.transactions.length > 0 && entry.transactions.every((item) => item.returnInfo !== null));

/** `PMNT`, or no ISO code at all, is money of a payment; cash, securities and loans are not. */
const isPayment = (entry: EntryForKind): boolean =>
  entry.code.domain === null || entry.code.domain === 'PMNT';

/** Several transactions, or a batch that does not say that it holds a single one. */
const isBatch = (entry: EntryForKind): boolean =>
  entry.transactions.length > 1 ||
  entry.batches.some((batch) => (batch.transactionCount ?? 0) > 1) ||
  (entry.transactions.length === 0 && entry.batches.some((batch) => batch.transactionCount !== 1));
