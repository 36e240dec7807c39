import {
  type ConnectionId,
  type EntityId,
  type InboxId,
  type InboxItem,
  problem,
  type Problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import { openCases } from '../case/open.ts';
import { requireService } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { changed, inTransaction, nextVersion } from '../context/unit-of-work.ts';

export interface ReceivedDelivery {
  /** The sender's id of it: a file's name with its digest, an event's id. */
  readonly externalId: string;
  readonly evidenceHash: string;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly kind: string;
}

export interface ReceiveInput {
  readonly connectionId: ConnectionId;
  readonly deliveries: readonly ReceivedDelivery[];
}

/** What became of deliveries. */
export interface StoredDeliveries {
  readonly received: number;
  readonly duplicates: number;
  /** The ids of those that were received, in no order. */
  readonly externalIds: readonly string[];
}

/**
 * Stores deliveries of a counterparty before they are acknowledged there; the bytes lie in the
 * evidence store already. A delivery that came before, ever, is not received again (I12, I26).
 */
export async function receiveDeliveries(
  call: VerbCall<ReceiveInput>,
): Promise<Result<StoredDeliveries, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (unit) => {
    const { now } = unit.transaction;
    const rows = input.deliveries.map((delivery): InboxItem => ({
      id: ctx.ids.newId<'inbox'>(),
      version: 1,
      connectionId: input.connectionId,
      externalId: delivery.externalId,
      kind: delivery.kind,
      evidenceHash: delivery.evidenceHash,
      state: 'received',
      note: null,
      receivedAt: now,
      appliedAt: null,
    }));
    const fresh = await unit.transaction.insertNew('inbox', rows);
    const freshIds = new Set(fresh.map((row) => row.externalId));
    await unit.transaction.insertNew(
      'evidence',
      input.deliveries
        .filter((delivery) => freshIds.has(delivery.externalId))
        .map((delivery) => ({
          id: ctx.ids.newId<'evidence'>(),
          hash: delivery.evidenceHash,
          mediaType: delivery.mediaType,
          sizeBytes: delivery.sizeBytes,
          kind: delivery.kind,
          receivedAt: now,
        })),
    );
    for (const row of fresh) {
      unit.leafOf('inbox.receive', { table: 'inbox', row });
      unit.enqueue({ name: 'inbox.apply', entityId: null, ids: [row.id] });
      // An event is a hint: its sender is asked for what it speaks of.
      const { connectionId: asked, kind } = row;
      const singletonKey = asked;
      if (kind === 'event') {
        unit.enqueue({ name: 'bank.fetch', entityId: null, ids: [asked], singletonKey });
      }
    }
    return succeed({
      received: fresh.length,
      duplicates: rows.length - fresh.length,
      externalIds: [...freshIds],
    });
  });
}

export interface MarkInboxInput {
  readonly inboxId: InboxId;
  readonly state: Exclude<InboxItem['state'], 'received'>;
  readonly note: string | null;
  /** What the delivery turned out to be. */
  readonly kind: string;
  /** Entities whose people must hear of a quarantined file. */
  readonly entityIds: readonly EntityId[];
}

/** Records what became of a delivery; a quarantined one opens a case with line and rule. */
export async function markInbox(
  call: VerbCall<MarkInboxInput>,
): Promise<Result<{ readonly inboxId: InboxId }, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (unit) => {
    const [row] = await unit.transaction.lock('inbox', { id: input.inboxId });
    if (row === undefined) return refuse(problem('NOT_FOUND', 'delivery'));
    const { state, note, kind } = input;
    const after = nextVersion(row, { state, note, kind, appliedAt: unit.transaction.now });
    unit.mutate({
      verb: `inbox.${state}`,
      change: changed('inbox', row, after),
      evidence: [row.evidenceHash],
    });
    if (state === 'quarantined' || state === 'parked') {
      await openCases(
        ctx,
        unit,
        input.entityIds.slice(0, 1).map((entityId) => ({
          entityId,
          kind: state === 'quarantined' ? 'quarantined_file' : 'orphaned_payment',
          objectKind: 'inbox',
          objectId: row.id,
          cause: state,
          detail: `${row.externalId}: ${note ?? 'cannot be read'}`,
          currency: null,
          atRiskMinor: 0n,
        })),
      );
    }
    return succeed({ inboxId: row.id });
  });
}

/** Reads one delivery; null when there is none. */
export async function readDelivery(
  call: VerbCall<{ readonly inboxId: InboxId }>,
): Promise<Result<InboxItem | null, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const [row] = await unit.transaction.find('inbox', { id: input.inboxId });
    return succeed(row ?? null);
  });
}
