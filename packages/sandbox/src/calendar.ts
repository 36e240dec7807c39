/** Plain-date arithmetic for the simulators: `YYYY-MM-DD` in, `YYYY-MM-DD` out, no time zone. */

const DAY_MS = 86_400_000;

function instantOf(date: string): number {
  const instant = Date.parse(`${date}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(date) || Number.isNaN(instant)) {
    throw new RangeError(`not a date: ${date}`);
  }
  return instant;
}

/** The date some days later (earlier when negative). */
export function addDays(date: string, days: number): string {
  return new Date(instantOf(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Monday to Friday and not in the list of holidays. */
export function isBusinessDay(date: string, holidays: readonly string[] = []): boolean {
  const weekday = new Date(instantOf(date)).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !holidays.includes(date);
}

/** The first business day on or after the date. */
export function businessDayFrom(date: string, holidays: readonly string[] = []): string {
  let day = date;
  while (!isBusinessDay(day, holidays)) day = addDays(day, 1);
  return day;
}

/** The business day some business days after the date; `days` at least 1. */
export function addBusinessDays(date: string, days: number, holidays: readonly string[]): string {
  let day = date;
  for (let step = 0; step < days; step += 1) day = businessDayFrom(addDays(day, 1), holidays);
  return day;
}

/** Local date `YYYY-MM-DD` and time `HH:MM` of an ISO 8601 instant in an IANA time zone. */
export function localDateTime(
  instant: string,
  zone: string,
): { readonly date: string; readonly time: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant));
  const part = (type: string): string => parts.find((item) => item.type === type)?.value ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
  };
}
