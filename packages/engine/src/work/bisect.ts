import { type Task, TaskFault, type TaskHandler, type TaskLease } from '../port.ts';
import type { FailedTask } from './failure.ts';

export interface BisectRequest {
  readonly tasks: readonly Task[];
  readonly handler: TaskHandler;
  readonly lease: TaskLease;
  /** Ids that the handler completed in transactions that committed. */
  readonly completedIds: ReadonlySet<string>;
}

/**
 * Runs a batch and finds the tasks that make it fail: a batch that throws is halved until single
 * tasks throw, so neighbours of a poisoned task complete. A batch of n with one poisoned task costs
 * at most 2 log2(n) + 1 calls of the handler. A `retryAfter` speaks for the whole endpoint and is
 * taken for the whole batch: asking on would only make the counterparty angrier.
 */
export async function runBisecting(request: BisectRequest): Promise<readonly FailedTask[]> {
  const { tasks, handler, lease, completedIds } = request;
  try {
    await handler(tasks, lease);
    return [];
  } catch (error) {
    const left = tasks.filter((task) => !completedIds.has(task.id));
    if (left.length <= 1 || speaksForAll(error)) return left.map((task) => ({ task, error }));
    const middle = Math.ceil(left.length / 2);
    const first = await runBisecting({ ...request, tasks: left.slice(0, middle) });
    const second = await runBisecting({ ...request, tasks: left.slice(middle) });
    return [...first, ...second];
  }
}

const speaksForAll = (error: unknown): boolean =>
  error instanceof TaskFault && error.fault.kind === 'retryAfter';
