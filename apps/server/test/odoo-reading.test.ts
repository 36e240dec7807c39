import { describe, expect, test } from 'vitest';
import {
  applyOdooSetup,
  planOdooSetup,
  readOdooBaseline,
  undoOdooSetup,
} from '@quittance/connectors';
import { asInstant, asPlainDate } from '@quittance/domain';
import type { Instant } from '@quittance/domain';
import type { OpenItemRecord } from '@quittance/connector-kit';
import { billPayment, later, moveOf, settledPayment, wholePath } from './support/odoo-steps.ts';
import {
  companyId,
  create,
  must,
  newSupplier,
  only,
  odooDialects,
  openWorld,
  postBill,
} from './support/odoo-world.ts';
import type { OdooWorld } from './support/odoo-world.ts';

const readAll = async (world: OdooWorld, from: string | null) => {
  const items: OpenItemRecord[] = [];
  for (let cursor = from; ;) {
    const page = must(await world.hub['openItems.read']({ companyExternalId: companyId, cursor }));
    items.push(...page.items);
    cursor = page.cursor;
    if (!page.hasMore) return { items, cursor };
  }
};

describe.each(odooDialects)('reading, Odoo $version over $transport', (dialect) => {
  test.each([false, true])(
    '[SYS-01][I31] open items, then changes, once each (without outbox: %s)',
    async (withoutSetup) => {
      const world = await openWorld({ ...dialect, withoutSetup, config: { pageSize: 50 } });
      const partner = await newSupplier(world);
      const bills: number[] = [];
      for (let count = 1; count <= 120; count += 1) {
        bills.push(await postBill(world, { partner, amount: count }));
      }
      const first = await readAll(world, null);
      const residuals = first.items.map(({ externalId, residualMinor }) => [
        externalId,
        residualMinor,
      ]);
      expect(residuals).toEqual(bills.map((id, at) => [id.toString(), BigInt(at + 1) * 100n]));
      const settled = await readAll(world, first.cursor);
      const quiet = await readAll(world, settled.cursor);
      expect(quiet.items).toEqual([]);
      const [paid = 0, reset = 0, cancelled = 0] = bills;
      world.odoo.control.payBillByHand({ moveId: paid, login: 'u_user' });
      world.odoo.control.resetToDraft({ moveId: reset, login: 'u_user' });
      world.odoo.control.resetToDraft({ moveId: cancelled, login: 'u_user' });
      world.odoo.control.cancelBill({ moveId: cancelled, login: 'u_user' });
      const changed = await readAll(world, quiet.cursor);
      const states = new Map(changed.items.map((item) => [item.externalId, item.state]));
      expect(states).toEqual(
        new Map([
          [paid.toString(), 'paid'],
          [reset.toString(), 'reset'],
          [cancelled.toString(), 'cancelled'],
        ]),
      );
      const calm = await readAll(world, changed.cursor);
      expect((await readAll(world, calm.cursor)).items).toEqual([]);
    },
  );

  test('[SEC-07] a key that is refused for a while does not cost the outbox', async () => {
    const keys: { now: string | null } = { now: null };
    const world = await openWorld({ ...dialect, keyOf: () => keys.now });
    const { cursor } = await readAll(world, (await readAll(world, null)).cursor);
    world.session.kept.outboxInstalled = null;
    keys.now = 'expired';
    const input = { companyExternalId: companyId, cursor };
    const refused = await world.hub['openItems.read'](input);
    expect(refused).toMatchObject({ ok: false, error: { kind: 'unauthorised' } });
    keys.now = null;
    must(await world.hub['openItems.read'](input));
    expect(world.session.kept.outboxInstalled).toBe(true);
  });

  test('[I31] a change that commits late is not lost', async () => {
    const world = await openWorld({ ...dialect, withoutSetup: true });
    const partner = await newSupplier(world);
    const slow = await postBill(world, { partner, amount: 10 });
    const start = await readAll(world, null);
    const { cursor } = await readAll(world, start.cursor);
    world.odoo.faults.add({ kind: 'lateCommit', model: 'account.move', method: 'write' });
    await world.clerk.call({
      model: 'account.move',
      method: 'write',
      args: [[slow], { ref: 'changed late' }],
      companyIds: [1],
      intent: 'write',
    });
    const quick = await postBill(world, { partner, amount: 20 });
    const between = await readAll(world, cursor);
    expect(between.items.map(({ externalId }) => externalId)).toEqual([quick.toString()]);
    world.odoo.faults.release();
    const after = await readAll(world, between.cursor);
    expect(after.items.map((item) => item.supplierReference)).toEqual(['changed late']);
  });

  test('[SOD-01][I17] showing our state does not make the hub a bill’s last editor', async () => {
    const world = await openWorld(dialect);
    const { bill, payment } = await billPayment(world, 100);
    only(
      await world.hub['payments.showState']({
        updates: [
          {
            reference: payment.reference,
            companyExternalId: companyId,
            itemExternalIds: [bill.toString()],
            hubState: 'approved',
            hubStateAt: later,
          },
        ],
      }),
    );
    const [item] = must(
      await world.hub['openItems.reread']({
        companyExternalId: companyId,
        externalIds: [bill.toString(), '999999'],
      }),
    );
    const clerk = world.odoo.logins.get('u_user')?.uid.toString();
    expect(item).toMatchObject({ createdByExternalId: clerk, lastEditedByExternalId: clerk });
    expect(item).toMatchObject({ residualMinor: 10_000n, state: 'open', blocked: false });
  });

  test('a state that is older than the one shown does not overtake it', async () => {
    const world = await openWorld(dialect);
    const { bill, payment } = await billPayment(world, 100);
    const show = (hubState: string, hubStateAt: Instant) =>
      world.hub['payments.showState']({
        updates: [
          {
            reference: payment.reference,
            companyExternalId: companyId,
            itemExternalIds: [bill.toString()],
            hubState,
            hubStateAt,
          },
        ],
      });
    only(await show('settled', later));
    only(await show('submitted', asInstant('2026-11-23T09:00:00.000Z')));
    expect(moveOf(world, bill).custom['x_hub_state']).toBe('settled');
  });

  test('[SYS-01] master data: companies with locks, people, parties, banks, journals', async () => {
    const world = await openWorld(dialect);
    const partner = await newSupplier(world, 'Nordlicht');
    await create(world.admin, 'res.partner.bank', {
      partner_id: partner,
      acc_number: 'DE89 3704 0044 0532 0130 00',
    });
    world.odoo.control.setLockDate({ companyId: 1, field: 'tax_lock_date', date: '2026-06-30' });
    const data = must(await world.hub['masterData.read']({}));
    expect(data.companies).toHaveLength(3);
    expect(data.companies[0]).toMatchObject({ currency: 'USD', lockedUntil: '2026-06-30' });
    expect(data.partyBanks).toContainEqual(
      expect.objectContaining({
        partyExternalId: partner.toString(),
        accountNumber: 'DE89370400440532013000',
      }),
    );
    expect(data.parties.map(({ name }) => name)).toContain('Nordlicht');
    expect(data.users.map(({ login }) => login)).toContain('u_user');
    expect(data.bankJournals.map(({ code }) => code)).toContain('BNK1');
  });

  test('[MIG-01] the baseline names what was open and what was already sent', async () => {
    const world = await openWorld(dialect);
    const ours = await settledPayment(world, 10);
    const { bill } = await billPayment(world, 20);
    const theirs = await billPayment(world, 30);
    world.odoo.control.payBillByHand({ moveId: theirs.bill, login: 'u_user' });
    const baseline = must(
      await readOdooBaseline(world.session, {
        companyExternalId: companyId,
        before: asPlainDate('2026-12-31'),
      }),
    );
    expect(baseline.openItems.map(({ externalId }) => externalId)).toEqual([bill.toString()]);
    expect(baseline.payments).toMatchObject([
      { amountMinor: 3000n, billExternalIds: [theirs.bill.toString()], standing: 'posted' },
    ]);
    expect(ours.bill).toBeGreaterThan(0);
  });
});

