import {
  addMilliseconds,
  type Instant,
  millisecondsBetween,
  type PlainDate,
} from '../value/plain-date.ts';

/** Asked of the message or its payments, looked for in a folder, awaited in the bank's files. */
export type InquiryMeans =
  'message_status' | 'payment_status' | 'folder' | 'status_report' | 'statement';

/**
 * How a bank is asked for a message that it never answered, as data of its profile (lifecycles.md,
 * sections 4 and 15).
 */
export interface InquiryProfile {
  /** Where an answer may come from, the quickest first. */
  readonly means: readonly InquiryMeans[];
  /** Seconds before each inquiry; the last one repeats. */
  readonly ladderSeconds: readonly number[];
  /** Milliseconds after which the bank shows a message that it has: no earlier "no" counts. */
  readonly visibilityMs: number;
  /** How many inquiries must have found nothing, over at least the visibility delay. */
  readonly negativesMin: number;
  /** Milliseconds after which no copy of a message can still be on its way to the bank. */
  readonly messageLifeMs: number;
}

/** The usual ladder: 15 s, 1 min, 5 min, 15 min, 1 h, then hourly. */
export const usualLadderSeconds: readonly number[] = Object.freeze([15, 60, 300, 900, 3_600]);

/** Seconds to wait before the next inquiry, after so many that were made. */
export const secondsToNextInquiry = (profile: InquiryProfile, inquiries: number): number =>
  profile.ladderSeconds[inquiries] ?? profile.ladderSeconds.at(-1) ?? 3_600;

/** All that is known of a message whose outcome is unknown. Amounts in minor units. */
export interface AbsenceEvidence {
  readonly now: Instant;
  /** When its hand-over began. */
  readonly sentAt: Instant;
  /** The day on which the bank was to execute it. */
  readonly executionDate: PlainDate;
  /** Whether the bank spoke of any payment of it, or an inquiry found it. */
  readonly isKnownAtBank: boolean;
  /** Inquiries that found nothing: how many, the first and the last. */
  readonly negatives: number;
  readonly firstNegativeAt: Instant | null;
  readonly lastNegativeAt: Instant | null;
  /** Whether a statement that came after the hand-over covers the day of execution. */
  readonly isDayStated: boolean;
  /** Whether a debit of the account that nothing explains could be this message or part of it. */
  readonly hasUnexplainedDebit: boolean;
}

/** What is still missing to the proof that a bank does not have a message; total, in this order. */
export const absenceGaps = [
  'known_at_bank',
  'request_alive',
  'too_few_negatives',
  'negatives_too_early',
  'day_not_stated',
  'unexplained_debit',
] as const;
export type AbsenceGap = (typeof absenceGaps)[number];

/**
 * What is missing to the proof that a bank does not have a message (lifecycles.md, section 4, step
 * 5): (a) no copy of it is on its way any more, (b) enough inquiries found nothing, over at least
 * the time after which the bank would show it, (c) the statement of the day of execution does not
 * have it. Empty: absence is proven, and two persons may decide (d). More evidence of absence never
 * opens a gap; one word of the bank opens one for ever. Pure.
 */
export function absenceGapsOf(
  evidence: AbsenceEvidence,
  profile: InquiryProfile,
): readonly AbsenceGap[] {
  const { now, sentAt, firstNegativeAt, lastNegativeAt } = evidence;
  const visibleAt = addMilliseconds(sentAt, profile.visibilityMs);
  const spanMs =
    firstNegativeAt === null || lastNegativeAt === null
      ? -1
      : millisecondsBetween(firstNegativeAt, lastNegativeAt);
  const isOpen: Readonly<Record<AbsenceGap, boolean>> = {
    known_at_bank: evidence.isKnownAtBank,
    request_alive: now < addMilliseconds(sentAt, profile.messageLifeMs),
    too_few_negatives: evidence.negatives < profile.negativesMin,
    negatives_too_early:
      spanMs < profile.visibilityMs || lastNegativeAt === null || lastNegativeAt < visibleAt,
    day_not_stated: !evidence.isDayStated,
    unexplained_debit: evidence.hasUnexplainedDebit,
  };
  return absenceGaps.filter((gap) => isOpen[gap]);
}

/** Each gap in plain words, and what closes it. */
export const absenceGapWords: Readonly<Record<AbsenceGap, string>> = Object.freeze({
  known_at_bank: 'the bank spoke of it: it is not absent',
  request_alive: 'a copy of it may still be on its way; wait until its life is over',
  too_few_negatives: 'the bank was not asked often enough',
  negatives_too_early: 'the inquiries do not reach over the time after which the bank shows it',
  day_not_stated: 'the statement of its day of execution is not here yet',
  unexplained_debit: 'a debit of the same amount has no explanation; match it first',
});
