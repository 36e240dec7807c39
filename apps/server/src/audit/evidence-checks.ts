import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { AuditLeaf } from '@quittance/domain';
import type { FindingSink } from '@quittance/governance';
import type { RecordByTable } from '@quittance/store';
import { hasCode } from './error-code.ts';

/** Holds rows of evidence, leaves that rely on evidence, and files against each other. */
export class EvidenceChecks {
  readonly #folder: string;
  readonly #findings: FindingSink;
  readonly #reliedOn = new Set<string>();
  readonly #sizes = new Map<string, number>();

  constructor(folder: string, findings: FindingSink) {
    this.#folder = folder;
    this.#findings = findings;
  }

  /** Remembers which evidence a leaf relies on: each must have its row. */
  noteLeaf(leaf: AuditLeaf): void {
    if (!leaf.detail.includes('"evidenceHashes"')) return;
    for (const hash of evidenceHashesOf(leaf.detail)) this.#reliedOn.add(hash);
  }

  /** The hashes of the rows; afterwards, what leaves rely on and has no row is a finding. */
  async *hashes(rows: AsyncIterable<RecordByTable['evidence']>): AsyncIterable<string> {
    for await (const { hash, sizeBytes } of rows) {
      this.#reliedOn.delete(hash);
      this.#sizes.set(hash, sizeBytes);
      yield hash;
    }
    for (const hash of this.#reliedOn) {
      this.#findings.add({
        code: 'EVIDENCE_MISSING',
        objectKind: 'evidence',
        objectId: hash,
        sentence: `Leaves rely on evidence ${hash}, but its row is gone.`,
      });
    }
  }

  /** Reads the file in pieces, whatever its size: its bytes must hash to its name. */
  async check(hash: string): Promise<'present' | 'missing' | 'corrupt'> {
    if (!/^[0-9a-f]{64}$/.test(hash)) return 'missing';
    const digest = createHash('sha256');
    let sizeBytes = 0;
    try {
      const file = createReadStream(join(this.#folder, hash.slice(0, 2), hash));
      await pipeline(file, async (pieces: AsyncIterable<Buffer>) => {
        for await (const piece of pieces) {
          digest.update(piece);
          sizeBytes += piece.length;
        }
      });
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return 'missing';
      throw error;
    }
    const told = this.#sizes.get(hash) ?? sizeBytes;
    return digest.digest('hex') === hash && told === sizeBytes ? 'present' : 'corrupt';
  }
}

function evidenceHashesOf(detail: string): readonly string[] {
  try {
    const value: unknown = JSON.parse(detail);
    if (typeof value !== 'object' || value === null || !('evidenceHashes' in value)) return [];
    return Array.isArray(value.evidenceHashes) ? value.evidenceHashes.map(String) : [];
  } catch {
    // A detail that cannot be read is a finding of the log itself.
    return [];
  }
}
