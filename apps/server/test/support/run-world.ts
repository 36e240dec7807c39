/** A hub on real processes beside a sandbox whose banks and Odoo live in the test process. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configureHub, type Hub, must, openHub } from '../../src/hub/open-hub.ts';
import type { BankDoors } from '../../src/sandbox/bank-doors.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { type RunDatabase, sharedDatabase } from './run-database.ts';
import { runCommand, type RunProcess, startRunProcess } from './run-process.ts';

export interface RunWorld<Database extends RunDatabase = RunDatabase> {
  readonly sandbox: Sandbox;
  readonly database: Database;
  /** The people's end: it asks for work and looks on, and handles no task itself. */
  readonly hub: Hub;
  /** What the processes and the director said of trouble. */
  trouble(): string;
  start(role: RunProcess['role']): Promise<RunProcess>;
  /** Runs a command of the command line in a process of its own. */
  command(...words: readonly string[]): ReturnType<typeof runCommand>;
  close(): Promise<void>;
}

export interface RunInput {
  readonly seed: number;
  /** Through which door each bank is reached. */
  readonly doors?: BankDoors;
  readonly scale?: number;
}

/** A world on the server that all tests share. */
export const openRun = (input: RunInput): Promise<RunWorld> =>
  openRunOn(input, () => sharedDatabase());

/** A world on a database of the caller's. */
export async function openRunOn<Database extends RunDatabase>(
  input: RunInput,
  openDatabase: (config: Sandbox['config']) => Promise<Database>,
): Promise<RunWorld<Database>> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'quittance-run-'));
  const sandbox = await startSandbox({ ...input, dataDirectory: folder, database: 'run' });
  const database = await openDatabase(sandbox.config);
  const errors: string[] = [];
  const hub = await openOnlooker(sandbox, database, (error) =>
    errors.push(error instanceof Error ? error.message : String(error)),
  );
  const processes: RunProcess[] = [];
  const configFile = join(folder, 'sandbox.json');
  const { environment } = database;
  return {
    sandbox,
    database,
    hub,
    trouble: () => [...errors, ...processes.map((one) => one.said())].join('\n'),
    async start(role) {
      const started = await startRunProcess({ role, configFile, environment });
      processes.push(started);
      return started;
    },
    command: (...words) => runCommand(words, { configFile, environment }),
    async close() {
      await Promise.all(processes.map((one) => one.stop()));
      await hub.close();
      await database.stop();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A hub that asks for work and looks on, and handles no task itself. */
export async function openOnlooker(
  sandbox: Sandbox,
  database: RunDatabase,
  onError: (error: unknown) => void,
): Promise<Hub> {
  const hub = await openHub({
    config: sandbox.config,
    database,
    supervise: false,
    now: sandbox.clock.now,
    log: () => undefined,
    onError,
  });
  await hub.store.moveSandboxClock(sandbox.clock.offsetSeconds());
  must(await configureHub(hub));
  return hub;
}
