import {
  approvalLifecycle,
  type Attempt,
  type AttemptItem,
  batchLifecycle,
  type Payment,
  paymentLifecycle,
  step,
} from '@quittance/domain';
import { changed, findEvery, nextVersion, type UnitOfWork } from '../context/unit-of-work.ts';

/** Why nothing of a message can be under way: no byte left, or its absence is proven. */
export type WhyTakenBack = 'voidAttempt' | 'reopenUnknown';

/**
 * Takes payments back of whose messages the bank has nothing: they are approved again, as is
 * their batch, and the approval is given back (lifecycles.md, section 8). The attempts of one
 * batch, whose own change the caller makes.
 */
export async function takeBack(
  unit: UnitOfWork,
  attempts: readonly Attempt[],
  why: WhyTakenBack = 'voidAttempt',
): Promise<void> {
  const [first] = attempts;
  if (first === undefined) return;
  const { transaction } = unit;
  const { entityId, batchId } = first;
  const attemptId = { in: attempts.map((attempt) => attempt.id) };
  const items = await findEvery(transaction, 'attempt_item', { entityId, attemptId });
  const [batch] = await transaction.lock('payment_batch', { entityId, id: batchId });
  const payments = await transaction.lock('payment', { entityId, batchId });
  const [approval] = await transaction.lock('approval', {
    entityId,
    subjectId: batchId,
    state: 'consumed',
  });
  const byPayment = new Map(items.map((item) => [item.paymentId, item]));
  for (const payment of payments) {
    const item = byPayment.get(payment.id);
    if (item !== undefined) takeBackPayment(unit, payment, { item, why });
  }
  if (batch !== undefined) {
    const moved = step(batchLifecycle, batch.state, 'takeBack');
    if (moved.ok) {
      const after = nextVersion(batch, { state: moved.value });
      unit.mutate({ verb: 'batch.takeBack', change: changed('payment_batch', batch, after) });
    }
  }
  if (approval !== undefined) {
    const moved = step(approvalLifecycle, approval.state, 'giveBack');
    if (moved.ok) {
      const after = nextVersion(approval, { state: moved.value });
      unit.mutate({ verb: 'approval.giveBack', change: changed('approval', approval, after) });
    }
  }
}

function takeBackPayment(
  unit: UnitOfWork,
  payment: Payment,
  { item, why }: { readonly item: AttemptItem; readonly why: WhyTakenBack },
): void {
  const moved = step(paymentLifecycle, payment.state, why);
  if (!moved.ok) return;
  const { now } = unit.transaction;
  const patch = { state: moved.value, stateSince: now, liveAttemptId: null };
  unit.mutate({
    verb: `payment.${why}`,
    change: changed('payment', payment, nextVersion(payment, patch)),
    members: [changed('attempt_item', item, nextVersion(item, { live: false }))],
    detail: { attempt: item.attemptId },
  });
}
