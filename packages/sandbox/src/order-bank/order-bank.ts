import type { BankSimulator } from '../bank/bank.ts';
import { localDateTime } from '../calendar.ts';
import { CutAnswer, jsonAnswer, maintenancePage, NoAnswer } from '../http/answers.ts';
import { type ApiFaults, type ApiOperation, createApiFaults } from '../http/faults.ts';
import type { HttpSimulator } from '../http/listen.ts';
import { createTokenEndpoint, type TokenEndpoint } from '../http/oauth.ts';
import { parseJson, writeJson } from '../odoo/json.ts';
import { Decimal, isObject, type Wire, type WireObject } from '../odoo/values.ts';
import { decimalText } from '../money.ts';
import { type EventPost, signEvent } from './events.ts';
import { asPaymentFile, movementWire, type Order, orderWire, phaseOf, type Phase } from './wire.ts';

export interface OrderBankInput {
  /** Whose books these orders enter. */
  readonly bank: BankSimulator;
  readonly seed: number;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Base64; both sides sign events with it. */
  readonly eventSecret: string;
}

/** A bank that takes single orders in JSON, each once by its key, and calls back. */
export interface OrderBank extends HttpSimulator {
  readonly faults: ApiFaults;
  readonly tokens: TokenEndpoint;
  /** The events that the bank owes: one for each new phase of an order since the last call. */
  readonly takeEvents: () => readonly EventPost[];
}

interface State extends OrderBankInput {
  readonly faults: ApiFaults;
  readonly tokens: TokenEndpoint;
  readonly orders: Map<string, Order>;
  readonly told: Map<string, Phase>;
  events: number;
}

/** The client that the bank knows; tokens are short so that a run outlives several of them. */
const tokenLifetimeSeconds = 300;

export function createOrderBank(input: OrderBankInput): OrderBank {
  const { clientId, clientSecret, seed, bank } = input;
  const tokens = createTokenEndpoint({
    clientId,
    clientSecret,
    seed,
    clock: bank.desk.clock,
    lifetimeSeconds: tokenLifetimeSeconds,
  });
  const faults = createApiFaults();
  const state: State = { ...input, faults, tokens, orders: new Map(), told: new Map(), events: 0 };
  return {
    faults,
    tokens,
    isDown: faults.isDown,
    handle: (request) => handle(state, request),
    takeEvents: () => takeEvents(state),
  };
}

function operationOf(request: Request): ApiOperation {
  const { pathname } = new URL(request.url);
  if (pathname === '/oauth/token') return 'token';
  if (pathname.startsWith('/v2/accounts')) return 'statement';
  if (pathname === '/v2/hello') return 'accounts';
  return request.method === 'POST' ? 'submit' : 'status';
}

async function handle(state: State, request: Request): Promise<Response> {
  const { faults, tokens } = state;
  const on = operationOf(request);
  if (faults.isDown()) throw new NoAnswer();
  if (faults.take('silentBefore', on)) throw new NoAnswer();
  if (faults.take('maintenance', on)) return maintenancePage();
  const later = { 'retry-after': '2' };
  if (faults.take('throttled', on)) return problem(429, 'TOO_MANY_CALLS', later);
  if (faults.take('unavailable', on)) return problem(503, 'OUT_OF_HOURS', later);
  if (on === 'token') return tokens.handle(request);
  if (faults.take('tokenExpired', on)) tokens.expireAll();
  if (!tokens.accepts(request)) return problem(401, 'SESSION_EXPIRED');
  if (faults.take('errorBody', on)) return problem(200, 'TEMPORARY_FAILURE');
  const answer = await act(state, request, on);
  if (faults.take('silentAfter', on)) throw new NoAnswer();
  if (faults.take('errorAfter', on)) return problem(500, 'INTERNAL');
  if (faults.take('truncated', on)) throw new CutAnswer(answer);
  return faults.take('drift', on) ? drifted(answer) : answer;
}

const problem = (
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): Response => {
  const text = code.toLowerCase().replaceAll('_', ' ');
  return jsonAnswer(status, writeJson({ ok: false, problem: { code, text } }), headers);
};

const fine = (body: WireObject, headers: Readonly<Record<string, string>> = {}): Response =>
  jsonAnswer(200, writeJson({ ok: true, ...body }), headers);

