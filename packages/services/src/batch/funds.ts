import { type OwnAccount, type PaymentBatch, type PaymentState } from '@quittance/domain';
import { findEvery, type UnitOfWork } from '../context/unit-of-work.ts';

/** States in which the money of a payment is about to leave and not yet in the booked balance. */
const spokenForStates: readonly PaymentState[] = [
  'awaiting_approval',
  'approved',
  'released',
  'submitted',
  'unknown',
  'accepted',
  'pending_settlement',
  'cancel_pending',
];

/**
 * What the account lacks for a batch, in words, or null. What other batches already take out of the
 * account counts as gone; without a statement the balance is not known, and nothing is refused.
 */
export async function shortOfFunds(
  unit: UnitOfWork,
  of: { readonly account: OwnAccount; readonly batch: PaymentBatch },
): Promise<string | null> {
  const { account, batch } = of;
  if (account.bookedBalanceMinor === null) return null;
  const leaving = await findEvery(unit.transaction, 'payment', {
    entityId: account.entityId,
    ownAccountId: account.id,
    state: { in: spokenForStates },
  });
  const spokenFor = leaving
    .filter((payment) => payment.batchId !== batch.id)
    .reduce((total, payment) => total + payment.instructedMinor, 0n);
  const needed = spokenFor + batch.totalMinor;
  if (needed <= account.bookedBalanceMinor) return null;
  const balance = account.bookedBalanceMinor.toString();
  return `${account.name} needs ${needed.toString()} minor units of ${batch.currency} and holds ${balance}`;
}
