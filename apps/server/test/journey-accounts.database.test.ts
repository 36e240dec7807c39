import { present } from '@quittance/domain';
import { postAgain } from '@quittance/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, rows, whenSettled } from '../src/demo/run-demo.ts';
import { must } from '../src/hub/open-hub.ts';
import { type Journey, openJourney, type PaidBills } from './support/journey-world.ts';

/** Every call that writes, answered by silence once: Odoo commits and nobody hears of it. */
const silences = [
  ['account.payment', 'create'],
  ['account.payment', 'action_post'],
  ['account.bank.statement.line', 'create'],
  ['account.move.line', 'reconcile'],
  ['account.move.line', 'write'],
] as const;

const moveOf = (journey: Journey, id: number) =>
  present(
    journey.sandbox.odoo.books().moves.find((move) => move.id === id),
    'move',
  );

const paymentIn = (journey: Journey, reference: string) =>
  journey.sandbox.odoo.books().payments.filter((one) => one.custom['x_hub_ref'] === reference);

describe('a run whose every first write to Odoo commits in silence', () => {
  let journey: Journey;
  let paid: readonly PaidBills[];
  /** The states that people saw in Odoo while the payment was on its way. */
  const seen = new Map<string, { readonly hub: string; readonly odoo: unknown }[]>();

  const look = async (): Promise<void> => {
    for (const { payment, moveIds } of paid) {
      const now = await journey.payment(payment.id);
      if (now.liveAttemptId === null) continue;
      const move = moveOf(journey, present(moveIds[0], 'a bill'));
      const [own] = paymentIn(journey, payment.reference);
      const odoo = {
        bill: move.custom['x_hub_state'],
        payment: own?.custom['x_hub_state'],
        billState: move.paymentState,
        residual: move.amountResidual,
        total: move.amountTotal,
        paymentState: own?.state,
      };
      seen.set(payment.id, [...(seen.get(payment.id) ?? []), { hub: now.state, odoo }]);
    }
  };

  beforeAll(async () => {
    journey = await openJourney({ seed: 6 });
    const { hub, sandbox } = journey;
    for (const [model, method] of silences) {
      sandbox.odoo.faults.add({ kind: 'drop', afterCommit: true, model, method });
    }
    const { batchId } = await journey.propose('HUS USD at nordhafen');
    await journey.approve(batchId);
    await journey.release(batchId);
    paid = (await journey.paymentsOf(batchId)).filter(({ moveIds }) => moveIds.length === 1);
    await look();
    for (const bank of sandbox.banks) bank.process();
    await ask(hub, { name: 'bank.fetch', connectionName: 'nordhafen' });
    await whenSettled(hub);
    await look();
    await journey.bankDay();
    await look();
  }, 120_000);
  afterAll(() => journey.close());

  test('[FT-05][RES-01][WF-16] payments, lines and closed bills stand in Odoo once', async () => {
    const books = journey.sandbox.odoo.books();
    const references = books.payments.flatMap((one) => one.custom['x_hub_ref'] ?? []);
    expect(new Set(references).size).toBe(references.length);
    const lines = books.statementLines.flatMap((one) => one.custom['x_hub_ref'] ?? []);
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines.length).toBe((await rows(journey.hub, 'statement_line', {})).length);
    expect(journey.sandbox.audit()).toMatchObject({ duplicates: 0, lost: 0, unexplained: '0' });
    const reconciled = await Promise.all(paid.map(({ payment }) => journey.payment(payment.id)));
    expect(reconciled.filter((one) => one.state === 'reconciled').length).toBeGreaterThan(20);
  });

  test('[UX-02][ST-04] Odoo shows the state of the hub, on the bill and on the payment', () => {
    const shown = [...seen.values()].flat();
    expect(new Set(shown.map((one) => one.hub)).size).toBeGreaterThanOrEqual(3);
    for (const { hub, odoo } of shown) expect(odoo).toMatchObject({ bill: hub, payment: hub });
  });

  test('[ST-02][ST-03] a payment that is under way closes no bill and is paid nowhere', () => {
    const underWay = [...seen.values()]
      .flat()
      .filter(({ hub }) => ['submitted', 'accepted', 'pending_settlement'].includes(hub));
    expect(underWay.length).toBeGreaterThan(20);
    for (const { odoo } of underWay) {
      expect(odoo).toMatchObject({ billState: 'not_paid', paymentState: 'draft' });
      const { residual, total } = odoo as { readonly residual: string; readonly total: string };
      expect(residual).toBe(total);
    }
  });

  test('[ST-02] one that is reconciled is closed in Odoo by its own payment, in full', async () => {
    for (const { payment, moveIds } of paid) {
      if ((await journey.payment(payment.id)).state !== 'reconciled') continue;
      expect(moveOf(journey, present(moveIds[0], 'a bill'))).toMatchObject({
        paymentState: 'paid',
        amountResidual: '0.00',
        custom: { x_hub_state: 'reconciled' },
      });
      expect(paymentIn(journey, payment.reference)).toMatchObject([{ isMatched: true }]);
    }
  });
});

