/** A hub's database as production runs it: durable, with row security, under the hub's own role. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgresTaskQueue, type TaskKind, type TaskQueue } from '@quittance/engine';
import { openPostgresStore, type PostgresStore } from '@quittance/store';
import { Client, Pool } from 'pg';
import { systemIds } from '../../apps/server/src/adapters/ids.ts';
import { systemScheduler } from '../../apps/server/src/adapters/scheduler.ts';
import {
  type HubDatabase,
  migrateDatabase,
  openDatabase,
} from '../../apps/server/src/hub/database.ts';
import { insertBase } from '../../packages/store/test/support/sample.ts';
import { clients } from './rate.ts';
import { openRawCommits, type RawCommits } from './raw.ts';

export interface BenchWorld {
  readonly store: PostgresStore;
  openQueue(kinds: readonly TaskKind[]): Promise<TaskQueue>;
  /** What the server has done so far. */
  counters(): Promise<Counters>;
  readonly raw: RawCommits;
  analyse(): Promise<void>;
  close(): Promise<void>;
}

export interface Counters {
  /** Statements and commits of this process. */
  readonly statements: number;
  readonly commits: number;
  /** WAL of the whole server. */
  readonly walBytes: number;
}

const sent = { statements: 0, commits: 0 };
const inTransaction = new WeakSet<Client>();

/** Counts every statement and commit of every client of this process, whoever opened it. */
export function countStatements(): void {
  const query: unknown = Object.getOwnPropertyDescriptor(Client.prototype, 'query')?.value;
  if (typeof query !== 'function') throw new Error('the client of PostgreSQL has no query');
  Object.defineProperty(Client.prototype, 'query', {
    configurable: true,
    writable: true,
    value(this: Client, ...args: readonly unknown[]): unknown {
      count(this, textOfQuery(args[0]));
      return Reflect.apply(query, this, args);
    },
  });
}

/** What a text does to the transaction; looked up, since the texts are long and few. */
const kinds = new Map<string, { readonly begins: boolean; readonly ends: boolean }>();

function kindOf(text: string): { readonly begins: boolean; readonly ends: boolean } {
  const known = kinds.get(text);
  if (known !== undefined) return known;
  const kind = {
    begins: /^\s*(begin|start transaction)/i.test(text),
    ends: /(^|;)\s*(commit|rollback)\b/i.test(text),
  };
  kinds.set(text, kind);
  return kind;
}

function count(client: Client, text: string): void {
  sent.statements += 1;
  const { begins, ends } = kindOf(text);
  if (begins) inTransaction.add(client);
  if (ends) inTransaction.delete(client);
  // A statement outside of a transaction is one of its own.
  if (ends || !inTransaction.has(client)) sent.commits += 1;
}

function textOfQuery(query: unknown): string {
  if (typeof query === 'string') return query;
  const isObject = typeof query === 'object' && query !== null;
  return isObject && 'text' in query && typeof query.text === 'string' ? query.text : '';
}

const durableSettings = ['fsync', 'synchronous_commit', 'full_page_writes'] as const;

/** Errors: a setting under which a commit could be lost, which would make every figure a lie. */
export async function assertDurable(pool: Pool): Promise<void> {
  for (const name of durableSettings) {
    const { rows } = await pool.query<{ setting: string }>(
      'select current_setting($1) as setting',
      [name],
    );
    const setting = rows[0]?.setting;
    if (setting !== 'on') throw new Error(`${name} is ${setting}; figures would be worth nothing`);
  }
}

/** Opens a world of its own in a temporary folder. */
export async function openBenchWorld(): Promise<BenchWorld> {
  countStatements();
  const folder = mkdtempSync(join(tmpdir(), 'quittance-bench-'));
  const place = { kind: 'sandbox', dataDirectory: folder, database: 'quittance_bench' } as const;
  const database = await openDatabase({ config: place, log: () => undefined, as: 'owner' });
  await migrateDatabase(database, place);
  const plain = new Pool({ connectionString: database.url('quittance_owner'), max: clients });
  // Connections that end with the server are no news.
  plain.on('error', () => undefined);
  await assertDurable(plain);
  const raw = await openRawCommits({
    pool: plain,
    url: database.url('quittance_owner'),
    folder,
  });
  const store = await openPostgresStore({
    connectionString: database.url('quittance_app'),
    kind: 'sandbox',
    applicationName: 'bench',
    poolSizeMax: clients,
  });
  await insertBase(store);
  const queues: TaskQueue[] = [];
  return {
    store,
    raw,
    openQueue: (kinds) => openQueue(database, { kinds, queues }),
    counters: () => readCounters(plain),
    analyse: async () => {
      await plain.query('checkpoint').catch(() => undefined);
      await plain.query('analyze');
    },
    async close() {
      for (const queue of queues.splice(0)) await queue.stop();
      await store.close();
      await plain.end();
      await database.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function openQueue(
  database: HubDatabase,
  of: { readonly kinds: readonly TaskKind[]; readonly queues: TaskQueue[] },
): Promise<TaskQueue> {
  const queue = await openPostgresTaskQueue({
    connectionString: database.url('quittance_app'),
    applicationName: 'bench-tasks',
    scheduler: systemScheduler,
    newId: () => systemIds.newId(),
    onError: (error) => {
      // Connections of a queue that was let go end with the server, which is no news.
      if (of.queues.length > 0) throw error;
    },
  });
  of.queues.push(queue);
  await queue.prepare(of.kinds);
  return queue;
}

export async function readCounters(pool: Pool): Promise<Counters> {
  const counted = { ...sent };
  const { rows } = await pool.query<{ wal: string }>(
    "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::text as wal",
  );
  return { ...counted, walBytes: Number(rows[0]?.wal) };
}
