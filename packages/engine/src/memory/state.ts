import type { TaskData, TaskKind } from '../port.ts';
import type { FailureCause } from '../work/failure.ts';

/** One task at rest. Times are epoch milliseconds of the queue's clock. */
export interface MemoryTask {
  readonly id: string;
  readonly name: string;
  readonly data: TaskData;
  readonly state: 'created' | 'retry' | 'active' | 'dead';
  readonly singletonKey: string | null;
  readonly priority: number;
  /** Order of arrival. */
  readonly sequence: number;
  readonly startAfterMs: number;
  readonly retryCount: number;
  readonly retriesMax: number;
  /** Only while active. */
  readonly leasedUntilMs: number;
  readonly failedAtMs: number;
  readonly cause: FailureCause | null;
}

export interface MemorySchedule {
  readonly name: string;
  readonly data: TaskData;
  readonly singletonKey: string;
  readonly priority: number;
  readonly cron: string;
  readonly timeZone: string;
  readonly nextMs: number;
}

/**
 * What outlives a process: several queues opened on one state are the workers of one installation,
 * and a queue that is dropped without a word is a worker that was killed.
 */
export interface MemoryTaskState {
  readonly tasks: Map<string, MemoryTask>;
  readonly schedules: Map<string, MemorySchedule>;
  readonly kinds: Map<string, TaskKind>;
  /** Told the kinds that have something new to look at. */
  readonly listeners: Set<(names: readonly string[]) => void>;
  sequence: number;
}

export const createMemoryTaskState = (): MemoryTaskState => ({
  tasks: new Map(),
  schedules: new Map(),
  kinds: new Map(),
  listeners: new Set(),
  sequence: 0,
});

/** Rings every queue on this state. */
export function announce(state: MemoryTaskState, names: readonly string[]): void {
  for (const listener of state.listeners) listener(names);
}
