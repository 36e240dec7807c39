import { link, open, readFile, rename, rm } from 'node:fs/promises';
import { hasCode } from './error-code.ts';

let drafts = 0;

/** A name of its own for a file that is being written: several processes may write at once. */
const draftOf = (path: string): string => {
  drafts += 1;
  return `${path}.${process.pid}.${drafts}.part`;
};

/** The text of a file; null when there is none. */
export async function readTextIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}

export interface NewFile {
  readonly path: string;
  readonly text: string;
  readonly mode: number;
}

/**
 * Writes a file that is complete or absent, and never replaces one: a draft is written, synced and
 * linked to its name. Returns false when the name was taken. The folder is the caller's to sync.
 */
export async function writeNewFile(file: NewFile): Promise<boolean> {
  const draft = draftOf(file.path);
  try {
    await writeSynced(draft, file);
    await link(draft, file.path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Replaces a file by one that is complete. */
export async function replaceFile(file: NewFile): Promise<void> {
  const draft = draftOf(file.path);
  try {
    await writeSynced(draft, file);
    await rename(draft, file.path);
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeSynced(path: string, file: NewFile): Promise<void> {
  const handle = await open(path, 'wx', file.mode);
  try {
    await handle.writeFile(file.text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A new name is durable once the folder that holds it is. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
