import type { CallGuard } from '@quittance/connector-kit';
import { askCircuit, createCircuitBreaker, reportCircuit } from '@quittance/engine';

/**
 * Spares a counterparty that is down, and keeps the pause that it asks for: calls fail at once,
 * unsent, until it is worth another try.
 */
export function createCallGuard(nowMs: () => number): CallGuard {
  let breaker = createCircuitBreaker({ failuresMax: 5, openMs: 2_000 });
  let pausedUntilMs = 0;
  return {
    ask() {
      const now = nowMs();
      if (now < pausedUntilMs) return { allowed: false, waitMs: pausedUntilMs - now };
      const answer = askCircuit(breaker, now);
      breaker = answer.breaker;
      return answer.allowed ? { allowed: true } : { allowed: false, waitMs: answer.waitMs };
    },
    report(outcome) {
      breaker = reportCircuit(breaker, outcome, nowMs());
    },
    pause(waitMs) {
      pausedUntilMs = Math.max(pausedUntilMs, nowMs() + waitMs);
    },
  };
}
