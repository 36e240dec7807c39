import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backoffSeconds, decideFailure, type Task, TaskFault } from '../src/index.ts';
import { nextOccurrenceMs } from '../src/schedule.ts';
import { runBisecting } from '../src/work/bisect.ts';
import { createGate } from '../src/work/gate.ts';
import { openMemoryTaskQueue } from '../src/index.ts';
import { createVirtualTime } from './support/virtual-time.ts';

const policy = { retriesMax: 5, delaySeconds: 10, delaySecondsMax: 300 };

const tasksOf = (count: number): readonly Task[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `${n}`,
    name: 'any',
    data: { v: 1, entityId: null, correlationId: 'c', ids: [] },
    retryCount: 0,
  }));

const lease = { complete: () => Promise.resolve(), signal: new AbortController().signal };

describe('bisecting', () => {
  test('[RES-07] exactly the poisoned tasks fail, whatever the batch', async () => {
    const batch = fc.integer({ min: 1, max: 60 });
    await fc.assert(
      fc.asyncProperty(batch, fc.uniqueArray(fc.nat(59)), async (count, poisoned) => {
        const done = new Set<string>();
        const failed = await runBisecting({
          tasks: tasksOf(count),
          lease,
          completedIds: new Set(),
          handler: (tasks) => {
            if (tasks.some((task) => poisoned.includes(Number(task.id)))) throw new Error('no');
            for (const task of tasks) done.add(task.id);
            return Promise.resolve();
          },
        });
        const expected = poisoned.filter((n) => n < count);
        expect(new Set(failed.map(({ task }) => Number(task.id)))).toEqual(new Set(expected));
        expect(done.size).toBe(count - expected.length);
      }),
    );
  });

  test('[RES-15][FT-10] a counterparty that asks to wait is asked once for the batch', async () => {
    let calls = 0;
    const failed = await runBisecting({
      tasks: tasksOf(50),
      lease,
      completedIds: new Set(),
      handler: () => {
        calls += 1;
        throw new TaskFault({ kind: 'retryAfter', code: '429', message: 'slow', retryAfterMs: 9 });
      },
    });
    expect([calls, failed.length]).toEqual([1, 50]);
  });
});

describe('what becomes of a failure', () => {
  test('[RES-02][FT-08] the wait doubles, never beyond its cap, and is spread', () => {
    expect([0, 1, 2, 3, 4, 5, 30].map((n) => backoffSeconds(policy, n, 0.999_999))).toSatisfy(
      (waits: readonly number[]) =>
        waits.every((wait, n) => Math.abs(wait - Math.min(300, 20 * 2 ** n)) < 1),
    );
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0, max: 0.999, noNaN: true }), (n, spread) => {
        const wait = backoffSeconds(policy, n, spread);
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(policy.delaySecondsMax);
      }),
    );
  });

  test('a pause is as long as asked, at most a day', () => {
    const asked = (retryAfterMs?: number) =>
      decideFailure(
        new TaskFault({
          kind: 'retryAfter',
          code: '429',
          message: 'slow',
          ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
        }),
        policy,
      );
    expect(asked(1_500)).toMatchObject({ kind: 'postpone', delayMs: 1_500 });
    expect(asked()).toMatchObject({ kind: 'postpone', delayMs: 10_000 });
    expect(asked(1e12)).toMatchObject({ kind: 'postpone', delayMs: 86_400_000 });
  });

  test('[I24] a cause carries no account number and no more than a line', () => {
    const error = new Error(`GB33BUKB20201555555555 ${'x'.repeat(1_000)}`);
    const { cause } = decideFailure(error, policy);
    expect(cause.message.startsWith('[account] x')).toBe(true);
    expect(cause.message).toHaveLength(300);
    expect(decideFailure('a string', policy).cause.message).toBe('a string');
  });
});

describe('the gate', () => {
  test('lets so many through, the others in order', async () => {
    const gate = createGate(2);
    const order: number[] = [];
    const leaves = await Promise.all([gate.enter(), gate.enter()]);
    const waiting = [1, 2, 3].map(async (n) => {
      const leave = await gate.enter();
      order.push(n);
      return leave;
    });
    leaves[0]?.();
    leaves[0]?.();
    (await waiting[0])?.();
    (await waiting[1])?.();
    expect(order.slice(0, 2)).toEqual([1, 2]);
    (await waiting[2])?.();
    expect(order).toEqual([1, 2, 3]);
  });

  test('a gate for nobody is refused', () => {
    expect(() => createGate(0)).toThrow(RangeError);
  });
});

describe('schedules', () => {
  const next = (cron: string, after: string): string =>
    new Date(
      nextOccurrenceMs({ cron, timeZone: 'Europe/Berlin', afterMs: Date.parse(after) }),
    ).toISOString();

  test('[I30] follow the wall clock of their zone through summer time', () => {
    expect(next('30 15 * * *', '2026-10-24T12:00:00.000Z')).toBe('2026-10-24T13:30:00.000Z');
    expect(next('30 15 * * *', '2026-10-25T12:00:00.000Z')).toBe('2026-10-25T14:30:00.000Z');
    expect(() => next('not a cron', '2026-10-25T12:00:00.000Z')).toThrow();
  });

  test('run in virtual time, once for what was missed', async () => {
    const time = createVirtualTime(Date.parse('2026-11-23T08:00:30.000Z'));
    const queue = openMemoryTaskQueue({
      ...time,
      newId: () => 'unused',
      onError: (error) => {
        throw error;
      },
    });
    const kind = { name: 'tick', lane: 'bulk', batchSizeMax: 1, leaseSeconds: 60 } as const;
    await queue.prepare([{ ...kind, retry: policy, versions: [1] }]);
    const data = { v: 1, entityId: null, correlationId: 'c', ids: [] };
    await queue.schedule({ name: 'tick', data }, '*/10 * * * *', 'UTC');
    await time.scheduler.sleep(3_600_000);
    const at: string[] = [];
    await queue.work('tick', () => {
      at.push(time.now());
      return Promise.resolve();
    });
    while (at.length < 3) await time.scheduler.sleep(1_000);
    expect(at.map((instant) => instant.slice(11, 16))).toEqual(['09:00', '09:10', '09:20']);
    await queue.stop();
  });

  test('[SYN-04] of one kind run side by side, each under its own key', async () => {
    const time = createVirtualTime(Date.parse('2026-11-23T08:00:30.000Z'));
    let ids = 0;
    const queue = openMemoryTaskQueue({
      ...time,
      newId: () => `id${(ids += 1)}`,
      onError: (error) => {
        throw error;
      },
    });
    const kind = { name: 'fetch', lane: 'bulk', batchSizeMax: 1, leaseSeconds: 60 } as const;
    await queue.prepare([{ ...kind, retry: policy, versions: [1] }]);
    for (const bank of ['north', 'king']) {
      const data = { v: 1, entityId: null, correlationId: 'c', ids: [bank] };
      await queue.schedule({ name: 'fetch', data, singletonKey: bank }, '*/10 * * * *', 'UTC');
    }
    const seen: string[] = [];
    await queue.work('fetch', (tasks) => {
      seen.push(...tasks.flatMap((task) => task.data.ids));
      return Promise.resolve();
    });
    while (seen.length < 4) await time.scheduler.sleep(1_000);
    expect(seen.slice(0, 4).toSorted()).toEqual(['king', 'king', 'north', 'north']);
    await queue.stop();
  });
});
