/** Exact amounts: bigint minor units and decimal text; no float anywhere. */

/** Decimals of ISO 4217 currencies that do not have two. */
const DECIMALS: Readonly<Record<string, number>> = {
  BHD: 3,
  CLP: 0,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  OMR: 3,
  TND: 3,
  VND: 0,
};

function decimalsOf(currency: string): number {
  return DECIMALS[currency] ?? 2;
}

/**
 * Minor units of a decimal text such as `-12.50`, or null when the text is no plain decimal or has
 * more (non-zero) decimals than the currency.
 */
export function minorUnits(text: string, currency: string): bigint | null {
  const match = /^([+-]?)(\d{1,18})(?:\.(\d{1,18}))?$/u.exec(text);
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = ''] = match;
  const decimals = decimalsOf(currency);
  if (/[1-9]/u.test(fraction.slice(decimals))) return null;
  const magnitude = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  return sign === '-' ? -magnitude : magnitude;
}

/** Decimal text of minor units, for example `-12.50`. */
export function decimalText(amount: bigint, currency: string): string {
  const decimals = decimalsOf(currency);
  const magnitude = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, '0');
  const sign = amount < 0n ? '-' : '';
  if (decimals === 0) return sign + magnitude;
  return `${sign}${magnitude.slice(0, -decimals)}.${magnitude.slice(-decimals)}`;
}
