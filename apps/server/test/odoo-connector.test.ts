import { describe, expect, test } from 'vitest';
import type { HttpPort, ReconciliationPosting } from '@quittance/connector-kit';
import { listenOdoo } from '@quittance/sandbox';
import {
  bankLine,
  billPayment,
  codesOf,
  matchOf,
  moveOf,
  postedLine,
  settledPayment,
  snapshot,
  today,
  wholePath,
} from './support/odoo-steps.ts';
import {
  companyId,
  memoryPort,
  newOdoo,
  newSupplier,
  nextReference,
  only,
  odooDialects,
  openWorld,
  paymentOf,
  postBill,
  socketPort,
} from './support/odoo-world.ts';

describe.each(odooDialects)(
  'the whole path of a payment, Odoo $version over $transport',
  (dialect) => {
    test('[SYS-01][WF-03][I7] in memory: bill to match, and undone', async () => {
      await wholePath(await openWorld(dialect));
    });

    test('[SYS-01] the same on a real socket', async () => {
      const odoo = newOdoo(dialect.version);
      const server = await listenOdoo(odoo, { port: 0 });
      try {
        await wholePath(await openWorld({ ...dialect, odoo, url: server.url, port: socketPort }));
      } finally {
        await server.close();
      }
    });
  },
);

describe.each(odooDialects)('matching bank lines, Odoo $version over $transport', (dialect) => {
  test('[REC-01][I6] one batch debit closes several payments, each by its own item', async () => {
    const world = await openWorld(dialect);
    const first = await settledPayment(world, 70);
    const second = await settledPayment(world, 30);
    const line = await postedLine(world, -10_000n);
    const match = matchOf(line, [
      { kind: 'payment', reference: first.payment.reference, amountMinor: -7000n },
      { kind: 'payment', reference: second.payment.reference, amountMinor: -3000n },
    ]);
    const posted = only(await world.hub['reconciliations.post']({ reconciliations: [match] }));
    expect(posted.externalIds).toHaveLength(2);
    expect(world.odoo.books().payments.map(({ isMatched }) => isMatched)).toEqual([true, true]);
  });

  test('[I6][I7][RES-01] two calls with one match of many parts end alike, made once', async () => {
    const world = await openWorld(dialect);
    const amounts = [10, 20, 30, 40, 50, 60];
    // What stands on several accounts is matched item by item.
    const fee = { kind: 'account', role: 'bank_fee', amountMinor: -250n, label: 'Fee' } as const;
    const parts: ReconciliationPosting['parts'][number][] = [fee];
    for (const amount of amounts) {
      const { payment } = await settledPayment(world, amount);
      const amountMinor = -100n * BigInt(amount);
      parts.push({ kind: 'payment', reference: payment.reference, amountMinor });
    }
    const match = matchOf(await postedLine(world, -21_250n), parts);
    // Whoever asks through this port finds that the other call did each part just before.
    const open = memoryPort(world.odoo);
    const overtaken: HttpPort = {
      async request(request) {
        const isMatching = /"reconcile"|\/reconcile$/u.test(`${request.body ?? ''}${request.url}`);
        if (isMatching) await open.request(request);
        return open.request(request);
      },
    };
    const late = await openWorld({ ...dialect, odoo: world.odoo, port: overtaken });
    const posted = only(await late.hub['reconciliations.post']({ reconciliations: [match] }));
    expect(posted.externalIds).toHaveLength(amounts.length);
    const again = await world.hub['reconciliations.post']({ reconciliations: [match] });
    expect(only(again)).toEqual(posted);
  });

  test('[REC-01] a fee in the line goes to the account of fees; undo takes it back', async () => {
    const world = await openWorld(dialect);
    const { bill, payment } = await settledPayment(world, 100);
    const line = await postedLine(world, -10_250n);
    const before = snapshot(world, [bill]);
    const match = matchOf(line, [
      { kind: 'payment', reference: payment.reference, amountMinor: -10_000n },
      { kind: 'account', role: 'bank_fee', amountMinor: -250n, label: 'Transfer fee' },
    ]);
    const posted = only(await world.hub['reconciliations.post']({ reconciliations: [match] }));
    expect(posted.externalIds).toHaveLength(1);
    const books = world.odoo.books();
    const entry = books.statementLines.find(({ id }) => id.toString() === line);
    const fee = moveOf(world, entry?.moveId ?? 0).lines.find((one) => one.accountCode === '620000');
    expect(fee?.amountCurrency).toBe('2.50');
    const again = await world.hub['reconciliations.post']({ reconciliations: [match] });
    expect(only(again)).toEqual(posted);
    only(
      await world.hub['reconciliations.undo']({
        companyExternalId: companyId,
        statementLineExternalIds: [line],
      }),
    );
    expect(snapshot(world, [bill])).toEqual(before);
  });

  test('[REC-01] a bill paid outside the hub is closed by the bank line itself', async () => {
    const world = await openWorld(dialect);
    const partner = await newSupplier(world);
    const bill = await postBill(world, { partner, amount: 100 });
    const part = async (amountMinor: bigint) => {
      const line = await postedLine(world, amountMinor);
      const parts = [{ kind: 'open_item' as const, externalId: bill.toString(), amountMinor }];
      return world.hub['reconciliations.post']({ reconciliations: [matchOf(line, parts)] });
    };
    only(await part(-4000n));
    expect(moveOf(world, bill).amountResidual).toBe('60.00');
    expect(codesOf(await part(-7000n))).toEqual(['odoo.residual_changed']);
    only(await part(-6000n));
    expect(moveOf(world, bill).paymentState).toBe('paid');
  });

  test('[ORC-12][I13] a return opens the bill again; undoing it closes the same bill', async () => {
    const world = await openWorld(dialect);
    const { bill, payment } = await settledPayment(world, 100);
    const debit = await postedLine(world, -10_000n);
    const paid = matchOf(debit, [
      { kind: 'payment', reference: payment.reference, amountMinor: -10_000n },
    ]);
    only(await world.hub['reconciliations.post']({ reconciliations: [paid] }));
    const credit = await postedLine(world, 10_000n);
    const before = snapshot(world, [bill]);
    const returned = matchOf(credit, [
      { kind: 'return', reference: payment.reference, amountMinor: 10_000n },
    ]);
    const posted = only(await world.hub['reconciliations.post']({ reconciliations: [returned] }));
    expect(moveOf(world, bill).amountResidual).toBe('100.00');
    expect(only(await world.hub['reconciliations.post']({ reconciliations: [returned] }))).toEqual(
      posted,
    );
    only(
      await world.hub['reconciliations.undo']({
        companyExternalId: companyId,
        statementLineExternalIds: [credit],
      }),
    );
    expect(snapshot(world, [bill])).toEqual(before);
  });

  test('parts that do not add up, or a line that somebody else matched, are refused', async () => {
    const world = await openWorld(dialect);
    const first = await settledPayment(world, 100);
    const second = await settledPayment(world, 100);
    const line = await postedLine(world, -10_000n);
    const of = (reference: typeof first.payment.reference, amountMinor: bigint) =>
      world.hub['reconciliations.post']({
        reconciliations: [matchOf(line, [{ kind: 'payment', reference, amountMinor }])],
      });
    expect(codesOf(await of(first.payment.reference, -9999n))).toEqual(['odoo.parts_sum']);
    only(await of(first.payment.reference, -10_000n));
    expect(codesOf(await of(second.payment.reference, -10_000n))).toEqual(['odoo.line_taken']);
  });
});

