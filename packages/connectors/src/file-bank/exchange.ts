import { createHash } from 'node:crypto';
import {
  type ConnectorPorts,
  FolderError,
  type FolderPort,
  type Outcome,
  type ReceivedFile,
} from '@quittance/connector-kit';
import { addMilliseconds, type Fault, refuse, succeed } from '@quittance/domain';
import { completeEntries, isSafeName, lookOf, type SeenSizes } from './client.ts';
import type { FileBankConfig } from './config.ts';
import { badNameFault, faultOfFolder, logLine, tooLargeFault } from './faults.ts';
import { type FileHandle, readHandle, writeHandle } from './handle.ts';

/** The files of one connection; what was seen last tells growing files from complete ones. */
export interface FileExchange {
  fetch(limit: number): Promise<Outcome<readonly ReceivedFile[]>>;
  acknowledge(handles: readonly string[]): Promise<Outcome<null>>;
}

interface ExchangeContext {
  readonly folder: FolderPort;
  readonly config: FileBankConfig;
  readonly ports: Pick<ConnectorPorts, 'now' | 'log'>;
}

export function createExchange(context: ExchangeContext): FileExchange {
  let seen: SeenSizes = new Map();
  return {
    fetch: async (limit) => {
      try {
        const entries = await context.folder.list(context.config.folders.out);
        const quietMs = context.config.quietSeconds * 1_000;
        const quietSince = addMilliseconds(context.ports.now(), -quietMs);
        const complete = completeEntries({ entries, seen, quietSince });
        seen = new Map(entries.map((entry) => [entry.name, lookOf(entry)]));
        return await readFiles(context, complete, limit);
      } catch (error) {
        return refuse(told(context, 'fetch', faultOfFolder(error)));
      }
    },
    acknowledge: (handles) => acknowledgeFiles(context, handles),
  };
}

function told(context: ExchangeContext, event: string, found: Fault): Fault {
  context.ports.log(logLine(event, found));
  return found;
}

/** A file too large does not hold the others back, and is a fault once it is alone. */
async function readFiles(
  context: ExchangeContext,
  complete: ReturnType<typeof completeEntries>,
  limit: number,
): Promise<Outcome<readonly ReceivedFile[]>> {
  const { folder, config } = context;
  const files: ReceivedFile[] = [];
  let tooLarge = 0;
  for (const entry of complete) {
    if (files.length >= limit) break;
    if (entry.sizeBytes > config.sizeBytesMax) {
      tooLarge += 1;
      continue;
    }
    const bytes = await readIfThere(folder, `${config.folders.out}/${entry.name}`, config);
    // Grown, shrunk or gone since the listing: the next round looks again.
    if (bytes?.byteLength !== entry.sizeBytes) continue;
    const digest = digestOf(bytes);
    const handle = writeHandle({ name: entry.name, look: lookOf(entry), digest });
    files.push({ name: entry.name, bytes, handle });
  }
  if (tooLarge > 0) told(context, 'fetch', tooLargeFault);
  return files.length === 0 && tooLarge > 0 ? refuse(tooLargeFault) : succeed(files);
}

async function readIfThere(
  folder: FolderPort,
  path: string,
  config: FileBankConfig,
): Promise<Uint8Array | null> {
  try {
    return await folder.read(path, config.sizeBytesMax);
  } catch (error) {
    const passing = error instanceof FolderError && ['missing', 'too_large'].includes(error.code);
    if (passing) return null;
    throw error;
  }
}

const digestOf = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/**
 * Takes files away that are stored here by now. A file that is gone was taken before; one that
 * changed since it was fetched is somebody's new file and stays, to be fetched itself.
 */
async function acknowledgeFiles(
  context: ExchangeContext,
  handles: readonly string[],
): Promise<Outcome<null>> {
  const { folder, config } = context;
  try {
    const entries = await folder.list(config.folders.out);
    const looks = new Map(entries.map((entry) => [entry.name, lookOf(entry)]));
    for (const text of handles) {
      const handle = readHandle(text);
      if (handle === null || !isSafeName(handle.name)) return refuse(badNameFault);
      if (looks.get(handle.name) === handle.look) await takeAway(context, handle);
    }
    return succeed(null);
  } catch (error) {
    const found = faultOfFolder(error);
    // Taking away twice is harmless, so silence here only means: once more.
    const kind = found.kind === 'unknownOutcome' ? 'retry' : found.kind;
    return refuse(told(context, 'acknowledge', { ...found, kind }));
  }
}

async function takeAway({ folder, config }: ExchangeContext, handle: FileHandle): Promise<void> {
  const { out, archive } = config.folders;
  const source = `${out}/${handle.name}`;
  if (config.acknowledge === 'remove') {
    await unlessGone(folder.remove(source));
    return;
  }
  try {
    await unlessGone(folder.rename(source, `${archive}/${handle.name}`));
  } catch (error) {
    if (!(error instanceof FolderError) || error.code !== 'exists') throw error;
    await archiveBesides(folder, source, `${archive}/${handle.name}.${handle.digest}`);
  }
}

/** The archive holds another file of that name: the digest tells them apart. */
async function archiveBesides(folder: FolderPort, source: string, target: string): Promise<void> {
  if (await folder.exists(target)) await unlessGone(folder.remove(source));
  else await unlessGone(folder.rename(source, target));
}

async function unlessGone(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof FolderError) || error.code !== 'missing') throw error;
  }
}
