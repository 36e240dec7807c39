import { createHash } from 'node:crypto';
import { EvidenceCorrupt, EvidenceMissing, type EvidenceStore } from '@quittance/store';
import type { VirtualProcess } from './process.ts';

/** The disk that evidence lies on; it outlives every process. */
export type EvidenceDisk = Map<string, Uint8Array>;

export const hashOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** The evidence store of one process: each access to the disk is a step in which it may die. */
export function openEvidence(disk: EvidenceDisk, process: VirtualProcess): EvidenceStore {
  return {
    async put(bytes) {
      const hash = hashOf(bytes);
      await process.park('evidence.put');
      disk.set(hash, bytes.slice());
      return hash;
    },
    async get(hash) {
      await process.park('evidence.get');
      const bytes = disk.get(hash);
      if (bytes === undefined) throw new EvidenceMissing(hash);
      if (hashOf(bytes) !== hash) throw new EvidenceCorrupt(hash);
      return bytes.slice();
    },
  };
}
