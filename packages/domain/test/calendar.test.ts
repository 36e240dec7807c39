import {
  addBusinessDays,
  addDays,
  asInstant,
  asPlainDate,
  businessDayFrom,
  type CutOffProfile,
  daysBetween,
  easterSunday,
  executionDateFor,
  instantFromEpoch,
  instantOfLocalTime,
  isBusinessDay,
  isPastCutOff,
  localTime,
  millisecondsBetween,
  weekday,
} from '@quittance/domain';
import { describe, expect, test } from 'vitest';
import { vectors } from './vectors.ts';

describe('calendars', () => {
  test.each(['target', 'uk', 'us'] as const)(
    '[I30] the closed weekdays of %s, 2024 to 2027',
    (name) => {
      const closed: string[] = [];
      for (let day = asPlainDate('2024-01-01'); day < '2028-01-01'; day = addDays(day, 1)) {
        if (weekday(day) < 6 && !isBusinessDay(name, day)) closed.push(day);
        if (weekday(day) > 5) expect(isBusinessDay(name, day)).toBe(false);
      }
      expect(closed).toEqual(vectors(`holidays_${name}`));
    },
  );

  test('Easter, also the earliest and the latest one', () => {
    const dates = [1818, 2000, 2024, 2026, 2038].map((year) => easterSunday(year));
    expect(dates).toEqual(['1818-03-22', '2000-04-23', '2024-03-31', '2026-04-05', '2038-04-25']);
  });

  test('the next business day, and a number of them', () => {
    const friday = asPlainDate('2026-12-24');
    expect(businessDayFrom('target', friday)).toBe('2026-12-24');
    expect(businessDayFrom('target', addDays(friday, 1))).toBe('2026-12-28');
    expect(addBusinessDays('uk', friday, 1)).toBe('2026-12-29');
    expect(addBusinessDays('weekdays', friday, 2)).toBe('2026-12-28');
    expect(daysBetween(friday, asPlainDate('2026-12-20'))).toBe(-4);
  });
});

describe('clocks', () => {
  test('[I30] local time across daylight saving, both ways', () => {
    const zone = 'Europe/Berlin';
    expect(localTime(asInstant('2026-03-29T00:59:00.000Z'), zone)).toEqual({
      day: '2026-03-29',
      time: '01:59',
    });
    expect(localTime(asInstant('2026-03-29T01:00:00.000Z'), zone).time).toBe('03:00');
    const day = asPlainDate('2026-07-01');
    expect(instantOfLocalTime(day, '14:00', zone)).toBe('2026-07-01T12:00:00.000Z');
    expect(instantOfLocalTime(asPlainDate('2026-03-29'), '02:30', zone)).toBe(
      '2026-03-29T01:30:00.000Z',
    );
    const start = instantFromEpoch(0);
    expect(millisecondsBetween(start, asInstant('1970-01-01T00:00:01.000Z'))).toBe(1_000);
  });
});

describe('cut-offs', () => {
  const profile: CutOffProfile = {
    key: 'bank',
    cutOffs: [
      { currency: 'EUR', time: '14:00', timeZone: 'Europe/Berlin', calendar: 'target' },
      { currency: 'USD', time: '17:00', timeZone: 'America/New_York', calendar: 'us' },
    ],
  };
  const dateFor = (now: string, currency: 'EUR' | 'USD' = 'EUR', notBefore?: string) =>
    executionDateFor({
      profile,
      currency,
      now: asInstant(now),
      ...(notBefore === undefined ? {} : { notBefore: asPlainDate(notBefore) }),
    });

  test('[I30] today until the minute of the cut-off, in the zone of the bank', () => {
    expect(dateFor('2026-11-23T12:59:59.999Z')).toBe('2026-11-23');
    expect(dateFor('2026-11-23T13:00:00.000Z')).toBe('2026-11-24');
    expect(dateFor('2026-07-01T12:00:00.000Z')).toBe('2026-07-02');
    expect(dateFor('2026-11-23T21:59:00.000Z', 'USD')).toBe('2026-11-23');
    expect(dateFor('2026-11-24T03:00:00.000Z', 'USD')).toBe('2026-11-24');
  });

  test('[I30] weekends and holidays move on; a later wish is kept on a business day', () => {
    expect(dateFor('2026-12-24T15:00:00.000Z')).toBe('2026-12-28');
    expect(dateFor('2026-11-28T08:00:00.000Z')).toBe('2026-11-30');
    expect(dateFor('2026-11-23T08:00:00.000Z', 'EUR', '2026-12-25')).toBe('2026-12-28');
    expect(dateFor('2026-11-23T08:00:00.000Z', 'EUR', '2026-11-01')).toBe('2026-11-23');
  });

  test('[I30] a day is past its cut-off exactly when an earlier one cannot be had', () => {
    const past = (executionDate: string, now: string) =>
      isPastCutOff({
        profile,
        currency: 'EUR',
        executionDate: asPlainDate(executionDate),
        now: asInstant(now),
      });
    expect(past('2026-11-23', '2026-11-23T12:59:00.000Z')).toBe(false);
    expect(past('2026-11-23', '2026-11-23T13:00:00.000Z')).toBe(true);
    expect(past('2026-11-24', '2026-11-23T13:00:00.000Z')).toBe(false);
    expect(past('2026-11-20', '2026-11-23T08:00:00.000Z')).toBe(true);
  });

  test('a currency without a cut-off is a fault of the configuration', () => {
    expect(() =>
      executionDateFor({ profile, currency: 'GBP', now: asInstant('2026-11-23T08:00:00.000Z') }),
    ).toThrow('CONFIGURATION_INVALID');
  });
});
