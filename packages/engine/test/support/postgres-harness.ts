import { Client, Pool } from 'pg';
import {
  installTaskQueue,
  openPostgresTaskQueue,
  type PostgresTaskQueueOptions,
  type Scheduler,
  type TaskKind,
  type TaskQueue,
} from '../../src/index.ts';
import type { QueueHarness, WritingTransaction } from './harness.ts';
import { testId } from './ids.ts';

/** Real time: what PostgreSQL measures cannot be made to jump. */
export const realScheduler: Scheduler = {
  sleep: (delayMs, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const timer = setTimeout(resolve, delayMs);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

export interface EngineDatabase {
  readonly ownerUrl: string;
  readonly appUrl: string;
  drop(): Promise<void>;
}

/** The work of the processes that tests start and kill. */
export const countKind: TaskKind = {
  name: 'count',
  lane: 'evidence',
  batchSizeMax: 20,
  leaseSeconds: 3,
  retry: { retriesMax: 5, delaySeconds: 1, delaySecondsMax: 1 },
  versions: [1],
};

/** A database of its own with the engine's schema in it, owned and used by different roles. */
export async function createEngineDatabase(): Promise<EngineDatabase> {
  const server = process.env['QUITTANCE_TEST_POSTGRES'];
  if (server === undefined) throw new Error('QUITTANCE_TEST_POSTGRES is not set');
  const name = `engine_${process.pid}_${testId().slice(0, 13).replace('-', '')}`;
  await runOnce(server, [
    `create database ${name} owner quittance_owner`,
    `grant connect on database ${name} to quittance_app, quittance_sender`,
  ]);
  const ownerUrl = roleUrl(server, name, 'quittance_owner');
  await installTaskQueue(ownerUrl);
  await runOnce(ownerUrl, [
    'create table written (position bigint generated always as identity, text text not null)',
    'grant select, insert on written to quittance_app',
  ]);
  return {
    ownerUrl,
    appUrl: roleUrl(server, name, 'quittance_app'),
    // Not by force: the server waits five seconds for connections that are just being closed, and
    // a client that is thrown out while it closes would fail the run.
    drop: () => runOnce(server, [`drop database ${name}`]),
  };
}

export async function createPostgresHarness(): Promise<QueueHarness> {
  const database = await createEngineDatabase();
  const pool = new Pool({ connectionString: database.appUrl, max: 8 });
  const queues: TaskQueue[] = [];
  return {
    scheduler: realScheduler,
    open: async () => {
      const queue = await openTestQueue(database.appUrl);
      queues.push(queue);
      return queue;
    },
    transact: (work) => transact(pool, work),
    written: async () => {
      const { rows } = await pool.query<{ text: string }>(
        'select text from written order by position',
      );
      return rows.map((row) => row.text);
    },
    close: async () => {
      await Promise.all(queues.map((queue) => queue.stop()));
      await pool.end();
      await database.drop();
    },
  };
}

export const openTestQueue = (
  connectionString: string,
  given: Partial<PostgresTaskQueueOptions> = {},
): Promise<TaskQueue> =>
  openPostgresTaskQueue({
    connectionString,
    applicationName: 'quittance-engine-test',
    scheduler: realScheduler,
    newId: testId,
    pollMs: 100,
    connectionsMax: 3,
    onError: (error) => {
      throw error;
    },
    ...given,
  });

/** The shape of a store's transaction, on the test's own connection. */
export async function transact<Value>(
  pool: Pool,
  work: (transaction: WritingTransaction) => Promise<Value>,
): Promise<Value> {
  const client = await pool.connect();
  const onCommit: (() => void)[] = [];
  try {
    await client.query('begin');
    const value = await work({
      executeSql: async (text, values = []) => {
        const { rows } = await client.query<Record<string, unknown>>(text, [...values]);
        return { rows };
      },
      onCommit: (run) => void onCommit.push(run),
      write: async (text) => {
        await client.query('insert into written (text) values ($1)', [text]);
      },
    });
    await client.query('commit');
    for (const run of onCommit) run();
    return value;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

async function runOnce(connectionString: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function roleUrl(server: string, database: string, role: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  url.username = role;
  return url.href;
}
