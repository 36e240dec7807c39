import type { BankSimulator } from '../bank/bank.ts';
import { writeStatement } from '../bank/camt.ts';
import { CutAnswer, jsonAnswer, maintenancePage, NoAnswer } from '../http/answers.ts';
import { type ApiFaults, type ApiOperation, createApiFaults } from '../http/faults.ts';
import type { HttpSimulator } from '../http/listen.ts';
import { createTokenEndpoint, type TokenEndpoint } from '../http/oauth.ts';
import { writeJson } from '../odoo/json.ts';
import type { WireObject } from '../odoo/values.ts';
import {
  type PaymentResource,
  readPosted,
  resourceStatus,
  statusReport,
  type StrongAuthentication,
} from './payments.ts';
import { transactionsWire } from './wire.ts';

export interface BerlinGroupInput {
  /** Whose books these payments enter. */
  readonly bank: BankSimulator;
  readonly seed: number;
  readonly clientId: string;
  readonly clientSecret: string;
  /** With it, access is a person's authorisation that is renewed. */
  readonly refreshToken?: string;
  readonly authentication?: StrongAuthentication;
  /** Where a person confirms; part of the answer to an order that waits. */
  readonly confirmUrl?: string;
  /** For how long an order waits for its confirmation. */
  readonly confirmSeconds?: number;
}

/** A bank behind the interface of NextGenPSD2 (Berlin Group XS2A framework 1.3). */
export interface BerlinGroupBank extends HttpSimulator {
  readonly faults: ApiFaults;
  readonly tokens: TokenEndpoint;
  /** Orders that wait for a person, oldest first. */
  readonly waiting: () => readonly string[];
  /** What a person does with a waiting order in the bank's own app. */
  readonly confirm: (paymentId: string, decision: 'confirm' | 'refuse') => void;
}

interface State extends BerlinGroupInput {
  readonly faults: ApiFaults;
  readonly tokens: TokenEndpoint;
  readonly payments: Map<string, PaymentResource>;
  /** X-Request-ID → what was answered to it, and to which body. */
  readonly requests: Map<string, { readonly body: string; readonly paymentId: string }>;
}

const tokenLifetimeSeconds = 300;

export function createBerlinGroup(input: BerlinGroupInput): BerlinGroupBank {
  const { bank } = input;
  const lifetimeSeconds = tokenLifetimeSeconds;
  const tokens = createTokenEndpoint({ ...input, clock: bank.desk.clock, lifetimeSeconds });
  const faults = createApiFaults();
  const state: State = { ...input, faults, tokens, payments: new Map(), requests: new Map() };
  return {
    faults,
    tokens,
    isDown: faults.isDown,
    handle: (request) => handle(state, request),
    waiting: () => {
      for (const one of state.payments.values()) lapse(state, one);
      const waiting = [...state.payments.values()].filter((one) => one.state === 'waiting');
      return waiting.map((one) => one.paymentId);
    },
    confirm: (paymentId, decision) => {
      const resource = state.payments.get(paymentId);
      if (resource === undefined) throw new RangeError(`no payment ${paymentId}`);
      lapse(state, resource);
      if (resource.state !== 'waiting') throw new RangeError(`${paymentId} is ${resource.state}`);
      if (decision === 'confirm') take(state, resource);
      else resource.state = 'refused';
    },
  };
}

function operationOf(request: Request): ApiOperation {
  const { pathname } = new URL(request.url);
  if (pathname === '/oauth/token') return 'token';
  if (pathname.endsWith('/transactions')) return 'statement';
  if (pathname.startsWith('/v1/accounts')) return 'accounts';
  return request.method === 'POST' ? 'submit' : 'status';
}

