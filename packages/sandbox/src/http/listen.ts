import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { CutAnswer, NoAnswer } from './answers.ts';

/** A simulator that answers requests, on a socket or in memory. */
export interface HttpSimulator {
  /** Errors: `NoAnswer` cuts the connection, `CutAnswer` cuts it in the middle of the answer. */
  readonly handle: (request: Request) => Promise<Response>;
  /** True: connections are refused. */
  readonly isDown: () => boolean;
}

export interface HttpListener {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** A request yields buffers: no encoding was set on it. */
const bytesOf = (incoming: IncomingMessage): AsyncIterable<Uint8Array> => incoming;

async function asRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytesOf(incoming)) chunks.push(chunk);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (typeof value === 'string') headers.set(name, value);
  }
  const method = incoming.method ?? 'GET';
  const withBody = method === 'GET' || method === 'HEAD' ? {} : { body: Buffer.concat(chunks) };
  return new Request(`http://127.0.0.1${incoming.url ?? '/'}`, { method, headers, ...withBody });
}

async function send(outgoing: ServerResponse, response: Response, isCut: boolean): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const headers = { ...Object.fromEntries(response.headers), 'content-length': body.byteLength };
  outgoing.writeHead(response.status, headers);
  if (!isCut) {
    outgoing.end(body);
    return;
  }
  outgoing.write(body.subarray(0, body.byteLength / 2), () => outgoing.destroy());
}

async function serve(
  simulator: HttpSimulator,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    await send(outgoing, await simulator.handle(await asRequest(incoming)), false);
  } catch (error) {
    if (error instanceof CutAnswer) await send(outgoing, error.whole, true);
    else outgoing.destroy();
    if (!(error instanceof CutAnswer) && !(error instanceof NoAnswer)) throw error;
  }
}

/** Puts a simulator on a socket of 127.0.0.1; port 0 takes any free one. */
export async function listenHttp(
  simulator: HttpSimulator,
  options: { readonly port: number },
): Promise<HttpListener> {
  const server = createServer((incoming, outgoing) => void serve(simulator, incoming, outgoing));
  server.on('connection', (socket) => {
    if (simulator.isDown()) socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error === undefined ? resolve() : reject(error)));
      }),
  };
}
