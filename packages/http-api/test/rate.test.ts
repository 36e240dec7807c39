import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRateLimiter } from '../src/route/rate.ts';

test('[GOV-12] no caller is let through more often than its rate, whatever the others do', () => {
  const ask = fc.record({ key: fc.constantFrom('a', 'b', 'c'), afterMs: fc.nat(5_000) });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50 }),
      fc.array(ask, { maxLength: 300 }),
      (rate, asks) => {
        let nowMs = 0;
        const limiter = createRateLimiter({ requestsPerMinute: rate, nowMs: () => nowMs });
        const allowedAt = new Map<string, number[]>();
        for (const { key, afterMs } of asks) {
          nowMs += afterMs;
          const { allowed, retryAfterSeconds } = limiter.ask(key);
          if (allowed) allowedAt.set(key, [...(allowedAt.get(key) ?? []), nowMs]);
          expect(retryAfterSeconds > 0).toBe(!allowed);
        }
        for (const times of allowedAt.values()) {
          // A full bucket at the beginning, and what ran into it since.
          const most = rate + Math.floor((nowMs * rate) / 60_000);
          expect(times.length).toBeLessThanOrEqual(most);
        }
      },
    ),
  );
});

test('[GOV-12] whoever waits as long as it was told is let through', () => {
  let nowMs = 0;
  const limiter = createRateLimiter({ requestsPerMinute: 7, nowMs: () => nowMs });
  for (let times = 0; times < 50; times += 1) {
    const first = limiter.ask('a');
    if (first.allowed) continue;
    nowMs += first.retryAfterSeconds * 1_000;
    expect(limiter.ask('a').allowed).toBe(true);
  }
});
