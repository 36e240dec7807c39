import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode, PostgresError } from './errors.ts';
import { type ProcessIdentity, isAlive, processIdentity } from './proc.ts';
import { writeFileDurably } from './secret-files.ts';

/** The exclusive right to a data folder, until `release`. */
export type FolderLock = { readonly release: () => void };

type LockRecord =
  | { readonly v: 1; readonly held: true; readonly by: ProcessIdentity }
  | { readonly v: 1; readonly held: false };

/**
 * Takes the exclusive right to a data folder, or says which living process has it.
 *
 * The lock is a numbered file beside the folder, and its number only ever grows: whoever finds
 * the holder of the highest number dead or gone tries to make the next number with `link`, which
 * fails for all but one. Removing a stale file and making it again would let two starters that
 * both saw the dead holder each remove the other's fresh lock.
 */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  const self = processIdentity(process.pid);
  if (self === undefined) {
    throw new PostgresError('platform', 'The embedded PostgreSQL needs Linux with /proc.');
  }
  for (;;) {
    const number = highestLock(folder);
    const holder = number === 0 ? undefined : readHolder(lockPath(folder, number));
    if (holder !== undefined && isAlive(holder)) throw inUse(folder, holder.pid);
    const path = lockPath(folder, number + 1);
    if (createExclusively(path, { v: 1, held: true, by: self })) {
      removeBelow(folder, number + 1);
      return { release: () => writeRecord(path, { v: 1, held: false }) };
    }
  }
}

/** The living process that holds the folder, if one does. */
export function lockHolder(folder: string): ProcessIdentity | undefined {
  const number = highestLock(folder);
  const holder = number === 0 ? undefined : readHolder(lockPath(folder, number));
  return holder !== undefined && isAlive(holder) ? holder : undefined;
}

function inUse(folder: string, pid: number): PostgresError {
  return new PostgresError(
    'in-use',
    `Another hub (process ${pid}) has the data folder ${folder} open. ` +
      'Stop it first, or give this one another folder.',
  );
}

function lockPath(folder: string, number: number): string {
  return `${folder}.lock.${number}`;
}

function lockNumbers(folder: string): readonly number[] {
  const prefix = `${basename(folder)}.lock.`;
  return readdirSync(dirname(folder))
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => Number.parseInt(name.slice(prefix.length), 10));
}

function highestLock(folder: string): number {
  return Math.max(0, ...lockNumbers(folder));
}

function removeBelow(folder: string, number: number): void {
  for (const older of lockNumbers(folder)) {
    if (older < number) rmSync(lockPath(folder, older), { force: true });
  }
}

function readHolder(path: string): ProcessIdentity | undefined {
  try {
    const record = parseRecord(readFileSync(path, 'utf8'));
    return record.held ? record.by : undefined;
  } catch (error) {
    // The winner of a race removes lower numbers; then the next turn finds its higher one.
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Guarantee: only `writeRecord` and `createExclusively` write these files, whole or not at all. */
function parseRecord(text: string): LockRecord {
  return JSON.parse(text) as LockRecord;
}

function createExclusively(path: string, record: LockRecord): boolean {
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}`);
  writeFileDurably(draft, JSON.stringify(record));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function writeRecord(path: string, record: LockRecord): void {
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}`);
  writeFileDurably(draft, JSON.stringify(record));
  renameSync(draft, path);
}
