import { Decimal } from './values.ts';
import type { Wire } from './values.ts';

/** A decimal number as an integer and the number of digits behind its point. */
export interface Scaled {
  readonly digits: bigint;
  readonly scale: number;
}

const numberPattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** Reads decimal text such as `-12.50` or `1e3`; null when the text is not a number. */
export const parseScaled = (text: string): Scaled | null => {
  const found = numberPattern.exec(text.trim());
  if (found === null) return null;
  const whole = found[2] ?? '';
  const fraction = found[3] ?? '';
  if (whole === '' && fraction === '') return null;
  const exponent = BigInt(found[4] ?? '0');
  const sign = found[1] === '-' ? -1n : 1n;
  const digits = sign * BigInt(whole + fraction);
  const scale = fraction.length - parseInt(exponent.toString(), 10);
  if (scale >= 0) return { digits, scale };
  return { digits: digits * 10n ** BigInt(-scale), scale: 0 };
};

/** The decimal number in a JSON value: whole numbers, decimals and numeric text; else null. */
export const scaledOf = (wire: Wire | undefined): Scaled | null => {
  if (wire instanceof Decimal) return parseScaled(wire.text);
  if (typeof wire === 'number') return parseScaled(String(wire));
  if (typeof wire === 'string') return parseScaled(wire);
  return null;
};

/** Integer division rounded half away from zero, as Odoo's HALF-UP does. */
export const divideHalfUp = (numerator: bigint, denominator: bigint): bigint => {
  const negative = numerator < 0n !== denominator < 0n;
  const top = numerator < 0n ? -numerator : numerator;
  const bottom = denominator < 0n ? -denominator : denominator;
  const rounded = (2n * top + bottom) / (2n * bottom);
  return negative ? -rounded : rounded;
};

/** Minor units of `value` in a currency of `decimals` digits, rounded half up. */
export const toMinor = (value: Scaled, decimals: number): bigint => {
  if (value.scale <= decimals) return value.digits * 10n ** BigInt(decimals - value.scale);
  return divideHalfUp(value.digits, 10n ** BigInt(value.scale - decimals));
};

export const multiplyScaled = (left: Scaled, right: Scaled): Scaled => ({
  digits: left.digits * right.digits,
  scale: left.scale + right.scale,
});

/** `-1250n` with two decimals is `-12.50`. */
export const minorToText = (minor: bigint, decimals: number): string => {
  const sign = minor < 0n ? '-' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
};

/** The float literal Python prints for the amount: `115.0`, `-12.5`, `0.07`. */
export const minorToFloat = (minor: bigint, decimals: number): Decimal => {
  const text = minorToText(minor, decimals);
  if (!text.includes('.')) return new Decimal(`${text}.0`);
  const trimmed = text.replace(/0+$/, '');
  return new Decimal(trimmed.endsWith('.') ? `${trimmed}0` : trimmed);
};

/** Float literal of stored decimal text (rates, quantities). */
export const textToFloat = (text: string): Decimal => {
  const trimmed = text.includes('.') ? text.replace(/0+$/, '') : `${text}.`;
  return new Decimal(trimmed.endsWith('.') ? `${trimmed}0` : trimmed);
};

export const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

export const smallest = (left: bigint, right: bigint): bigint => (left < right ? left : right);