describe.each(odooDialects)('documents, Odoo $version over $transport', (dialect) => {
  test('[WF-31] a document is attached to a bill', async () => {
    const world = await openWorld(dialect);
    const { bill } = await billPayment(world, 100);
    const push = () =>
      world.hub['documents.push']({
        companyExternalId: companyId,
        target: { kind: 'bill', externalId: bill.toString() },
        name: 'proof.pdf',
        mediaType: 'application/pdf',
        bytes: new TextEncoder().encode('%PDF-1.4 proof'),
      });
    expect(must(await push()).externalId).toMatch(/^\d+$/);
  });
});

describe.each(odooDialects)('quittance odoo setup, Odoo $version over $transport', (dialect) => {
  test('[GOV-15] shows what it will change, does it once, and takes it back', async () => {
    const world = await openWorld({ ...dialect, withoutSetup: true });
    const before = must(await planOdooSetup(world.setup));
    const missing = before.filter(({ isInPlace }) => !isInPlace);
    // Three columns and an index for each model, an outbox with access and automation.
    const count = 4 * world.facts.payment.hubModels.length + 3;
    expect(missing.length).toBeGreaterThanOrEqual(count);
    expect(must(await applyOdooSetup(world.setup))).toEqual(missing.map((item) => item.sentence));
    expect(must(await applyOdooSetup(world.setup))).toEqual([]);
    expect(must(await planOdooSetup(world.setup)).every((item) => item.isInPlace)).toBe(true);
    await wholePath(world);
    must(await undoOdooSetup(world.setup));
    const after = must(await planOdooSetup(world.setup));
    const left = after.filter(({ isInPlace }) => isInPlace).map(({ sentence }) => sentence);
    expect(left.every((sentence) => sentence.startsWith('Give svc'))).toBe(true);
    must(await applyOdooSetup(world.setup));
    await wholePath(world);
  });

  test('without the set-up, registering is refused, never a blind payment', async () => {
    const world = await openWorld({ ...dialect, withoutSetup: true });
    const { payment } = await billPayment(world, 100);
    const [first] = await world.hub['payments.register']({ payments: [payment] });
    expect(first?.outcome).toMatchObject({ ok: false, error: { kind: 'drift' } });
    expect(world.odoo.books().payments).toHaveLength(0);
  });
});
