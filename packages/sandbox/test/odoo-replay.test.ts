import { describe, expect, test } from 'vitest';
import { createOdoo } from '../src/index.ts';
import type { OdooRelease, OdooSimulator } from '../src/index.ts';
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
import { outside, prepare, seedIds } from './odoo-recorded-ids.ts';

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
  if (request.model === 'ir.model' && request.method === 'create') await makeRoom(odoo, request);
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

/** Replays everything of a release in its order, on a database of its own. */
const replayAll = async (release: OdooRelease): Promise<Tally> => {
  const exchanges = readExchanges(release);
  const clock = (): string => '2026-11-22T03:00:00Z';
  const odoo = createOdoo({ seed: 1, clock, database: 'demo', release });
  const admin = new Client(odoo, 'admin', { allowed_company_ids: [1] });
  await prepare(odoo, admin, release);
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
  return tally;
};

/** Where the recorder made a model anew, it had removed the one before by another way. */
const makeRoom = async (odoo: OdooSimulator, request: Exchange['request']): Promise<void> => {
  const name = /"model":"(x_\w+)"/.exec(JSON.stringify(request.args))?.[1] ?? '';
  const admin = new Client(odoo, 'admin', {});
  const before = await admin.ids('ir.model', [['model', '=', name]]);
  if (before.length > 0) await admin.call('ir.model', 'unlink', [before]);
};

const { available, folder } = recordings;

describe.skipIf(!available)(
  available ? 'recorded exchanges' : `no recordings at ${folder}: skipped`,
  () => {
    test.each(['17', '18', '19'] as const)(
      'Odoo %s: each replayed exchange has the recorded shape or error',
      async (release) => {
        const tally = await replayAll(release);
        const agreed = [...tally.agreed.values()].reduce((sum, count) => sum + count, 0);
        process.stdout.write(
          `Odoo ${release}: ${agreed} exchanges agree over ${tally.agreed.size} methods, ` +
            `${tally.disagreed.length} disagree, ${tally.unmapped} name records that ` +
            `were not recorded, ${tally.outside} are outside the sandbox\n`,
        );
        expect(tally.disagreed).toEqual([]);
        expect(agreed).toBeGreaterThan(300);
      },
    );
  },
);
