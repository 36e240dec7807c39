import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasCode } from './error-code.ts';
import { readTextIfThere, syncFolder, writeNewFile } from './files.ts';

/** A signed checkpoint as it lies outside the database. */
export interface AnchoredCheckpoint {
  /** The batch up to which it speaks. */
  readonly number: number;
  readonly note: string;
}

/**
 * A place outside the database where checkpoints are kept: whoever rules the database cannot take
 * back what was anchored.
 */
export interface CheckpointAnchor {
  /** Returns once the checkpoint is durable. The same one twice is one. Errors: `AnchorTaken`. */
  put(checkpoint: AnchoredCheckpoint): Promise<void>;
  get(number: number): Promise<string | null>;
  newest(): Promise<AnchoredCheckpoint | null>;
  /** All of them, in the order of their numbers. */
  all(): AsyncIterable<AnchoredCheckpoint>;
}

/** Another checkpoint stands under this number: two logs are anchored in one place. */
export class AnchorTaken extends Error {
  override readonly name = 'AnchorTaken';
  constructor(number: number) {
    super(`another checkpoint of batch ${number} is anchored already`);
  }
}

/** So many numbers share a folder, so that no folder grows without end. */
const numbersPerFolder = 10_000;
const readOnly = 0o444;
const folderForm = /^\d{10}$/;
const fileForm = /^(\d{14})\.checkpoint$/;

/**
 * Checkpoints as files of a folder, named by their numbers: names only ever get added, in order.
 * A file is complete or absent, and never replaced. The folder should lie on another machine, or
 * on a medium that nobody can write twice.
 */
export function openAnchorFolder(folder: string): CheckpointAnchor {
  const fileOf = (number: number): string =>
    join(
      folder,
      String(Math.floor(number / numbersPerFolder)).padStart(10, '0'),
      `${String(number).padStart(14, '0')}.checkpoint`,
    );
  const read = async (number: number): Promise<string | null> => readTextIfThere(fileOf(number));
  return {
    put: async ({ number, note }) => {
      const path = fileOf(number);
      const created = await mkdir(dirname(path), { recursive: true });
      if (created !== undefined) await syncFolder(folder);
      const written = await writeNewFile({ path, text: note, mode: readOnly });
      if (!written && (await read(number)) !== note) throw new AnchorTaken(number);
      await syncFolder(dirname(path));
    },
    get: read,
    newest: async () => {
      for (const shard of (await namesIn(folder, folderForm)).toReversed()) {
        const last = (await numbersIn(join(folder, shard))).at(-1);
        if (last === undefined) continue;
        const note = await read(last);
        if (note !== null) return { number: last, note };
      }
      return null;
    },
    async *all() {
      for (const shard of await namesIn(folder, folderForm)) {
        for (const number of await numbersIn(join(folder, shard))) {
          const note = await read(number);
          if (note !== null) yield { number, note };
        }
      }
    },
  };
}

async function numbersIn(shard: string): Promise<readonly number[]> {
  const names = await namesIn(shard, fileForm);
  // Not money: the number of a batch, at most fourteen digits, far below 2^53.
  return names.map((name) => Number(fileForm.exec(name)?.[1]));
}

async function namesIn(folder: string, form: RegExp): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => form.test(name)).toSorted();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}
