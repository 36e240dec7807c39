import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OdooRelease } from '../src/index.ts';

const repository = join(import.meta.dirname, '..', '..', '..');
const shared = process.env['QUITTANCE_SHARED'] ?? join(repository, '..', 'shared');
const folder = join(shared, 'odoo-traces');

export interface Exchange {
  readonly version: string;
  readonly transport: string;
  readonly label?: string;
  readonly as: string;
  readonly request: {
    readonly model: string;
    readonly method: string;
    readonly args: readonly unknown[];
    readonly kwargs: Readonly<Record<string, unknown>>;
    /** The named arguments of JSON-2, which has no others. */
    readonly body?: Readonly<Record<string, unknown>>;
  };
  readonly http: number;
  readonly response?: unknown;
  readonly fault?: {
    readonly data?: { readonly name: string; readonly message: string };
    /** Over JSON-2 the data themselves. */
    readonly name?: string;
    readonly message?: string;
  };
  readonly truncated?: boolean;
}

/** Guaranteed by how the recordings were written: one such object a line. */
export const asExchange = (value: unknown): Exchange => value as Exchange;

export const readExchanges = (
  release: OdooRelease,
  transport: 'jsonrpc' | 'json2' = 'jsonrpc',
): Exchange[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .toSorted()
    .flatMap((name) =>
      readFileSync(join(folder, name), 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    )
    .map((line) => asExchange(JSON.parse(line)))
    .filter((item) => item.version === release && item.transport === transport);

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

export class Unmapped extends Error {}

/** Ids of the recorded server against ids of the simulator, by model. */
export class Ids {
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

export class Translator {
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
export const learn = (
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
export const difference = (recorded: unknown, simulated: unknown, path = ''): string | null => {
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

export const recordings: { readonly folder: string; readonly available: boolean } = {
  folder,
  available: existsSync(folder),
};
