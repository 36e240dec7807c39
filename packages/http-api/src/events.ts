import {
  type OutboxEvent,
  problem,
  type Problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import {
  type Appended,
  type AppendOnlyReader,
  ForeignCursor,
  type Position,
  type Scope,
} from '@quittance/store';

/** Events of one page or of one look of a stream. */
export const eventsMax = 200;

const cursorForm = /^(\d{1,20})-(\d{1,20})-(\d{1,20})$/;

/** A position as text: cluster, transaction and sequence. */
export const cursorOf = (position: Position): string =>
  [position.clusterIdentifier, position.transactionId, position.sequence].join('-');

/** Reads what {@link cursorOf} wrote. Errors: `BAD_INPUT`. */
export function positionOf(cursor: string): Result<Position, Problem> {
  const [, clusterIdentifier, transaction, sequence] = cursorForm.exec(cursor) ?? [];
  if (clusterIdentifier === undefined || transaction === undefined || sequence === undefined) {
    return refuse(problem('BAD_INPUT', 'this is no cursor of the events'));
  }
  const transactionId = BigInt(transaction);
  return succeed({ clusterIdentifier, transactionId, sequence: BigInt(sequence) });
}

/** An event as it is told: which object moved, and when; whoever may see it reads the rest. */
export interface ToldEvent {
  readonly cursor: string;
  readonly id: string;
  readonly type: string;
  readonly entityId: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly occurredAt: string;
  readonly correlationId: string;
}

const told = ({ position, record }: Appended<'outbox_event'>): ToldEvent => {
  const event: OutboxEvent = record;
  const { id, type, entityId, objectKind, objectId, occurredAt, correlationId } = event;
  const cursor = cursorOf(position);
  return { cursor, id, type, entityId, objectKind, objectId, occurredAt, correlationId };
};

/**
 * The next events behind the horizon, so that none that commits late is passed over (I31). Errors:
 * `CURSOR_LOST` for a cursor that was made before a restore.
 */
export async function nextEvents(
  reader: AppendOnlyReader,
  of: { readonly scope: Scope; readonly after: Position | null; readonly limit: number },
): Promise<Result<readonly ToldEvent[], Problem>> {
  try {
    const rows = await reader.readBehindHorizon({
      table: 'outbox_event',
      entityIds: of.scope.entityIds,
      after: of.after,
      limit: of.limit,
    });
    return succeed(rows.map(told));
  } catch (error) {
    if (!(error instanceof ForeignCursor)) throw error;
    return refuse(problem('CURSOR_LOST', 'begin again without a cursor'));
  }
}
