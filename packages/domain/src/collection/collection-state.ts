import type { Id } from '../value/identifier.ts';

/**
 * Money that a processor collects for the company by card or wallet (ST-09; lifecycles.md,
 * section 3, the rows of payment intent, payout and dispute). Nobody commands these states: the
 * processor's reports tell them.
 */
export const collectionStates = [
  'pending',
  'authorised',
  'captured',
  'settled',
  'transfer_failed',
  'partially_refunded',
  'refunded',
  'disputed',
  'charged_back',
  'failed',
  'cancelled',
] as const;
export type CollectionState = (typeof collectionStates)[number];

/** What one report of the processor says of one collection, in words all processors share. */
export const collectionFactCodes = [
  'authorised',
  'captured',
  'failed',
  'cancelled',
  'paid_out',
  'transfer_failed',
  'refunded',
  'refund_failed',
  'dispute_opened',
  'dispute_won',
  'dispute_lost',
  'funds_withdrawn',
  'funds_reinstated',
] as const;
export type CollectionFactCode = (typeof collectionFactCodes)[number];

/**
 * One fact, immutable once stored. `entryKey` names what it speaks of at the processor (the charge,
 * payout, refund or dispute), so that the same news by webhook and by report counts once;
 * `amountMinor` is positive and gross, in the currency of the collection.
 */
export interface CollectionFact {
  readonly id: Id<'collection_fact'>;
  readonly code: CollectionFactCode;
  readonly entryKey: string;
  readonly amountMinor: bigint;
}

export type CollectionConflict = 'CAPTURED_MORE_THAN_ASKED' | 'CANCELLED_BUT_CAPTURED';

export interface DerivedCollectionState {
  readonly state: CollectionState;
  readonly capturedMinor: bigint;
  /** What payouts carried to the bank; a payout that failed carried nothing. */
  readonly settledMinor: bigint;
  readonly refundedMinor: bigint;
  /** What disputes took and did not give back. */
  readonly withdrawnMinor: bigint;
  /** At most one, chosen by a fixed order; news that comes later never makes one vanish. */
  readonly conflict: CollectionConflict | null;
}

/**
 * The state of a collection as a function of the SET of its facts: order, duplicates and lateness
 * do not matter (I11). Money outranks words: what was captured is not failed, however often the
 * card was refused before, and captured money is settled only when a payout has carried all of it
 * to the bank (ST-06). `askedMinor` is what the customer was to pay; all amounts are minor units of
 * one currency. Pure; it has no errors, since what contradicts itself is told as a conflict.
 */
export function deriveCollectionState(
  facts: readonly CollectionFact[],
  askedMinor: bigint,
): DerivedCollectionState {
  const told = new Map(collectionFactCodes.map((code) => [code, entriesOf(facts, code)]));
  const entries = (code: CollectionFactCode): Entries => told.get(code) ?? new Map();
  const sums = {
    capturedMinor: total(entries('captured')),
    settledMinor: total(without(entries('paid_out'), entries('transfer_failed'))),
    refundedMinor: total(without(entries('refunded'), entries('refund_failed'))),
    withdrawnMinor: total(without(entries('funds_withdrawn'), entries('funds_reinstated'))),
  };
  return Object.freeze({
    ...sums,
    state: stateOf(sums, entries),
    conflict: conflictOf(sums, entries, askedMinor),
  });
}

/** The largest amount told of each thing at the processor. */
type Entries = ReadonlyMap<string, bigint>;
type EntriesOf = (code: CollectionFactCode) => Entries;

function entriesOf(facts: readonly CollectionFact[], code: CollectionFactCode): Entries {
  const entries = new Map<string, bigint>();
  for (const { code: of, entryKey, amountMinor } of facts) {
    if (of !== code) continue;
    const known = entries.get(entryKey) ?? 0n;
    entries.set(entryKey, amountMinor > known ? amountMinor : known);
  }
  return entries;
}

const without = (entries: Entries, undone: Entries): Entries =>
  new Map([...entries].filter(([key]) => !undone.has(key)));

const total = (entries: Entries): bigint =>
  [...entries.values()].reduce((sum, amount) => sum + amount, 0n);

type Sums = Pick<
  DerivedCollectionState,
  'capturedMinor' | 'settledMinor' | 'refundedMinor' | 'withdrawnMinor'
>;

function stateOf(sums: Sums, entries: EntriesOf): CollectionState {
  const { capturedMinor, settledMinor, refundedMinor, withdrawnMinor } = sums;
  const undecided = [...entries('dispute_opened').keys()].filter(
    (key) => !entries('dispute_won').has(key) && !entries('dispute_lost').has(key),
  );
  if (undecided.length > 0) return 'disputed';
  if (entries('dispute_lost').size > 0) return 'charged_back';
  // Money taken with no word on why: it is treated as a dispute until the processor decides.
  if (withdrawnMinor > 0n) return 'disputed';
  if (refundedMinor > 0n) {
    return refundedMinor >= capturedMinor ? 'refunded' : 'partially_refunded';
  }
  if (capturedMinor > 0n) {
    if (settledMinor >= capturedMinor) return 'settled';
    return entries('transfer_failed').size > 0 ? 'transfer_failed' : 'captured';
  }
  if (entries('cancelled').size > 0) return 'cancelled';
  if (entries('authorised').size > 0) return 'authorised';
  return entries('failed').size > 0 ? 'failed' : 'pending';
}

/** Told from what later facts only add to, so that no later news hides it. */
function conflictOf(
  { capturedMinor }: Sums,
  entries: EntriesOf,
  askedMinor: bigint,
): CollectionConflict | null {
  if (capturedMinor > askedMinor) return 'CAPTURED_MORE_THAN_ASKED';
  return capturedMinor > 0n && entries('cancelled').size > 0 ? 'CANCELLED_BUT_CAPTURED' : null;
}
