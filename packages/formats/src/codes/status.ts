import type { BankFactCode } from '@quittance/domain';

export interface StatusMeaning {
  /** What it says of a payment, or null when it says nothing that moves its state. */
  readonly fact: BankFactCode | null;
  /** True when a person has to look although the payment goes on. */
  readonly opensCase: boolean;
  readonly words: string;
}

const meaning = (fact: BankFactCode | null, words: string, opensCase = false): StatusMeaning =>
  Object.freeze({ fact, opensCase, words });

/**
 * Status codes of pain.002 and pacs.002 in words that every bank shares. Source: ISO 20022
 * external code sets `ExternalPaymentGroupStatus1Code`, `ExternalPaymentTransactionStatus1Code`.
 */
export const statusCodes = Object.freeze({
  RCVD: meaning('received', 'The bank has received it.'),
  ACTC: meaning('received', 'Its form is right.'),
  PATC: meaning('received', 'It waits for a further authorisation at the bank.'),
  PART: meaning(null, 'Part of it is accepted; each payment has its own status.'),
  ACCP: meaning('accepted', 'The bank has accepted it.'),
  ACFC: meaning('accepted', 'The bank has accepted it, and the funds are there.'),
  ACWC: meaning('accepted', 'The bank has accepted it with a change.', true),
  ACFW: meaning('held', 'The bank forwards it once the payee is confirmed.', true),
  RVNM: meaning('held', 'The payee’s name does not match the account.', true),
  RVMC: meaning('held', 'The payee’s name nearly matches the account.', true),
  RVNC: meaning('held', 'The payee’s name could not be checked.', true),
  RVCM: meaning(null, 'The payee’s name matches the account.'),
  RCVC: meaning(null, 'The payee has been checked.'),
  RVNA: meaning(null, 'The payee cannot be checked on this account.'),
  PDNG: meaning(null, 'The bank has not decided yet.'),
  ACSP: meaning('pending_settlement', 'It is being settled.'),
  ACWP: meaning('pending_settlement', 'It is settled but not yet credited to the payee.'),
  ACPD: meaning('pending_settlement', 'It has been passed on for settlement.'),
  ACIS: meaning('pending_settlement', 'It has been issued to the next bank.'),
  ACSC: meaning('settled_status', 'The debit of our account is settled.'),
  ACCC: meaning('settled_status', 'The payee’s account is credited.'),
  BLCK: meaning('held', 'The bank has blocked it; the money does not reach the payee.', true),
  RJCT: meaning('rejected', 'The bank has rejected it.'),
  CANC: meaning('cancelled', 'It has been cancelled.'),
  CPUC: meaning(null, 'The payee has collected the cash.'),
  PRES: meaning(null, 'The request has been shown to the payer.'),
} as const);

export type StatusCode = keyof typeof statusCodes;

const isStatusCode = (text: string): text is StatusCode => Object.hasOwn(statusCodes, text);

const unknownStatus = meaning(null, 'A status code that is not known; a person has to look.', true);

/** What a status code says of a payment; an unknown one opens a case and moves nothing. */
export const statusMeaning = (code: string): StatusMeaning =>
  isStatusCode(code) ? statusCodes[code] : unknownStatus;
