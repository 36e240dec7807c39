import type { StatementLine } from '@quittance/domain';
import type { CandidateIndex } from './candidate-index.ts';
import { amountKey } from './keys.ts';
import { type LineProposals, suggestItem, suggestPayment } from './proposal.ts';
import type { Suggestion, UnmatchedReason } from './result.ts';
import type { Loser, Winner } from './resolve.ts';
import type { MatchRules } from './rules.ts';

/** Proof and runner-up of a match, in plain words (EXC, REC-01). */
export function explainMatch(winner: Winner, index: CandidateIndex): string {
  const { line, proposals } = winner.lineProposals;
  const claims = new Set(winner.proposal.claims);
  const weaker = proposals.find((proposal) => proposal.claims.some((claim) => !claims.has(claim)));
  if (weaker !== undefined) {
    return `${winner.proposal.proof} Runner-up: ${weaker.rule}. ${weaker.proof}`;
  }
  return `${winner.proposal.proof} ${runnerUp(line, claims, index)}`;
}

function runnerUp(line: StatementLine, claims: ReadonlySet<string>, index: CandidateIndex): string {
  const key = amountKey(line, line.amountMinor);
  const payment = index.paymentsByAmount
    .get(key)
    ?.find(({ id }) => !claims.has(`pay:${id}`) && !claims.has(`back:${id}`));
  if (payment !== undefined) {
    return `Runner-up: payment ${payment.reference} has the same amount, and nothing else.`;
  }
  const item = index.itemsByAmount.get(key)?.find(({ id }) => !claims.has(`item:${id}`));
  if (item !== undefined) {
    return `Runner-up: bill ${item.number} has the same amount, and nothing else.`;
  }
  return 'No runner-up: no other candidate has this amount.';
}

/** Which obstacle to name first: what is worst for the money comes first. */
const obstacleOrder: readonly UnmatchedReason[] = [
  'NOT_RELEASED',
  'ALREADY_MATCHED',
  'AMOUNT_DIFFERS',
  'RATE_DIFFERS',
  'AMBIGUOUS',
  'PARTY_DIFFERS',
  'ABOVE_POSTING_LIMIT',
];

export interface Explained {
  readonly reason: UnmatchedReason;
  readonly explanation: string;
  readonly suggestions: readonly Suggestion[];
}

/** Why a line stays with a person, and what to look at first. */
export function explainUnmatched(
  loser: Loser,
  index: CandidateIndex,
  rules: MatchRules,
): Explained {
  const { lineProposals } = loser;
  const suggestions = suggestionsFor(lineProposals, index, rules.suggestionsMax);
  if (loser.reason !== null) {
    return { reason: loser.reason, explanation: loser.explanation, suggestions };
  }
  for (const reason of obstacleOrder) {
    const obstacle = lineProposals.obstacles.find((candidate) => candidate.reason === reason);
    if (obstacle !== undefined) return { reason, explanation: obstacle.explanation, suggestions };
  }
  const explanation = 'No payment or bill shares a reference or document number with this line.';
  return { reason: 'NO_CANDIDATE', explanation, suggestions };
}

/** Of candidates with the line's amount, only so many are looked at. */
const sameAmountMax = 50;

function suggestionsFor(
  { line, proposals, obstacles }: LineProposals,
  index: CandidateIndex,
  count: number,
): readonly Suggestion[] {
  const found: Suggestion[] = [];
  for (const proposal of proposals) {
    for (const { paymentId, openItemId } of proposal.allocations) {
      if (paymentId === null && openItemId === null) continue;
      found.push({ paymentId, openItemId, why: proposal.proof });
    }
  }
  for (const { suggestion } of obstacles) if (suggestion !== null) found.push(suggestion);
  found.push(...sameAmountSuggestions(line, index));
  return distinct(found).slice(0, count);
}

/** Same amount: first those to the account that the line names, then the others. */
function sameAmountSuggestions(line: StatementLine, index: CandidateIndex): readonly Suggestion[] {
  const key = amountKey(line, line.amountMinor);
  const near: Suggestion[] = [];
  const far: Suggestion[] = [];
  const sameAccount = 'It has the same amount and goes to the same account.';
  const sameAmount = 'It has the same amount.';
  for (const payment of (index.paymentsByAmount.get(key) ?? []).slice(0, sameAmountMax)) {
    if (payment.ownAccountId !== line.ownAccountId) continue;
    const same =
      line.partyAccountDigest !== null && payment.payeeAccountDigest === line.partyAccountDigest;
    (same ? near : far).push(suggestPayment(payment, same ? sameAccount : sameAmount));
  }
  for (const item of (index.itemsByAmount.get(key) ?? []).slice(0, sameAmountMax)) {
    const same =
      line.partyAccountDigest !== null &&
      item.partyAccountDigests.includes(line.partyAccountDigest);
    (same ? near : far).push(suggestItem(item, same ? sameAccount : sameAmount));
  }
  return [...near, ...far];
}

function distinct(suggestions: readonly Suggestion[]): readonly Suggestion[] {
  const byTarget = new Map<string, Suggestion>();
  for (const suggestion of suggestions) {
    const key = `${suggestion.paymentId} ${suggestion.openItemId}`;
    if (!byTarget.has(key)) byTarget.set(key, suggestion);
  }
  return [...byTarget.values()];
}
