import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  engineSchema,
  installTaskQueue,
  type NewTask,
  type TaskKind,
  type TaskQueue,
} from '../src/index.ts';
import { createLatch } from './support/harness.ts';
import {
  createEngineDatabase,
  type EngineDatabase,
  openTestQueue,
  realScheduler,
  transact,
} from './support/postgres-harness.ts';

const kind = (name: string, given: Partial<TaskKind> = {}): TaskKind => ({
  name,
  lane: 'evidence',
  batchSizeMax: 10,
  leaseSeconds: 60,
  retry: { retriesMax: 3, delaySeconds: 1, delaySecondsMax: 60 },
  versions: [1],
  ...given,
});

const newTask = (name: string, given: Partial<NewTask> = {}): NewTask => ({
  name,
  data: { v: 1, entityId: null, correlationId: 'correlation', ids: ['one'] },
  ...given,
});

const yearSeconds = 31_557_600;

describe('the queue on PostgreSQL', () => {
  let database: EngineDatabase;
  let owner: Pool;
  let app: Pool;

  beforeAll(async () => {
    database = await createEngineDatabase();
    owner = new Pool({ connectionString: database.ownerUrl, max: 1 });
    app = new Pool({ connectionString: database.appUrl, max: 4 });
  });
  afterAll(async () => {
    await owner.end();
    await app.end();
    await database.drop();
  });

  const withQueues = async (
    options: readonly Parameters<typeof openTestQueue>[1][],
    work: (queues: readonly TaskQueue[]) => Promise<void>,
  ): Promise<void> => {
    const queues: TaskQueue[] = [];
    try {
      for (const given of options) queues.push(await openTestQueue(database.appUrl, given));
      await work(queues);
    } finally {
      await Promise.all(queues.map((queue) => queue.stop()));
    }
  };

  const [first, second] = [0, 1].map((index) => (queues: readonly TaskQueue[]): TaskQueue => {
    const queue = queues[index];
    if (queue === undefined) throw new Error('no such queue');
    return queue;
  });
  if (first === undefined || second === undefined) throw new Error('two pickers');

  test('waiting tasks and dead letters are kept for years', () =>
    withQueues([{}], async (queues) => {
      await first(queues).prepare([kind('kept')]);
      const { rows } = await owner.query<{ name: string; kept: number; deleted: number }>(
        `select name, retention_seconds as kept, deletion_seconds as deleted
           from ${engineSchema}.queue where name like 'kept.%' order by name`,
      );
      expect(rows.map((row) => row.name)).toEqual(['kept.dead', 'kept.v1']);
      for (const row of rows) expect(row.kept).toBe(10 * yearSeconds);
      expect(rows[0]?.deleted).toBe(10 * yearSeconds);
    }));

  test('installing again changes nothing, and a worker may not change the schema', async () => {
    await installTaskQueue(database.ownerUrl);
    const attempt = app.query(`create table ${engineSchema}.mine (id int)`);
    await expect(attempt).rejects.toThrow('permission denied');
  });

  test('a release committed by another process is rung for, not polled for', () =>
    withQueues([{ pollMs: 3_600_000 }, { supervise: false }], async (queues) => {
      const urgent = kind('urgent', { lane: 'release' });
      for (const queue of queues) await queue.prepare([urgent]);
      const handled = createLatch();
      await first(queues).work('urgent', () => {
        handled.open();
        return Promise.resolve();
      });
      await realScheduler.sleep(300);
      await transact(app, (transaction) =>
        second(queues).enqueue(transaction, [newTask('urgent')]),
      );
      await handled.opened;
    }));

  test('a joined task does not start before the transaction that joined it commits', () =>
    withQueues([{}], async (queues) => {
      const queue = first(queues);
      await queue.prepare([kind('join')]);
      const keyed = newTask('join', { singletonKey: 'key' });
      await transact(app, (transaction) => queue.enqueue(transaction, [keyed]));
      const seen: string[] = [];
      await transact(app, async (transaction) => {
        await queue.enqueue(transaction, [keyed]);
        await queue.work('join', async () => {
          const { rows } = await app.query<{ text: string }>('select text from written');
          seen.push(...rows.map((row) => row.text));
        });
        await realScheduler.sleep(400);
        await transaction.write('what the task is about');
      });
      await queue.whenIdle();
      expect(seen).toEqual(['what the task is about']);
    }));

  test('a task without a key is the row that pg-boss would write, and finished it is gone', () =>
    withQueues([{}], async (queues) => {
      const queue = first(queues);
      await queue.prepare([kind('alike')]);
      const keyed = newTask('alike', { singletonKey: 'key', priority: 3 });
      const unkeyed = newTask('alike', { priority: 3 });
      await transact(app, (transaction) => queue.enqueue(transaction, [keyed, unkeyed]));
      const read = `select to_jsonb(job) - array['id', 'singleton_key', 'policy'] as rest,
               policy, singleton_key = id::text as own_key
          from ${engineSchema}.job where name = 'alike.v1' order by own_key`;
      const { rows } = await owner.query<{ rest: object; policy: string; own_key: boolean }>(read);
      const [ofPgBoss, ours] = rows;
      expect(ofPgBoss).toMatchObject({ policy: 'short', own_key: false });
      expect(ours).toEqual({ rest: ofPgBoss?.rest, policy: 'standard', own_key: true });
      await queue.work('alike', () => Promise.resolve());
      await queue.whenIdle();
      expect((await owner.query(read)).rows).toEqual([]);
    }));

  test('[SYN-04] schedules of one kind stand side by side, each under its own key', () =>
    withQueues([{}], async ([queue]) => {
      await queue?.prepare([kind('fetched')]);
      for (const singletonKey of ['north', 'king', 'king']) {
        await queue?.schedule({ ...newTask('fetched'), singletonKey }, '0 0 1 1 *', 'UTC');
      }
      const { rows } = await owner.query<{ key: string }>(
        `select key from ${engineSchema}.schedule where name like 'fetched%' order by key`,
      );
      expect(rows.map((row) => row.key)).toEqual(['king', 'north']);
      await owner.query(`delete from ${engineSchema}.schedule`);
    }));

  test(
    'a schedule adds one task, however many processes run it',
    () =>
      withQueues([{}, {}], async (queues) => {
        const calls: number[] = [];
        for (const queue of queues) {
          await queue.prepare([kind('nightly')]);
          await queue.schedule(newTask('nightly'), '0 0 1 1 *', 'Europe/Berlin');
          await queue.schedule(newTask('nightly'), '* * * * *', 'Europe/Berlin');
          await queue.work('nightly', () => {
            calls.push(1);
            return Promise.resolve();
          });
        }
        const { rowCount } = await owner.query(`select 1 from ${engineSchema}.schedule`);
        expect(rowCount).toBe(1);
        while (calls.length === 0) await realScheduler.sleep(50);
        const { rows } = await owner.query<{ slots: string; sent: string }>(
          `select count(distinct singleton_on)::text as slots, count(*)::text as sent
           from ${engineSchema}.job where name = '__pgboss__send-it'`,
        );
        expect(rows[0]?.sent).toBe(rows[0]?.slots);
        expect(calls.length).toBeLessThanOrEqual(Number.parseInt(rows[0]?.slots ?? '0', 10));
      }),
    60_000,
  );

  test('[RES-08] losing every connection interrupts nothing for good', async () => {
    const errors: unknown[] = [];
    const onError = (error: unknown): void => void errors.push(error);
    await withQueues([{ onError }], async (queues) => {
      const queue = first(queues);
      await queue.prepare([kind('lost')]);
      const handled = createLatch();
      await queue.work('lost', () => {
        handled.open();
        return Promise.resolve();
      });
      const ended = await app.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'quittance-engine-test' and datname = current_database()`,
      );
      expect(ended.rowCount).toBeGreaterThan(0);
      await transact(app, (transaction) => queue.enqueue(transaction, [newTask('lost')]));
      await handled.opened;
      await queue.whenIdle();
    });
    expect(errors.length).toBeGreaterThan(0);
  });
});
