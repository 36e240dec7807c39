import { extractIBAN, isValidBIC, isValidIBAN } from 'ibantools';
import { refuse, type Result, succeed } from './result.ts';

declare const iban: unique symbol;
/** An IBAN without blanks, in upper case, checked for country form and mod 97 (ISO 13616). */
export type Iban = string & { readonly [iban]: true };

export class InvalidIbanError extends Error {
  override readonly name = 'InvalidIbanError';
  constructor() {
    // The text stays out of the message: account numbers never reach a log (I24).
    super('not a valid IBAN');
  }
}

/**
 * An account number without the blanks, hyphens, dots and slashes that people group it with, in
 * upper case. Works for an IBAN as for a national number; checks nothing.
 */
export const normaliseAccountNumber = (text: string): string =>
  text.replaceAll(/[\s\-./]/gu, '').toUpperCase();

/**
 * True for a valid IBAN in its electronic form. Not checked: whether the account exists, and the
 * national check digits inside it, which not every bank honours.
 */
export const isIban = (text: string): text is Iban => isValidIBAN(text);

/** The IBAN itself, blanks and case forgiven. Errors: {@link InvalidIbanError}. */
export function asIban(text: string): Iban {
  const electronic = normaliseAccountNumber(text);
  if (!isIban(electronic)) throw new InvalidIbanError();
  return electronic;
}

/** Country code of an IBAN, ISO 3166-1 alpha-2. */
export const ibanCountry = (given: Iban): string =>
  extractIBAN(given).countryCode ?? given.slice(0, 2);

/** True for a BIC of eight or eleven characters in upper case (ISO 9362). */
export const isBic = (text: string): boolean => text === text.toUpperCase() && isValidBIC(text);

const abaForm = /^\d{9}$/;
const abaWeights = [3, 7, 1, 3, 7, 1, 3, 7, 1] as const;

/**
 * True for an American routing number: nine digits, a Federal Reserve prefix that is issued, and
 * 3-7-1 check digit (ABA routing number policy; NACHA Operating Rules, appendix three).
 */
export function isAbaRoutingNumber(text: string): boolean {
  if (!abaForm.test(text)) return false;
  const prefix = text.slice(0, 2);
  const issued =
    (prefix >= '01' && prefix <= '12') ||
    (prefix >= '21' && prefix <= '32') ||
    (prefix >= '61' && prefix <= '72') ||
    prefix === '80';
  let sum = 0;
  for (const [position, weight] of abaWeights.entries()) {
    sum += weight * (text.charCodeAt(position) - 48);
  }
  return issued && sum % 10 === 0;
}

/** True for a British sort code: six digits. Whether it is in use is the bank's to say. */
export const isSortCode = (text: string): boolean => /^\d{6}$/.test(text);

export type BankDetailsFault =
  'ACCOUNT_NUMBER_MISSING' | 'IBAN_INVALID' | 'BIC_INVALID' | 'CLEARING_NUMBER_INVALID';

/**
 * Checks the details that a payment would go to. Takes an account number that begins with two
 * letters and two digits for an IBAN; anything else needs a clearing number (ABA or sort code).
 * Refuses with the first fault; the account number is never part of it.
 */
export function checkBankDetails(details: {
  readonly accountNumber: string;
  readonly bic: string | null;
  readonly clearingNumber: string | null;
}): Result<{ readonly accountNumber: string; readonly iban: boolean }, BankDetailsFault> {
  const accountNumber = normaliseAccountNumber(details.accountNumber);
  if (accountNumber === '') return refuse('ACCOUNT_NUMBER_MISSING');
  if (details.bic !== null && !isBic(details.bic)) return refuse('BIC_INVALID');
  const looksLikeIban = /^[A-Z]{2}\d{2}/.test(accountNumber);
  if (looksLikeIban) {
    return isIban(accountNumber) ? succeed({ accountNumber, iban: true }) : refuse('IBAN_INVALID');
  }
  const clearing = normaliseAccountNumber(details.clearingNumber ?? '');
  if (!isAbaRoutingNumber(clearing) && !isSortCode(clearing)) {
    return refuse('CLEARING_NUMBER_INVALID');
  }
  if (!/^[0-9A-Z]{4,34}$/.test(accountNumber)) return refuse('ACCOUNT_NUMBER_MISSING');
  return succeed({ accountNumber, iban: false });
}
