import { describe, expect, test } from 'vitest';
import type { FaultKind } from '@quittance/domain';
import { until } from './harness.ts';
import { type CreateHarness, fault, idOf, kind, newTask, several, useRig } from './law-rig.ts';

/** Laws of failures and dead letters, the same for every task queue. */
export function describeFailures(name: string, create: CreateHarness): void {
  describe(`failures and dead letters ${name}`, () => {
    const rig = useRig(create);
    test('[RES-07] a poisoned task is found by halving; its neighbours complete', async () => {
      const { add, harness, queue } = rig();
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
      const { add, harness, queue } = rig();
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
      const { add, harness, queue } = rig();
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
      const { add, harness, queue } = rig();
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
        const { add, harness, queue } = rig();
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
      const { add, harness, queue } = rig();
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
      const { add, harness, queue } = rig();
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
      const { add, harness, queue } = rig();
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
  });
}
