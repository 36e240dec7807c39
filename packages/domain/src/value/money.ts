import { type Currency, currencyExponent } from './currency.ts';

/** An amount of minor units (cents for EUR, yen for JPY) in one ISO 4217 currency. */
export interface Money<Code extends Currency = Currency> {
  readonly currency: Code;
  readonly minor: bigint;
}

/**
 * Eighteen digits: the most that ISO 20022 `ActiveCurrencyAndAmount` (totalDigits 18) carries, and
 * the most that fits a PostgreSQL `bigint` with room to add a statement of a million lines.
 */
export const minorUnitsMax = 999_999_999_999_999_999n;

export class InvalidAmountError extends Error {
  override readonly name = 'InvalidAmountError';
}

/** Makes an amount of minor units. Errors: {@link InvalidAmountError} beyond eighteen digits. */
export function money<Code extends Currency>(currency: Code, minor: bigint): Money<Code> {
  if (minor > minorUnitsMax || minor < -minorUnitsMax) {
    throw new InvalidAmountError(`more than eighteen digits of ${currency}`);
  }
  return Object.freeze({ currency, minor });
}

/** An amount of minor units without its sign. */
export const absolute = (minor: bigint): bigint => (minor < 0n ? -minor : minor);

const decimalForm = /^(-?)(\d{1,18})(?:\.(\d{0,17}))?$/;

/**
 * Reads a plain decimal such as `1234.50` into minor units. Trailing zeros beyond the currency's
 * decimals are accepted, any other digit there is not. Errors: {@link InvalidAmountError}.
 */
export function parseDecimal<Code extends Currency>(currency: Code, text: string): Money<Code> {
  const form = decimalForm.exec(text);
  if (form === null)
    throw new InvalidAmountError(`not a decimal: ${JSON.stringify(text.slice(0, 40))}`);
  const [, sign = '', whole = '', fraction = ''] = form;
  const exponent = currencyExponent(currency);
  if (/[^0]/.test(fraction.slice(exponent))) {
    throw new InvalidAmountError(`${text} has more decimals than ${currency} (${exponent})`);
  }
  const digits = BigInt(whole + fraction.slice(0, exponent).padEnd(exponent, '0'));
  return money(currency, sign === '-' ? -digits : digits);
}

/** Writes an amount as a plain decimal with exactly the currency's decimals: `-0.05`. */
export function formatDecimal(amount: Money): string {
  const exponent = currencyExponent(amount.currency);
  const negative = amount.minor < 0n;
  const digits = absolute(amount.minor)
    .toString()
    .padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const fraction = exponent === 0 ? '' : `.${digits.slice(-exponent)}`;
  return `${negative ? '-' : ''}${whole}${fraction}`;
}
