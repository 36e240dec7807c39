import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Account, startDetached } from './account.ts';
import type { Binaries } from './binaries.ts';
import { whoAnswers } from './connection.ts';
import { faultFromLog, PostgresError } from './errors.ts';
import { serverProcessesIn, processIdentity } from './proc.ts';
import type { LaunchState } from './secret-files.ts';

/** A running postmaster and how to end it. */
export type Server = { readonly stop: () => Promise<void> };

/** How much a crash may cost: `full` nothing, `test` everything (and it is much faster). */
export type Durability = 'full' | 'test';

/** Recovery after a crash reads the log of what was not yet written; it is bounded by this. */
const START_TIMEOUT_MS = 300_000;
const STOP_TIMEOUT_MS = 60_000;
const POLL_INTERVAL_MS = 25;
const LOG_TAIL_BYTES = 4_000;

/** Everything a start needs, decided beforehand. */
export type StartRequest = {
  readonly dataDirectory: string;
  readonly logFile: string;
  readonly account: Account;
  readonly binaries: Binaries;
  readonly state: LaunchState;
  readonly durability: Durability;
};

/**
 * Finds the server that a killed hub left behind on this data folder; undefined when there is
 * none. A server that is starting or stopping is waited for until it is one or the other.
 */
export async function findRunning(
  state: LaunchState,
  dataDirectory: string,
): Promise<Server | undefined> {
  const deadlineMs = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadlineMs) {
    const answer = await whoAnswers(state, dataDirectory);
    if (answer.kind === 'ours') return adoptedServer(answer.pid, dataDirectory);
    if (answer.kind !== 'busy' && serverProcessesIn(dataDirectory).length === 0) return undefined;
    await sleep(POLL_INTERVAL_MS);
  }
  throw new PostgresError(
    'failed',
    `A PostgreSQL is at work in ${dataDirectory} but does not answer on port ${state.port}.`,
  );
}

/** Starts the server and returns when it answers. */
export async function startServer(request: StartRequest): Promise<Server> {
  // Nothing works in the folder (`findRunning` has looked), so a pid file is stale; PostgreSQL
  // itself would refuse to start when the number in it has gone to a stranger.
  rmSync(join(request.dataDirectory, 'postmaster.pid'), { force: true });
  const logFile = openSync(request.logFile, 'a', 0o600);
  const logStartBytes = statSync(request.logFile).size;
  const child = startDetached(
    {
      account: request.account,
      program: request.binaries.postgres,
      arguments: ['-D', request.dataDirectory, ...serverSettings(request)],
    },
    logFile,
  );
  closeSync(logFile);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  await waitUntilReady(request, child, logStartBytes);
  return { stop: () => stopProcess(() => child.kill('SIGINT'), exited) };
}

function serverSettings(request: StartRequest): readonly string[] {
  const durable = request.durability === 'full' ? 'on' : 'off';
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(request.state.port),
    unix_socket_directories: '',
    // Several workers with a pool each, the sealer, command-line tools, and room to spare.
    max_connections: '200',
    shared_buffers: '128MB',
    max_wal_size: '2GB',
    wal_compression: 'on',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'off',
    log_line_prefix: '%m [%p] %q%u@%d ',
    fsync: durable,
    synchronous_commit: durable,
    full_page_writes: durable,
    autovacuum_naptime: '15s',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function waitUntilReady(
  request: StartRequest,
  child: ChildProcess,
  logStartBytes: number,
): Promise<void> {
  const deadlineMs = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadlineMs) {
    const answer = await whoAnswers(request.state, request.dataDirectory);
    if (answer.kind === 'ours') return;
    const hasEnded = child.exitCode !== null || child.signalCode !== null;
    if (hasEnded || child.pid === undefined) throw faultFromLog(readLog(request, logStartBytes));
    await sleep(POLL_INTERVAL_MS);
  }
  child.kill('SIGQUIT');
  throw faultFromLog(readLog(request, logStartBytes));
}

function readLog(request: StartRequest, logStartBytes: number): string {
  const written = readFileSync(request.logFile).subarray(logStartBytes);
  return written.subarray(Math.max(0, written.length - LOG_TAIL_BYTES)).toString('utf8');
}

function adoptedServer(pid: number, dataDirectory: string): Server {
  const identity = processIdentity(pid);
  const signal = (): void => {
    // The number is signalled only while it still is the postmaster that answered.
    const isSame = identity?.startTicks === processIdentity(pid)?.startTicks;
    if (identity !== undefined && isSame) process.kill(pid, 'SIGINT');
  };
  return { stop: () => stopProcess(signal, untilNobodyWorksIn(dataDirectory)) };
}

async function untilNobodyWorksIn(dataDirectory: string): Promise<void> {
  const deadlineMs = Date.now() + STOP_TIMEOUT_MS;
  while (serverProcessesIn(dataDirectory).length > 0 && Date.now() < deadlineMs) {
    await sleep(POLL_INTERVAL_MS);
  }
}

/** Fast shutdown: clients are cut off, what they committed is kept, a checkpoint is written. */
async function stopProcess(signal: () => void, ended: Promise<void>): Promise<void> {
  signal();
  const late = new AbortController();
  const timeout = sleep(STOP_TIMEOUT_MS, 'late' as const, { signal: late.signal });
  const outcome = await Promise.race([ended, timeout]);
  if (outcome === 'late') {
    throw new PostgresError('failed', 'PostgreSQL did not stop within a minute; see its log.');
  }
  late.abort();
  await timeout.catch(() => undefined);
}
