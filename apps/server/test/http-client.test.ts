import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createServer as createRawServer, type Server as RawServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { ConnectorLogLine, HttpRequest, HttpResult } from '@quittance/connector-kit';
import {
  createHttpClient,
  type HttpClient,
  type HttpClientOptions,
} from '../src/adapters/net/index.ts';
import { createSelfSigned } from './support/self-signed.ts';

const cleanUps: (() => Promise<void> | void)[] = [];
const lines: ConnectorLogLine[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
  lines.length = 0;
});

const openClient = (given: Partial<HttpClientOptions> = {}): HttpClient => {
  const client = createHttpClient({ log: (line) => void lines.push(line), ...given });
  cleanUps.push(() => client.close());
  return client;
};

async function listen(server: Server | RawServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  );
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

const serve = (
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> => listen(createServer(handle));

const get = (url: string, given: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  headers: {},
  timeoutMs: 5_000,
  sizeBytesMax: 100_000,
  ...given,
});

const reachedOf = (result: HttpResult): boolean | null =>
  result.kind === 'failure' ? result.reached : null;

describe('the HTTP client', () => {
  test('sends headers and body, and gives status, headers and body back', async () => {
    const url = await serve((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(201, { 'x-kind': 'made', 'set-cookie': ['a=1', 'b=2'] });
        const key = request.headers['idempotency-key'];
        response.end(`${request.method} ${String(key)} ${Buffer.concat(chunks).toString('utf8')}`);
      });
    });
    const result = await openClient().request(
      get(url, { method: 'POST', headers: { 'idempotency-key': 'k1' }, body: 'Grüße' }),
    );
    expect(result).toMatchObject({ kind: 'answer', status: 201, body: 'POST k1 Grüße' });
    expect(result.kind === 'answer' && result.headers).toMatchObject({
      'x-kind': 'made',
      'set-cookie': 'a=1, b=2',
    });
  });

  test('keeps connections alive', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('ok');
    });
    const client = openClient();
    for (let times = 0; times < 3; times += 1) await client.request(get(url));
    expect(ports.size).toBe(1);
  });

  test('[RES-01][FT-11] a refused connection never left', async () => {
    const server = createRawServer();
    const url = await listen(server);
    await new Promise<void>((resolve) => server.close(() => resolve()));
    expect(await openClient().request(get(url))).toMatchObject({
      kind: 'failure',
      reached: false,
      code: 'ECONNREFUSED',
    });
  });

  test('[RES-01] a name that does not exist never left', async () => {
    const result = await openClient().request(get('https://hub.invalid/'));
    expect(reachedOf(result)).toBe(false);
  });

  test('[RES-01][SEC-09] a handshake that fails never left', async () => {
    const url = await listen(createRawServer((socket) => socket.resume().end('no TLS here\r\n')));
    const result = await openClient().request(get(url.replace('http:', 'https:')));
    expect(reachedOf(result)).toBe(false);
  });

  test('[SEC-09] a certificate that nobody trusts ends the call before a byte left', async () => {
    let called = false;
    const server = createTlsServer(createSelfSigned(), (_request, response) => {
      called = true;
      response.end('ok');
    });
    const url = (await listen(server)).replace('http:', 'https:');
    const result = await openClient().request(get(url, { method: 'POST', body: 'pay' }));
    expect([reachedOf(result), called]).toEqual([false, false]);
  });

  test('[FT-05][I14][SEC-09] behind TLS a request that left is reached', async () => {
    const certificate = createSelfSigned();
    let calls = 0;
    const server = createTlsServer(certificate, (request, response) => {
      calls += 1;
      if (calls === 1) response.end('ok');
      else request.socket.destroy();
    });
    const url = (await listen(server)).replace('http:', 'https:');
    const client = openClient({ trust: certificate.cert });
    expect(await client.request(get(url))).toMatchObject({ kind: 'answer', body: 'ok' });
    expect(reachedOf(await client.request(get(url)))).toBe(true);
    const fresh = openClient({ trust: certificate.cert });
    expect(reachedOf(await fresh.request(get(url)))).toBe(true);
  });

  test('[I14][SEC-09] a request that waited for a kept connection counts as reached', async () => {
    const certificate = createSelfSigned();
    let calls = 0;
    const server = createTlsServer(certificate, (request, response) => {
      calls += 1;
      if (calls === 1) response.end('ok');
      else request.socket.destroy();
    });
    const url = (await listen(server)).replace('http:', 'https:');
    const client = openClient({ trust: certificate.cert, connectionsMaxPerHost: 1 });
    const [first, second] = await Promise.all([client.request(get(url)), client.request(get(url))]);
    expect(first.kind).toBe('answer');
    expect(reachedOf(second)).toBe(true);
  });

  test('[RES-01] a handshake that never ends runs out of time before a byte left', async () => {
    const sockets: { destroy: () => void }[] = [];
    const url = await listen(createRawServer((socket) => void sockets.push(socket)));
    const given = { timeoutMs: 150, method: 'POST', body: 'pay' } as const;
    const result = await openClient().request(get(url.replace('http:', 'https:'), given));
    expect(result).toMatchObject({ kind: 'failure', reached: false, code: 'TIMEOUT' });
    for (const socket of sockets) socket.destroy();
  });

  test('[FT-05][I14] silence after the request left is reached, and ends in time', async () => {
    const url = await serve(() => undefined);
    const result = await openClient().request(get(url, { timeoutMs: 150 }));
    expect(result).toMatchObject({ kind: 'failure', reached: true, code: 'TIMEOUT' });
  });

  test('[FT-05][I14] a connection reset after the request is reached', async () => {
    const url = await serve((request) => request.socket.destroy());
    expect(reachedOf(await openClient().request(get(url)))).toBe(true);
  });

  test('[I14] a kept connection that breaks under a second request is reached', async () => {
    let calls = 0;
    const url = await serve((request, response) => {
      calls += 1;
      if (calls === 1) response.end('ok');
      else request.socket.destroy();
    });
    const client = openClient();
    await client.request(get(url));
    expect(reachedOf(await client.request(get(url)))).toBe(true);
  });

  test('[I14] an answer that ends in the middle is silence', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setTimeout(() => response.destroy(), 20);
    });
    expect(reachedOf(await openClient().request(get(url)))).toBe(true);
  });

  test('an answer that drips for ever runs out of time', async () => {
    const url = await serve((_request, response) => {
      const timer = setInterval(() => response.write('.'), 10);
      response.on('close', () => clearInterval(timer));
    });
    const result = await openClient().request(get(url, { timeoutMs: 200 }));
    expect(result).toMatchObject({ kind: 'failure', reached: true, code: 'TIMEOUT' });
  });

  test('[I34] an answer beyond the limit is cut off', async () => {
    const url = await serve((_request, response) => response.end('x'.repeat(50_000)));
    const client = openClient();
    expect(await client.request(get(url, { sizeBytesMax: 49_999 }))).toMatchObject({
      kind: 'failure',
      reached: true,
      code: 'TOO_LARGE',
    });
    expect(await client.request(get(url, { sizeBytesMax: 50_000 }))).toMatchObject({ status: 200 });
  });

  test('[SEC-13] a redirect is handed back, never followed', async () => {
    let followed = false;
    const url = await serve((request, response) => {
      if (request.url === '/other') followed = true;
      response.writeHead(302, { location: '/other' }).end();
    });
    const result = await openClient().request(get(url));
    expect(result).toMatchObject({ kind: 'answer', status: 302 });
    expect(followed).toBe(false);
  });

  test.each([
    ['http://bank.example/', 'plain HTTP beyond this machine'],
    ['https://user:pass@bank.example/', 'credentials in the address'],
    ['ftp://bank.example/', 'another protocol'],
    ['not an address', 'no address'],
  ])('[SEC-09] %s is refused: %s', async (url) => {
    expect(await openClient().request(get(url))).toMatchObject({
      kind: 'failure',
      reached: false,
      code: 'BAD_URL',
    });
  });

  test('[I24] a log line holds method, place and outcome, and no secret', async () => {
    const url = await serve((_request, response) => response.end('IBAN DE89370400440532013000'));
    await openClient().request(
      get(`${url}/accounts/DE89370400440532013000?api_key=geheim123`, {
        method: 'POST',
        headers: { authorization: 'Bearer geheim123' },
        body: '{"password":"geheim123"}',
      }),
    );
    const written = JSON.stringify(lines);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ event: 'http.call', status: 200 });
    expect(lines[0]?.detail).toContain('POST 127.0.0.1:');
    expect(written).not.toContain('geheim123');
    expect(written).not.toContain('DE89370400440532013000');
  });
});
