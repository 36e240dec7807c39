import type { HttpPort, HttpResult } from './connector.ts';

/** Asked before a call: a token bucket, a circuit breaker, or both. Times in milliseconds. */
export interface CallGuard {
  ask(): { readonly allowed: true } | { readonly allowed: false; readonly waitMs: number };
  /** `failure`: the endpoint is away (no answer, 502, 503, 504); anything else is `success`. */
  report(outcome: 'success' | 'failure'): void;
  /** The counterparty asked for a pause (`Retry-After`). */
  pause(waitMs: number): void;
}

/** A call waits at most this long for its turn; what takes longer is the engine's to plan. */
const turnMsMax = 1_000;

/** The code of a call that the guard held back; `message` holds the wait in milliseconds. */
export const heldBackCode = 'HELD_BACK';

/**
 * An HTTP port that keeps the connector's rate limit and spares an endpoint that is down. A call
 * held back never left (`reached: false`), so nothing can have happened.
 */
export function guardHttp(
  http: HttpPort,
  guard: CallGuard,
  time: {
    readonly nowMs: () => number;
    /** Where it is given, a call waits for its turn instead of failing, up to a second. */
    readonly sleep?: (durationMs: number) => Promise<void>;
  },
): HttpPort {
  const { nowMs, sleep } = time;
  return {
    request: async (request) => {
      const answer = sleep === undefined ? guard.ask() : await waitForTurn(guard, sleep);
      if (!answer.allowed) {
        const { waitMs } = answer;
        return { kind: 'failure', reached: false, code: heldBackCode, message: `${waitMs}` };
      }
      const result = await http.request(request);
      guard.report(isAway(result) ? 'failure' : 'success');
      const waitMs = retryAfterMsOf(result, nowMs());
      if (waitMs !== null) guard.pause(waitMs);
      return result;
    },
  };
}

/** Waits for the call's turn, as long as that is worth waiting for. */
async function waitForTurn(
  guard: CallGuard,
  sleep: (durationMs: number) => Promise<void>,
): Promise<ReturnType<CallGuard['ask']>> {
  let waitedMs = 0;
  for (;;) {
    const answer = guard.ask();
    if (answer.allowed || waitedMs + answer.waitMs > turnMsMax) return answer;
    waitedMs += Math.max(answer.waitMs, 1);
    await sleep(answer.waitMs);
  }
}

const isAway = (result: HttpResult): boolean =>
  result.kind === 'failure' || [502, 503, 504].includes(result.status);

/** Longer pauses are taken for a mistake of the counterparty and cut to one day. */
const pauseMsMax = 86_400_000;

/**
 * How long a 429 or 503 asks us to wait: RFC 9110, section 10.2.3, seconds or an HTTP date. Null
 * when it does not ask. `nowMs` in epoch milliseconds.
 */
export function retryAfterMsOf(result: HttpResult, nowMs: number): number | null {
  if (result.kind !== 'answer' || ![429, 503].includes(result.status)) return null;
  const given = result.headers['retry-after']?.trim();
  if (given === undefined || given === '') return null;
  const waitMs = /^\d{1,9}$/.test(given)
    ? Number.parseInt(given, 10) * 1_000
    : Date.parse(given) - nowMs;
  if (!Number.isFinite(waitMs)) return null;
  return Math.min(Math.max(waitMs, 0), pauseMsMax);
}
