import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  EvidenceCorrupt,
  EvidenceMissing,
  type EvidenceStore,
  openEvidenceFolder,
} from '../src/index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quittance-evidence-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('[I12] evidence in a folder', () => {
  let evidence: EvidenceStore;
  beforeAll(() => {
    evidence = openEvidenceFolder(folder);
  });

  test('comes back byte for byte under its SHA-256', async () => {
    const raw = Uint8Array.from({ length: 70_000 }, (_, index) => index % 251);
    const hash = await evidence.put(raw);
    expect(hash).toBe(createHash('sha256').update(raw).digest('hex'));
    expect(Uint8Array.from(await evidence.get(hash))).toEqual(raw);
    expect(await evidence.put(bytes(''))).toBe(hashOf(''));
  });

  test('the same bytes at once, many times, are one thing', async () => {
    const hashes = await Promise.all(Array.from({ length: 20 }, () => evidence.put(bytes('one'))));
    expect(new Set(hashes)).toEqual(new Set([hashOf('one')]));
    expect(new TextDecoder().decode(await evidence.get(hashOf('one')))).toBe('one');
  });

  test('what was never stored is missing, and a name that is no hash finds nothing', async () => {
    await expect(evidence.get(hashOf('never'))).rejects.toThrow(EvidenceMissing);
    await expect(evidence.get('../../etc/passwd')).rejects.toThrow(EvidenceMissing);
  });
});

describe('an evidence folder', () => {
  test('keeps each file in the shard of its first two digits and leaves no drafts', async () => {
    const evidence = openEvidenceFolder(join(folder, 'shards'));
    const hash = await evidence.put(bytes('sharded'));
    expect(await readdir(join(folder, 'shards', hash.slice(0, 2)))).toEqual([hash]);
  });

  test('[I12] tells when bytes changed behind its back, and heals when they return', async () => {
    const evidence = openEvidenceFolder(folder);
    const hash = await evidence.put(bytes('paid 100'));
    await writeFile(join(folder, hash.slice(0, 2), hash), 'paid 900');
    await expect(evidence.get(hash)).rejects.toThrow(EvidenceCorrupt);
    await evidence.put(bytes('paid 100'));
    expect(new TextDecoder().decode(await evidence.get(hash))).toBe('paid 100');
  });
});
