import type { Answer } from './protocol.ts';

/**
 * Misbehaviour of the simulated server, set by tests and by scripts. Those marked * happen after
 * the call has committed when `afterCommit` is set.
 * - `timeoutBefore`: nothing happens and no answer ever comes.
 * - `timeoutAfter`: the call commits, the answer never comes (or comes at `release`).
 * - `lateCommit`: ids and write_date are taken at once, the commit comes at `release`; no answer.
 * - `slow`: the call waits for `delayMs` (or for `release`), then runs and answers.
 * - `http500`*: an HTML page instead of a reply.
 * - `maintenance`, `pageWith200`: a maintenance page with status 503 or 200; nothing happens.
 * - `throttled`: 429 with `Retry-After: 1`; nothing happens.
 * - `drop`*: the connection is cut.
 * - `serializationFailure`: the call is rolled back with that error.
 * - `lostDatabase`*: status 200 with an error body: Odoo lost its own database.
 * - `keyExpired`: the API key is refused once.
 * - `truncatedAnswer`: the call commits, its answer ends in the middle.
 * - `reorderedRows`, `repeatedRows`: the records of an answer come in reverse, or one comes twice.
 * - `unknownFields`, `missingField`: each record of an answer has fields that nobody asked for, or
 *   lacks the last one that was.
 */
export const odooFaultKinds = [
  'timeoutBefore',
  'timeoutAfter',
  'lateCommit',
  'slow',
  'http500',
  'maintenance',
  'pageWith200',
  'throttled',
  'drop',
  'serializationFailure',
  'lostDatabase',
  'keyExpired',
  'truncatedAnswer',
  'reorderedRows',
  'repeatedRows',
  'unknownFields',
  'missingField',
] as const;

export type FaultKind = (typeof odooFaultKinds)[number];

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
  /** For `drop`, `http500` and `lostDatabase`: the call commits first. */
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
  readonly #hits = new Map<string, number>();
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
      this.#count(fault.afterCommit === true ? `${fault.kind}AfterCommit` : fault.kind);
      return fault;
    }
    return null;
  }

  #count(name: string): void {
    this.#hits.set(name, (this.#hits.get(name) ?? 0) + 1);
  }

  /** Says whether a connection is refused now, and counts it. */
  refusesConnection(): boolean {
    if (this.down) this.#count('down');
    return this.down;
  }

  /** How often each fault has happened; those after a commit end in `AfterCommit`. */
  hits(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#hits);
  }

  /** Faults that were asked for and have not struck yet. */
  get pending(): readonly Fault[] {
    return this.#armed.filter((armed) => armed.remaining > 0).map((armed) => armed.fault);
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

/** What a proxy before Odoo answers to a client that calls too often. */
export const throttledAnswer: Answer = {
  status: 429,
  headers: { 'content-type': 'text/plain', 'retry-after': '1' },
  text: 'Too Many Requests',
};
