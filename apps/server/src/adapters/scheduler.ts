import type { Scheduler } from '@quittance/engine';

/** Waits by the clock of this machine. A pending wait does not keep the process alive on abort. */
export const systemScheduler: Scheduler = {
  sleep: (delayMs, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const finish = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, delayMs);
      signal?.addEventListener('abort', finish, { once: true });
    }),
};
