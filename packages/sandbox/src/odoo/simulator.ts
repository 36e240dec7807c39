import type { SampleCompany } from '../company/types.ts';
import {
  addCompany,
  addUser,
  allGroups,
  clerkGroups,
  loadBaseData,
  rootEnv,
  serviceGroups,
} from './base-data.ts';
import { takeBooks } from './books.ts';
import type { OdooBooks } from './books.ts';
import { createJournal } from './chart.ts';
import { loadEntities, loadSample } from './company-loader.ts';
import { createControl } from './control.ts';
import type { OdooControl } from './control.ts';
import { transactionInstant } from './environment.ts';
import type { Env, World } from './environment.ts';
import {
  accessDenied,
  databaseLost,
  errorPayload,
  OdooError,
  serializationFailure,
} from './errors.ts';
import {
  ConnectionLost,
  Faults,
  internalErrorPage,
  maintenancePage,
  throttledResponse,
} from './faults.ts';
import type { Fault } from './faults.ts';
import { parseJson, writeJson } from './json.ts';
import { createWorld } from './registry.ts';
import { authenticate, execute, logIn, readKwCall, unknownDatabase } from './rpc.ts';
import type { KwCall } from './rpc.ts';
import { spoiltAnswer } from './spoilt-answer.ts';
import { listOf, objectOf, textOf, written } from './values.ts';
import type { Row, Wire } from './values.ts';

export interface OdooOptions {
  /** Decides the API keys; the data come from `company`. */
  readonly seed: number;
  /** The current UTC instant, ISO 8601. */
  readonly clock: () => string;
  readonly database: string;
  readonly company?: SampleCompany;
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
  readonly database: string;
  /** Answers one HTTP request; rejects when the connection is lost or the request is aborted. */
  readonly handle: (request: Request) => Promise<Response>;
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

interface BuiltInUser {
  readonly login: string;
  readonly name: string;
  readonly groups: readonly string[];
}

const user = (login: string, name: string, ...groups: string[]): BuiltInUser => ({
  login,
  name,
  groups: ['base.group_user', ...groups],
});

/** The users every sandbox has beside the people of the sample company. */
const builtInUsers: readonly BuiltInUser[] = [
  { login: 'svc', name: 'Hub svc', groups: serviceGroups },
  user('u_internal', 'Hub u_internal'),
  user('u_readonly', 'Hub u_readonly', 'account.group_account_readonly'),
  user('u_invoice', 'Hub u_invoice', 'account.group_account_invoice'),
  user('u_basic', 'Hub u_basic', 'account.group_account_basic'),
  user('u_user', 'Hub u_user', 'account.group_account_user'),
  user('u_manager', 'Hub u_manager', 'account.group_account_manager'),
];

/** Three companies without documents, for use without a sample company. */
const defaultCompanies = [
  { name: 'My Company', country: 'US', currency: 'USD' },
  { name: 'FR Co', country: 'FR', currency: 'EUR' },
  { name: 'DE Co', country: 'DE', currency: 'EUR' },
] as const;

const populate = (world: World, options: OdooOptions): void => {
  const start = transactionInstant(world);
  const env = rootEnv(world, { companyId: 1, uid: 1, instant: start });
  loadBaseData(env);
  const sample = options.company;
  const companies = sample === undefined ? new Map<string, Row>() : loadEntities(env, sample);
  if (sample === undefined) {
    for (const company of defaultCompanies) {
      const row = addCompany(env, { ...company, rateDate: '2020-01-01' });
      const own = env.withCompany(row.id);
      createJournal(own, {
        name: 'Bank',
        code: 'BNK1',
        type: 'bank',
        company_id: row.id,
        sequence: 8,
      });
    }
  }
  addUser(env, { login: '__system__', name: 'OdooBot', email: null, groups: allGroups });
  addUser(env, {
    login: 'admin',
    name: 'Administrator',
    email: 'admin@example.com',
    groups: allGroups,
  });
  for (const item of builtInUsers) addUser(env, { ...item, email: `${item.login}@example.com` });
  for (const person of sample?.users ?? []) {
    if (world.db.rowsWhere('res.users', 'login', person.login).length > 0) continue;
    addUser(env, { ...person, groups: clerkGroups });
  }
  if (sample !== undefined) loadSample(world, sample, companies);
};

interface Reply {
  readonly id: Wire;
  readonly result?: Wire;
  readonly error?: Wire;
}

const page = (status: number, text: string, type = 'text/html; charset=utf-8'): Response =>
  new Response(text, { status, headers: { 'content-type': type } });

const jsonResponse = (reply: Reply): Response => {
  const body: Record<string, Wire> = { jsonrpc: '2.0', id: reply.id };
  if (reply.result !== undefined) body['result'] = reply.result;
  if (reply.error !== undefined) body['error'] = reply.error;
  return page(200, writeJson(body), 'application/json; charset=utf-8');
};

class Simulator {
  readonly world: World;
  readonly faults = new Faults();
  readonly logins = new Map<string, OdooLogin>();
  calls = 0;
  readonly #options: OdooOptions;
  readonly #keys = new Map<string, string>();

