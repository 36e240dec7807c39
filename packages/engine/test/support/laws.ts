import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asInstant, type Fault, type FaultKind } from '@quittance/domain';
import {
  LeaseLostError,
  type NewTask,
  type Task,
  TaskFault,
  type TaskKind,
  type TaskQueue,
} from '../../src/index.ts';
import { createLatch, type QueueHarness, until } from './harness.ts';

const kind = (name: string, given: Partial<TaskKind> = {}): TaskKind => ({
  name,
  lane: 'evidence',
  batchSizeMax: 10,
  leaseSeconds: 60,
  retry: { retriesMax: 3, delaySeconds: 1, delaySecondsMax: 1 },
  versions: [1],
  ...given,
});

const newTask = (name: string, id: string, given: Partial<NewTask> = {}): NewTask => ({
  name,
  data: { v: 1, entityId: 'entity-a', correlationId: 'correlation', ids: [id] },
  ...given,
});

const idOf = (task: Task): string => task.data.ids[0] ?? '';

const fault = (faultKind: FaultKind, given: Partial<Fault> = {}): TaskFault =>
  new TaskFault({ kind: faultKind, code: 'TEST', message: 'as the test wants it', ...given });

const several = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

/** The laws of a task queue, the same for every implementation. */
export function describeLaws(name: string, create: () => Promise<QueueHarness>): void {
  describe(`the laws of a task queue ${name}`, () => {
    let harness: QueueHarness;
    let queue: TaskQueue;
    const add = (...tasks: readonly NewTask[]): Promise<void> =>
      harness.transact((transaction) => queue.enqueue(transaction, tasks));

    beforeEach(async () => {
      harness = await create();
      queue = await harness.open();
    });
    afterEach(() => harness.close());

    test('[RES-05] a task exists if and only if its transaction committed', async () => {
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

    test('[RES-07] a poisoned task is found by halving; its neighbours complete', async () => {
      await queue.prepare([kind('match', { batchSizeMax: 16 })]);
      let calls = 0;
      const done = new Set<string>();
      await add(...several(16).map((n) => newTask('match', `${n}`)));
      await queue.work('match', (tasks, lease) => {
        calls += 1;
        if (tasks.some((task) => idOf(task) === '11')) throw fault('rejected');
        for (const task of tasks) done.add(idOf(task));
        return harness.transact((transaction) => lease.complete(transaction, tasks));
      });
      await queue.whenIdle();
      expect(done.size).toBe(15);
      expect(calls).toBe(9);
      const dead = await queue.deadLetters('match');
      expect(dead.map((letter) => [letter.data.ids, letter.attempts, letter.cause])).toEqual([
        [['11'], 1, 'rejected TEST: as the test wants it'],
      ]);
    });

    test('[RES-07] what a handler committed stays done when it throws for the rest', async () => {
      await queue.prepare([kind('part')]);
      const seen: string[] = [];
      await add(newTask('part', 'good'), newTask('part', 'bad'));
      await queue.work('part', async (tasks, lease) => {
        seen.push(...tasks.map(idOf));
        const good = tasks.filter((task) => idOf(task) === 'good');
        if (good.length > 0) {
          await harness.transact((transaction) => lease.complete(transaction, good));
        }
        if (good.length < tasks.length) throw fault('drift');
      });
      await queue.whenIdle();
      expect(seen.filter((id) => id === 'good')).toHaveLength(1);
      expect((await queue.deadLetters()).map((letter) => letter.data.ids)).toEqual([['bad']]);
    });

    test('[RES-02][RES-03][I16] tries are bounded and end in a dead letter', async () => {
      const retry = { retriesMax: 2, delaySeconds: 1, delaySecondsMax: 1 };
      await queue.prepare([kind('poll', { retry })]);
      const tries: number[] = [];
      await queue.work('poll', (tasks) => {
        tries.push(...tasks.map((task) => task.retryCount));
        throw new Error('account DE89370400440532013000 is away');
      });
      await add(newTask('poll', 'one'));
      await until(harness, async () => (await queue.deadLetters('poll')).length === 1);
      expect(tries).toEqual([0, 1, 2]);
      const [letter] = await queue.deadLetters('poll');
      expect(letter?.attempts).toBe(3);
      expect(letter?.cause).toBe('retry Error: account [account] is away');
      expect(letter?.data).toEqual(newTask('poll', 'one').data);
    });

    test('[RES-02] waiting as the counterparty asked does not use up tries', async () => {
      const retry = { retriesMax: 1, delaySeconds: 1, delaySecondsMax: 1 };
      await queue.prepare([kind('rest', { retry })]);
      let calls = 0;
      await queue.work('rest', () => {
        calls += 1;
        if (calls <= 4) throw fault('retryAfter', { retryAfterMs: 5 });
        return Promise.resolve();
      });
      await add(newTask('rest', 'one'));
      await until(harness, () => calls === 5);
      await queue.whenIdle();
      expect(await queue.deadLetters()).toEqual([]);
    });

    test.each<FaultKind>(['unknownOutcome', 'rejected', 'drift', 'unauthorised', 'unsupported'])(
      '[RES-01][RES-03] %s is never repeated blindly: a dead letter at once',
      async (faultKind) => {
        await queue.prepare([kind('pay')]);
        let calls = 0;
        await queue.work('pay', () => {
          calls += 1;
          throw fault(faultKind);
        });
        await add(newTask('pay', 'one'));
        await until(harness, async () => (await queue.deadLetters()).length === 1);
        expect(calls).toBe(1);
      },
    );

    test('[RES-04][I16] replaying a dead letter twice has one effect', async () => {
      await queue.prepare([kind('push')]);
      let healthy = false;
      await queue.work('push', (tasks, lease) => {
        if (!healthy) throw fault('unauthorised');
        return harness.transact(async (transaction) => {
          for (const task of tasks) await transaction.write(idOf(task));
          await lease.complete(transaction, tasks);
        });
      });
      await add(newTask('push', 'one'));
      await until(harness, async () => (await queue.deadLetters()).length === 1);
      healthy = true;
      const ids = (await queue.deadLetters()).map((letter) => letter.id);
      const moved = await Promise.all([queue.redrive(ids), queue.redrive(ids)]);
      expect(moved.reduce((sum, count) => sum + count, 0)).toBe(1);
      await until(harness, async () => (await harness.written()).length === 1);
      expect(await queue.redrive(ids)).toBe(0);
      expect(await queue.redrive(['no such id'])).toBe(0);
      await queue.whenIdle();
      expect(await harness.written()).toEqual(['one']);
      expect(await queue.deadLetters()).toEqual([]);
    });

    test('[RES-04] a dead letter that fails again is a new one, with its own count', async () => {
      await queue.prepare([kind('again')]);
      await queue.work('again', () => {
        throw fault('drift');
      });
      await add(newTask('again', 'one'));
      await until(harness, async () => (await queue.deadLetters()).length === 1);
      const first = (await queue.deadLetters()).map((letter) => letter.id);
      expect(await queue.redrive(first)).toBe(1);
      await queue.whenIdle();
      await until(harness, async () => (await queue.deadLetters()).length === 1);
      const second = await queue.deadLetters();
      expect(second.map((letter) => letter.attempts)).toEqual([1]);
      expect(second.map((letter) => letter.id)).not.toEqual(first);
      expect(await queue.redrive(first)).toBe(0);
    });

    test('[RES-04] a dead letter is superseded by a task of its key that waits', async () => {
      await queue.prepare([kind('key')]);
      const other = await harness.open();
      await other.prepare([kind('key')]);
      await other.work('key', () => {
        throw fault('drift');
      });
      const keyed = newTask('key', 'one', { singletonKey: 'key' });
      await add(keyed);
      await until(harness, async () => (await queue.deadLetters()).length === 1);
      await other.stop();
      await add(keyed);
      expect(await queue.redrive((await queue.deadLetters()).map((letter) => letter.id))).toBe(0);
      expect(await queue.deadLetters()).toEqual([]);
      expect((await queue.depths())[0]).toMatchObject({ waiting: 1, deadLetters: 0 });
    });

    test('[RES-06] a flood in the bulk lane does not hold back a release', async () => {
      const bulk = ['bulk-a', 'bulk-b', 'bulk-c'].map((given) =>
        kind(given, { lane: 'bulk', batchSizeMax: 1 }),
      );
      await queue.prepare([...bulk, kind('release', { lane: 'release' })]);
      const flood = createLatch();
      for (const { name: given } of bulk) await queue.work(given, () => flood.opened, 4);
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
    });

    test('[RES-06] an entity that floods a queue takes turns with the others', async () => {
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

    test('urgent tasks come first, then the older ones', async () => {
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

    test('a task with the key of one that waits joins it; a running one is not joined', async () => {
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

    test('a task of a version that this release does not know is left for one that does', async () => {
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

    test('a task that is not due yet waits, and does not keep the queue from being idle', async () => {
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
      await queue.prepare([kind('known')]);
      await expect(add(newTask('unknown', 'one'))).rejects.toThrow('prepare');
      const data = { ...newTask('known', 'one').data, v: 9 };
      await expect(add({ name: 'known', data })).rejects.toThrow('version');
    });
  });
}
