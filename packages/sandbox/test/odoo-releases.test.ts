import { describe, expect, test } from 'vitest';
import { createOdoo } from '../src/index.ts';
import type { OdooRelease } from '../src/index.ts';
import { bankLine, bill, openLines, openWorld, pay, reconcilePayment } from './odoo-client.ts';
import type { World } from './odoo-client.ts';

const releases = ['17', '18', '19'] as const;
const worldOf = (release: OdooRelease): Promise<World> => openWorld({ release });

const refusal = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'done';
  } catch (error) {
    return error instanceof Error && 'odooName' in error ? String(error.odooName) : String(error);
  }
};

const userError = 'odoo.exceptions.UserError';

describe.each(releases)('Odoo %s', (release) => {
  test('says which it is', async () => {
    const { odoo, svc } = await worldOf(release);
    const answer = await svc.raw({ service: 'common', method: 'version', args: [] });
    expect(await answer.json()).toMatchObject({ result: { server_serie: `${release}.0` } });
    const probe = await odoo.handle(new Request('http://odoo.test/json/version'));
    expect(probe.status).toBe(release === '19' ? 200 : 404);
  });

  test('calls a payment by its own states, and its memo by its own name', async () => {
    const world = await worldOf(release);
    const memo = release === '17' ? 'ref' : 'memo';
    const owed = await bill(world, { amount: 100 });
    const id = await pay(world, 100, { [memo]: 'order 7' });
    await reconcilePayment(world, owed, id);
    const paid = await world.svc.record('account.payment', id, ['state', memo, 'move_id']);
    expect(paid).toMatchObject({ state: release === '17' ? 'posted' : 'in_process' });
    expect(paid[memo]).toBe('order 7');
    const other = release === '17' ? 'memo' : 'ref';
    const asked = world.svc.record('account.payment', id, [other]);
    expect(await refusal(asked)).toBe('builtins.ValueError');
    await world.svc.call('account.payment', 'action_cancel', [[id]]);
    const after = await world.svc.record('account.payment', id, ['state', 'move_id']);
    expect(after['state']).toBe(release === '17' ? 'cancel' : 'canceled');
    // On 17 the cancelled entry stays with its payment; later it goes.
    expect(after['move_id']).toBe(release === '17' ? paid['move_id'] : false);
    const open = await world.svc.record('account.move', owed, ['amount_residual']);
    expect(open['amount_residual']).toBe(100);
  });

  test('a draft payment has its entry, and its columns, from the start on 17 alone', async () => {
    const world = await worldOf(release);
    const id = await world.svc.call<number>('account.payment', 'create', [
      { payment_type: 'outbound', partner_id: world.partner, amount: 5, journal_id: world.bank },
    ]);
    const { move_id: move } = await world.svc.record('account.payment', id, ['move_id']);
    expect(move !== false).toBe(release === '17');
    const posting = (): Promise<unknown> =>
      world.svc.call('account.payment', 'action_post', [[id]]);
    await posting();
    expect(await refusal(posting())).toBe(release === '17' ? userError : 'done');
  });

  test('resetting a payment that closed a bill opens it again, except on 19', async () => {
    const world = await worldOf(release);
    const owed = await bill(world, { amount: 100 });
    const id = await pay(world, 100);
    await reconcilePayment(world, owed, id);
    await world.svc.call('account.payment', 'action_draft', [[id]]);
    const { amount_residual: open } = await world.svc.record('account.move', owed, [
      'amount_residual',
    ]);
    expect(open).toBe(release === '19' ? 0 : 100);
  });

  test('locks by its own dates', async () => {
    const { admin, company, odoo } = await worldOf(release);
    const own = release === '17' ? 'period_lock_date' : 'hard_lock_date';
    const other = release === '17' ? 'hard_lock_date' : 'period_lock_date';
    await admin.call('res.company', 'write', [[company], { [own]: '2026-06-30' }]);
    const unknown = admin.call('res.company', 'write', [[company], { [other]: '2026-06-30' }]);
    expect(await refusal(unknown)).toBe('builtins.ValueError');
    const field = other;
    const byHand = (): void =>
      odoo.control.setLockDate({ companyId: company, field, date: '2026-06-30' });
    expect(byHand).toThrow(field);
  });

  test('drafts keep a period from being locked on 17', async () => {
    const world = await worldOf(release);
    await world.svc.call('account.move', 'create', [
      { move_type: 'in_invoice', partner_id: world.partner, date: '2026-05-02' },
    ]);
    const lock = world.admin.call('res.company', 'write', [
      [world.company],
      { fiscalyear_lock_date: '2026-06-30' },
    ]);
    const expected = release === '17' ? 'odoo.exceptions.RedirectWarning' : 'done';
    expect(await refusal(lock)).toBe(expected);
  });

  test('a posted bill can be changed over RPC on 17 alone', async () => {
    const world = await worldOf(release);
    const owed = await bill(world, { amount: 100 });
    const line = { name: 'x', price_unit: 5, account_id: world.expense };
    const edit = world.svc.call('account.move', 'write', [
      [owed],
      { invoice_line_ids: [[0, 0, line]] },
    ]);
    expect(await refusal(edit)).toBe(release === '17' ? 'done' : userError);
    const { amount_total: total } = await world.svc.record('account.move', owed, ['amount_total']);
    expect(total).toBe(release === '17' ? 105 : 100);
  });

  test('drafts are matched, and matched bank lines deleted, on 19 alone', async () => {
    const world = await worldOf(release);
    const owed = await bill(world, { amount: 100 });
    const line = await bankLine(world, -100);
    await world.svc.call('account.move.line', 'write', [
      [line.suspense],
      { account_id: world.payable },
    ]);
    const draft = await bill(world, { amount: 100 });
    await world.svc.call('account.move', 'button_draft', [[draft]]);
    const onDraft = openLines(world, [draft, line.move], world.payable);
    const match = world.svc.call('account.move.line', 'reconcile', [await onDraft]);
    expect(await refusal(match)).toBe(release === '19' ? 'done' : userError);
    if (release === '19') return;
    const lines = await openLines(world, [owed, line.move], world.payable);
    await world.svc.call('account.move.line', 'reconcile', [lines]);
    const deletion = world.svc.call('account.bank.statement.line', 'unlink', [[line.id]]);
    expect(await refusal(deletion)).toBe(userError);
  });

  test('sums by month, each in its own words', async () => {
    const world = await worldOf(release);
    await bill(world, { amount: 100 });
    const domain = [['account_id', '=', world.payable]];
    const [old] = await world.svc.call<Record<string, unknown>[]>(
      'account.move.line',
      'read_group',
      [domain, ['balance:sum'], ['date:month']],
      { lazy: false },
    );
    expect(old).toMatchObject({ 'date:month': 'November 2026', balance: -100 });
    const asked = world.svc.call<Record<string, unknown>[]>(
      'account.move.line',
      'formatted_read_group',
      [domain],
      { groupby: ['date:month'], aggregates: ['balance:sum', '__count'] },
    );
    if (release !== '19') {
      expect(await refusal(asked)).toBe('builtins.AttributeError');
      return;
    }
    expect((await asked)[0]).toMatchObject({
      'date:month': ['2026-11-01', 'November 2026'],
      'balance:sum': -100,
      __count: 1,
    });
  });
});

