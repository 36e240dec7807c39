import { afterEach, beforeEach } from 'vitest';
import type { Fault, FaultKind } from '@quittance/domain';
import {
  type NewTask,
  type Task,
  TaskFault,
  type TaskKind,
  type TaskQueue,
} from '../../src/index.ts';
import type { QueueHarness } from './harness.ts';

export const kind = (name: string, given: Partial<TaskKind> = {}): TaskKind => ({
  name,
  lane: 'evidence',
  batchSizeMax: 10,
  leaseSeconds: 60,
  retry: { retriesMax: 3, delaySeconds: 1, delaySecondsMax: 1 },
  versions: [1],
  ...given,
});

export const newTask = (name: string, id: string, given: Partial<NewTask> = {}): NewTask => ({
  name,
  data: { v: 1, entityId: 'entity-a', correlationId: 'correlation', ids: [id] },
  ...given,
});

export const idOf = (task: Task): string => task.data.ids[0] ?? '';

export const fault = (faultKind: FaultKind, given: Partial<Fault> = {}): TaskFault =>
  new TaskFault({ kind: faultKind, code: 'TEST', message: 'as the test wants it', ...given });

export const several = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, n) => n);

export type CreateHarness = () => Promise<QueueHarness>;

/** A fresh installation with one queue for each test of the group that asks for it. */
export interface LawRig {
  readonly harness: QueueHarness;
  readonly queue: TaskQueue;
  /** Adds tasks in a transaction of their own. */
  readonly add: (...tasks: readonly NewTask[]) => Promise<void>;
}

export function useRig(create: CreateHarness): () => LawRig {
  let rig: LawRig | null = null;
  beforeEach(async () => {
    const harness = await create();
    const queue = await harness.open();
    const add = (...tasks: readonly NewTask[]): Promise<void> =>
      harness.transact((transaction) => queue.enqueue(transaction, tasks));
    rig = { harness, queue, add };
  });
  afterEach(() => rig?.harness.close());
  return () => {
    if (rig === null) throw new Error('only inside a test');
    return rig;
  };
}
