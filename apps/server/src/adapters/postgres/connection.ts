import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { Client } from 'pg';
import { errorCode } from './errors.ts';
import type { LaunchState } from './secret-files.ts';

export const SUPERUSER = 'postgres';
const HOST = '127.0.0.1';

/** Who to connect as. */
export type Login = { readonly role: string; readonly password: string };

export function postgresUrl(port: number, database: string, login: Login): string {
  const { role, password } = login;
  const credentials = `${encodeURIComponent(role)}:${encodeURIComponent(password)}`;
  return `postgres://${credentials}@${HOST}:${port}/${encodeURIComponent(database)}`;
}

export function superuserUrl(state: LaunchState, database = 'postgres'): string {
  return postgresUrl(state.port, database, { role: SUPERUSER, password: state.superuserPassword });
}

/** Connects, runs the work and always hangs up. */
export async function withClient<Result>(
  url: string,
  work: (client: Client) => Promise<Result>,
  connectionTimeoutMillis = 10_000,
): Promise<Result> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis });
  // A connection that dies between two statements is reported by the next statement as well.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * What answers on a data folder's port.
 *
 * - `ours`     a server on this very data folder; `pid` is its postmaster
 * - `busy`     ours or not, it is starting up or shutting down: ask again
 * - `stranger` something else: another server, or no PostgreSQL at all
 * - `nobody`   nothing listens
 */
export type Answer =
  | { readonly kind: 'ours'; readonly pid: number }
  | { readonly kind: 'busy' }
  | { readonly kind: 'stranger' }
  | { readonly kind: 'nobody' };

/** SQLSTATE 57P03 cannot_connect_now, 53300 too_many_connections: it lives, and answers later. */
const BUSY = new Set(['57P03', '53300', '57P01', '57P02']);

/** A server of ours that is slower than this is found by its processes, and asked again. */
const ANSWER_TIMEOUT_MS = 2_000;

/** Asks the port who listens there, in PostgreSQL's own words rather than from a pid file. */
export async function whoAnswers(state: LaunchState, dataDirectory: string): Promise<Answer> {
  try {
    const look = async (client: Client): Promise<Answer> => {
      const { rows } = await client.query<{ folder: string; pid: string }>(
        `select current_setting('data_directory') as folder,
                split_part(pg_read_file('postmaster.pid'), E'\\n', 1) as pid`,
      );
      const row = rows[0];
      if (row === undefined || row.folder !== dataDirectory) return { kind: 'stranger' };
      return { kind: 'ours', pid: Number.parseInt(row.pid, 10) };
    };
    return await withClient(superuserUrl(state), look, ANSWER_TIMEOUT_MS);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ECONNREFUSED') return { kind: 'nobody' };
    return BUSY.has(code) ? { kind: 'busy' } : { kind: 'stranger' };
  }
}

/** Whether a port of the loopback address can be listened on now. */
export function isPortFree(port: number): Promise<boolean> {
  return listenOnce(port).then(
    () => true,
    () => false,
  );
}

/**
 * A free port that the system gives to no outgoing connection. One of those it gives can be taken
 * by any program, by a client that keeps trying to reach the server as well, in the very moment
 * that the server is away; it could then not come back to where everybody looks for it.
 */
export async function freePort(): Promise<number> {
  const range = portsKeptFromClients();
  if (range === null) return listenOnce(0);
  for (let tries = 0; tries < PORT_TRIES_MAX; tries += 1) {
    const port = randomInt(range.from, range.to + 1);
    if (await isPortFree(port)) return port;
  }
  return listenOnce(0);
}

const PORT_TRIES_MAX = 100;
const PORTS_MIN = 1_000;

/** Null where outgoing connections may be given nearly every port. */
function portsKeptFromClients(): { readonly from: number; readonly to: number } | null {
  const [low = 0, high = 0] = portsOfClients();
  const ranges = [
    { from: 10_000, to: low - 1 },
    { from: high + 1, to: 65_535 },
  ];
  return ranges.find(({ from, to }) => to - from >= PORTS_MIN) ?? null;
}

/** First and last of the ports that the system gives to outgoing connections. */
export const portsOfClients = (): readonly number[] =>
  readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8')
    .trim()
    .split(/\s+/)
    .map((text) => Number.parseInt(text, 10));

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: HOST, exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      server.close(() => resolve(bound));
    });
  });
}
