import {
  type Attempt,
  attemptLifecycle,
  type BatchId,
  problem,
  type Problem,
  refuse,
  type Result,
  step,
  succeed,
} from '@quittance/domain';
import { takeBack } from '../attempt/take-back.ts';
import { requireRole } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { changed, inTransaction, nextVersion, type UnitOfWork } from '../context/unit-of-work.ts';

export interface TakenBackBatch {
  readonly reference: string;
  /** Messages that were ready for the bank and will not leave. */
  readonly messages: readonly string[];
}

/**
 * Takes a released batch back while all its messages still wait for their bank: it is approved
 * again, with the approvals it had, and may be released, reopened or routed anew. Once the sending
 * of one has started nothing is taken back: only the bank can stop it (I14). Roles: preparer,
 * releaser.
 */
export async function takeBackBatch(
  call: VerbCall<{ readonly batchId: BatchId }>,
): Promise<Result<TakenBackBatch, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const [batch] = await unit.transaction.find('payment_batch', { id: input.batchId });
    if (batch === undefined) return refuse(problem('NOT_FOUND', 'batch'));
    const { entityId, id: batchId, reference } = batch;
    const roles = ['preparer', 'releaser'] as const;
    const person = await requireRole(ctx, unit.transaction, { entityId, roles });
    if (!person.ok) return person;
    // The same row that a sender locks first: either it began, or it finds the message void.
    const attempts = await unit.transaction.lock('attempt', { entityId, batchId });
    const standing = attempts.filter((attempt) => attempt.state !== 'void');
    const refusal = await refusalOf(unit, standing);
    if (refusal !== null) return refuse(refusal);
    for (const attempt of standing) {
      const moved = step(attemptLifecycle, attempt.state, 'void');
      if (!moved.ok) return refuse(problem('ILLEGAL_TRANSITION', `a message is ${attempt.state}`));
      unit.mutate({
        verb: 'attempt.takeBack',
        change: changed('attempt', attempt, nextVersion(attempt, { state: moved.value })),
        event: 'attempt.void',
      });
    }
    await takeBack(unit, standing);
    return succeed({ reference, messages: standing.map((attempt) => attempt.messageId) });
  });
}

async function refusalOf(unit: UnitOfWork, standing: readonly Attempt[]): Promise<Problem | null> {
  const [first] = standing;
  if (first === undefined) return problem('ILLEGAL_TRANSITION', 'no message of it waits');
  const begun = standing.find((attempt) => attempt.state !== 'prepared');
  if (begun !== undefined) {
    return problem('ILLEGAL_TRANSITION', `message ${begun.messageId} is ${begun.state}`);
  }
  const { entityId, batchId } = first;
  const payments = await unit.transaction.find('payment', { entityId, batchId });
  const ids = standing.map((attempt) => attempt.id);
  const known = payments.find(
    ({ liveAttemptId, state }) =>
      liveAttemptId !== null && ids.includes(liveAttemptId) && state !== 'released',
  );
  if (known === undefined) return null;
  return problem('ILLEGAL_TRANSITION', `the bank speaks of ${known.reference} already`);
}
