import { describe, expect, test } from 'vitest';
import {
  bankLine,
  bill,
  openLines,
  openWorld,
  pay,
  reconcilePayment,
  Refused,
} from './odoo-client.ts';
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

describe('bills', () => {
  test('a bill is a balanced draft, gets its number when posted, and is posted once', async () => {
    const world = await openWorld();
    const id = await world.svc.call<number>('account.move', 'create', [
      {
        move_type: 'in_invoice',
        partner_id: world.partner,
        invoice_date: '2026-11-02',
        invoice_line_ids: [[0, 0, { name: 's', price_unit: 100 }]],
      },
    ]);
    const draft = await world.svc.record('account.move', id, [
      'name',
      'state',
      'amount_total',
      'date',
      'invoice_date_due',
    ]);
    expect(draft).toMatchObject({
      name: false,
      state: 'draft',
      amount_total: 115,
      date: '2026-11-22',
      invoice_date_due: '2026-11-22',
    });
    expect(await world.svc.call('account.move', 'action_post', [[id]])).toBe(false);
    expect(await world.svc.record('account.move', id, ['name', 'state'])).toMatchObject({
      name: 'BILL/2026/11/0001',
      state: 'posted',
    });
    expect(await refusal(world.svc.call('account.move', 'action_post', [[id]]))).toBe(
      `odoo.exceptions.UserError: The entry BILL/2026/11/0001 (id ${id}) must be in draft.`,
    );
  });

  test('a posted bill refuses its lines and keeps ref and custom columns writable', async () => {
    const world = await openWorld();
    const id = await bill(world, { amount: 10 });
    const lines = { invoice_line_ids: [[0, 0, { name: 'x', price_unit: 5 }]] };
    expect(await refusal(world.svc.call('account.move', 'write', [[id], lines]))).toBe(
      'odoo.exceptions.UserError: You cannot modify the following readonly ' +
        'fields on a posted move: invoice_line_ids',
    );
    expect(await world.svc.call('account.move', 'write', [[id], { ref: 'new' }])).toBe(true);
    expect(await refusal(world.svc.call('account.move', 'unlink', [[id]]))).toContain(
      "You can't delete a posted journal item",
    );
  });

  test('payment states: not paid, blocked, partial, paid, reversed', async () => {
    const world = await openWorld();
    const id = await bill(world, { amount: 100 });
    expect(await stateOf(world, id)).toEqual(['not_paid', 100]);
    world.odoo.control.blockPayment({ moveId: id, login: 'u_user' });
    expect(await stateOf(world, id)).toEqual(['blocked', 100]);
    world.odoo.control.unblockPayment({ moveId: id, login: 'u_user' });
    await reconcilePayment(world, id, await pay(world, 30.01));
    expect(await stateOf(world, id)).toEqual(['partial', 69.99]);
    await reconcilePayment(world, id, await pay(world, 69.99));
    expect(await stateOf(world, id)).toEqual(['paid', 0]);
    const other = await bill(world, { amount: 20 });
    const note = world.odoo.control.creditBill({ moveId: other, login: 'u_user' });
    expect(await stateOf(world, other)).toEqual(['reversed', 0]);
    expect(await stateOf(world, note)).toEqual(['paid', 0]);
  });

  test('the reversal wizard posts a credit note that closes the bill', async () => {
    const world = await openWorld();
    const id = await bill(world, { amount: 20 });
    const context = {
      context: { allowed_company_ids: [1], active_model: 'account.move', active_ids: [id] },
    };
    const journal = await world.svc.only('account.journal', [
      ['code', '=', 'BILL'],
      ['company_id', '=', 1],
    ]);
    const wizard = await world.svc.call<number>(
      'account.move.reversal',
      'create',
      [{ journal_id: journal, reason: 'no' }],
      context,
    );
    const action = await world.svc.call<{ res_id: number }>(
      'account.move.reversal',
      'reverse_moves',
      [[wizard]],
    );
    expect(
      await world.svc.record('account.move', action.res_id, ['state', 'move_type', 'name']),
    ).toMatchObject({
      state: 'posted',
      move_type: 'in_refund',
      name: 'RBILL/2026/11/0001',
    });
    expect(await stateOf(world, id)).toEqual(['reversed', 0]);
  });
});