/** A form that was never announced: words in lower case and amounts as texts. */
async function drifted(answer: Response): Promise<Response> {
  const text = await answer.text();
  const moved = text
    .replaceAll(/"phase": "([A-Z_]+)"/gu, (_all, phase: string) => `"phase": "${phase}_V3"`)
    .replaceAll(/"closingBalance": (-?[\d.]+)/gu, '"closingBalance": {"value": "$1"}');
  return jsonAnswer(answer.status, moved);
}

async function act(state: State, request: Request, on: ApiOperation): Promise<Response> {
  const path = new URL(request.url).pathname.split('/').slice(2).map(decodeURIComponent);
  if (on === 'accounts') return fine({ bank: state.bank.facts.name });
  if (on === 'submit') return takeOrder(state, request);
  const [, account = '', , date = ''] = path;
  if (on === 'statement') return tellDay(state, account, date);
  const order = state.orders.get(path.at(-1) ?? '');
  if (order === undefined) return problem(200, 'NO_SUCH_ORDER');
  const phase = state.faults.take('stale', on) ? 'QUEUED' : phaseOf(order);
  return fine({ order: orderWire(order, phase, state.bank.desk.clock()) });
}

async function takeOrder(state: State, request: Request): Promise<Response> {
  const key = request.headers.get('idempotency-key') ?? '';
  const body = await request.text();
  const { desk } = state.bank;
  const earlier = state.orders.get(key);
  if (earlier !== undefined) {
    if (earlier.body !== body) return problem(200, 'KEY_USED_FOR_ANOTHER_ORDER');
    const order = orderWire(earlier, phaseOf(earlier), desk.clock());
    return fine({ order }, { 'idempotent-replay': 'true' });
  }
  const wire = readWire(body);
  if (!isObject(wire)) return problem(200, 'NOT_READABLE');
  const file = asPaymentFile(wire, desk);
  if ('missing' in file) return problem(200, 'FIELD_MISSING', { 'x-field': file.missing });
  if (wire['clientOrderId'] !== key) return problem(200, 'KEY_IS_NOT_THE_ORDER');
  const { time, zone } = state.bank.facts.cutOff;
  const now = localDateTime(desk.clock(), zone);
  // This bank moves nothing to another day by itself.
  const isLate = file.groups.some((group) => group.executionDate <= now.date) && now.time >= time;
  if (isLate) return problem(200, 'AFTER_CUT_OFF');
  const { rejection, instructions } = desk.receive(file, 'orders');
  const [instruction] = instructions;
  if (rejection !== null || instruction === undefined) return problem(200, 'NOT_READABLE');
  const id = `ORD-${String(state.orders.size + 1).padStart(8, '0')}`;
  const { messageId: batchTag } = file;
  const phaseSince = new Map<Phase, string>();
  const order = { id, clientOrderId: key, batchTag, body, phaseSince, instruction };
  state.orders.set(key, order);
  return fine({ order: orderWire(order, 'QUEUED', desk.clock()) });
}

function readWire(body: string): Wire {
  try {
    return parseJson(body);
  } catch {
    return null;
  }
}

function tellDay(state: State, account: string, date: string): Response {
  const day = state.bank.desk.dayOf(account, date);
  if (day === null) return problem(200, 'NO_SUCH_DAY');
  const { currency, accountNumber } = day.account;
  const money = (amount: bigint): Decimal => new Decimal(decimalText(amount, currency));
  return fine({
    day: {
      account: accountNumber,
      currency,
      date,
      closed: day.isClosed,
      openingBalance: money(day.opening),
      closingBalance: day.isClosed ? money(day.closing) : null,
      movements: day.bookings.map(movementWire),
    },
  });
}

function takeEvents(state: State): readonly EventPost[] {
  const posts: EventPost[] = [];
  for (const order of state.orders.values()) {
    const phase = phaseOf(order);
    if (state.told.get(order.clientOrderId) === phase) continue;
    state.told.set(order.clientOrderId, phase);
    state.events += 1;
    const id = `EV-${String(state.events).padStart(8, '0')}`;
    const { clientOrderId } = order;
    const body = writeJson({ event: id, kind: 'order.phase', clientOrderId, phase });
    posts.push(signEvent({ id, body, at: state.bank.desk.clock(), secret: state.eventSecret }));
  }
  return posts;
}
