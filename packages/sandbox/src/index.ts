export { sampleCompany } from './company/sample-company.ts';
export { ibanIsValid, routingNumberIsValid } from './company/identifiers.ts';
export type * from './company/types.ts';
export { createRandom, randomOf } from './random.ts';
export type { Random } from './random.ts';
export { bankFacts, kingswayFacts, nordhafenFacts } from './bank/facts.ts';
export type { BankFacts, BankName } from './bank/facts.ts';
