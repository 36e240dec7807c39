import {
  addDays,
  addMilliseconds,
  asInstant,
  asPlainDate,
  daysBetween,
  instantFromEpoch,
  isInstant,
  isPlainDate,
  millisecondsBetween,
  weekday,
} from '@quittance/domain';
import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';

/** Whole days of the years 0000 to 9999, counted from 1970-01-01. */
const firstDay = -719_528;
const lastDay = 2_932_896;
const dayMs = 86_400_000;

const days = fc.integer({ min: firstDay, max: lastDay });
const moments = fc.integer({ min: firstDay * dayMs, max: (lastDay + 1) * dayMs - 1 });

const dayOf = (count: number): string =>
  Temporal.PlainDate.from('1970-01-01').add({ days: count }).toString();
const momentOf = (epochMs: number): string =>
  Temporal.Instant.fromEpochMilliseconds(epochMs).toString({ fractionalSecondDigits: 3 });

/** Calendar arithmetic is done in whole days of 24 hours; Temporal is its witness. */
describe('[I30] days and instants agree with Temporal', () => {
  test('every form of a day is one exactly when Temporal reads it as one', () => {
    const part = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(part(9999), part(13), part(32), (year, month, day) => {
        const text = [year.toString().padStart(4, '0'), month, day]
          .map((number) => number.toString().padStart(2, '0'))
          .join('-');
        let exists = true;
        try {
          Temporal.PlainDate.from(text, { overflow: 'reject' });
        } catch {
          exists = false;
        }
        expect(isPlainDate(text), text).toBe(exists);
        expect(isInstant(`${text}T23:59:59.999Z`), text).toBe(exists);
      }),
      { numRuns: 2_000 },
    );
    for (const text of ['0000-02-29', '1900-02-29', '2000-02-29', '2023-02-29', '2024-02-29']) {
      expect(isPlainDate(text), text).toBe(!/^(?:1900|2023)/u.test(text));
    }
  });

  test('moving a day, the days between, and the weekday', () => {
    fc.assert(
      fc.property(days, days, (one, other) => {
        const [from, to] = [asPlainDate(dayOf(one)), asPlainDate(dayOf(other))];
        expect(addDays(from, other - one)).toBe(to);
        expect(daysBetween(from, to)).toBe(other - one);
        expect(weekday(from)).toBe(Temporal.PlainDate.from(from).dayOfWeek);
      }),
    );
  });

  test('moving an instant, and the milliseconds between', () => {
    fc.assert(
      fc.property(moments, moments, (one, other) => {
        const [from, to] = [asInstant(momentOf(one)), asInstant(momentOf(other))];
        expect(instantFromEpoch(one)).toBe(from);
        expect(addMilliseconds(from, other - one)).toBe(to);
        expect(millisecondsBetween(from, to)).toBe(other - one);
      }),
    );
  });

  test('a fraction of a day or millisecond, and a year beyond the form, are refused', () => {
    expect(() => addDays(asPlainDate('2026-03-02'), 0.4)).toThrow(RangeError);
    expect(() => instantFromEpoch(0.5)).toThrow(RangeError);
    expect(() => instantFromEpoch(Number.NaN)).toThrow(RangeError);
    expect(() => addDays(asPlainDate('9999-12-31'), 1)).toThrow('not an instant');
    expect(() => addDays(asPlainDate('0000-01-01'), -1)).toThrow('not an instant');
  });
});
