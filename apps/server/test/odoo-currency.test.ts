import { describe, expect, test } from 'vitest';
import { bankLine, codesOf, matchOf, moveOf, today } from './support/odoo-steps.ts';
import {
  companyId,
  create,
  must,
  newSupplier,
  odooDialects,
  only,
  openWorld,
  type OdooWorld,
  paymentOf,
  postBill,
} from './support/odoo-world.ts';

async function euroOf(world: OdooWorld): Promise<number> {
  const found = must(
    await world.admin.call({
      model: 'res.currency',
      method: 'search',
      args: [[['name', '=', 'EUR']]],
      companyIds: [1],
      intent: 'read',
    }),
  );
  const [id] = JSON.parse(JSON.stringify(found)) as { readonly text: string }[];
  return Number.parseInt(id?.text ?? '', 10);
}

/** A hundred euro owed by a company of dollars, paid and settled from its dollar account. */
async function settledInEuro(world: OdooWorld) {
  const currencyId = await euroOf(world);
  for (const [name, rate] of [
    ['2026-11-01', 2],
    ['2026-11-20', 3],
  ] as const) {
    const values = { currency_id: currencyId, company_id: 1, name, rate };
    await create(world.admin, 'res.currency.rate', values);
  }
  const partner = await newSupplier(world);
  const bill = await postBill(world, { partner, amount: 100, currencyId });
  const input = { partner, items: [[bill, 10_000n]] as const };
  const payment = { ...paymentOf(world, input), currency: 'EUR' as const };
  only(await world.hub['payments.register']({ payments: [payment] }));
  only(await world.hub['payments.settle']({ payments: [payment] }));
  expect(moveOf(world, bill).amountResidual).toBe('0.00');
  return { bill, payment };
}

/** What exchange differences come to on each account, those of nothing left out. */
function differencesOf(world: OdooWorld): ReadonlyMap<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const { name, lines } of world.odoo.books().moves) {
    if (name?.startsWith('EXCH/') !== true) continue;
    for (const { accountCode, balance } of lines) {
      const total = (totals.get(accountCode) ?? 0n) + BigInt(balance.replace('.', ''));
      totals.set(accountCode, total);
    }
  }
  return new Map([...totals].filter(([, total]) => total !== 0n));
}

const debitOf = (world: OdooWorld) => ({
  ...bankLine(world, -3_400n),
  foreign: { currency: 'EUR' as const, amountMinor: -10_000n },
});

describe.each(odooDialects)(
  'a payment in another currency than its account, Odoo $version over $transport',
  (dialect) => {
    test('[CAN-11][I6][I7] the line closes it by what was instructed, to the cent', async () => {
      const world = await openWorld(dialect);
      const { payment } = await settledInEuro(world);
      const settledDifferences = differencesOf(world);
      const line = debitOf(world);
      const posted = only(await world.hub['statementLines.post']({ lines: [line] }));
      expect(posted.postedDate).toBe(today);
      expect(only(await world.hub['statementLines.post']({ lines: [line] }))).toEqual(posted);
      const { reference } = payment;
      const match = matchOf(posted.externalId, [
        { kind: 'payment', reference, amountMinor: -10_000n },
      ]);
      const matched = only(await world.hub['reconciliations.post']({ reconciliations: [match] }));
      expect(matched.externalIds.length).toBeGreaterThan(0);
      const again = await world.hub['reconciliations.post']({ reconciliations: [match] });
      expect(only(again)).toEqual(matched);
      const books = world.odoo.books();
      expect(books.payments.at(-1)?.isMatched).toBe(true);
      // What the rates of Odoo and of the bank differ by stands in the accounts, as a difference.
      const differences = books.moves.filter((move) => move.name?.startsWith('EXCH/') === true);
      expect(differences.length).toBeGreaterThan(0);
      const undo = {
        companyExternalId: companyId,
        statementLineExternalIds: [posted.externalId],
      };
      only(await world.hub['reconciliations.undo'](undo));
      expect(world.odoo.books().payments.at(-1)?.isMatched).toBe(false);
      // As in Odoo, a loss is taken back from the losses, never booked as a gain.
      expect(differencesOf(world)).toEqual(settledDifferences);
    });

    test('[I6] what does not add up to what was instructed is refused', async () => {
      const world = await openWorld(dialect);
      const { payment } = await settledInEuro(world);
      const line = debitOf(world);
      const { externalId } = only(await world.hub['statementLines.post']({ lines: [line] }));
      const { reference } = payment;
      const dollars = matchOf(externalId, [{ kind: 'payment', reference, amountMinor: -3_400n }]);
      const answer = await world.hub['reconciliations.post']({ reconciliations: [dollars] });
      expect(codesOf(answer)).toEqual(['odoo.parts_sum']);
    });

    test('[I6] a line that does not say what was instructed does not close it', async () => {
      const world = await openWorld(dialect);
      const { payment } = await settledInEuro(world);
      const line = bankLine(world, -3_400n);
      const { externalId } = only(await world.hub['statementLines.post']({ lines: [line] }));
      const { reference } = payment;
      const match = matchOf(externalId, [{ kind: 'payment', reference, amountMinor: -3_400n }]);
      const answer = await world.hub['reconciliations.post']({ reconciliations: [match] });
      expect(codesOf(answer)).toEqual(['odoo.currency']);
    });
  },
);
