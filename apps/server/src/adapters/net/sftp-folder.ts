import { createHash, timingSafeEqual } from 'node:crypto';
import { connect as connectSocket } from 'node:net';
import { Writable } from 'node:stream';
import SftpClient from 'ssh2-sftp-client';
import { FolderError, type FolderPort, maskText } from '@quittance/connector-kit';
import { instantFromEpoch } from '@quittance/domain';
import { partsBelow } from './folder-path.ts';

export interface SftpFolderOptions {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password?: string;
  /** In OpenSSH form. */
  readonly privateKey?: string;
  /** `SHA256:…` as ssh-keygen prints it; a host with any other key is refused. */
  readonly hostKeyFingerprint: string;
  /** The folder on the server that all paths start from. */
  readonly path: string;
  readonly connectTimeoutMs?: number;
  /** For each operation; writing and reading large files included. */
  readonly operationTimeoutMs?: number;
}

/**
 * A folder behind SFTP. Connects when first needed and again when the connection went: a lost one
 * fails the operation at hand and no other. Errors: `FolderError`, whose `mayHaveActed` is false
 * when the server answered or the operation was never asked, and true when an answer stayed out.
 */
export function openSftpFolder(options: SftpFolderOptions): FolderPort {
  const root = partsBelow(options.path);
  const at = (path: string): string => `/${[...root, ...partsBelow(path)].join('/')}`;
  const { run, close } = createSession(options);
  return {
    list: (directory) => run(reads, (client) => listFiles(client, at(directory))),
    read: (path, sizeBytesMax) => run(reads, (client) => readWhole(client, at(path), sizeBytesMax)),
    write: (path, bytes) =>
      run(changes, async (client) => {
        await client.put(Buffer.from(bytes), at(path));
      }),
    rename: (from, to) => {
      const [source, target] = [at(from), at(to)];
      return run(renames, async (client) => {
        await client.rename(source, target);
      });
    },
    remove: (path) =>
      run(changes, async (client) => {
        await client.delete(at(path));
      }),
    exists: (path) => run(reads, async (client) => (await client.exists(at(path))) !== false),
    close: () => close(),
  };
}

/** What silence and a plain "failure" of the server mean for an operation. */
interface Meaning {
  readonly silenceMayHaveActed: boolean;
  /** Version 3 has no status of its own for a name that is taken: it answers "failure". */
  readonly failure: FolderError['code'];
}

const reads: Meaning = { silenceMayHaveActed: false, failure: 'down' };
const changes: Meaning = { silenceMayHaveActed: true, failure: 'down' };
const renames: Meaning = { silenceMayHaveActed: true, failure: 'exists' };

interface Session {
  readonly run: <Value>(
    meaning: Meaning,
    work: (client: SftpClient) => Promise<Value>,
  ) => Promise<Value>;
  readonly close: () => Promise<void>;
}

const connectTimeoutMsDefault = 15_000;
const operationTimeoutMsDefault = 60_000;

function createSession(options: SftpFolderOptions): Session {
  let current: Promise<SftpClient> | null = null;
  const limitMs = options.operationTimeoutMs ?? operationTimeoutMsDefault;
  const forget = (gone: Promise<SftpClient>): void => {
    if (current === gone) current = null;
  };
  const start = (): Promise<SftpClient> => {
    const started: Promise<SftpClient> = connect(options, () => forget(started));
    current = started;
    return started;
  };
  const end = async (connection: Promise<SftpClient>): Promise<void> => {
    forget(connection);
    await connection.then((client) => client.end()).catch(() => undefined);
  };
  return {
    run: async (meaning, work) => {
      const connection = current ?? start();
      try {
        return await withinTime(work(await connection), limitMs);
      } catch (error) {
        const answered = answeredError(error, meaning);
        if (answered === null || answered.code === 'down') void end(connection);
        throw answered ?? new FolderError('lost', safeMessage(error), meaning.silenceMayHaveActed);
      }
    },
    close: async () => {
      if (current !== null) await end(current);
    },
  };
}

