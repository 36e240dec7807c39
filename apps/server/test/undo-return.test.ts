import { describe, expect, test } from 'vitest';
import {
  codesOf,
  matchOf,
  moveOf,
  postedLine,
  settledPayment,
  snapshot,
  today,
} from './support/odoo-steps.ts';
import {
  companyId,
  newSupplier,
  only,
  odooDialects,
  openWorld,
  paymentOf,
  postBill,
  type OdooWorld,
} from './support/odoo-world.ts';

/** Two bills paid with early-payment discounts, booked by the bank and matched. */
async function discountedPayment(world: OdooWorld, date = '2026-11-23') {
  const partner = await newSupplier(world);
  const bills = [
    await postBill(world, { partner, amount: 100, due: '2026-11-18' }),
    await postBill(world, { partner, amount: 50, due: '2026-11-20' }),
  ];
  const [first = 0, second = 0] = bills;
  const items: readonly (readonly [number, bigint])[] = [
    [first, 9800n],
    [second, 4900n],
  ];
  const plain = paymentOf(world, { partner, items, date });
  const discounts = [200n, 100n];
  const payment = {
    ...plain,
    items: plain.items.map((item, at) => ({ ...item, discountMinor: discounts[at] ?? 0n })),
  };
  only(await world.hub['payments.settle']({ payments: [payment] }));
  const debit = await postedLine(world, -14_700n);
  const { reference } = payment;
  const parts = [{ kind: 'payment' as const, reference, amountMinor: -14_700n }];
  const match = matchOf(debit, parts);
  only(await world.hub['reconciliations.post']({ reconciliations: [match] }));
  return { bills, payment, debit };
}

const returnOf = (line: string, reference: ReturnType<typeof paymentOf>['reference']) =>
  matchOf(line, [{ kind: 'return' as const, reference, amountMinor: 14_700n }]);

const undo = (world: OdooWorld, line: string) =>
  world.hub['reconciliations.undo']({
    companyExternalId: companyId,
    statementLineExternalIds: [line],
  });

/** What the account of discounts holds, and what the supplier is owed on payable accounts. */
function ledgerOf(world: OdooWorld) {
  const posted = world.odoo.books().moves.filter((move) => move.state === 'posted');
  const lines = posted.flatMap((move) => move.lines);
  const sum = (fits: (line: (typeof lines)[number]) => boolean, column: 'balance' | 'residual') => {
    let minor = 0n;
    for (const line of lines.filter(fits)) minor += BigInt(line[column].replace('.', ''));
    return minor;
  };
  const isPayable = (line: (typeof lines)[number]) => line.accountType === 'liability_payable';
  return {
    discounts: sum((line) => line.accountCode === '643000', 'balance'),
    owed: sum(isPayable, 'balance'),
    openOwed: sum(isPayable, 'residual'),
  };
}

