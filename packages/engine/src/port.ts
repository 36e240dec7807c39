import type { Fault, Instant } from '@quittance/domain';

/** The part of a store's transaction that a queue needs; structural, so rooms stay apart. */
export interface TaskTransaction {
  executeSql(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
  onCommit(work: () => void): void;
}

/** Lanes keep urgent work apart from floods: a full bulk lane never holds back a release. */
export type Lane = 'release' | 'evidence' | 'bulk';

/** What a task carries: ids only, never payloads, and the version of its form. */
export interface TaskData {
  readonly v: number;
  readonly entityId: string | null;
  readonly correlationId: string;
  readonly ids: readonly string[];
}

export interface NewTask {
  readonly name: string;
  readonly data: TaskData;
  /** Not before this instant; absent: at once. */
  readonly startAfter?: Instant;
  /**
   * A second task with the same name, version and key joins the first while that waits for its
   * first try: it is not added, and the waiting one does not start before this one's commit.
   */
  readonly singletonKey?: string;
  /** Larger first; 0 unless told. */
  readonly priority?: number;
}

export interface Task {
  readonly id: string;
  readonly name: string;
  readonly data: TaskData;
  /** 0 the first time. */
  readonly retryCount: number;
}

/** How often and how long a task is tried before it becomes a dead letter (I16). */
export interface RetryPolicy {
  readonly retriesMax: number;
  readonly delaySeconds: number;
  readonly delaySecondsMax: number;
}

export interface TaskKind {
  readonly name: string;
  readonly lane: Lane;
  /** Tasks handed to the handler at once. */
  readonly batchSizeMax: number;
  /** A worker that is silent for longer loses the task to any other worker. */
  readonly leaseSeconds: number;
  readonly retry: RetryPolicy;
  /** The versions of data that this release understands; others are left for one that does. */
  readonly versions: readonly number[];
}

/** Handed to a handler with its tasks. */
export interface TaskLease {
  /**
   * Completes tasks inside the handler's own transaction, together with its writes. Errors when the
   * lease was lost meanwhile, which rolls the handler's writes back.
   */
  complete(transaction: TaskTransaction, tasks: readonly Task[]): Promise<void>;
  /** Aborted when the worker is asked to stop. */
  readonly signal: AbortSignal;
}

/**
 * Handles tasks: calls outside any transaction, then one transaction for state, audit, next tasks
 * and completion. Tasks it neither completed nor threw for are completed when it returns. It throws
 * {@link TaskFault} to say what is next; anything else thrown counts as `retry`. A batch that
 * throws is bisected, so that one poisoned task never takes its neighbours along.
 */
export type TaskHandler = (tasks: readonly Task[], lease: TaskLease) => Promise<void>;

/** A fault on its way to the queue: the retry policy follows from its kind. */
export class TaskFault extends Error {
  override readonly name = 'TaskFault';
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(`${fault.kind} ${fault.code}: ${fault.message}`);
    this.fault = fault;
  }
}

export interface DeadLetter {
  readonly id: string;
  readonly name: string;
  readonly data: TaskData;
  readonly failedAt: Instant;
  readonly attempts: number;
  /** Fault kind, code and message of the last attempt. */
  readonly cause: string;
}

export interface QueueDepth {
  readonly name: string;
  readonly waiting: number;
  readonly active: number;
  readonly deadLetters: number;
}

/** Tasks of one piece of work that wait, run, or were given up. */
export interface Progress {
  /** Due, or to be tried again. */
  readonly waiting: number;
  /** Set for a later time from the beginning, such as the next inquiry. */
  readonly later: number;
  readonly active: number;
  readonly deadLetters: number;
}

/**
 * Durable tasks. `enqueue` only ever runs inside the caller's transaction, so that a verb commits
 * its state, its audit leaf and the work that follows together.
 */
export interface TaskQueue {
  /** Makes the queues of these kinds known; idempotent. */
  prepare(kinds: readonly TaskKind[]): Promise<void>;
  enqueue(transaction: TaskTransaction, tasks: readonly NewTask[]): Promise<void>;
  /** Starts handling one kind in this process, `concurrency` batches at a time. */
  work(name: string, handler: TaskHandler, concurrency?: number): Promise<void>;
  /**
   * Runs `task` on a cron expression in a time zone. One schedule per name and singleton key in the
   * whole installation: setting it again replaces it.
   */
  schedule(task: NewTask, cron: string, timeZone: string): Promise<void>;
  deadLetters(name?: string): Promise<readonly DeadLetter[]>;
  /**
   * Puts dead letters back into their queue; returns how many. Replaying twice is harmless. With a
   * transaction they go back when it commits.
   */
  redrive(ids: readonly string[], transaction?: TaskTransaction): Promise<number>;
  /** What is left of one piece of work; looks at no task that has ended well. */
  progress(correlationId: string): Promise<Progress>;
  depths(): Promise<readonly QueueDepth[]>;
  /** Resolves once nothing waits or runs that is due; for demos and tests. */
  whenIdle(): Promise<void>;
  /** Stops taking tasks, lets running ones finish, closes. */
  stop(): Promise<void>;
}
