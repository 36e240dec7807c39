import {
  absenceGapWords,
  type Attempt,
  type AttemptId,
  attemptLifecycle,
  type MessageReference,
  type PersonId,
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
import { changed, inTransaction, nextVersion, type UnitOfWork } from '../context/unit-of-work.ts';
import { chunked } from '../tasks.ts';
import { type Absence, readAbsence } from './absence-evidence.ts';
import { takeBack } from './take-back.ts';

export interface ReopenedUnknown {
  readonly messageId: MessageReference;
  /** Whether its payments are approved again; false while a second person is missing. */
  readonly reopened: boolean;
}

/**
 * Lets the payments of an unanswered message be released anew, once it is proven that the bank does
 * not have it and two persons say so (lifecycles.md, section 4; I14). The proof is held against all
 * evidence anew for each of them. The message is void, its payments are approved again with the
 * approvals that they had, and a release asks every guard anew; nothing is sent by this. Roles:
 * releaser, controller. Errors: NOT_FOUND, FORBIDDEN, ILLEGAL_TRANSITION, ABSENCE_UNPROVEN,
 * ALREADY_DECIDED.
 */
export async function reopenUnknown(
  call: VerbCall<{ readonly attemptId: AttemptId }>,
): Promise<Result<ReopenedUnknown, Problem>> {
  const { ctx, input } = call;
  return inTransaction<ReopenedUnknown>(ctx, async (unit) => {
    const [attempt] = await unit.transaction.lock('attempt', { id: input.attemptId });
    if (attempt === undefined) return refuse(problem('NOT_FOUND', 'message'));
    const { entityId, batchId, messageId } = attempt;
    const roles = ['releaser', 'controller'] as const;
    const person = await requireRole(ctx, unit.transaction, { entityId, roles });
    if (!person.ok) return person;
    const moved = step(attemptLifecycle, attempt.state, 'void');
    if (!moved.ok || attempt.state !== 'unknown') {
      return refuse(problem('ILLEGAL_TRANSITION', `message ${messageId} is ${attempt.state}`));
    }
    // The order in which a release and the evidence lock: the batch before its payments.
    await unit.transaction.lock('payment_batch', { entityId, id: batchId });
    const absence = await readAbsence(ctx, unit, attempt);
    if (absence.gaps.length > 0) {
      const words = absence.gaps.map((gap) => absenceGapWords[gap]).join('; ');
      return refuse(problem('ABSENCE_UNPROVEN', words));
    }
    const first = attempt.reopenAskedBy;
    if (first === person.value) {
      return refuse(problem('ALREADY_DECIDED', 'another person must say so too'));
    }
    if (first === null) {
      ask(unit, attempt, person.value);
      return succeed({ messageId, reopened: false });
    }
    await reopen(unit, attempt, { ...absence, first, second: person.value });
    return succeed({ messageId, reopened: true });
  });
}

function ask(unit: UnitOfWork, attempt: Attempt, reopenAskedBy: PersonId): void {
  unit.mutate({
    verb: 'attempt.askReopen',
    change: changed('attempt', attempt, nextVersion(attempt, { reopenAskedBy })),
    detail: proofOf(attempt),
  });
}

async function reopen(
  unit: UnitOfWork,
  attempt: Attempt,
  of: Absence & { readonly first: PersonId; readonly second: PersonId },
): Promise<void> {
  const { now: resolvedAt } = unit.transaction;
  const { entityId } = attempt;
  unit.mutate({
    verb: 'attempt.reopenUnknown',
    change: changed(
      'attempt',
      attempt,
      nextVersion(attempt, { state: 'void', resolvedAt, resolution: 'absence' }),
    ),
    detail: { ...proofOf(attempt), first: of.first, second: of.second },
    event: 'attempt.void',
  });
  await takeBack(unit, [attempt], 'reopenUnknown');
  const paymentIds = of.payments.map((payment) => payment.id);
  await closeCases(unit, {
    kind: 'unknown_outcome',
    objectIds: [attempt.id, ...paymentIds],
    resolution: 'its absence is proven, and two persons reopened it',
  });
  for (const ids of chunked(paymentIds)) unit.enqueue({ name: 'payment.showState', entityId, ids });
}

/** What the log keeps of the proof that the decision rests on. */
const proofOf = ({ inquiries, firstAbsentAt, lastAbsentAt, sentAt }: Attempt) => ({
  negatives: inquiries,
  firstNegativeAt: firstAbsentAt,
  lastNegativeAt: lastAbsentAt,
  sentAt,
});
