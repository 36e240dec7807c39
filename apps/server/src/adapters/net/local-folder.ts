import { constants, type Stats } from 'node:fs';
import { type FileHandle, link, open, readdir, rm, stat, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { FolderError, type FolderPort } from '@quittance/connector-kit';
import { instantFromEpoch } from '@quittance/domain';
import { partsBelow } from './folder-path.ts';

/**
 * A folder of this machine. Writing syncs before it returns and renaming never replaces: what the
 * caller is told is on disk, and no file of the counterparty is overwritten. Nothing is followed
 * out of the folder. `sync` brings the names of a directory to disk. Errors: `FolderError`.
 */
export function openLocalFolder(root: string, sync = syncDirectory): FolderPort {
  const base = resolve(root);
  const at = (path: string): string => join(base, ...partsBelow(path));
  return {
    list: (directory) => guarded(() => listFiles(at(directory))),
    read: (path, sizeBytesMax) => guarded(() => readWhole(at(path), sizeBytesMax)),
    write: (path, bytes) => guarded(() => writeSynced(at(path), bytes)),
    rename: (from, to) => guarded(() => renameNew(at(from), at(to), sync)),
    remove: (path) => guarded(() => rm(at(path))),
    exists: (path) =>
      guarded(async () => {
        try {
          await stat(at(path));
          return true;
        } catch (error) {
          if (codeOf(error) === 'ENOENT') return false;
          throw error;
        }
      }),
    close: () => Promise.resolve(),
  };
}

async function listFiles(directory: string): ReturnType<FolderPort['list']> {
  const entries = await readdir(directory, { withFileTypes: true });
  const listed = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const found = await statIfThere(join(directory, entry.name));
    if (found === null) continue;
    const modifiedAt = instantFromEpoch(Math.floor(found.mtimeMs));
    listed.push({ name: entry.name, sizeBytes: found.size, modifiedAt });
  }
  return listed;
}

/** A file may be taken away between the listing and the look. */
async function statIfThere(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

async function readWhole(path: string, sizeBytesMax: number): Promise<Uint8Array> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW;
  return withFile(await open(path, flags), async (file) => {
    const { size } = await file.stat();
    if (size > sizeBytesMax) throw tooLarge(sizeBytesMax);
    const bytes = await file.readFile();
    if (bytes.byteLength > sizeBytesMax) throw tooLarge(sizeBytesMax);
    return new Uint8Array(bytes);
  });
}

const tooLarge = (sizeBytesMax: number): FolderError =>
  new FolderError('too_large', `the file is larger than ${sizeBytesMax} bytes`, false);

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;
  await withFile(await open(path, flags, 0o640), async (file) => {
    await file.writeFile(bytes);
    await file.sync();
  });
}

/** A hard link is refused where the name is taken, which a rename of POSIX is not. */
async function renameNew(from: string, to: string, sync: typeof syncDirectory): Promise<void> {
  await link(from, to);
  // From here on the file is in place and may be taken, whatever the disk says of it.
  try {
    await sync(join(to, '..'));
  } catch (error) {
    throw new FolderError('lost', `the folder answered ${codeOf(error)} after the rename`, true);
  }
  // A second name left behind changes nothing about that.
  await unlink(from).catch(() => undefined);
}

async function syncDirectory(directory: string): Promise<void> {
  await withFile(await open(directory, constants.O_RDONLY), (file) => file.sync());
}

async function withFile<Value>(
  file: FileHandle,
  work: (file: FileHandle) => Promise<Value>,
): Promise<Value> {
  try {
    return await work(file);
  } finally {
    await file.close();
  }
}

/** The operating system answers every call: only a rename may fail after it has acted. */
async function guarded<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FolderError) throw error;
    const code = codeOf(error);
    throw new FolderError(folderCodeOf(code), `the folder answered ${code}`, false);
  }
}

function folderCodeOf(code: string): FolderError['code'] {
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
  if (code === 'EEXIST') return 'exists';
  if (['EACCES', 'EPERM', 'ELOOP', 'EROFS', 'EISDIR'].includes(code)) return 'denied';
  return 'down';
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'UNKNOWN';
