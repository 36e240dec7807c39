import { describe, expect, test } from 'vitest';
import { createOdoo } from '../src/index.ts';
import type { OdooSimulator } from '../src/index.ts';
import { Client } from './odoo-client.ts';
import { outside, prepare, seedIds } from './odoo-recorded-ids.ts';
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

/** The recorded arguments with the ids that the simulator has for theirs. */
const translated = async (
  ids: Ids,
  { model, body = {} }: Exchange['request'],
): Promise<Readonly<Record<string, unknown>>> => {
  const translator = new Translator(ids);
  const named: Record<string, unknown> = { ...body };
  if (body['ids'] !== undefined) named['ids'] = await translator.value('id', model, body['ids']);
  if (body['domain'] !== undefined) {
    named['domain'] = await translator.domain(model, body['domain']);
  }
  const valuesOf = (values: unknown): Promise<unknown> =>
    translator.values(model, Object.fromEntries(Object.entries(values ?? {})));
  for (const name of ['vals', 'vals_list']) {
    const given = body[name];
    if (Array.isArray(given)) named[name] = await Promise.all(given.map(valuesOf));
    else if (given !== undefined) named[name] = await valuesOf(given);
  }
  if (body['data'] !== undefined) {
    [, named['data']] = await translator.load(model, [body['fields'], body['data']]);
  }
  named['context'] = await translator.context(body['context']);
  return named;
};

const ask = async (odoo: OdooSimulator, item: Exchange, body: unknown): Promise<Response> => {
  const { model, method } = item.request;
  const isBadKey = item.label === 'AccessDenied (bad key)';
  const key = isBadKey ? 'nonsense' : odoo.logins.get(item.as)?.key;
  return odoo.handle(
    new Request(`http://odoo.test/json/2/${model}/${method}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `bearer ${key}`,
        'x-odoo-database': 'demo',
      },
      body: JSON.stringify(body),
    }),
  );
};

/** Guaranteed by the simulator, which answers JSON to all of these. */
const errorName = (answer: unknown): string | null =>
  (answer as { readonly name?: string } | null)?.name ?? null;

const replay = async (odoo: OdooSimulator, ids: Ids, item: Exchange): Promise<string | null> => {
  const response = await ask(odoo, item, await translated(ids, item.request));
  const answer: unknown = JSON.parse(await response.text());
  if (response.status !== item.http) return `HTTP ${item.http} / ${response.status}`;
  if (item.fault !== undefined) {
    const [wanted, got] = [item.fault.name ?? null, errorName(answer)];
    return wanted === got ? null : `error ${wanted} / ${got}`;
  }
  const { model, method } = item.request;
  const field = method === 'create' || method === 'search' ? 'id' : '';
  learn(ids, model, { recorded: item.response, simulated: answer, field });
  return method === 'search_count' ? null : difference(item.response, answer);
};

/** The hub's column with its unique index, which the recorded server had. */
const addReference = async (admin: Client): Promise<void> => {
  const moveModel = await admin.only('ir.model', [['model', '=', 'account.move']]);
  const label = { field_description: 'Hub', ttype: 'char' };
  await admin.call('ir.model.fields', 'create', [
    { name: 'x_hub_ref', model_id: moveModel, ...label },
  ]);
  const index = 'hub_account_move_x_hub_ref_uniq on account_move (x_hub_ref)';
  const action = await admin.call<number>('ir.actions.server', 'create', [
    {
      name: 'index',
      model_id: moveModel,
      state: 'code',
      code: `env.cr.execute("create unique index if not exists ${index}")`,
    },
  ]);
  await admin.call('ir.actions.server', 'run', [[action]]);
};

const { available, folder } = recordings;

describe.skipIf(!available)(
  available ? 'recorded exchanges of JSON-2' : `no recordings at ${folder}: skipped`,
  () => {
    test('Odoo 19: each has the recorded status, shape or error', async () => {
      const exchanges = readExchanges('19', 'json2');
      const clock = (): string => '2026-11-22T03:00:00Z';
      const odoo = createOdoo({ seed: 1, clock, database: 'demo', release: '19' });
      const admin = new Client(odoo, 'admin', { allowed_company_ids: [1] });
      await prepare(odoo, admin, '19');
      await addReference(admin);
      const ids = new Ids(() =>
        admin.call<number>('res.partner', 'create', [{ name: 'Recorded partner' }]),
      );
      await seedIds(odoo, [...readExchanges('19'), ...exchanges], ids);
      const disagreed: string[] = [];
      let agreed = 0;
      let unmapped = 0;
      for (const item of exchanges.filter((one) => !outside(one))) {
        try {
          const problem = await replay(odoo, ids, item);
          if (problem === null) agreed += 1;
          else {
            disagreed.push(
              `${item.request.model}.${item.request.method} ${item.label}: ${problem}`,
            );
          }
        } catch (error) {
          if (!(error instanceof Unmapped)) throw error;
          unmapped += 1;
        }
      }
      process.stdout.write(
        `Odoo 19 over JSON-2: ${agreed} exchanges agree, ${disagreed.length} disagree, ` +
          `${unmapped} name records that were not recorded\n`,
      );
      expect(disagreed).toEqual([]);
      expect(agreed).toBeGreaterThan(40);
    });
  },
);
