import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach } from 'vitest';
import {
  PostgresError,
  type PostgresOptions,
  type RunningPostgres,
  startPostgres,
} from '../../src/adapters/postgres/index.ts';
import { type HubProcess, startHubProcess } from './hub-process.ts';

/** The user nobody is; only root can start a process as it. */
export const NOBODY = { uid: 65_534, gid: 65_534 } as const;
export const isRoot = process.getuid?.() === 0;

/** A folder per test, and the servers and hubs that are to end with it. */
export type LauncherFixture = {
  readonly folder: string;
  readonly dataDirectory: string;
  readonly open: (options?: Partial<PostgresOptions>) => Promise<RunningPostgres>;
  readonly hub: (account?: typeof NOBODY) => Promise<HubProcess>;
};

/** Call it once at the top of a test file; the fields are those of the running test. */
export function useLauncher(): LauncherFixture {
  const fixture = { folder: '', dataDirectory: '', open, hub };
  const opened: RunningPostgres[] = [];
  const hubs: HubProcess[] = [];

  beforeEach(() => {
    fixture.folder = mkdtempSync(join(realpathSync(tmpdir()), 'quittance-launcher-'));
    fixture.dataDirectory = join(fixture.folder, 'data');
  });

  afterEach(async () => {
    for (const started of hubs.splice(0)) await started.stop();
    for (const server of opened.splice(0)) await server.stop();
    rmSync(fixture.folder, { recursive: true, force: true });
  });

  async function open(options: Partial<PostgresOptions> = {}): Promise<RunningPostgres> {
    const { dataDirectory } = fixture;
    const server = await startPostgres({ dataDirectory, durability: 'test', ...options });
    opened.push(server);
    return server;
  }

  async function hub(account?: typeof NOBODY): Promise<HubProcess> {
    const started = await startHubProcess(fixture.dataDirectory, account);
    hubs.push(started);
    return started;
  }

  return fixture;
}

/** Runs one statement on a connection of its own and returns its first row. */
export async function ask(url: string, sql: string): Promise<Record<string, unknown>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows[0] ?? {};
  } finally {
    await client.end();
  }
}

/** The fault an attempt was refused with; anything else is told in words, so that it differs. */
export async function faultOf(attempt: Promise<unknown>): Promise<string> {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof PostgresError ? error.fault : `not a PostgresError: ${String(error)}`;
}
