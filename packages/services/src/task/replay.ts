import { asId, isId, problem, type Problem, refuse, type Result, succeed } from '@quittance/domain';
import { closeCases } from '../case/close.ts';
import { requireRole } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { inTransaction } from '../context/unit-of-work.ts';

/** Dead letters that one call puts back. */
export const lettersMax = 100;

/**
 * Puts dead letters back to work (RES-04). One that is gone already is left out; putting one back
 * has one effect, however often it is asked for. Role: controller in the company of each; for work
 * of the whole group, in every company of the caller's. Errors: `FORBIDDEN`, `BAD_INPUT`,
 * `NOT_FOUND` when none of them is there.
 */
export async function replayDeadLetters(
  call: VerbCall<{ readonly ids: readonly string[] }>,
): Promise<Result<{ readonly replayed: number }, Problem>> {
  const { ctx, input } = call;
  if (input.ids.length > lettersMax) {
    return refuse(problem('BAD_INPUT', `at most ${lettersMax} dead letters at once`));
  }
  const letters = (await ctx.tasks.deadLetters()).filter(({ id }) => input.ids.includes(id));
  return inTransaction(ctx, async (unit) => {
    const ids: string[] = [];
    for (const { id, data } of letters) {
      const entityId =
        data.entityId !== null && isId(data.entityId) ? asId<'entity'>(data.entityId) : null;
      const entityIds = entityId === null ? ctx.scope.entityIds : [entityId];
      if (entityIds.length === 0) return refuse(problem('FORBIDDEN', 'no company is in reach'));
      for (const each of entityIds) {
        const wanted = { entityId: each, roles: ['controller'] as const };
        const person = await requireRole(ctx, unit.transaction, wanted);
        if (!person.ok) return person;
      }
      unit.tellTask('task.replay', { id, entityId });
      ids.push(id);
    }
    if (ids.length === 0) return refuse(problem('NOT_FOUND', 'dead letter'));
    await closeCases(unit, { kind: 'dead_letter', objectIds: ids, resolution: 'put back to work' });
    const replayed = await ctx.tasks.redrive(ids, unit.transaction);
    return succeed({ replayed });
  });
}
