import { type Currency, currencyExponent } from '@quittance/domain';

export type AmountReading =
  | { readonly ok: true; readonly minor: bigint }
  | { readonly ok: false; readonly rule: string; readonly sentence: string };

const decimalForm = /^([+-]?)(\d*)(?:\.(\d*))?$/;

/**
 * Reads an `xs:decimal` into minor units of a currency, exactly or not at all: no rounding, no
 * exponent, no comma. Zeros behind the currency's decimals are accepted, other digits are not.
 * Errors as values: `amount.form`, `amount.decimals`, `amount.digits` (ISO 20022
 * `ActiveCurrencyAndAmount`, totalDigits 18).
 */
export function readAmount(text: string, currency: Currency): AmountReading {
  const form = decimalForm.exec(text);
  const whole = form?.[2] ?? '';
  const fraction = form?.[3] ?? '';
  if (form === null || whole + fraction === '') {
    return refused('form', `${shown(text)} is not an amount.`);
  }
  const exponent = currencyExponent(currency);
  if (fraction.length > exponent && /[^0]/.test(fraction.slice(exponent))) {
    const sentence = `${shown(text)} has more decimals than ${currency} has (${exponent}).`;
    return refused('decimals', sentence);
  }
  const digits = whole + fraction.slice(0, exponent).padEnd(exponent, '0');
  if (digits.length > 18 && digits.replace(/^0+/, '').length > 18) {
    return refused('digits', `${shown(text)} has more than eighteen digits.`);
  }
  const minor = BigInt(digits === '' ? '0' : digits);
  return { ok: true, minor: form[1] === '-' ? -minor : minor };
}

const shown = (text: string): string => JSON.stringify(text.slice(0, 40));

const refused = (rule: string, sentence: string): AmountReading => ({
  ok: false,
  rule: `amount.${rule}`,
  sentence,
});