describe('a period that closes in Odoo between the settlement and its posting', () => {
  let journey: Journey;
  beforeAll(async () => {
    journey = await openJourney({ seed: 7 });
    const { batchId } = await journey.propose('HUS USD at nordhafen');
    await journey.approve(batchId);
    await journey.release(batchId);
    const { sandbox, hub } = journey;
    const { books, control } = sandbox.odoo;
    const company = present(
      books().companies.find((one) => one.name === 'Halden Inc'),
      'company',
    );
    for (const bank of sandbox.banks) bank.process();
    for (const bank of sandbox.banks) bank.advanceDay(sandbox.today);
    const lock = { companyId: company.id, field: 'hard_lock_date', date: sandbox.today } as const;
    control.setLockDate(lock);
    await ask(hub, { name: 'bank.fetch', connectionName: 'nordhafen' });
    await whenSettled(hub);
  }, 120_000);
  afterAll(() => journey.close());

  test('[FT-15][EXC-04][I20] nothing moves to another day; payments, lines wait', async () => {
    const payments = await rows(journey.hub, 'payment', {});
    const settled = payments.filter((one) => one.state === 'settled');
    expect(settled.length).toBeGreaterThan(20);
    const cases = await rows(journey.hub, 'exception_case', { kind: 'closed_period' });
    const waiting = new Set(cases.map((one) => one.objectId));
    for (const payment of settled) {
      expect(payment.accountsState).not.toBe('posted');
      expect(waiting.has(payment.id), payment.reference).toBe(true);
      for (const own of paymentIn(journey, payment.reference)) expect(own.state).toBe('draft');
    }
    expect(cases.every((one) => one.ownerRole === 'controller' && one.cause !== 'date_moved')).toBe(
      true,
    );
    const books = journey.sandbox.odoo.books();
    const company = books.companies.find((one) => one.name === 'Halden Inc');
    const lines = books.statementLines.filter((one) => one.companyId === company?.id);
    expect(lines.filter((one) => typeof one.custom['x_hub_ref'] === 'string')).toEqual([]);
  });

  test('[EXC-12][EXC-13][RES-04] once it is open again, cases ask and all is posted', async () => {
    const { hub, sandbox } = journey;
    const company = present(
      sandbox.odoo.books().companies.find((one) => one.name === 'Halden Inc'),
      'company',
    );
    const field = 'hard_lock_date';
    sandbox.odoo.control.setLockDate({ companyId: company.id, field, date: null });
    const ctx = await journey.person('controller');
    const open = async () =>
      (await rows(hub, 'exception_case', { kind: 'closed_period' })).filter(
        (one) => one.state !== 'resolved',
      );
    const before = await open();
    expect(before.length).toBeGreaterThan(40);
    for (const { id: caseId } of before) must(await postAgain({ ctx, input: { caseId } }));
    await journey.settled();
    expect(await open()).toEqual([]);
    const reconciled = await rows(hub, 'payment', { state: 'reconciled' });
    expect(reconciled.length).toBeGreaterThan(20);
    await journey.bankDay();
    expect(sandbox.audit()).toMatchObject({ duplicates: 0, lost: 0, unexplained: '0' });
  });
});
