import type { BankProfile } from '@quittance/domain';

/** Orders of companies need no confirmation; one that did and was not given is told as rejected. */
const sca = {
  kind: 'exemptCorporate',
  confirmMsMax: 900_000,
  expiry: 'notExecuted',
} as const;

/** A bank through its NextGenPSD2 interface, in bulk: pain.001 as by file, answered by payment. */
export const bulkProfileOf = (bank: BankProfile): BankProfile => ({
  ...bank,
  key: `${bank.key}-bulk`,
  answers: { ...bank.answers, statusPerPayment: true },
  sca,
  inquiry: { ...bank.inquiry, means: ['message_status', 'statement'] },
});

/** The same interface with single payments: each booked and answered by itself. */
export const singleProfileOf = (bank: BankProfile): BankProfile => ({
  ...bank,
  key: `${bank.key}-single`,
  payment: { ...bank.payment, transactionsMax: 1, booking: 'single' },
  answers: { ...bank.answers, statusPerPayment: true },
  sca,
  inquiry: { ...bank.inquiry, means: ['message_status', 'statement'] },
});
