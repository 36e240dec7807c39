import { describe, expect, test } from 'vitest';
import { bankLine, bill, openWorld, pay, Refused } from './odoo-client.ts';
import type { World } from './odoo-client.ts';

const nameOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
  return 'accepted';
};

const index = 'hub_account_move_x_hub_ref_uniq';
const indexCode =
  `env.cr.execute("create unique index if not exists ${index} on ` +
  'account_move (x_hub_ref) where x_hub_ref is not null and x_hub_ref != ' +
  `''")`;

const modelId = (world: World, model: string): Promise<number> =>
  world.admin.only('ir.model', [['model', '=', model]]);

const addField = async (world: World, model: string): Promise<number> =>
  world.admin.call<number>('ir.model.fields', 'create', [
    {
      name: 'x_hub_ref',
      model_id: await modelId(world, model),
      field_description: 'Hub reference',
      ttype: 'char',
      state: 'manual',
      index: true,
      copied: false,
    },
  ]);

const runCode = async (world: World, code: string): Promise<unknown> => {
  const action = await world.admin.call<number>('ir.actions.server', 'create', [
    { name: 'set-up', model_id: await modelId(world, 'account.move'), state: 'code', code },
  ]);
  return world.admin.call('ir.actions.server', 'run', [[action]]);
};

const withReference = async (): Promise<World> => {
  const world = await openWorld();
  await addField(world, 'account.move');
  expect(await runCode(world, indexCode)).toBe(false);
  return world;
};

describe('the reference column and its index', () => {
  test('a duplicate names the index and rolls the whole batch back', async () => {
    const world = await withReference();
    await bankLine(world, 97, { x_hub_ref: 'ch_1' });
    const rows = ['new', 'ch_1'].map((reference) => ({
      journal_id: world.bank,
      date: '2026-11-09',
      amount: 1,
      payment_ref: 'p',
      x_hub_ref: reference,
    }));
    const duplicate = await nameOf(world.svc.call('account.bank.statement.line', 'create', [rows]));
    expect(duplicate).toContain(`duplicate key value violates unique constraint "${index}"`);
    expect(
      await world.svc.call('account.bank.statement.line', 'search_count', [
        [['x_hub_ref', '=', 'new']],
      ]),
    ).toBe(0);
    expect(world.odoo.books().statementLines.map((line) => line.custom['x_hub_ref'])).toEqual([
      'ch_1',
    ]);
  });

  test('without the index search-then-create four times over makes four bills', async () => {
    const world = await openWorld();
    await addField(world, 'account.move');
    const find = (reference: string): Promise<number[]> =>
      world.svc.ids('account.move', [['x_hub_ref', '=', reference]]);
    const race = async (reference: string): Promise<number> => {
      const attempt = async (): Promise<unknown> => {
        if ((await find(reference)).length > 0) return null;
        return world.svc.call('account.move', 'create', [
          { move_type: 'in_invoice', partner_id: world.partner, x_hub_ref: reference },
        ]);
      };
      await Promise.allSettled([attempt(), attempt(), attempt(), attempt()]);
      return (await find(reference)).length;
    };
    expect(await race('a')).toBe(4);
    expect(await nameOf(runCode(world, indexCode))).toContain('could not create unique index');
    const stale = await find('a');
    await world.svc.call('account.move', 'unlink', [stale]);
    expect(await runCode(world, indexCode)).toBe(false);
    expect(await race('b')).toBe(1);
  });

  test('the set-up can be undone: index, column and what they held are gone', async () => {
    const world = await withReference();
    await bill(world, { amount: 1, extra: { x_hub_ref: 'r' } });
    await runCode(world, `env.cr.execute("drop index if exists ${index}")`);
    await bill(world, { amount: 1, extra: { x_hub_ref: 'r' } });
    const field = await world.admin.only('ir.model.fields', [
      ['model', '=', 'account.move'],
      ['name', '=', 'x_hub_ref'],
    ]);
    await world.admin.call('ir.model.fields', 'unlink', [[field]]);
    expect(await nameOf(world.svc.ids('account.move', [['x_hub_ref', '=', 'r']]))).toContain(
      'Invalid field',
    );
  });

  test('a copy leaves the reference behind', async () => {
    const world = await withReference();
    const id = await bill(world, { amount: 1, ref: 'x', extra: { x_hub_ref: 'r' } });
    const copies = await world.svc.call<number[]>('account.move', 'copy', [[id]]);
    expect(
      await world.svc.record('account.move', copies[0] ?? 0, ['x_hub_ref', 'ref', 'state']),
    ).toMatchObject({ x_hub_ref: false, ref: false, state: 'draft' });
    expect(await nameOf(runCode(world, 'import os'))).toContain('while evaluating');
  });
});

