import { addDays, assert, type PlainDate, type StatementLine } from '@quittance/domain';
import type { MatchCandidates, PaymentCandidate } from './candidate.ts';
import { type CandidateIndex, indexCandidates } from './candidate-index.ts';
import { explainMatch, explainUnmatched } from './explain.ts';
import { isReturnLine, proposeFor } from './propose.ts';
import { resolveProposals, type Winner } from './resolve.ts';
import type { MatchResult, ProposedMatch, UnmatchedLine, UnmatchedReason } from './result.ts';
import type { MatchRules } from './rules.ts';

export interface MatchInput {
  /** Booked lines that nothing explains yet, in any order. */
  readonly lines: readonly StatementLine[];
  readonly candidates: MatchCandidates;
  readonly rules: MatchRules;
  /** The business day of the entity (I30). */
  readonly today: PlainDate;
}

/**
 * Explains statement lines by payments, batches, bills and posting rules; amounts must be equal to
 * the minor unit. Automatic are classes A (proof), B (strong) and E (posting rules); whatever ties
 * is left to a person with suggestions. The result depends on the set of the input only, every
 * candidate is used up at most once, and no allocation exceeds what is open (I6). Pure. Cost: one
 * pass over candidates and lines by hashed keys.
 */
export function matchLines(input: MatchInput): MatchResult {
  const index = indexCandidates(input.candidates);
  const { usable, setAside } = sortOut(input);
  const debits = usable.filter((line) => !isReturnLine(line));
  const returns = usable.filter(isReturnLine);
  const first = decide(debits, { index, input, returnable: (payment) => payment.returnableMinor });
  const settledNow = settledByPayment(first.winners);
  const second = decide(returns, {
    index,
    input,
    returnable: (payment) => payment.returnableMinor + (settledNow.get(payment.id) ?? 0n),
  });
  return {
    matches: [...first.matches, ...second.matches].toSorted(byLineId),
    unmatched: [...setAside, ...first.unmatched, ...second.unmatched].toSorted(byLineId),
  };
}

const byLineId = (left: { readonly lineId: string }, right: { readonly lineId: string }): number =>
  left.lineId < right.lineId ? -1 : 1;

/** Lines that no rule may touch: told twice by the bank, or dated in the future. */
function sortOut(input: MatchInput): {
  readonly usable: readonly StatementLine[];
  readonly setAside: readonly UnmatchedLine[];
} {
  const latest = addDays(input.today, input.rules.futureDaysMax);
  const byEntry = new Set<string>();
  const usable: StatementLine[] = [];
  const setAside: UnmatchedLine[] = [];
  const sorted = input.lines.toSorted((left, right) => (left.id < right.id ? -1 : 1));
  const leave = (line: StatementLine, reason: UnmatchedReason, explanation: string): void => {
    setAside.push({ lineId: line.id, reason, explanation, suggestions: [] });
  };
  for (const line of sorted) {
    const entry = `${line.ownAccountId} ${line.entryKey}`;
    if (byEntry.has(entry)) {
      leave(line, 'DUPLICATE_LINE', 'The bank told this entry before; it counts once.');
    } else if (line.bookingDate > latest) {
      leave(line, 'FUTURE_DATED', 'It is booked on a day that has not come yet.');
    } else {
      usable.push(line);
    }
    byEntry.add(entry);
  }
  return { usable, setAside };
}

interface DecideContext {
  readonly index: CandidateIndex;
  readonly input: MatchInput;
  readonly returnable: (payment: PaymentCandidate) => bigint;
}

function decide(
  lines: readonly StatementLine[],
  context: DecideContext,
): MatchResult & { readonly winners: readonly Winner[] } {
  const { index, input, returnable } = context;
  const { rules } = input;
  const proposed = lines.map((line) => proposeFor(line, { index, rules, returnable }));
  const { winners, losers } = resolveProposals(proposed);
  return {
    winners,
    matches: winners.map((winner) => matchOf(winner, index)),
    unmatched: losers.map((loser) => ({
      lineId: loser.lineProposals.line.id,
      ...explainUnmatched(loser, index, rules),
    })),
  };
}

function matchOf(winner: Winner, index: CandidateIndex): ProposedMatch {
  const { line } = winner.lineProposals;
  const { evidenceClass, rule, allocations } = winner.proposal;
  const sum = allocations.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  assert(sum === line.amountMinor, 'the allocations of a match add up to its line');
  const explanation = explainMatch(winner, index);
  return { lineId: line.id, evidenceClass, rule, allocations, explanation };
}

/** What the debits of this run settle, for returns that stand in the same statement. */
function settledByPayment(winners: readonly Winner[]): ReadonlyMap<string, bigint> {
  const settled = new Map<string, bigint>();
  for (const { proposal } of winners) {
    for (const { paymentId, amountMinor } of proposal.allocations) {
      if (paymentId !== null) settled.set(paymentId, -amountMinor);
    }
  }
  return settled;
}
