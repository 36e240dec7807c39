/**
 * Misbehaviour of the simulated server, set by tests.
 * - `timeoutBefore`: nothing happens and no answer ever comes.
 * - `timeoutAfter`: the call commits, the answer never comes (or comes at `release`).
 * - `lateCommit`: ids and write_date are taken at once, the commit comes at `release`; no answer.
 * - `slow`: the call waits for `delayMs` (or for `release`), then runs and answers.
 * - `http500`, `maintenance`: an HTML page instead of a reply; nothing happens.
 * - `drop`: the connection is cut, before the call runs or (`afterCommit`) after it.
 * - `serializationFailure`: the call is rolled back with that error.
 */
export type FaultKind =
  | 'timeoutBefore'
  | 'timeoutAfter'
  | 'lateCommit'
  | 'slow'
  | 'http500'
  | 'maintenance'
  | 'drop'
  | 'serializationFailure';

export interface Fault {
  readonly kind: FaultKind;
  /** Limits the fault to calls on this model; absent: any. */
  readonly model?: string;
  readonly method?: string;
  /** How many matching calls it hits; 1 unless said otherwise. */
  readonly count?: number;
  /** How many matching calls pass before it strikes. */
  readonly skip?: number;
  readonly delayMs?: number;
  /** For `drop`: the call commits first. */
  readonly afterCommit?: boolean;
}

interface Armed {
  readonly fault: Fault;
  remaining: number;
  skip: number;
}

export class Faults {
  /** True: every connection is refused. */
  down = false;
  readonly #armed: Armed[] = [];
  #waiting: (() => void)[] = [];

  add(fault: Fault): void {
    this.#armed.push({ fault, remaining: fault.count ?? 1, skip: fault.skip ?? 0 });
  }

  clear(): void {
    this.#armed.length = 0;
    this.down = false;
  }

  /** Takes the fault that strikes this call, if any. */
  strike(model: string, method: string): Fault | null {
    for (const armed of this.#armed) {
      const { fault } = armed;
      if (armed.remaining <= 0) continue;
      if (fault.model !== undefined && fault.model !== model) continue;
      if (fault.method !== undefined && fault.method !== method) continue;
      if (armed.skip > 0) {
        armed.skip -= 1;
        continue;
      }
      armed.remaining -= 1;
      return fault;
    }
    return null;
  }

  /** Calls held back by `timeoutAfter`, `lateCommit` and `slow`, waiting for `release`. */
  get held(): number {
    return this.#waiting.length;
  }

  /** Lets every held call go on: late commits commit, late answers are sent. */
  release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  hold(go: () => void): void {
    this.#waiting.push(go);
  }
}

/** The connection failed: no HTTP answer at all. */
export class ConnectionLost extends TypeError {
  readonly code: 'ECONNREFUSED' | 'ECONNRESET';
  constructor(code: 'ECONNREFUSED' | 'ECONNRESET') {
    super('fetch failed', { cause: Object.assign(new Error(code), { code }) });
    this.code = code;
  }
}

export const internalErrorPage =
  '<!doctype html>\n<html lang=en>\n<title>500 Internal Server ' +
  'Error</title>\n<h1>Internal Server Error</h1>\n<p>The server ' +
  'encountered an internal error and was unable to complete your ' +
  'request.</p>\n';

export const maintenancePage =
  '<html><head><title>503 Service Temporarily ' +
  'Unavailable</title></head><body><h1>Under ' +
  'maintenance</h1></body></html>\n';
