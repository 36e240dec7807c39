import { createOdoo } from '../src/index.ts';
import type { OdooOptions, OdooSimulator } from '../src/index.ts';

/** What a JSON-RPC reply holds; amounts arrive as numbers, which is fine for tests. */
export interface Reply<Shape = unknown> {
  /** Absent beside an error. */
  readonly result: Shape;
  readonly error?: { readonly data: { readonly name: string; readonly message: string } };
}

export class Refused extends Error {
  readonly odooName: string;
  constructor(name: string, message: string) {
    super(message);
    this.odooName = name;
  }
}

/**
 * A reply, guaranteed by the simulator's own; the caller states the shape of the result that it
 * expects and checks it by its assertions.
 */
const asReply = <Shape>(value: unknown): Reply<Shape> => value as Reply<Shape>;

export type CallInput = readonly [
  model: string,
  method: string,
  args: readonly unknown[],
  kwargs?: object,
];

export class Client {
  readonly odoo: OdooSimulator;
  readonly login: string;
  readonly context: Readonly<Record<string, unknown>>;
  constructor(odoo: OdooSimulator, login: string, context: Readonly<Record<string, unknown>>) {
    this.odoo = odoo;
    this.login = login;
    this.context = context;
  }

  as(login: string): Client {
    return new Client(this.odoo, login, this.context);
  }

  async raw(params: unknown, signal?: AbortSignal): Promise<Response> {
    const body = JSON.stringify({ jsonrpc: '2.0', method: 'call', id: 1, params });
    return this.odoo.handle(
      new Request('http://odoo.test/jsonrpc', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        ...(signal === undefined ? {} : { signal }),
      }),
    );
  }

  params(
    model: string,
    method: string,
    input: readonly [readonly unknown[], (object | undefined)?],
  ): unknown {
    const user = this.odoo.logins.get(this.login);
    const kwargs = { context: this.context, ...input[1] };
    const args = [this.odoo.database, user?.uid, user?.key, model, method, input[0], kwargs];
    return { service: 'object', method: 'execute_kw', args };
  }

  async reply<Shape = unknown>(
    model: string,
    method: string,
    input: readonly [readonly unknown[], (object | undefined)?],
  ): Promise<Reply<Shape>> {
    const response = await this.raw(this.params(model, method, input));
    return asReply<Shape>(await response.json());
  }

  async call<Shape = unknown>(...[model, method, args, kwargs]: CallInput): Promise<Shape> {
    const reply = await this.reply<Shape>(model, method, [args, kwargs]);
    if (reply.error !== undefined)
      throw new Refused(reply.error.data.name, reply.error.data.message);
    return reply.result;
  }

  async record(
    model: string,
    id: number,
    fields: readonly string[],
  ): Promise<Record<string, unknown>> {
    const rows = await this.call<Record<string, unknown>[]>(model, 'read', [[id]], {
      fields,
      load: '',
    });
    const first = rows[0];
    if (first === undefined) throw new Error(`${model} ${id} is gone`);
    return first;
  }

  ids(model: string, domain: readonly unknown[], order = 'id'): Promise<number[]> {
    return this.call<number[]>(model, 'search', [domain], { order });
  }

  async only(model: string, domain: readonly unknown[]): Promise<number> {
    const ids = await this.ids(model, domain);
    if (ids.length !== 1 || ids[0] === undefined) throw new Error(`${model}: ${ids.length} rows`);
    return ids[0];
  }
}

export interface World {
  readonly odoo: OdooSimulator;
  readonly admin: Client;
  readonly svc: Client;
  /** Ids of company 1 and what tests need of it. */
  readonly company: number;
  readonly partner: number;
  readonly bank: number;
  readonly expense: number;
  readonly payable: number;
  readonly receivable: number;
  readonly income: number;
  readonly suspense: number;
  readonly outstanding: number;
  readonly fees: number;
  readonly misc: number;
}

export const clockAt = (
  start: string,
): { now: () => string; advance: (seconds: number) => void } => {
  let milliseconds = Date.parse(start);
  return {
    now: () => new Date(milliseconds).toISOString(),
    advance: (seconds) => {
      milliseconds += seconds * 1000;
    },
  };
};

