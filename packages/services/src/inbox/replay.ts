import {
  asId,
  type CaseId,
  caseLifecycle,
  type InboxId,
  problem,
  type Problem,
  refuse,
  type Result,
  step,
  succeed,
} from '@quittance/domain';
import { requireRole } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { changed, inTransaction, nextVersion } from '../context/unit-of-work.ts';

/**
 * Has a parked or quarantined delivery read again, once its cause is mended: an account was added,
 * a reader corrected. Its case ends; a delivery that still cannot be applied opens another one.
 * Reading a file again has no effect beyond the first (I27). Role: controller. Errors: NOT_FOUND,
 * FORBIDDEN, BAD_INPUT, ILLEGAL_TRANSITION.
 */
export async function replayDelivery(
  call: VerbCall<{ readonly caseId: CaseId }>,
): Promise<Result<{ readonly inboxId: InboxId }, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const [row] = await unit.transaction.lock('exception_case', { id: input.caseId });
    if (row === undefined) return refuse(problem('NOT_FOUND', 'case'));
    const { entityId } = row;
    const roles = ['controller'] as const;
    const person = await requireRole(ctx, unit.transaction, { entityId, roles });
    if (!person.ok) return person;
    if (row.objectKind !== 'inbox') {
      return refuse(problem('BAD_INPUT', 'this case is not about a delivery'));
    }
    const inboxId = asId<'inbox'>(row.objectId);
    const [item] = await unit.transaction.lock('inbox', { id: inboxId });
    if (item === undefined) return refuse(problem('NOT_FOUND', 'delivery'));
    const moved = step(caseLifecycle, row.state, 'resolve');
    const isWaiting = item.state === 'parked' || item.state === 'quarantined';
    if (!moved.ok || !isWaiting) {
      return refuse(problem('ILLEGAL_TRANSITION', `the delivery is ${item.state}`));
    }
    unit.mutate({
      verb: 'inbox.replay',
      change: changed('inbox', item, nextVersion(item, { state: 'received', appliedAt: null })),
      detail: { case: row.id },
    });
    const patch = { state: moved.value, resolvedAt: unit.transaction.now, ownerId: person.value };
    unit.mutate({
      verb: 'case.resolve',
      change: changed(
        'exception_case',
        row,
        nextVersion(row, { ...patch, resolution: 'read again' }),
      ),
      event: 'case.resolved',
    });
    unit.enqueue({ name: 'inbox.apply', entityId: null, ids: [inboxId] });
    return succeed({ inboxId });
  });
}
