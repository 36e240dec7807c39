import {
  approvalLifecycle,
  type BatchId,
  batchLifecycle,
  executionDateFor,
  type Payment,
  paymentLifecycle,
  type PlainDate,
  problem,
  type Problem,
  refuse,
  type Result,
  step,
  succeed,
} from '@quittance/domain';
import { membersOf, readApprovalFacts } from '../approval/facts.ts';
import { requireRole } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { changed, inTransaction, nextVersion, type UnitOfWork } from '../context/unit-of-work.ts';
import { closeCases } from '../case/close.ts';
import { readBatchContents } from './contents.ts';

export interface ReopenedBatch {
  readonly reference: string;
  readonly executionDate: PlainDate;
}

/**
 * Takes a batch that has not left back to a proposal, to be executed on the next possible day: what
 * to do after a missed cut-off. Its approvals are void (I19); it is validated and approved anew.
 * Role: preparer.
 */
export async function reopenBatch(
  call: VerbCall<{ readonly batchId: BatchId }>,
): Promise<Result<ReopenedBatch, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const contents = await readBatchContents(unit.transaction, input.batchId);
    if (contents === null) return refuse(problem('NOT_FOUND', 'batch'));
    const { batch, account } = contents;
    const { entityId, currency } = batch;
    const person = await requireRole(ctx, unit.transaction, { entityId, roles: ['preparer'] });
    if (!person.ok) return person;
    const moved = step(batchLifecycle, batch.state, 'thaw');
    if (!moved.ok) return refuse(problem('ILLEGAL_TRANSITION', `the batch is ${batch.state}`));
    const profile = ctx.settings.bankProfiles.get(account.bankProfile);
    if (profile === undefined) return refuse(problem('NOT_FOUND', account.bankProfile));
    const { now } = unit.transaction;
    const earliest = executionDateFor({ profile, currency, now });
    const executionDate = earliest > batch.executionDate ? earliest : batch.executionDate;
    const facts = await readApprovalFacts(unit.transaction, contents);
    if (facts.approval !== null) {
      const voided = step(approvalLifecycle, facts.approval.state, 'void');
      if (voided.ok) {
        const after = nextVersion(facts.approval, { state: voided.value });
        unit.mutate({
          verb: 'approval.void',
          change: changed('approval', facts.approval, after),
          event: 'approval.void',
        });
      }
    }
    const patch = { state: moved.value, executionDate, contentHash: null, releasedBy: null };
    unit.mutate({
      verb: 'batch.reopen',
      change: changed('payment_batch', batch, nextVersion(batch, patch)),
      detail: { executionDate },
    });
    for (const payment of membersOf(contents)) amend(unit, payment, executionDate);
    // One that a release held back waits as a draft: it goes on the same day as the others. One
    // that was cancelled since has no part in the approval that comes.
    for (const payment of contents.payments) {
      const isOut = payment.state === 'cancelled' && payment.contentHash !== null;
      if (payment.state === 'draft' || isOut) redate(unit, payment, { executionDate });
    }
    const resolution = `reopened for ${executionDate}`;
    await closeCases(unit, { kind: 'approval_mismatch', objectIds: [batch.id], resolution });
    return succeed({ reference: batch.reference, executionDate });
  });
}

function amend(unit: UnitOfWork, payment: Payment, executionDate: PlainDate): void {
  const moved = step(paymentLifecycle, payment.state, 'amend');
  if (!moved.ok) return;
  const stateSince = unit.transaction.now;
  redate(unit, payment, { state: moved.value, stateSince, executionDate });
}

function redate(
  unit: UnitOfWork,
  payment: Payment,
  patch: Pick<Payment, 'executionDate'> & Partial<Payment>,
): void {
  const { executionDate } = patch;
  unit.mutate({
    verb: 'payment.amend',
    change: changed('payment', payment, nextVersion(payment, { ...patch, contentHash: null })),
    detail: { executionDate },
  });
}
