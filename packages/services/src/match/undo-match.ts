import {
  type MatchId,
  problem,
  type Problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import { requireRole } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { changed, inTransaction, nextVersion } from '../context/unit-of-work.ts';

export interface UndoMatchInput {
  readonly matchId: MatchId;
  /** Why, in the person's words; kept with the match for ever. */
  readonly reason: string;
}

export interface AskedUndo {
  readonly matchId: MatchId;
  readonly statementLineId: string;
}

/**
 * Asks that a match be taken back, in the accounts first and then here: its line waits again, and
 * what it closed is open. A line in a closed period stays as it is (I20). Role: reconciler. Errors:
 * NOT_FOUND, FORBIDDEN, BAD_INPUT, ILLEGAL_TRANSITION, CLOSED_PERIOD.
 */
export async function undoMatch(
  call: VerbCall<UndoMatchInput>,
): Promise<Result<AskedUndo, Problem>> {
  const { ctx, input } = call;
  const reason = input.reason.trim();
  return inTransaction(ctx, async (unit) => {
    const [match] = await unit.transaction.lock('match', { id: input.matchId });
    if (match === undefined) return refuse(problem('NOT_FOUND', 'match'));
    const { entityId, statementLineId } = match;
    const roles = ['reconciler'] as const;
    const person = await requireRole(ctx, unit.transaction, { entityId, roles });
    if (!person.ok) return person;
    if (reason === '') return refuse(problem('BAD_INPUT', 'taking a match back needs a reason'));
    if (match.state === 'undone') {
      return refuse(problem('ILLEGAL_TRANSITION', 'the match was taken back already'));
    }
    const [line] = await unit.transaction.find('statement_line', { entityId, id: statementLineId });
    const [entity] = await unit.transaction.find('legal_entity', { id: entityId });
    const lockedUntil = entity?.lockedUntil ?? null;
    if (line !== undefined && lockedUntil !== null && line.bookingDate <= lockedUntil) {
      const detail = `the line is of ${line.bookingDate}; books are closed until ${lockedUntil}`;
      return refuse(problem('CLOSED_PERIOD', detail));
    }
    const explanation = `${match.explanation} Taken back: ${reason}`;
    unit.mutate({
      verb: 'match.askUndo',
      change: changed('match', match, nextVersion(match, { explanation })),
      detail: { line: statementLineId },
    });
    unit.enqueue({ name: 'match.undo', entityId, ids: [match.id] });
    return succeed({ matchId: match.id, statementLineId });
  });
}
