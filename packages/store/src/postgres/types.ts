import { types as defaults } from 'pg';

/** Object ids of the built-in types that the store reads in its own way (pg_type.dat). */
const oid = { int8: 20, date: 1082, timestamptz: 1184, xid8: 5069, uuidArray: 2951 };

const timestampForm = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,3}))?\+00$/;

/** `2026-11-23 08:15:00.5+00`, as a session in UTC writes it, to `2026-11-23T08:15:00.500Z`. */
export function readInstant(text: string): string {
  const form = timestampForm.exec(text);
  if (form === null) throw new Error(`not a moment of milliseconds in UTC: ${text}`);
  return `${form[1] ?? ''}T${form[2] ?? ''}.${(form[3] ?? '').padEnd(3, '0')}Z`;
}

const keepText = (text: string): string => text;

/** Amounts are bigint, days and moments are text: nothing passes through a float or a Date. */
const parserByOid = new Map<number, (text: string) => unknown>([
  [oid.int8, BigInt],
  [oid.xid8, BigInt],
  [oid.date, keepText],
  [oid.timestamptz, readInstant],
]);

/** The store's way of reading values, for `types` of a query or a pool. */
export const storeTypes = {
  getTypeParser(typeId: number, format?: 'text' | 'binary'): (text: string) => unknown {
    const own = format === 'binary' ? undefined : parserByOid.get(typeId);
    if (own !== undefined) return own;
    // Guarantee: the text parsers of pg take the text of a value.
    return defaults.getTypeParser(typeId, 'text') as (text: string) => unknown;
  },
};
