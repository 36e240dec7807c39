/** A proxy on a socket of this machine that spoils exchanges between a client and one server. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { Toxic, ToxicKind } from './toxics.ts';

export interface FaultProxyInput {
  readonly targetPort: number;
  /** Asked once for each exchange; null leaves it alone. */
  readonly draw: () => Toxic | null;
  readonly onStrike?: (kind: ToxicKind) => void;
  /** The share of a chunk at which jitter lets it pass, from 0 to 1. */
  readonly jitter?: () => number;
}

export interface FaultProxy {
  readonly port: number;
  /** How often each toxic struck. */
  strikes(): ReadonlyMap<ToxicKind, number>;
  /** Connections that have an open end. */
  links(): number;
  close(): Promise<void>;
}

/** A trickle comes in pieces of so many bytes at most. */
const pieceBytesMax = 512;
/** A trickle of an answer ends after so many pieces, and the rest comes at once. */
const piecesMax = 40;

interface Link {
  readonly client: Socket;
  readonly server: Socket;
}

/** Listens on a free port of 127.0.0.1 and hands every connection on to the target. */
export async function openFaultProxy(input: FaultProxyInput): Promise<FaultProxy> {
  const links = new Set<Link>();
  const counts = new Map<ToxicKind, number>();
  const listener = createServer({ pauseOnConnect: true, noDelay: true }, (client) => {
    const server = connect({ host: '127.0.0.1', port: input.targetPort, noDelay: true });
    const link = { client, server };
    links.add(link);
    join(link, {
      ...input,
      onStrike: (kind) => {
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
        input.onStrike?.(kind);
      },
    });
    const forget = (): void => {
      if (client.destroyed && server.destroyed) links.delete(link);
    };
    client.once('close', forget);
    server.once('close', forget);
    client.resume();
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: portOf(listener.address()),
    strikes: () => new Map(counts),
    links: () => links.size,
    async close() {
      const closed = once(listener, 'close');
      listener.close();
      for (const { client, server } of links) {
        client.destroy();
        server.destroy();
      }
      await closed;
    },
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

/** One connection. An exchange begins with the first bytes of the client after an answer. */
function join(link: Link, input: FaultProxyInput): void {
  const { client, server } = link;
  const toServer = createPipe(server);
  const toClient = createPipe(client);
  let toxic: Toxic | null = null;
  let isAnswered = true;
  let isDark = false;
  const jitter = input.jitter ?? (() => 1);
  const delayMs = (): number => {
    if (toxic?.kind === 'latency') return toxic.durationMs;
    return toxic?.kind === 'jitter' ? Math.round(toxic.durationMs * jitter()) : 0;
  };
  const goDark = ({ kind, durationMs }: Toxic): void => {
    isDark = true;
    if (kind === 'halfOpen') server.destroy();
    setTimeout(() => cut(link), durationMs).unref();
  };
  client.on('data', (chunk: Buffer) => {
    if (isDark) return;
    if (isAnswered) {
      isAnswered = false;
      toxic = input.draw();
      if (toxic !== null) input.onStrike?.(toxic.kind);
    }
    if (toxic?.kind === 'resetBefore') cut(link);
    else if (toxic?.kind === 'halfOpen' || toxic?.kind === 'blackhole') goDark(toxic);
    else toServer.write(chunk, delayMs());
  });
  server.on('data', (chunk: Buffer) => {
    if (isDark) return;
    isAnswered = true;
    if (toxic?.kind === 'resetAfter') cut(link);
    else if (toxic?.kind === 'truncate') {
      isDark = true;
      toClient.write(chunk.subarray(0, Math.floor(chunk.byteLength / 2)), 0);
      toClient.end();
      server.destroy();
    } else if (toxic?.kind === 'slowRead') toClient.trickle(chunk, toxic.durationMs);
    else toClient.write(chunk, delayMs());
  });
  client.on('end', () => toServer.end());
  server.on('end', () => {
    if (!isDark) toClient.end();
  });
  // A connection that breaks on one side is broken on the other, unless that side is in the dark.
  const breakOff = (): void => {
    if (!isDark) cut(link);
  };
  client.on('error', () => cut(link));
  server.on('error', breakOff);
  client.once('close', () => server.destroy());
}

/** Resets the client's end and ends the server's. */
function cut({ client, server }: Link): void {
  if (!client.destroyed) client.resetAndDestroy();
  server.destroy();
}

interface Pipe {
  write(chunk: Buffer, delayMs: number): void;
  trickle(chunk: Buffer, everyMs: number): void;
  end(): void;
}

/** Writes in the order of the calls, however long each waits. */
function createPipe(socket: Socket): Pipe {
  let last: Promise<void> = Promise.resolve();
  const then = (work: () => Promise<void>): void => {
    last = last.then(work);
  };
  const send = (chunk: Buffer): void => {
    if (socket.writable) socket.write(chunk);
  };
  return {
    write: (chunk, delayMs) =>
      then(async () => {
        if (delayMs > 0) await wait(delayMs);
        send(chunk);
      }),
    trickle: (chunk, everyMs) =>
      then(async () => {
        let from = 0;
        for (let pieces = 0; pieces < piecesMax && from < chunk.byteLength; pieces += 1) {
          if (!socket.writable) return;
          send(chunk.subarray(from, from + pieceBytesMax));
          from += pieceBytesMax;
          await wait(everyMs);
        }
        send(chunk.subarray(from));
      }),
    end: () =>
      then(async () => {
        if (socket.writable) socket.end();
        return Promise.resolve();
      }),
  };
}
