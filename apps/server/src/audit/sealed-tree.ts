import {
  type Checkpoint,
  createMerkleAccumulator,
  type MerkleAccumulator,
} from '@quittance/governance';
import type { SealedBatch, SealStore } from '@quittance/store';
import { readTextIfThere, replaceFile } from './files.ts';

/** The Merkle tree over all sealed leaves, as far as the batch with this number. */
export interface SealedTree {
  /** 0 before the first batch. */
  readonly number: number;
  readonly accumulator: MerkleAccumulator;
}

/**
 * Remembers a tree across restarts, so that a sealer need not read the whole log again. A tree that
 * is wrong is noticed, since its root is not that of its batch.
 */
export interface TreeMemory {
  read(): Promise<SealedTree | null>;
  write(tree: SealedTree): Promise<void>;
}

/** The sealed log is not what it was: the sealer signs nothing until somebody has looked. */
export class SealedLogChanged extends Error {
  override readonly name = 'SealedLogChanged';
}

const emptyTree = (): SealedTree => ({ number: 0, accumulator: createMerkleAccumulator() });

const batchesPerPage = 100;

/** Where a catch-up begins, and what it must come by. */
export interface CatchUpFrom {
  /** The tree as this process left it: it must be found again. */
  readonly own: SealedTree | null;
  /** A tree of an earlier process: of no use when it is not found again. */
  readonly remembered: SealedTree | null;
  /** The newest anchored checkpoint: the log must have been what it says. */
  readonly anchored: Pick<Checkpoint, 'treeSize' | 'rootHash'> | null;
}

/**
 * Brings a tree up to the last batch, by the leaves that lie there now. Errors:
 * {@link SealedLogChanged} when leaves or batches are not those that were sealed, or when the log
 * is not the one that was anchored.
 */
export async function catchUp(sealStore: SealStore, from: CatchUpFrom): Promise<SealedTree> {
  const { anchored } = from;
  let tree = await beginning(sealStore, from);
  checkAnchored(tree, anchored);
  for (;;) {
    const batches = await sealStore.batches(tree.number, batchesPerPage);
    for (const batch of batches) {
      tree = await withBatch(sealStore, { tree, batch });
      checkAnchored(tree, anchored);
    }
    if (batches.length < batchesPerPage) break;
  }
  const size = tree.accumulator.size();
  if (anchored === null || anchored.treeSize <= size) return tree;
  throw new SealedLogChanged(
    `a checkpoint of ${anchored.treeSize} leaves is anchored, but ${size} are sealed: ` +
      'the log was set back',
  );
}

/** Whoever signed on top of another history would give the log two pasts. */
function checkAnchored({ accumulator }: SealedTree, anchored: CatchUpFrom['anchored']): void {
  if (accumulator.size() !== anchored?.treeSize) return;
  if (accumulator.root() === anchored.rootHash) return;
  throw new SealedLogChanged(`another history of ${anchored.treeSize} leaves is anchored`);
}

async function beginning(sealStore: SealStore, from: CatchUpFrom): Promise<SealedTree> {
  const { own, remembered } = from;
  if (own !== null) {
    if (await isFound(sealStore, own)) return own;
    throw new SealedLogChanged(`batch ${own.number} is gone or has another root`);
  }
  return remembered !== null && (await isFound(sealStore, remembered)) ? remembered : emptyTree();
}

async function isFound(sealStore: SealStore, { number, accumulator }: SealedTree) {
  if (number === 0) return true;
  const [batch] = await sealStore.batches(number - 1, 1);
  return batch?.number === number && batch.rootHash === accumulator.root();
}

async function withBatch(
  sealStore: SealStore,
  of: { readonly tree: SealedTree; readonly batch: SealedBatch },
): Promise<SealedTree> {
  const { tree, batch } = of;
  if (batch.number !== tree.number + 1) {
    throw new SealedLogChanged(`batch ${tree.number + 1} of the log is gone`);
  }
  const accumulator = carryOn(tree);
  const leaves = await sealStore.leavesOf(batch);
  for (const { record } of leaves) accumulator.append(record.leafHash);
  if (leaves.length !== batch.leafCount || accumulator.root() !== batch.rootHash) {
    throw new SealedLogChanged(`the leaves of batch ${batch.number} are not those sealed in it`);
  }
  return { number: batch.number, accumulator };
}

/** A tree of its own that begins with the leaves of this one. */
export const carryOn = ({ accumulator }: SealedTree): MerkleAccumulator =>
  createMerkleAccumulator({ size: accumulator.size(), peaks: accumulator.peaks() });

/** The memory as a file. It holds hashes only, and losing it costs time and nothing else. */
export function openTreeFile(path: string): TreeMemory {
  return {
    async read() {
      const text = await readTextIfThere(path);
      if (text === null) return null;
      try {
        return treeOf(JSON.parse(text));
      } catch {
        // A file that cannot be understood is as good as none.
        return null;
      }
    },
    async write({ number, accumulator }) {
      const tree = { v: 1, number, size: accumulator.size(), peaks: accumulator.peaks() };
      await replaceFile({ path, text: `${JSON.stringify(tree)}\n`, mode: 0o600 });
    },
  };
}

function treeOf(value: unknown): SealedTree | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!('v' in value && 'number' in value && 'size' in value && 'peaks' in value)) return null;
  const { v, number, size, peaks } = value;
  if (v !== 1 || !isCount(number) || !isCount(size) || !Array.isArray(peaks)) return null;
  return { number, accumulator: createMerkleAccumulator({ size, peaks: peaks.map(String) }) };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value);
