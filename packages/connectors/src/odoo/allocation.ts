import { fault, refuse, succeed } from '@quittance/domain';
import type { Fault } from '@quittance/domain';
import type { Outcome } from '@quittance/connector-kit';

/** One bill or credit note in the settlement of a payment, in minor units of its currency. */
export interface Allocation {
  readonly moveId: number;
  /** Its payable journal items that are still open, in the order in which they fall due. */
  readonly lineIds: readonly number[];
  /** What is still open of it: positive for both kinds. */
  readonly residualMinor: bigint;
  /** What is still to be taken of it: positive for a bill, negative for a credit note. */
  readonly neededMinor: bigint;
}

export interface AllocationPlan {
  /** Journal items to reconcile together, call by call; the payment's own item is in each. */
  readonly calls: readonly (readonly number[])[];
  readonly expected: readonly { readonly moveId: number; readonly residualMinor: bigint }[];
}

/**
 * Plans how a payment's payable item closes bills and credit notes. Odoo's `reconcile` matches as
 * much as it can, in the order of due dates, and takes no amounts: whatever is closed in full goes
 * together first, and then the rest of the money is exactly what the one item that is closed in
 * part is to get. Two partial items could not be told apart, so they are refused. Errors: rejected
 * when an item has less open than it is to take, when the sums differ, or as just said.
 */
export function planAllocation(input: {
  /** The payment's payable item and that of its discount, as far as they are still open. */
  readonly paymentLineIds: readonly number[];
  readonly openMinor: bigint;
  readonly allocations: readonly Allocation[];
}): Outcome<AllocationPlan> {
  const { paymentLineIds, openMinor } = input;
  const needed = input.allocations.filter(({ neededMinor }) => neededMinor !== 0n);
  let sum = 0n;
  for (const { neededMinor, residualMinor } of needed) {
    sum += neededMinor;
    if (absolute(neededMinor) > residualMinor) return refuse(residualChanged);
  }
  if (sum !== openMinor) return refuse(sumDiffers);
  const isWhole = (one: Allocation): boolean => absolute(one.neededMinor) === one.residualMinor;
  const whole = needed.filter(isWhole);
  const partial = needed.filter((one) => !isWhole(one));
  const [part, second] = partial;
  if (second !== undefined) return refuse(notExpressible);
  const expected = needed.map((one) => ({
    moveId: one.moveId,
    residualMinor: one.residualMinor - absolute(one.neededMinor),
  }));
  const wholeIds = whole.flatMap(({ lineIds }) => lineIds);
  const calls: (readonly number[])[] = [];
  if (wholeIds.length > 0) calls.push([...paymentLineIds, ...wholeIds]);
  if (part !== undefined) {
    // What the first call leaves open lies on the side opposite to the partial item.
    const isBill = part.neededMinor > 0n;
    const others = whole.filter(({ neededMinor }) => neededMinor > 0n !== isBill);
    const otherIds = others.flatMap(({ lineIds }) => lineIds);
    calls.push([...(isBill ? paymentLineIds : []), ...otherIds, ...part.lineIds]);
  }
  return succeed({ calls, expected });
}

const absolute = (minor: bigint): bigint => (minor < 0n ? -minor : minor);

const residualChanged: Fault = fault(
  'rejected',
  'odoo.residual_changed',
  'A bill has less open in Odoo than the payment is to close.',
);
const sumDiffers: Fault = fault(
  'rejected',
  'odoo.allocation_sum',
  'What the payment is to close does not add up to its amount.',
);
const notExpressible: Fault = fault(
  'rejected',
  'odoo.allocation_not_expressible',
  'Odoo cannot close two bills in part with one payment and keep the two amounts apart.',
);
