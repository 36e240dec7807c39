import { assert } from './assert.ts';
import type { Currency } from './currency.ts';
import { type Money, money } from './money.ts';

/**
 * Splits an amount by whole weights so that the parts add up to it exactly (largest remainder). A
 * part differs from its exact share by less than one minor unit; of equal remainders the earlier
 * part takes the unit. Errors: `AssertionError` for a negative weight or a sum of zero.
 */
export function allocate<Code extends Currency>(
  amount: Money<Code>,
  weights: readonly bigint[],
): readonly Money<Code>[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  assert(
    weights.every((weight) => weight >= 0n),
    'no weight is negative',
  );
  assert(total > 0n, 'the weights add up to more than zero');
  const negative = amount.minor < 0n;
  const whole = negative ? -amount.minor : amount.minor;
  const shares = weights.map((weight, position) => ({
    position,
    floor: (whole * weight) / total,
    remainder: (whole * weight) % total,
  }));
  let left = shares.reduce((rest, share) => rest - share.floor, whole);
  const parts = shares.map((share) => share.floor);
  for (const { position, floor } of shares.toSorted(byRemainder)) {
    if (left === 0n) break;
    parts[position] = floor + 1n;
    left -= 1n;
  }
  return parts.map((part) => money(amount.currency, negative ? -part : part));
}

interface Share {
  readonly position: number;
  readonly remainder: bigint;
}

function byRemainder(left: Share, right: Share): number {
  if (left.remainder === right.remainder) return left.position - right.position;
  return left.remainder > right.remainder ? -1 : 1;
}
