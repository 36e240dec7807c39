import { refuse, succeed } from '@quittance/domain';
import type { Outcome } from '@quittance/connector-kit';
import { z } from 'zod';
import { driftFault } from './faults.ts';

const moment = z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
const recordId = z.number().int().min(0);

/**
 * Where a reading of open items stands.
 *
 * `scan` goes once through everything open, by the id of its payable journal item; `since` is the
 * latest change before the scan began. `follow` then repeats passes: the outbox first, then every
 * bill written since `since` less the overlap, by id. `highest` is the latest write seen in this
 * pass and becomes the next `since`. `seen` holds what was already told (bill id → fingerprint),
 * so that the overlap does not tell it again. `taken` are outbox rows that the last answer told:
 * the hub stores a page before it asks with its cursor, so they may go with the next call.
 */
const cursorSchema = z.discriminatedUnion('phase', [
  z.strictObject({ phase: z.literal('scan'), afterId: recordId, since: moment }),
  z.strictObject({
    phase: z.literal('follow'),
    since: moment,
    afterId: recordId,
    highest: moment,
    taken: z.array(recordId).max(5000),
    seen: z.record(z.string(), z.string()),
  }),
]);

export type OpenItemsCursor = z.infer<typeof cursorSchema>;
export type FollowCursor = Extract<OpenItemsCursor, { readonly phase: 'follow' }>;

/** Before any change that a database can hold. */
export const beginning = '1970-01-01 00:00:00';

export const writeCursor = (cursor: OpenItemsCursor): string => JSON.stringify(cursor);

/** Reads a cursor back. Errors: drift, for a text that is no cursor of ours. */
export function readCursor(cursor: string): Outcome<OpenItemsCursor> {
  let value: unknown;
  try {
    value = JSON.parse(cursor);
  } catch {
    return refuse(driftFault('the cursor is not ours'));
  }
  const parsed = cursorSchema.safeParse(value);
  return parsed.success ? succeed(parsed.data) : refuse(driftFault('the cursor is not ours'));
}

/** Told bills are remembered up to this many; one told twice does no harm, it is a mirror. */
const seenMax = 5000;

/**
 * What was told, within the limit: all of the last page, and of the earlier ones the bills with
 * the highest ids, since an object keeps its numeric names in the order of their numbers.
 */
export function rememberSeen(
  earlier: Readonly<Record<string, string>>,
  told: ReadonlyMap<number, string>,
): Record<string, string> {
  const merged = new Map(Object.entries(earlier));
  for (const [id, fingerprint] of told) {
    merged.delete(id.toString());
    merged.set(id.toString(), fingerprint);
  }
  return Object.fromEntries([...merged].slice(-seenMax));
}
