import type { Payment, PaymentState } from '@quittance/domain';
import type { UnitOfWork } from '../context/unit-of-work.ts';
import { chunked } from '../tasks.ts';

/** States of a payment whose draft in the accounts is to be taken back. */
export const withdrawnStates: readonly PaymentState[] = [
  'failed',
  'cancelled',
  'expired',
  'rejected',
];

/**
 * Has the drafts of payments that are over taken back in the accounts. One that was never
 * registered has none there; one that is being registered meanwhile is taken back when that is
 * recorded.
 */
export function withdrawDrafts(unit: UnitOfWork, payments: readonly Payment[]): void {
  const over = payments.filter(
    ({ state, accountsState }) => withdrawnStates.includes(state) && accountsState === 'registered',
  );
  for (const [entityId, rows] of Map.groupBy(over, (payment) => payment.entityId)) {
    for (const ids of chunked(rows.map((payment) => payment.id))) {
      unit.enqueue({ name: 'payment.withdraw', entityId, ids });
    }
  }
}
