import type { Scheduler } from '../scheduler.ts';

/** A bell that one loop sleeps by; a ring while it is awake is remembered. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring, after `delayMs`, or when aborted. Null: only ring or abort. */
  wait(delayMs: number | null, signal: AbortSignal): Promise<void>;
}

export function createBell(scheduler: Scheduler): Bell {
  let rung = false;
  let awake: (() => void) | null = null;
  return {
    ring: () => {
      rung = true;
      awake?.();
    },
    wait: async (delayMs, signal) => {
      if (!rung && !signal.aborted) {
        const given = new AbortController();
        const rings = new Promise<void>((resolve) => {
          awake = resolve;
        });
        // A reason of our own: the usual one is an error with a stack, made at every ring. One
        // listener rather than a signal of two signals, which costs more than the wait itself.
        const stop = (): void => given.abort('awake');
        signal.addEventListener('abort', stop, { once: true });
        const ends =
          delayMs === null
            ? untilAborted(given.signal)
            : scheduler.sleep(Math.max(delayMs, 0), given.signal);
        await Promise.race([rings, ends]);
        awake = null;
        signal.removeEventListener('abort', stop);
        stop();
      }
      rung = false;
    },
  };
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
