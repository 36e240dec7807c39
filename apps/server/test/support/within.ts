/** Limits for waits: generous, so that they end what hangs and never judge a machine's speed. */
import { setTimeout as wait } from 'node:timers/promises';

export interface Limit {
  /** What is waited for, as the subject of a sentence: "the blows". */
  readonly what: string;
  readonly limitMs: number;
}

/** Rejects when the work has not ended in time; what it comes to afterwards is dropped. */
export async function within<Value>(
  { what, limitMs }: Limit,
  work: Promise<Value>,
): Promise<Value> {
  const ended = new AbortController();
  const late = wait(limitMs, null, { signal: ended.signal }).then(() => {
    throw new Error(`${what} did not come to an end within ${Math.round(limitMs / 1_000)} s`);
  });
  // The work that ends in time ends the wait, which says so by an error of its own.
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    ended.abort();
  }
}
