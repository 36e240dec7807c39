import {
  type BatchId,
  problem,
  type Problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import { deedOf } from '@quittance/governance';
import { readApprovalFacts } from '../approval/facts.ts';
import { requireRole } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { changed, inTransaction, nextVersion } from '../context/unit-of-work.ts';
import { readBatchContents } from './contents.ts';

/**
 * Asks for the release of an approved batch. The release itself follows as a task, which reads the
 * bills again first. Role: releaser, and none of the approvers or makers (I17).
 */
export async function requestRelease(
  call: VerbCall<{ readonly batchId: BatchId }>,
): Promise<Result<{ readonly reference: string }, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const contents = await readBatchContents(unit.transaction, input.batchId);
    if (contents === null) return refuse(problem('NOT_FOUND', 'batch'));
    const { batch } = contents;
    const { entityId } = batch;
    const person = await requireRole(ctx, unit.transaction, { entityId, roles: ['releaser'] });
    if (!person.ok) return person;
    if (batch.state !== 'approved') {
      return refuse(problem('ILLEGAL_TRANSITION', `the batch is ${batch.state}`));
    }
    const facts = await readApprovalFacts(unit.transaction, contents);
    if (facts.decisions.some((decision) => decision.personId === person.value)) {
      return refuse(problem('APPROVER_MAY_NOT_RELEASE', 'You decided on this batch.'));
    }
    const deed = facts.makers.find((maker) => maker.personId === person.value);
    if (deed !== undefined) {
      return refuse(problem('APPROVER_MAY_NOT_RELEASE', `You ${deedOf(deed)}.`));
    }
    unit.mutate({
      verb: 'batch.requestRelease',
      change: changed('payment_batch', batch, nextVersion(batch, { releasedBy: person.value })),
      detail: { contentHash: batch.contentHash },
    });
    unit.enqueue({ name: 'batch.release', entityId, ids: [batch.id] });
    return succeed({ reference: batch.reference });
  });
}
