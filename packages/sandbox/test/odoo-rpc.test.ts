import { describe, expect, test } from 'vitest';
import { createOdoo, listenOdoo } from '../src/index.ts';
import { bankLine, bill, clockAt, openWorld, pay, Refused } from './odoo-client.ts';
import type { Client, World } from './odoo-client.ts';

const nameOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refused) return error.odooName;
    throw error;
  }
  return 'accepted';
};

const access = 'odoo.exceptions.AccessError';

describe('the envelope', () => {
  test('authenticate answers false on a wrong key', async () => {
    const { odoo, svc } = await openWorld();
    const login = async (database: string, key: string): Promise<unknown> => {
      const response = await svc.raw({
        service: 'common',
        method: 'authenticate',
        args: [database, 'svc', key, {}],
      });
      expect(response.status).toBe(200);
      return response.json();
    };
    const user = odoo.logins.get('svc');
    expect(await login('demo', user?.key ?? '')).toMatchObject({ result: user?.uid });
    expect(await login('demo', 'wrong')).toMatchObject({ result: false });
    expect(await login('other', 'wrong')).toMatchObject({
      error: { code: 200, data: { name: 'psycopg2.OperationalError' } },
    });
  });

  test('None is a reply without a result; amounts print as Python floats', async () => {
    const world = await openWorld();
    const id = await bill(world, { amount: 115 });
    const payment = await world.svc.call<number>('account.payment', 'create', [
      {
        payment_type: 'outbound',
        partner_type: 'supplier',
        partner_id: world.partner,
        amount: 1.5,
        journal_id: world.bank,
      },
    ]);
    const none = await world.svc.raw(
      world.svc.params('account.payment', 'action_post', [[[payment]]]),
    );
    expect(await none.text()).toBe('{"jsonrpc": "2.0", "id": 1}');
    const read = await world.svc.raw(
      world.svc.params('account.move', 'read', [
        [[id]],
        { fields: ['amount_total', 'partner_id'] },
      ]),
    );
    expect(await read.text()).toContain(
      `"amount_total": 115.0, "partner_id": [${world.partner}, "Vendor A"]`,
    );
  });

  test.each([
    ['account.move', '_post', [[1]], {}, access],
    ['no.model', 'read', [[1]], {}, 'odoo.exceptions.UserError'],
    ['res.partner', 'nomethod', [[1]], {}, 'builtins.AttributeError'],
    ['res.partner', 'create', [{ name: 'x', nofield: 1 }], {}, 'builtins.ValueError'],
    ['res.partner', 'read', [[1]], { fields: ['nofield'] }, 'builtins.ValueError'],
    ['res.partner', 'search', [[['foo', '=', 1]]], {}, 'builtins.ValueError'],
    ['res.partner', 'search', [], { bogus: 1 }, 'builtins.TypeError'],
    ['account.move', 'write', [[99_999_999], { ref: 'x' }], {}, 'odoo.exceptions.MissingError'],
    [
      'account.move',
      'create',
      [{ move_type: 'entry', date: '2026-13-45' }],
      {},
      'builtins.ValueError',
    ],
    ['res.partner.bank', 'create', [{ acc_number: 'x' }], {}, 'odoo.exceptions.ValidationError'],
    [
      'res.partner',
      'search_count',
      [[['id', '=', 5_000_000_000]]],
      {},
      'psycopg2.errors.NumericValueOutOfRange',
    ],
    ['res.partner', 'create', [{ name: 'a\u0000' }], {}, 'builtins.ValueError'],
    ['ir.model.data', 'check_object_reference', ['hub', 'nope'], {}, 'builtins.ValueError'],
    ['account.move', 'export_data', [[1], ['id']], {}, 'odoo.exceptions.UserError'],
  ])('%s.%s %j answers %s', async (...[model, method, args, kwargs, expected]) => {
    const { svc } = await openWorld();
    expect(await nameOf(svc.call(model, method, args, kwargs))).toBe(expected);
  });

  test('a bad key is AccessDenied; a read of a missing id is an empty list', async () => {
    const { odoo, svc } = await openWorld();
    const bad = await svc.raw({
      service: 'object',
      method: 'execute_kw',
      args: ['demo', 2, 'bad', 'res.partner', 'search', [[]]],
    });
    expect(await bad.json()).toMatchObject({
      error: { data: { name: 'odoo.exceptions.AccessDenied' } },
    });
    expect(await svc.call('account.move', 'read', [[4711]], { fields: ['name'] })).toEqual([]);
    const garbage = await odoo.handle(
      new Request('http://odoo.test/jsonrpc', { method: 'POST', body: '{' }),
    );
    expect(garbage.status).toBe(400);
  });

  test('write_date is kept finer than it is answered', async () => {
    const world = await openWorld();
    const id = await bill(world, { amount: 1 });
    const { write_date: at } = await world.svc.record('account.move', id, ['write_date']);
    expect(at).toBe('2026-11-22 10:00:00');
    const count = (operator: string): Promise<number> =>
      world.svc.call<number>('account.move', 'search_count', [[['write_date', operator, at]]]);
    expect([await count('='), await count('>'), await count('>=')]).toEqual([0, 1, 1]);
  });
});

