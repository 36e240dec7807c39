import {
  addBusinessDays,
  addDays,
  asPlainDate,
  businessDayFrom,
  type CalendarName,
  type PlainDate,
} from '@quittance/domain';
import type { Random } from '@quittance/sandbox';

const calendars: readonly CalendarName[] = ['target', 'uk', 'us'];

/** The first day from a day on that is a business day of every bank of the simulation. */
function openDayFrom(day: PlainDate): PlainDate {
  let candidate = day;
  for (;;) {
    const next = calendars.reduce((at, calendar) => businessDayFrom(calendar, at), candidate);
    if (next === candidate) return candidate;
    candidate = next;
  }
}

export const nextOpenDay = (day: PlainDate): PlainDate =>
  openDayFrom(addBusinessDays('weekdays', day, 1));

/** The day on which a seed begins: any of two years, so that clocks change in some of them. */
export const firstDay = (random: Random): PlainDate =>
  openDayFrom(addDays(asPlainDate('2026-01-02'), random.integer(0, 700)));

/** An instant of a day in UTC, in epoch milliseconds. */
export const timeOf = (day: PlainDate, hour: number, minute = 0): number =>
  Date.parse(`${day}T00:00:00.000Z`) + (hour * 60 + minute) * 60_000;
