import type { Payment } from '@quittance/domain';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type EntryParts,
  statementFile,
  statusFile,
  type StatusParts,
} from './support/bank-files.ts';
import { deliver, match, report, tell } from './support/deliver.ts';
import { dumpOf, type House, openHouse } from './support/house.ts';
import { accountNumbers, bill } from './support/records.ts';
import {
  attemptOf,
  openCasesOf,
  paymentsOf,
  paymentTo,
  proposeValid,
  release,
  type ReleasedRun,
  statesOf,
  submit,
} from './support/walk.ts';

const one = [bill('a17', 'acme')];

/** One payment of 100.00 that was submitted; small, for questions about its evidence alone. */
async function single(more: Parameters<typeof submit>[1] = {}) {
  const house = await openHouse({ bills: one });
  const run = await submit(house, { bills: one, ...more });
  const payment = await paymentTo(house, run, 'acme');
  return { house, run, payment };
}

const booked = (payment: Payment, more: Partial<EntryParts> = {}): EntryParts => ({
  minor: -payment.instructedMinor,
  endToEndId: payment.reference,
  bankReference: `R-${payment.reference}`,
  ...more,
});

const returned = (payment: Payment, more: Partial<EntryParts> = {}): EntryParts => ({
  minor: payment.instructedMinor,
  endToEndId: payment.reference,
  bankReference: `B-${payment.reference}`,
  returnReason: 'AC04',
  ...more,
});

async function stateOf(house: House, run: ReleasedRun) {
  const [payment] = await paymentsOf(house, run);
  return payment?.state;
}

describe('status reports', () => {
  test.each([
    ['RCVD', 'submitted'],
    ['ACTC', 'submitted'],
    ['ACCP', 'accepted'],
    ['ACFC', 'accepted'],
    ['ACSP', 'pending_settlement'],
    ['ACSC', 'pending_settlement'],
    ['ACCC', 'pending_settlement'],
    ['RJCT', 'failed'],
    ['CANC', 'cancelled'],
    ['PDNG', 'submitted'],
  ])(
    '[ST-01][ST-04][CAN-10][WF-16] %s of a bank whose entries are final: %s',
    async (status, state) => {
      const { house, run, payment } = await single();
      await report(house, run, { payments: [{ reference: payment.reference, status }] });
      expect(await stateOf(house, run)).toBe(state);
    },
  );

  test('[ST-06] what is final differs by bank: here the status ACSC settles', async () => {
    const house = await openHouse({ bills: one });
    const run = await submit(house, { bills: one, ownAccountId: house.accounts.quick });
    await report(house, run, { group: 'ACSC' });
    expect(await stateOf(house, run)).toBe('settled');
  });

  test('[EXC-05][ST-01] a rejection fails one payment and frees its bills, no others', async () => {
    const house = await openHouse();
    const run = await submit(house);
    const { reference } = await paymentTo(house, run, 'bolt');
    house.tasks.take();
    await report(house, run, {
      group: 'PART',
      payments: [{ reference, status: 'RJCT', reason: 'AC04' }],
    });
    const bolt = await paymentTo(house, run, 'bolt');
    expect(bolt).toMatchObject({ state: 'failed', reason: 'AC04' });
    expect((await statesOf(house, run)).toSorted()).toEqual(['failed', 'submitted', 'submitted']);
    const items = await house.rows('payment_item');
    expect(items.filter((item) => item.live).every((item) => item.paymentId !== bolt.id)).toBe(
      true,
    );
    expect(await openCasesOf(house)).toEqual(['rejected_payment AC04']);
    expect((await house.rows('exception_case')).map((row) => row.detail)).toEqual([
      `Payment ${reference} was rejected by the bank: AC04, Closed account number. ` +
        'Ask the supplier for new bank details.',
    ]);
    expect(house.tasks.added().map((task) => task.name)).toContain('payment.withdraw');
    const again = await proposeValid(house);
    expect((await paymentTo(house, again, 'bolt')).instructedMinor).toBe(7_777n);
  });

  test('[ST-07] the status of the message is that of each payment without its own', async () => {
    const house = await openHouse();
    const run = await submit(house);
    const { reference } = await paymentTo(house, run, 'cord');
    await report(house, run, { group: 'ACCP', payments: [{ reference, status: 'RJCT' }] });
    expect((await statesOf(house, run)).toSorted()).toEqual(['accepted', 'accepted', 'failed']);
  });

  test('[RES-01] the refusal of a second sending says nothing of the first', async () => {
    const { house, run } = await single();
    await report(house, run, { group: 'RJCT', groupReason: 'AM05' });
    expect(await stateOf(house, run)).toBe('submitted');
  });

  test('[EXC-08] a status for a payment that is not in the message opens a case', async () => {
    const { house, run } = await single();
    const delivery = await report(house, run, {
      payments: [{ reference: 'QNOTOURS', status: 'ACCP' }],
    });
    expect(delivery.state).not.toBe('quarantined');
    expect(await openCasesOf(house)).toEqual(['orphaned_payment QNOTOURS']);
  });

  test('[EXC-08] a status for a message that is not ours is parked with a case', async () => {
    const house = await openHouse();
    const delivery = await deliver(house, statusFile({ messageId: 'NOT-OURS', group: 'ACCP' }));
    expect(delivery.state).toBe('parked');
    expect(await openCasesOf(house)).toEqual(['orphaned_payment parked']);
  });

  test('a bank that blocks a payment puts it on hold with a case; evidence goes on', async () => {
    const { house, run, payment } = await single();
    const { reference } = payment;
    await report(house, run, { payments: [{ reference, status: 'BLCK' }] });
    expect(await paymentTo(house, run, 'acme')).toMatchObject({ hold: 'BLCK', state: 'submitted' });
    expect(await openCasesOf(house)).toEqual(['bank_hold BLCK']);
    await tell(house, { entries: [booked(payment)] });
    expect(await stateOf(house, run)).toBe('settled');
  });
});

