import type { CommandResponse, Db, PgBoss } from 'pg-boss';
import { LeaseLostError } from '../lease-lost.ts';
import type { Task, TaskKind } from '../port.ts';
import { decideFailure, postponementsMax } from '../work/failure.ts';
import type { TaskSource } from '../work/workers.ts';
import { inTransaction, query, transact } from './database.ts';
import { engineSchema, queueName, queuesOf } from './names.ts';
import { readTaskData } from './task-data.ts';

/** How pg-boss leases, completes and fails; every settlement is fenced to the attempt fetched. */
export function createPostgresSource(boss: PgBoss, pollMs: number): TaskSource {
  return {
    take: (kind, limit, steppedBack) => takeTasks(boss, { kind, limit, steppedBack }),
    complete: async (transaction, tasks) => {
      for (const [queue, group] of byQueue(tasks)) {
        const db = inTransaction(transaction);
        const affected = affectedOf(await boss.complete(queue, [...group], null, { db }));
        if (affected !== group.length) {
          throw new LeaseLostError(queue, group.length - affected);
        }
      }
    },
    completeLeased: async (_kind, tasks) => {
      for (const [queue, group] of byQueue(tasks)) await boss.complete(queue, [...group], null);
    },
    settle: async (kind, failed) => {
      for (const { task, error } of failed) await settleOne(boss, { kind, task, error });
    },
    pauseMs: () => pollMs,
  };
}

/** How many jobs pg-boss settled; its declared answer leaves the count out. */
function affectedOf(answer: CommandResponse): number {
  const affected: unknown = Object.entries(answer).find(([name]) => name === 'affected')?.[1];
  if (typeof affected !== 'number') throw new Error('pg-boss did not say what it settled');
  return affected;
}

const byQueue = (tasks: readonly Task[]): ReadonlyMap<string, readonly Task[]> =>
  Map.groupBy(tasks, (task) => queueName(task.name, task.data.v));

interface TakeRequest {
  readonly kind: TaskKind;
  readonly limit: number;
  readonly steppedBack: readonly string[];
}

async function takeTasks(boss: PgBoss, request: TakeRequest): Promise<readonly Task[]> {
  const { kind, limit, steppedBack } = request;
  const taken: Task[] = [];
  for (const queue of queuesOf(kind)) {
    if (taken.length >= limit) break;
    const jobs = await boss.fetch<unknown>(queue, {
      batchSize: limit - taken.length,
      ...(steppedBack.length === 0 ? {} : { ignoreGroups: [...steppedBack] }),
    });
    for (const { id, data, retryCount } of jobs) {
      taken.push({ id, name: kind.name, data: readTaskData(data), retryCount });
    }
  }
  return taken;
}

interface Settlement {
  readonly kind: TaskKind;
  readonly task: Task;
  readonly error: unknown;
}

/** A lease that went elsewhere meanwhile makes every branch of this a no-op. */
async function settleOne(boss: PgBoss, { kind, task, error }: Settlement): Promise<void> {
  const queue = queueName(task.name, task.data.v);
  const decision = decideFailure(error, kind.retry);
  switch (decision.kind) {
    case 'retry':
      await boss.fail(queue, [task], decision.cause);
      return;
    case 'postpone': {
      const { delayMs, cause } = decision;
      const postponed = await postpone(boss.getDb(), { queue, kind, task, delayMs, cause });
      if (!postponed) await boss.fail(queue, [task], cause);
      return;
    }
    case 'deadLetter':
      await transact(boss, async (db) => {
        await query(
          db,
          `update ${engineSchema}.job set retry_limit = retry_count
            where name = $1 and id = $2 and state = 'active' and retry_count = $3`,
          [queue, task.id, task.retryCount],
        );
        await boss.fail(queue, [task], decision.cause, { db });
      });
  }
}

interface Postponement {
  readonly queue: string;
  readonly kind: TaskKind;
  readonly task: Task;
  readonly delayMs: number;
  readonly cause: object;
}

/**
 * pg-boss counts every fetch after the first as a retry. A postponement raises the limit by one in
 * return, so that waiting as asked does not use up tries, until the bound is reached.
 */
async function postpone(database: Db, request: Postponement): Promise<boolean> {
  const { queue, kind, task, delayMs, cause } = request;
  const rows = await query(
    database,
    `update ${engineSchema}.job
        set state = 'retry', retry_limit = retry_limit + 1, output = $5::jsonb,
            start_after = ${engineSchema}.job_now() + $4 * interval '1 millisecond'
      where name = $1 and id = $2 and state = 'active' and retry_count = $3 and retry_limit < $6
      returning id`,
    [
      queue,
      task.id,
      task.retryCount,
      delayMs,
      JSON.stringify(cause),
      kind.retry.retriesMax + postponementsMax,
    ],
  );
  return rows.length === 1;
}
