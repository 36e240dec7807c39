import {
  type PaymentId,
  paymentLifecycle,
  problem,
  type Problem,
  refuse,
  type Result,
  step,
  succeed,
} from '@quittance/domain';
import { closeCases } from '../case/close.ts';
import { requireRole } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { changed, inTransaction, nextVersion } from '../context/unit-of-work.ts';
import { releaseClaims } from './claims.ts';
import { withdrawDrafts } from './withdraw.ts';

export interface CancelPaymentInput {
  readonly paymentId: PaymentId;
  readonly reason: string;
}

/** Cases that ask what is to become of the payment; that it is cancelled answers them. */
const answeredKinds = [
  'invalid_payment',
  'bill_changed',
  'duplicate_invoice',
  'approval_mismatch',
] as const;

/**
 * Cancels a payment that has not left, and gives its bills free. Once released, only the bank can
 * cancel. Roles: preparer, controller.
 */
export async function cancelPayment(
  call: VerbCall<CancelPaymentInput>,
): Promise<Result<{ readonly reference: string }, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const [payment] = await unit.transaction.lock('payment', { id: input.paymentId });
    if (payment === undefined) return refuse(problem('NOT_FOUND', 'payment'));
    const { entityId } = payment;
    const roles = ['preparer', 'controller'] as const;
    const person = await requireRole(ctx, unit.transaction, { entityId, roles });
    if (!person.ok) return person;
    const moved = step(paymentLifecycle, payment.state, 'cancel');
    if (!moved.ok) {
      return refuse(
        problem('ILLEGAL_TRANSITION', `payment ${payment.reference} is ${payment.state}`),
      );
    }
    if (payment.state === 'awaiting_approval' || payment.state === 'approved') {
      return refuse(problem('ILLEGAL_TRANSITION', 'reject or take back the whole batch instead'));
    }
    const claims = await unit.transaction.lock('payment_item', { entityId, paymentId: payment.id });
    // One that a release held back keeps the hash that was approved; any other had no approval.
    const contentHash = payment.state === 'draft' ? payment.contentHash : null;
    const { now: stateSince } = unit.transaction;
    const patch = { state: moved.value, stateSince, contentHash, reason: input.reason };
    const after = nextVersion(payment, patch);
    unit.mutate({
      verb: 'payment.cancel',
      change: changed('payment', payment, after),
      members: releaseClaims(claims),
      event: 'payment.cancelled',
    });
    withdrawDrafts(unit, [after]);
    for (const kind of answeredKinds) {
      await closeCases(unit, { kind, objectIds: [payment.id], resolution: input.reason });
    }
    return succeed({ reference: payment.reference });
  });
}