describe('the outbox', () => {
  const install = async (world: World): Promise<void> => {
    const field = (name: string, ttype: string): unknown => [
      0,
      0,
      { name, field_description: name, ttype, state: 'manual' },
    ];
    const outbox = await world.admin.call<number>('ir.model', 'create', [
      {
        name: 'Hub outbox',
        model: 'x_hub_outbox',
        state: 'manual',
        field_id: [
          field('x_name', 'char'),
          field('x_model', 'char'),
          field('x_res_id', 'integer'),
          field('x_event', 'char'),
        ],
      },
    ]);
    const [group] = await world.admin.call<{ res_id: number }[]>(
      'ir.model.data',
      'search_read',
      [
        [
          ['module', '=', 'account'],
          ['name', '=', 'group_account_invoice'],
        ],
      ],
      { fields: ['res_id'] },
    );
    await world.admin.call('ir.model.access', 'create', [
      {
        name: 'hub',
        model_id: outbox,
        group_id: group?.res_id,
        perm_read: true,
        perm_write: true,
        perm_create: true,
        perm_unlink: true,
      },
    ]);
    const model = await modelId(world, 'account.move');
    const triggers = await world.admin.ids('ir.model.fields', [
      ['model', '=', 'account.move'],
      ['name', 'in', ['state', 'payment_state']],
    ]);
    const rule = await world.admin.call<number>('base.automation', 'create', [
      {
        name: 'outbox:move',
        model_id: model,
        trigger: 'on_create_or_write',
        filter_domain: "[('state','in',('posted','cancel')),('move_type','!=','entry')]",
        trigger_field_ids: [[6, 0, triggers]],
      },
    ]);
    await world.admin.call('ir.actions.server', 'create', [
      {
        name: 'outbox:move',
        model_id: model,
        base_automation_id: rule,
        usage: 'base_automation',
        state: 'code',
        code:
          "for rec in records:\n    env['x_hub_outbox'].sudo().create({'x_name': " +
          "rec.name, 'x_model': rec._name, 'x_res_id': rec.id, 'x_event': '%s/%s' " +
          '% (rec.state, rec.payment_state)})',
      },
    ]);
  };
  const events = async (world: World): Promise<unknown[]> => {
    const rows = await world.svc.call<Record<string, unknown>[]>(
      'x_hub_outbox',
      'search_read',
      [[]],
      { fields: ['x_res_id', 'x_event'], order: 'id' },
    );
    return rows.map((row) => [row['x_res_id'], row['x_event']]);
  };

  test('rows commit with the change, roll back with it', async () => {
    const world = await openWorld();
    await install(world);
    const first = await bill(world, { amount: 10 });
    expect(await events(world)).toEqual([[first, 'posted/not_paid']]);
    const drafts = await world.svc.call<number[]>('account.move', 'create', [
      [
        {
          move_type: 'in_invoice',
          partner_id: world.partner,
          invoice_date: '2026-11-02',
          invoice_line_ids: [[0, 0, { price_unit: 1 }]],
        },
        {
          move_type: 'in_invoice',
          invoice_date: '2026-11-02',
          invoice_line_ids: [[0, 0, { price_unit: 1 }]],
        },
      ],
    ]);
    expect(await nameOf(world.svc.call('account.move', 'action_post', [drafts]))).toContain(
      "The field 'Vendor' is required",
    );
    expect(await events(world)).toHaveLength(1);
    world.odoo.control.payBillByHand({ moveId: first, login: 'u_user' });
    expect(await events(world)).toEqual([
      [first, 'posted/not_paid'],
      [first, 'posted/paid'],
    ]);
    const ids = await world.svc.ids('x_hub_outbox', []);
    expect(await world.svc.call('x_hub_outbox', 'unlink', [ids])).toBe(true);
    expect(await events(world)).toEqual([]);
    expect(await nameOf(world.svc.as('u_readonly').ids('x_hub_outbox', []))).toContain(
      'You are not allowed to access',
    );
  });

  test('only an administrator may install rules', async () => {
    const world = await openWorld();
    expect(
      await nameOf(
        world.svc.call('base.automation', 'create', [
          { name: 'x', model_id: 1, trigger: 'on_create_or_write' },
        ]),
      ),
    ).toContain('Administration/Settings');
  });
});

