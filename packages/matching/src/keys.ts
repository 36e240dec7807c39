import { absolute, isReference, type StatementLine } from '@quittance/domain';
import type { OpenItemCandidate, PaymentCandidate } from './candidate.ts';
import { isTellingNumber, normaliseNumber, referencesIn } from './text.ts';

const unusableReferences = new Set(['', 'NOTPROVIDED', 'NOT PROVIDED', 'NONREF', 'NONE']);

/** A reference as compared: trimmed; null for the words with which banks say that there is none. */
export function usableReference(text: string | null): string | null {
  const trimmed = (text ?? '').trim();
  return unusableReferences.has(trimmed.toUpperCase()) ? null : trimmed;
}

/** Our own references in a remittance text, check character right. */
export const ownReferencesIn = (remittance: string): readonly string[] =>
  referencesIn(remittance).filter((text) => isReference(text) && text.startsWith('Q'));

/** Key of what has one amount in one entity and currency; the sign does not matter. */
export const amountKey = (
  of: Pick<StatementLine, 'entityId' | 'currency'>,
  amountMinor: bigint,
): string => `amount:${of.entityId}:${of.currency}:${absolute(amountMinor)}`;

/** The telling document numbers of a payment, normalised, each once. */
export const documentNumbersOf = (payment: PaymentCandidate): readonly string[] =>
  tellingNumbers(payment.documentNumbers);

/** The telling numbers of a bill, normalised, each once. */
export const numbersOfItem = (item: OpenItemCandidate): readonly string[] =>
  tellingNumbers([item.number, item.supplierReference ?? '']);

const tellingNumbers = (texts: readonly string[]): readonly string[] => [
  ...new Set(texts.map(normaliseNumber).filter(isTellingNumber)),
];
