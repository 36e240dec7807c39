import { assert } from '@quittance/domain';
import type { JobInsert, PgBoss } from 'pg-boss';
import type { NewTask, TaskKind, TaskTransaction } from '../port.ts';
import { groupOf } from '../work/turns.ts';
import { inTransaction } from './database.ts';
import { insertUnkeyed } from './insert-unkeyed.ts';
import { engineSchema, queueName, wakeChannel } from './names.ts';

export interface EnqueueContext {
  readonly boss: PgBoss;
  readonly kinds: ReadonlyMap<string, TaskKind>;
  readonly newId: () => string;
  /** Rings the loops of this process; called after the commit. */
  readonly ring: (names: Iterable<string>) => void;
}

/** Tries to join a waiting task of the same key before giving up as a bug. */
const joinsMax = 5;

interface KeyedJob extends JobInsert {
  readonly id: string;
  readonly singletonKey: string;
}

/**
 * Inserts tasks inside the caller's transaction, one statement for each kind and version. Nothing
 * of it is seen, and nobody is rung, unless that transaction commits.
 */
export async function enqueueTasks(
  context: EnqueueContext,
  transaction: TaskTransaction,
  tasks: readonly NewTask[],
): Promise<void> {
  const byQueue = Map.groupBy(tasks, (task) => {
    const kind = context.kinds.get(task.name);
    assert(kind !== undefined, `prepare the task kind ${task.name} before adding tasks`);
    assert(kind.versions.includes(task.data.v), `${task.name} has no version ${task.data.v}`);
    return queueName(task.name, task.data.v);
  });
  for (const [queue, given] of byQueue) {
    const keyed = given.filter((task) => task.singletonKey !== undefined);
    const unkeyed = given.filter((task) => task.singletonKey === undefined);
    await insertJobs(context, transaction, { queue, jobs: distinctJobs(context, keyed) });
    await insertUnkeyed(transaction, { queue, jobs: distinctJobs(context, unkeyed) });
  }
  const names = new Set(tasks.map((task) => task.name));
  for (const name of names) {
    if (context.kinds.get(name)?.lane !== 'release') continue;
    // Every commit that notifies queues behind one lock of the server, so only releases do; the
    // other lanes are found by polling.
    await transaction.executeSql('select pg_notify($1, $2)', [wakeChannel, name]);
  }
  if (names.size > 0) transaction.onCommit(() => context.ring(names));
}

/** A task without a key gets its own id as one: the queues hold one waiting task for each key. */
function distinctJobs(context: EnqueueContext, tasks: readonly NewTask[]): readonly KeyedJob[] {
  const byKey = new Map<string, KeyedJob>();
  for (const task of tasks) {
    const id = context.newId();
    const singletonKey = task.singletonKey ?? id;
    if (byKey.has(singletonKey)) continue;
    const { v, entityId, correlationId, ids } = task.data;
    byKey.set(singletonKey, {
      id,
      singletonKey,
      data: { v, entityId, correlationId, ids },
      priority: task.priority ?? 0,
      group: { id: groupOf(task) },
      ...(task.startAfter === undefined ? {} : { startAfter: task.startAfter }),
    });
  }
  return [...byKey.values()];
}

/**
 * A key that waits already is joined by holding the waiting row until this transaction commits:
 * a worker skips locked rows, so it cannot start on that task before it sees what is committed
 * here. When the row has gone meanwhile, the task is inserted after all.
 */
async function insertJobs(
  context: EnqueueContext,
  transaction: TaskTransaction,
  request: { readonly queue: string; readonly jobs: readonly KeyedJob[] },
): Promise<void> {
  const db = inTransaction(transaction);
  let left = request.jobs;
  if (left.length === 0) return;
  for (let tries = 0; tries < joinsMax; tries += 1) {
    const inserted = await context.boss.insert(request.queue, [...left], { db, returnId: true });
    const done = new Set(inserted ?? []);
    left = left.filter((job) => !done.has(job.id));
    if (left.length === 0) return;
    const keys = left.map((job) => job.singletonKey);
    const { rows } = await transaction.executeSql(
      `select singleton_key from ${engineSchema}.job
        where name = $1 and singleton_key = any($2::text[]) and state = 'created'
          for share`,
      [request.queue, keys],
    );
    const joined = new Set(rows.map((row) => row['singleton_key']));
    left = left.filter((job) => !joined.has(job.singletonKey));
    if (left.length === 0) return;
  }
  throw new Error(`${left.length} task(s) of ${request.queue} could be neither added nor joined`);
}