describe('companies', () => {
  test('records of another company are hidden, and an ungranted one is refused', async () => {
    const world = await openWorld();
    const id = await bill(world, { amount: 1 });
    const second: Client = Object.assign(world.svc.as('svc'), {
      context: { allowed_company_ids: [2] },
    });
    expect(await second.call('account.move', 'search', [[]])).toEqual([]);
    expect(await nameOf(second.call('account.move', 'read', [[id]], { fields: ['name'] }))).toBe(
      access,
    );
    const third: Client = Object.assign(world.svc.as('svc'), {
      context: { allowed_company_ids: [99] },
    });
    expect(await nameOf(third.call('account.move', 'search', [[]]))).toBe(access);
    const mixed = {
      move_type: 'in_invoice',
      partner_id: world.partner,
      invoice_line_ids: [[0, 0, { price_unit: 1, account_id: world.expense }]],
    };
    expect(await nameOf(second.call('account.move', 'create', [mixed]))).toBe(
      'odoo.exceptions.UserError',
    );
  });
});

describe('rights', () => {
  const users = ['u_internal', 'u_readonly', 'u_invoice', 'u_basic', 'u_user', 'u_manager', 'svc'];
  const matrix = async (
    work: (world: World, client: Client) => Promise<unknown>,
  ): Promise<string> => {
    let row = '';
    for (const login of users) {
      const world = await openWorld();
      row += (await nameOf(work(world, world.svc.as(login)))) === 'accepted' ? 'Y' : '-';
    }
    return row;
  };

  test('the matrix of groups and calls', async () => {
    const rows = {
      readMoves: await matrix((_world, client) =>
        client.call('account.move', 'search_read', [[]], { fields: ['name'] }),
      ),
      createBill: await matrix((world, client) =>
        client.call('account.move', 'create', [
          { move_type: 'in_invoice', partner_id: world.partner },
        ]),
      ),
      createPayment: await matrix((world, client) =>
        client.call('account.payment', 'create', [
          {
            payment_type: 'outbound',
            partner_type: 'supplier',
            partner_id: world.partner,
            amount: 1,
            journal_id: world.bank,
          },
        ]),
      ),
      bankLine: await matrix((world, client) =>
        client.call('account.bank.statement.line', 'create', [
          { journal_id: world.bank, date: '2026-11-10', amount: 1, payment_ref: 'x' },
        ]),
      ),
      undo: await matrix(async (world, client) =>
        client.call('account.bank.statement.line', 'action_undo_reconciliation', [
          [(await bankLine(world, 1)).id],
        ]),
      ),
      createPartner: await matrix((_world, client) =>
        client.call('res.partner', 'create', [{ name: 'x' }]),
      ),
      createAccount: await matrix((_world, client) =>
        client.call('account.account', 'create', [
          { code: '777777', name: 'x', account_type: 'expense' },
        ]),
      ),
      lockDate: await matrix((_world, client) =>
        client.call('res.company', 'write', [[1], { fiscalyear_lock_date: false }]),
      ),
      fields: await matrix((_world, client) =>
        client.call('ir.model.fields', 'search_read', [[]], { fields: ['name'], limit: 1 }),
      ),
    };
    expect(rows).toEqual({
      readMoves: '-YYYYYY',
      createBill: '--YYYYY',
      createPayment: '--YYYYY',
      bankLine: '---YY-Y',
      undo: '---YY-Y',
      createPartner: '------Y',
      createAccount: '-----Y-',
      lockDate: '-------',
      fields: '-------',
    });
  });

  test('trust needs its own group; a trusted number cannot change', async () => {
    const world = await openWorld();
    const values = { partner_id: world.partner, acc_number: 'DE89 3704 0044 0532 0130 00' };
    const id = await world.svc.call<number>('res.partner.bank', 'create', [values]);
    expect(
      await nameOf(
        world.svc.call('res.partner.bank', 'write', [[id], { allow_out_payment: true }]),
      ),
    ).toBe('odoo.exceptions.UserError');
    await world.admin.call('res.partner.bank', 'write', [[id], { allow_out_payment: true }]);
    expect(
      await nameOf(
        world.admin.call('res.partner.bank', 'write', [
          [id],
          { acc_number: 'DE02120300000000202051' },
        ]),
      ),
    ).toBe('odoo.exceptions.UserError');
    expect(
      await nameOf(
        world.svc.call('res.partner.bank', 'create', [
          { ...values, acc_number: 'DE89370400440532013000' },
        ]),
      ),
    ).toBe('odoo.exceptions.ValidationError');
    expect(
      await world.svc.ids('res.partner.bank', [['acc_number', '=', 'DE89370400440532013000']]),
    ).toEqual([id]);
    world.odoo.control.editBankAccount({
      partnerBankId: id,
      accountNumber: 'DE02120300000000202051',
      login: 'admin',
    });
    const row = await world.svc.record('res.partner.bank', id, [
      'sanitized_acc_number',
      'acc_type',
      'write_uid',
    ]);
    expect(row).toMatchObject({
      sanitized_acc_number: 'DE02120300000000202051',
      acc_type: 'iban',
      write_uid: world.odoo.logins.get('admin')?.uid,
    });
  });
});

