import { describe, expect, test } from 'vitest';
import { createOdoo } from '../src/index.ts';
import type { OdooSimulator } from '../src/index.ts';
import { Client } from './odoo-client.ts';
import {
  difference,
  Ids,
  learn,
  readExchanges,
  recordings,
  Translator,
  Unmapped,
} from './odoo-recordings.ts';
import type { Exchange } from './odoo-recordings.ts';

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
    return (
      `error ${wanted} / ${got}: ` + (reply.error?.data.message ?? item.fault?.data?.message ?? '')
    );
  if (wanted !== null) return null;
  const [recorded, simulated] = [item.response, reply.result];
  if (request.method === 'create' || request.method === 'search')
    learn(ids, request.model, { recorded, simulated, field: 'id' });
  else if (request.method !== 'read_group')
    learn(ids, request.model, { recorded, simulated, field: '' });
  if (request.method === 'search_count') return null;
  return difference(recorded, simulated);
};

const { available, folder } = recordings;

describe.skipIf(!available)(
  available ? 'recorded exchanges' : `no recordings at ${folder}: skipped`,
  () => {
    test('each replayed exchange has the recorded shape or error', async () => {
      const exchanges = readExchanges();
      const odoo = createOdoo({ seed: 1, clock: () => '2026-11-22T03:00:00Z', database: 'demo' });
      const admin = new Client(odoo, 'admin', { allowed_company_ids: [1] });
      const svc = odoo.logins.get('svc')?.uid ?? 0;
      await admin.call('res.users', 'write', [[svc], { groups_id: [[6, 0, [1, 29, 28, 16, 9]]] }]);
      // As recorded: no default tax in the second company, and u_invoice works in one company.
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
      process.stdout.write(
        `${agreed} exchanges agree over ${tally.agreed.size} methods, ` +
          `${tally.disagreed.length} disagree, ${tally.unmapped} name records that ` +
          `were not recorded, ${tally.outside} are outside the sandbox\n`,
      );
      expect(tally.disagreed).toEqual([]);
      expect(agreed).toBeGreaterThan(300);
    });
  },
);
