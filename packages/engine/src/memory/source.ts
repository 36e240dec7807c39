import { LeaseLostError } from '../lease-lost.ts';
import type { Task, TaskKind } from '../port.ts';
import { nextOccurrenceMs } from '../schedule.ts';
import {
  backoffSeconds,
  decideFailure,
  type FailedTask,
  type FailureCause,
  postponementsMax,
} from '../work/failure.ts';
import { groupOf } from '../work/turns.ts';
import type { TaskSource } from '../work/workers.ts';
import { announce, type MemoryTask, type MemoryTaskState } from './state.ts';

/** Leases, completes and fails tasks in memory, by the same rules as on PostgreSQL. */
export function createMemorySource(state: MemoryTaskState, nowMs: () => number): TaskSource {
  return {
    take: (kind, limit, steppedBack) =>
      Promise.resolve(takeTasks(state, { kind, limit, steppedBack, nowMs: nowMs() })),
    complete: (transaction, tasks) => {
      const held = tasks.filter((task) => isHeld(state, task));
      if (held.length !== tasks.length) {
        const name = tasks[0]?.name ?? 'no task';
        return Promise.reject(new LeaseLostError(name, tasks.length - held.length));
      }
      // On PostgreSQL the row stays locked until the commit; here the lease is renewed instead.
      for (const task of tasks) renewLease(state, task, nowMs());
      transaction.onCommit(() => removeHeld(state, tasks));
      return Promise.resolve();
    },
    completeLeased: (_kind, tasks) => {
      removeHeld(state, tasks);
      return Promise.resolve();
    },
    settle: (kind, failed) => {
      for (const one of failed) settleOne(state, { ...one, kind, nowMs: nowMs() });
      announce(state, [kind.name]);
      return Promise.resolve();
    },
    pauseMs: (kind) => pauseOf(state, kind, nowMs()),
  };
}

const isHeld = (state: MemoryTaskState, task: Task): boolean => {
  const stored = state.tasks.get(task.id);
  return stored?.state === 'active' && stored.retryCount === task.retryCount;
};

function renewLease(state: MemoryTaskState, task: Task, nowMs: number): void {
  const stored = state.tasks.get(task.id);
  const kind = state.kinds.get(task.name);
  if (stored === undefined || kind === undefined) return;
  const leasedUntilMs = nowMs + kind.leaseSeconds * 1_000;
  state.tasks.set(task.id, { ...stored, leasedUntilMs });
}

function removeHeld(state: MemoryTaskState, tasks: readonly Task[]): void {
  for (const task of tasks) if (isHeld(state, task)) state.tasks.delete(task.id);
}

interface TakeRequest {
  readonly kind: TaskKind;
  readonly limit: number;
  readonly steppedBack: readonly string[];
  readonly nowMs: number;
}

function takeTasks(state: MemoryTaskState, request: TakeRequest): readonly Task[] {
  const { kind, limit, steppedBack, nowMs } = request;
  runSchedules(state, nowMs);
  expireLeases(state, nowMs);
  const due = [...state.tasks.values()].filter(
    (task) =>
      task.name === kind.name &&
      kind.versions.includes(task.data.v) &&
      isWaiting(task) &&
      task.startAfterMs <= nowMs &&
      !steppedBack.includes(groupOf(task)),
  );
  const chosen = due
    .toSorted((a, b) => b.priority - a.priority || a.sequence - b.sequence)
    .slice(0, limit);
  return chosen.map((task) => {
    const retryCount = task.state === 'retry' ? task.retryCount + 1 : task.retryCount;
    const leasedUntilMs = nowMs + kind.leaseSeconds * 1_000;
    state.tasks.set(task.id, { ...task, state: 'active', retryCount, leasedUntilMs });
    return { id: task.id, name: task.name, data: task.data, retryCount };
  });
}

export const isWaiting = (task: MemoryTask): boolean =>
  task.state === 'created' || task.state === 'retry';

const leaseExpired: FailureCause = {
  kind: 'retry',
  code: 'LEASE_EXPIRED',
  message: 'the worker fell silent and its lease ran out',
};

/** A silent worker counts as a failed try of each task that it held. */
function expireLeases(state: MemoryTaskState, nowMs: number): void {
  for (const task of state.tasks.values()) {
    if (task.state !== 'active' || task.leasedUntilMs > nowMs) continue;
    const kind = state.kinds.get(task.name);
    if (kind !== undefined) failTask(state, { task, kind, cause: leaseExpired, nowMs });
  }
}

