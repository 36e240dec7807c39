import type { LineProposals, Proposal } from './proposal.ts';
import type { UnmatchedReason } from './result.ts';

export interface Winner {
  readonly lineProposals: LineProposals;
  readonly proposal: Proposal;
}

export interface Loser {
  readonly lineProposals: LineProposals;
  readonly reason: UnmatchedReason | null;
  readonly explanation: string;
}

export interface Resolution {
  readonly winners: readonly Winner[];
  readonly losers: readonly Loser[];
}

/** A line with its different readings; two rules that use up the same things are one reading. */
interface Reading {
  readonly of: LineProposals;
  readonly proofs: readonly Proposal[];
  readonly strong: readonly Proposal[];
  readonly postings: readonly Proposal[];
}

/**
 * Decides all lines at once, so that their order cannot matter. A proof (class A) wins when its
 * line has one reading and nobody else proves the same; strong evidence (class B) when moreover no
 * proof touches what it uses and no other line could use it as well. Whatever ties stays with a
 * person.
 */
export function resolveProposals(all: readonly LineProposals[]): Resolution {
  const readings = all.map(readingsOf);
  const provenBy = countClaims(readings.map(({ proofs }) => proofs));
  const winners: Winner[] = [];
  const losers: Loser[] = [];
  const rest: Reading[] = [];
  for (const reading of readings) {
    const winner = soleWinner(reading.proofs, provenBy);
    if (winner === null || reading.postings.length > 0) rest.push(reading);
    else winners.push({ lineProposals: reading.of, proposal: winner });
  }
  const claimedBy = countClaims(rest.map(({ strong }) => strong));
  for (const reading of rest) {
    const outcome = decideRest(reading, { provenBy, claimedBy });
    if ('proposal' in outcome) winners.push(outcome);
    else losers.push(outcome);
  }
  return { winners, losers };
}

function readingsOf(of: LineProposals): Reading {
  const ofClass = (wanted: Proposal['evidenceClass']) =>
    differentReadings(of.proposals.filter((proposal) => proposal.evidenceClass === wanted));
  return { of, proofs: ofClass('A'), strong: ofClass('B'), postings: ofClass('E') };
}

/** The first rule stands for every set of claims: the rules are in the order of their strength. */
function differentReadings(proposals: readonly Proposal[]): readonly Proposal[] {
  const byClaims = new Map<string, Proposal>();
  for (const proposal of proposals) {
    const key = proposal.claims.toSorted().join(' ');
    if (!byClaims.has(key)) byClaims.set(key, proposal);
  }
  return [...byClaims.values()];
}

/** How many lines claim each thing. */
function countClaims(readings: readonly (readonly Proposal[])[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const proposals of readings) {
    const claims = new Set(proposals.flatMap((proposal) => proposal.claims));
    for (const claim of claims) counts.set(claim, (counts.get(claim) ?? 0) + 1);
  }
  return counts;
}

function soleWinner(
  proposals: readonly Proposal[],
  claimants: ReadonlyMap<string, number>,
): Proposal | null {
  const [only, second] = proposals;
  if (only === undefined || second !== undefined) return null;
  return only.claims.every((claim) => claimants.get(claim) === 1) ? only : null;
}

function decideRest(
  reading: Reading,
  claims: {
    readonly provenBy: ReadonlyMap<string, number>;
    readonly claimedBy: ReadonlyMap<string, number>;
  },
): Winner | Loser {
  const { of, proofs, strong, postings } = reading;
  const lose = (reason: UnmatchedReason | null, explanation: string): Loser => ({
    lineProposals: of,
    reason,
    explanation,
  });
  if (postings.length > 0 && proofs.length + strong.length > 0) {
    return lose('AMBIGUOUS', 'The bank calls it a fee or interest, and yet it names a payment.');
  }
  if (proofs.length > 1) return lose('AMBIGUOUS', 'Its references prove different payments.');
  if (proofs.length === 1) {
    return lose('CLAIMED_TWICE', 'Another line proves the same payment: it may be booked twice.');
  }
  if (strong.length > 1) return lose('AMBIGUOUS', 'It fits several candidates equally well.');
  const [only] = strong;
  if (only !== undefined) {
    if (only.claims.some((claim) => claims.provenBy.has(claim))) {
      return lose('CANDIDATE_TAKEN', 'Another line has the proof for the same candidate.');
    }
    if (soleWinner(strong, claims.claimedBy) === null) {
      return lose('CLAIMED_TWICE', 'Another line fits the same candidate equally well.');
    }
    // Something the line points at and does not fit makes strong evidence too weak.
    const against = of.obstacles.find((obstacle) => obstacle.reason !== 'PARTY_DIFFERS');
    if (against !== undefined) return lose(against.reason, against.explanation);
    return { lineProposals: of, proposal: only };
  }
  const [posting] = postings;
  if (posting !== undefined && of.obstacles.length === 0) {
    return { lineProposals: of, proposal: posting };
  }
  return lose(null, '');
}
