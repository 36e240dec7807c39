import { request as httpRequest } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { ConnectorLogLine, HttpPort, HttpRequest, HttpResult } from '@quittance/connector-kit';
import {
  applyOdooSetup,
  odooCapabilities,
  odooConfigSchema,
  odooFactsByVersion,
  odooVersions,
  openOdooClient,
  openOdooSession,
} from '@quittance/connectors';
import type {
  OdooClient,
  OdooSession,
  OdooSetupInput,
  OdooTransportName,
  OdooVersion,
} from '@quittance/connectors';
import { asInstant, asPaymentReference, asPlainDate, makeReference } from '@quittance/domain';
import type { PaymentReference } from '@quittance/domain';
import type { PaymentRegistration } from '@quittance/connector-kit';
import { ConnectionLost, createOdoo } from '@quittance/sandbox';
import type { LockField, OdooSimulator } from '@quittance/sandbox';

/** Longest wait for an answer of the simulator; a fault that never answers costs this much. */
const patienceMs = 80;

/** Hands requests to a simulator in memory, with the failures that a socket would have. */
export const memoryPort = (odoo: OdooSimulator): HttpPort => ({
  async request(request): Promise<HttpResult> {
    const patience = new AbortController();
    const answer = answerOf(odoo, request, patience.signal);
    const given = await Promise.race([answer, wait(patienceMs, null)]);
    if (given !== null) return given;
    patience.abort(new Error('the caller hung up'));
    return answer;
  },
});

