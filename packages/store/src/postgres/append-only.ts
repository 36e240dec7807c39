import type { Pool, PoolClient } from 'pg';
import type { Appended, AppendOnlyTable, Position, ReadRequest } from '../cursor.ts';
import { ForeignCursor } from '../errors.ts';
import { limitOf } from '../rows.ts';
import type { AnyRow } from '../tables/description.ts';
import { asRecord, tableShape } from '../tables.ts';
import { selectList } from './statements.ts';
import { storeTypes } from './types.ts';

/** The condition behind which no running transaction can add a row any more. */
export const behindHorizon = 'xid < pg_snapshot_xmin(pg_current_snapshot())';

/** Reads on a connection whose scope is already set. Errors: {@link ForeignCursor}. */
export async function readAppended<Table extends AppendOnlyTable>(
  client: PoolClient | Pool,
  request: Omit<ReadRequest<Table>, 'entityIds'>,
  clusterIdentifier: string,
): Promise<readonly Appended<Table>[]> {
  const { table, after, limit } = request;
  if (after !== null && after.clusterIdentifier !== clusterIdentifier) {
    throw new ForeignCursor('the cursor was made in another cluster: take a new baseline');
  }
  const text = `select xid as "positionTransaction", seq as "positionSequence",
      ${selectList(tableShape(table))}
    from ${table}
    where (xid, seq) > ($1::text::xid8, $2::bigint) and ${behindHorizon}
    order by xid, seq limit $3`;
  const { rows } = await client.query<AnyRow>({
    text,
    values: [
      (after?.transactionId ?? 0n).toString(),
      (after?.sequence ?? 0n).toString(),
      limitOf(limit),
    ],
    types: storeTypes,
  });
  return rows.map((row) => appendedOf(table, row, clusterIdentifier));
}

/** Takes a row apart into its position and its record. */
export function appendedOf<Table extends AppendOnlyTable>(
  table: Table,
  row: AnyRow,
  clusterIdentifier: string,
): Appended<Table> {
  const { positionTransaction, positionSequence, ...record } = row;
  const position: Position = {
    clusterIdentifier,
    transactionId: BigInt(String(positionTransaction)),
    sequence: BigInt(String(positionSequence)),
  };
  return { position, record: asRecord(table, record) };
}

/** Whoever stands here has seen all that was behind the horizon. */
export async function readTip(pool: Pool, clusterIdentifier: string): Promise<Position> {
  const { rows } = await pool.query<{ xmin: string }>(
    'select pg_snapshot_xmin(pg_current_snapshot())::text as xmin',
  );
  const transactionId = BigInt(rows[0]?.xmin ?? '1') - 1n;
  return { clusterIdentifier, transactionId, sequence: 2n ** 63n - 1n };
}

/** Transaction ids between the horizon and the newest one. */
export async function readHorizonLag(pool: Pool): Promise<bigint> {
  const { rows } = await pool.query<{ lag: string }>(
    `select pg_snapshot_xmax(s)::text::bigint - pg_snapshot_xmin(s)::text::bigint as lag
     from pg_current_snapshot() as s`,
  );
  return BigInt(rows[0]?.lag ?? '0');
}
