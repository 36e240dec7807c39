import type { AttemptId, Id, PaymentId } from '../value/identifier.ts';
import { evidenceMoves, type PaymentState } from './lifecycle.ts';

/** What one piece of evidence says of one payment, in words that every bank shares. */
export type BankFactCode =
  | 'sent'
  | 'no_answer'
  | 'refused'
  | 'received'
  | 'accepted'
  | 'pending_settlement'
  | 'settled_status'
  | 'rejected'
  | 'cancelled'
  | 'held'
  | 'entry_pending'
  | 'booked'
  | 'returned'
  | 'reversed';

/** The three codes that our own transport yields; they count for the live attempt only. */
const transportCodes: readonly BankFactCode[] = ['sent', 'no_answer', 'refused'];

/** Whether a fact is the bank's own word on the payment, and not what our transport concluded. */
export const isWordOfBank = (fact: Pick<BankFact, 'code'>): boolean =>
  !transportCodes.includes(fact.code);

/**
 * One fact, immutable once stored. `amountMinor` is set for entries (booked, returned, reversed)
 * and is positive. `entryKey` names the economic entry, so that the same booking in an intraday
 * and an end-of-day file counts once (I27). `bankTime` is the bank's own time where it gives one.
 */
export interface BankFact {
  readonly id: Id<'bank_fact'>;
  readonly paymentId: PaymentId;
  readonly attemptId: AttemptId | null;
  readonly code: BankFactCode;
  readonly reason: string | null;
  readonly amountMinor: bigint | null;
  readonly entryKey: string | null;
  readonly bankTime: string;
}

/** What bank and account call final: a booked entry, or already the status ACSC or ACCC (ST-06). */
export type SettlementFinality = 'booked_entry' | 'settled_status';

export interface BankStateInput {
  readonly instructedMinor: bigint;
  readonly liveAttemptId: AttemptId | null;
  readonly finality: SettlementFinality;
}

export type ConflictCode =
  | 'REJECTED_BUT_BOOKED'
  | 'CANCELLED_BUT_BOOKED'
  | 'BOOKED_MORE_THAN_INSTRUCTED'
  | 'REJECTED_BUT_SETTLED_STATUS'
  | 'REFUSED_BUT_KNOWN_AT_BANK'
  | 'RETURNED_MORE_THAN_INSTRUCTED';

export interface DerivedBankState {
  readonly state: PaymentState;
  readonly settledMinor: bigint;
  readonly returnedMinor: bigint;
  readonly reversedMinor: bigint;
  /** At most one, chosen by a fixed order: the set decides, not the arrival. */
  readonly conflict: ConflictCode | null;
  /** Reason of a hold that the bank set (BLCK, payee to confirm), or null. */
  readonly hold: string | null;
  /** Reason code of the rejection or return, or null. */
  readonly reason: string | null;
}

/**
 * The bank side of a payment as a function of the SET of its evidence: order, duplicates and
 * lateness do not matter (I11). Booked entries and returns outrank status codes. Every conflict is
 * monotone: evidence that arrives later never makes one vanish. Pure.
 */
export function deriveBankState(
  facts: readonly BankFact[],
  input: BankStateInput,
): DerivedBankState {
  const told = countableFacts(facts, input.liveAttemptId);
  const taken = isTakenByBank(told);
  const { liveAttemptId } = input;
  const counted = told.filter((fact) => !isOfAnotherSending(fact, { liveAttemptId, taken }));
  const amounts = {
    settledMinor: sumOfEntries(counted, 'booked'),
    returnedMinor: sumOfEntries(counted, 'returned'),
    reversedMinor: sumOfEntries(counted, 'reversed'),
  };
  const has = (code: BankFactCode): boolean => counted.some((fact) => fact.code === code);
  const state = stateOf(amounts, has, input);
  return Object.freeze({
    ...amounts,
    state,
    conflict: conflictOf(amounts, (code) => told.some((fact) => fact.code === code), input),
    hold: latestReason(counted, 'held'),
    reason:
      latestReason(counted, 'reversed') ??
      latestReason(counted, 'returned') ??
      latestReason(counted, 'rejected') ??
      latestReason(counted, 'refused'),
  });
}

function countableFacts(
  facts: readonly BankFact[],
  liveAttemptId: AttemptId | null,
): readonly BankFact[] {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  return [...byId.values()]
    .filter((fact) => isWordOfBank(fact) || fact.attemptId === liveAttemptId)
    .toSorted(byBankTime);
}

/** By each of these the bank says that it has the payment. */
const takenCodes: readonly BankFactCode[] = [
  'received',
  'accepted',
  'pending_settlement',
  'settled_status',
  'entry_pending',
];

/** True when the bank said of a payment that it has it. */
export const isTakenByBank = (facts: readonly Pick<BankFact, 'code'>[]): boolean =>
  facts.some((fact) => takenCodes.includes(fact.code));

/**
 * A refusal of an earlier message, or of a second copy of a payment that the bank has: it says
 * nothing of the payment that is under way, whose bills would be free to be paid twice. It still
 * counts for conflicts, which no later evidence may remove.
 */
