import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createRandom } from '@quittance/sandbox';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FaultProxy, openFaultProxy } from './chaos/proxy.ts';
import { type Toxic, type ToxicKind, toxicKinds, toxicsOf } from './chaos/toxics.ts';

/** What reached the server. */
let received: string[];
/** Connections that the server knows of. */
let open: Set<Socket>;
let server: Server;
const proxies: FaultProxy[] = [];
const clients: Socket[] = [];

beforeEach(async () => {
  received = [];
  open = new Set();
  server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => open.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      received.push(chunk.toString());
      socket.write(`answer to ${chunk.toString()}`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  for (const proxy of proxies.splice(0)) await proxy.close();
  for (const socket of open) socket.destroy();
  server.close();
});

/** A proxy whose exchanges have these toxics, one after another; then none. */
async function proxyWith(...toxics: readonly (Toxic | null)[]): Promise<FaultProxy> {
  const left = [...toxics];
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  const targetPort = address.port;
  const proxy = await openFaultProxy({ targetPort, draw: () => left.shift() ?? null });
  proxies.push(proxy);
  return proxy;
}

interface Client {
  readonly socket: Socket;
  readonly say: (text: string) => void;
  readonly heard: () => string;
  /** How the connection ended, once it has. */
  readonly ending: () => 'open' | 'ended' | 'reset';
}

async function dial(proxy: FaultProxy): Promise<Client> {
  const socket = connect({ host: '127.0.0.1', port: proxy.port });
  clients.push(socket);
  let text = '';
  let ending: ReturnType<Client['ending']> = 'open';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.on('end', () => {
    if (ending === 'open') ending = 'ended';
  });
  socket.on('error', () => {
    ending = 'reset';
  });
  await once(socket, 'connect');
  return { socket, say: (words) => socket.write(words), heard: () => text, ending: () => ending };
}

const toxic = (kind: ToxicKind, durationMs = 0): Toxic => ({ kind, durationMs });

test('what no toxic strikes passes unchanged, both ways', async () => {
  const client = await dial(await proxyWith());
  client.say('one');
  await expect.poll(client.heard).toBe('answer to one');
  client.say('two');
  await expect.poll(client.heard).toBe('answer to oneanswer to two');
  client.socket.end();
  await expect.poll(() => open.size).toBe(0);
});

test.each(['latency', 'jitter'] as const)('%s delays and keeps the order', async (kind) => {
  const proxy = await proxyWith(null, toxic(kind, 60));
  const client = await dial(proxy);
  client.say('one');
  await expect.poll(client.heard).toBe('answer to one');
  client.say('two');
  client.say('three');
  await expect.poll(client.heard).toContain('three');
  expect(received.join('')).toBe('onetwothree');
  expect(proxy.strikes()).toEqual(new Map([[kind, 1]]));
});

test('a latency waits before it lets a request pass', async () => {
  const client = await dial(await proxyWith(toxic('latency', 10_000)));
  client.say('one');
  await expect.poll(() => open.size).toBe(1);
  expect(received).toEqual([]);
  expect(client.ending()).toBe('open');
});

test('a reset before the request: the server never hears it', async () => {
  const client = await dial(await proxyWith(toxic('resetBefore')));
  client.say('one');
  await expect.poll(client.ending).toBe('reset');
  expect(received).toEqual([]);
  expect(client.heard()).toBe('');
});

test('a reset after the request: the server answered, and the client does not know', async () => {
  const client = await dial(await proxyWith(toxic('resetAfter')));
  client.say('one');
  await expect.poll(client.ending).toBe('reset');
  expect(received).toEqual(['one']);
  expect(client.heard()).toBe('');
});

test('half-open: the server is gone, and the client learns of it only later', async () => {
  const client = await dial(await proxyWith(null, toxic('halfOpen', 300)));
  client.say('one');
  await expect.poll(client.heard).toBe('answer to one');
  client.say('two');
  await expect.poll(() => open.size).toBe(0);
  expect(client.ending()).toBe('open');
  await expect.poll(client.ending).toBe('reset');
  expect(received).toEqual(['one']);
});

test('a blackhole swallows both directions while both ends stay', async () => {
  const client = await dial(await proxyWith(null, toxic('blackhole', 300)));
  client.say('one');
  await expect.poll(client.heard).toBe('answer to one');
  client.say('two');
  const [socket] = open;
  socket?.write('unasked');
  await expect.poll(client.ending).toBe('reset');
  expect(received).toEqual(['one']);
  expect(client.heard()).toBe('answer to one');
  await expect.poll(() => open.size).toBe(0);
});

test('a truncated answer ends in its middle without an error', async () => {
  const client = await dial(await proxyWith(toxic('truncate')));
  client.say('one');
  await expect.poll(client.ending).toBe('ended');
  expect(client.heard()).toBe('answer');
  expect(received).toEqual(['one']);
});

test('a slow read gives the whole answer in small pieces', async () => {
  const client = await dial(await proxyWith(toxic('slowRead', 1)));
  let pieces = 0;
  client.socket.on('data', () => {
    pieces += 1;
  });
  const request = 'x'.repeat(4_000);
  client.say(request);
  await expect.poll(client.heard).toBe(`answer to ${request}`);
  expect(pieces).toBeGreaterThan(3);
});

test('a script of a seed is the same each time and knows every toxic', () => {
  const script = (seed: number): readonly (Toxic | null)[] => {
    const draw = toxicsOf(createRandom(seed), () => 500);
    return Array.from({ length: 400 }, () => draw());
  };
  expect(script(7)).toEqual(script(7));
  expect(script(7)).not.toEqual(script(8));
  const kinds = new Set(script(7).flatMap((one) => one?.kind ?? []));
  expect([...kinds].toSorted()).toEqual(toxicKinds.toSorted());
});

test('a proxy whose server is away resets its clients', async () => {
  const gone = await openFaultProxy({ targetPort: 1, draw: () => null });
  proxies.push(gone);
  const client = await dial(gone);
  client.say('one');
  await expect.poll(client.ending).toBe('reset');
});
