/**
 * The customer's file area at a bank: a small in-memory file tree, used directly by tests, behind
 * SFTP, and mirrored to a folder. Paths are absolute, with or without the leading slash.
 */
export interface FileEntry {
  readonly name: string;
  readonly sizeBytes: number;
  /** ISO 8601 instant of the last write. */
  readonly modified: string;
  readonly isDirectory: boolean;
}

export interface FileArea {
  /** Entries of a directory in order of name; throws FileAreaError when there is none. */
  readonly list: (directory: string) => readonly FileEntry[];
  /** The entry at a path, or null. */
  readonly stat: (path: string) => FileEntry | null;
  readonly read: (path: string) => Uint8Array;
  /** Creates or replaces a file; its directory must exist. */
  readonly write: (path: string, bytes: Uint8Array) => void;
  /** Atomic; refuses when the target exists, as SFTP version 3 demands (section 6.5). */
  readonly rename: (from: string, to: string) => void;
  readonly remove: (path: string) => void;
  readonly makeDirectory: (path: string) => void;
  readonly removeDirectory: (path: string) => void;
}

/** An operation on the file area that cannot be done; `reason` maps to the SFTP status. */
export class FileAreaError extends Error {
  readonly reason: 'missing' | 'exists' | 'refused';

  constructor(reason: 'missing' | 'exists' | 'refused', path: string) {
    super(`${reason}: ${path}`);
    this.name = 'FileAreaError';
    this.reason = reason;
  }
}

/** The path with one leading slash, `.` and `..` resolved and never above the root. */
export function normalPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Directory part of a normal path. */
export function directoryOf(path: string): string {
  const end = path.lastIndexOf('/');
  return end <= 0 ? '/' : path.slice(0, end);
}

/** Last part of a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

interface StoredFile {
  readonly bytes: Uint8Array;
  readonly modified: string;
}

/** An empty file area with the given directories; `clock` answers ISO 8601 instants. */
export function createFileArea(clock: () => string, directories: readonly string[]): FileArea {
  const files = new Map<string, StoredFile>();
  const folders = new Set<string>(['/', ...directories.map(normalPath)]);

  function fileAt(path: string): StoredFile {
    const file = files.get(normalPath(path));
    if (file === undefined) throw new FileAreaError('missing', path);
    return file;
  }
  function requireFolder(path: string): void {
    if (!folders.has(path)) throw new FileAreaError('missing', path);
  }
  function stat(path: string): FileEntry | null {
    const normal = normalPath(path);
    const name = nameOf(normal);
    if (folders.has(normal)) return { name, sizeBytes: 0, modified: clock(), isDirectory: true };
    const file = files.get(normal);
    if (file === undefined) return null;
    const { bytes, modified } = file;
    return { name, sizeBytes: bytes.length, modified, isDirectory: false };
  }
  function list(directory: string): readonly FileEntry[] {
    const normal = normalPath(directory);
    requireFolder(normal);
    return [...folders, ...files.keys()]
      .filter((path) => path !== '/' && directoryOf(path) === normal)
      .map((path) => stat(path))
      .filter((entry) => entry !== null)
      .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }
  function write(path: string, bytes: Uint8Array): void {
    const normal = normalPath(path);
    requireFolder(directoryOf(normal));
    if (folders.has(normal)) throw new FileAreaError('refused', path);
    files.set(normal, { bytes: bytes.slice(), modified: clock() });
  }
  function rename(from: string, to: string): void {
    const file = fileAt(from);
    const target = normalPath(to);
    requireFolder(directoryOf(target));
    if (files.has(target) || folders.has(target)) throw new FileAreaError('exists', to);
    files.delete(normalPath(from));
    files.set(target, file);
  }
  function remove(path: string): void {
    fileAt(path);
    files.delete(normalPath(path));
  }
  function makeDirectory(path: string): void {
    const normal = normalPath(path);
    requireFolder(directoryOf(normal));
    if (stat(normal) !== null) throw new FileAreaError('exists', path);
    folders.add(normal);
  }
  function removeDirectory(path: string): void {
    const normal = normalPath(path);
    requireFolder(normal);
    if (normal === '/' || list(normal).length > 0) throw new FileAreaError('refused', path);
    folders.delete(normal);
  }
  const read = (path: string): Uint8Array => fileAt(path).bytes.slice();
  return { list, stat, read, write, rename, remove, makeDirectory, removeDirectory };
}
