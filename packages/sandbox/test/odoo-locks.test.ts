import { describe, expect, test } from 'vitest';
import { bankLine, bill, openLines, openWorld, pay, Refused } from './odoo-client.ts';
import type { World } from './odoo-client.ts';

const refusal = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refused) return `${error.odooName}: ${error.message}`;
    throw error;
  }
  return 'accepted';
};

const stateOf = async (world: World, id: number): Promise<unknown[]> => {
  const row = await world.svc.record('account.move', id, ['payment_state', 'amount_residual']);
  return [row['payment_state'], row['amount_residual']];
};

describe('lock dates', () => {
  test('posting into a locked period moves the date in silence', async () => {
    const world = await openWorld();
    world.odoo.control.setLockDate({
      companyId: 1,
      field: 'fiscalyear_lock_date',
      date: '2026-06-30',
    });
    const dateOf = async (model: string, id: number): Promise<unknown> =>
      (await world.svc.record(model, id, ['date']))['date'];
    expect(
      await dateOf('account.move', await bill(world, { amount: 10, date: '2026-05-15' })),
    ).toBe('2026-07-31');
    expect(
      await dateOf(
        'account.move',
        await bill(world, { amount: 10, date: '2026-05-15', type: 'out_invoice' }),
      ),
    ).toBe('2026-11-22');
    const line = await bankLine(world, 3, { date: '2026-05-15' });
    expect(await dateOf('account.bank.statement.line', line.id)).toBe('2026-11-22');
    const payment = await pay(world, 7, { date: '2026-05-15' });
    expect(await dateOf('account.payment', payment)).toBe('2026-05-15');
    const move = Number(
      (await world.svc.record('account.payment', payment, ['move_id']))['move_id'],
    );
    expect(await dateOf('account.move', move)).toBe('2026-11-22');
    const entry = await world.svc.call<number>('account.move', 'create', [
      {
        move_type: 'entry',
        date: '2026-05-31',
        line_ids: [
          [0, 0, { account_id: world.expense, debit: 10 }],
          [0, 0, { account_id: world.income, credit: 10 }],
        ],
      },
    ]);
    await world.svc.call('account.move', 'action_post', [[entry]]);
    expect(await world.svc.record('account.move', entry, ['date', 'name'])).toMatchObject({
      date: '2026-07-31',
      name: 'MISC/2026/07/0001',
    });
  });

  test('the purchase lock moves bills only, and a locked entry refuses to change', async () => {
    const world = await openWorld();
    const old = await bill(world, { amount: 10, date: '2026-05-15' });
    world.odoo.control.setLockDate({
      companyId: 1,
      field: 'purchase_lock_date',
      date: '2026-06-30',
    });
    const line = await bankLine(world, 3, { date: '2026-05-15' });
    expect((await world.svc.record('account.bank.statement.line', line.id, ['date']))['date']).toBe(
      '2026-05-15',
    );
    expect(
      (
        await world.svc.record(
          'account.move',
          await bill(world, { amount: 1, date: '2026-05-15' }),
          ['date'],
        )
      )['date'],
    ).toBe('2026-07-31');
    const draft = await refusal(world.svc.call('account.move', 'button_draft', [[old]]));
    expect(draft).toContain(
      'You cannot add/modify entries prior to and inclusive of: Purchase Lock Date (06/30/2026)',
    );
    expect(await world.svc.call('account.move', 'write', [[old], { ref: 'still' }])).toBe(true);
  });

  test('a global lock over bank lines on suspense is a RedirectWarning', async () => {
    const world = await openWorld();
    await bankLine(world, 3, { date: '2026-05-15' });
    const locking = world.admin.call('res.company', 'write', [
      [1],
      { fiscalyear_lock_date: '2026-06-30' },
    ]);
    expect(await refusal(locking)).toContain('odoo.exceptions.RedirectWarning');
  });
});

test('an unbalanced entry is refused and leaves nothing', async () => {
  const world = await openWorld();
  const lines = [
    [0, 0, { account_id: world.expense, debit: 10 }],
    [0, 0, { account_id: world.income, credit: 9 }],
  ];
  expect(
    await refusal(
      world.svc.call('account.move', 'create', [{ move_type: 'entry', line_ids: lines }]),
    ),
  ).toBe('odoo.exceptions.UserError: The entry is not balanced.');
  expect(world.odoo.books().moves).toEqual([]);
});

test('a bill in another currency paid at another rate leaves an exchange', async () => {
  const world = await openWorld();
  const eur = await world.svc.only('res.currency', [['name', '=', 'EUR']]);
  const rate = (name: string, value: number): Promise<unknown> =>
    world.admin.call('res.currency.rate', 'create', [
      { currency_id: eur, company_id: 1, name, rate: value },
    ]);
  await rate('2026-11-01', 0.9);
  await rate('2026-11-10', 0.92);
  const id = await bill(world, { amount: 100, extra: { currency_id: eur } });
  const line = await bankLine(world, -107, { foreign_currency_id: eur, amount_currency: -100 });
  await world.svc.call('account.move.line', 'write', [
    [line.suspense],
    { account_id: world.payable },
  ]);
  await world.svc.call('account.move.line', 'reconcile', [
    [line.suspense, ...(await openLines(world, [id], world.payable))],
  ]);
  expect(await stateOf(world, id)).toEqual(['paid', 0]);
  const exchange = world.odoo
    .books()
    .moves.filter((move) => move.name?.startsWith('EXCH/') === true);
  expect(exchange.map((move) => move.lines.map((item) => item.balance))).toEqual([
    ['4.11', '-4.11'],
  ]);
  await world.svc.call('account.bank.statement.line', 'action_undo_reconciliation', [[line.id]]);
  expect(await stateOf(world, id)).toEqual(['not_paid', 100]);
  const open = world.odoo
    .books()
    .moves.find((move) => move.id === id)
    ?.lines.find((item) => item.accountType === 'liability_payable');
  expect(open?.residual).toBe('-111.11');
});