  constructor(options: OdooOptions) {
    this.#options = options;
    this.world = createWorld(options.clock);
    this.world.db.transaction(() => populate(this.world, options));
    for (const row of this.world.db.table('res.users').rows.values()) {
      const login =
        textOf(row.values['login'] === undefined ? null : String(row.values['login'])) ?? '';
      if (login === '__system__') continue;
      const key = keyFor(options.seed, login);
      this.#keys.set(login, key);
      this.logins.set(login, { uid: row.id, login, key });
    }
  }

  async handle(request: Request): Promise<Response> {
    if (this.faults.refusesConnection()) throw new ConnectionLost('ECONNREFUSED');
    const snapshot = this.world.db.commits;
    const { pathname } = new URL(request.url);
    const text = await request.text();
    if (request.signal.aborted) throw request.signal.reason;
    if (pathname !== '/jsonrpc' || request.method !== 'POST')
      return page(404, 'Not Found', 'text/plain');
    let body: Wire;
    try {
      body = parseJson(text);
    } catch {
      return page(400, 'Invalid JSON data', 'text/plain');
    }
    const envelope = objectOf(body);
    const id = envelope['id'] ?? null;
    const params = objectOf(envelope['params']);
    const args = listOf(params['args']);
    if (params['service'] === 'common')
      return this.#answer(id, () => this.#common(textOf(params['method']) ?? '', args));
    return this.#object(request, { id, args, snapshot });
  }

  #answer(id: Wire, work: () => Wire | undefined): Response {
    try {
      const result = work();
      return jsonResponse(result === undefined ? { id } : { id, result });
    } catch (error) {
      if (!(error instanceof OdooError)) throw error;
      return jsonResponse({ id, error: errorPayload(error) });
    }
  }

