import { describe, expect, test } from 'vitest';
import {
  billPayment,
  codesOf,
  matchOf,
  moveOf,
  postedLine,
  settledPayment,
} from './support/odoo-steps.ts';
import {
  companyId,
  must,
  newSupplier,
  odooDialects,
  only,
  openWorld,
  postBill,
} from './support/odoo-world.ts';
import type { OdooWorld } from './support/odoo-world.ts';

const deleteLine = (world: OdooWorld, line: string) =>
  world.clerk.call({
    model: 'account.bank.statement.line',
    method: 'unlink',
    args: [[Number.parseInt(line, 10)]],
    companyIds: [1],
    intent: 'write',
  });

const reread = async (world: OdooWorld, bill: number) =>
  must(
    await world.hub['openItems.reread']({
      companyExternalId: companyId,
      externalIds: [bill.toString()],
    }),
  )[0];

/** Raises the price of a posted bill's line, as any client of 17 can. */
async function raisePrice(world: OdooWorld, bill: number) {
  const line = moveOf(world, bill).lines.find(({ accountType }) => accountType === 'expense');
  const commands = [[1, line?.id ?? 0, { price_unit: 150 }]];
  return world.clerk.call({
    model: 'account.move',
    method: 'write',
    args: [[bill], { invoice_line_ids: commands }],
    companyIds: [1],
    intent: 'write',
  });
}

describe.each(odooDialects)('what people do, Odoo $version over $transport', (dialect) => {
  test('[SYS-01] a posted bill that 17 lets people change is told anew', async () => {
    const world = await openWorld(dialect);
    const partner = await newSupplier(world);
    const bill = await postBill(world, { partner, amount: 100 });
    const before = await reread(world, bill);
    const changed = await raisePrice(world, bill);
    expect(changed.ok).toBe(dialect.version === '17');
    const after = await reread(world, bill);
    expect(before?.residualMinor).toBe(10_000n);
    expect(after?.residualMinor).toBe(dialect.version === '17' ? 15_000n : 10_000n);
    expect(after?.totalMinor).toBe(after?.residualMinor);
  });

  test('[SYS-01][I13] a bill that was reset to a draft is closed by nothing', async () => {
    const world = await openWorld(dialect);
    const { bill, payment } = await billPayment(world, 100);
    only(await world.hub['payments.register']({ payments: [payment] }));
    world.odoo.control.resetToDraft({ moveId: bill, login: 'u_user' });
    const refused = await world.hub['payments.settle']({ payments: [payment] });
    expect(codesOf(refused)).toEqual(['odoo.bill_not_posted']);
    const line = await postedLine(world, -10_000n);
    const parts = [
      { kind: 'open_item' as const, externalId: bill.toString(), amountMinor: -10_000n },
    ];
    const match = await world.hub['reconciliations.post']({
      reconciliations: [matchOf(line, parts)],
    });
    expect(codesOf(match)).toEqual(['odoo.bill_not_posted']);
    expect(world.odoo.books().reconciliations).toEqual([]);
  });

  test('[SYS-01] a matched bank line that 19 lets people delete opens what it closed', async () => {
    const world = await openWorld(dialect);
    const { payment } = await settledPayment(world, 100);
    const line = await postedLine(world, -10_000n);
    const parts = [
      { kind: 'payment' as const, reference: payment.reference, amountMinor: -10_000n },
    ];
    const match = matchOf(line, parts);
    only(await world.hub['reconciliations.post']({ reconciliations: [match] }));
    const deleted = await deleteLine(world, line);
    expect(deleted.ok).toBe(dialect.version === '19');
    expect(world.odoo.books().payments[0]?.isMatched).toBe(dialect.version !== '19');
    const again = await world.hub['reconciliations.post']({ reconciliations: [match] });
    expect(codesOf(again)).toEqual([dialect.version === '19' ? 'odoo.missing' : null]);
  });

  test('[SYS-01] a settled payment is posted, and matched only once the bank says so', async () => {
    const world = await openWorld(dialect);
    await settledPayment(world, 100);
    const [payment] = world.odoo.books().payments;
    expect(world.facts.payment.postedStates).toContain(payment?.state);
    expect(payment?.isMatched).toBe(false);
  });
});