describe('faults', () => {
  test('a time-out after the call commits; the caller only sees its own abort', async () => {
    const world = await openWorld();
    world.odoo.faults.add({ kind: 'timeoutAfter', model: 'res.partner', method: 'create' });
    const abort = new AbortController();
    const call = world.svc.raw(
      world.svc.params('res.partner', 'create', [[{ name: 'late' }]]),
      abort.signal,
    );
    const settled = call.then(
      () => 'answered',
      () => 'aborted',
    );
    await new Promise(setImmediate);
    abort.abort();
    expect(await settled).toBe('aborted');
    expect(await world.svc.ids('res.partner', [['name', '=', 'late']])).toHaveLength(1);
  });

  test('a time-out before the call', async () => {
    const world = await openWorld();
    const { faults } = world.odoo;
    const create = (): Promise<Response> =>
      world.svc.raw(world.svc.params('res.partner', 'create', [[{ name: 'never' }]]));
    faults.add({ kind: 'http500' });
    expect((await create()).status).toBe(500);
    faults.add({ kind: 'maintenance' });
    expect((await create()).status).toBe(503);
    faults.add({ kind: 'drop' });
    await expect(create()).rejects.toThrow('fetch failed');
    faults.down = true;
    await expect(create()).rejects.toThrow('fetch failed');
    faults.down = false;
    faults.add({ kind: 'serializationFailure' });
    expect(await nameOf(world.svc.call('res.partner', 'create', [{ name: 'never' }]))).toBe(
      'psycopg2.errors.SerializationFailure',
    );
    expect(await world.svc.ids('res.partner', [['name', '=', 'never']])).toEqual([]);
    faults.add({ kind: 'drop', afterCommit: true });
    await expect(create()).rejects.toThrow('fetch failed');
    expect(await world.svc.ids('res.partner', [['name', '=', 'never']])).toHaveLength(1);
  });

  test('a late commit has the earlier id and write_date and appears after a later', async () => {
    const clock = clockAt('2026-11-22T10:00:00Z');
    const world = await openWorld({ clock: clock.now });
    world.odoo.faults.add({ kind: 'lateCommit', model: 'res.partner', method: 'create' });
    const slow = world.svc.call<number>('res.partner', 'create', [{ name: 'slow' }]);
    await new Promise(setImmediate);
    clock.advance(5);
    const quick = await world.svc.call<number>('res.partner', 'create', [{ name: 'quick' }]);
    expect(await world.svc.ids('res.partner', [['name', '=', 'slow']])).toEqual([]);
    world.odoo.faults.release();
    const id = await slow;
    expect(id).toBeLessThan(quick);
    expect(await world.svc.record('res.partner', id, ['write_date'])).toMatchObject({
      write_date: '2026-11-22 10:00:00',
    });
  });

  test('on a socket: answers, cuts and refusals', async () => {
    const odoo = createOdoo({ seed: 1, clock: () => '2026-11-22T10:00:00Z', database: 'demo' });
    const server = await listenOdoo(odoo, { port: 0 });
    const body = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      params: { service: 'common', method: 'version', args: [] },
    });
    const ask = (): Promise<Response> => fetch(`${server.url}/jsonrpc`, { method: 'POST', body });
    expect(await (await ask()).json()).toMatchObject({ result: { server_serie: '18.0' } });
    odoo.faults.down = true;
    await expect(ask()).rejects.toThrow();
    odoo.faults.down = false;
    expect((await ask()).status).toBe(200);
    await server.close();
    await expect(ask()).rejects.toThrow();
  });
});

test('2,000 payments are created, posted and reconciled, and the ledger agrees', async () => {
  const world = await openWorld();
  for (let index = 0; index < 20; index += 1) {
    const values = Array.from({ length: 100 }, (_, item) => ({
      move_type: 'in_invoice',
      partner_id: world.partner,
      invoice_date: '2026-11-02',
      date: '2026-11-02',
      ref: `R${index}-${item}`,
      invoice_line_ids: [
        [0, 0, { name: 's', price_unit: 10.01, account_id: world.expense, tax_ids: [] }],
      ],
    }));
    const bills = await world.svc.call<number[]>('account.move', 'create', [values]);
    await world.svc.call('account.move', 'action_post', [bills]);
    for (const id of bills) {
      const payment = await pay(world, 10.01);
      const { move_id: move } = await world.svc.record('account.payment', payment, ['move_id']);
      const domain = [
        ['move_id', 'in', [id, move]],
        ['account_id', '=', world.payable],
        ['reconciled', '=', false],
      ];
      await world.svc.call('account.move.line', 'reconcile', [
        await world.svc.ids('account.move.line', domain),
      ]);
    }
  }
  const books = world.odoo.books();
  expect(books.payments.filter((payment) => payment.isReconciled)).toHaveLength(2000);
  expect(
    books.moves.filter((move) => move.moveType === 'in_invoice' && move.amountResidual === '0.00'),
  ).toHaveLength(2000);
});
