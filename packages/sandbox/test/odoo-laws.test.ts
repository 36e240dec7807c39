import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOdoo, sampleCompany } from '../src/index.ts';
import type { OdooBooks } from '../src/index.ts';
import { bankLine, bill, openLines, openWorld, pay, Refused } from './odoo-client.ts';
import type { World } from './odoo-client.ts';

/** Decimal text with two digits as minor units. */
const minor = (text: string): bigint => BigInt(text.replace('.', ''));

const sum = (values: readonly string[]): bigint =>
  values.reduce((total, value) => total + minor(value), 0n);

/** Laws that hold in any state of the books. */
const checkBooks = (books: OdooBooks): void => {
  const matched = new Map<number, bigint>();
  for (const item of books.reconciliations) {
    matched.set(item.debitLineId, (matched.get(item.debitLineId) ?? 0n) + minor(item.amount));
    matched.set(item.creditLineId, (matched.get(item.creditLineId) ?? 0n) - minor(item.amount));
  }
  for (const move of books.moves) {
    expect(sum(move.lines.map((line) => line.balance))).toBe(0n);
    for (const line of move.lines) {
      const open = minor(line.balance) - (matched.get(line.id) ?? 0n);
      if (matched.has(line.id)) expect(minor(line.residual)).toBe(open);
      if (line.fullReconcileId !== null) expect(line.residual).toBe('0.00');
    }
    if (move.moveType !== 'in_invoice' || move.state !== 'posted') continue;
    const payable = move.lines.filter((line) => line.accountType === 'liability_payable');
    expect(minor(move.amountResidual)).toBe(-sum(payable.map((line) => line.residual)));
    expect(move.paymentState === 'paid' || move.paymentState === 'reversed').toBe(
      move.amountResidual === '0.00',
    );
  }
};

type Step =
  | { readonly kind: 'bill' | 'pay' | 'line'; readonly cents: number }
  | {
      readonly kind:
        | 'match'
        | 'matchLine'
        | 'undo'
        | 'draftPayment'
        | 'cancelPayment'
        | 'draftBill'
        | 'postBill'
        | 'credit';
      readonly pick: number;
    };

const cents = fc.integer({ min: 1, max: 30_000 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('bill', 'pay', 'line'), cents }),
  fc.record({
    kind: fc.constantFrom(
      'match',
      'matchLine',
      'undo',
      'draftPayment',
      'cancelPayment',
      'draftBill',
      'postBill',
      'credit',
    ),
    pick: fc.nat(20),
  }),
);

const choose = (ids: readonly number[], pick: number): number =>
  ids[pick % Math.max(ids.length, 1)] ?? 0;

const perform = async (world: World, action: Step): Promise<void> => {
  const { svc, odoo } = world;
  const books = odoo.books();
  const bills = books.moves.filter((move) => move.moveType === 'in_invoice').map((move) => move.id);
  if (action.kind === 'bill') await bill(world, { amount: action.cents / 100 });
  else if (action.kind === 'pay') await pay(world, action.cents / 100);
  else if (action.kind === 'line') await bankLine(world, -action.cents / 100);
  else if (action.kind === 'match') {
    const lines = await openLines(
      world,
      books.moves.map((move) => move.id),
      world.payable,
    );
    await svc.call('account.move.line', 'reconcile', [lines.slice(action.pick % 3)]);
  } else if (action.kind === 'matchLine') {
    const suspense = await svc.ids('account.move.line', [
      ['account_id', '=', world.suspense],
      ['reconciled', '=', false],
    ]);
    const line = choose(suspense, action.pick);
    if (line === 0) return;
    await svc.call('account.move.line', 'write', [[line], { account_id: world.payable }]);
    await svc.call('account.move.line', 'reconcile', [
      [line, ...(await openLines(world, bills, world.payable)).slice(0, 2)],
    ]);
  } else if (action.kind === 'undo') {
    const id = choose(
      books.statementLines.map((line) => line.id),
      action.pick,
    );
    await svc.call('account.bank.statement.line', 'action_undo_reconciliation', [[id]]);
  } else if (action.kind === 'draftPayment' || action.kind === 'cancelPayment') {
    const method = action.kind === 'draftPayment' ? 'action_draft' : 'action_cancel';
    await svc.call('account.payment', method, [
      [
        choose(
          books.payments.map((payment) => payment.id),
          action.pick,
        ),
      ],
    ]);
  } else if (action.kind === 'draftBill')
    await svc.call('account.move', 'button_draft', [[choose(bills, action.pick)]]);
  else if (action.kind === 'postBill')
    await svc.call('account.move', 'action_post', [[choose(bills, action.pick)]]);
  else if (action.kind === 'credit') {
    const open = books.moves.filter(
      (move) =>
        bills.includes(move.id) && move.state === 'posted' && move.amountResidual !== '0.00',
    );
    const id = choose(
      open.map((move) => move.id),
      action.pick,
    );
    if (id !== 0) odoo.control.creditBill({ moveId: id, login: 'u_user' });
  }
};

