/**
 * Currencies and their minor units. Source: ISO 4217:2015 list one, as of 2026-01-01; funds,
 * precious metals and testing codes are left out on purpose, since no payment is made in them.
 */
const exponentByCurrency = Object.freeze({
  AED: 2,
  ARS: 2,
  AUD: 2,
  BAM: 2,
  BGN: 2,
  BHD: 3,
  BRL: 2,
  CAD: 2,
  CHF: 2,
  CLP: 0,
  CNY: 2,
  COP: 2,
  CRC: 2,
  CZK: 2,
  DKK: 2,
  EGP: 2,
  EUR: 2,
  GBP: 2,
  GEL: 2,
  HKD: 2,
  HUF: 2,
  IDR: 2,
  ILS: 2,
  INR: 2,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KES: 2,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  MAD: 2,
  MXN: 2,
  MYR: 2,
  NGN: 2,
  NOK: 2,
  NZD: 2,
  OMR: 3,
  PEN: 2,
  PHP: 2,
  PKR: 2,
  PLN: 2,
  PYG: 0,
  QAR: 2,
  RON: 2,
  RSD: 2,
  SAR: 2,
  SEK: 2,
  SGD: 2,
  THB: 2,
  TND: 3,
  TRY: 2,
  TWD: 2,
  UAH: 2,
  UGX: 0,
  USD: 2,
  UYU: 2,
  VND: 0,
  XAF: 0,
  XOF: 0,
  ZAR: 2,
} as const);

export type Currency = keyof typeof exponentByCurrency;

export class InvalidCurrencyError extends Error {
  override readonly name = 'InvalidCurrencyError';
  constructor(text: string) {
    super(`not a currency of ISO 4217 that is paid in: ${JSON.stringify(text.slice(0, 16))}`);
  }
}

/** True for a currency code known here. */
export const isCurrency = (text: string): text is Currency =>
  Object.hasOwn(exponentByCurrency, text);

/** The code itself. Errors: {@link InvalidCurrencyError}. */
export function asCurrency(text: string): Currency {
  if (!isCurrency(text)) throw new InvalidCurrencyError(text);
  return text;
}

/** Decimals of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD. */
export const currencyExponent = (currency: Currency): number => exponentByCurrency[currency];

/** Every currency known here, in alphabetical order. */
export const currencies = (): readonly Currency[] =>
  Object.keys(exponentByCurrency).filter(isCurrency);
