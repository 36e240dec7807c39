import type { Currency, StatementLineKind } from '@quittance/domain';

/** A kind of movement that is posted without a counterpart, by role of the account. */
export interface PostingRule {
  readonly kind: StatementLineKind;
  readonly accountRole: string;
  /** Largest amount in minor units that is posted without a person; a missing currency is none. */
  readonly amountMaxMinor: Readonly<Partial<Record<Currency, bigint>>> | 'any';
}

/** The matcher's settings: versioned data, named in every match (I23). */
export interface MatchRules {
  readonly v: number;
  readonly postings: readonly PostingRule[];
  /** A line booked more days after today than this is left alone. */
  readonly futureDaysMax: number;
  /** How many suggestions an unmatched line carries at most. */
  readonly suggestionsMax: number;
}

export const defaultMatchRules: MatchRules = Object.freeze({
  v: 1,
  postings: [
    { kind: 'fee', accountRole: 'bank_fee', amountMaxMinor: 'any' },
    { kind: 'interest', accountRole: 'interest', amountMaxMinor: 'any' },
  ],
  futureDaysMax: 7,
  suggestionsMax: 3,
} as const);
