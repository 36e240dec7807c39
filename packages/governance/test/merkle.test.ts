import {
  consistencyProof,
  createMerkleAccumulator,
  hashLeafData,
  inclusionProof,
  merkleRoot,
  verifyConsistency,
  verifyInclusion,
} from '@quittance/governance';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** Inputs and roots of the Certificate Transparency reference tests for RFC 6962. */
const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657'];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
];

const textOf = (hex: string): string =>
  hex.replaceAll(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16)));

const leavesOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => hashLeafData(`leaf ${index}`));

describe('the Merkle tree of RFC 6962', () => {
  test('the empty tree is the hash of nothing', () => {
    expect(merkleRoot([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  test('the known roots come out', () => {
    const leaves = inputs.map((hex) => hashLeafData(textOf(hex)));
    for (const [index, root] of roots.entries()) {
      expect(merkleRoot(leaves.slice(0, index + 1))).toBe(root);
    }
  });

  test('every leaf of every small tree is proven to be in it, and nowhere else', () => {
    for (let size = 1; size <= 20; size += 1) {
      const leaves = leavesOf(size);
      const rootHash = merkleRoot(leaves);
      for (const [index, leafHash] of leaves.entries()) {
        const proof = inclusionProof(leaves, index);
        const claim = { leafHash, index, treeSize: size, proof, rootHash };
        expect(verifyInclusion(claim)).toBe(true);
        expect(verifyInclusion({ ...claim, leafHash: hashLeafData('other') })).toBe(false);
        expect(verifyInclusion({ ...claim, index: (index + 1) % (size + 1) })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...proof, rootHash] })).toBe(false);
      }
    }
  });

  test('every small tree is proven to be the beginning of every larger one', () => {
    for (let newSize = 1; newSize <= 20; newSize += 1) {
      const leaves = leavesOf(newSize);
      for (let oldSize = 1; oldSize <= newSize; oldSize += 1) {
        const claim = {
          oldSize,
          newSize,
          oldRoot: merkleRoot(leaves.slice(0, oldSize)),
          newRoot: merkleRoot(leaves),
          proof: consistencyProof(leaves, oldSize),
        };
        expect(verifyConsistency(claim)).toBe(true);
        const forked = merkleRoot([hashLeafData('forked'), ...leaves.slice(1, oldSize)]);
        expect(verifyConsistency({ ...claim, oldRoot: forked })).toBe(false);
      }
    }
  });

  test('an accumulator carries on from its peaks', () => {
    fc.assert(
      fc.property(fc.nat({ max: 80 }), fc.nat({ max: 80 }), (before, after) => {
        const leaves = leavesOf(before + after);
        const first = createMerkleAccumulator();
        for (const leaf of leaves.slice(0, before)) first.append(leaf);
        const second = createMerkleAccumulator({ size: first.size(), peaks: first.peaks() });
        for (const leaf of leaves.slice(before)) second.append(leaf);
        expect(second.size()).toBe(leaves.length);
        expect(second.root()).toBe(merkleRoot(leaves));
      }),
      { numRuns: 60 },
    );
  });
});
