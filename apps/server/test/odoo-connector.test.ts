import { describe, expect, test } from 'vitest';
import {
  applyOdooSetup,
  planOdooSetup,
  readOdooBaseline,
  undoOdooSetup,
} from '@quittance/connectors';
import { asInstant, asPlainDate } from '@quittance/domain';
import type { Fault, Instant } from '@quittance/domain';
import type { OpenItemRecord, ReconciliationPosting } from '@quittance/connector-kit';
import { listenOdoo } from '@quittance/sandbox';
import {
  companyId,
  create,
  must,
  newOdoo,
  newSupplier,
  nextReference,
  only,
  openWorld,
  paymentOf,
  places,
  postBill,
  socketPort,
} from './support/odoo-world.ts';
import type { OdooWorld } from './support/odoo-world.ts';

const later = asInstant('2026-11-23T09:30:00.000Z');
const today = asPlainDate('2026-11-23');

const moveOf = (world: OdooWorld, id: number) => {
  const move = world.odoo.books().moves.find((row) => row.id === id);
  if (move === undefined) throw new Error(`no move ${id}`);
  return move;
};

const bankLine = (
  world: OdooWorld,
  amountMinor: bigint,
  hubReference = `L-${nextReference()}`,
) => ({
  hubReference,
  companyExternalId: companyId,
  journalExternalId: places(world.odoo).journal.toString(),
  date: today,
  currency: 'USD' as const,
  amountMinor,
  label: 'Payment order',
  partyExternalId: null,
});

const matchOf = (
  statementLineExternalId: string,
  parts: ReconciliationPosting['parts'],
): ReconciliationPosting => ({
  key: `M-${statementLineExternalId}`,
  companyExternalId: companyId,
  statementLineExternalId,
  parts,
});

const snapshot = (world: OdooWorld, moveIds: readonly number[]) => {
  const books = world.odoo.books();
  return {
    bills: moveIds.map((id) => {
      const { paymentState, amountResidual, lines } = moveOf(world, id);
      const residuals = lines.map(({ residualCurrency, reconciled }) => [
        residualCurrency,
        reconciled,
      ]);
      return { id, paymentState, amountResidual, residuals };
    }),
    payments: books.payments.map(({ id, state, isMatched }) => ({ id, state, isMatched })),
    suspense: books.journals.map(({ id, suspenseBalance }) => ({ id, suspenseBalance })),
    reconciliations: books.reconciliations.length,
  };
};

async function wholePath(world: OdooWorld): Promise<void> {
  const partner = await newSupplier(world);
  const bill = await postBill(world, { partner, amount: 100 });
  const note = await postBill(world, { partner, amount: 20, kind: 'in_refund' });
  const payment = paymentOf(world, {
    partner,
    items: [
      [bill, 10_000n],
      [note, -2000n],
    ],
  });
  const registered = only(await world.hub['payments.register']({ payments: [payment] }));
  expect(only(await world.hub['payments.register']({ payments: [payment] }))).toEqual(registered);
  expect(moveOf(world, bill).amountResidual).toBe('100.00');
  only(
    await world.hub['payments.showState']({
      updates: [
        {
          reference: payment.reference,
          companyExternalId: companyId,
          itemExternalIds: [bill.toString()],
          hubState: 'submitted',
          hubStateAt: later,
        },
      ],
    }),
  );
  expect(moveOf(world, bill).custom['x_hub_state']).toBe('submitted');
  const settled = only(await world.hub['payments.settle']({ payments: [payment] }));
  expect(settled).toEqual({ externalId: registered.externalId, postedDate: today });
  expect(only(await world.hub['payments.settle']({ payments: [payment] }))).toEqual(settled);
  expect([moveOf(world, bill).amountResidual, moveOf(world, note).amountResidual]).toEqual([
    '0.00',
    '0.00',
  ]);
  const line = only(await world.hub['statementLines.post']({ lines: [bankLine(world, -8000n)] }));
  expect(line.postedDate).toBe(today);
  const before = snapshot(world, [bill, note]);
  const match = matchOf(line.externalId, [
    { kind: 'payment', reference: payment.reference, amountMinor: -8000n },
  ]);
  const posted = only(await world.hub['reconciliations.post']({ reconciliations: [match] }));
  expect(posted.externalIds).toHaveLength(1);
  expect(only(await world.hub['reconciliations.post']({ reconciliations: [match] }))).toEqual(
    posted,
  );
  expect(world.odoo.books().payments.at(-1)?.isMatched).toBe(true);
  const undo = { companyExternalId: companyId, statementLineExternalIds: [line.externalId] };
  only(await world.hub['reconciliations.undo'](undo));
  expect(snapshot(world, [bill, note])).toEqual(before);
  only(await world.hub['reconciliations.undo'](undo));
  expect(snapshot(world, [bill, note])).toEqual(before);
}

