import {
  type Connection,
  type ConnectionId,
  type Problem,
  type Result,
  succeed,
  type SyncCursor,
} from '@quittance/domain';
import { requireService } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { added, changed, inTransaction, nextVersion } from '../context/unit-of-work.ts';

/** Reads where a poll stands; null before the first one. */
export async function readCursor(
  call: VerbCall<{ readonly connectionId: ConnectionId; readonly stream: string }>,
): Promise<Result<string | null, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const [row] = await unit.transaction.find('sync_cursor', input);
    return succeed(row?.state ?? null);
  });
}

export interface SaveCursorInput {
  readonly connectionId: ConnectionId;
  readonly stream: string;
  readonly state: string;
}

/** Keeps where a poll stands; only after what it read was taken over. */
export async function saveCursor(call: VerbCall<SaveCursorInput>): Promise<Result<null, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (unit) => {
    const { connectionId, stream, state } = input;
    const [row] = await unit.transaction.lock('sync_cursor', { connectionId, stream });
    if (row?.state === state) return succeed(null);
    const updatedAt = unit.transaction.now;
    const change =
      row === undefined
        ? added('sync_cursor', {
            id: ctx.ids.newId<'cursor'>(),
            version: 1,
            connectionId,
            stream,
            state,
            updatedAt,
          } satisfies SyncCursor)
        : changed('sync_cursor', row, nextVersion(row, { state, updatedAt }));
    unit.mutate({ verb: 'cursor.save', change, detail: { stream } });
    return succeed(null);
  });
}

export interface RecordHealthInput {
  readonly connectionId: ConnectionId;
  /** Null: it answered. */
  readonly fault: string | null;
}

/**
 * Keeps how a counterparty last answered. Written when that changes, not at each call: a row that
 * moved with every poll would say nothing more.
 */
export async function recordHealth(
  call: VerbCall<RecordHealthInput>,
): Promise<Result<null, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (unit) => {
    const [row] = await unit.transaction.lock('connection', { id: input.connectionId });
    if (row === undefined || !isNews(row, input.fault)) return succeed(null);
    const { now } = unit.transaction;
    const patch =
      input.fault === null
        ? { lastSuccessAt: now, lastFault: null }
        : { lastFaultAt: now, lastFault: input.fault.slice(0, 200) };
    unit.mutate({
      verb: input.fault === null ? 'connection.up' : 'connection.down',
      change: changed('connection', row, nextVersion(row, patch)),
    });
    return succeed(null);
  });
}

const isNews = (row: Connection, fault: string | null): boolean =>
  fault === null ? row.lastFault !== null || row.lastSuccessAt === null : row.lastFault === null;
