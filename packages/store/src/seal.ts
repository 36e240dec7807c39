import type { Instant } from '@quittance/domain';
import type { Appended, Position } from './cursor.ts';
import type { RecordByTable, TableName } from './port.ts';

/** A Merkle batch over the leaves between two positions, both included. */
export interface SealedBatch {
  /** 1 for the first; without gaps. */
  readonly number: number;
  readonly first: Position;
  readonly last: Position;
  readonly leafCount: number;
  /** Lower-case hexadecimal SHA-256. */
  readonly rootHash: string;
  /** The root of batch `number - 1`; null for the first. */
  readonly previousRootHash: string | null;
  readonly sealedAt: Instant;
}

/** The signed statement over everything up to a batch, as it is anchored outside the database. */
export interface AuditCheckpoint {
  /** The batch up to which it speaks. */
  readonly number: number;
  /** Leaves in all batches up to it. */
  readonly leafCount: bigint;
  readonly rootHash: string;
  readonly note: string;
  readonly signedAt: Instant;
}

/** What the sealer reads and writes: leaves of all entities, batches and checkpoints. */
export interface SealStore {
  /** The next leaves after the last batch, behind the horizon, in the order of positions. */
  unsealedLeaves(limit: number): Promise<readonly Appended<'audit_leaf'>[]>;
  /**
   * Writes the next batch. Errors: `StoreConflict` when another sealer wrote that number first, or
   * when the batch does not follow the last one.
   */
  writeBatch(batch: SealedBatch): Promise<void>;
  /** Batches after a number, in order, at most `limit`. */
  batches(after: number, limit: number): Promise<readonly SealedBatch[]>;
  lastBatch(): Promise<SealedBatch | null>;
  /** All leaves that lie between the first and the last position of a batch, as they are now. */
  leavesOf(batch: SealedBatch): Promise<readonly Appended<'audit_leaf'>[]>;
  writeCheckpoint(checkpoint: AuditCheckpoint): Promise<void>;
  lastCheckpoint(): Promise<AuditCheckpoint | null>;
  horizonLag(): Promise<bigint>;
  now(): Promise<Instant>;
  close(): Promise<void>;
}

/** Everything a verifier reads, from one snapshot of the database. */
export interface VerificationSnapshot {
  batches(): AsyncIterable<SealedBatch>;
  checkpoints(): AsyncIterable<AuditCheckpoint>;
  /** Every leaf of every entity in the order of positions, sealed or not. */
  allLeaves(): AsyncIterable<Appended<'audit_leaf'>>;
  /** Every row of a table, of all entities, so that row digests can be computed again. */
  rowsForVerification<Table extends TableName>(table: Table): AsyncIterable<RecordByTable[Table]>;
}

export interface VerificationReader {
  /** Runs work on one snapshot; what it iterates it must iterate one after the other. */
  snapshot<Value>(work: (snapshot: VerificationSnapshot) => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
}