describe.each(odooDialects)('settling, Odoo $version over $transport', (dialect) => {
  test('[I3] a bill in part and another in full: each gets exactly its share', async () => {
    const world = await openWorld(dialect);
    const partner = await newSupplier(world);
    const part = await postBill(world, { partner, amount: 100, due: '2026-11-10' });
    const whole = await postBill(world, { partner, amount: 50, due: '2026-12-10' });
    const payment = paymentOf(world, {
      partner,
      items: [
        [part, 6000n],
        [whole, 5000n],
      ],
    });
    only(await world.hub['payments.settle']({ payments: [payment] }));
    expect([moveOf(world, part).amountResidual, moveOf(world, whole).amountResidual]).toEqual([
      '40.00',
      '0.00',
    ]);
  });

  test('two bills in part with one payment are refused before anything is posted', async () => {
    const world = await openWorld(dialect);
    const partner = await newSupplier(world);
    const bills = [
      await postBill(world, { partner, amount: 100 }),
      await postBill(world, { partner, amount: 90 }),
    ];
    const payment = paymentOf(world, { partner, items: bills.map((id) => [id, 4000n] as const) });
    const refused = await world.hub['payments.settle']({ payments: [payment] });
    expect(codesOf(refused)).toEqual(['odoo.allocation_not_expressible']);
    expect(world.odoo.books().payments[0]?.state).toBe('draft');
  });

  test('a discount is written off: amount and discount close the bill', async () => {
    const world = await openWorld(dialect);
    const partner = await newSupplier(world);
    const bill = await postBill(world, { partner, amount: 100 });
    const payment = paymentOf(world, { partner, items: [[bill, 9800n]] });
    const items = payment.items.map((item) => ({ ...item, discountMinor: 200n }));
    const discounted = { ...payment, items };
    only(await world.hub['payments.settle']({ payments: [discounted] }));
    only(await world.hub['payments.settle']({ payments: [discounted] }));
    expect(moveOf(world, bill).amountResidual).toBe('0.00');
    const gains = world.odoo
      .books()
      .moves.flatMap(({ lines }) => lines.filter((line) => line.accountCode === '643000'));
    expect(gains.map(({ balance }) => balance)).toEqual(['-2.00']);
  });

  test('[I20] a closed period is refused before posting, or Odoo may move the date', async () => {
    const world = await openWorld(dialect);
    const { payment } = await billPayment(world, 100);
    world.odoo.control.setLockDate({ companyId: 1, field: world.lockField, date: '2026-11-30' });
    const refused = await world.hub['payments.settle']({ payments: [payment] });
    expect(codesOf(refused)).toEqual(['odoo.closed_period']);
    expect(world.odoo.books().payments[0]?.state).toBe('draft');
    const line = await world.hub['statementLines.post']({ lines: [bankLine(world, -100n)] });
    expect(codesOf(line)).toEqual(['odoo.closed_period']);
    const lenient = await openWorld({
      ...dialect,
      odoo: world.odoo,
      withoutSetup: true,
      config: { closedPeriod: 'move' },
    });
    const settled = only(await lenient.hub['payments.settle']({ payments: [payment] }));
    expect(settled.postedDate > '2026-11-30' || settled.postedDate === today).toBe(true);
  });

  test('[I20] a bank line in a closed period is neither matched nor undone', async () => {
    const world = await openWorld(dialect);
    const { payment } = await settledPayment(world, 100);
    const line = await postedLine(world, -10_000n);
    const lock = (date: string | null): void =>
      world.odoo.control.setLockDate({ companyId: 1, field: 'fiscalyear_lock_date', date });
    const match = matchOf(line, [
      { kind: 'payment', reference: payment.reference, amountMinor: -10_000n },
    ]);
    const post = () => world.hub['reconciliations.post']({ reconciliations: [match] });
    const undo = () =>
      world.hub['reconciliations.undo']({
        companyExternalId: companyId,
        statementLineExternalIds: [line],
      });
    lock('2026-11-30');
    expect(codesOf(await post())).toEqual(['odoo.closed_period']);
    lock(null);
    const posted = only(await post());
    lock('2026-11-30');
    expect(codesOf(await undo())).toEqual(['odoo.closed_period']);
    expect(only(await post())).toEqual(posted);
  });

  test('[I20] what was settled before the period closed is done after it', async () => {
    const world = await openWorld(dialect);
    const { payment } = await settledPayment(world, 100);
    world.odoo.control.setLockDate({ companyId: 1, field: world.lockField, date: '2026-11-30' });
    expect(only(await world.hub['payments.settle']({ payments: [payment] })).postedDate).toBe(
      today,
    );
  });

  test('a bill that somebody paid by hand is a refusal; the payment stays a draft', async () => {
    const world = await openWorld(dialect);
    const { bill, payment } = await billPayment(world, 100);
    only(await world.hub['payments.register']({ payments: [payment] }));
    world.odoo.control.payBillByHand({ moveId: bill, login: 'u_user' });
    const refused = await world.hub['payments.settle']({ payments: [payment] });
    expect(codesOf(refused)).toEqual(['odoo.residual_changed']);
  });

  test('[ORC-09] one bad payment in a batch never hides the others', async () => {
    const world = await openWorld(dialect);
    const good = await billPayment(world, 10);
    const bad = await billPayment(world, 20);
    const other = await billPayment(world, 30);
    const payments = [good.payment, { ...bad.payment, journalExternalId: '999999' }, other.payment];
    const outcomes = await world.hub['payments.settle']({ payments });
    expect(outcomes.map(({ outcome }) => outcome.ok)).toEqual([true, false, true]);
  });
});

