import type { OwnAccount, PaymentState } from '@quittance/domain';
import { findEvery, type UnitOfWork } from '../context/unit-of-work.ts';

/** Released, and not in the booked balance yet: the bank may take the money at any moment. */
const onTheirWay: readonly PaymentState[] = [
  'released',
  'submitted',
  'unknown',
  'accepted',
  'pending_settlement',
  'partially_settled',
  'cancel_pending',
];

/** What of the account's booked balance its payments under way are going to take, minor units. */
export async function underWayMinor(unit: UnitOfWork, account: OwnAccount): Promise<bigint> {
  const payments = await findEvery(unit.transaction, 'payment', {
    entityId: account.entityId,
    ownAccountId: account.id,
    state: { in: onTheirWay },
  });
  return payments.reduce((total, row) => total + row.instructedMinor - row.settledMinor, 0n);
}
