import { type Instant, instantFromEpoch } from '@quittance/domain';
import type { Scheduler } from '../../src/index.ts';

export interface VirtualTime {
  readonly now: () => Instant;
  readonly scheduler: Scheduler;
}

interface Sleeper {
  readonly dueMs: number;
  readonly wake: () => void;
}

/** Time that jumps to the next sleeper once all work that can be done now is done. */
export function createVirtualTime(startMs = Date.parse('2026-11-23T08:00:00.000Z')): VirtualTime {
  let nowMs = startMs;
  let pumping = false;
  const sleepers = new Set<Sleeper>();
  const pump = async (): Promise<void> => {
    if (pumping) return;
    pumping = true;
    while (sleepers.size > 0) {
      for (let turns = 0; turns < 3; turns += 1) await nextTurn();
      const next = [...sleepers].toSorted((a, b) => a.dueMs - b.dueMs)[0];
      if (next === undefined) break;
      nowMs = Math.max(nowMs, next.dueMs);
      sleepers.delete(next);
      next.wake();
    }
    pumping = false;
  };
  return {
    now: () => instantFromEpoch(nowMs),
    scheduler: {
      sleep: (delayMs, signal) =>
        new Promise((resolve) => {
          if (signal?.aborted === true) {
            resolve();
            return;
          }
          const sleeper = { dueMs: nowMs + delayMs, wake: resolve };
          sleepers.add(sleeper);
          signal?.addEventListener('abort', () => {
            sleepers.delete(sleeper);
            resolve();
          });
          void pump();
        }),
    },
  };
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
