import {
  asId,
  caseCatalogue,
  caseLifecycle,
  type CaseId,
  finalStates,
  problem,
  type Problem,
  refuse,
  type Result,
  step,
  succeed,
} from '@quittance/domain';
import { requireRole } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { changed, inTransaction, nextVersion, type UnitOfWork } from '../context/unit-of-work.ts';

export interface ResolveCaseInput {
  readonly caseId: CaseId;
  /** What was done, in the owner's words; kept for ever. */
  readonly resolution: string;
}

/**
 * Resolves a case. It stays open while its payment is still on its way (lifecycles.md, section 10).
 * Roles: controller, or the role that owns the case.
 */
export async function resolveCase(
  call: VerbCall<ResolveCaseInput>,
): Promise<Result<{ readonly caseId: CaseId }, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const [row] = await unit.transaction.lock('exception_case', { id: input.caseId });
    if (row === undefined) return refuse(problem('NOT_FOUND', 'case'));
    const person = await requireRole(ctx, unit.transaction, {
      entityId: row.entityId,
      roles: ['controller', caseCatalogue[row.kind].ownerRole],
    });
    if (!person.ok) return person;
    if (input.resolution.trim() === '') {
      return refuse(problem('BAD_INPUT', 'a resolution says what was done'));
    }
    const moved = step(caseLifecycle, row.state, 'resolve');
    if (!moved.ok) return refuse(problem('ILLEGAL_TRANSITION', `case is ${row.state}`));
    const onItsWay =
      (row.objectKind === 'payment' && (await isOnItsWay(unit, row.objectId))) ||
      (row.objectKind === 'attempt' && (await isUnanswered(unit, row.objectId)));
    if (onItsWay) {
      return refuse(problem('ILLEGAL_TRANSITION', 'the payment of this case is still on its way'));
    }
    const { now } = unit.transaction;
    const patch = { state: moved.value, resolvedAt: now, resolution: input.resolution };
    unit.mutate({
      verb: 'case.resolve',
      change: changed('exception_case', row, nextVersion(row, { ...patch, ownerId: person.value })),
      event: 'case.resolved',
    });
    return succeed({ caseId: row.id });
  });
}

async function isOnItsWay(unit: UnitOfWork, paymentId: string): Promise<boolean> {
  const [payment] = await unit.transaction.find('payment', { id: asId<'payment'>(paymentId) });
  if (payment === undefined || payment.liveAttemptId === null) return false;
  return !finalStates.includes(payment.state);
}

/** A message whose outcome nobody knows yet. */
async function isUnanswered(unit: UnitOfWork, attemptId: string): Promise<boolean> {
  const id = asId<'attempt'>(attemptId);
  const [attempt] = await unit.transaction.find('attempt', { id });
  return attempt !== undefined && ['prepared', 'sending', 'unknown'].includes(attempt.state);
}