function isOfAnotherSending(
  fact: BankFact,
  of: { readonly liveAttemptId: AttemptId | null; readonly taken: boolean },
): boolean {
  if (fact.code !== 'rejected' && fact.code !== 'cancelled') return false;
  const { attemptId, reason } = fact;
  const { liveAttemptId, taken } = of;
  if (liveAttemptId !== null && attemptId !== null && attemptId !== liveAttemptId) return true;
  return taken && fact.code === 'rejected' && isDuplicateReason(reason);
}

/** Reason codes of ISO 20022 with which a bank refuses what it has already: AM05, DU01 to DU05. */
export const isDuplicateReason = (reason: string | null): boolean =>
  reason !== null && /^(AM05|DU0[1-5]|DUPL)$/.test(reason);

/** Bank time first, then id: a total order that does not know when a fact arrived. */
const byBankTime = (left: BankFact, right: BankFact): number =>
  left.bankTime < right.bankTime || (left.bankTime === right.bankTime && left.id < right.id)
    ? -1
    : 1;

/**
 * What entries of one kind add up to, in minor units of the payment. Each economic entry counts
 * once; of two tellings of one entry the larger amount counts (I27). Pure.
 */
export function sumOfEntries(facts: readonly BankFact[], code: BankFactCode): bigint {
  const byEntry = new Map<string, bigint>();
  for (const fact of facts) {
    if (fact.code !== code) continue;
    const key = fact.entryKey ?? fact.id;
    const amount = fact.amountMinor ?? 0n;
    const known = byEntry.get(key) ?? 0n;
    byEntry.set(key, amount > known ? amount : known);
  }
  let total = 0n;
  for (const amount of byEntry.values()) total += amount;
  return total;
}

interface EntrySums {
  readonly settledMinor: bigint;
  readonly returnedMinor: bigint;
  readonly reversedMinor: bigint;
}
type Has = (code: BankFactCode) => boolean;

function stateOf(sums: EntrySums, has: Has, input: BankStateInput): PaymentState {
  if (sums.reversedMinor > 0n) return 'reversed';
  if (sums.returnedMinor > 0n) return 'returned';
  if (sums.settledMinor >= input.instructedMinor) return 'settled';
  if (sums.settledMinor > 0n) return 'partially_settled';
  const settledByStatus = has('settled_status');
  if (settledByStatus && input.finality === 'settled_status') return 'settled';
  if (has('rejected')) return settledByStatus ? 'unknown' : 'failed';
  if (has('cancelled')) return settledByStatus ? 'unknown' : 'cancelled';
  if (settledByStatus || has('pending_settlement') || has('entry_pending')) {
    return 'pending_settlement';
  }
  if (has('accepted')) return 'accepted';
  if (has('received') || has('held')) return 'submitted';
  if (has('refused')) return has('sent') ? 'unknown' : 'failed';
  if (has('sent')) return 'submitted';
  return has('no_answer') ? 'unknown' : 'released';
}

function conflictOf(sums: EntrySums, has: Has, input: BankStateInput): ConflictCode | null {
  const moneyMoved = sums.settledMinor > 0n || sums.returnedMinor > 0n || sums.reversedMinor > 0n;
  if (sums.settledMinor > input.instructedMinor) return 'BOOKED_MORE_THAN_INSTRUCTED';
  if (sums.returnedMinor + sums.reversedMinor > input.instructedMinor) {
    return 'RETURNED_MORE_THAN_INSTRUCTED';
  }
  if (moneyMoved && has('rejected')) return 'REJECTED_BUT_BOOKED';
  if (moneyMoved && has('cancelled')) return 'CANCELLED_BUT_BOOKED';
  if (has('settled_status') && (has('rejected') || has('cancelled'))) {
    return 'REJECTED_BUT_SETTLED_STATUS';
  }
  const knownAtBank =
    moneyMoved ||
    has('received') ||
    has('accepted') ||
    has('pending_settlement') ||
    has('settled_status') ||
    has('entry_pending') ||
    has('sent');
  return has('refused') && knownAtBank ? 'REFUSED_BUT_KNOWN_AT_BANK' : null;
}

function latestReason(facts: readonly BankFact[], code: BankFactCode): string | null {
  const last = facts.filter((fact) => fact.code === code && fact.reason !== null).at(-1);
  return last?.reason ?? null;
}

export interface EvidenceEffect {
  readonly state: PaymentState;
  /** True when the evidence says that money moved for a payment that should not have moved any. */
  readonly contradictsCommand: boolean;
}

/**
 * Where derived evidence takes a payment from its present state. What was never released (closed or
 * prepared by people) stays as it is, and says so when the bank claims that money moved for it.
 * `released` is true while an attempt of the payment is live or was answered.
 */
export function applyEvidence(
  present: PaymentState,
  derived: DerivedBankState,
  released: boolean,
): EvidenceEffect {
  const moneyMoved =
    derived.settledMinor > 0n || derived.returnedMinor > 0n || derived.reversedMinor > 0n;
  if (!released) return { state: present, contradictsCommand: moneyMoved };
  const target =
    present === 'recall_pending' && derived.state === 'returned' ? 'recalled' : derived.state;
  const state = evidenceMoves[present].includes(target) ? target : present;
  return { state, contradictsCommand: false };
}
