/**
 * Misbehaviour of a bank's API, asked for by tests and scripts; each happens once unless `times`
 * says otherwise, on the first operation that it fits:
 * - `down`: every connection is refused, until cleared
 * - `silentBefore`, `silentAfter`: no answer; nothing was done, or everything was
 * - `errorAfter`: 500 after the act was done
 * - `errorBody`: 200 with the bank's own error in the body; nothing was done
 * - `unavailable`: 503 with `Retry-After: 2`; nothing was done
 * - `throttled`: 429 with `Retry-After: 2`; nothing was done
 * - `maintenance`: 200 with a page for people; nothing was done
 * - `tokenExpired`: the token is refused although it should still be good
 * - `truncated`: the answer ends in the middle after the act was done
 * - `drift`: the answer comes in a form that the bank never announced
 * - `stale`: an answer as it was at the beginning, after newer ones were given
 */
export const API_FAULT_KINDS = [
  'down',
  'silentBefore',
  'silentAfter',
  'errorAfter',
  'errorBody',
  'unavailable',
  'throttled',
  'maintenance',
  'tokenExpired',
  'truncated',
  'drift',
  'stale',
] as const;

export type ApiFaultKind = (typeof API_FAULT_KINDS)[number];

/** What a call is about. */
export type ApiOperation = 'token' | 'submit' | 'status' | 'statement' | 'accounts';

export interface ApiFaults {
  readonly inject: (
    kind: ApiFaultKind,
    options?: {
      readonly times?: number;
      /** Only calls about this; any but `token` when left out. */
      readonly on?: ApiOperation;
      /** How many fitting calls pass before it strikes. */
      readonly skip?: number;
    },
  ) => void;
  readonly clear: (kind: ApiFaultKind) => void;
  /** Uses the fault up once and counts the hit; false when it is not asked for. */
  readonly take: (kind: ApiFaultKind, on: ApiOperation) => boolean;
  readonly isDown: () => boolean;
  /** How often each fault has happened. */
  readonly hits: () => ReadonlyMap<ApiFaultKind, number>;
}

interface Armed {
  readonly on: ApiOperation | null;
  left: number;
  skip: number;
}

/** An empty switchboard of faults. */
export function createApiFaults(): ApiFaults {
  const armed = new Map<ApiFaultKind, Armed>();
  const hits = new Map<ApiFaultKind, number>();
  const fits = (fault: Armed, on: ApiOperation): boolean =>
    fault.left > 0 && (fault.on === null ? on !== 'token' : fault.on === on);
  return {
    inject: (kind, { times, on, skip } = {}) => {
      const left = times ?? (kind === 'down' ? Number.MAX_SAFE_INTEGER : 1);
      armed.set(kind, { on: on ?? null, left, skip: skip ?? 0 });
    },
    clear: (kind) => void armed.delete(kind),
    take: (kind, on) => {
      const fault = armed.get(kind);
      if (fault === undefined || !fits(fault, on)) return false;
      if (fault.skip > 0) {
        fault.skip -= 1;
        return false;
      }
      fault.left -= 1;
      hits.set(kind, (hits.get(kind) ?? 0) + 1);
      return true;
    },
    isDown: () => {
      const isDown = (armed.get('down')?.left ?? 0) > 0;
      if (isDown) hits.set('down', (hits.get('down') ?? 0) + 1);
      return isDown;
    },
    hits: () => new Map(hits),
  };
}