export const openWorld = async (options: Partial<OdooOptions> = {}): Promise<World> => {
  const odoo = createOdoo({
    seed: 7,
    clock: () => '2026-11-22T10:00:00Z',
    database: 'demo',
    ...options,
  });
  const context = { allowed_company_ids: [1] };
  const admin = new Client(odoo, 'admin', context);
  const svc = new Client(odoo, 'svc', context);
  const account = (code: string): Promise<number> =>
    svc.only('account.account', [
      ['code', '=', code],
      odoo.release === '17' ? ['company_id', '=', 1] : ['company_ids', 'in', [1]],
    ]);
  const partner = await svc.call<number>('res.partner', 'create', [{ name: 'Vendor A' }]);
  return {
    odoo,
    admin,
    svc,
    company: 1,
    partner,
    bank: await svc.only('account.journal', [
      ['type', '=', 'bank'],
      ['company_id', '=', 1],
    ]),
    misc: await svc.only('account.journal', [
      ['code', '=', 'MISC'],
      ['company_id', '=', 1],
    ]),
    expense: await account('600000'),
    payable: await account('211000'),
    receivable: await account('121000'),
    income: await account('400000'),
    suspense: await account('101402'),
    outstanding: await account('101404'),
    fees: await account('620000'),
  };
};

export interface BillInput {
  readonly amount: number;
  readonly ref?: string;
  readonly type?: string;
  readonly date?: string;
  readonly extra?: object;
}

export const bill = async (world: World, input: BillInput): Promise<number> => {
  const { svc } = world;
  const date = input.date ?? '2026-11-02';
  const type = input.type ?? 'in_invoice';
  const account = type.startsWith('in_') ? world.expense : world.income;
  const id = await svc.call<number>('account.move', 'create', [
    {
      move_type: type,
      partner_id: world.partner,
      invoice_date: date,
      date,
      ref: input.ref ?? false,
      invoice_line_ids: [
        [
          0,
          0,
          {
            name: 's',
            quantity: 1,
            price_unit: input.amount,
            account_id: account,
            tax_ids: [[6, 0, []]],
          },
        ],
      ],
      ...input.extra,
    },
  ]);
  await svc.call('account.move', 'action_post', [[id]]);
  return id;
};

export const pay = async (world: World, amount: number, extra: object = {}): Promise<number> => {
  const id = await world.svc.call<number>('account.payment', 'create', [
    {
      payment_type: 'outbound',
      partner_type: 'supplier',
      partner_id: world.partner,
      amount,
      date: '2026-11-05',
      journal_id: world.bank,
      ...extra,
    },
  ]);
  await world.svc.call('account.payment', 'action_post', [[id]]);
  return id;
};

/** Open lines of moves on an account. */
export const openLines = (
  world: World,
  moves: readonly number[],
  account: number,
): Promise<number[]> =>
  world.svc.ids('account.move.line', [
    ['move_id', 'in', moves],
    ['account_id', '=', account],
    ['reconciled', '=', false],
  ]);

export const reconcilePayment = async (
  world: World,
  billId: number,
  paymentId: number,
): Promise<void> => {
  const payment = await world.svc.record('account.payment', paymentId, ['move_id']);
  const lines = await openLines(world, [billId, Number(payment['move_id'])], world.payable);
  await world.svc.call('account.move.line', 'reconcile', [lines]);
};

/** A bank line and its suspense line. */
export const bankLine = async (
  world: World,
  amount: number,
  extra: object = {},
): Promise<{ id: number; move: number; suspense: number }> => {
  const id = await world.svc.call<number>('account.bank.statement.line', 'create', [
    {
      journal_id: world.bank,
      date: '2026-11-10',
      amount,
      payment_ref: 'x',
      partner_id: world.partner,
      ...extra,
    },
  ]);
  const record = await world.svc.record('account.bank.statement.line', id, ['move_id']);
  const move = Number(record['move_id']);
  const suspense = (await openLines(world, [move], world.suspense))[0] ?? 0;
  return { id, move, suspense };
};
