import {
  type Connection,
  type Id,
  type OutboxEvent,
  type Problem,
  problem,
  refuse,
  type Result,
  succeed,
  type SyncCursor,
  type WebhookDelivery,
  type WebhookSubscription,
} from '@quittance/domain';
import { type Appended, type AppendOnlyReader, ForeignCursor } from '@quittance/store';
import { requireService } from '../context/access.ts';
import type { ServiceContext, VerbCall } from '../context/context.ts';
import {
  added,
  changed,
  inChunks,
  inTransaction,
  nextVersion,
  type UnitOfWork,
} from '../context/unit-of-work.ts';
import { chunked } from '../tasks.ts';
import { takesEvent } from './catalogue.ts';
import {
  findCursor,
  type OutboxPosition,
  outboxConnectionName,
  outboxStream,
  readPosition,
  rebaseline,
  writePosition,
} from './position.ts';

/** Reads the outbox behind the horizon, so that no event is ever passed over. */
export type EventReader = Pick<AppendOnlyReader, 'readBehindHorizon'>;

/** Events of one pass; with the most subscribers it stays below what a transaction may touch. */
export const eventsPerPassMax = 200;

/** Deliveries of one task: a subscriber that never answers holds a task for less than its lease. */
export const deliveriesPerTaskMax = 10;

export interface FannedOut {
  readonly events: number;
  readonly deliveries: number;
  /** Whether more events may wait. */
  readonly hasMore: boolean;
}

/**
 * Takes the next events of the outbox and owes each to every subscriber that asked for it: one
 * delivery row an event and subscriber, and tasks of one subscriber each, so that one that is down
 * holds back nobody else (SYN-12). Rows, tasks and the new position commit together. Only the hub
 * itself runs it. Errors: `FORBIDDEN`, `CONFLICTING_CHANGE` when another pass was faster.
 */
export async function fanOutEvents(
  call: VerbCall<{ readonly events: EventReader }>,
): Promise<Result<FannedOut, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  const { cursor } = await ctx.store.transaction(ctx.scope, findCursor);
  const from = cursor === null ? { after: null, since: null } : readPosition(cursor.state);
  const read = await readNext(ctx, { events: input.events, from, cursor });
  const last = read.page.at(-1);
  if (last === undefined) return succeed({ events: 0, deliveries: 0, hasMore: false });
  return inTransaction(ctx, async (unit) => {
    const position = writePosition({ after: last.position, since: read.from.since });
    const moved = await moveCursor(ctx, unit, { known: cursor, position });
    if (!moved.ok) return moved;
    const { since } = read.from;
    const records = read.page.map((one) => one.record);
    const fresh = since === null ? records : records.filter((row) => row.occurredAt >= since);
    const deliveries = await owe(ctx, unit, fresh);
    const events = read.page.length;
    return succeed({ events, deliveries, hasMore: events === eventsPerPassMax });
  });
}

interface Read {
  readonly from: OutboxPosition;
  readonly page: readonly Appended<'outbox_event'>[];
}

async function readNext(
  ctx: ServiceContext,
  of: {
    readonly events: EventReader;
    readonly from: OutboxPosition;
    readonly cursor: SyncCursor | null;
  },
): Promise<Read> {
  const { entityIds } = ctx.scope;
  const read = async (from: OutboxPosition): Promise<Read> => ({
    from,
    page: await of.events.readBehindHorizon({
      table: 'outbox_event',
      entityIds,
      after: from.after,
      limit: eventsPerPassMax,
    }),
  });
  try {
    return await read(of.from);
  } catch (error) {
    if (!(error instanceof ForeignCursor) || of.cursor === null) throw error;
    return read(rebaseline(of.cursor));
  }
}

async function moveCursor(
  ctx: ServiceContext,
  unit: UnitOfWork,
  of: { readonly known: SyncCursor | null; readonly position: string },
): Promise<Result<null, Problem>> {
  await unit.transaction.lockKey('outbox fan-out');
  const { connectionId, cursor } = await findCursor(unit.transaction);
  if (cursor?.state !== of.known?.state) {
    return refuse(problem('CONFLICTING_CHANGE', 'another pass has told these events'));
  }
  const updatedAt = unit.transaction.now;
  if (cursor !== null) {
    const after = nextVersion(cursor, { state: of.position, updatedAt });
    unit.mutate({ verb: 'outbox.advance', change: changed('sync_cursor', cursor, after) });
    return succeed(null);
  }
  const row: SyncCursor = {
    id: ctx.ids.newId<'cursor'>(),
    version: 1,
    connectionId: connectionId ?? addConnection(ctx, unit),
    stream: outboxStream,
    state: of.position,
    updatedAt,
  };
  unit.mutate({ verb: 'outbox.advance', change: added('sync_cursor', row) });
  return succeed(null);
}

function addConnection(ctx: ServiceContext, unit: UnitOfWork): Connection['id'] {
  const row: Connection = {
    id: ctx.ids.newId<'connection'>(),
    version: 1,
    name: outboxConnectionName,
    connector: 'outbox',
    active: true,
    lastSuccessAt: null,
    lastFaultAt: null,
    lastFault: null,
  };
  unit.mutate({ verb: 'connection.add', change: added('connection', row) });
  return row.id;
}

async function owe(
  ctx: ServiceContext,
  unit: UnitOfWork,
  events: readonly OutboxEvent[],
): Promise<number> {
  const subscriptions = await unit.transaction.find('webhook_subscription', { active: true });
  const known = await knownDeliveries(unit, events);
  let count = 0;
  for (const subscription of subscriptions) {
    const wanted = events.filter(
      (event) =>
        takesEvent(subscription.eventTypes, event.type) &&
        !known.has(`${subscription.id} ${event.id}`),
    );
    count += wanted.length;
    for (const [, ofEntity] of Map.groupBy(wanted, (event) => event.entityId)) {
      addDeliveries(ctx, unit, { subscription, events: ofEntity });
    }
  }
  return count;
}

/** Deliveries that are there already: after a restore the outbox is read again. */
async function knownDeliveries(
  unit: UnitOfWork,
  events: readonly OutboxEvent[],
): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  for (const [entityId, ofEntity] of Map.groupBy(events, (event) => event.entityId)) {
    const rows = await inChunks(
      ofEntity.map((event): Id<'event'> => event.id),
      (chunk) => unit.transaction.find('webhook_delivery', { entityId, eventId: { in: chunk } }),
    );
    for (const row of rows) keys.add(`${row.subscriptionId} ${row.eventId}`);
  }
  return keys;
}

function addDeliveries(
  ctx: ServiceContext,
  unit: UnitOfWork,
  of: { readonly subscription: WebhookSubscription; readonly events: readonly OutboxEvent[] },
): void {
  const rows = of.events.map((event): WebhookDelivery => ({
    id: ctx.ids.newId<'delivery'>(),
    version: 1,
    subscriptionId: of.subscription.id,
    eventId: event.id,
    entityId: event.entityId,
    state: 'pending',
    attempts: 0,
    lastStatus: null,
  }));
  for (const row of rows) {
    unit.mutate({ verb: 'delivery.owe', change: added('webhook_delivery', row) });
  }
  const [first] = rows;
  if (first === undefined) return;
  for (const chunk of chunked(rows, deliveriesPerTaskMax)) {
    unit.enqueue({
      name: 'webhook.deliver',
      entityId: first.entityId,
      ids: chunk.map((row) => row.id),
    });
  }
}
