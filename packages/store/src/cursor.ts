import type { EntityId } from '@quittance/domain';
import type { RecordByTable } from './port.ts';

/**
 * Reading append-only tables without losing a row. Numbers of a sequence are drawn in another order
 * than commits happen, so that `seq > last` skips rows that were drawn early and committed late. A
 * position is (cluster, transaction, sequence), and reading stops before the oldest transaction
 * that is still running: behind that horizon nothing can appear any more (I31).
 */
export type AppendOnlyTable = 'audit_leaf' | 'outbox_event';

/** Where a reader stands. Transaction ids mean nothing in another cluster. */
export interface Position {
  readonly clusterIdentifier: string;
  readonly transactionId: bigint;
  readonly sequence: bigint;
}

export interface Appended<Table extends AppendOnlyTable> {
  readonly position: Position;
  readonly record: RecordByTable[Table];
}

export interface ReadRequest<Table extends AppendOnlyTable> {
  readonly table: Table;
  /** Whose rows; rows of the group are always among them. */
  readonly entityIds: readonly EntityId[];
  /** The position of the last row read; null reads from the beginning. */
  readonly after: Position | null;
  /** At most this many rows, at most `rowsMax`. */
  readonly limit: number;
}

export interface AppendOnlyReader {
  /**
   * The next rows in the order of their positions; none when nothing new is safe to read. Errors:
   * `ForeignCursor` when the position was made in another cluster.
   */
  readBehindHorizon<Table extends AppendOnlyTable>(
    request: ReadRequest<Table>,
  ): Promise<readonly Appended<Table>[]>;

  /** The position behind which every row that is safe to read by now stands: for who begins now. */
  tip(): Promise<Position>;

  /**
   * How many transaction ids the horizon lags behind the newest one. A number that keeps growing
   * says that a long transaction, anywhere in the cluster, holds every reader back.
   */
  horizonLag(): Promise<bigint>;
}
