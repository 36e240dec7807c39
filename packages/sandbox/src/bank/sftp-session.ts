import type { Attributes, SFTPWrapper } from 'ssh2';
import type { BankSimulator } from './bank.ts';
import type { BankFaultKind } from './behaviour.ts';
import { FileAreaError, nameOf, normalPath, type FileEntry } from './file-area.ts';
import { flushFile, openFile, requireWritable, writeAt, type OpenFile } from './sftp-files.ts';

/** One SFTP session (protocol version 3, draft-ietf-secsh-filexfer-02) over a bank's file area. */

/** Status codes of the draft, section 7. */
const STATUS = { ok: 0, endOfFile: 1, noSuchFile: 2, denied: 3, failure: 4 } as const;

const DIRECTORY_MODE = 0o040755;
const FILE_MODE = 0o100644;

interface OpenDirectory {
  entries: readonly FileEntry[];
}

export interface SessionInput {
  readonly sftp: SFTPWrapper;
  readonly bank: BankSimulator;
  /** Resets the connection without a word. */
  readonly drop: () => void;
  /** Waits as long as a slow bank does. */
  readonly wait: (durationMs: number) => Promise<void>;
}

function attributesOf(entry: FileEntry): Attributes {
  const seconds = Math.floor(Date.parse(entry.modified) / 1000);
  return {
    mode: entry.isDirectory ? DIRECTORY_MODE : FILE_MODE,
    uid: 1000,
    gid: 1000,
    size: entry.sizeBytes,
    atime: seconds,
    mtime: seconds,
  };
}

function nameRow(entry: FileEntry): { filename: string; longname: string; attrs: Attributes } {
  const mode = entry.isDirectory ? 'drwxr-xr-x' : '-rw-r--r--';
  const date = entry.modified.slice(0, 10);
  const longname = `${mode} 1 bank bank ${entry.sizeBytes} ${date} ${entry.name}`;
  return { filename: entry.name, longname, attrs: attributesOf(entry) };
}

function statusOf(error: unknown): number {
  if (!(error instanceof FileAreaError)) throw error;
  if (error.reason === 'missing') return STATUS.noSuchFile;
  return error.reason === 'refused' ? STATUS.denied : STATUS.failure;
}

class Handles<Item> {
  readonly #items = new Map<number, Item>();
  #last = 0;