test('whatever is called in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25 }), async (steps) => {
      const world = await openWorld();
      for (const action of steps) {
        const before = JSON.stringify(world.odoo.books());
        try {
          await perform(world, action);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          if (action.kind !== 'matchLine') expect(JSON.stringify(world.odoo.books())).toBe(before);
        }
        checkBooks(world.odoo.books());
      }
    }),
    { numRuns: 40 },
  );
});

/** The books without what a match and its undo may renumber. */
const essence = (books: OdooBooks): unknown => ({
  statementLines: books.statementLines,
  payments: books.payments,
  reconciliations: books.reconciliations,
  journals: books.journals,
  moves: books.moves.map((move) => ({
    ...move,
    lines: move.lines.map(({ id: _id, ...line }) => line),
  })),
});

test('undoing a match restores residuals, payment states', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(cents, { minLength: 1, maxLength: 4 }),
      cents,
      async (amounts, received) => {
        const world = await openWorld();
        const bills: number[] = [];
        for (const amount of amounts) bills.push(await bill(world, { amount: amount / 100 }));
        const line = await bankLine(world, -received / 100);
        const before = essence(world.odoo.books());
        await world.svc.call('account.move.line', 'write', [
          [line.suspense],
          { account_id: world.payable },
        ]);
        await world.svc.call('account.move.line', 'reconcile', [
          [line.suspense, ...(await openLines(world, bills, world.payable))],
        ]);
        expect(essence(world.odoo.books())).not.toEqual(before);
        checkBooks(world.odoo.books());
        await world.svc.call('account.bank.statement.line', 'action_undo_reconciliation', [
          [line.id],
        ]);
        expect(essence(world.odoo.books())).toEqual(before);
      },
    ),
    { numRuns: 25 },
  );
});

test('the sample company opens balanced: ledgers equal the banks', () => {
  const company = sampleCompany({ seed: 42, today: '2026-11-23' });
  const odoo = createOdoo({
    seed: 42,
    clock: () => '2026-11-23T06:00:00Z',
    database: 'demo',
    company,
  });
  const books = odoo.books();
  checkBooks(books);
  for (const account of company.bankAccounts) {
    const journal = books.journals.find((item) => item.code === account.journalCode);
    expect(journal).toMatchObject({
      ledgerBalance: account.openingBalance,
      suspenseBalance: '0.00',
      accountNumber: account.accountNumber,
    });
  }
  const documents = books.moves.filter(
    (move) => move.moveType === 'in_invoice' || move.moveType === 'in_refund',
  );
  expect(documents).toHaveLength(company.documents.length + company.history.length);
  expect(documents.filter((move) => move.amountResidual === '0.00')).toHaveLength(
    company.history.length,
  );
  const blocked = company.documents
    .filter((document) => document.blocked)
    .map((document) => document.supplierReference);
  const shown = documents.filter((move) => move.paymentState === 'blocked').map((move) => move.ref);
  expect(new Set(shown)).toEqual(new Set(blocked));
  expect(shown).toHaveLength(blocked.length);
  expect(books.statementLines.every((line) => line.isReconciled)).toBe(true);
  expect(new Set(documents.map((move) => move.createdBy)).size).toBeGreaterThan(1);
});

test('the same seed gives the same books and keys, another seed other keys', () => {
  const open = (seed: number): ReturnType<typeof createOdoo> =>
    createOdoo({
      seed,
      clock: () => '2026-11-23T06:00:00Z',
      database: 'demo',
      company: sampleCompany({ seed, today: '2026-11-23' }),
    });
  expect(open(3).books()).toEqual(open(3).books());
  expect([...open(3).logins.values()]).toEqual([...open(3).logins.values()]);
  expect(open(3).logins.get('svc')?.key).not.toBe(open(4).logins.get('svc')?.key);
});
