import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { ConnectionLost } from './faults.ts';
import type { OdooSimulator } from './simulator.ts';

export interface OdooServer {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and cuts every open connection. */
  readonly close: () => Promise<void>;
}

/** A request yields buffers: no encoding was set on it. */
const bytesOf = (incoming: IncomingMessage): AsyncIterable<Uint8Array> => incoming;

const readBody = async (incoming: IncomingMessage): Promise<string> => {
  const decoder = new TextDecoder();
  let body = '';
  for await (const chunk of bytesOf(incoming)) body += decoder.decode(chunk, { stream: true });
  return body + decoder.decode();
};

const asRequest = (incoming: IncomingMessage, body: string, signal: AbortSignal): Request => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === 'string') headers.set(name, value);
  }
  const method = incoming.method ?? 'GET';
  const withBody = method !== 'GET' && method !== 'HEAD' ? { body } : {};
  return new Request(`http://127.0.0.1${incoming.url ?? '/'}`, {
    method,
    headers,
    signal,
    ...withBody,
  });
};

const serve = async (
  simulator: OdooSimulator,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> => {
  const gone = new AbortController();
  outgoing.on('close', () => gone.abort(new Error('the client hung up')));
  try {
    const request = asRequest(incoming, await readBody(incoming), gone.signal);
    const response = await simulator.handle(request);
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(await response.text());
  } catch (error) {
    outgoing.destroy();
    if (error instanceof ConnectionLost || gone.signal.aborted) return;
    throw error;
  }
};

/** Puts a simulator on a real socket of 127.0.0.1; port 0 takes any free one. */
export const listenOdoo = async (
  simulator: OdooSimulator,
  options: { readonly port: number },
): Promise<OdooServer> => {
  const server: Server = createServer((incoming, outgoing) => {
    void serve(simulator, incoming, outgoing);
  });
  server.on('connection', (socket) => {
    if (simulator.faults.refusesConnection()) socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error === undefined ? resolve() : reject(error)));
      }),
  };
};
