import type { Pool, PoolClient } from 'pg';
import type { Appended } from '../cursor.ts';
import type { RecordByTable, TableName } from '../port.ts';
import type {
  AuditCheckpoint,
  SealedBatch,
  VerificationReader,
  VerificationSnapshot,
} from '../seal.ts';
import type { AnyRow } from '../tables/description.ts';
import { asRecord, tableShape } from '../tables.ts';
import { appendedOf } from './append-only.ts';
import { translateError } from './faults.ts';
import { inspectDatabase } from './inspect.ts';
import { type BatchRow, batchOf, type CheckpointRow, checkpointOf } from './seal-rows.ts';
import { selectList } from './statements.ts';
import { makePool, type PostgresStoreOptions } from './store.ts';
import { storeTypes } from './types.ts';

/** Rows fetched at a time, so that memory stays flat whatever the size of a table. */
const fetchSize = 2_000;

/**
 * Opens the reading side of a verification, as the role `quittance_backup`. It draws no transaction
 * id, so that it never holds the sealer's horizon back, however long it reads.
 */
export async function openVerificationReader(
  options: PostgresStoreOptions,
): Promise<VerificationReader> {
  const pool = makePool(options);
  try {
    const { clusterIdentifier } = await inspectDatabase(pool, options);
    return new PostgresVerificationReader(pool, clusterIdentifier);
  } catch (error) {
    await pool.end();
    throw translateError(error);
  }
}

class PostgresVerificationReader implements VerificationReader {
  readonly #pool: Pool;
  readonly #clusterIdentifier: string;

  constructor(pool: Pool, clusterIdentifier: string) {
    this.#pool = pool;
    this.#clusterIdentifier = clusterIdentifier;
  }

  async snapshot<Value>(work: (snapshot: VerificationSnapshot) => Promise<Value>): Promise<Value> {
    const client = await this.#pool.connect();
    let finished = false;
    try {
      await client.query(
        `begin isolation level repeatable read read only;
         set local idle_in_transaction_session_timeout = 0`,
      );
      const value = await work(new ClientSnapshot(client, this.#clusterIdentifier));
      await client.query('commit');
      finished = true;
      return value;
    } catch (error) {
      throw translateError(error);
    } finally {
      // A connection in the middle of a cursor is of no more use.
      client.release(!finished);
    }
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

class ClientSnapshot implements VerificationSnapshot {
  readonly #client: PoolClient;
  readonly #clusterIdentifier: string;

  constructor(client: PoolClient, clusterIdentifier: string) {
    this.#client = client;
    this.#clusterIdentifier = clusterIdentifier;
  }

  async *batches(): AsyncIterable<SealedBatch> {
    const rows = this.#stream<BatchRow>('select * from audit_batch order by number');
    for await (const row of rows) yield batchOf(row);
  }

  async *checkpoints(): AsyncIterable<AuditCheckpoint> {
    const rows = this.#stream<CheckpointRow>('select * from audit_checkpoint order by number');
    for await (const row of rows) yield checkpointOf(row);
  }

  async *allLeaves(): AsyncIterable<Appended<'audit_leaf'>> {
    const rows = this.#stream<AnyRow>(
      `select xid as "positionTransaction", seq as "positionSequence",
         ${selectList(tableShape('audit_leaf'))}
       from audit_leaf order by xid, seq`,
    );
    for await (const row of rows) yield appendedOf('audit_leaf', row, this.#clusterIdentifier);
  }

  async *rowsForVerification<Table extends TableName>(
    table: Table,
  ): AsyncIterable<RecordByTable[Table]> {
    const shape = tableShape(table);
    const key = shape.entity === 'required' ? 'entity_id, id' : 'id';
    const rows = this.#stream<AnyRow>(
      `select ${selectList(shape)} from "${table}" order by ${key}`,
    );
    for await (const row of rows) yield asRecord(table, row);
  }

  async *#stream<Row extends object>(select: string): AsyncIterable<Row> {
    const client = this.#client;
    await client.query(`declare rows no scroll cursor for ${select}`);
    for (;;) {
      const { rows } = await client.query<Row>({
        text: `fetch ${fetchSize} from rows`,
        types: storeTypes,
      });
      yield* rows;
      if (rows.length < fetchSize) break;
    }
    await client.query('close rows');
  }
}
