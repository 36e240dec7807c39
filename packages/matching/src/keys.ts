import { isReference, type StatementLine } from '@quittance/domain';
import type { OpenItemCandidate, PaymentCandidate } from './candidate.ts';
import { isTellingNumber, normaliseNumber, numbersIn, referencesIn } from './text.ts';

export type Blockable =
  | { readonly what: 'line'; readonly line: StatementLine }
  | { readonly what: 'payment'; readonly payment: PaymentCandidate }
  | { readonly what: 'openItem'; readonly openItem: OpenItemCandidate };

/**
 * Keys under which lines and candidates meet: a line can only be settled by what shares a key with
 * it. The store keeps them as indexed columns. Prefixes: `e2e` (EndToEndId), `bank` (AcctSvcrRef),
 * `doc` (document number), `amount` (entity, currency, minor units without sign).
 */
export function blockingKeys(given: Blockable): readonly string[] {
  switch (given.what) {
    case 'line':
      return keysOfLine(given.line);
    case 'payment':
      return keysOfPayment(given.payment);
    case 'openItem':
      return keysOfOpenItem(given.openItem);
  }
}

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
): string =>
  `amount:${of.entityId}:${of.currency}:${amountMinor < 0n ? -amountMinor : amountMinor}`;

function keysOfLine(line: StatementLine): readonly string[] {
  const endToEndId = usableReference(line.endToEndId);
  const bankReference = usableReference(line.bankReference);
  return [
    ...(endToEndId === null ? [] : [`e2e:${endToEndId}`]),
    ...(bankReference === null ? [] : [`bank:${bankReference}`]),
    ...ownReferencesIn(line.remittance).map((reference) => `e2e:${reference}`),
    ...numbersIn(line.remittance).map((number) => `doc:${number}`),
    amountKey(line, line.amountMinor),
  ];
}

/** The telling document numbers of a payment, normalised, each once. */
export const documentNumbersOf = (payment: PaymentCandidate): readonly string[] =>
  tellingNumbers(payment.documentNumbers);

/** The telling numbers of a bill, normalised, each once. */
export const numbersOfItem = (item: OpenItemCandidate): readonly string[] =>
  tellingNumbers([item.number, item.supplierReference ?? '']);

const tellingNumbers = (texts: readonly string[]): readonly string[] => [
  ...new Set(texts.map(normaliseNumber).filter(isTellingNumber)),
];

const keysOfPayment = (payment: PaymentCandidate): readonly string[] => [
  `e2e:${payment.reference}`,
  ...payment.bankReferences.map((reference) => `bank:${reference}`),
  ...documentNumbersOf(payment).map((number) => `doc:${number}`),
  amountKey(payment, payment.instructedMinor),
];

const keysOfOpenItem = (item: OpenItemCandidate): readonly string[] => [
  ...numbersOfItem(item).map((number) => `doc:${number}`),
  amountKey(item, item.residualMinor),
];
