import type { EvidenceClass, OpenItemId, PaymentId, StatementLineId } from '@quittance/domain';

/** A part of a line, signed like the line; exactly one of the three targets is set. */
export interface ProposedAllocation {
  readonly paymentId: PaymentId | null;
  readonly openItemId: OpenItemId | null;
  readonly accountRole: string | null;
  /** Minor units of the line's currency. */
  readonly amountMinor: bigint;
  /** The same in the payment's currency where that is another; else null. */
  readonly paymentMinor: bigint | null;
  readonly purpose: 'settlement' | 'return' | 'reversal' | 'posting';
}

/** A line explained without a person. The allocations add up to the line. */
export interface ProposedMatch {
  readonly lineId: StatementLineId;
  readonly evidenceClass: EvidenceClass;
  /** Name and version: `end-to-end-id@1`. */
  readonly rule: string;
  readonly allocations: readonly ProposedAllocation[];
  /** The proof and the runner-up, in plain words. */
  readonly explanation: string;
}

export type UnmatchedReason =
  | 'NO_CANDIDATE'
  | 'AMOUNT_DIFFERS'
  | 'RATE_DIFFERS'
  | 'AMBIGUOUS'
  | 'CLAIMED_TWICE'
  | 'CANDIDATE_TAKEN'
  | 'ALREADY_MATCHED'
  | 'NOT_RELEASED'
  | 'DUPLICATE_LINE'
  | 'FUTURE_DATED'
  | 'PARTY_DIFFERS'
  | 'ABOVE_POSTING_LIMIT';

/** What a person may look at first. */
export interface Suggestion {
  readonly paymentId: PaymentId | null;
  readonly openItemId: OpenItemId | null;
  readonly why: string;
}

/** A line that needs a person, with why, in plain words. */
export interface UnmatchedLine {
  readonly lineId: StatementLineId;
  readonly reason: UnmatchedReason;
  readonly explanation: string;
  readonly suggestions: readonly Suggestion[];
}

export interface MatchResult {
  /** In the order of line ids. */
  readonly matches: readonly ProposedMatch[];
  readonly unmatched: readonly UnmatchedLine[];
}
