import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createOdoo } from '../src/index.ts';
import type { OdooSimulator } from '../src/index.ts';
import { Client } from './odoo-client.ts';

const repository = join(import.meta.dirname, '..', '..', '..');
const shared = process.env['QUITTANCE_SHARED'] ?? join(repository, '..', 'shared');
const folder = join(shared, 'odoo-traces');

interface Exchange {
  readonly version: string;
  readonly transport: string;
  readonly label?: string;
  readonly as: string;
  readonly request: {
    readonly model: string;
    readonly method: string;
    readonly args: readonly unknown[];
    readonly kwargs: Readonly<Record<string, unknown>>;
  };
  readonly response?: unknown;
  readonly fault?: { readonly data?: { readonly name: string; readonly message: string } };
  readonly truncated?: boolean;
}

/** Guaranteed by how the recordings were written: one such object a line. */
const asExchange = (value: unknown): Exchange => value as Exchange;

const readExchanges = (): Exchange[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .toSorted()
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    )
    .map((line) => asExchange(JSON.parse(line)))
    .filter((item) => item.version === '18' && item.transport === 'jsonrpc');

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Targets of the columns that occur in the recordings. */
const relations: Readonly<Record<string, string>> = {
  partner_id: 'res.partner',
  account_id: 'account.account',
  journal_id: 'account.journal',
  move_id: 'account.move',
  tax_ids: 'account.tax',
  currency_id: 'res.currency',
  foreign_currency_id: 'res.currency',
  company_id: 'res.company',
  company_ids: 'res.company',
  counterpart_account_id: 'account.account',
  writeoff_account_id: 'account.account',
  model_id: 'ir.model',
  country_id: 'res.country',
  outstanding_account_id: 'account.account',
  destination_account_id: 'account.account',
  partner_bank_id: 'res.partner.bank',
  suspense_account_id: 'account.account',
  default_account_id: 'account.account',
  invoice_ids: 'account.move',
  line_ids: 'account.move.line',
  invoice_line_ids: 'account.move.line',
  trigger_field_ids: 'ir.model.fields',
  group_id: 'res.groups',
  groups_id: 'res.groups',
  base_automation_id: 'base.automation',
  reversed_entry_id: 'account.move',
  exchange_move_id: 'account.move',
  statement_id: 'account.bank.statement',
  reconciled_bill_ids: 'account.move',
  bank_id: 'res.bank',
  webhook_field_ids: 'ir.model.fields',
  property_account_receivable_id: 'account.account',
  property_account_payable_id: 'account.account',
};

class Unmapped extends Error {}

/** Ids of the recorded server against ids of the simulator, by model. */
class Ids {
  readonly #known = new Map<string, number>();
  readonly #makePartner: () => Promise<number>;
  constructor(makePartner: () => Promise<number>) {
    this.#makePartner = makePartner;
  }

  learn(model: string, recorded: unknown, simulated: unknown): void {
    const key = `${model},${String(recorded)}`;
    if (typeof recorded === 'number' && typeof simulated === 'number' && !this.#known.has(key))
      this.#known.set(key, simulated);
  }

  async get(model: string, recorded: number): Promise<number> {
    const known = this.#known.get(`${model},${recorded}`);
    if (known !== undefined) return known;
    if (recorded === 99_999_999 || recorded === 5_000_000_000) return recorded;
    if (model !== 'res.partner') throw new Unmapped(`${model} ${recorded}`);
    const made = await this.#makePartner();
    this.learn(model, recorded, made);
    return made;
  }
}

class Translator {
  readonly #ids: Ids;
  constructor(ids: Ids) {
    this.#ids = ids;
  }

  async value(field: string, model: string, value: unknown): Promise<unknown> {
    const target =
      field === 'id'
        ? model
        : (relations[field] ??
          (field.endsWith('/.id') ? relations[field.split('/').at(-2) ?? ''] : undefined));
    if (Array.isArray(value))
      return Promise.all(value.map((item: unknown) => this.command(field, target ?? model, item)));
    if (typeof value === 'number' && target !== undefined) return this.#ids.get(target, value);
    return value;
  }

  async command(field: string, target: string, item: unknown): Promise<unknown> {
    if (typeof item === 'number')
      return relations[field] === undefined && field !== 'id' ? item : this.#ids.get(target, item);
    if (!Array.isArray(item)) return isObject(item) ? this.values(target, item) : item;
    const [code, id, payload] = item as readonly unknown[];
    const mapped = typeof id === 'number' && id !== 0 ? await this.#ids.get(target, id) : id;
    if (isObject(payload)) return [code, mapped, await this.values(target, payload)];
    if (Array.isArray(payload)) return [code, mapped, await this.value(field, target, payload)];
    return [code, mapped, payload];
  }

