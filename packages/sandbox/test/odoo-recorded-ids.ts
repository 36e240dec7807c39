import type { OdooRelease, OdooSimulator } from '../src/index.ts';
import { Client } from './odoo-client.ts';
import type { Exchange, Ids } from './odoo-recordings.ts';

/** What the sandbox does not simulate, and what needs several clients at the same instant. */
export const outside = (item: Exchange): boolean =>
  /^(hr|product|account\.analytic\.(line|plan)|account\.chart)/.test(item.request.model) ||
  (['res.company', 'res.users'].includes(item.request.model) && item.request.method === 'create') ||
  /concurrent|contention|limit_time|webhook|server action as|atomic|fields_get/i.test(
    item.label ?? '',
  ) ||
  (item.request.model === 'ir.actions.server' &&
    item.request.method === 'create' &&
    !JSON.stringify(item.request.args).includes('x_hub')) ||
  item.truncated === true ||
  item.request.method === 'fields_get' ||
  // The draft in the way was made by a call that was not recorded.
  /unposted entries/.test(item.fault?.data?.message ?? '');

const accountNames = /^(\d{6}) /;

interface RecordedIds {
  /** Companies of the recorded server, in the order of the simulator's: the one tested first. */
  readonly companies: readonly [number, number, number];
  readonly currencies: Readonly<Record<string, number>>;
  readonly journals: Readonly<Record<string, number>>;
  readonly taxes: Readonly<Record<'sale' | 'purchase', number>>;
  /** Groups by the id that the simulator has for them. */
  readonly groups: Readonly<Record<number, number>>;
  readonly income: number;
  readonly transfer: number;
}

const sameGroups = Object.fromEntries([1, 2, 3, 5, 8, 9].map((id) => [id, id]));

/** What the recorded servers called what the simulator has from the start. */
const recordedIds: Readonly<Record<OdooRelease, RecordedIds>> = {
  '17': {
    companies: [2, 1, 3],
    currencies: { USD: 1, EUR: 126, GBP: 144 },
    journals: { INV: 8, BILL: 9, MISC: 10, BNK1: 13 },
    taxes: { sale: 68, purchase: 69 },
    groups: { ...sameGroups, 16: 15, 25: 27, 26: 28, 28: 29, 29: 30 },
    income: 782,
    transfer: 804,
  },
  '18': {
    companies: [1, 3, 4],
    currencies: { USD: 1, EUR: 125, GBP: 143 },
    journals: { INV: 1, BILL: 2, MISC: 3, BNK1: 6 },
    taxes: { sale: 1, purchase: 2 },
    groups: { ...sameGroups, 16: 16, 25: 25, 26: 26, 27: 27, 28: 28, 29: 29 },
    income: 27,
    transfer: 48,
  },
  '19': {
    companies: [1, 2, 3],
    currencies: { USD: 1, EUR: 126, GBP: 144 },
    journals: { INV: 1, BILL: 2, MISC: 3, BNK1: 6 },
    taxes: { sale: 1, purchase: 2 },
    groups: { ...sameGroups, 16: 18, 25: 26, 26: 27, 27: 28, 28: 29, 29: 30 },
    income: 26,
    transfer: 47,
  },
};

export const seedIds = async (
  odoo: OdooSimulator,
  exchanges: readonly Exchange[],
  ids: Ids,
): Promise<void> => {
  const admin = new Client(odoo, 'admin', { allowed_company_ids: [1] });
  const recorded = recordedIds[odoo.release];
  recorded.companies.forEach((id, at) => ids.learn('res.company', id, at + 1));
  for (const [own, id] of Object.entries(recorded.groups)) {
    ids.learn('res.groups', id, Number.parseInt(own, 10));
  }
  for (const [name, id] of Object.entries(recorded.currencies))
    ids.learn('res.currency', id, await admin.only('res.currency', [['name', '=', name]]));
  for (const [id, code] of [
    [57, 'DE'],
    [75, 'FR'],
    [233, 'US'],
  ] as const)
    ids.learn('res.country', id, await admin.only('res.country', [['code', '=', code]]));
  const ofCompany = ['company_id', '=', 1];
  for (const [code, id] of Object.entries(recorded.journals)) {
    const own = await admin.only('account.journal', [['code', '=', code], ofCompany]);
    ids.learn('account.journal', id, own);
  }
  for (const [use, id] of Object.entries(recorded.taxes)) {
    const own = await admin.only('account.tax', [['type_tax_use', '=', use], ofCompany]);
    ids.learn('account.tax', id, own);
  }
  const byCode = async (id: number, code: string): Promise<void> => {
    const scope = odoo.release === '17' ? ofCompany : ['company_ids', 'in', [1]];
    const [found] = await admin.ids('account.account', [['code', '=', code], scope]);
    ids.learn('account.account', id, found);
  };
  await byCode(recorded.income, '400000');
  await byCode(recorded.transfer, '101701');
  for (const [, id, name] of JSON.stringify(
    exchanges.map((item) => item.response ?? null),
  ).matchAll(/\[(\d+),"(\d{6} [^"]+)"\]/g)) {
    const code = accountNames.exec(name ?? '')?.[1];
    if (code !== undefined) await byCode(parseInt(id ?? '0', 10), code);
  }
};

/** As recorded: the service user's groups, no default tax in company 2, u_invoice in one. */
export const prepare = async (
  odoo: OdooSimulator,
  admin: Client,
  release: OdooRelease,
): Promise<void> => {
  const svc = odoo.logins.get('svc')?.uid ?? 0;
  const groups = release === '19' ? 'group_ids' : 'groups_id';
  await admin.call('res.users', 'write', [[svc], { [groups]: [[6, 0, [1, 29, 28, 16, 9]]] }]);
  await admin.call('res.company', 'write', [[2], { account_purchase_tax_id: false }]);
  const invoice = odoo.logins.get('u_invoice')?.uid;
  await admin.call('res.users', 'write', [[invoice], { company_ids: [[6, 0, [1]]] }]);
};
