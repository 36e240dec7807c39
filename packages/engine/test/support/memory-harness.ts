import { createMemoryTaskState, openMemoryTaskQueue, type TaskQueue } from '../../src/index.ts';
import { testId } from './ids.ts';
import type { QueueHarness } from './harness.ts';
import { createVirtualTime } from './virtual-time.ts';

export function createMemoryHarness(): Promise<QueueHarness> {
  const time = createVirtualTime();
  const state = createMemoryTaskState();
  const queues: TaskQueue[] = [];
  const written: string[] = [];
  return Promise.resolve({
    scheduler: time.scheduler,
    open: () => {
      const queue = openMemoryTaskQueue({
        ...time,
        state,
        newId: testId,
        onError: (error) => {
          throw error;
        },
      });
      queues.push(queue);
      return Promise.resolve(queue);
    },
    transact: async (work) => {
      const onCommit: (() => void)[] = [];
      const writes: string[] = [];
      const value = await work({
        executeSql: () => Promise.reject(new Error('there is no SQL in memory')),
        onCommit: (run) => void onCommit.push(run),
        write: (text) => Promise.resolve(void writes.push(text)),
      });
      written.push(...writes);
      for (const run of onCommit) run();
      return value;
    },
    written: () => Promise.resolve(written),
    close: async () => {
      await Promise.all(queues.map((queue) => queue.stop()));
    },
  });
}
