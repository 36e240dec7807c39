import type { SampleCompany } from '../company/types.ts';
import { rootEnv } from './base-data.ts';
import { takeBooks } from './books.ts';
import type { OdooBooks } from './books.ts';
import { createControl } from './control.ts';
import type { OdooControl } from './control.ts';
import { dialects } from './dialect.ts';
import type { OdooRelease } from './dialect.ts';
import { transactionInstant } from './environment.ts';
import type { Env, World } from './environment.ts';
import { accessDenied, databaseLost, OdooError, serializationFailure } from './errors.ts';
import {
  ConnectionLost,
  Faults,
  internalErrorPage,
  maintenancePage,
  throttledAnswer,
} from './faults.ts';
import type { Fault } from './faults.ts';
import { receiveJsonRpc } from './json-rpc.ts';
import { receiveJson2, versionAnswer } from './json2.ts';
import { populate } from './populate.ts';
import { page } from './protocol.ts';
import type { Answer, Gate, Incoming, Question } from './protocol.ts';
import { createWorld } from './registry.ts';
import { execute } from './rpc.ts';
import type { KwCall } from './rpc.ts';
import { spoiltAnswer } from './spoilt-answer.ts';
import { textOf } from './values.ts';
import type { Row, Wire } from './values.ts';

export interface OdooOptions {
  /** Decides the API keys; the data come from `company`. */
  readonly seed: number;
  /** The current UTC instant, ISO 8601. */
  readonly clock: () => string;
  readonly database: string;
  readonly company?: SampleCompany;
  /** Which Odoo it is; 18 unless said otherwise. */
  readonly release?: OdooRelease;
  /** Waits for `slow` faults with a delay; without it such calls wait for `faults.release()`. */
  readonly sleep?: (delayMs: number) => Promise<void>;
}

export interface OdooLogin {
  readonly uid: number;
  readonly login: string;
  /** API key, 40 hexadecimal digits. */
  readonly key: string;
}

export interface OdooSimulator {
  readonly release: OdooRelease;
  readonly database: string;
  /** Answers one HTTP request; rejects when the connection is lost or the request is aborted. */
  readonly handle: (request: Request) => Promise<Response>;
  /** The same for a caller without sockets, which makes neither request nor response. */
  readonly answer: (question: Question) => Promise<Answer>;
  /** Moves with their lines, payments, bank lines and reconciliations, for an auditor. */
  readonly books: () => OdooBooks;
  readonly faults: Faults;
  readonly control: OdooControl;
  /** Every user with an API key: `admin`, the service user `svc`, the people of the company. */
  readonly logins: ReadonlyMap<string, OdooLogin>;
  /** Number of RPC calls that reached the models so far. */
  readonly callCount: () => number;
}

/** Forty hexadecimal digits from the seed and the login (FNV-1a, stretched); not a secret. */
const keyFor = (seed: number, login: string): string => {
  let key = '';
  for (let round = 0; key.length < 40; round += 1) {
    let hash = 0x811c9dc5;
    for (const letter of `${seed}:${login}:${round}`) {
      hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    }
    key += hash.toString(16).padStart(8, '0');
  }
  return key.slice(0, 40);
};

class Simulator {
  readonly world: World;
  readonly faults = new Faults();
  readonly logins = new Map<string, OdooLogin>();
  calls = 0;
  readonly #options: OdooOptions;
  readonly #gate: Gate;

  constructor(options: OdooOptions) {
    this.#options = options;
    this.world = createWorld(options.clock, dialects[options.release ?? '18']);
    this.world.db.transaction(() => populate(this.world, options.company));
    const keys = new Map<string, string>();
    this.#gate = { world: this.world, database: options.database, keys };
    for (const row of this.world.db.table('res.users').rows.values()) {
      const login =
        textOf(row.values['login'] === undefined ? null : String(row.values['login'])) ?? '';
      if (login === '__system__') continue;
      const key = keyFor(options.seed, login);
      keys.set(login, key);
      this.logins.set(login, { uid: row.id, login, key });
    }
  }

  async handle(request: Request): Promise<Response> {
    this.#assertReachable();
    const { url, method, headers, signal } = request;
    const snapshot = this.world.db.commits;
    const text = await request.text();
    const answer = await this.#answer({ url, method, headers, text, signal }, snapshot);
    return new Response(answer.text, { status: answer.status, headers: answer.headers });
  }

  async answer(question: Question): Promise<Answer> {
    this.#assertReachable();
    return this.#answer(question, this.world.db.commits);
  }

