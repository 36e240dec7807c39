import { isValidBIC, isValidIBAN } from 'ibantools';

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

/** True for an IBAN that SEPA credit transfers reach; the IBAN itself is not checked. */
export const isSepaIban = (iban: string): boolean => sepaCountries.has(iban.slice(0, 2));

/** The text where it is an IBAN, else null: a national account number is none. */
export const ibanOrNull = (text: string): Iban | null => (isIban(text) ? text : null);

/** The IBAN itself, blanks and case forgiven. Errors: {@link InvalidIbanError}. */
export function asIban(text: string): Iban {
  const electronic = normaliseAccountNumber(text);
  if (!isIban(electronic)) throw new InvalidIbanError();
  return electronic;
}

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