async function connect(options: SftpFolderOptions, onEnd: () => void): Promise<SftpClient> {
  // Every operation learns of a lost connection itself; what happens in between only ends it.
  const client = new SftpClient('quittance', { error: onEnd, end: onEnd, close: onEnd });
  // Without noDelay every round trip waits for the server's delayed acknowledgement, some 40 ms.
  const socket = connectSocket({ host: options.host, port: options.port, noDelay: true });
  let keyRefused = false;
  try {
    await client.connect({
      sock: socket,
      username: options.username,
      readyTimeout: options.connectTimeoutMs ?? connectTimeoutMsDefault,
      keepaliveInterval: 15_000,
      hostVerifier: (key: Buffer) => {
        keyRefused = !isPinned(key, options.hostKeyFingerprint);
        return !keyRefused;
      },
      ...(options.password === undefined ? {} : { password: options.password }),
      ...(options.privateKey === undefined ? {} : { privateKey: options.privateKey }),
    });
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    socket.destroy();
    if (keyRefused) throw new FolderError('denied', 'the host key is not the pinned one', false);
    const refused = error instanceof Error && /authentication|privateKey/i.test(error.message);
    throw new FolderError(refused ? 'denied' : 'down', safeMessage(error), false);
  }
}

function isPinned(key: Buffer, fingerprint: string): boolean {
  const seen = createHash('sha256').update(key).digest();
  const pinned = Buffer.from(fingerprint.replace(/^SHA256:/, ''), 'base64');
  return seen.byteLength === pinned.byteLength && timingSafeEqual(seen, pinned);
}

async function listFiles(client: SftpClient, directory: string): ReturnType<FolderPort['list']> {
  const entries = await client.list(directory);
  return entries
    .filter((entry) => entry.type === '-' && !entry.name.includes('/'))
    .map((entry) => ({
      name: entry.name,
      sizeBytes: entry.size,
      modifiedAt: instantFromEpoch(entry.modifyTime),
    }));
}

async function readWhole(
  client: SftpClient,
  path: string,
  sizeBytesMax: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  const sink = new Writable({
    write: (chunk: Uint8Array, _encoding, done) => {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > sizeBytesMax) {
        done(new FolderError('too_large', `larger than ${sizeBytesMax} bytes`, false));
        return;
      }
      chunks.push(chunk);
      done();
    },
  });
  const refusal = new Promise<never>((_resolve, reject) => {
    sink.on('error', reject);
  });
  const { size } = await client.stat(path);
  if (size > sizeBytesMax) {
    throw new FolderError('too_large', `larger than ${sizeBytesMax} bytes`, false);
  }
  await Promise.race([client.get(path, sink), refusal]);
  return new Uint8Array(Buffer.concat(chunks));
}

/** Rejects when the time is up; the late result is dropped with its connection. */
function withinTime<Value>(work: Promise<Value>, limitMs: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * What the server answered, by status code (draft-ietf-secsh-filexfer-02, section 7) or by the
 * library's words for it; null when no answer came.
 */
function answeredError(error: unknown, meaning: Meaning): FolderError | null {
  if (error instanceof FolderError) return error;
  if (!(error instanceof Error) || !('code' in error)) return null;
  const message = safeMessage(error);
  switch (error.code) {
    case 2:
    case 'ENOENT':
      return new FolderError('missing', message, false);
    case 3:
    case 'EACCES':
      return new FolderError('denied', message, false);
    case 4:
      return new FolderError(meaning.failure, message, false);
    case 'ERR_NOT_CONNECTED':
      // The library noticed before it asked anything.
      return new FolderError('down', message, false);
    default:
      return null;
  }
}

const safeMessage = (error: unknown): string =>
  maskText(error instanceof Error ? error.message : String(error)).slice(0, 200);
