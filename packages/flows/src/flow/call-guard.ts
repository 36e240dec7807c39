import type { CallGuard } from '@quittance/connector-kit';
import {
  askCircuit,
  createCircuitBreaker,
  createTokenBucket,
  reportCircuit,
  takeToken,
} from '@quittance/engine';

/**
 * Spares a counterparty that is down, keeps the pause that it asks for and the pace that was agreed
 * with it (RES-15, FT-10): a call that may not leave now is told how long to wait.
 */
export function createCallGuard(
  nowMs: () => number,
  limit: { readonly requests: number; readonly perSeconds: number } | null = null,
): CallGuard {
  let bucket = limit === null ? null : createTokenBucket({ ...limit, nowMs: nowMs() });
  let breaker = createCircuitBreaker({ failuresMax: 5, openMs: 2_000 });
  let pausedUntilMs = 0;
  return {
    ask() {
      const now = nowMs();
      if (now < pausedUntilMs) return { allowed: false, waitMs: pausedUntilMs - now };
      const answer = askCircuit(breaker, now);
      breaker = answer.breaker;
      if (!answer.allowed) return { allowed: false, waitMs: answer.waitMs };
      if (bucket === null) return { allowed: true };
      const grant = takeToken(bucket, now);
      bucket = grant.bucket;
      return grant.granted ? { allowed: true } : { allowed: false, waitMs: grant.waitMs };
    },
    report(outcome) {
      breaker = reportCircuit(breaker, outcome, nowMs());
    },
    pause(waitMs) {
      pausedUntilMs = Math.max(pausedUntilMs, nowMs() + waitMs);
    },
  };
}
