import { asPlainDate, isPlainDate, type PlainDate } from '@quittance/domain';

/** What may stand behind the day: a time of day with an optional zone, or a zone alone. */
const rest = /^(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,12})?)?)?(?:Z|[+-]\d{2}:\d{2})?$/;

const known = new Map<string, PlainDate>();
/** Statements speak of a few hundred days; the map is emptied when a file has more. */
const knownMax = 4096;

/**
 * Reads an ISO date or date-time and returns the day as the bank wrote it, in the bank's own zone:
 * a booking at 23:30 belongs to that day, whatever day it is in UTC. Null for what is no day.
 */
export function readDay(text: string): PlainDate | null {
  const day = text.slice(0, 10);
  if (text.length > 10 && !rest.test(text.slice(10))) return null;
  const cached = known.get(day);
  if (cached !== undefined) return cached;
  if (!isPlainDate(day)) return null;
  if (known.size >= knownMax) known.clear();
  known.set(day, asPlainDate(day));
  return asPlainDate(day);
}
