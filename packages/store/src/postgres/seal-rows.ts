import { asInstant } from '@quittance/domain';
import type { AuditCheckpoint, SealedBatch } from '../seal.ts';

/** A row of audit_batch as the driver reads it with the store's types. */
export interface BatchRow {
  readonly number: bigint;
  readonly cluster_identifier: string;
  readonly first_xid: bigint;
  readonly first_seq: bigint;
  readonly last_xid: bigint;
  readonly last_seq: bigint;
  readonly leaf_count: number;
  readonly root_hash: string;
  readonly previous_root_hash: string | null;
  readonly sealed_at: string;
}

export const batchOf = (row: BatchRow): SealedBatch => ({
  // Not money: the number of a batch, far below 2^53.
  number: Number(row.number),
  first: {
    clusterIdentifier: row.cluster_identifier,
    transactionId: row.first_xid,
    sequence: row.first_seq,
  },
  last: {
    clusterIdentifier: row.cluster_identifier,
    transactionId: row.last_xid,
    sequence: row.last_seq,
  },
  leafCount: row.leaf_count,
  rootHash: row.root_hash,
  previousRootHash: row.previous_root_hash,
  sealedAt: asInstant(row.sealed_at),
});

/** A row of audit_checkpoint as the driver reads it with the store's types. */
export interface CheckpointRow {
  readonly number: bigint;
  readonly leaf_count: bigint;
  readonly root_hash: string;
  readonly note: string;
  readonly signed_at: string;
}

export const checkpointOf = (row: CheckpointRow): AuditCheckpoint => ({
  // Not money: the number of a batch, far below 2^53.
  number: Number(row.number),
  leafCount: row.leaf_count,
  rootHash: row.root_hash,
  note: row.note,
  signedAt: asInstant(row.signed_at),
});