describe('load', () => {
  const fields = [
    'id',
    'move_type',
    'partner_id/.id',
    'invoice_date',
    'date',
    'ref',
    'invoice_line_ids/id',
    'invoice_line_ids/name',
    'invoice_line_ids/price_unit',
  ];
  const rows = (world: World, key: string, partner = world.partner): unknown[] => [
    [
      `hub.${key}`,
      'in_invoice',
      partner,
      '2026-11-04',
      '2026-11-04',
      key,
      `hub.${key}_1`,
      'line 1',
      10,
    ],
    ['', '', '', '', '', '', `hub.${key}_2`, 'line 2', 20],
  ];
  interface Loaded {
    readonly ids: number[] | false;
    readonly messages: { readonly message: string; readonly record: number }[];
  }
  const load = (world: World, data: readonly unknown[]): Promise<Loaded> =>
    world.svc.call<Loaded>('account.move', 'load', [fields, data]);

  test('a repeated load is the same draft; a posted one refuses', async () => {
    const world = await openWorld();
    const first = await load(world, rows(world, 'b1'));
    const id = first.ids === false ? 0 : (first.ids[0] ?? 0);
    expect(await load(world, rows(world, 'b1'))).toMatchObject({ ids: [id], messages: [] });
    const record = await world.svc.record('account.move', id, ['amount_total', 'invoice_line_ids']);
    expect(record['invoice_line_ids']).toHaveLength(2);
    expect(await world.svc.call('ir.model.data', 'check_object_reference', ['hub', 'b1'])).toEqual([
      'account.move',
      id,
    ]);
    await world.svc.call('account.move', 'action_post', [[id]]);
    const refused = await load(world, rows(world, 'b1'));
    expect(refused.ids).toBe(false);
    expect(refused.messages[0]?.message).toBe(
      'You cannot modify the following readonly fields on a posted move: ' +
        'invoice_date, date, partner_id, invoice_line_ids',
    );
  });

  test('one bad row rolls all back and leaves a stale look-up that must be read as', async () => {
    const world = await openWorld();
    const refused = await load(world, [...rows(world, 'good'), ...rows(world, 'bad', 99_999_999)]);
    expect(refused).toMatchObject({
      ids: false,
      messages: [
        {
          record: 1,
          message: "No matching record found for database id '99999999' in field 'Partner'",
        },
      ],
    });
    expect(
      await world.svc.call('ir.model.data', 'check_object_reference', ['hub', 'good']),
    ).toEqual(['account.move', false]);
    expect(world.odoo.books().moves).toEqual([]);
    expect((await load(world, rows(world, 'good'))).ids).toHaveLength(1);
  });

  test('of four loads at the same time one wins', async () => {
    const world = await openWorld();
    const results = await Promise.all([1, 2, 3, 4].map(() => load(world, rows(world, 'c1'))));
    expect(results.filter((result) => result.ids !== false)).toHaveLength(1);
    expect(results.find((result) => result.ids === false)?.messages[0]?.message).toBe(
      'could not serialize access due to concurrent update\n',
    );
    expect(world.odoo.books().moves).toHaveLength(1);
  });

  test('payments and bank lines load too, and deleting a record deletes its name', async () => {
    const world = await openWorld();
    const payments = await world.svc.call<Loaded>('account.payment', 'load', [
      [
        'id',
        'payment_type',
        'partner_type',
        'partner_id/.id',
        'amount',
        'date',
        'journal_id/.id',
        'memo',
      ],
      [['hub.p1', 'outbound', 'supplier', world.partner, 12.5, '2026-11-12', world.bank, 'm']],
    ]);
    expect(payments.ids).toHaveLength(1);
    const lines = await world.svc.call<Loaded>('account.bank.statement.line', 'load', [
      ['id', 'journal_id/.id', 'date', 'amount', 'payment_ref'],
      [
        ['hub.s1', world.bank, '2026-11-12', 5.5, 'p1'],
        ['hub.s2', world.bank, '2026-11-12', -6.25, 'p2'],
      ],
    ]);
    expect(lines.ids).toHaveLength(2);
    await world.svc.call('account.payment', 'unlink', [payments.ids]);
    expect(
      await nameOf(world.svc.call('ir.model.data', 'check_object_reference', ['hub', 'p1'])),
    ).toContain('External ID not found');
  });
});

test('attachments belong to a bill and messages need an e-mail address', async () => {
  const world = await openWorld();
  const id = await bill(world, { amount: 1 });
  const file = await world.svc.call<number>('ir.attachment', 'create', [
    { name: 'a.pdf', datas: 'JVBERi0=', res_model: 'account.move', res_id: id },
  ]);
  expect(await world.svc.record('account.move', id, ['attachment_ids'])).toMatchObject({
    attachment_ids: [file],
  });
  const post = (): Promise<unknown> =>
    world.svc.call('account.move', 'message_post', [[id]], { body: '<b>x</b> & y' });
  const message = await post();
  expect(await world.svc.record('mail.message', Number(message), ['body'])).toMatchObject({
    body: '<p>&lt;b&gt;x&lt;/b&gt; &amp; y</p>',
  });
  world.odoo.control.setEmail({ login: 'svc', email: null });
  expect(await nameOf(post())).toContain("configure the sender's email address");
});

test('read_group sums by account and month and answers the domain of each group', async () => {
  const world = await openWorld();
  await bill(world, { amount: 10 });
  await bill(world, { amount: 5, date: '2026-10-03' });
  await pay(world, 4);
  const groups = await world.svc.call<Record<string, unknown>[]>(
    'account.move.line',
    'read_group',
    [
      [
        ['parent_state', '=', 'posted'],
        ['account_id', '=', world.payable],
      ],
      ['debit:sum', 'credit:sum'],
      ['account_id', 'date:month'],
    ],
    { lazy: false },
  );
  expect(
    groups.map((group) => [group['date:month'], group['__count'], group['debit'], group['credit']]),
  ).toEqual([
    ['October 2026', 1, 0, 5],
    ['November 2026', 2, 4, 10],
  ]);
});