async function handle(state: State, request: Request): Promise<Response> {
  const { faults, tokens } = state;
  const on = operationOf(request);
  if (faults.isDown()) throw new NoAnswer();
  if (faults.take('silentBefore', on)) throw new NoAnswer();
  if (faults.take('maintenance', on)) return maintenancePage();
  const later = { 'retry-after': '2' };
  if (faults.take('throttled', on)) return refusal(429, 'ACCESS_EXCEEDED', later);
  if (faults.take('unavailable', on)) return refusal(503, 'SERVICE_UNAVAILABLE', later);
  if (on === 'token') return tokens.handle(request);
  if (faults.take('tokenExpired', on)) tokens.expireAll();
  if (!tokens.accepts(request)) return refusal(401, 'TOKEN_EXPIRED');
  if (request.headers.get('x-request-id') === null) return refusal(400, 'FORMAT_ERROR');
  if (faults.take('errorBody', on)) {
    return jsonAnswer(200, writeJson(messages('INTERNAL_SERVER_ERROR')));
  }
  const answer = await act(state, request, on);
  if (faults.take('silentAfter', on)) throw new NoAnswer();
  if (faults.take('errorAfter', on)) return refusal(500, 'INTERNAL_SERVER_ERROR');
  if (faults.take('truncated', on)) throw new CutAnswer(answer);
  return faults.take('drift', on) ? drifted(answer) : answer;
}

const messages = (code: string): WireObject => ({
  tppMessages: [{ category: 'ERROR', code, text: code.toLowerCase().replaceAll('_', ' ') }],
});

const refusal = (
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): Response => jsonAnswer(status, writeJson(messages(code)), headers);

/** A form that was never announced. */
async function drifted(answer: Response): Promise<Response> {
  const text = (await answer.text())
    .replaceAll('"transactionStatus"', '"status"')
    .replaceAll('"transactionAmount"', '"amountOfTransaction"')
    .replaceAll('<TxSts>AC', '<TxSts>ZZ');
  return new Response(text, { status: answer.status, headers: answer.headers });
}

async function act(state: State, request: Request, on: ApiOperation): Promise<Response> {
  const url = new URL(request.url);
  const [, , ...path] = url.pathname.split('/').map(decodeURIComponent);
  if (on === 'accounts') return tellAccounts(state);
  if (on === 'statement') return tellTransactions(state, request, path[1] ?? '');
  const [service = '', product = '', paymentId = '', what] = path;
  if (on === 'submit') return takePayment(state, request, { service, product });
  const resource = state.payments.get(paymentId);
  if (resource?.product !== product) return refusal(404, 'RESOURCE_UNKNOWN');
  lapse(state, resource);
  if (resource.wire === null && what === 'status') {
    const bytes = statusReport(resource, state.bank.desk);
    const body = new TextDecoder().decode(bytes);
    return new Response(body, { status: 200, headers: { 'content-type': 'application/xml' } });
  }
  const isStale = state.faults.take('stale', on);
  const transactionStatus = isStale ? 'RCVD' : resourceStatus(resource);
  const reason = reasonOf(resource);
  return jsonAnswer(
    200,
    writeJson({
      ...(what === 'status' ? {} : (resource.wire ?? {})),
      paymentId,
      transactionStatus,
      ...(transactionStatus === 'RJCT' && reason !== null
        ? { tppMessages: [{ category: 'ERROR', code: 'PAYMENT_FAILED', text: reason }] }
        : {}),
    }),
  );
}

/** `AC04: …`: the code of ISO 20022 begins the text. */
function reasonOf(resource: PaymentResource): string | null {
  if (resource.state === 'lapsed') return 'DS02: nobody confirmed the order in time';
  if (resource.state === 'refused') return 'DS02: the customer refused the order';
  const [only] = resource.taken?.instructions ?? [];
  return only?.reasonCode === null || only === undefined ? null : `${only.reasonCode}: rejected`;
}

async function takePayment(
  state: State,
  request: Request,
  of: { readonly service: string; readonly product: string },
): Promise<Response> {
  const { desk } = state.bank;
  const isBulk = of.service === 'bulk-payments' && of.product.startsWith('pain.001-');
  if (!isBulk && of.service !== 'payments') return refusal(404, 'PRODUCT_UNKNOWN');
  const body = await request.text();
  const requestId = request.headers.get('x-request-id') ?? '';
  const earlier = state.requests.get(requestId);
  if (earlier !== undefined) {
    const known = state.payments.get(earlier.paymentId);
    if (earlier.body !== body || known === undefined) return refusal(400, 'FORMAT_ERROR');
    return created(state, known);
  }
  const paymentId = `PAY-${String(state.payments.size + 1).padStart(8, '0')}`;
  const posted = readPosted(body, { isBulk, paymentId, desk });
  if ('fault' in posted) return refusal(400, 'FORMAT_ERROR');
  const needsPerson = (state.authentication ?? 'exempted') !== 'exempted';
  const confirmMs = (state.confirmSeconds ?? 900) * 1_000;
  const resource: PaymentResource = {
    paymentId,
    ...of,
    ...posted,
    confirmUntilMs: needsPerson ? Date.parse(desk.clock()) + confirmMs : null,
    toldAt: new Map(),
    taken: null,
    state: 'waiting',
  };
  state.payments.set(paymentId, resource);
  state.requests.set(requestId, { body, paymentId });
  if (!needsPerson) take(state, resource);
  return created(state, resource);
}

