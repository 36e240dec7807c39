import {
  type Checkpoint,
  type CheckpointVerifier,
  type FindingCode,
  type FindingSink,
  verifyCheckpoint,
} from '@quittance/governance';
import type { AuditCheckpoint, Position, SealedBatch } from '@quittance/store';

/** Where a batch says that it begins and ends. */
interface BatchEnds {
  readonly number: number;
  readonly first: Position;
  readonly last: Position;
  readonly firstIndex: number;
  readonly treeSize: number;
}

/**
 * What the rows of the seal say beyond roots: positions, times and the chain of batches, and the
 * columns beside each signed note. Streams pass through; what does not fit is a finding.
 */
export class SealChecks {
  readonly #findings: FindingSink;
  readonly #verifier: CheckpointVerifier;
  readonly #ends: BatchEnds[] = [];
  readonly #rows = new Map<number, AuditCheckpoint>();
  readonly #signed = new Map<number, Checkpoint>();
  /** Batches since the last checkpoint: the next one says of which cluster they are. */
  #unsigned: SealedBatch[] = [];
  #previous: SealedBatch | null = null;
  /** Leaves so far, and the batch that the next one belongs to. */
  #index = 0;
  #at = 0;

  constructor(findings: FindingSink, verifier: CheckpointVerifier) {
    this.#findings = findings;
    this.#verifier = verifier;
  }

  /** How many batches passed. */
  get batchCount(): number {
    return this.#ends.length;
  }

  /** Takes the rows of checkpoints, which must come before the batches. */
  async readCheckpoints(rows: AsyncIterable<AuditCheckpoint>): Promise<readonly AuditCheckpoint[]> {
    for await (const row of rows) {
      this.#rows.set(row.number, row);
      this.#checkColumns(row);
    }
    return [...this.#rows.values()];
  }

  async *batches(batches: AsyncIterable<SealedBatch>): AsyncIterable<SealedBatch> {
    const unseen = new Set(this.#rows.keys());
    for await (const batch of batches) {
      unseen.delete(batch.number);
      this.#checkBatch(batch);
      yield batch;
    }
    for (const number of unseen) {
      this.#report('SEAL_BROKEN', number, `Checkpoint ${number} speaks of a batch that is gone.`);
    }
  }

  /** Takes the position of the next leaf; batches must have passed before. */
  noteLeaf(position: Position): void {
    const ends = this.#ends[this.#at];
    if (ends?.firstIndex === this.#index && !isSame(ends.first, position)) this.#misplaced(ends);
    this.#index += 1;
    if (ends?.treeSize !== this.#index) return;
    if (!isSame(ends.last, position)) this.#misplaced(ends);
    this.#at += 1;
  }

  #checkBatch(batch: SealedBatch): void {
    const { number } = batch;
    const previous = this.#previous;
    const firstIndex = this.#ends.at(-1)?.treeSize ?? 0;
    const treeSize = firstIndex + batch.leafCount;
    if (batch.previousRootHash !== (previous?.rootHash ?? null)) {
      const sentence = `Batch ${number} does not carry on from the root of the batch before it.`;
      this.#report('SEAL_BROKEN', number, sentence);
    }
    const latest = this.#latestBefore(number);
    if (latest !== null && batch.sealedAt < latest) {
      const sentence = `Batch ${number} says that it was sealed before what lies before it.`;
      this.#report('SEAL_BROKEN', number, sentence);
    }
    const row = this.#rows.get(number);
    if (
      row !== undefined &&
      (row.signedAt < batch.sealedAt || row.leafCount !== BigInt(treeSize))
    ) {
      const sentence = `Checkpoint ${number} and batch ${number} differ in their time or size.`;
      this.#report('SEAL_BROKEN', number, sentence);
    }
    this.#unsigned.push(batch);
    const signed = this.#signed.get(number);
    if (signed !== undefined) this.#checkCluster(signed);
    const { first, last } = batch;
    this.#ends.push({ number, first, last, firstIndex, treeSize });
    this.#previous = batch;
  }

  #checkCluster({ clusterId }: Checkpoint): void {
    for (const { number, first } of this.#unsigned) {
      if (first.clusterIdentifier === clusterId) continue;
      const sentence = `Batch ${number} is of another cluster than its checkpoint says.`;
      this.#report('SEAL_BROKEN', number, sentence);
    }
    this.#unsigned = [];
  }

  #latestBefore(number: number): string | null {
    const previous = this.#previous;
    return this.#rows.get(number - 1)?.signedAt ?? previous?.sealedAt ?? null;
  }

  #checkColumns(row: AuditCheckpoint): void {
    const read = verifyCheckpoint(row.note, this.#verifier);
    if (!read.ok) {
      const sentence = `The row of checkpoint ${row.number} is bad: ${read.error}.`;
      this.#report('CHECKPOINT_INVALID', row.number, sentence);
      return;
    }
    this.#signed.set(row.number, read.value);
    const { treeSize, rootHash, at } = read.value;
    if (row.leafCount === BigInt(treeSize) && row.rootHash === rootHash && row.signedAt === at) {
      return;
    }
    const sentence = `The columns of checkpoint ${row.number} are not what its signed note says.`;
    this.#report('CHECKPOINT_INVALID', row.number, sentence);
  }

  #misplaced({ number }: BatchEnds): void {
    const sentence = `Batch ${number} does not begin and end with the leaves that it names.`;
    this.#report('SEAL_BROKEN', number, sentence);
  }

  #report(code: FindingCode, number: number, sentence: string): void {
    const objectKind = code === 'CHECKPOINT_INVALID' ? 'audit_checkpoint' : 'audit_seal';
    this.#findings.add({ code, objectKind, objectId: number.toString(), sentence });
  }
}

const isSame = (left: Position, right: Position): boolean =>
  left.transactionId === right.transactionId && left.sequence === right.sequence;
