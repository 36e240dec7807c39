import { currencyExponent, formatDecimal, money } from '@quittance/domain';
import type { Currency } from '@quittance/domain';
import { WireNumber } from './json.ts';

/** Thrown for an amount that a binary float cannot have carried faithfully. */
export class UnfaithfulAmountError extends Error {
  override readonly name = 'UnfaithfulAmountError';
}

/**
 * Odoo keeps amounts as IEEE 754 doubles, which hold fifteen decimal digits faithfully (DBL_DIG);
 * a longer amount may already have lost its last cent and is refused in both directions.
 */
const minorUnitsFaithfulMax = 999_999_999_999_999n;

const numberForm = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * Reads an amount from a reply into minor units of the currency. Artefacts of binary arithmetic,
 * such as `0.8999999999999999` or `33.330000000000005`, are rounded half away from zero by exact
 * integer arithmetic; anything further than a hundredth of a minor unit from the rounded amount is
 * no artefact but an amount the currency does not have, and is refused.
 * Errors: {@link UnfaithfulAmountError}.
 */
export function minorFromWire(currency: Currency, value: WireNumber): bigint {
  const form = numberForm.exec(value.text);
  if (form === null) throw new UnfaithfulAmountError('not a decimal number');
  const [, sign = '', whole = '', fraction = '', power = '0'] = form;
  const digits = BigInt(whole + fraction);
  // not money: the power of ten
  const shift = Number.parseInt(power, 10) - fraction.length + currencyExponent(currency);
  const magnitude = shift >= 0 ? digits * 10n ** BigInt(shift) : roundTenths(digits, -shift);
  if (magnitude > minorUnitsFaithfulMax) {
    throw new UnfaithfulAmountError('more than fifteen digits do not survive a binary float');
  }
  return sign === '-' ? -magnitude : magnitude;
}

/** Drops the last `places` digits, which must be within a hundredth of nought or of one. */
function roundTenths(digits: bigint, places: number): bigint {
  const unit = 10n ** BigInt(places);
  const whole = digits / unit;
  const rest = digits % unit;
  const rounded = rest * 2n >= unit ? whole + 1n : whole;
  const distance = rest * 2n >= unit ? unit - rest : rest;
  if (distance * 100n > unit) {
    throw new UnfaithfulAmountError('more decimals than the currency has');
  }
  return rounded;
}

/**
 * Writes minor units as the exact decimal literal of a call, `1234.50`; Odoo's parser turns it
 * into the nearest double, which prints back as the same decimal. Errors:
 * {@link UnfaithfulAmountError} beyond fifteen digits.
 */
export function minorToWire(currency: Currency, minor: bigint): WireNumber {
  if (minor > minorUnitsFaithfulMax || minor < -minorUnitsFaithfulMax) {
    throw new UnfaithfulAmountError('more than fifteen digits do not survive a binary float');
  }
  return new WireNumber(formatDecimal(money(currency, minor)));
}
