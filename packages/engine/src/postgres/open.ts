import { assert } from '@quittance/domain';
import { PgBoss } from 'pg-boss';
import type { NewTask, TaskKind, TaskQueue } from '../port.ts';
import type { Scheduler } from '../scheduler.ts';
import {
  createWorkers,
  defaultLaneWidths,
  type LaneWidths,
  type Workers,
} from '../work/workers.ts';
import { installationGroup } from '../work/turns.ts';
import { enqueueTasks } from './enqueue.ts';
import { inTransaction } from './database.ts';
import {
  countDue,
  listDeadLetters,
  readDepths,
  readProgress,
  redriveDeadLetters,
} from './inspect.ts';
import { deadLetterQueueName, engineSchema, queueName, queuesOf, wakeChannel } from './names.ts';
import { createPostgresSource } from './source.ts';
import { asError } from './trouble.ts';

export interface PostgresTaskQueueOptions {
  /** A role that `installTaskQueue` was told of; it never changes the schema. */
  readonly connectionString: string;
  /** Shown by PostgreSQL beside the engine's connections. */
  readonly applicationName: string;
  readonly scheduler: Scheduler;
  /** UUIDv7: tasks that arrive together lie together on disk. */
  readonly newId: () => string;
  /** Told of trouble around handlers and of lost connections; work carries on by itself. */
  readonly onError: (error: unknown) => void;
  /** A look without being rung, in milliseconds; 500 unless told. */
  readonly pollMs?: number;
  /** Watches leases and runs schedules: true for workers, false for a process that only adds. */
  readonly supervise?: boolean;
  readonly laneWidths?: LaneWidths;
  readonly connectionsMax?: number;
  /** No statement of the engine's own runs longer; 40 s unless told. */
  readonly statementTimeoutMs?: number;
  /** How long finished tasks are kept for a look; one day unless told. */
  readonly finishedKeptSeconds?: number;
}

const yearSeconds = 31_557_600;
/** Waiting tasks and dead letters outlive every statutory retention of accounting records. */
const retentionSeconds = 10 * yearSeconds;
/** A finished task is no record (the audit leaf is) and would only slow the supervisor's scans. */
const finishedKeptSecondsDefault = 86_400;
/** Leases are looked over this often, so that take-over happens within lease + 10 s. */
const superviseIntervalSeconds = 2;
const idleLookMs = 25;
const statementTimeoutMsDefault = 40_000;
/** So much longer than the server lets a statement run is its answer waited for. */
const silenceFactor = 1.5;

/** Opens the durable queue on PostgreSQL. Errors: the schema is missing or of another version. */
export async function openPostgresTaskQueue(options: PostgresTaskQueueOptions): Promise<TaskQueue> {
  const supervise = options.supervise ?? true;
  const boss = new PgBoss({
    connectionString: options.connectionString,
    ...limitsOf(options.statementTimeoutMs ?? statementTimeoutMsDefault),
    application_name: options.applicationName,
    schema: engineSchema,
    max: options.connectionsMax ?? 6,
    migrate: false,
    supervise,
    schedule: supervise,
    superviseIntervalSeconds,
    monitorIntervalSeconds: superviseIntervalSeconds,
    cronMonitorIntervalSeconds: 10,
    cronWorkerIntervalSeconds: 2,
    // Bloat is the database administrator's; rebuilding needs the owner anyway.
    reindex: false,
  });
  boss.on('error', (given) => options.onError(asError(given)));
  try {
    await boss.start();
  } catch (error) {
    await boss.stop({ graceful: false });
    throw error;
  }
  const workers = createWorkers({
    source: createPostgresSource(boss, options.pollMs ?? 500),
    scheduler: options.scheduler,
    laneWidths: options.laneWidths ?? defaultLaneWidths,
    onError: options.onError,
  });
  const ears = supervise ? await listen(boss, workers, options.onError) : null;
  return createQueue({ boss, workers, ears, options });
}

/**
 * A worker that stands still in the middle of a transaction loses its locks, and one whose server
 * is gone without a word looks again: no connection is waited for that says nothing. What pg-boss
 * does not know of this, it hands on to the driver.
 */
function limitsOf(timeoutMs: number): {
  readonly options: string;
  readonly query_timeout: number;
  readonly keepAlive: boolean;
} {
  const limits = ['statement_timeout', 'idle_in_transaction_session_timeout'];
  return {
    options: limits.map((name) => `-c ${name}=${timeoutMs}`).join(' '),
    query_timeout: timeoutMs * silenceFactor,
    keepAlive: true,
  };
}

