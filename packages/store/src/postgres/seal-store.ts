import { asInstant, type Instant } from '@quittance/domain';
import type { Pool } from 'pg';
import type { Appended } from '../cursor.ts';
import { StoreConflict } from '../port.ts';
import type { AuditCheckpoint, SealedBatch, SealStore } from '../seal.ts';
import type { AnyRow } from '../tables/description.ts';
import { tableShape } from '../tables.ts';
import { appendedOf, readAppended, readHorizonLag } from './append-only.ts';
import { translateError } from './faults.ts';
import { inspectDatabase } from './inspect.ts';
import { type BatchRow, batchOf, type CheckpointRow, checkpointOf } from './seal-rows.ts';
import { selectList } from './statements.ts';
import { makePool, type PostgresStoreOptions } from './store.ts';
import { storeTypes } from './types.ts';

/** Opens what the sealer works on, as the role `quittance_sealer`. Errors: `WrongDatabase`. */
export async function openSealStore(options: PostgresStoreOptions): Promise<SealStore> {
  const pool = makePool(options);
  try {
    const { clusterIdentifier } = await inspectDatabase(pool, options);
    return new PostgresSealStore(pool, clusterIdentifier);
  } catch (error) {
    await pool.end();
    throw translateError(error);
  }
}

class PostgresSealStore implements SealStore {
  readonly #pool: Pool;
  readonly #clusterIdentifier: string;

  constructor(pool: Pool, clusterIdentifier: string) {
    this.#pool = pool;
    this.#clusterIdentifier = clusterIdentifier;
  }

  async unsealedLeaves(limit: number): Promise<readonly Appended<'audit_leaf'>[]> {
    const after = (await this.lastBatch())?.last ?? null;
    return readAppended(this.#pool, { table: 'audit_leaf', after, limit }, this.#clusterIdentifier);
  }

  async writeBatch(batch: SealedBatch): Promise<void> {
    // A batch begins behind the one before it, whose root it names: nothing lies in two batches.
    const rows = await this.#query(
      `insert into audit_batch (
         number, cluster_identifier, first_xid, first_seq, last_xid, last_seq, leaf_count,
         root_hash, previous_number, previous_root_hash, sealed_at
       )
       select $1, $2, $3::text::xid8, $4, $5::text::xid8, $6, $7,
         $8, nullif($1::bigint - 1, 0), $9, $10
       where (select row (max(number)) from audit_batch) is not distinct from
             row (nullif($1::bigint - 1, 0))
         and not exists (
           select from audit_batch
           where number = $1::bigint - 1
             and (root_hash <> $9 or (last_xid, last_seq) >= ($3::text::xid8, $4::bigint))
         )
       returning number`,
      [
        batch.number,
        batch.first.clusterIdentifier,
        batch.first.transactionId,
        batch.first.sequence,
        batch.last.transactionId,
        batch.last.sequence,
        batch.leafCount,
        batch.rootHash,
        batch.previousRootHash,
        batch.sealedAt,
      ],
    );
    if (rows.length === 0) throw new StoreConflict('audit_batch_follows');
  }

  async batches(after: number, limit: number): Promise<readonly SealedBatch[]> {
    const rows = await this.#query<BatchRow>(
      'select * from audit_batch where number > $1 order by number limit $2',
      [after, limit],
    );
    return rows.map(batchOf);
  }

  async lastBatch(): Promise<SealedBatch | null> {
    const rows = await this.#query<BatchRow>(
      'select * from audit_batch order by number desc limit 1',
    );
    return rows[0] === undefined ? null : batchOf(rows[0]);
  }

  async leavesOf(batch: SealedBatch): Promise<readonly Appended<'audit_leaf'>[]> {
    const rows = await this.#query<AnyRow>(
      `select xid as "positionTransaction", seq as "positionSequence",
         ${selectList(tableShape('audit_leaf'))}
       from audit_leaf
       where (xid, seq) >= ($1::text::xid8, $2::bigint)
         and (xid, seq) <= ($3::text::xid8, $4::bigint)
       order by xid, seq`,
      [
        batch.first.transactionId,
        batch.first.sequence,
        batch.last.transactionId,
        batch.last.sequence,
      ],
    );
    return rows.map((row) => appendedOf('audit_leaf', row, batch.first.clusterIdentifier));
  }

  async writeCheckpoint(checkpoint: AuditCheckpoint): Promise<void> {
    await this.#query(
      `insert into audit_checkpoint (number, leaf_count, root_hash, note, signed_at)
       values ($1, $2, $3, $4, $5)`,
      [
        checkpoint.number,
        checkpoint.leafCount,
        checkpoint.rootHash,
        checkpoint.note,
        checkpoint.signedAt,
      ],
    );
  }

  async lastCheckpoint(): Promise<AuditCheckpoint | null> {
    const rows = await this.#query<CheckpointRow>(
      'select * from audit_checkpoint order by number desc limit 1',
    );
    return rows[0] === undefined ? null : checkpointOf(rows[0]);
  }

  async horizonLag(): Promise<bigint> {
    return readHorizonLag(this.#pool);
  }

  async now(): Promise<Instant> {
    const rows = await this.#query<{ now: string }>(
      `select date_trunc('milliseconds', transaction_timestamp())
         + clock_offset_seconds * interval '1 second' as now from installation`,
    );
    return asInstant(rows[0]?.now ?? '');
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #query<Row extends object>(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<readonly Row[]> {
    try {
      const { rows } = await this.#pool.query<Row>({
        text,
        values: [...values],
        types: storeTypes,
      });
      return rows;
    } catch (error) {
      throw translateError(error);
    }
  }
}
