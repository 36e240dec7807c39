import type { BankSimulator } from './bank.ts';
import { directoryOf, FileAreaError, normalPath } from './file-area.ts';

/** Files that a customer holds open over SFTP. */

/** Flags of SSH_FXP_OPEN, section 6.3. */
const OPEN = { read: 1, write: 2, append: 4, create: 8, truncate: 16, exclusive: 32 } as const;

/** A file grows for other readers in steps of this size while it is being uploaded. */
const FLUSH_STEP_BYTES = 1_048_576;

export interface OpenFile {
  readonly path: string;
  readonly isWritable: boolean;
  content: Buffer;
  lengthBytes: number;
  flushedBytes: number;
}

/** The archive is the bank's: the customer may read it only. */
export function requireWritable(bank: BankSimulator, path: string): void {
  const { archive } = bank.facts.directories;
  const normal = normalPath(path);
  if (normal === archive || directoryOf(normal) === archive) {
    throw new FileAreaError('refused', path);
  }
}

/** Opens a file as SSH_FXP_OPEN demands; throws FileAreaError. */
export function openFile(bank: BankSimulator, path: string, flags: number): OpenFile {
  const isWritable = (flags & OPEN.write) !== 0;
  if (isWritable) requireWritable(bank, path);
  const entry = bank.files.stat(path);
  if (entry?.isDirectory === true) throw new FileAreaError('refused', path);
  if (entry === null && (flags & OPEN.create) === 0) throw new FileAreaError('missing', path);
  if (entry !== null && (flags & OPEN.exclusive) !== 0) throw new FileAreaError('exists', path);
  const isNew = entry === null || (flags & OPEN.truncate) !== 0;
  if (isWritable && isNew) bank.files.write(path, new Uint8Array());
  const content = Buffer.from(isNew ? new Uint8Array() : bank.files.read(path));
  const { length } = content;
  return { path, isWritable, content, lengthBytes: length, flushedBytes: length };
}

/** Shows what was written so far to other readers; a file removed meanwhile stays so. */
export function flushFile(bank: BankSimulator, file: OpenFile): void {
  if (!file.isWritable || bank.files.stat(file.path) === null) return;
  bank.files.write(file.path, file.content.subarray(0, file.lengthBytes));
  file.flushedBytes = file.lengthBytes;
}

/** Writes into an open file at a place. */
export function writeAt(
  bank: BankSimulator,
  file: OpenFile,
  { offset, data }: { readonly offset: number; readonly data: Buffer },
): void {
  if (!file.isWritable) throw new FileAreaError('refused', file.path);
  const end = offset + data.length;
  if (end > file.content.length) {
    const larger = Buffer.alloc(Math.max(end, file.content.length * 2));
    file.content.copy(larger);
    file.content = larger;
  }
  data.copy(file.content, offset);
  file.lengthBytes = Math.max(file.lengthBytes, end);
  if (file.lengthBytes - file.flushedBytes >= FLUSH_STEP_BYTES) flushFile(bank, file);
}