describe('entries', () => {
  test('[ST-01][ST-02][WF-16] a booked entry settles, and is not reconciled by that', async () => {
    const { house, run, payment } = await single();
    await tell(house, { message: 'camt.054', entries: [booked(payment)] });
    expect(await paymentTo(house, run, 'acme')).toMatchObject({
      state: 'settled',
      settledMinor: 10_000n,
    });
    expect(house.tasks.added().map((task) => task.name)).toEqual(
      expect.arrayContaining(['payment.settle', 'remittance.send', 'payment.showState']),
    );
  });

  test('a pending entry is no money yet', async () => {
    const { house, run, payment } = await single();
    await tell(house, { message: 'camt.052', entries: [booked(payment, { status: 'PDNG' })] });
    expect(await paymentTo(house, run, 'acme')).toMatchObject({
      state: 'pending_settlement',
      settledMinor: 0n,
    });
  });

  test('[ST-01] a smaller booking settles in part', async () => {
    const { house, run, payment } = await single();
    await tell(house, { message: 'camt.054', entries: [booked(payment, { minor: -6_000n })] });
    expect(await stateOf(house, run)).toBe('partially_settled');
    await tell(house, {
      message: 'camt.054',
      entries: [booked(payment, { minor: -4_000n, bankReference: 'R-2' })],
    });
    expect(await stateOf(house, run)).toBe('settled');
  });

  test('[I27][FT-01] the same entry in 052, 054 and 053, matched too, is booked once', async () => {
    const { house, run, payment } = await single();
    for (const message of ['camt.052', 'camt.054', 'camt.053'] as const) {
      await tell(house, { message, entries: [booked(payment)] });
    }
    await match(house);
    expect((await paymentTo(house, run, 'acme')).settledMinor).toBe(10_000n);
    expect(await house.rows('statement_line')).toHaveLength(1);
    expect(await openCasesOf(house)).toEqual([]);
  });

  test('[I13][ST-01] a return reopens: bills free, a case, the accounts told', async () => {
    const { house, run, payment } = await single();
    await tell(house, { message: 'camt.054', entries: [booked(payment)] });
    house.tasks.take();
    await tell(house, { message: 'camt.054', id: 'S2', entries: [returned(payment)] });
    expect(await paymentTo(house, run, 'acme')).toMatchObject({
      state: 'returned',
      returnedMinor: 10_000n,
      reason: 'AC04',
    });
    expect((await house.rows('payment_item')).some((item) => item.live)).toBe(false);
    expect((await house.rows('attempt_item')).some((item) => item.live)).toBe(false);
    expect(await openCasesOf(house)).toEqual(['returned_payment AC04']);
    expect(house.tasks.added().map((task) => task.name)).toContain('payment.settle');
    const again = await proposeValid(house);
    expect((await paymentTo(house, again, 'acme')).instructedMinor).toBe(10_000n);
  });

  test('[ST-01] a reversal of the booking is its own state', async () => {
    const { house, run, payment } = await single();
    await tell(house, { message: 'camt.054', entries: [booked(payment)] });
    const reversal = { minor: 10_000n, reversal: true, bankReference: 'V-1' };
    await tell(house, { message: 'camt.054', id: 'S2', entries: [booked(payment, reversal)] });
    expect(await stateOf(house, run)).toBe('reversed');
  });

  test('[EXC-08][I12] money that moved for a payment never released is a conflict', async () => {
    const house = await openHouse({ bills: one });
    const run = await proposeValid(house, { bills: one });
    const payment = await paymentTo(house, run, 'acme');
    await tell(house, { message: 'camt.054', entries: [booked(payment)] });
    expect((await paymentTo(house, run, 'acme')).state).toBe('validated');
    expect(await openCasesOf(house)).toEqual(['evidence_conflict BOOKED_BUT_NOT_RELEASED']);
  });
});

