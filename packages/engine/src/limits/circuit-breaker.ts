/** Spares an endpoint that is down: closed lets all pass, open none, half open one to try. */
export interface CircuitBreaker {
  readonly failuresMax: number;
  readonly openMs: number;
  readonly state: 'closed' | 'open' | 'half_open';
  /** Failures in a row. */
  readonly failures: number;
  /** Epoch milliseconds of the last change into open or half open. */
  readonly changedAtMs: number;
}

export type CircuitAnswer =
  | { readonly allowed: true; readonly breaker: CircuitBreaker }
  | { readonly allowed: false; readonly breaker: CircuitBreaker; readonly waitMs: number };

/** A closed breaker that opens after so many failures in a row, for `openMs` at a time. */
export const createCircuitBreaker = (limit: {
  readonly failuresMax: number;
  readonly openMs: number;
}): CircuitBreaker => ({ ...limit, state: 'closed', failures: 0, changedAtMs: 0 });

/**
 * Asks before a call. After `openMs` one caller may try; when it never reports back (its worker was
 * killed), the next may try after another `openMs`.
 */
export function askCircuit(breaker: CircuitBreaker, nowMs: number): CircuitAnswer {
  if (breaker.state === 'closed') return { allowed: true, breaker };
  const waitMs = breaker.changedAtMs + breaker.openMs - nowMs;
  if (waitMs > 0) return { allowed: false, breaker, waitMs };
  return { allowed: true, breaker: { ...breaker, state: 'half_open', changedAtMs: nowMs } };
}

/** Tells how a call went. Only what says that the endpoint is away counts as a failure. */
export function reportCircuit(
  breaker: CircuitBreaker,
  outcome: 'success' | 'failure',
  nowMs: number,
): CircuitBreaker {
  if (outcome === 'success') return { ...breaker, state: 'closed', failures: 0 };
  const failures = breaker.failures + 1;
  const opens = breaker.state === 'half_open' || failures >= breaker.failuresMax;
  if (!opens) return { ...breaker, failures };
  return { ...breaker, state: 'open', failures, changedAtMs: nowMs };
}
