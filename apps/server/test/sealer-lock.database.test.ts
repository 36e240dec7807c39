import type { Scheduler } from '@quittance/engine';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemScheduler } from '../src/adapters/scheduler.ts';
import { openSealerLock } from '../src/audit/index.ts';
import { createMigratedDatabase, type MigratedDatabase } from './support/database.ts';

let database: MigratedDatabase;

beforeAll(async () => {
  database = await createMigratedDatabase();
});
afterAll(async () => {
  await database.drop();
});

const lockWith = (scheduler: Scheduler, silenceMsMax: number) =>
  openSealerLock({
    connectionString: database.url('quittance_sealer'),
    onError: () => undefined,
    scheduler,
    silenceMsMax,
  });

/** Time as a process knows it that stands still. */
const stopped: Scheduler = {
  sleep: (_delayMs, signal) =>
    new Promise((resolve) => signal?.addEventListener('abort', () => resolve())),
};

test('[I21] a sealer that stands still loses its turn to another, and learns of it', async () => {
  const still = lockWith(stopped, 3_000);
  const other = lockWith(systemScheduler, 60_000);
  const { promise: awake, resolve: wake } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const turn = still.exclusively(() => {
    begin();
    return awake;
  });
  await begun;
  expect(await other.exclusively(() => Promise.resolve('sealed'))).toBe('sealed');
  wake();
  await expect(turn).rejects.toThrow();
  await still.close();
  await other.close();
});

test('[I21] a sealer at work says so to the server again and again', async () => {
  const lock = lockWith({ sleep: () => systemScheduler.sleep(10) }, 60_000);
  const client = new Client({ connectionString: database.superuserUrl });
  await client.connect();
  const beats = new Set<string>();
  await lock.exclusively(async () => {
    while (beats.size < 3) {
      const { rows } = await client.query<{ at: string }>(
        `select query_start::text as at from pg_stat_activity
          where application_name = 'quittance sealer lock' and query = 'select 1'
            and datname = current_database()`,
      );
      for (const { at } of rows) beats.add(at);
    }
  });
  expect(beats.size).toBeGreaterThanOrEqual(3);
  await client.end();
  await lock.close();
});
