import { describe, expect, test } from 'vitest';
import { asInstant } from '@quittance/domain';
import { LeaseLostError, type NewTask, type Task } from '../../src/index.ts';
import { createLatch, until } from './harness.ts';
import { type CreateHarness, idOf, kind, newTask, useRig } from './law-rig.ts';

/** Laws of transactions, leases and versions, the same for every task queue. */
export function describeCommits(name: string, create: CreateHarness): void {
  describe(`transactions, leases and versions ${name}`, () => {
    const rig = useRig(create);
    test('[RES-05] a task exists if and only if its transaction committed', async () => {
      const { add, harness, queue } = rig();
      await queue.prepare([kind('post')]);
      const seen: string[] = [];
      await queue.work('post', (tasks) => {
        seen.push(...tasks.map(idOf));
        return Promise.resolve();
      });
      const undone = harness.transact(async (transaction) => {
        await queue.enqueue(transaction, [newTask('post', 'undone')]);
        throw new Error('the verb changed its mind');
      });
      await expect(undone).rejects.toThrow('changed its mind');
      await add(newTask('post', 'kept'));
      await queue.whenIdle();
      expect(seen).toEqual(['kept']);
    });

    test('[RES-09] completion and the writes of the handler are one', async () => {
      const { add, harness, queue } = rig();
      await queue.prepare([kind('book')]);
      const tries: number[] = [];
      await queue.work('book', (tasks, lease) =>
        harness.transact(async (transaction) => {
          await transaction.write('booked');
          await lease.complete(transaction, tasks);
          tries.push(tasks[0]?.retryCount ?? -1);
          if (tries.length === 1) throw new Error('crash before the commit');
        }),
      );
      await add(newTask('book', 'one'));
      await until(harness, () => tries.length === 2);
      await queue.whenIdle();
      expect(tries).toEqual([0, 1]);
      expect(await harness.written()).toEqual(['booked']);
    });

    test('[RES-01] a handler that lost its lease has its writes rolled back', async () => {
      const { add, harness, queue } = rig();
      const short = kind('send', { leaseSeconds: 1 });
      await queue.prepare([short]);
      const other = await harness.open();
      await other.prepare([short]);
      const takenOver = createLatch();
      const late: unknown[] = [];
      await queue.work('send', async (tasks, lease) => {
        await takenOver.opened;
        const work = harness.transact(async (transaction) => {
          await transaction.write('late');
          await lease.complete(transaction, tasks);
        });
        await work.catch((error: unknown) => late.push(error));
      });
      await add(newTask('send', 'one'));
      await until(harness, async () => (await queue.depths())[0]?.active === 1);
      await other.work('send', async (tasks, lease) => {
        await harness.transact(async (transaction) => {
          await transaction.write('survivor');
          await lease.complete(transaction, tasks);
        });
        takenOver.open();
      });
      await until(harness, () => late.length === 1);
      expect(late[0]).toBeInstanceOf(LeaseLostError);
      expect(await harness.written()).toEqual(['survivor']);
    });

    test('a task joins one of its key that waits, never one that runs', async () => {
      const { add, harness, queue } = rig();
      await queue.prepare([kind('sync', { batchSizeMax: 1 }), kind('other')]);
      const keyed = (id: string): NewTask => newTask('sync', id, { singletonKey: 'connection-1' });
      await add(keyed('one'), keyed('in the same transaction'));
      await add(keyed('in another'));
      const seen: string[] = [];
      const gate = createLatch();
      await queue.work('sync', async (tasks) => {
        seen.push(...tasks.map(idOf));
        await gate.opened;
      });
      await until(harness, () => seen.length === 1);
      await add(keyed('after the start'));
      gate.open();
      await queue.whenIdle();
      expect(seen).toEqual(['one', 'after the start']);
    });

    test('a task of an unknown version is left for a release that knows it', async () => {
      const { add, harness, queue } = rig();
      const old = kind('mix');
      const recent = kind('mix', { versions: [1, 2] });
      await queue.prepare([recent]);
      const data = { v: 2, entityId: null, correlationId: 'correlation', ids: ['new'] };
      await add({ name: 'mix', data }, newTask('mix', 'old'));
      const seen: string[] = [];
      const handler = (release: string) => (tasks: readonly Task[]) => {
        seen.push(...tasks.map((task) => `${release} ${idOf(task)}`));
        return Promise.resolve();
      };
      const before = await harness.open();
      await before.prepare([old]);
      await before.work('mix', handler('before'));
      await before.whenIdle();
      expect(seen).toEqual(['before old']);
      expect((await queue.depths())[0]).toMatchObject({ waiting: 1, deadLetters: 0 });
      await queue.work('mix', handler('after'));
      await queue.whenIdle();
      expect(seen).toEqual(['before old', 'after new']);
    });

    test('a task that is not due yet waits, and the queue is idle all the same', async () => {
      const { add, queue } = rig();
      await queue.prepare([kind('later')]);
      await queue.work('later', () => Promise.reject(new Error('far too early')));
      await add(newTask('later', 'one', { startAfter: asInstant('2099-01-01T00:00:00.000Z') }));
      await queue.whenIdle();
      expect((await queue.depths())[0]).toEqual({
        name: 'later',
        waiting: 1,
        active: 0,
        deadLetters: 0,
      });
    });

    test('stopping lets running handlers finish and tells them', async () => {
      const { add, harness, queue } = rig();
      await queue.prepare([kind('slow')]);
      const started = createLatch();
      let told = false;
      await queue.work('slow', async (tasks, lease) => {
        started.open();
        await harness.scheduler.sleep(60_000, lease.signal);
        told = lease.signal.aborted;
        await harness.transact((transaction) => lease.complete(transaction, tasks));
      });
      await add(newTask('slow', 'one'));
      await started.opened;
      const second = await harness.open();
      await queue.stop();
      expect(told).toBe(true);
      await second.prepare([kind('slow')]);
      expect((await second.depths())[0]).toMatchObject({ waiting: 0, active: 0 });
    });

    test('unprepared kinds and unknown versions are refused', async () => {
      const { add, queue } = rig();
      await queue.prepare([kind('known')]);
      await expect(add(newTask('unknown', 'one'))).rejects.toThrow('prepare');
      const data = { ...newTask('known', 'one').data, v: 9 };
      await expect(add({ name: 'known', data })).rejects.toThrow('version');
    });
  });
}
