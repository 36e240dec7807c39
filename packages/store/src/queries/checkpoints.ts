import { sql } from 'kysely';
import { limitOf } from '../rows.ts';
import type { Reader } from './schema.ts';

/** A signed checkpoint as people read it. */
export interface AuditCheckpointRow {
  readonly number: bigint;
  readonly leafCount: bigint;
  readonly rootHash: string;
  readonly note: string;
  readonly signedAt: string;
}

/** The newest checkpoints, newest first. */
export async function readCheckpoints(
  reader: Reader,
  limit: number,
): Promise<readonly AuditCheckpointRow[]> {
  const { rows } = await sql<AuditCheckpointRow>`
    select number, leaf_count, root_hash, note, signed_at from audit_checkpoint
    order by number desc limit ${limitOf(limit)}`.execute(reader);
  return rows;
}