function created(state: State, resource: PaymentResource): Response {
  const self = `/v1/${resource.service}/${resource.product}/${resource.paymentId}`;
  const approach = state.authentication ?? 'exempted';
  const confirm = `${state.confirmUrl ?? 'https://bank.example/confirm'}/${resource.paymentId}`;
  const links: WireObject = {
    self: { href: self },
    status: { href: `${self}/status` },
    ...(approach === 'redirect' ? { scaRedirect: { href: confirm } } : {}),
    ...(approach === 'decoupled' ? { scaStatus: { href: `${self}/authorisations/1` } } : {}),
  };
  const headers: Record<string, string> = { location: self };
  if (approach !== 'exempted') headers['aspsp-sca-approach'] = approach.toUpperCase();
  const waits = resource.state === 'waiting';
  const body: WireObject = {
    transactionStatus: 'RCVD',
    paymentId: resource.paymentId,
    ...(waits && approach === 'decoupled'
      ? { psuMessage: 'Please confirm the payment in your app.' }
      : {}),
    _links: links,
  };
  return jsonAnswer(201, writeJson(body), headers);
}

function take(state: State, resource: PaymentResource): void {
  resource.taken = state.bank.desk.receive(resource.file, resource.product);
  resource.state = 'taken';
}

/** An order that nobody confirmed in time is never executed. */
function lapse(state: State, resource: PaymentResource): void {
  const nowMs = Date.parse(state.bank.desk.clock());
  const isOver = resource.confirmUntilMs !== null && nowMs >= resource.confirmUntilMs;
  if (resource.state === 'waiting' && isOver) resource.state = 'lapsed';
}

const accountIdOf = (index: number): string => `ACC-${String(index + 1).padStart(4, '0')}`;

function tellAccounts({ bank }: State): Response {
  const accounts = bank.desk.accounts.map(({ accountNumber, currency }, index) => ({
    resourceId: accountIdOf(index),
    iban: accountNumber,
    currency,
    _links: { transactions: { href: `/v1/accounts/${accountIdOf(index)}/transactions` } },
  }));
  return jsonAnswer(200, writeJson({ accounts }));
}

function tellTransactions({ bank }: State, request: Request, accountId: string): Response {
  const { desk } = bank;
  const account = desk.accounts.find((_one, index) => accountIdOf(index) === accountId);
  const query = new URL(request.url).searchParams;
  const from = query.get('dateFrom') ?? '';
  if (query.get('dateTo') !== from) return refusal(400, 'PERIOD_INVALID');
  const day = account === undefined ? null : desk.dayOf(account.accountNumber, from);
  if (day === null) return refusal(404, 'RESOURCE_UNKNOWN');
  const wantsXml = (request.headers.get('accept') ?? '').startsWith('application/xml');
  if (!wantsXml) return jsonAnswer(200, writeJson(transactionsWire(day)));
  // A statement is written once, when its day is over.
  if (!day.isClosed) return refusal(404, 'RESOURCE_UNKNOWN');
  const sequence = 1 + Math.round((Date.parse(from) - Date.parse('2020-01-01')) / 86_400_000);
  const bytes = writeStatement(
    {
      ...day.account,
      messageId: `STM${from.replaceAll('-', '')}${accountId}`,
      created: `${from}T22:00:00Z`,
      date: from,
      sequence,
      entries: day.bookings,
      opening: day.opening,
      closing: day.closing,
    },
    desk.facts,
  );
  const headers = { 'content-type': 'application/xml' };
  return new Response(new TextDecoder().decode(bytes), { status: 200, headers });
}
