import type { Scheduler, TaskQueue, TaskTransaction } from '../../src/index.ts';

/** Something that a handler writes in its transaction, standing for state and audit. */
export interface WritingTransaction extends TaskTransaction {
  write(text: string): Promise<void>;
}

/** One installation on which the laws of a queue are tried. */
export interface QueueHarness {
  readonly scheduler: Scheduler;
  /** One more worker process of the installation. */
  open(): Promise<TaskQueue>;
  /** Rolls back when the work throws, and throws the same. */
  transact<Value>(work: (transaction: WritingTransaction) => Promise<Value>): Promise<Value>;
  /** What committed, in order. */
  written(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Waits until a condition holds; the test's own time limit ends a wait in vain. */
export async function until(
  harness: QueueHarness,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  while (!(await holds())) await harness.scheduler.sleep(20);
}

export interface Latch {
  readonly opened: Promise<void>;
  open(): void;
}

export function createLatch(): Latch {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
