import { assert, type Instant, instantFromEpoch } from '@quittance/domain';
import type {
  DeadLetter,
  NewTask,
  Progress,
  QueueDepth,
  TaskKind,
  TaskQueue,
  TaskTransaction,
} from '../port.ts';
import { nextOccurrenceMs } from '../schedule.ts';
import type { Scheduler } from '../scheduler.ts';
import { describeCause } from '../work/failure.ts';
import { createWorkers, defaultLaneWidths, type LaneWidths } from '../work/workers.ts';
import { addTask, createMemorySource, isWaiting } from './source.ts';
import { announce, createMemoryTaskState, type MemoryTaskState } from './state.ts';

export interface MemoryTaskQueueOptions {
  readonly now: () => Instant;
  /** Virtual in simulations; only used for waiting until something falls due. */
  readonly scheduler: Scheduler;
  readonly newId: () => string;
  readonly onError: (error: unknown) => void;
  /** Shared by the queues of one installation; a fresh one when absent. */
  readonly state?: MemoryTaskState;
  readonly laneWidths?: LaneWidths;
}

const idleLookMs = 1;

/**
 * The queue in memory: the same laws as on PostgreSQL, transactional by `transaction.onCommit`, one
 * operating-system process. Tasks are added and completed when the caller's transaction commits.
 */
export function openMemoryTaskQueue(options: MemoryTaskQueueOptions): TaskQueue {
  const state = options.state ?? createMemoryTaskState();
  const nowMs = (): number => Date.parse(options.now());
  const own = new Map<string, TaskKind>();
  const workers = createWorkers({
    source: createMemorySource(state, nowMs),
    scheduler: options.scheduler,
    laneWidths: options.laneWidths ?? defaultLaneWidths,
    onError: options.onError,
  });
  const ring = (names: readonly string[]): void => workers.ring(names);
  state.listeners.add(ring);
  return {
    prepare: (kinds) => {
      for (const kind of kinds) {
        own.set(kind.name, kind);
        state.kinds.set(kind.name, kind);
      }
      return Promise.resolve();
    },
    enqueue: (transaction, tasks) => enqueue({ state, own, options }, transaction, tasks),
    work: (name, handler, concurrency = 1) => {
      workers.start(known(own, name), handler, concurrency);
      return Promise.resolve();
    },
    schedule: (task, cron, timeZone) => {
      checkVersion(own, task);
      const { name, data, singletonKey = '', priority = 0 } = task;
      const nextMs = nextOccurrenceMs({ cron, timeZone, afterMs: nowMs() });
      const schedule = { name, data, singletonKey, priority, cron, timeZone, nextMs };
      state.schedules.set(`${name} ${singletonKey}`, schedule);
      announce(state, [name]);
      return Promise.resolve();
    },
    deadLetters: (name) => Promise.resolve(deadLettersOf(state, name)),
    redrive: (ids, transaction) => {
      const move = (): number => redrive(state, ids, { ...options, nowMs: nowMs() });
      if (transaction === undefined) return Promise.resolve(move());
      transaction.onCommit(move);
      const dead = [...new Set(ids)].filter((id) => state.tasks.get(id)?.state === 'dead');
      return Promise.resolve(dead.length);
    },
    progress: (correlationId) => Promise.resolve(progressOf(state, correlationId, nowMs())),
    depths: () => Promise.resolve(depthsOf(state)),
    whenIdle: async () => {
      while (workers.running() > 0 || hasDue(state, own, nowMs())) {
        await options.scheduler.sleep(idleLookMs);
      }
    },
    stop: async () => {
      state.listeners.delete(ring);
      await workers.stop();
    },
  };
}

function known(own: ReadonlyMap<string, TaskKind>, name: string): TaskKind {
  const kind = own.get(name);
  assert(kind !== undefined, `prepare the task kind ${name} first`);
  return kind;
}

function checkVersion(own: ReadonlyMap<string, TaskKind>, task: NewTask): void {
  const kind = known(own, task.name);
  assert(kind.versions.includes(task.data.v), `${task.name} has no version ${task.data.v}`);
}

interface EnqueueContext {
  readonly state: MemoryTaskState;
  readonly own: ReadonlyMap<string, TaskKind>;
  readonly options: MemoryTaskQueueOptions;
}

function enqueue(
  { state, own, options }: EnqueueContext,
  transaction: TaskTransaction,
  tasks: readonly NewTask[],
): Promise<void> {
  for (const task of tasks) checkVersion(own, task);
  if (tasks.length === 0) return Promise.resolve();
  transaction.onCommit(() => {
    for (const task of tasks) {
      addTask(state, {
        id: options.newId(),
        name: task.name,
        data: task.data,
        singletonKey: task.singletonKey ?? null,
        priority: task.priority ?? 0,
        startAfterMs: Date.parse(task.startAfter ?? options.now()),
      });
    }
    announce(state, [...new Set(tasks.map((task) => task.name))]);
  });
  return Promise.resolve();
}

const deadLettersOf = (state: MemoryTaskState, name?: string): readonly DeadLetter[] =>
  [...state.tasks.values()]
    .filter((task) => task.state === 'dead' && (name === undefined || task.name === name))
    .toSorted((a, b) => a.failedAtMs - b.failedAtMs || a.sequence - b.sequence)
    .map((task) => ({
      id: task.id,
      name: task.name,
      data: task.data,
      failedAt: instantFromEpoch(task.failedAtMs),
      attempts: task.retryCount + 1,
      cause: task.cause === null ? '' : describeCause(task.cause),
    }));

/** A dead letter whose key waits already is superseded by the waiting task and just goes. */
function redrive(
  state: MemoryTaskState,
  ids: readonly string[],
  { newId, nowMs }: { readonly newId: () => string; readonly nowMs: number },
): number {
  let moved = 0;
  for (const id of new Set(ids)) {
    const task = state.tasks.get(id);
    if (task?.state !== 'dead') continue;
    state.tasks.delete(id);
    if (addTask(state, { ...task, id: newId(), startAfterMs: nowMs })) moved += 1;
    announce(state, [task.name]);
  }
  return moved;
}

function progressOf(state: MemoryTaskState, correlationId: string, nowMs: number): Progress {
  const tasks = [...state.tasks.values()].filter(
    (task) => task.data.correlationId === correlationId,
  );
  const later = tasks.filter((task) => task.state === 'created' && task.startAfterMs > nowMs);
  return {
    waiting: tasks.filter(isWaiting).length - later.length,
    later: later.length,
    active: tasks.filter((task) => task.state === 'active').length,
    deadLetters: tasks.filter((task) => task.state === 'dead').length,
  };
}

function depthsOf(state: MemoryTaskState): readonly QueueDepth[] {
  const names = [...state.kinds.keys()].toSorted();
  return names.map((name) => {
    const tasks = [...state.tasks.values()].filter((task) => task.name === name);
    return {
      name,
      waiting: tasks.filter(isWaiting).length,
      active: tasks.filter((task) => task.state === 'active').length,
      deadLetters: tasks.filter((task) => task.state === 'dead').length,
    };
  });
}

const hasDue = (
  state: MemoryTaskState,
  own: ReadonlyMap<string, TaskKind>,
  nowMs: number,
): boolean =>
  [...state.tasks.values()].some(
    (task) =>
      own.get(task.name)?.versions.includes(task.data.v) === true &&
      (task.state === 'active' || (isWaiting(task) && task.startAfterMs <= nowMs)),
  );
