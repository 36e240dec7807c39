import type {
  PaymentAccount,
  PaymentBatchInput,
  PaymentTransaction,
  ServiceLevel,
} from './record.ts';

/**
 * Countries whose payment service providers take part in SEPA, by the country of the IBAN. Source:
 * European Payments Council, EPC409-09, list of SEPA scheme countries, as of October 2025.
 */
const sepaCountries: ReadonlySet<string> = new Set(
  (
    'AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC ' +
    'MD ME MK MT NL NO PL PT RO RS SE SI SK SM VA'
  ).split(' '),
);

const isSepaAccount = (account: PaymentAccount): boolean =>
  account.kind === 'iban' && sepaCountries.has(account.number.slice(0, 2));

/** The service level of a payment; it follows from the accounts, the currency and the urgency. */
export function serviceLevelOf(
  batch: Pick<PaymentBatchInput, 'urgent' | 'debtorAccount'>,
  transaction: Pick<PaymentTransaction, 'amount' | 'creditorAccount'>,
): ServiceLevel {
  if (batch.urgent) return 'URGP';
  const sepa =
    transaction.amount.currency === 'EUR' &&
    isSepaAccount(batch.debtorAccount) &&
    isSepaAccount(transaction.creditorAccount);
  return sepa ? 'SEPA' : 'NURG';
}

/** `SLEV` within SEPA (EPC132-08, AT-06); else as asked, shared when nothing is asked. */
export const chargeBearerOf = (
  level: ServiceLevel,
  batch: Pick<PaymentBatchInput, 'chargeBearer'>,
): string => (level === 'SEPA' ? 'SLEV' : (batch.chargeBearer ?? 'SHAR'));