describe.each(odooDialects)(
  'a returned payment that took early-payment discounts, Odoo $version over $transport',
  (dialect) => {
    test('[I13][REC-01] opens its bills, takes the discount back; undo restores all', async () => {
      const world = await openWorld(dialect);
      const { bills, payment } = await discountedPayment(world);
      const credit = await postedLine(world, 14_700n);
      const before = { books: snapshot(world, bills), ledger: ledgerOf(world) };
      expect(before.ledger.discounts).toBe(-300n);
      const match = returnOf(credit, payment.reference);
      const posted = only(await world.hub['reconciliations.post']({ reconciliations: [match] }));
      const residuals = () => bills.map((id) => moveOf(world, id).amountResidual);
      expect(residuals()).toEqual(['100.00', '50.00']);
      expect(ledgerOf(world)).toEqual({ discounts: 0n, owed: -15_000n, openOwed: -15_000n });
      const repeated = await world.hub['reconciliations.post']({ reconciliations: [match] });
      expect(only(repeated)).toEqual(posted);
      only(await undo(world, credit));
      expect({ books: snapshot(world, bills), ledger: ledgerOf(world) }).toEqual(before);
      only(await undo(world, credit));
      expect({ books: snapshot(world, bills), ledger: ledgerOf(world) }).toEqual(before);
      only(await world.hub['reconciliations.post']({ reconciliations: [match] }));
      expect(residuals()).toEqual(['100.00', '50.00']);
      expect(ledgerOf(world)).toEqual({ discounts: 0n, owed: -15_000n, openOwed: -15_000n });
      const taken = world.odoo
        .books()
        .moves.filter((move) => move.custom['x_hub_ref']?.endsWith('-DISCOUNT-BACK'));
      expect(taken.map(({ state, date }) => [state, date])).toEqual([['posted', today]]);
    });

    test.each([
      ['account.move', 'create'],
      ['account.move', 'action_post'],
      ['account.move.line', 'remove_move_reconcile'],
      ['account.move.line', 'reconcile'],
    ])('[RES-01][RES-09] %s.%s that commits in silence happens once', async (model, method) => {
      const world = await openWorld(dialect);
      const { bills, payment } = await discountedPayment(world);
      const credit = await postedLine(world, 14_700n);
      world.odoo.faults.add({ kind: 'drop', afterCommit: true, model, method });
      const match = returnOf(credit, payment.reference);
      only(await world.hub['reconciliations.post']({ reconciliations: [match] }));
      expect(bills.map((id) => moveOf(world, id).amountResidual)).toEqual(['100.00', '50.00']);
      expect(ledgerOf(world)).toEqual({ discounts: 0n, owed: -15_000n, openOwed: -15_000n });
    });

    test.each([
      ['account.move', 'button_draft'],
      ['account.move', 'button_cancel'],
      ['account.move.line', 'reconcile'],
    ])(
      '[RES-09] an undo that loses the answer of %s.%s is ended by its repetition',
      async (model, method) => {
        const world = await openWorld(dialect);
        const { bills, payment } = await discountedPayment(world);
        const credit = await postedLine(world, 14_700n);
        const before = { books: snapshot(world, bills), ledger: ledgerOf(world) };
        const match = returnOf(credit, payment.reference);
        only(await world.hub['reconciliations.post']({ reconciliations: [match] }));
        world.odoo.faults.add({ kind: 'drop', afterCommit: true, model, method });
        only(await undo(world, credit));
        expect({ books: snapshot(world, bills), ledger: ledgerOf(world) }).toEqual(before);
      },
    );

    test('[I20][FT-15] a period closed after the discount lets it be taken back', async () => {
      const world = await openWorld(dialect);
      const { bills, payment } = await discountedPayment(world, '2026-11-10');
      const credit = await postedLine(world, 14_700n);
      world.odoo.control.setLockDate({ companyId: 1, field: world.lockField, date: '2026-11-20' });
      const match = returnOf(credit, payment.reference);
      only(await world.hub['reconciliations.post']({ reconciliations: [match] }));
      expect(bills.map((id) => moveOf(world, id).amountResidual)).toEqual(['100.00', '50.00']);
      const entries = world.odoo.books().moves.filter((move) => move.custom['x_hub_ref'] !== null);
      expect(
        entries.filter((move) => move.ref === payment.reference).map(({ date }) => date),
      ).toEqual(['2026-11-10', today]);
    });

    test('[I20][EXC-04] a return within a closed period changes nothing', async () => {
      const world = await openWorld(dialect);
      const { bills, payment } = await discountedPayment(world);
      const credit = await postedLine(world, 14_700n);
      const before = { books: snapshot(world, bills), ledger: ledgerOf(world) };
      world.odoo.control.setLockDate({ companyId: 1, field: world.lockField, date: today });
      const match = returnOf(credit, payment.reference);
      const refused = await world.hub['reconciliations.post']({ reconciliations: [match] });
      expect(codesOf(refused)).toEqual(['odoo.closed_period']);
      expect({ books: snapshot(world, bills), ledger: ledgerOf(world) }).toEqual(before);
    });
  },
);

describe.each(odooDialects)(
  'a returned payment without a discount, Odoo $version over $transport',
  (dialect) => {
    test('[I13] writes no entry of its own', async () => {
      const world = await openWorld(dialect);
      const { bill, payment } = await settledPayment(world, 147);
      const credit = await postedLine(world, 14_700n);
      const moves = world.odoo.books().moves.length;
      const match = returnOf(credit, payment.reference);
      only(await world.hub['reconciliations.post']({ reconciliations: [match] }));
      expect(moveOf(world, bill).amountResidual).toBe('147.00');
      expect(world.odoo.books().moves).toHaveLength(moves);
    });
  },
);