describe('the whole path of a payment', () => {
  test('[SYS-01][WF-03][I7] in memory: bill, draft, state, posted, bank line, match, undone', async () => {
    await wholePath(await openWorld());
  });

  test('[SYS-01] the same on a real socket', async () => {
    const odoo = newOdoo();
    const server = await listenOdoo(odoo, { port: 0 });
    try {
      await wholePath(await openWorld({ odoo, url: server.url, port: socketPort }));
    } finally {
      await server.close();
    }
  });
});

const billPayment = async (world: OdooWorld, amount: number) => {
  const partner = await newSupplier(world);
  const bill = await postBill(world, { partner, amount });
  const payment = paymentOf(world, { partner, items: [[bill, BigInt(amount) * 100n]] });
  return { partner, bill, payment };
};

const settledPayment = async (world: OdooWorld, amount: number) => {
  const made = await billPayment(world, amount);
  only(await world.hub['payments.settle']({ payments: [made.payment] }));
  return made;
};

const postedLine = async (world: OdooWorld, amountMinor: bigint): Promise<string> =>
  only(await world.hub['statementLines.post']({ lines: [bankLine(world, amountMinor)] }))
    .externalId;

const codesOf = (
  outcomes: readonly { readonly outcome: { readonly ok: boolean; readonly error?: Fault } }[],
): readonly (string | null)[] => outcomes.map(({ outcome }) => outcome.error?.code ?? null);