describe.each(odooDialects)('withdrawing, Odoo $version over $transport', (dialect) => {
  test('[ORC-11] a draft is cancelled, twice the same; a posted one is refused', async () => {
    const world = await openWorld(dialect);
    const { payment } = await billPayment(world, 100);
    only(await world.hub['payments.register']({ payments: [payment] }));
    const withdraw = (references: readonly (typeof payment.reference)[]) =>
      world.hub['payments.withdraw']({ companyExternalId: companyId, references });
    only(await withdraw([payment.reference]));
    only(await withdraw([payment.reference]));
    only(await withdraw([nextReference()]));
    const { cancelledStates } = world.facts.payment;
    expect(cancelledStates).toContain(world.odoo.books().payments[0]?.state);
    const again = await world.hub['payments.register']({ payments: [payment] });
    expect(codesOf(again)).toEqual(['odoo.payment_withdrawn']);
    const settled = await settledPayment(world, 50);
    expect(codesOf(await withdraw([settled.payment.reference]))).toEqual(['odoo.payment_posted']);
  });
});

describe.each(odooDialects)('silence and rivals, Odoo $version over $transport', (dialect) => {
  const acts = [
    ['account.payment', 'create'],
    ['account.payment', 'action_post'],
    ['account.move.line', 'reconcile'],
  ] as const;

  test.each(acts)(
    '[RES-14][I14] %s.%s that commits without an answer happens once',
    async (model, method) => {
      const world = await openWorld(dialect);
      const { bill, payment } = await billPayment(world, 100);
      world.odoo.faults.add({ kind: 'timeoutAfter', model, method });
      only(await world.hub['payments.settle']({ payments: [payment] }));
      expect(world.odoo.books().payments).toHaveLength(1);
      expect(moveOf(world, bill).amountResidual).toBe('0.00');
    },
  );

  test.each([
    ['account.bank.statement.line', 'create'],
    ['account.move.line', 'write'],
    ['account.move.line', 'reconcile'],
  ])('[RES-14] %s.%s of a bank line, committed in silence, happens once', async (model, method) => {
    const world = await openWorld(dialect);
    const { payment } = await settledPayment(world, 100);
    world.odoo.faults.add({ kind: 'drop', afterCommit: true, model, method });
    const line = await postedLine(world, -10_000n);
    const match = matchOf(line, [
      { kind: 'payment', reference: payment.reference, amountMinor: -10_000n },
    ]);
    const posted = only(await world.hub['reconciliations.post']({ reconciliations: [match] }));
    expect(posted.externalIds).toHaveLength(1);
    expect(world.odoo.books().statementLines).toHaveLength(1);
  });

  test('[RES-14][I7] a create that commits after we looked is still one payment', async () => {
    const world = await openWorld(dialect);
    const { payment } = await billPayment(world, 100);
    const kind = 'lateCommit';
    world.odoo.faults.add({ kind, model: 'account.payment', method: 'create', count: 2 });
    const silent = await world.hub['payments.register']({ payments: [payment] });
    expect(codesOf(silent)).toEqual(['odoo.no_answer']);
    world.odoo.faults.release();
    only(await world.hub['payments.register']({ payments: [payment] }));
    expect(world.odoo.books().payments).toHaveLength(1);
  });

  test('[I7] the same things asked at the same time stand in Odoo once', async () => {
    const world = await openWorld(dialect);
    const { bill, payment } = await billPayment(world, 100);
    const rivals = [1, 2, 3, 4];
    const settled = await Promise.all(
      rivals.map(() => world.hub['payments.settle']({ payments: [payment] })),
    );
    expect(new Set(settled.map((one) => only(one).externalId)).size).toBe(1);
    expect(moveOf(world, bill).amountResidual).toBe('0.00');
    const line = bankLine(world, -10_000n);
    const lines = await Promise.all(
      rivals.map(() => world.hub['statementLines.post']({ lines: [line] })),
    );
    const [externalId = ''] = new Set(lines.map((one) => only(one).externalId));
    const parts = [
      { kind: 'payment' as const, reference: payment.reference, amountMinor: -10_000n },
    ];
    const matched = await Promise.all(
      rivals.map(() =>
        world.hub['reconciliations.post']({ reconciliations: [matchOf(externalId, parts)] }),
      ),
    );
    expect(new Set(matched.map((one) => only(one).externalIds.join())).size).toBe(1);
    expect(world.odoo.books().payments).toHaveLength(1);
    expect(world.odoo.books().statementLines).toHaveLength(1);
  });

  test('[RES-05] a server that is away is a plain retry, and nothing has happened', async () => {
    const world = await openWorld(dialect);
    const { payment } = await billPayment(world, 100);
    world.odoo.faults.down = true;
    const [first] = await world.hub['payments.settle']({ payments: [payment] });
    expect(first?.outcome).toMatchObject({ ok: false, error: { kind: 'retry' } });
    world.odoo.faults.clear();
    expect(world.odoo.books().payments).toHaveLength(0);
    world.odoo.faults.add({ kind: 'maintenance', model: 'account.payment', method: 'create' });
    const [second] = await world.hub['payments.register']({ payments: [payment] });
    expect(second?.outcome).toMatchObject({ ok: false, error: { kind: 'retry' } });
  });
});
