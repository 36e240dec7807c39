import { createHash, hash } from 'node:crypto';
import { assert, present } from '@quittance/domain';

/**
 * The Merkle tree of RFC 6962, section 2.1, over leaf hashes in lower-case hex. An accumulator
 * holds the roots of the full subtrees only (at most 53), so a tree of any size costs no memory.
 */
export interface MerkleAccumulator {
  /** Adds one leaf hash. */
  append(leafHash: string): void;
  size(): number;
  /** Root of the leaves so far; the hash of nothing for an empty tree. */
  root(): string;
  /** Roots of the full subtrees, largest first: with `size` they carry on where this one is. */
  peaks(): readonly string[];
}

const emptyRoot = hash('sha256', '', 'hex');
const hashPattern = /^[0-9a-f]{64}$/;

/** True for a SHA-256 in lower-case hex. */
export const isHashHex = (text: string): boolean => hashPattern.test(text);

/** The hash that it is. Errors: `AssertionError` for any other text. */
function asHash(text: string): string {
  assert(isHashHex(text), 'a hash is 64 hex digits');
  return text;
}

/** The hash of an inner node: SHA-256 over 0x01 and both children. */
const hashChildren = (left: string, right: string): string =>
  createHash('sha256').update(`01${left}${right}`, 'hex').digest('hex');

/** Hash of a leaf's data: SHA-256 over 0x00 and the data as UTF-8, in hex. */
export const hashLeafData = (data: string): string => hash('sha256', `\u0000${data}`, 'hex');

/** An empty tree, or one that carries on from the size and peaks of an earlier one. */
export function createMerkleAccumulator(from?: {
  readonly size: number;
  readonly peaks: readonly string[];
}): MerkleAccumulator {
  let size = from?.size ?? 0;
  const stack: string[] = (from?.peaks ?? []).map(asHash);
  assert(stack.length === onesOf(size), 'an accumulator has one peak for each one in its size');
  return {
    append(leafHash) {
      let node = asHash(leafHash);
      // Each trailing one in the size is a full subtree of the same height, waiting for its twin.
      for (let rest = size; rest % 2 === 1; rest = Math.floor(rest / 2)) {
        node = hashChildren(present(stack.pop(), 'a waiting subtree'), node);
      }
      stack.push(node);
      size += 1;
    },
    size: () => size,
    root: () => foldPeaks(stack),
    peaks: () => [...stack],
  };
}

function onesOf(size: number): number {
  let ones = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}

function foldPeaks(peaks: readonly string[]): string {
  let root = peaks.at(-1);
  if (root === undefined) return emptyRoot;
  for (let index = peaks.length - 2; index >= 0; index -= 1) {
    root = hashChildren(present(peaks[index], 'a peak'), root);
  }
  return root;
}

/** Root over all the leaf hashes, in order. */
export function merkleRoot(leafHashes: Iterable<string>): string {
  const tree = createMerkleAccumulator();
  for (const leafHash of leafHashes) tree.append(leafHash);
  return tree.root();
}

/** The largest power of two below the size: where RFC 6962 splits a tree. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** Proof that the leaf at the index is in the tree: hashes from the leaf up (section 2.1.1). */
export function inclusionProof(leafHashes: readonly string[], index: number): readonly string[] {
  assert(index >= 0 && index < leafHashes.length, 'the leaf is in the tree');
  if (leafHashes.length === 1) return [];
  const split = splitOf(leafHashes.length);
  const left = leafHashes.slice(0, split);
  const right = leafHashes.slice(split);
  return index < split
    ? [...inclusionProof(left, index), merkleRoot(right)]
    : [...inclusionProof(right, index - split), merkleRoot(left)];
}

/** Checks an inclusion proof against a root, by the algorithm of RFC 9162, section 2.1.3.2. */
export function verifyInclusion(claim: {
  readonly leafHash: string;
  readonly index: number;
  readonly treeSize: number;
  readonly proof: readonly string[];
  readonly rootHash: string;
}): boolean {
  const { leafHash, index, treeSize, proof, rootHash } = claim;
  if (index < 0 || index >= treeSize || ![leafHash, ...proof].every(isHashHex)) return false;
  let node = asHash(leafHash);
  let first = index;
  let last = treeSize - 1;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (first % 2 === 1 || first === last) {
      node = hashChildren(asHash(sibling), node);
      while (first % 2 === 0 && first !== 0) {
        first = Math.floor(first / 2);
        last = Math.floor(last / 2);
      }
    } else {
      node = hashChildren(node, asHash(sibling));
    }
    first = Math.floor(first / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && node === rootHash;
}

/** Proof that the tree of the first `oldSize` leaves is the beginning of this one (2.1.2). */
export function consistencyProof(
  leafHashes: readonly string[],
  oldSize: number,
): readonly string[] {
  assert(oldSize > 0 && oldSize <= leafHashes.length, 'the old tree is not empty and not larger');
  return subProof(leafHashes, oldSize, true);
}

function subProof(
  leafHashes: readonly string[],
  oldSize: number,
  whole: boolean,
): readonly string[] {
  if (oldSize === leafHashes.length) return whole ? [] : [merkleRoot(leafHashes)];
  const split = splitOf(leafHashes.length);
  const left = leafHashes.slice(0, split);
  const right = leafHashes.slice(split);
  return oldSize <= split
    ? [...subProof(left, oldSize, whole), merkleRoot(right)]
    : [...subProof(right, oldSize - split, false), merkleRoot(left)];
}

/** Checks a consistency proof between two roots, by RFC 9162, section 2.1.4.2. */
export function verifyConsistency(claim: {
  readonly oldSize: number;
  readonly oldRoot: string;
  readonly newSize: number;
  readonly newRoot: string;
  readonly proof: readonly string[];
}): boolean {
  const { oldSize, oldRoot, newSize, newRoot } = claim;
  if (oldSize <= 0 || oldSize > newSize) return false;
  if (![oldRoot, newRoot, ...claim.proof].every(isHashHex)) return false;
  if (oldSize === newSize) return claim.proof.length === 0 && oldRoot === newRoot;
  // A whole old tree is its own first node, which the proof leaves out.
  const proof = onesOf(oldSize) === 1 ? [oldRoot, ...claim.proof] : claim.proof;
  return climb({ proof, oldSize, newSize }, (oldNode, newNode) => {
    return oldNode === oldRoot && newNode === newRoot;
  });
}

function climb(
  claim: { readonly proof: readonly string[]; readonly oldSize: number; readonly newSize: number },
  agree: (oldNode: string, newNode: string) => boolean,
): boolean {
  const [start, ...rest] = claim.proof;
  if (start === undefined) return false;
  let first = claim.oldSize - 1;
  let last = claim.newSize - 1;
  while (first % 2 === 1) {
    first = Math.floor(first / 2);
    last = Math.floor(last / 2);
  }
  let oldNode = asHash(start);
  let newNode = asHash(start);
  for (const text of rest) {
    if (last === 0) return false;
    const sibling = asHash(text);
    if (first % 2 === 1 || first === last) {
      oldNode = hashChildren(sibling, oldNode);
      newNode = hashChildren(sibling, newNode);
      while (first % 2 === 0 && first !== 0) {
        first = Math.floor(first / 2);
        last = Math.floor(last / 2);
      }
    } else {
      newNode = hashChildren(newNode, sibling);
    }
    first = Math.floor(first / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && agree(oldNode, newNode);
}
