import type { HttpPort, HttpResult } from '@quittance/connector-kit';
import {
  askCircuit,
  type CircuitBreaker,
  createCircuitBreaker,
  reportCircuit,
} from '@quittance/engine';

/** The code of a call that was not made because its endpoint is away. */
export const heldBackCode = 'HELD_BACK';

const limit = { failuresMax: 3, openMs: 60_000 };
/** Endpoints whose breaker is kept; more than there can be subscribers. */
const endpointsMax = 100;

/**
 * An HTTP port with a breaker for each URL: one endpoint that is away costs three calls a minute at
 * most and takes no time from the others. A call held back never left (`reached: false`).
 */
export function guardEndpoints(http: HttpPort, nowMs: () => number): HttpPort {
  const breakers = new Map<string, CircuitBreaker>();
  const keep = (url: string, breaker: CircuitBreaker): void => {
    if (breakers.size >= endpointsMax && !breakers.has(url)) breakers.clear();
    breakers.set(url, breaker);
  };
  return {
    request: async (request) => {
      const { url } = request;
      const answer = askCircuit(breakers.get(url) ?? createCircuitBreaker(limit), nowMs());
      keep(url, answer.breaker);
      if (!answer.allowed) {
        const message = `${answer.waitMs}`;
        return { kind: 'failure', reached: false, code: heldBackCode, message };
      }
      const result = await http.request(request);
      const outcome = isAway(result) ? 'failure' : 'success';
      keep(url, reportCircuit(breakers.get(url) ?? answer.breaker, outcome, nowMs()));
      return result;
    },
  };
}

const isAway = (result: HttpResult): boolean => result.kind === 'failure' || result.status >= 500;