  async values(model: string, values: Fields): Promise<Fields> {
    const target = typeof values['res_model'] === 'string' ? values['res_model'] : model;
    const entries = await Promise.all(
      Object.entries(values).map(
        async ([name, value]) =>
          [
            name,
            await (name === 'res_id'
              ? this.value('id', target, value)
              : this.value(name, model, value)),
          ] as const,
      ),
    );
    return Object.fromEntries(entries);
  }

  async domain(model: string, domain: unknown): Promise<unknown> {
    if (!Array.isArray(domain)) return domain;
    return Promise.all(
      domain.map(async (leaf: unknown) => {
        if (!Array.isArray(leaf)) return leaf;
        const [field, operator, wanted] = leaf as readonly unknown[];
        const last = String(field).split('.').at(-1) ?? '';
        return [field, operator, await this.value(last, model, wanted)];
      }),
    );
  }

  async args(request: Exchange['request']): Promise<unknown[]> {
    const { model, method, args } = request;
    const [first, ...rest] = args;
    if (method === 'create')
      return [
        Array.isArray(first)
          ? await Promise.all(
              first.map((item: unknown) => this.values(model, isObject(item) ? item : {})),
            )
          : await this.values(model, isObject(first) ? first : {}),
      ];
    if (method.startsWith('search') || method === 'read_group')
      return args.length === 0 ? [] : [await this.domain(model, first), ...rest];
    if (method === 'load') return this.load(model, args);
    if (method === 'check_object_reference' || method === 'fields_get') return [...args];
    if (method === 'unlink' && Array.isArray(first)) return [await this.existing(model, first)];
    const ids = Array.isArray(first)
      ? await Promise.all(
          first.map((id: unknown) => (typeof id === 'number' ? this.#ids.get(model, id) : id)),
        )
      : first;
    if (method === 'js_assign_outstanding_line')
      return [ids, await this.value('id', 'account.move.line', rest[0])];
    return [
      ids,
      ...(await Promise.all(
        rest.map((item) => (isObject(item) ? this.values(model, item) : item)),
      )),
    ];
  }

  /** Ids that were recorded when they were made; the rest never existed here. */
  async existing(model: string, recorded: readonly unknown[]): Promise<number[]> {
    const found: number[] = [];
    for (const id of recorded) {
      try {
        if (typeof id === 'number') found.push(await this.#ids.get(model, id));
      } catch (error) {
        if (!(error instanceof Unmapped)) throw error;
      }
    }
    if (found.length === 0) throw new Unmapped(`${model} ${String(recorded)}`);
    return found;
  }

  async load(model: string, args: readonly unknown[]): Promise<unknown[]> {
    const [fields, rows] = args;
    if (!Array.isArray(fields) || !Array.isArray(rows)) return [...args];
    const mapped = await Promise.all(
      rows.map((row: unknown) =>
        Array.isArray(row)
          ? Promise.all(
              row.map((cell: unknown, at) =>
                String(fields[at]).endsWith('/.id')
                  ? this.value(String(fields[at]), model, cell)
                  : cell,
              ),
            )
          : row,
      ),
    );
    return [fields, mapped];
  }

  async context(context: unknown): Promise<Fields> {
    if (!isObject(context)) return {};
    const target = typeof context['active_model'] === 'string' ? context['active_model'] : '';
    const entries = await Promise.all(
      Object.entries(context).map(async ([name, value]) => {
        const model =
          name === 'allowed_company_ids'
            ? 'res.company'
            : name === 'active_ids' || name === 'active_id'
              ? target
              : '';
        return [name, model === '' ? value : await this.value('id', model, value)] as const;
      }),
    );
    return Object.fromEntries(entries);
  }
}

/** Learns ids from two answers of the same shape. */
const learn = (
  ids: Ids,
  model: string,
  pair: { readonly recorded: unknown; readonly simulated: unknown; readonly field: string },
): void => {
  const { recorded, simulated, field } = pair;
  const target = field === 'id' ? model : relations[field];
  if (typeof recorded === 'number' && typeof simulated === 'number') {
    if (target !== undefined) ids.learn(target, recorded, simulated);
    return;
  }
  if (Array.isArray(recorded) && Array.isArray(simulated)) {
    const named = typeof recorded[1] === 'string' && recorded.length === 2;
    if (named && target !== undefined) ids.learn(target, recorded[0], simulated[0]);
    else if (recorded.length === simulated.length)
      recorded.forEach((item: unknown, at) =>
        learn(ids, model, { recorded: item, simulated: simulated[at], field }),
      );
    return;
  }
  if (!isObject(recorded) || !isObject(simulated)) return;
  if (typeof recorded['res_model'] === 'string' && isObject(simulated))
    ids.learn(recorded['res_model'], recorded['res_id'], simulated['res_id']);
  if (Array.isArray(recorded['ids']) && Array.isArray(simulated['ids']))
    learn(ids, model, { recorded: recorded['ids'], simulated: simulated['ids'], field: 'id' });
  for (const name of Object.keys(recorded))
    learn(ids, model, { recorded: recorded[name], simulated: simulated[name], field: name });
};

const kind = (value: unknown): string =>
  value === undefined
    ? 'none'
    : Array.isArray(value)
      ? 'list'
      : value === null
        ? 'null'
        : typeof value;

const exact = new Set([
  'state',
  'payment_state',
  'is_matched',
  'is_reconciled',
  'reconciled',
  'amount_total',
  'amount_residual',
  'amount_residual_currency',
  'move_type',
  'is_valid',
  'is_complete',
  'auto_post',
]);

/** Why two answers differ in shape or in a status, or null. An empty column answers false. */
const difference = (recorded: unknown, simulated: unknown, path = ''): string | null => {
  const empty = recorded === false || simulated === false;
  const [a, b] = [kind(recorded), kind(simulated)];
  if (a !== b)
    return empty && a !== 'none' && b !== 'none' && path !== '' && !exact.has(path)
      ? null
      : `${path}: ${a} / ${b}`;
  if (exact.has(path) && JSON.stringify(recorded) !== JSON.stringify(simulated))
    return `${path}: ${JSON.stringify(recorded)} / ${JSON.stringify(simulated)}`;
  if (Array.isArray(recorded) && Array.isArray(simulated)) {
    return recorded.length === 0 || simulated.length === 0
      ? null
      : difference(recorded[0], simulated[0], path);
  }
  if (!isObject(recorded) || !isObject(simulated)) return null;
  for (const name of Object.keys(recorded)) {
    if (!(name in simulated) && name !== 'moreinfo') return `${path}.${name} is missing`;
    const inner = difference(recorded[name], simulated[name], name);
    if (inner !== null && name !== 'moreinfo') return inner;
  }
  return null;
};

/** What the sandbox does not simulate, and what needs several clients at the same instant. */
const outside = (item: Exchange): boolean =>
  /^(hr|product|account\.analytic\.(line|plan)|account\.chart)/.test(item.request.model) ||
  (['res.company', 'res.users'].includes(item.request.model) && item.request.method === 'create') ||
  /concurrent|contention|limit_time|webhook|server action as|atomic|fields_get/i.test(
    item.label ?? '',
  ) ||
  (item.request.model === 'ir.actions.server' &&
    item.request.method === 'create' &&
    !JSON.stringify(item.request.args).includes('x_hub')) ||
  item.truncated === true ||
  item.request.method === 'fields_get';

const accountNames = /^(\d{6}) /;

const seedIds = async (
  odoo: OdooSimulator,
  exchanges: readonly Exchange[],
  ids: Ids,
): Promise<void> => {
  const admin = new Client(odoo, 'admin', { allowed_company_ids: [1] });
  for (const [recorded, simulated] of [
    [1, 1],
    [3, 2],
    [4, 3],
  ] as const)
    ids.learn('res.company', recorded, simulated);
  for (const [id, name] of [
    [1, 'USD'],
    [125, 'EUR'],
    [143, 'GBP'],
  ] as const)
    ids.learn('res.currency', id, await admin.only('res.currency', [['name', '=', name]]));
  for (const [id, code] of [
    [57, 'DE'],
    [75, 'FR'],
    [233, 'US'],
  ] as const)
    ids.learn('res.country', id, await admin.only('res.country', [['code', '=', code]]));
  for (const [id, code] of [
    [1, 'INV'],
    [2, 'BILL'],
    [3, 'MISC'],
    [6, 'BNK1'],
  ] as const)
    ids.learn(
      'account.journal',
      id,
      await admin.only('account.journal', [
        ['code', '=', code],
        ['company_id', '=', 1],
      ]),
    );
  for (const [id, use] of [
    [1, 'sale'],
    [2, 'purchase'],
  ] as const)
    ids.learn(
      'account.tax',
      id,
      await admin.only('account.tax', [
        ['type_tax_use', '=', use],
        ['company_id', '=', 1],
      ]),
    );
  for (const id of [1, 2, 3, 5, 8, 9, 16, 25, 26, 27, 28, 29]) ids.learn('res.groups', id, id);
  const byCode = async (id: number, code: string): Promise<void> => {
    const [found] = await admin.ids('account.account', [
      ['code', '=', code],
      ['company_ids', 'in', [1]],
    ]);
    ids.learn('account.account', id, found);
  };
  await byCode(27, '400000');
  await byCode(48, '101701');
  for (const [, id, name] of JSON.stringify(
    exchanges.map((item) => item.response ?? null),
  ).matchAll(/\[(\d+),"(\d{6} [^"]+)"\]/g)) {
    const code = accountNames.exec(name ?? '')?.[1];
    if (code !== undefined) await byCode(parseInt(id ?? '0', 10), code);
  }
};

interface Tally {
  readonly agreed: Map<string, number>;
  readonly disagreed: string[];
  unmapped: number;
  outside: number;
}

const replay = async (odoo: OdooSimulator, ids: Ids, item: Exchange): Promise<string | null> => {
  const { request } = item;
  const translator = new Translator(ids);
  const args = await translator.args(request);
  const context = await translator.context(request.kwargs['context']);
  const login = odoo.logins.has(item.as) ? item.as : 'admin';
  const client = new Client(odoo, login, {});
  const { partner_ids: _partners, ...kwargs } = request.kwargs;
  if (item.label === 'AccessDenied (bad key)') return null;
  const message = item.fault?.data?.message ?? '';
  const needsEmail = request.method === 'message_post';
  if (needsEmail) odoo.control.setEmail({ login, email: message !== '' ? null : 'a@example.com' });
  const ask = (): ReturnType<Client['reply']> =>
    client.reply(request.model, request.method, [args, { ...kwargs, context }]);
  // A refused duplicate was preceded by a create that is not among the recordings.
  if (message.includes('duplicate key value')) await ask();
  const reply = await ask();
  const wanted = item.fault?.data?.name ?? null;
  const got = reply.error?.data.name ?? null;
  if (wanted !== got)
    return `error ${wanted} / ${got}: ${reply.error?.data.message ?? item.fault?.data?.message ?? ''}`;
  if (wanted !== null) return null;
  const [recorded, simulated] = [item.response, reply.result];
  if (request.method === 'create' || request.method === 'search')
    learn(ids, request.model, { recorded, simulated, field: 'id' });
  else if (request.method !== 'read_group')
    learn(ids, request.model, { recorded, simulated, field: '' });
  if (request.method === 'search_count') return null;
  return difference(recorded, simulated);
};

const available = existsSync(folder);

describe.skipIf(!available)(
  available ? 'recorded exchanges' : `no recordings at ${folder}: skipped`,
  () => {
    test('every exchange that can be replayed answers with the recorded shape or error', async () => {
      const exchanges = readExchanges();
      const odoo = createOdoo({ seed: 1, clock: () => '2026-11-22T03:00:00Z', database: 'demo' });
      const admin = new Client(odoo, 'admin', { allowed_company_ids: [1] });
      const svc = odoo.logins.get('svc')?.uid ?? 0;
      await admin.call('res.users', 'write', [[svc], { groups_id: [[6, 0, [1, 29, 28, 16, 9]]] }]);
      // The recorded chart of the second company had no default tax, and u_invoice worked in one company.
      await admin.call('res.company', 'write', [[2], { account_purchase_tax_id: false }]);
      await admin.call('res.users', 'write', [
        [odoo.logins.get('u_invoice')?.uid],
        { company_ids: [[6, 0, [1]]] },
      ]);
      const ids = new Ids(() =>
        admin.call<number>('res.partner', 'create', [{ name: 'Recorded partner' }]),
      );
      await seedIds(odoo, exchanges, ids);
      const tally: Tally = { agreed: new Map(), disagreed: [], unmapped: 0, outside: 0 };
      for (const item of exchanges) {
        if (outside(item)) {
          tally.outside += 1;
          continue;
        }
        try {
          const problem = await replay(odoo, ids, item);
          const key = `${item.request.model}.${item.request.method}`;
          if (problem === null) tally.agreed.set(key, (tally.agreed.get(key) ?? 0) + 1);
          else tally.disagreed.push(`${key} [${item.label ?? ''}] ${item.as}: ${problem}`);
        } catch (error) {
          if (!(error instanceof Unmapped)) throw error;
          tally.unmapped += 1;
        }
      }
      const agreed = [...tally.agreed.values()].reduce((sum, count) => sum + count, 0);
      console.log(
        `${agreed} exchanges agree over ${tally.agreed.size} methods, ${tally.disagreed.length} disagree, ${tally.unmapped} name records that were not recorded, ${tally.outside} are outside the sandbox`,
      );
      expect(tally.disagreed).toEqual([]);
      expect(agreed).toBeGreaterThan(300);
    });
  },
);
