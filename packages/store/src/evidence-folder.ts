import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvidenceStore } from './port.ts';

/** No bytes lie under this hash. */
export class EvidenceMissing extends Error {
  override readonly name = 'EvidenceMissing';
  readonly hash: string;
  constructor(hash: string) {
    super(`no evidence under ${hash}`);
    this.hash = hash;
  }
}

/** The bytes under this hash are not those that were stored. */
export class EvidenceCorrupt extends Error {
  override readonly name = 'EvidenceCorrupt';
  readonly hash: string;
  constructor(hash: string) {
    super(`the evidence under ${hash} was changed`);
    this.hash = hash;
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What is asked for must be a hash: it becomes the name of a file. */
function checkHash(hash: string): void {
  if (!/^[0-9a-f]{64}$/.test(hash)) throw new EvidenceMissing('a name that is no hash');
}

/**
 * Evidence as files of a folder, `ab/ab12…`, named by their SHA-256. A file is complete or absent:
 * written under another name, synced, renamed, and the folder synced; only then does `put` return.
 * Two processes that put the same bytes at once both succeed. Errors of the disk pass through.
 */
export function openEvidenceFolder(folder: string): EvidenceStore {
  let writes = 0;
  return {
    async put(bytes) {
      const hash = hashOf(bytes);
      const shard = join(folder, hash.slice(0, 2));
      const file = join(shard, hash);
      if (await holds(file, hash)) return hash;
      if ((await mkdir(shard, { recursive: true, mode: 0o700 })) !== undefined)
        await syncFolder(folder);
      writes += 1;
      const draft = `${file}.${process.pid}.${writes}.part`;
      try {
        await writeSynced(draft, bytes);
        await rename(draft, file);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
      await syncFolder(shard);
      return hash;
    },
    async get(hash) {
      checkHash(hash);
      const bytes = await readIfThere(join(folder, hash.slice(0, 2), hash));
      if (bytes === null) throw new EvidenceMissing(hash);
      if (hashOf(bytes) !== hash) throw new EvidenceCorrupt(hash);
      return bytes;
    },
  };
}

/** True when the file is there and whole; a damaged one is written again. */
async function holds(file: string, hash: string): Promise<boolean> {
  const bytes = await readIfThere(file);
  return bytes !== null && hashOf(bytes) === hash;
}

async function readIfThere(file: string): Promise<Uint8Array | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A rename is durable once the folder that holds the name is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
