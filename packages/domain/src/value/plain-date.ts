import { Temporal } from 'temporal-polyfill';

declare const plainDate: unique symbol;
/** A calendar day without time or zone, `YYYY-MM-DD`; sorts as text. */
export type PlainDate = string & { readonly [plainDate]: true };

declare const instant: unique symbol;
/** A moment in UTC with milliseconds, `2026-11-23T08:15:00.000Z`; sorts as text. */
export type Instant = string & { readonly [instant]: true };

export class InvalidDateError extends Error {
  override readonly name = 'InvalidDateError';
}

const dateForm = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const timeForm = /^T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const dayMs = 86_400_000;

/** True for a day that exists, in the form above; years 0000 to 9999. */
export function isPlainDate(text: string): text is PlainDate {
  if (!dateForm.test(text)) return false;
  const day = Number(text.slice(8)); // not money: a day of a month
  // Every row and message passes here, so that only the last days of a month ask for more.
  if (day <= 28) return true;
  const year = Number(text.slice(0, 4)); // not money: a year
  const month = Number(text.slice(5, 7)); // not money: a month
  return day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

/** The day itself. Errors: {@link InvalidDateError}, 30 February included. */
export function asPlainDate(text: string): PlainDate {
  if (!isPlainDate(text))
    throw new InvalidDateError(`not a day: ${JSON.stringify(text.slice(0, 40))}`);
  return text;
}

/** The moment itself, milliseconds and `Z` required. Errors: {@link InvalidDateError}. */
export function asInstant(text: string): Instant {
  if (!isInstant(text))
    throw new InvalidDateError(`not an instant: ${JSON.stringify(text.slice(0, 40))}`);
  return text;
}

/** True for the form above; leap seconds are not accepted. */
export const isInstant = (text: string): text is Instant =>
  timeForm.test(text.slice(10)) && isPlainDate(text.slice(0, 10));

/** Moves a day by whole days, forwards or back. */
export const addDays = (day: PlainDate, days: number): PlainDate =>
  asPlainDate(instantFromEpoch(Date.parse(day) + wholeDays(days) * dayMs).slice(0, 10));

function wholeDays(days: number): number {
  if (!Number.isInteger(days)) throw new RangeError('a day is moved by whole days');
  return days;
}

/** Whole days from the first to the second day; negative when the second is earlier. */
export const daysBetween = (from: PlainDate, to: PlainDate): number =>
  (Date.parse(to) - Date.parse(from)) / dayMs;

/** ISO 8601 weekday: 1 is Monday, 7 is Sunday. */
export const weekday = (day: PlainDate): number => new Date(day).getUTCDay() || 7;

/** Moves an instant by milliseconds, which must be whole. */
export const addMilliseconds = (at: Instant, milliseconds: number): Instant =>
  instantFromEpoch(Date.parse(at) + milliseconds);

/** Milliseconds from the first to the second instant. */
export const millisecondsBetween = (from: Instant, to: Instant): number =>
  Date.parse(to) - Date.parse(from);

/** The day and wall-clock time (`HH:MM`) of an instant in an IANA time zone. */
export function localTime(
  at: Instant,
  zone: string,
): { readonly day: PlainDate; readonly time: string } {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(zone);
  const time = local.toPlainTime().toString({ smallestUnit: 'minute' });
  return { day: asPlainDate(local.toPlainDate().toString()), time };
}

/** The instant of a wall-clock time (`HH:MM`) on a day in an IANA zone; DST gaps move forward. */
export function instantOfLocalTime(day: PlainDate, time: string, zone: string): Instant {
  const local = Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone);
  return instantFromEpoch(local.toInstant().epochMilliseconds);
}

/**
 * Milliseconds since 1970-01-01T00:00Z, as platforms count them, as an instant. Errors:
 * `RangeError` for a fraction, {@link InvalidDateError} outside the years 0000 to 9999.
 */
export function instantFromEpoch(epochMilliseconds: number): Instant {
  if (!Number.isInteger(epochMilliseconds)) throw new RangeError('milliseconds are whole');
  return asInstant(new Date(epochMilliseconds).toISOString());
}
