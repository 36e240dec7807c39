import { Agent as PlainAgent, type IncomingMessage, request as requestPlain } from 'node:http';
import { Agent as TlsAgent, request as requestTls } from 'node:https';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { TLSSocket } from 'node:tls';
import {
  type ConnectorLogLine,
  type HttpPort,
  type HttpRequest,
  type HttpResult,
  maskText,
} from '@quittance/connector-kit';

export interface HttpClientOptions {
  /** One line for each call: method, host and path, status, duration; never headers or bodies. */
  readonly log: (line: ConnectorLogLine) => void;
  /** Plain HTTP leaves this machine unencrypted: loopback only, unless this is set (SEC-09). */
  readonly allowPlain?: boolean;
  readonly connectionsMaxPerHost?: number;
  /** Certificates to trust besides the system's, in PEM. */
  readonly trust?: string;
}

export interface HttpClient extends HttpPort {
  /** Closes the idle connections. */
  close(): void;
}

const loopbackHosts: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * HTTP for connectors: kept-alive connections, one time limit for the whole call, a limit on the
 * answer's size, redirects handed back and never followed (a redirect would carry credentials to
 * another host). Never rejects: what goes wrong is a result that says whether a byte may have left.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const shared = { keepAlive: true, maxSockets: options.connectionsMaxPerHost ?? 16 };
  const plain = new PlainAgent(shared);
  const tls = new TlsAgent({
    ...shared,
    minVersion: 'TLSv1.2',
    ...(options.trust === undefined ? {} : { ca: options.trust }),
  });
  const agents = { plain, tls };
  return {
    request: async (request) => {
      const startedMs = performance.now();
      const url = URL.parse(request.url);
      const refusal = url === null ? 'not an address' : refusalOf(url, options.allowPlain ?? false);
      const result =
        url === null || refusal !== null
          ? failure(false, 'BAD_URL', refusal ?? 'not an address')
          : await send(url, request, agents);
      options.log(logLine(request, url, { result, durationMs: performance.now() - startedMs }));
      return result;
    },
    close: () => {
      plain.destroy();
      tls.destroy();
    },
  };
}

function refusalOf(url: URL, allowPlain: boolean): string | null {
  if (url.username !== '' || url.password !== '') return 'credentials belong in a header';
  if (url.protocol === 'https:') return null;
  if (url.protocol !== 'http:') return `no HTTP address: ${url.protocol}`;
  if (allowPlain || loopbackHosts.has(url.hostname)) return null;
  return 'plain HTTP is allowed on this machine only';
}

const failure = (reached: boolean, code: string, message: string): HttpResult => ({
  kind: 'failure',
  reached,
  code,
  message,
});

function logLine(
  request: HttpRequest,
  url: URL | null,
  seen: { readonly result: HttpResult; readonly durationMs: number },
): ConnectorLogLine {
  const { result } = seen;
  // The query may carry anything; only the path is written down.
  const where = url === null ? 'an unreadable address' : `${url.host}${url.pathname}`;
  const how = result.kind === 'answer' ? '' : ` ${result.code} reached=${result.reached}`;
  return {
    event: 'http.call',
    durationMs: Math.round(seen.durationMs),
    ...(result.kind === 'answer' ? { status: result.status } : {}),
    detail: maskText(`${request.method} ${where}${how}`),
  };
}

interface Agents {
  readonly plain: PlainAgent;
  readonly tls: TlsAgent;
}

function send(url: URL, request: HttpRequest, agents: Agents): Promise<HttpResult> {
  const body = request.body === undefined ? null : Buffer.from(request.body, 'utf8');
  const headers = {
    'accept-encoding': 'identity',
    ...request.headers,
    ...(body === null ? {} : { 'content-length': `${body.byteLength}` }),
  };
  return new Promise((resolve) => {
    let reached = false;
    const finish = (result: HttpResult): void => {
      clearTimeout(timer);
      resolve(result);
    };
    const { method } = request;
    const outgoing =
      url.protocol === 'https:'
        ? requestTls(url, { method, headers, agent: agents.tls })
        : requestPlain(url, { method, headers, agent: agents.plain });
    const timer = setTimeout(() => {
      finish(failure(reached, 'TIMEOUT', `no answer within ${request.timeoutMs} ms`));
      outgoing.destroy();
    }, request.timeoutMs);
    outgoing.on('socket', (socket) => {
      whenBytesLeave(socket, () => {
        reached = true;
      });
    });
    outgoing.on('response', (incoming) => {
      reached = true;
      readAnswer(incoming, request.sizeBytesMax, (result) => {
        finish(result);
        if (result.kind === 'failure') outgoing.destroy();
      });
    });
    outgoing.on('error', (error) =>
      finish(failure(reached, codeOf(error), maskText(error.message))),
    );
    outgoing.end(body);
  });
}

/**
 * Node sends the request the moment the connection stands, with TLS after the handshake. Only a
 * socket that is still connecting proves that nothing left; one that was in use before, whether
 * the agent says so or not, counts as standing.
 */
function whenBytesLeave(socket: Socket, told: () => void): void {
  if (!socket.connecting) told();
  else socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', told);
}

function readAnswer(
  incoming: IncomingMessage,
  sizeBytesMax: number,
  finish: (result: HttpResult) => void,
): void {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  incoming.on('data', (chunk: Buffer) => {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > sizeBytesMax) {
      finish(failure(true, 'TOO_LARGE', `the answer is larger than ${sizeBytesMax} bytes`));
    } else chunks.push(chunk);
  });
  incoming.on('end', () => {
    if (!incoming.complete || sizeBytes > sizeBytesMax) return;
    finish({
      kind: 'answer',
      status: incoming.statusCode ?? 0,
      headers: headersOf(incoming),
      body: Buffer.concat(chunks).toString('utf8'),
    });
  });
  // An answer that ends in the middle is silence: the act may have happened.
  incoming.on('aborted', () => finish(failure(true, 'ECONNRESET', 'the answer ended too early')));
  incoming.on('error', (error) => finish(failure(true, codeOf(error), maskText(error.message))));
}

function headersOf(incoming: IncomingMessage): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  }
  return headers;
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : 'NETWORK';