interface Failing {
  readonly task: MemoryTask;
  readonly kind: TaskKind;
  readonly cause: FailureCause;
  readonly nowMs: number;
}

/** The spread of the backoff is 0.5 here: a simulation must not depend on chance. */
function failTask(state: MemoryTaskState, { task, kind, cause, nowMs }: Failing): void {
  if (task.retryCount >= task.retriesMax) {
    state.tasks.set(task.id, { ...task, state: 'dead', failedAtMs: nowMs, cause });
    return;
  }
  const startAfterMs = nowMs + backoffSeconds(kind.retry, task.retryCount, 0.5) * 1_000;
  state.tasks.set(task.id, { ...task, state: 'retry', startAfterMs, cause });
}

interface Settling extends FailedTask {
  readonly kind: TaskKind;
  readonly nowMs: number;
}

function settleOne(state: MemoryTaskState, { task, error, kind, nowMs }: Settling): void {
  const stored = state.tasks.get(task.id);
  if (stored === undefined || !isHeld(state, task)) return;
  const decision = decideFailure(error, kind.retry);
  const { cause } = decision;
  const mayWait = stored.retriesMax < kind.retry.retriesMax + postponementsMax;
  if (decision.kind === 'deadLetter') {
    state.tasks.set(task.id, { ...stored, state: 'dead', failedAtMs: nowMs, cause });
  } else if (decision.kind === 'postpone' && mayWait) {
    const startAfterMs = nowMs + decision.delayMs;
    const retriesMax = stored.retriesMax + 1;
    state.tasks.set(task.id, { ...stored, state: 'retry', startAfterMs, retriesMax, cause });
  } else {
    failTask(state, { task: stored, kind, cause, nowMs });
  }
}

/** Adds the task of every schedule that is due, once however often it was missed. */
function runSchedules(state: MemoryTaskState, nowMs: number): void {
  for (const [key, schedule] of state.schedules) {
    if (schedule.nextMs > nowMs) continue;
    const nextMs = nextOccurrenceMs({ ...schedule, afterMs: nowMs });
    state.schedules.set(key, { ...schedule, nextMs });
    const { name, data, singletonKey, priority } = schedule;
    addTask(state, {
      id: `schedule:${key}:${schedule.nextMs}`,
      name,
      data,
      singletonKey,
      priority,
      startAfterMs: nowMs,
    });
  }
}

export type AddedTask = Pick<
  MemoryTask,
  'id' | 'name' | 'data' | 'singletonKey' | 'priority' | 'startAfterMs'
>;

/** Adds a task unless one of its kind, version and key waits for its first try; true if added. */
export function addTask(state: MemoryTaskState, added: AddedTask): boolean {
  const joins =
    added.singletonKey !== null &&
    [...state.tasks.values()].some(
      (task) =>
        task.state === 'created' &&
        task.name === added.name &&
        task.data.v === added.data.v &&
        task.singletonKey === added.singletonKey,
    );
  if (joins) return false;
  state.sequence += 1;
  state.tasks.set(added.id, {
    ...added,
    state: 'created',
    sequence: state.sequence,
    retryCount: 0,
    retriesMax: state.kinds.get(added.name)?.retry.retriesMax ?? 0,
    leasedUntilMs: 0,
    failedAtMs: 0,
    cause: null,
  });
  return true;
}

/** Until the next task is due, lease runs out or schedule falls; null when nothing is to come. */
function pauseOf(state: MemoryTaskState, kind: TaskKind, nowMs: number): number | null {
  let nextMs = Number.POSITIVE_INFINITY;
  for (const task of state.tasks.values()) {
    if (task.name !== kind.name || !kind.versions.includes(task.data.v)) continue;
    if (isWaiting(task) && task.startAfterMs > nowMs) nextMs = Math.min(nextMs, task.startAfterMs);
    if (task.state === 'active') nextMs = Math.min(nextMs, task.leasedUntilMs);
  }
  for (const schedule of state.schedules.values()) {
    if (schedule.name === kind.name) nextMs = Math.min(nextMs, schedule.nextMs);
  }
  return Number.isFinite(nextMs) ? Math.max(nextMs - nowMs, 1) : null;
}