describe('JSON-2 of 19', () => {
  const ask = async (
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly answer: unknown }> => {
    const clock = (): string => '2026-11-22T10:00:00Z';
    const odoo = createOdoo({ seed: 7, clock, database: 'demo', release: '19' });
    const request = new Request(`http://odoo.test/json/2/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `bearer ${odoo.logins.get('svc')?.key}`,
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const response = await odoo.handle(request);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    const answer: unknown = isJson ? JSON.parse(text) : text;
    return { status: response.status, answer };
  };

  test('a create answers a list of ids, None is null, no ids are nothing to do', async () => {
    const made = await ask('res.partner/create', { vals_list: { name: 'One' } });
    expect([made.status, Array.isArray(made.answer)]).toEqual([200, true]);
    const nothing = await ask('account.move.line/remove_move_reconcile', { ids: [] });
    expect(nothing).toEqual({ status: 200, answer: null });
  });

  test.each([
    ['res.partner/search_count', { domain: [] }, { authorization: 'bearer x' }, 401],
    ['res.partner/search_count', { domain: [] }, { authorization: '' }, 401],
    ['res.company/write', { ids: [1], vals: { name: 'x' } }, {}, 403],
    ['account.move/_post', { ids: [1] }, {}, 403],
    ['account.move/write', { ids: [999_999], vals: { ref: 'x' } }, {}, 404],
    ['no.model/read', { ids: [1] }, {}, 404],
    ['res.partner/nomethod', { ids: [1] }, {}, 404],
    ['res.partner/search', { bogus: 1 }, {}, 422],
    ['res.partner/search_count', { domain: [], ids: [1] }, {}, 422],
    ['res.partner/write', { ids: [1] }, {}, 422],
    ['res.partner/create', { vals_list: { nofield: 1 } }, {}, 500],
    ['res.partner/search_count', '{', {}, 400],
  ])(
    '%s with %j, %j is HTTP %i with the error as the body',
    async (...[path, body, headers, status]) => {
      const asked = await ask(path, body, headers);
      expect(asked.status).toBe(status);
      expect(JSON.stringify(asked.answer)).toMatch(/^{"name":"(odoo|builtins|werkzeug)\./);
    },
  );

  test('another database or content type is a page, not an error of the server', async () => {
    const elsewhere = await ask('res.partner/search', { domain: [] }, { 'x-odoo-database': 'no' });
    expect(`${elsewhere.status} ${String(elsewhere.answer)}`).toMatch(/^404 <!doctype html>/);
    const text = await ask('res.partner/search', { domain: [] }, { 'content-type': 'text/plain' });
    expect(`${text.status} ${String(text.answer)}`).toMatch(/^415 <!doctype html>/);
  });

  test('earlier releases do not have it', async () => {
    const clock = (): string => '2026-11-22T10:00:00Z';
    const odoo = createOdoo({ seed: 7, clock, database: 'demo', release: '18' });
    const url = 'http://odoo.test/json/2/res.partner/search';
    const answer = await odoo.handle(new Request(url, { method: 'POST', body: '{}' }));
    expect(answer.status).toBe(404);
  });
});