  #common(method: string, args: readonly Wire[]): Wire {
    if (method === 'version') {
      return {
        server_version: '18.0-20250702',
        server_version_info: [18, 0, 0, 'final', 0, ''],
        server_serie: '18.0',
        protocol_version: 1,
      };
    }
    const [database, login, key] = args;
    if (database !== this.#options.database) throw unknownDatabase(written(database));
    return logIn(this.world, this.#keys, { login: written(login), key: written(key) });
  }

  async #object(
    request: Request,
    input: { readonly id: Wire; readonly args: readonly Wire[]; readonly snapshot: number },
  ): Promise<Response> {
    const model = textOf(input.args[3]) ?? '';
    const method = textOf(input.args[4]) ?? '';
    const fault = this.faults.strike(model, method);
    const run = (): Response =>
      this.#answer(input.id, () => {
        const { user: caller, call } = this.#open(input.args);
        return this.#run(caller, { call, snapshot: input.snapshot });
      });
    return fault === null ? run() : this.#misbehave(request, { fault, run, ...input });
  }

  #open(args: readonly Wire[]): { readonly user: Row; readonly call: KwCall } {
    const { database, key, call } = readKwCall(args);
    if (database !== this.#options.database) throw unknownDatabase(database);
    return { user: authenticate(this.world, this.#keys, { uid: call.uid, key }), call };
  }

  #run(
    caller: Row,
    input: { readonly call: KwCall; readonly snapshot: number; readonly instant?: string },
  ): Wire | undefined {
    this.calls += 1;
    return execute(this.world, caller, input);
  }

  async #misbehave(
    request: Request,
    input: { fault: Fault; run: () => Response; id: Wire; args: readonly Wire[]; snapshot: number },
  ): Promise<Response> {
    const { fault, run } = input;
    switch (fault.kind) {
      case 'http500':
        if (fault.afterCommit === true) run();
        return page(500, internalErrorPage);
      case 'maintenance':
        return page(503, maintenancePage);
      case 'pageWith200':
        return page(200, maintenancePage);
      case 'throttled':
        return throttledResponse();
      case 'serializationFailure':
        return this.#answer(input.id, () => {
          throw serializationFailure();
        });
      case 'lostDatabase':
        if (fault.afterCommit === true) run();
        return this.#answer(input.id, () => {
          throw databaseLost();
        });
      case 'keyExpired':
        return this.#answer(input.id, () => {
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
        await aborted(request);
        throw request.signal.reason;
      case 'timeoutAfter': {
        const response = run();
        await this.#hold(request, fault);
        return response;
      }
      case 'slow':
        await this.#hold(request, fault);
        return run();
      case 'lateCommit':
        return this.#commitLate(request, input);
    }
  }

  /** Waits for the fault's delay or for `release`; an abort by the caller ends the wait at once. */
  async #hold(request: Request, fault: Fault): Promise<void> {
    const { sleep } = this.#options;
    const waited =
      fault.delayMs !== undefined && sleep !== undefined
        ? sleep(fault.delayMs)
        : new Promise<void>((resolve) => this.faults.hold(resolve));
    await Promise.race([waited, aborted(request)]);
    if (request.signal.aborted) throw request.signal.reason;
  }

  /**
   * The call takes its ids and its instant now and commits at `release`, whether or not the caller
   * still waits: what others commit in between has later ids and is visible earlier.
   */
  async #commitLate(
    request: Request,
    input: { id: Wire; args: readonly Wire[]; snapshot: number },
  ): Promise<Response> {
    const { user: caller, call } = this.#open(input.args);
    const { db } = this.world;
    const instant = transactionInstant(this.world);
    const taken = dryRun(db, () => this.#run(caller, { call, snapshot: input.snapshot, instant }));
    const committed = new Promise<Response>((resolve) => {
      this.faults.hold(() => {
        for (const [model, id] of taken) db.table(model).reserved.push(id);
        const response = this.#answer(input.id, () =>
          this.#run(caller, { call, snapshot: input.snapshot, instant }),
        );
        for (const [model] of taken) db.table(model).reserved.length = 0;
        resolve(response);
      });
    });
    const response = await Promise.race([committed, aborted(request)]);
    if (response === undefined) throw request.signal.reason;
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

const aborted = (request: Request): Promise<undefined> =>
  new Promise((resolve) => {
    if (request.signal.aborted) resolve(undefined);
    else request.signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });

/**
 * A stateful Odoo 18 Community behind `POST /jsonrpc`, written from recorded exchanges. All of its
 * state is in memory and decided by its options and the calls it gets.
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
    database: options.database,
    handle: (request) => simulator.handle(request),
    books: () => takeBooks(auditor()),
    faults: simulator.faults,
    control: createControl(simulator.world),
    logins: simulator.logins,
    callCount: () => simulator.calls,
  };
};