/** Rings from other processes. Without them (a pooler in between) polling finds the same work. */
async function listen(
  boss: PgBoss,
  workers: Workers,
  onError: (error: unknown) => void,
): Promise<Ears | null> {
  const names = new Set<string>();
  const ring = (name: string): void => {
    names.add(name);
    workers.ring([name]);
  };
  try {
    const handle = await boss.getDb().listen?.(wakeChannel, ring, () => workers.ring(names));
    return handle ?? null;
  } catch (error) {
    onError(error);
    return null;
  }
}

interface Ears {
  close(): Promise<void>;
}

interface QueueParts {
  readonly boss: PgBoss;
  readonly workers: Workers;
  readonly ears: Ears | null;
  readonly options: PostgresTaskQueueOptions;
}

function createQueue({ boss, workers, ears, options }: QueueParts): TaskQueue {
  const kinds = new Map<string, TaskKind>();
  const ring = (names: Iterable<string>): void => workers.ring(names);
  const context = { boss, kinds, newId: options.newId, ring };
  return {
    prepare: async (given) => {
      for (const kind of given) {
        await prepareKind(boss, kind, options.finishedKeptSeconds ?? finishedKeptSecondsDefault);
        kinds.set(kind.name, kind);
      }
    },
    enqueue: (transaction, tasks) => enqueueTasks(context, transaction, tasks),
    work: (name, handler, concurrency = 1) => {
      workers.start(preparedKind(kinds, name), handler, concurrency);
      return Promise.resolve();
    },
    schedule: (task, cron, timeZone) =>
      scheduleTask(boss, { kind: preparedKind(kinds, task.name), task, cron, timeZone }),
    deadLetters: (name) => listDeadLetters(boss.getDb(), name),
    redrive: async (ids, transaction) => {
      if (transaction === undefined) {
        const moved = await redriveDeadLetters(boss, ids);
        workers.ring(kinds.keys());
        return moved;
      }
      transaction.onCommit(() => workers.ring(kinds.keys()));
      return redriveDeadLetters(boss, ids, inTransaction(transaction));
    },
    progress: (correlationId) => readProgress(boss.getDb(), correlationId),
    depths: () => readDepths(boss.getDb()),
    whenIdle: async () => {
      const queues = [...kinds.values()].flatMap(queuesOf);
      while (workers.running() > 0 || (await countDue(boss.getDb(), queues)) > 0) {
        await options.scheduler.sleep(idleLookMs);
      }
    },
    stop: async () => {
      await ears?.close();
      await workers.stop();
      await boss.stop({ graceful: false });
    },
  };
}

function preparedKind(kinds: ReadonlyMap<string, TaskKind>, name: string): TaskKind {
  const kind = kinds.get(name);
  assert(kind !== undefined, `prepare the task kind ${name} first`);
  return kind;
}

/** Several processes prepare at once when they start together; each statement allows for that. */
async function prepareKind(
  boss: PgBoss,
  kind: TaskKind,
  finishedKeptSeconds: number,
): Promise<void> {
  const deadLetter = deadLetterQueueName(kind.name);
  const kept = { retentionSeconds, deleteAfterSeconds: retentionSeconds };
  await boss.createQueue(deadLetter, { ...kept, retryLimit: 0 });
  const queue = {
    retentionSeconds,
    deleteAfterSeconds: finishedKeptSeconds,
    expireInSeconds: kind.leaseSeconds,
    retryLimit: kind.retry.retriesMax,
    retryDelay: Math.max(kind.retry.delaySeconds, 1),
    retryBackoff: true,
    retryDelayMax: Math.max(kind.retry.delaySecondsMax, 1),
    deadLetter,
  };
  for (const name of queuesOf(kind)) {
    await boss.createQueue(name, { ...queue, policy: 'short' });
    await boss.updateQueue(name, queue);
  }
}

interface ScheduleRequest {
  readonly kind: TaskKind;
  readonly task: NewTask;
  readonly cron: string;
  readonly timeZone: string;
}

/**
 * One row for the installation, whoever sets it last; every supervising process may run it and the
 * database lets one of them add the task. What was missed while nobody ran is made up for once.
 */
async function scheduleTask(boss: PgBoss, request: ScheduleRequest): Promise<void> {
  const { kind, task, cron, timeZone } = request;
  assert(kind.versions.includes(task.data.v), `${task.name} has no version ${task.data.v}`);
  const key = task.singletonKey ?? '';
  for (const version of kind.versions) {
    if (version !== task.data.v) await boss.unschedule(queueName(task.name, version), key);
  }
  await boss.schedule(queueName(task.name, task.data.v), cron, task.data, {
    tz: timeZone,
    key,
    singletonKey: key,
    missed: 'once',
    priority: task.priority ?? 0,
    group: { id: task.data.entityId ?? installationGroup },
  });
}
