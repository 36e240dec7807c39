import type { Db, PgBoss } from 'pg-boss';
import { LeaseLostError } from '../lease-lost.ts';
import type { Task, TaskKind } from '../port.ts';
import {
  decideFailure,
  type FailedTask,
  type FailureDecision,
  postponementsMax,
} from '../work/failure.ts';
import type { TaskSource } from '../work/workers.ts';
import { countOf, inTransaction, query, textOf, transact } from './database.ts';
import { engineSchema, queueName, queuesOf } from './names.ts';
import { readTaskData } from './task-data.ts';

/** How tasks are leased, fail and finish; every settlement is fenced to the attempt fetched. */
export function createPostgresSource(boss: PgBoss, pollMs: number): TaskSource {
  return {
    take: (kind, limit, steppedBack) => takeTasks(boss, { kind, limit, steppedBack }),
    complete: async (transaction, tasks) => {
      for (const [queue, group] of byQueue(tasks)) {
        const affected = await removeFinished(inTransaction(transaction), queue, group);
        if (affected !== group.length) {
          throw new LeaseLostError(queue, group.length - affected);
        }
      }
    },
    completeLeased: async (_kind, tasks) => {
      for (const [queue, group] of byQueue(tasks)) await removeFinished(boss.getDb(), queue, group);
    },
    settle: (kind, failed) => settleTasks(boss, kind, failed),
    pauseMs: () => pollMs,
  };
}

/**
 * A finished task is gone with the transaction that did its work: the audit leaf is the record of
 * it, and a row that nobody reads would be written once more only to be deleted a day later.
 * Fenced like all that settles; returns how many were still this worker's.
 */
async function removeFinished(
  database: Db,
  queue: string,
  tasks: readonly Task[],
): Promise<number> {
  const [row] = await query(
    database,
    `with finished as (
       delete from ${engineSchema}.job
        where name = $1 and id = any($2::uuid[]) and state = 'active'
          and (id, retry_count) in (select * from unnest($2::uuid[], $3::int[]))
       returning 1
     )
     select count(*)::text as finished from finished`,
    [queue, ...attemptsOf(tasks)],
  );
  return row === undefined ? 0 : countOf(row, 'finished');
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
  readonly queue: string;
  readonly kind: TaskKind;
  readonly tasks: readonly Task[];
  readonly decision: FailureDecision;
}

/** Tasks that failed alike are settled together: a bank that is away costs one statement. */
async function settleTasks(
  boss: PgBoss,
  kind: TaskKind,
  failed: readonly FailedTask[],
): Promise<void> {
  const alike = Map.groupBy(failed, ({ task, error }) =>
    JSON.stringify([task.data.v, decideFailure(error, kind.retry)]),
  );
  for (const group of alike.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const queue = queueName(kind.name, first.task.data.v);
    const tasks = group.map(({ task }) => task);
    await settle(boss, { queue, kind, tasks, decision: decideFailure(first.error, kind.retry) });
  }
}

/** A lease that went elsewhere meanwhile makes every branch of this a no-op. */
async function settle(boss: PgBoss, settlement: Settlement): Promise<void> {
  const { queue, tasks, decision } = settlement;
  switch (decision.kind) {
    case 'retry':
      await boss.fail(queue, [...tasks], decision.cause);
      return;
    case 'postpone': {
      const postponed = await postpone(boss.getDb(), { ...settlement, decision });
      const left = tasks.filter((task) => !postponed.has(task.id));
      if (left.length > 0) await boss.fail(queue, left, decision.cause);
      return;
    }
    case 'deadLetter':
      await transact(boss, async (db) => {
        await query(
          db,
          `update ${engineSchema}.job set retry_limit = retry_count
            where name = $1 and state = 'active'
              and (id, retry_count) in (select * from unnest($2::uuid[], $3::int[]))`,
          [queue, ...attemptsOf(tasks)],
        );
        await boss.fail(queue, [...tasks], decision.cause, { db });
      });
  }
}

const attemptsOf = (tasks: readonly Task[]): readonly [readonly string[], readonly number[]] => [
  tasks.map((task) => task.id),
  tasks.map((task) => task.retryCount),
];

interface Postponement extends Settlement {
  readonly decision: Extract<FailureDecision, { readonly kind: 'postpone' }>;
}

/**
 * pg-boss counts every fetch after the first as a retry. A postponement raises the limit by one in
 * return, so that waiting as asked does not use up tries, until the bound is reached. Returns the
 * ids of the tasks that may wait.
 */
async function postpone(database: Db, request: Postponement): Promise<ReadonlySet<string>> {
  const { queue, kind, tasks, decision } = request;
  const rows = await query(
    database,
    `update ${engineSchema}.job
        set state = 'retry', retry_limit = retry_limit + 1, output = $5::jsonb,
            start_after = ${engineSchema}.job_now() + $4 * interval '1 millisecond'
      where name = $1 and state = 'active' and retry_limit < $6
        and (id, retry_count) in (select * from unnest($2::uuid[], $3::int[]))
      returning id`,
    [
      queue,
      ...attemptsOf(tasks),
      decision.delayMs,
      JSON.stringify(decision.cause),
      kind.retry.retriesMax + postponementsMax,
    ],
  );
  return new Set(rows.map((row) => textOf(row, 'id')));
}
