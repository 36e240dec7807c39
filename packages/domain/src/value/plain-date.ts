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

const dateForm = /^\d{4}-\d{2}-\d{2}$/;
const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** True for a day that exists, in the form above; years 0000 to 9999. */
export function isPlainDate(text: string): text is PlainDate {
  if (!dateForm.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
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
  instantForm.test(text) &&
  isPlainDate(text.slice(0, 10)) &&
  text.slice(11, 13) < '24' &&
  text.slice(14, 16) < '60' &&
  text.slice(17, 19) < '60';

/** Moves a day by whole days, forwards or back. */
export const addDays = (day: PlainDate, days: number): PlainDate =>
  asPlainDate(Temporal.PlainDate.from(day).add({ days }).toString());

/** Whole days from the first to the second day; negative when the second is earlier. */
export const daysBetween = (from: PlainDate, to: PlainDate): number =>
  Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;

/** ISO 8601 weekday: 1 is Monday, 7 is Sunday. */
export const weekday = (day: PlainDate): number => Temporal.PlainDate.from(day).dayOfWeek;

/** Moves an instant by milliseconds, which must be whole. */
export const addMilliseconds = (at: Instant, milliseconds: number): Instant =>
  fromInstant(Temporal.Instant.from(at).add({ milliseconds }));

/** Milliseconds from the first to the second instant. */
export const millisecondsBetween = (from: Instant, to: Instant): number =>
  Temporal.Instant.from(to).epochMilliseconds - Temporal.Instant.from(from).epochMilliseconds;

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
  return fromInstant(local.toInstant());
}

/** Milliseconds since 1970-01-01T00:00Z, as platforms count them, as an instant. */
export const instantFromEpoch = (epochMilliseconds: number): Instant =>
  fromInstant(Temporal.Instant.fromEpochMilliseconds(epochMilliseconds));

const fromInstant = (at: Temporal.Instant): Instant =>
  asInstant(at.toString({ fractionalSecondDigits: 3 }));