describe('payments', () => {
  test('a payment is paid when its bank line matches, until the undo', async () => {
    const world = await openWorld();
    const id = await bill(world, { amount: 100.25 });
    const payment = await pay(world, 100.25, { memo: 'M' });
    await reconcilePayment(world, id, payment);
    const fields = [
      'state',
      'is_matched',
      'is_reconciled',
      'reconciled_bill_ids',
      'reconciled_statement_line_ids',
    ];
    const booked = {
      state: 'in_process',
      is_matched: false,
      is_reconciled: true,
      reconciled_bill_ids: [id],
      reconciled_statement_line_ids: [],
    };
    expect(await world.svc.record('account.payment', payment, fields)).toMatchObject(booked);
    const line = await bankLine(world, -100.25);
    const move = await world.svc.record('account.payment', payment, ['move_id']);
    const outstanding = await openLines(world, [Number(move['move_id'])], world.outstanding);
    await world.svc.call('account.move.line', 'write', [
      [line.suspense],
      { account_id: world.outstanding },
    ]);
    await world.svc.call('account.move.line', 'reconcile', [[line.suspense, ...outstanding]]);
    expect(await world.svc.record('account.payment', payment, fields)).toMatchObject({
      ...booked,
      state: 'paid',
      is_matched: true,
      reconciled_statement_line_ids: [line.id],
    });
    await world.svc.call('account.bank.statement.line', 'action_undo_reconciliation', [[line.id]]);
    expect(await world.svc.record('account.payment', payment, fields)).toMatchObject(booked);
  });

  test('posting twice books once; draft and cancel reopen the bill', async () => {
    const world = await openWorld();
    const id = await bill(world, { amount: 40 });
    const payment = await pay(world, 40);
    await world.svc.call('account.payment', 'action_post', [[payment]]);
    expect(world.odoo.books().moves).toHaveLength(2);
    await reconcilePayment(world, id, payment);
    await world.svc.call('account.payment', 'action_draft', [[payment]]);
    expect(await stateOf(world, id)).toEqual(['not_paid', 40]);
    await world.svc.call('account.payment', 'action_post', [[payment]]);
    await reconcilePayment(world, id, payment);
    expect(await stateOf(world, id)).toEqual(['paid', 0]);
    await world.svc.call('account.payment', 'action_cancel', [[payment]]);
    expect(await stateOf(world, id)).toEqual(['not_paid', 40]);
    expect(await world.svc.record('account.payment', payment, ['state', 'move_id'])).toMatchObject({
      state: 'canceled',
      move_id: false,
    });
  });

  test('without an outstanding account there is no entry', async () => {
    const world = await openWorld();
    const id = await bill(world, { amount: 55 });
    const payment = await world.svc.call<number>('account.payment', 'create', [
      {
        payment_type: 'outbound',
        partner_type: 'supplier',
        partner_id: world.partner,
        amount: 55,
        journal_id: world.bank,
        invoice_ids: [[6, 0, [id]]],
      },
    ]);
    await world.svc.call('account.payment', 'write', [
      [payment],
      { outstanding_account_id: false },
    ]);
    await world.svc.call('account.payment', 'action_post', [[payment]]);
    const fields = ['state', 'move_id', 'is_matched', 'is_reconciled'];
    expect(await world.svc.record('account.payment', payment, fields)).toMatchObject({
      state: 'in_process',
      move_id: false,
      is_matched: false,
    });
    expect(await stateOf(world, id)).toEqual(['paid', 55]);
    const line = await bankLine(world, -55);
    await world.svc.call('account.move.line', 'write', [
      [line.suspense],
      { account_id: world.payable },
    ]);
    await world.svc.call('account.move.line', 'reconcile', [
      [line.suspense, ...(await openLines(world, [id], world.payable))],
    ]);
    expect(await stateOf(world, id)).toEqual(['paid', 0]);
    expect(await world.svc.record('account.payment', payment, ['state'])).toMatchObject({
      state: 'paid',
    });
  });

  test('the register wizard is not retry-safe', async () => {
    const world = await openWorld();
    const id = await bill(world, { amount: 70 });
    const context = {
      context: { allowed_company_ids: [1], active_model: 'account.move', active_ids: [id] },
    };
    const open = (): Promise<number> =>
      world.svc.call<number>(
        'account.payment.register',
        'create',
        [{ journal_id: world.bank, payment_date: '2026-11-06' }],
        context,
      );
    const wizards = [await open(), await open(), await open()];
    for (const wizard of wizards)
      await world.svc.call('account.payment.register', 'action_create_payments', [[wizard]]);
    const payments = world.odoo.books().payments;
    expect(payments.map((payment) => payment.state)).toEqual(['paid', 'paid', 'paid']);
    expect(payments.filter((payment) => payment.isReconciled)).toHaveLength(1);
    expect(await refusal(open())).toContain('nothing left to pay');
  });
});