async function answerOf(
  odoo: OdooSimulator,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<HttpResult> {
  const { method, url, headers, body } = request;
  try {
    const answer = await odoo.handle(
      new Request(url, { method, headers, signal, ...(body === undefined ? {} : { body }) }),
    );
    const text = await answer.text();
    const answerHeaders = Object.fromEntries(answer.headers);
    return { kind: 'answer', status: answer.status, headers: answerHeaders, body: text };
  } catch (error) {
    const isRefused = error instanceof ConnectionLost && error.code === 'ECONNREFUSED';
    const code = error instanceof ConnectionLost ? error.code : 'ETIMEDOUT';
    return { kind: 'failure', reached: !isRefused, code, message: code };
  }
}

/** A real socket, with the same limits. */
export const socketPort: HttpPort = {
  request: (request) => new Promise((resolve) => sendOnSocket(request, resolve)),
};

function sendOnSocket(request: HttpRequest, resolve: (result: HttpResult) => void): void {
  let reached = false;
  const { method, headers } = request;
  const outgoing = httpRequest(
    request.url,
    { method, headers, timeout: 2000, agent: false },
    (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () =>
        resolve({
          kind: 'answer',
          status: incoming.statusCode ?? 0,
          headers: {},
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    },
  );
  outgoing.on('socket', (socket) => socket.once('connect', () => (reached = true)));
  outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
  outgoing.on('error', (error) =>
    resolve({ kind: 'failure', reached, code: 'ECONNRESET', message: error.message }),
  );
  outgoing.end(request.body ?? '');
}

export interface OdooWorld {
  readonly odoo: OdooSimulator;
  readonly session: OdooSession;
  readonly hub: ReturnType<typeof requireAll>;
  readonly admin: OdooClient;
  readonly clerk: OdooClient;
  readonly setup: OdooSetupInput;
  readonly facts: OdooSetupInput['facts'];
  /** A lock date that covers every entry. */
  readonly lockField: LockField;
}

/** A release of Odoo and how the connector speaks to it; every supported pair. */
export interface OdooDialect {
  readonly version: OdooVersion;
  readonly transport: OdooTransportName;
}

export const odooDialects: readonly OdooDialect[] = odooVersions.flatMap((version) =>
  odooFactsByVersion[version].transports.map((transport) => ({ version, transport })),
);

export interface WorldOptions extends Partial<OdooDialect> {
  readonly port?: HttpPort;
  readonly url?: string;
  readonly odoo?: OdooSimulator;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly withoutSetup?: boolean;
  /** Where log lines go, as text. */
  readonly logged?: string[];
  /** Replaces the service user's key; null leaves the true one. */
  readonly keyOf?: () => string | null;
}

let clockSeconds = 0;

/** A moment later with every look, so that no two transactions share a write_date by accident. */
const movingClock = (): string => {
  clockSeconds += 1;
  const minutes = Math.floor(clockSeconds / 60) % 60;
  const hours = 8 + Math.floor(clockSeconds / 3600);
  const pad = (part: number): string => part.toString().padStart(2, '0');
  return `2026-11-23T${pad(hours)}:${pad(minutes)}:${pad(clockSeconds % 60)}.000Z`;
};

/** A clock of the simulator that can be held, so that many things fall on one instant. */
export interface StoppableClock {
  readonly now: () => string;
  readonly stop: () => void;
  readonly go: () => void;
}

export function stoppableClock(): StoppableClock {
  let held: string | null = null;
  return {
    now: () => held ?? movingClock(),
    stop: () => {
      held = movingClock();
    },
    go: () => {
      held = null;
    },
  };
}

export const newOdoo = (release: OdooVersion = '18', clock = movingClock): OdooSimulator =>
  createOdoo({ seed: 7, clock, database: 'books', release });

/** A database with three companies, set up for the hub, and clients for those who work in it. */
export async function openWorld(options: WorldOptions = {}): Promise<OdooWorld> {
  const { version = '18', transport = 'jsonrpc' } = options;
  const facts = odooFactsByVersion[version];
  const odoo = options.odoo ?? newOdoo(version);
  const http = options.port ?? memoryPort(odoo);
  const url = options.url ?? 'http://odoo.invalid';
  const ports = {
    http,
    now: () => asInstant('2026-11-23T08:00:00.000Z'),
    secret: (name: string) =>
      (name === 'svc' ? options.keyOf?.() : null) ?? odoo.logins.get(name)?.key ?? 'wrong',
    log: (line: ConnectorLogLine) => void options.logged?.push(JSON.stringify(line)),
    openFolder: () => Promise.reject(new Error('no folders here')),
  };
  const clientFor = (login: string): OdooClient =>
    openOdooClient(
      {
        url,
        database: 'books',
        login,
        apiKeySecret: login,
        transport,
        readTimeoutMs: 1000,
        writeTimeoutMs: 1000,
        answerSizeBytesMax: 1_000_000,
      },
      ports,
    );
  const config = odooConfigSchema.parse({
    url,
    database: 'books',
    login: 'svc',
    apiKeySecret: 'svc',
    version,
    transport,
    ...options.config,
  });
  const session = openOdooSession(config, ports);
  const admin = clientFor('admin');
  const setup = { admin, facts, serviceLogin: 'svc' };
  if (options.withoutSetup !== true) must(await applyOdooSetup(setup));
  const hub = requireAll(odooCapabilities(session));
  const lockField = version === '17' ? 'fiscalyear_lock_date' : 'hard_lock_date';
  return { odoo, session, hub, admin, clerk: clientFor('u_user'), setup, facts, lockField };
}

/** The value of a success; a fault ends the test with its code. */
export function must<Value>(
  outcome:
    | { readonly ok: true; readonly value: Value }
    | { readonly ok: false; readonly error: { readonly code: string; readonly message: string } },
): Value {
  if (outcome.ok) return outcome.value;
  throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
}

type All = Required<
  Pick<
    ReturnType<typeof odooCapabilities>,
    | 'masterData.read'
    | 'openItems.read'
    | 'openItems.reread'
    | 'payments.register'
    | 'payments.showState'
    | 'payments.settle'
    | 'payments.withdraw'
    | 'statementLines.post'
    | 'reconciliations.post'
    | 'reconciliations.undo'
    | 'documents.push'
  >
>;

/** Guaranteed by the connector's own list of capabilities, which its tests check. */
export const requireAll = (capabilities: ReturnType<typeof odooCapabilities>): All =>
  capabilities as All;

/** The id that a create answered. */
export async function create(
  client: OdooClient,
  model: string,
  values: Parameters<OdooClient['call']>[0]['args'][number],
): Promise<number> {
  const made = must(
    await client.call({
      model,
      method: 'create',
      args: [[values]],
      companyIds: [1],
      intent: 'write',
    }),
  );
  const [id] = JSON.parse(JSON.stringify(made)) as { readonly text: string }[];
  return Number.parseInt(id?.text ?? '', 10);
}

export const companyId = '1';

/** The ids that a test names, from the books of the simulator. */
export function places(odoo: OdooSimulator) {
  const books = odoo.books();
  const journal = books.journals.find((row) => row.companyId === 1 && row.code === 'BNK1');
  if (journal === undefined) throw new Error('no bank journal');
  return { journal: journal.id };
}

export interface BillInput {
  readonly partner: number;
  readonly amount: number;
  readonly kind?: 'in_invoice' | 'in_refund';
  readonly date?: string;
  readonly due?: string;
  /** Record id of another currency than the company's. */
  readonly currencyId?: number;
}

/** A posted bill of a whole amount, keyed by the clerk. */
export async function postBill(world: OdooWorld, input: BillInput): Promise<number> {
  const { partner, amount, kind = 'in_invoice', date = '2026-11-02' } = input;
  const expense = await expenseAccount(world);
  const id = await create(world.clerk, 'account.move', {
    move_type: kind,
    partner_id: partner,
    invoice_date: date,
    date,
    invoice_date_due: input.due ?? '2026-11-20',
    ref: `SUP-${amount}`,
    ...(input.currencyId === undefined ? {} : { currency_id: input.currencyId }),
    invoice_line_ids: [
      [
        0,
        0,
        {
          name: 'Goods',
          quantity: 1,
          price_unit: amount,
          account_id: expense,
          tax_ids: [[6, 0, []]],
        },
      ],
    ],
  });
  must(
    await world.clerk.call({
      model: 'account.move',
      method: 'action_post',
      args: [[id]],
      companyIds: [1],
      intent: 'write',
    }),
  );
  return id;
}

async function expenseAccount(world: OdooWorld): Promise<number> {
  const found = must(
    await world.clerk.call({
      model: 'account.account',
      method: 'search',
      args: [[['account_type', '=', 'expense']]],
      kwargs: { limit: 1 },
      companyIds: [1],
      intent: 'read',
    }),
  );
  const [id] = JSON.parse(JSON.stringify(found)) as { readonly text: string }[];
  return Number.parseInt(id?.text ?? '', 10);
}

export const newSupplier = (world: OdooWorld, name = 'Vendor'): Promise<number> =>
  create(world.admin, 'res.partner', { name, supplier_rank: 1 });

let references = 0n;
export const nextReference = (): PaymentReference =>
  asPaymentReference(makeReference('Q', (references += 7_919n)));

/** A payment of whole bills, in dollars. */
export function paymentOf(
  world: OdooWorld,
  input: {
    readonly partner: number;
    readonly items: readonly (readonly [number, bigint])[];
    readonly date?: string;
  },
): PaymentRegistration {
  let amountMinor = 0n;
  for (const [, minor] of input.items) amountMinor += minor;
  return {
    reference: nextReference(),
    companyExternalId: companyId,
    journalExternalId: places(world.odoo).journal.toString(),
    partyExternalId: input.partner.toString(),
    currency: 'USD',
    amountMinor,
    date: asPlainDate(input.date ?? '2026-11-23'),
    memo: 'SUP',
    hubState: 'approved',
    hubStateAt: asInstant('2026-11-23T08:00:00.000Z'),
    items: input.items.map(([id, minor]) => ({
      externalId: id.toString(),
      amountMinor: minor,
      discountMinor: 0n,
    })),
  };
}

/** The one outcome of a call about one thing. */
export function only<Value>(
  outcomes: readonly {
    readonly outcome:
      | { readonly ok: true; readonly value: Value }
      | { readonly ok: false; readonly error: { readonly code: string; readonly message: string } };
  }[],
): Value {
  const [first] = outcomes;
  if (first === undefined) throw new Error('no outcome');
  return must(first.outcome);
}
