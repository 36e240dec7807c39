import type { EntityId } from '@quittance/domain';
import { openCases } from '../case/open.ts';
import type { ServiceContext } from '../context/context.ts';
import type { UnitOfWork } from '../context/unit-of-work.ts';
import { groupDeadLetters } from './group.ts';

/**
 * Gives the dead letters of a company an owner (I16): one case for each task and fault, on the
 * oldest letter of the group. A group whose oldest letter was put back gets another case for the
 * rest, when they are looked for again.
 */
export async function openDeadLetterCases(
  ctx: ServiceContext,
  unit: UnitOfWork,
  entityId: EntityId,
): Promise<number> {
  const letters = await ctx.tasks.deadLetters();
  const groups = groupDeadLetters(letters.filter(({ data }) => data.entityId === entityId));
  await openCases(
    ctx,
    unit,
    groups.flatMap(({ ids, key, letters: count, example }) => {
      const [oldest] = ids;
      if (oldest === undefined) return [];
      return [
        {
          entityId,
          kind: 'dead_letter',
          objectKind: 'task',
          objectId: oldest,
          cause: key,
          detail: `Work was given up ${count} time(s), as ${key}: ${example}`,
          currency: null,
          atRiskMinor: 0n,
        } as const,
      ];
    }),
  );
  return groups.length;
}
