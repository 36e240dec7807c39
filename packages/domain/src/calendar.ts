import { addDays, asPlainDate, type PlainDate, weekday } from './value/plain-date.ts';

/** Which days a rail settles on. `target`: T2 (ECB); `uk`: Bacs/CHAPS in England; `us`: Fedwire. */
export type CalendarName = 'target' | 'uk' | 'us' | 'weekdays';

/** Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, ch. 8). */
export function easterSunday(year: number): PlainDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const l = (32 + 2 * (b % 4) + 2 * i - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return dayOf(year, month, day);
}

const dayOf = (year: number, month: number, day: number): PlainDate =>
  asPlainDate(
    [
      year.toString().padStart(4, '0'),
      ...[month, day].map((part) => `${part}`.padStart(2, '0')),
    ].join('-'),
  );

const monday = 1;
const thursday = 4;

/** The n-th such weekday of a month, n from 1. */
function nthWeekday(
  [year, month]: readonly [number, number],
  wanted: number,
  n: number,
): PlainDate {
  const first = dayOf(year, month, 1);
  return addDays(first, ((wanted - weekday(first) + 7) % 7) + 7 * (n - 1));
}

/** The last such weekday of a month. */
function lastWeekday([year, month]: readonly [number, number], wanted: number): PlainDate {
  const last = addDays(month === 12 ? dayOf(year + 1, 1, 1) : dayOf(year, month + 1, 1), -1);
  return addDays(last, -((weekday(last) - wanted + 7) % 7));
}

/** ECB closing days of T2: ECB decision of 14 December 2000, still in force. */
const targetHolidays = (year: number): readonly PlainDate[] => [
  dayOf(year, 1, 1),
  addDays(easterSunday(year), -2),
  addDays(easterSunday(year), 1),
  dayOf(year, 5, 1),
  dayOf(year, 12, 25),
  dayOf(year, 12, 26),
];

/** A holiday on a weekend moves to the next weekday (Banking and Financial Dealings Act 1971). */
function substituteDays(days: readonly PlainDate[]): readonly PlainDate[] {
  const taken: PlainDate[] = [];
  for (const day of days) {
    let moved = day;
    while (weekday(moved) > 5 || taken.includes(moved)) moved = addDays(moved, 1);
    taken.push(moved);
  }
  return taken;
}

const ukHolidays = (year: number): readonly PlainDate[] => [
  ...substituteDays([dayOf(year, 1, 1)]),
  addDays(easterSunday(year), -2),
  addDays(easterSunday(year), 1),
  nthWeekday([year, 5], monday, 1),
  lastWeekday([year, 5], monday),
  lastWeekday([year, 8], monday),
  ...substituteDays([dayOf(year, 12, 25), dayOf(year, 12, 26)]),
];

/** Federal Reserve: a Sunday holiday moves to Monday, a Saturday one does not move. */
const usHolidays = (year: number): readonly PlainDate[] =>
  [
    dayOf(year, 1, 1),
    nthWeekday([year, 1], monday, 3),
    nthWeekday([year, 2], monday, 3),
    lastWeekday([year, 5], monday),
    dayOf(year, 6, 19),
    dayOf(year, 7, 4),
    nthWeekday([year, 9], monday, 1),
    nthWeekday([year, 10], monday, 2),
    dayOf(year, 11, 11),
    nthWeekday([year, 11], thursday, 4),
    dayOf(year, 12, 25),
  ].map((day) => (weekday(day) === 7 ? addDays(day, 1) : day));

const holidaysOf: Record<CalendarName, (year: number) => readonly PlainDate[]> = {
  target: targetHolidays,
  uk: ukHolidays,
  us: usHolidays,
  weekdays: () => [],
};

/** True on a day on which the rail settles. */
export function isBusinessDay(calendar: CalendarName, day: PlainDate): boolean {
  if (weekday(day) > 5) return false;
  // not money: the year of a day
  const year = Number.parseInt(day.slice(0, 4), 10);
  return !holidaysOf[calendar](year).includes(day);
}

/** The day itself when the rail settles on it, else the next day that does. */
export function businessDayFrom(calendar: CalendarName, day: PlainDate): PlainDate {
  let candidate = day;
  while (!isBusinessDay(calendar, candidate)) candidate = addDays(candidate, 1);
  return candidate;
}

/** The last day before this one on which the rail settles. */
export function businessDayBefore(calendar: CalendarName, day: PlainDate): PlainDate {
  let candidate = addDays(day, -1);
  while (!isBusinessDay(calendar, candidate)) candidate = addDays(candidate, -1);
  return candidate;
}

/** The business day that comes `count` business days after the day (count from 1). */
export function addBusinessDays(calendar: CalendarName, day: PlainDate, count: number): PlainDate {
  let candidate = day;
  for (let left = count; left > 0; left -= 1) {
    candidate = businessDayFrom(calendar, addDays(candidate, 1));
  }
  return candidate;
}
