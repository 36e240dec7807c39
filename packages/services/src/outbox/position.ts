import {
  addMilliseconds,
  asInstant,
  type ConnectionId,
  type Instant,
  type SyncCursor,
} from '@quittance/domain';
import { canonicalJson } from '@quittance/governance';
import type { Position, StoreTransaction } from '@quittance/store';

/** The row that the cursor hangs on; no configured connection can have this name. */
export const outboxConnectionName = 'hub:events';
export const outboxStream = 'outbox';

/** Where the fan-out stands. */
export interface OutboxPosition {
  /** Null: from the beginning. */
  readonly after: Position | null;
  /** Older events are left alone: after a restore they were told before it. Null: all count. */
  readonly since: Instant | null;
}

/** The position as text of a cursor row. */
export const writePosition = (position: OutboxPosition): string =>
  canonicalJson({
    v: 1,
    since: position.since,
    cluster: position.after?.clusterIdentifier ?? null,
    transactionId: position.after?.transactionId.toString() ?? null,
    sequence: position.after?.sequence.toString() ?? null,
  });

/** Reads what {@link writePosition} wrote; the hub is its only writer. */
export function readPosition(text: string): OutboxPosition {
  // Guarantee: the text is of this form, since the row is sealed by the audit log.
  const row = JSON.parse(text) as {
    readonly since: string | null;
    readonly cluster: string | null;
    readonly transactionId: string | null;
    readonly sequence: string | null;
  };
  const { cluster, transactionId, sequence } = row;
  const since = row.since === null ? null : asInstant(row.since);
  if (cluster === null || transactionId === null || sequence === null) {
    return { after: null, since };
  }
  return {
    since,
    after: {
      clusterIdentifier: cluster,
      transactionId: BigInt(transactionId),
      sequence: BigInt(sequence),
    },
  };
}

const hourMs = 3_600_000;

/** Begins anew in another cluster: positions mean nothing there, moments do. */
export const rebaseline = (cursor: Pick<SyncCursor, 'updatedAt'>): OutboxPosition => ({
  after: null,
  since: addMilliseconds(cursor.updatedAt, -hourMs),
});

/** The cursor row and what it hangs on; null before the first pass. */
export async function findCursor(transaction: StoreTransaction): Promise<{
  readonly connectionId: ConnectionId | null;
  readonly cursor: SyncCursor | null;
}> {
  const [connection] = await transaction.find('connection', { name: outboxConnectionName });
  if (connection === undefined) return { connectionId: null, cursor: null };
  const { id: connectionId } = connection;
  const [cursor] = await transaction.find('sync_cursor', { connectionId, stream: outboxStream });
  return { connectionId, cursor: cursor ?? null };
}
