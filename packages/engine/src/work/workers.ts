import { assert } from '@quittance/domain';
import type { Lane, Task, TaskHandler, TaskKind, TaskLease, TaskTransaction } from '../port.ts';
import type { Scheduler } from '../scheduler.ts';
import { runBisecting } from './bisect.ts';
import type { FailedTask } from './failure.ts';
import { createGate, type Gate } from './gate.ts';
import { createTurns, type Turns } from './turns.ts';
import { type Bell, createBell } from './wake.ts';

/** What the loop needs of a queue; PostgreSQL and memory each implement it. */
export interface TaskSource {
  /** Leases up to `limit` due tasks of a kind, none of the entities given. */
  take(kind: TaskKind, limit: number, steppedBack: readonly string[]): Promise<readonly Task[]>;
  /** Completes in the transaction. Errors: `LeaseLostError`, nothing may be kept. */
  complete(transaction: TaskTransaction, tasks: readonly Task[]): Promise<void>;
  /** Completes what is still leased; tasks whose lease went elsewhere are left alone. */
  completeLeased(kind: TaskKind, tasks: readonly Task[]): Promise<void>;
  settle(kind: TaskKind, failed: readonly FailedTask[]): Promise<void>;
  /** Milliseconds after which a look without a ring is due, or null when rings never get lost. */
  pauseMs(kind: TaskKind): number | null;
}

/** Batches at a time in one process, over all kinds of a lane. */
export type LaneWidths = Readonly<Record<Lane, number>>;

export const defaultLaneWidths: LaneWidths = { release: 4, evidence: 4, bulk: 2 };

export interface WorkersOptions {
  readonly source: TaskSource;
  readonly scheduler: Scheduler;
  readonly laneWidths: LaneWidths;
  /** Told of everything that went wrong around handlers: the loop itself carries on. */
  readonly onError: (error: unknown) => void;
}

export interface Workers {
  start(kind: TaskKind, handler: TaskHandler, concurrency: number): void;
  /** Makes the loops of these kinds look at once. */
  ring(names: Iterable<string>): void;
  /** Batches in the hands of handlers. */
  running(): number;
  stop(): Promise<void>;
}

/** After an error around a fetch (the database is away) the loop waits this long. */
const errorPauseMs = 1_000;

interface Loop {
  readonly kind: TaskKind;
  readonly handler: TaskHandler;
  readonly bell: Bell;
  readonly places: Gate;
  readonly turns: Turns;
}

/**
 * The loops of one process. Each kind has a loop of its own, and each lane a width of its own, so
 * that neither a flood nor a slow handler of the bulk lane holds back a release.
 */
export function createWorkers(options: WorkersOptions): Workers {
  const loops = new Map<string, Loop>();
  const stopping = new AbortController();
  const lanes: Readonly<Record<Lane, Gate>> = {
    release: createGate(options.laneWidths.release),
    evidence: createGate(options.laneWidths.evidence),
    bulk: createGate(options.laneWidths.bulk),
  };
  const ended: Promise<void>[] = [];
  const handling = new Set<Promise<void>>();
  const context = { ...options, lanes, handling, signal: stopping.signal };
  return {
    start: (kind, handler, concurrency) => {
      assert(!loops.has(kind.name), `${kind.name} is handled only once in a process`);
      assert(!stopping.signal.aborted, 'a stopped queue starts no handler');
      const loop: Loop = {
        kind,
        handler,
        bell: createBell(options.scheduler),
        places: createGate(concurrency),
        turns: createTurns(),
      };
      loops.set(kind.name, loop);
      ended.push(runLoop(loop, context));
    },
    ring: (names) => {
      for (const name of names) loops.get(name)?.bell.ring();
    },
    running: () => handling.size,
    stop: async () => {
      stopping.abort();
      await Promise.all(ended);
      await Promise.all(handling);
    },
  };
}

interface LoopContext extends WorkersOptions {
  readonly lanes: Readonly<Record<Lane, Gate>>;
  readonly handling: Set<Promise<void>>;
  readonly signal: AbortSignal;
}

async function runLoop(loop: Loop, context: LoopContext): Promise<void> {
  const { signal } = context;
  while (!signal.aborted) {
    const leavePlace = await loop.places.enter();
    const leaveLane = await context.lanes[loop.kind.lane].enter();
    const leave = (): void => {
      leaveLane();
      leavePlace();
    };
    const fetched = await fetchBatch(loop, context);
    if (fetched.tasks.length > 0) {
      const work = handleBatch(loop, context, fetched.tasks).finally(leave);
      context.handling.add(work);
      void work.finally(() => context.handling.delete(work));
    } else {
      leave();
    }
    if (!fetched.again) await loop.bell.wait(fetched.pauseMs, signal);
  }
}

interface FetchedBatch {
  readonly tasks: readonly Task[];
  readonly again: boolean;
  readonly pauseMs: number | null;
}

async function fetchBatch(loop: Loop, context: LoopContext): Promise<FetchedBatch> {
  const { kind, turns } = loop;
  if (context.signal.aborted) return { tasks: [], again: true, pauseMs: null };
  try {
    const limit = kind.batchSizeMax;
    const tasks = await context.source.take(kind, limit, turns.steppedBack());
    const again = turns.fetched(tasks, limit) || tasks.length >= limit;
    return { tasks, again, pauseMs: context.source.pauseMs(kind) };
  } catch (error) {
    context.onError(error);
    return { tasks: [], again: false, pauseMs: errorPauseMs };
  }
}

/** Never throws: what cannot be written down now comes back when the lease runs out. */
async function handleBatch(
  loop: Loop,
  context: LoopContext,
  tasks: readonly Task[],
): Promise<void> {
  const { kind, handler } = loop;
  const { source } = context;
  try {
    const completedIds = new Set<string>();
    const lease: TaskLease = {
      signal: context.signal,
      complete: async (transaction, done) => {
        await source.complete(transaction, done);
        transaction.onCommit(() => {
          for (const task of done) completedIds.add(task.id);
        });
      },
    };
    const failed = await runBisecting({ tasks, handler, lease, completedIds });
    const failedIds = new Set(failed.map(({ task }) => task.id));
    const left = tasks.filter((task) => !completedIds.has(task.id) && !failedIds.has(task.id));
    if (failed.length > 0) await source.settle(kind, failed);
    if (left.length > 0) await source.completeLeased(kind, left);
  } catch (error) {
    context.onError(error);
  }
}