describe('bank lines', () => {
  test('a split with a fee and its undo restore residual, payment state and suspense', async () => {
    const world = await openWorld();
    const id = await bill(world, { amount: 97 });
    const line = await bankLine(world, -100);
    const before = await world.svc.record('account.bank.statement.line', line.id, [
      'amount_residual',
      'is_reconciled',
    ]);
    expect(before).toMatchObject({ amount_residual: 100, is_reconciled: false });
    const commands = {
      line_ids: [
        [2, line.suspense, 0],
        [
          0,
          0,
          {
            account_id: world.payable,
            partner_id: world.partner,
            name: 'b',
            balance: 97,
            amount_currency: 97,
          },
        ],
        [0, 0, { account_id: world.fees, name: 'fee', balance: 3, amount_currency: 3 }],
      ],
    };
    expect(
      await refusal(world.svc.call('account.bank.statement.line', 'write', [[line.id], commands])),
    ).toContain("You can't delete a posted journal item");
    const context = {
      context: { allowed_company_ids: [1], force_delete: true, skip_readonly_check: true },
    };
    await world.svc.call('account.bank.statement.line', 'write', [[line.id], commands], context);
    await world.svc.call('account.move.line', 'reconcile', [
      await openLines(world, [id, line.move], world.payable),
    ]);
    expect(await stateOf(world, id)).toEqual(['paid', 0]);
    expect(
      await refusal(world.svc.call('account.bank.statement.line', 'unlink', [[line.id]])),
    ).toContain('reconciled journal entry');
    await world.svc.call('account.bank.statement.line', 'action_undo_reconciliation', [[line.id]]);
    expect(await stateOf(world, id)).toEqual(['not_paid', 97]);
    expect(
      await world.svc.record('account.bank.statement.line', line.id, [
        'amount_residual',
        'is_reconciled',
      ]),
    ).toEqual(before);
    expect(world.odoo.books().reconciliations).toEqual([]);
    expect(await world.svc.call('account.bank.statement.line', 'unlink', [[line.id]])).toBe(true);
    expect(world.odoo.books().moves).toHaveLength(1);
  });

  test('the suspense account keeps no open amounts, yet its line waits to be matched', async () => {
    const world = await openWorld();
    const line = await bankLine(world, -100);
    const item = { balance: 100, amount_residual: 0, reconciled: false };
    expect(
      await world.svc.record('account.move.line', line.suspense, Object.keys(item)),
    ).toMatchObject(item);
    const waiting = { amount_residual: 100, is_reconciled: false };
    expect(
      await world.svc.record('account.bank.statement.line', line.id, Object.keys(waiting)),
    ).toMatchObject(waiting);
  });

  test('moving the suspense line already says reconciled while the bill is open', async () => {
    const world = await openWorld();
    const id = await bill(world, { amount: 10 });
    const line = await bankLine(world, -10);
    await world.svc.call('account.move.line', 'write', [
      [line.suspense],
      { account_id: world.payable },
    ]);
    expect(
      await world.svc.record('account.bank.statement.line', line.id, ['is_reconciled']),
    ).toMatchObject({ is_reconciled: true });
    expect(await stateOf(world, id)).toEqual(['not_paid', 10]);
  });

  test('a counterpart account or full lines book a line without suspense', async () => {
    const world = await openWorld();
    const fee = await bankLine(world, -12.5, { counterpart_account_id: world.fees });
    const lines = [
      [0, 0, { account_id: world.fees, name: 'fee', balance: 3 }],
      [0, 0, { account_id: world.payable, partner_id: world.partner, name: 'b', balance: 97 }],
    ];
    const bank = await world.svc.call<{ default_account_id: number }[]>(
      'account.journal',
      'read',
      [[world.bank]],
      { fields: ['default_account_id'], load: '' },
    );
    const all = await bankLine(world, -100, {
      line_ids: [[0, 0, { account_id: bank[0]?.default_account_id, balance: -100 }], ...lines],
    });
    const rows = world.odoo.books().statementLines;
    expect(rows.map((row) => [row.id, row.isReconciled])).toEqual([
      [fee.id, true],
      [all.id, true],
    ]);
    expect(world.odoo.books().journals.find((row) => row.id === world.bank)).toMatchObject({
      ledgerBalance: '-112.50',
      suspenseBalance: '0.00',
    });
  });

  test('the refusals of reconcile: already reconciled, another account, a draft', async () => {
    const world = await openWorld();
    const id = await bill(world, { amount: 10 });
    const sale = await bill(world, { amount: 10, type: 'out_invoice' });
    const payment = await pay(world, 10);
    const move = Number(
      (await world.svc.record('account.payment', payment, ['move_id']))['move_id'],
    );
    const lines = await openLines(world, [id, move], world.payable);
    await world.svc.call('account.move.line', 'reconcile', [lines]);
    const reconcile = (ids: readonly number[]): Promise<string> =>
      refusal(world.svc.call('account.move.line', 'reconcile', [ids]));
    expect(await reconcile(lines)).toBe(
      'odoo.exceptions.UserError: You are trying to reconcile some entries ' +
        'that are already reconciled.',
    );
    const second = await bill(world, { amount: 5 });
    const mixed = [
      ...(await openLines(world, [second], world.payable)),
      ...(await openLines(world, [sale], world.receivable)),
    ];
    expect(await reconcile(mixed)).toContain(
      'Entries are not from the same account: 211000 Account Payable, 121000 Account Receivable',
    );
    await world.svc.call('account.move', 'button_draft', [[second]]);
    const third = await bill(world, { amount: 5 });
    const drafts = await openLines(world, [second, third], world.payable);
    expect(await reconcile(drafts)).toContain('You can only reconcile posted entries.');
  });
});
