import type { MatchAllocation, StatementLine, StatementLineId } from '@quittance/domain';
import type { ProposedMatch } from '@quittance/matching';
import { findEvery, inChunks, type UnitOfWork } from '../context/unit-of-work.ts';

/** A line that stays with a person, and why. */
export interface UnexplainedLine {
  readonly lineId: StatementLineId;
  readonly reason: string;
  readonly explanation: string;
}

export interface Proposals {
  readonly matches: readonly ProposedMatch[];
  readonly unmatched: readonly UnexplainedLine[];
}

/**
 * Holds the matcher's proposals against what people took back: the very same match of a line is
 * not made a second time by itself. The line goes to a person instead.
 */
export async function withoutTakenBack(
  unit: UnitOfWork,
  lines: readonly StatementLine[],
  proposals: Proposals,
): Promise<Proposals> {
  const takenBack = await signaturesTakenBack(unit, lines);
  const isTakenBack = (match: ProposedMatch): boolean =>
    takenBack.has(signatureOf(match.lineId, match.allocations));
  const refused = proposals.matches.filter(isTakenBack);
  return {
    matches: proposals.matches.filter((match) => !isTakenBack(match)),
    unmatched: [
      ...proposals.unmatched,
      ...refused.map(({ lineId, rule }) => ({
        lineId,
        reason: 'TAKEN_BACK',
        explanation: `a person took back the match that ${rule} finds.`,
      })),
    ],
  };
}

async function signaturesTakenBack(
  unit: UnitOfWork,
  lines: readonly StatementLine[],
): Promise<ReadonlySet<string>> {
  const lineIds = lines.map((line) => line.id);
  const undone = await inChunks(lineIds, (chunk) =>
    unit.transaction.find('match', { statementLineId: { in: chunk }, state: 'undone' }),
  );
  const parts = await inChunks(
    undone.map((match) => match.id),
    (chunk) => findEvery(unit.transaction, 'match_allocation', { matchId: { in: chunk } }),
  );
  const byMatch = Map.groupBy(parts, (part) => part.matchId);
  return new Set(
    undone.map((match) => signatureOf(match.statementLineId, byMatch.get(match.id) ?? [])),
  );
}

type Part = Pick<MatchAllocation, 'paymentId' | 'openItemId' | 'accountRole' | 'amountMinor'>;

/** What a line was matched with, whatever the order of the parts. */
function signatureOf(lineId: StatementLineId, parts: readonly Part[]): string {
  const words = parts.map((part) =>
    [part.paymentId, part.openItemId, part.accountRole, part.amountMinor].join(' '),
  );
  return [lineId, ...words.toSorted()].join('\n');
}
