import {
  type AbsenceEvidence,
  type AbsenceGap,
  absenceGaps,
  absenceGapsOf,
  absenceGapWords,
  addMilliseconds,
  asInstant,
  asPlainDate,
  type InquiryProfile,
  secondsToNextInquiry,
  usualLadderSeconds,
} from '@quittance/domain';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const sentAt = asInstant('2026-11-23T08:00:00.000Z');
const minute = 60_000;
const after = (minutes: number) => addMilliseconds(sentAt, minutes * minute);

const profile: InquiryProfile = {
  means: ['folder'],
  ladderSeconds: usualLadderSeconds,
  visibilityMs: 30 * minute,
  negativesMin: 3,
  messageLifeMs: 240 * minute,
};

const proven: AbsenceEvidence = {
  now: after(600),
  sentAt,
  executionDate: asPlainDate('2026-11-23'),
  isKnownAtBank: false,
  negatives: 3,
  firstNegativeAt: after(10),
  lastNegativeAt: after(40),
  isDayStated: true,
  hasUnexplainedDebit: false,
};

describe('the ladder of inquiries', () => {
  test('[FT-05] waits 15 s, 1 min, 5 min, 15 min, 1 h, then hourly', () => {
    const waits = [0, 1, 2, 3, 4, 5, 99].map((made) => secondsToNextInquiry(profile, made));
    expect(waits).toEqual([15, 60, 300, 900, 3_600, 3_600, 3_600]);
  });

  test("[CAN-06] is the bank profile's own", () => {
    const own = { ...profile, ladderSeconds: [5, 10] };
    expect([0, 1, 2].map((made) => secondsToNextInquiry(own, made))).toEqual([5, 10, 10]);
  });
});

describe('the proof that a bank does not have a message', () => {
  test('[I14][RES-06] is there when nothing is missing', () => {
    expect(absenceGapsOf(proven, profile)).toEqual([]);
  });

  const cases: readonly (readonly [AbsenceGap, Partial<AbsenceEvidence>])[] = [
    ['known_at_bank', { isKnownAtBank: true }],
    ['request_alive', { now: after(239) }],
    ['too_few_negatives', { negatives: 2 }],
    ['negatives_too_early', { firstNegativeAt: null, lastNegativeAt: null }],
    ['negatives_too_early', { lastNegativeAt: after(39) }],
    ['negatives_too_early', { firstNegativeAt: after(-5), lastNegativeAt: after(29) }],
    ['day_not_stated', { isDayStated: false }],
    ['unexplained_debit', { hasUnexplainedDebit: true }],
  ];

  test.each(cases)('[I14] lacks %s', (gap, change) => {
    expect(absenceGapsOf({ ...proven, ...change }, profile)).toEqual([gap]);
    expect(absenceGapWords[gap]).not.toBe('');
  });

  test('[I14] every gap there is has a case above', () => {
    expect(new Set(cases.map(([gap]) => gap))).toEqual(new Set(absenceGaps));
  });

  const evidence = fc.record({
    now: fc.integer({ min: 0, max: 2_000 }).map(after),
    sentAt: fc.constant(sentAt),
    executionDate: fc.constant(proven.executionDate),
    isKnownAtBank: fc.boolean(),
    negatives: fc.integer({ min: 0, max: 6 }),
    firstNegativeAt: fc.option(fc.integer({ min: 0, max: 100 }).map(after)),
    lastNegativeAt: fc.option(fc.integer({ min: 0, max: 400 }).map(after)),
    isDayStated: fc.boolean(),
    hasUnexplainedDebit: fc.boolean(),
  });

  test('[I14] one word of the bank, and nothing proves absence', () => {
    fc.assert(
      fc.property(evidence, (given) => {
        expect(absenceGapsOf({ ...given, isKnownAtBank: true }, profile)).toContain(
          'known_at_bank',
        );
      }),
    );
  });

  test('[I11][I14] one more inquiry that finds nothing, and time, open no gap', () => {
    fc.assert(
      fc.property(evidence, fc.integer({ min: 0, max: 1_000 }), (given, minutes) => {
        const now = addMilliseconds(given.now, minutes * minute);
        const last = given.lastNegativeAt;
        const more = {
          ...given,
          now,
          negatives: given.negatives + 1,
          firstNegativeAt: given.firstNegativeAt ?? now,
          lastNegativeAt: last === null || last < now ? now : last,
        };
        const before = new Set(absenceGapsOf(given, profile));
        expect(absenceGapsOf(more, profile).filter((gap) => !before.has(gap))).toEqual([]);
      }),
    );
  });
});