describe('conflicting evidence', () => {
  const reject = (house: House, run: ReleasedRun, { reference }: Payment) =>
    report(house, run, { payments: [{ reference, status: 'RJCT', reason: 'AC04' }] });
  const book = (house: House, _run: ReleasedRun, payment: Payment) =>
    tell(house, { message: 'camt.054', entries: [booked(payment)] });

  test('[I11][ST-08][FT-02] rejected and booked, in any order, end in one state', async () => {
    const ends = [];
    for (const steps of [
      [reject, book],
      [book, reject],
    ]) {
      const { house, run, payment } = await single();
      for (const tellOf of steps) await tellOf(house, run, payment);
      const { state, settledMinor } = await paymentTo(house, run, 'acme');
      const live = (await house.rows('payment_item')).map((item) => item.live);
      const places = (await house.rows('attempt_item')).map((item) => item.live);
      ends.push({ state, settledMinor, live, places, cases: await openCasesOf(house) });
    }
    const end = {
      state: 'settled',
      settledMinor: 10_000n,
      live: [true],
      places: [true],
      cases: ['evidence_conflict REJECTED_BUT_BOOKED'],
    };
    expect(ends).toEqual([end, end]);
  });

  test('[I1] a bill that another payment claims meanwhile is not claimed twice', async () => {
    const { house, run, payment } = await single();
    await reject(house, run, payment);
    const again = await proposeValid(house, { bills: one });
    await book(house, run, payment);
    expect((await paymentTo(house, run, 'acme')).state).toBe('settled');
    const live = (await house.rows('payment_item')).filter((item) => item.live);
    expect(live.map((item) => item.paymentId)).toEqual([
      (await paymentTo(house, again, 'acme')).id,
    ]);
    expect(await openCasesOf(house)).toEqual([
      'evidence_conflict REJECTED_BUT_BOOKED',
      'evidence_conflict BILL_CLAIMED_BY_ANOTHER',
    ]);
  });

  type Step = (house: House, run: ReleasedRun, payment: Payment) => Promise<unknown>;
  const status =
    (code: string, at: string): Step =>
    (house, run, { reference }) =>
      report(house, run, { at, payments: [{ reference, status: code }] });
  const steps: readonly Step[] = [
    status('RCVD', '2026-11-23T09:00:00'),
    status('ACSP', '2026-11-23T09:05:00'),
    status('RJCT', '2026-11-23T09:10:00'),
    (house, _run, payment) => tell(house, { message: 'camt.054', entries: [booked(payment)] }),
    (house, _run, payment) => tell(house, { message: 'camt.053', entries: [booked(payment)] }),
    (house, _run, payment) =>
      tell(house, { message: 'camt.054', id: 'S9', entries: [returned(payment)] }),
  ];

  test('[I11][ST-08][FT-01][FT-02] any order of evidence, told twice, ends the same', async () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 0, 3, 5], { minLength: 9, maxLength: 9 });
    const ends = new Set<string>();
    await fc.assert(
      fc.asyncProperty(order, async (indexes) => {
        const { house, run, payment } = await single();
        for (const index of indexes) await steps[index]?.(house, run, payment);
        const row = await paymentTo(house, run, 'acme');
        const cases = (await openCasesOf(house)).filter((text) => !text.startsWith('rejected'));
        ends.add(
          `${row.state} ${row.settledMinor} ${row.returnedMinor} ${cases.toSorted().join()}`,
        );
        expect(ends.size).toBe(1);
      }),
      { numRuns: 25 },
    );
    expect([...ends]).toEqual([
      'returned 10000 10000 evidence_conflict REJECTED_BUT_BOOKED,returned_payment AC04',
    ]);
  });

  test('[FT-01][I12] a file again under another name changes no payment and no case', async () => {
    const { house, run, payment } = await single();
    const parts: StatusParts = {
      messageId: (await attemptOf(house, run.attemptId)).messageId,
      payments: [{ reference: payment.reference, status: 'RJCT' }],
    };
    await deliver(house, statusFile(parts), 'first');
    const [row] = await house.rows('exception_case');
    if (row !== undefined) await house.edit('exception_case', row, { state: 'resolved' });
    const before = await paymentTo(house, run, 'acme');
    const again = await deliver(house, statusFile(parts), 'second');
    expect(again.state).toBe('no_effect');
    expect(await paymentTo(house, run, 'acme')).toEqual(before);
    expect(await openCasesOf(house)).toEqual([]);
  });

  test('[SYN-10][I26] the same delivery is received and applied once', async () => {
    const { house, payment } = await single();
    const bytes = statementFile({ iban: accountNumbers.euro, entries: [booked(payment)] });
    await deliver(house, bytes, 'statement');
    const before = await dumpOf(house);
    house.tasks.take();
    const again = await deliver(house, bytes, 'statement');
    expect(again.state).toBe('applied');
    expect(await dumpOf(house)).toBe(before);
    expect(house.tasks.added()).toEqual([]);
  });

  test('[I14] released is where a payment stays while nothing is told', async () => {
    const house = await openHouse({ bills: one });
    const run = await release(house, { bills: one });
    expect(await stateOf(house, run)).toBe('released');
  });
});
