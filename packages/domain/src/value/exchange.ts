import { type Currency, currencyExponent } from './currency.ts';
import type { Money } from './money.ts';

/** What a bank says of the conversion of one amount into another currency. */
export interface Exchange {
  /** As the bank wrote it: `1.0842`. Never a number. */
  readonly rate: string;
  /** One unit of it costs `rate` of the other currency; null when the bank does not say. */
  readonly unitCurrency: Currency | null;
  /** Where the bank says it: the element, and its contract where it names one. */
  readonly source: string;
}

/** ISO 20022 `BaseOneRate`: eleven digits, ten of them decimals; never nought. */
const rateForm = /^(\d{1,11})(?:\.(\d{1,10}))?$/;

/** True for a rate that can be reckoned with. */
export const isExchangeRate = (text: string): boolean => rateForm.test(text) && /[1-9]/.test(text);

/** Rates are quoted with six significant figures: Council Regulation (EC) No 1103/97, article 4. */
const significantFigures = 6;

/**
 * True when the rate makes the one amount the other to the last minor unit. A rate with fewer than
 * six significant figures is exact to six; one with more is exact to its last digit. The unit
 * currency says which way the rate is meant; without it either way will do. Amounts without sign.
 * False for a text that is no rate.
 */
export function explainsExchange(of: {
  readonly instructed: Money;
  readonly debited: Money;
  readonly exchange: Pick<Exchange, 'rate' | 'unitCurrency'>;
}): boolean {
  const { instructed, debited, exchange } = of;
  const { rate, unitCurrency } = exchange;
  if (!isExchangeRate(rate)) return false;
  const perDebited = (): boolean => isProduct(rate, { unit: debited, other: instructed });
  const perInstructed = (): boolean => isProduct(rate, { unit: instructed, other: debited });
  if (unitCurrency === debited.currency) return perDebited();
  if (unitCurrency === instructed.currency) return perInstructed();
  return unitCurrency === null && (perDebited() || perInstructed());
}

/**
 * Whether `unit` times the rate can be `other`. Both amounts are known to half a minor unit and the
 * rate to half of its last digit, so intervals are compared, in integers throughout.
 */
function isProduct(
  rate: string,
  { unit, other }: { readonly unit: Money; readonly other: Money },
): boolean {
  const [, whole = '', written = ''] = rateForm.exec(rate) ?? [];
  const figures = (whole + written).replace(/^0+/, '').length;
  const fraction = written + '0'.repeat(Math.max(0, significantFigures - figures));
  const digits = BigInt(whole + fraction);
  // Everything is doubled, so that a half is a one.
  const scale = 10n ** BigInt(fraction.length + currencyExponent(unit.currency));
  const otherScale = 10n ** BigInt(currencyExponent(other.currency));
  const least = (2n * unit.minor - 1n) * (2n * digits - 1n) * otherScale;
  const most = (2n * unit.minor + 1n) * (2n * digits + 1n) * otherScale;
  const from = (2n * other.minor - 1n) * 2n * scale;
  const until = (2n * other.minor + 1n) * 2n * scale;
  return least <= until && from <= most;
}
