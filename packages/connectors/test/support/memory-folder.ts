import { FolderError, type FolderPort } from '@quittance/connector-kit';
import { asInstant, type Instant } from '@quittance/domain';

type Operation = 'list' | 'read' | 'write' | 'rename' | 'remove' | 'exists';

interface StoredFile {
  readonly bytes: Uint8Array;
  readonly modifiedAt: Instant;
}

/** How a planned failure looks: before the act, or after it without an answer. */
interface PlannedFailure {
  readonly operation: Operation;
  readonly code: FolderError['code'];
  readonly mayHaveActed: boolean;
  readonly acts: boolean;
  left: number;
}

export interface MemoryFolder extends FolderPort {
  readonly files: Map<string, StoredFile>;
  readonly calls: Operation[];
  put(path: string, text: string, modifiedAt?: string): void;
  fail(failure: Partial<PlannedFailure> & Pick<PlannedFailure, 'operation'>): void;
}

/** A folder that can be made to fail before an act, or after it without an answer. */
export function createMemoryFolder(): MemoryFolder {
  const files = new Map<string, StoredFile>();
  const failures: PlannedFailure[] = [];
  const calls: Operation[] = [];
  const tried = <Value>(operation: Operation, act: () => Value): Promise<Value> => {
    calls.push(operation);
    const failure = failures.find((given) => given.operation === operation && given.left > 0);
    if (failure === undefined) return attempt(act);
    failure.left -= 1;
    if (failure.acts) act();
    return Promise.reject(new FolderError(failure.code, 'as planned', failure.mayHaveActed));
  };
  const fileAt = (path: string): StoredFile => {
    const file = files.get(path);
    if (file === undefined) throw new FolderError('missing', path, false);
    return file;
  };
  const put = (path: string, text: string, modifiedAt = '2026-11-23T08:00:00.000Z'): void => {
    const bytes = new TextEncoder().encode(text);
    files.set(path, { bytes, modifiedAt: asInstant(modifiedAt) });
  };
  return {
    files,
    calls,
    put,
    fail: (failure) => {
      const silent = { code: 'lost', mayHaveActed: true, acts: false, left: 1 } as const;
      failures.push({ ...silent, ...failure });
    },
    list: (directory) =>
      tried('list', () =>
        [...files]
          .filter(([path]) => path.startsWith(`${directory}/`))
          .map(([path, { bytes, modifiedAt }]) => ({
            name: path.slice(directory.length + 1),
            sizeBytes: bytes.byteLength,
            modifiedAt,
          })),
      ),
    read: (path) => tried('read', () => fileAt(path).bytes),
    write: (path, bytes) => tried('write', () => put(path, new TextDecoder().decode(bytes))),
    rename: (from, to) =>
      tried('rename', () => {
        const file = fileAt(from);
        if (files.has(to)) throw new FolderError('exists', to, false);
        files.delete(from);
        files.set(to, file);
      }),
    remove: (path) =>
      tried('remove', () => {
        fileAt(path);
        files.delete(path);
      }),
    exists: (path) => tried('exists', () => files.has(path)),
    close: () => Promise.resolve(),
  };
}

const attempt = async <Value>(act: () => Value): Promise<Value> => {
  await Promise.resolve();
  return act();
};
