import { type Rail, railOf } from '@quittance/domain';
import type {
  PaymentAccount,
  PaymentBatchInput,
  PaymentTransaction,
  ServiceLevel,
} from './record.ts';

const levelByRail: Readonly<Record<Rail, ServiceLevel>> = {
  urgent: 'URGP',
  sepa: 'SEPA',
  standard: 'NURG',
};

const ibanOf = (account: PaymentAccount): string | null =>
  account.kind === 'iban' ? account.number : null;

/** The service level of a payment; it follows from its rail. */
export const serviceLevelOf = (
  batch: Pick<PaymentBatchInput, 'urgent' | 'debtorAccount'>,
  transaction: Pick<PaymentTransaction, 'amount' | 'creditorAccount'>,
): ServiceLevel =>
  levelByRail[
    railOf({
      urgent: batch.urgent,
      currency: transaction.amount.currency,
      debtorIban: ibanOf(batch.debtorAccount),
      creditorIban: ibanOf(transaction.creditorAccount),
    })
  ];

/** `SLEV` within SEPA (EPC132-08, AT-06); else as asked, shared when nothing is asked. */
export const chargeBearerOf = (
  level: ServiceLevel,
  batch: Pick<PaymentBatchInput, 'chargeBearer'>,
): string => (level === 'SEPA' ? 'SLEV' : (batch.chargeBearer ?? 'SHAR'));
