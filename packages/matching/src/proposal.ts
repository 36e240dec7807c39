import type { PaymentId, StatementLine } from '@quittance/domain';
import type { OpenItemCandidate, PaymentCandidate } from './candidate.ts';
import type { CandidateIndex } from './candidate-index.ts';
import type { ProposedAllocation, Suggestion, UnmatchedReason } from './result.ts';
import type { MatchRules } from './rules.ts';

/** What one rule says of one line, before it is held against the other lines. */
export interface Proposal {
  readonly evidenceClass: 'A' | 'B' | 'E';
  readonly rule: string;
  /** What it uses up, each at most once: `pay:…`, `back:…`, `item:…`. */
  readonly claims: readonly string[];
  readonly allocations: readonly ProposedAllocation[];
  /** Why, as one sentence. */
  readonly proof: string;
}

/** Something that points at a candidate but does not prove it. */
export interface Obstacle {
  readonly reason: UnmatchedReason;
  readonly explanation: string;
  readonly suggestion: Suggestion | null;
}

export interface LineProposals {
  readonly line: StatementLine;
  readonly proposals: readonly Proposal[];
  readonly obstacles: readonly Obstacle[];
}

export interface ProposeContext {
  readonly index: CandidateIndex;
  readonly rules: MatchRules;
  /** What of a payment may still come back, lines of this run included. */
  readonly returnable: (payment: PaymentCandidate) => bigint;
}

/** Gathers what the rules say of one line. */
export interface ProposalSink {
  readonly line: StatementLine;
  /** Our own references in its remittance, found once. */
  readonly references: readonly string[];
  readonly proposals: Proposal[];
  readonly obstacles: Obstacle[];
}

/** The whole line to one payment; `paymentMinor` where the payment is in another currency. */
export const toPayment = (
  paymentId: PaymentId,
  line: StatementLine,
  purpose: ProposedAllocation['purpose'],
): ProposedAllocation => ({
  paymentId,
  openItemId: null,
  accountRole: null,
  amountMinor: line.amountMinor,
  paymentMinor: null,
  purpose,
});

/** A suggestion to look at a payment first. */
export const suggestPayment = (payment: PaymentCandidate, why: string): Suggestion => ({
  paymentId: payment.id,
  openItemId: null,
  why,
});

/** A suggestion to look at a bill first. */
export const suggestItem = (item: OpenItemCandidate, why: string): Suggestion => ({
  paymentId: null,
  openItemId: item.id,
  why,
});

/** Notes why a candidate that the line points at is not taken. */
export function hinder(
  sink: ProposalSink,
  reason: UnmatchedReason,
  given: { readonly explanation: string; readonly suggestion: Suggestion | null },
): void {
  sink.obstacles.push({ reason, ...given });
}