  #assertReachable(): void {
    if (this.faults.refusesConnection()) throw new ConnectionLost('ECONNREFUSED');
  }

  async #answer(question: Question, snapshot: number): Promise<Answer> {
    if (question.signal?.aborted === true) throw question.signal.reason;
    const incoming = this.#receive(question);
    if ('status' in incoming) return incoming;
    const fault = this.faults.strike(incoming.model, incoming.method);
    const run = (): Answer =>
      incoming.answer(() => {
        const { user: caller, call } = incoming.open();
        return this.#run(caller, { call, snapshot });
      });
    if (fault === null) return run();
    return this.#misbehave(question, { fault, run, incoming, snapshot });
  }

  #receive(question: Question): Incoming | Answer {
    const { pathname } = new URL(question.url);
    const { hasJson2 } = this.world.dialect;
    if (hasJson2 && pathname === '/json/version') return versionAnswer(this.#gate);
    if (hasJson2 && pathname.startsWith('/json/2')) return receiveJson2(this.#gate, question);
    if (pathname === '/jsonrpc' && question.method === 'POST') {
      return receiveJsonRpc(this.#gate, question.text);
    }
    return page(404, 'Not Found', 'text/plain');
  }

  #run(
    caller: Row,
    input: { readonly call: KwCall; readonly snapshot: number; readonly instant?: string },
  ): Wire | undefined {
    this.calls += 1;
    return execute(this.world, caller, input);
  }

  async #misbehave(
    question: Question,
    input: { fault: Fault; run: () => Answer; incoming: Incoming; snapshot: number },
  ): Promise<Answer> {
    const { fault, run, incoming } = input;
    switch (fault.kind) {
      case 'http500':
        if (fault.afterCommit === true) run();
        return page(500, internalErrorPage);
      case 'maintenance':
        return page(503, maintenancePage);
      case 'pageWith200':
        return page(200, maintenancePage);
      case 'throttled':
        return throttledAnswer;
      case 'serializationFailure':
        return incoming.answer(() => {
          throw serializationFailure();
        });
      case 'lostDatabase':
        if (fault.afterCommit === true) run();
        return incoming.answer(() => {
          throw databaseLost();
        });
      case 'keyExpired':
        return incoming.answer(() => {
          throw accessDenied();
        });
      case 'truncatedAnswer':
      case 'reorderedRows':
      case 'repeatedRows':
      case 'unknownFields':
      case 'missingField':
        return spoiltAnswer(fault.kind, run());
      case 'drop':
        if (fault.afterCommit === true) run();
        throw new ConnectionLost('ECONNRESET');
      case 'timeoutBefore':
        await aborted(question);
        throw question.signal?.reason;
      case 'timeoutAfter': {
        const response = run();
        await this.#hold(question, fault);
        return response;
      }
      case 'slow':
        await this.#hold(question, fault);
        return run();
      case 'lateCommit':
        return this.#commitLate(question, input);
    }
  }

  /** Waits for the fault's delay or for `release`; an abort by the caller ends the wait at once. */
  async #hold(question: Question, fault: Fault): Promise<void> {
    const { sleep } = this.#options;
    const waited =
      fault.delayMs !== undefined && sleep !== undefined
        ? sleep(fault.delayMs)
        : new Promise<void>((resolve) => this.faults.hold(resolve));
    await Promise.race([waited, aborted(question)]);
    if (question.signal?.aborted === true) throw question.signal.reason;
  }

  /**
   * The call takes its ids and its instant now and commits at `release`, whether or not the caller
   * still waits: what others commit in between has later ids and is visible earlier.
   */
  async #commitLate(
    question: Question,
    { incoming, snapshot }: { incoming: Incoming; snapshot: number },
  ): Promise<Answer> {
    const { user: caller, call } = incoming.open();
    const { db } = this.world;
    const instant = transactionInstant(this.world);
    const taken = dryRun(db, () => this.#run(caller, { call, snapshot, instant }));
    const committed = new Promise<Answer>((resolve) => {
      this.faults.hold(() => {
        for (const [model, id] of taken) db.table(model).reserved.push(id);
        const response = incoming.answer(() => this.#run(caller, { call, snapshot, instant }));
        for (const [model] of taken) db.table(model).reserved.length = 0;
        resolve(response);
      });
    });
    const response = await Promise.race([committed, aborted(question)]);
    if (response === undefined) throw question.signal?.reason;
    return response;
  }
}

/** Runs a call and rolls it back, to learn which ids it takes. */
const dryRun = (db: World['db'], work: () => unknown): (readonly [string, number])[] => {
  db.abortNext = true;
  try {
    work();
  } catch (error) {
    if (!(error instanceof OdooError) && !db.isAbort(error)) throw error;
  } finally {
    db.abortNext = false;
  }
  return db.inserted;
};

const aborted = ({ signal }: Question): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal?.aborted === true) resolve(undefined);
    else signal?.addEventListener('abort', () => resolve(undefined), { once: true });
  });

/**
 * A stateful Odoo Community 17, 18 or 19 behind `POST /jsonrpc` and, on 19, `/json/2`, written from
 * recorded exchanges. All of its state is in memory and decided by its options and its calls.
 */
export const createOdoo = (options: OdooOptions): OdooSimulator => {
  const simulator = new Simulator(options);
  const auditor = (): Env =>
    rootEnv(simulator.world, {
      companyId: 1,
      uid: 1,
      instant: transactionInstant(simulator.world),
    });
  return {
    release: simulator.world.dialect.release,
    database: options.database,
    handle: (request) => simulator.handle(request),
    answer: (question) => simulator.answer(question),
    books: () => takeBooks(auditor()),
    faults: simulator.faults,
    control: createControl(simulator.world),
    logins: simulator.logins,
    callCount: () => simulator.calls,
  };
};