  open(item: Item): Buffer {
    this.#last += 1;
    this.#items.set(this.#last, item);
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(this.#last);
    return handle;
  }

  get(handle: Buffer): Item {
    const item = handle.length === 4 ? this.#items.get(handle.readUInt32BE()) : undefined;
    if (item === undefined) throw new FileAreaError('exists', 'no such handle');
    return item;
  }

  close(handle: Buffer): void {
    this.get(handle);
    this.#items.delete(handle.readUInt32BE());
  }
}

/** Serves one session until its connection ends. */
export function serveSession({ sftp, bank, drop, wait }: SessionInput): void {
  const files = new Handles<OpenFile>();
  const directories = new Handles<OpenDirectory>();
  let previous: Promise<void> = Promise.resolve();

  function isCut(kind: BankFaultKind): boolean {
    const cut = bank.faults.take(kind);
    if (cut) bank.faults.mark(kind, paymentsInHand(bank));
    if (cut) drop();
    return cut;
  }
  async function serveNow(request: number, action: () => void): Promise<void> {
    if (isCut('down')) return;
    const delayMs = bank.faults.delayMs();
    if (delayMs > 0) await wait(delayMs);
    try {
      if (bank.faults.take('denied')) throw new FileAreaError('refused', 'the login has expired');
      action();
    } catch (error) {
      sftp.status(request, statusOf(error));
    }
  }
  /** Runs requests one after the other, each with the delay of a slow bank; answers errors. */
  function serve(request: number, action: () => void): void {
    previous = previous.then(() => serveNow(request, action));
  }
  const done = (request: number): void => sftp.status(request, STATUS.ok);

  sftp.on('OPEN', (request, path, flags) =>
    serve(request, () => sftp.handle(request, files.open(openFile(bank, path, flags)))),
  );
  // Four parameters come from ssh2; two of them are gathered.
  sftp.on('READ', (request, handle, ...[offset, length]) =>
    serve(request, () => {
      if (isCut('dropMidRead')) return;
      const file = files.get(handle);
      const end = Math.min(offset + length, file.lengthBytes);
      if (offset >= end) sftp.status(request, STATUS.endOfFile);
      else sftp.data(request, file.content.subarray(offset, end));
    }),
  );
  sftp.on('WRITE', (request, handle, ...[offset, data]) =>
    serve(request, () => {
      writeAt(bank, files.get(handle), { offset, data });
      done(request);
    }),
  );
  sftp.on('FSTAT', (request, handle) =>
    serve(request, () => {
      const file = files.get(handle);
      const entry = bank.files.stat(file.path);
      if (entry === null) throw new FileAreaError('missing', file.path);
      sftp.attrs(request, attributesOf({ ...entry, sizeBytes: file.lengthBytes }));
    }),
  );
  sftp.on('CLOSE', (request, handle) =>
    serve(request, () => {
      if (handle[0] === DIRECTORY_MARK) directories.close(unmarked(handle));
      else {
        const file = files.get(handle);
        if (file.lengthBytes !== file.flushedBytes || file.isWritable) flushFile(bank, file);
        files.close(handle);
      }
      done(request);
    }),
  );
  const input = { sftp, bank, drop, wait };
  serveDirectories(input, directories, serve);
  serveChanges(input, serve);
}

/** The first byte of a directory handle, which no file handle of a session reaches. */
const DIRECTORY_MARK = 0xd1;

function marked(handle: Buffer): Buffer {
  return Buffer.concat([Buffer.from([DIRECTORY_MARK]), handle]);
}

function unmarked(handle: Buffer): Buffer {
  return handle.subarray(1);
}

type Serve = (request: number, action: () => void) => void;

function serveDirectories(
  { sftp, bank }: SessionInput,
  directories: Handles<OpenDirectory>,
  serve: Serve,
): void {
  const done = (request: number): void => sftp.status(request, STATUS.ok);
  const stat = (request: number, path: string): void =>
    serve(request, () => {
      const entry = bank.files.stat(path);
      if (entry === null) throw new FileAreaError('missing', path);
      sftp.attrs(request, attributesOf(entry));
    });
  sftp.on('STAT', stat);
  sftp.on('LSTAT', stat);
  sftp.on('SETSTAT', (request) => serve(request, () => done(request)));
  sftp.on('FSETSTAT', (request) => serve(request, () => done(request)));
  sftp.on('OPENDIR', (request, path) =>
    serve(request, () => {
      const entries = bank.files.list(path);
      sftp.handle(request, marked(directories.open({ entries })));
    }),
  );
  sftp.on('READDIR', (request, handle) =>
    serve(request, () => {
      const directory = directories.get(unmarked(handle));
      const page = directory.entries.slice(0, 100);
      directory.entries = directory.entries.slice(100);
      if (page.length === 0) sftp.status(request, STATUS.endOfFile);
      else sftp.name(request, page.map(nameRow));
    }),
  );
  sftp.on('REALPATH', (request, path) =>
    serve(request, () => {
      const normal = normalPath(path);
      const entry = bank.files.stat(normal) ?? ABSENT;
      sftp.name(request, [{ ...nameRow(entry), filename: normal, longname: normal }]);
    }),
  );
}

function serveChanges({ sftp, bank, drop }: SessionInput, serve: Serve): void {
  const done = (request: number): void => sftp.status(request, STATUS.ok);
  sftp.on('MKDIR', (request, path) =>
    serve(request, () => {
      requireWritable(bank, path);
      bank.files.makeDirectory(path);
      done(request);
    }),
  );
  sftp.on('RMDIR', (request, path) =>
    serve(request, () => {
      const { in: incoming, out, archive } = bank.facts.directories;
      if ([incoming, out, archive].includes(normalPath(path))) {
        throw new FileAreaError('refused', path);
      }
      bank.files.removeDirectory(path);
      done(request);
    }),
  );
  sftp.on('REMOVE', (request, path) =>
    serve(request, () => {
      requireWritable(bank, path);
      bank.files.remove(path);
      done(request);
    }),
  );
  sftp.on('RENAME', (request, from, to) =>
    serve(request, () => {
      const struck = (kind: BankFaultKind, path: string): boolean => {
        if (!bank.faults.take(kind)) return false;
        bank.faults.mark(kind, paymentsIn(bank, path));
        return true;
      };
      if (struck('dropBeforeRename', from)) {
        drop();
        return;
      }
      requireWritable(bank, from);
      requireWritable(bank, to);
      bank.files.rename(from, to);
      if (struck('muteAfterRename', to)) return;
      if (struck('dropAfterRename', to)) drop();
      else if (struck('failureAfterRename', to)) sftp.status(request, STATUS.failure);
      else done(request);
    }),
  );
}

/**
 * Payments of files that are not handed over yet: a connection that is cut, for whatever request,
 * takes the renaming of such a file along, which may be on its way.
 */
function paymentsInHand(bank: BankSimulator): readonly string[] {
  const { directories, unfinishedSuffix } = bank.facts;
  return bank.files
    .list(directories.in)
    .filter((entry) => entry.name.endsWith(unfinishedSuffix))
    .flatMap((entry) => paymentsIn(bank, `${directories.in}/${entry.name}`));
}

/** EndToEndIds in a file of the customer, for the note of which payments a fault has struck. */
function paymentsIn(bank: BankSimulator, path: string): readonly string[] {
  if (bank.files.stat(path) === null) return [];
  const text = new TextDecoder().decode(bank.files.read(path));
  return [...text.matchAll(/<EndToEndId>([^<]*)</gu)].map((match) => match[1] ?? '');
}

/** What a real path answers about a name that does not exist: the name alone counts. */
const ABSENT: FileEntry = {
  name: nameOf('/'),
  sizeBytes: 0,
  modified: '1970-01-01T00:00:00Z',
  isDirectory: false,
};
