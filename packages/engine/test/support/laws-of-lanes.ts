import { describe, expect, test } from 'vitest';
import type { NewTask } from '../../src/index.ts';
import { createLatch } from './harness.ts';
import { type CreateHarness, idOf, kind, newTask, several, useRig } from './law-rig.ts';

/** Laws of lanes, turns and order, the same for every task queue. */
export function describeLanes(name: string, create: CreateHarness): void {
  describe(`lanes, turns and order ${name}`, () => {
    const rig = useRig(create);
    test('[RES-06][PERF-03][PERF-04][FT-09] a flood of bulk work holds no release', async () => {
      const { add, queue } = rig();
      const bulk = ['bulk-a', 'bulk-b', 'bulk-c'].map((given) =>
        kind(given, { lane: 'bulk', batchSizeMax: 1 }),
      );
      await queue.prepare([...bulk, kind('release', { lane: 'release' })]);
      const flood = createLatch();
      let handled = 0;
      const handle = async (): Promise<void> => {
        await flood.opened;
        handled += 1;
      };
      for (const { name: given } of bulk) await queue.work(given, handle, 4);
      await add(...bulk.flatMap((given) => several(50).map((n) => newTask(given.name, `${n}`))));
      const released = createLatch();
      await queue.work('release', () => {
        released.open();
        return Promise.resolve();
      });
      await add(newTask('release', 'urgent'));
      await released.opened;
      const active = (await queue.depths()).filter(({ name: given }) => given !== 'release');
      expect(active.reduce((sum, depth) => sum + depth.active, 0)).toBe(2);
      flood.open();
      await queue.whenIdle();
      expect(handled).toBe(150);
    });

    test('[RES-06] an entity that floods a queue takes turns with the others', async () => {
      const { add, queue } = rig();
      await queue.prepare([kind('entry', { batchSizeMax: 5 })]);
      const quiet: NewTask = {
        ...newTask('entry', 'quiet'),
        data: { v: 1, entityId: 'entity-b', correlationId: 'correlation', ids: ['quiet'] },
      };
      await add(...several(60).map((n) => newTask('entry', `${n}`)));
      await add(quiet);
      const batches: (readonly string[])[] = [];
      await queue.work('entry', (tasks) => {
        batches.push(tasks.map(idOf));
        return Promise.resolve();
      });
      await queue.whenIdle();
      expect(batches.findIndex((batch) => batch.includes('quiet'))).toBe(1);
      expect(batches.flat().toSorted()).toEqual([...several(60).map(String), 'quiet'].toSorted());
    });

    test('[PERF-04] urgent tasks come first, then the older ones', async () => {
      const { add, queue } = rig();
      await queue.prepare([kind('order', { batchSizeMax: 1 })]);
      await add(newTask('order', 'first'));
      await add(newTask('order', 'second'));
      await add(newTask('order', 'urgent', { priority: 5 }));
      const seen: string[] = [];
      await queue.work('order', (tasks) => {
        seen.push(...tasks.map(idOf));
        return Promise.resolve();
      });
      await queue.whenIdle();
      expect(seen).toEqual(['urgent', 'first', 'second']);
    });
  });
}