describe('matching bank lines', () => {
  test('[REC-01][I6] one batch debit closes several payments, each by its own item', async () => {
    const world = await openWorld();
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

  test('[REC-01] a fee in the line goes to the account of fees, and is taken back by undo', async () => {
    const world = await openWorld();
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

  test('[REC-01] a bill paid outside the hub is closed by the bank line itself, in part too', async () => {
    const world = await openWorld();
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
    const world = await openWorld();
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
    const world = await openWorld();
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

describe('settling', () => {
  test('[I3] a bill in part and another in full: each gets exactly its share', async () => {
    const world = await openWorld();
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
    const world = await openWorld();
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

  test('an early-payment discount is written off, so that amount and discount close the bill', async () => {
    const world = await openWorld();
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

  test('[I20] a closed period is refused before posting; configured, Odoo may move the date', async () => {
    const world = await openWorld();
    const { payment } = await billPayment(world, 100);
    world.odoo.control.setLockDate({ companyId: 1, field: 'hard_lock_date', date: '2026-11-30' });
    const refused = await world.hub['payments.settle']({ payments: [payment] });
    expect(codesOf(refused)).toEqual(['odoo.closed_period']);
    expect(world.odoo.books().payments[0]?.state).toBe('draft');
    const line = await world.hub['statementLines.post']({ lines: [bankLine(world, -100n)] });
    expect(codesOf(line)).toEqual(['odoo.closed_period']);
    const lenient = await openWorld({
      odoo: world.odoo,
      withoutSetup: true,
      config: { closedPeriod: 'move' },
    });
    const settled = only(await lenient.hub['payments.settle']({ payments: [payment] }));
    expect(settled.postedDate > '2026-11-30' || settled.postedDate === today).toBe(true);
  });

  test('[I20] what was settled before the period closed is answered as done after it', async () => {
    const world = await openWorld();
    const { payment } = await settledPayment(world, 100);
    world.odoo.control.setLockDate({ companyId: 1, field: 'hard_lock_date', date: '2026-11-30' });
    expect(only(await world.hub['payments.settle']({ payments: [payment] })).postedDate).toBe(
      today,
    );
  });

  test('a bill that somebody paid by hand is a refusal, and the payment stays a draft', async () => {
    const world = await openWorld();
    const { bill, payment } = await billPayment(world, 100);
    only(await world.hub['payments.register']({ payments: [payment] }));
    world.odoo.control.payBillByHand({ moveId: bill, login: 'u_user' });
    const refused = await world.hub['payments.settle']({ payments: [payment] });
    expect(codesOf(refused)).toEqual(['odoo.residual_changed']);
  });

  test('[ORC-09] one bad payment in a batch never hides the others', async () => {
    const world = await openWorld();
    const good = await billPayment(world, 10);
    const bad = await billPayment(world, 20);
    const other = await billPayment(world, 30);
    const payments = [good.payment, { ...bad.payment, journalExternalId: '999999' }, other.payment];
    const outcomes = await world.hub['payments.settle']({ payments });
    expect(outcomes.map(({ outcome }) => outcome.ok)).toEqual([true, false, true]);
  });
});

describe('withdrawing', () => {
  test('[ORC-11] a draft is cancelled, twice the same; a posted one is refused', async () => {
    const world = await openWorld();
    const { payment } = await billPayment(world, 100);
    only(await world.hub['payments.register']({ payments: [payment] }));
    const withdraw = (references: readonly (typeof payment.reference)[]) =>
      world.hub['payments.withdraw']({ companyExternalId: companyId, references });
    only(await withdraw([payment.reference]));
    only(await withdraw([payment.reference]));
    only(await withdraw([nextReference()]));
    expect(world.odoo.books().payments[0]?.state).toBe('canceled');
    const again = await world.hub['payments.register']({ payments: [payment] });
    expect(codesOf(again)).toEqual(['odoo.payment_withdrawn']);
    const settled = await settledPayment(world, 50);
    expect(codesOf(await withdraw([settled.payment.reference]))).toEqual(['odoo.payment_posted']);
  });
});

describe('silence and rivals', () => {
  const acts = [
    ['account.payment', 'create'],
    ['account.payment', 'action_post'],
    ['account.move.line', 'reconcile'],
  ] as const;

  test.each(acts)(
    '[RES-14][I14] %s.%s that commits without an answer happens once',
    async (model, method) => {
      const world = await openWorld();
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
  ])(
    '[RES-14] %s.%s of a bank line that commits without an answer happens once',
    async (model, method) => {
      const world = await openWorld();
      const { payment } = await settledPayment(world, 100);
      world.odoo.faults.add({ kind: 'drop', afterCommit: true, model, method });
      const line = await postedLine(world, -10_000n);
      const match = matchOf(line, [
        { kind: 'payment', reference: payment.reference, amountMinor: -10_000n },
      ]);
      const posted = only(await world.hub['reconciliations.post']({ reconciliations: [match] }));
      expect(posted.externalIds).toHaveLength(1);
      expect(world.odoo.books().statementLines).toHaveLength(1);
    },
  );

  test('[RES-14][I7] a create that commits after we looked is still one payment', async () => {
    const world = await openWorld();
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
    const world = await openWorld();
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
    const world = await openWorld();
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

const readAll = async (world: OdooWorld, from: string | null) => {
  const items: OpenItemRecord[] = [];
  for (let cursor = from; ;) {
    const page = must(await world.hub['openItems.read']({ companyExternalId: companyId, cursor }));
    items.push(...page.items);
    cursor = page.cursor;
    if (!page.hasMore) return { items, cursor };
  }
};

describe('reading', () => {
  test.each([false, true])(
    '[SYS-01][I31] open items, then changes, once each (without outbox: %s)',
    async (withoutSetup) => {
      const world = await openWorld({ withoutSetup, config: { pageSize: 50 } });
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

  test('[I31] a change that commits late is not lost', async () => {
    const world = await openWorld({ withoutSetup: true });
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
    const world = await openWorld();
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
    const world = await openWorld();
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
    const world = await openWorld();
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
    const world = await openWorld();
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

describe('documents', () => {
  test('[WF-31] a document is attached to a bill', async () => {
    const world = await openWorld();
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

describe('quittance odoo setup', () => {
  test('[GOV-15] shows what it will change, does it once, and takes it back', async () => {
    const world = await openWorld({ withoutSetup: true });
    const before = must(await planOdooSetup(world.setup));
    const missing = before.filter(({ isInPlace }) => !isInPlace);
    expect(missing.length).toBeGreaterThanOrEqual(11);
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

  test('without the set-up, registering is a refusal that says so, never a blind payment', async () => {
    const world = await openWorld({ withoutSetup: true });
    const { payment } = await billPayment(world, 100);
    const [first] = await world.hub['payments.register']({ payments: [payment] });
    expect(first?.outcome).toMatchObject({ ok: false, error: { kind: 'drift' } });
    expect(world.odoo.books().payments).toHaveLength(0);
  });
});
