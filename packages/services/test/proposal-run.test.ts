import { asPlainDate, type OwnAccount, present } from '@quittance/domain';
import { engageStop, proposeRun, type ProposeRunInput, validateBatch } from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { codeOf, type House, openHouse, today, valueOf } from './support/house.ts';
import { bill } from './support/records.ts';
import { paymentsOf, propose } from './support/walk.ts';

const ascendingText = (left: string, right: string): number => (left < right ? -1 : 1);
const later = asPlainDate('2026-12-24');

function run(house: House, more: Partial<ProposeRunInput> = {}) {
  const input = { entityId: house.entities.de, dueUntil: today, ...more };
  return proposeRun({ ctx: house.as('paula'), input });
}

async function editAccount(
  house: House,
  name: 'euro' | 'batch' | 'quick',
  patch: Partial<OwnAccount>,
) {
  const rows = await house.rows('own_account');
  const row = rows.find((one) => one.id === house.accounts[name]);
  await house.edit('own_account', present(row, name), patch);
}

/** Account and amounts of each batch. */
async function whatGoesWhere(house: House, more: Partial<ProposeRunInput> = {}) {
  const { batches } = valueOf(await run(house, more));
  return Object.fromEntries(
    batches.map((batch) => [
      batch.accountName,
      batch.payments.map((payment) => payment.amountMinor).toSorted((a, b) => (a < b ? -1 : 1)),
    ]),
  );
}

describe('proposeRun', () => {
  test('[ORC-06][CAN-11][PERF-07] a run pays each currency from one that fits', async () => {
    const dollars = bill('y1', 'york', { currency: 'USD', totalMinor: 4_200n });
    const house = await openHouse();
    await house.ingest([dollars]);
    expect(await whatGoesWhere(house)).toEqual({
      // The dear bank's small tariff is the cheapest up to five hundred.
      batch: [7_777n, 35_050n],
      dollar: [4_200n],
      euro: [123_456n],
    });
  });

  test('[WF-03][ORC-06] batches are whole and say why, and pass the checks', async () => {
    const house = await openHouse();
    const { batches, leftOut, unrouted } = valueOf(await run(house));
    expect(leftOut).toEqual([]);
    expect(unrouted).toEqual([]);
    for (const batch of batches) {
      const { batchId, totalMinor, paymentCount } = batch;
      const payments = await paymentsOf(house, { batchId, bills: [] });
      expect(payments).toHaveLength(paymentCount);
      expect(payments.reduce((sum, one) => sum + one.instructedMinor, 0n)).toBe(totalMinor);
      expect(payments.every((one) => one.ownAccountId === batch.ownAccountId)).toBe(true);
      const checked = valueOf(await validateBatch({ ctx: house.as('paula'), input: { batchId } }));
      expect(checked.invalid).toEqual([]);
    }
    const why = batches.flatMap((batch) => batch.payments.map((payment) => payment.route));
    expect(why.map((lines) => lines[0] ?? '').toSorted(ascendingText)).toEqual([
      'from batch on 2026-11-23, costs 0.08 EUR',
      'from batch on 2026-11-23, costs 0.08 EUR',
      'from euro on 2026-11-23, costs 0.12 EUR',
    ]);
    expect(why.every((lines) => lines.length === 3)).toBe(true);
  });

  test('[RES-10][FT-11] a bank that is down is passed over while another can pay', async () => {
    const house = await openHouse();
    const [row] = (await house.rows('connection')).filter((one) => one.name === 'bank');
    const other = await house.store.transaction(house.hub().scope, async (transaction) => {
      const copy = { ...present(row, 'the bank'), id: house.ports.ids.newId<'connection'>() };
      await transaction.insert('connection', [{ ...copy, version: 1, name: 'kingsway' }]);
      return copy.id;
    });
    await editAccount(house, 'batch', { bankConnectionId: other });
    const down = (await house.rows('connection')).find((one) => one.id === other);
    const lastFaultAt = house.clock.now();
    const patch = { lastFault: 'connection refused', lastFaultAt };
    await house.edit('connection', present(down, 'the other bank'), patch);
    const told = valueOf(await run(house));
    expect(told.batches.map((batch) => batch.accountName)).toEqual(['euro']);
    const why = told.batches[0]?.payments[0]?.route ?? [];
    expect(why.join('\n')).toContain(
      `not from batch: its bank has not answered since ${lastFaultAt}`,
    );
  });

  test('[WF-03] funds of all accounts serve one run; what none can carry is told', async () => {
    const house = await openHouse();
    const balanceDate = today;
    await editAccount(house, 'euro', { bookedBalanceMinor: 40_000n, balanceDate });
    await editAccount(house, 'batch', { bookedBalanceMinor: 8_000n, balanceDate });
    await editAccount(house, 'quick', { bookedBalanceMinor: 100n, balanceDate });
    const told = valueOf(await run(house));
    expect(told.batches.map((batch) => [batch.accountName, batch.totalMinor])).toEqual([
      ['euro', 35_050n],
      ['batch', 7_777n],
    ]);
    expect(told.unrouted).toHaveLength(1);
    expect(told.unrouted[0]).toMatchObject({ amountMinor: 123_456n, bills: ['BILL/c88'] });
    expect(told.unrouted[0]?.why[0]).toBe('no own account can carry it');
    expect(told.leftOut).toEqual([{ number: 'BILL/c88', reason: 'no_route' }]);
  });

  test('[I1] what an open batch pays is spoken for, and no bill is proposed twice', async () => {
    const house = await openHouse();
    await propose(house);
    for (const name of ['euro', 'batch', 'quick'] as const) {
      await editAccount(house, name, { bookedBalanceMinor: 170_000n, balanceDate: today });
    }
    await house.ingest([bill('n1', 'bolt', { totalMinor: 60_000n })]);
    const { batches, leftOut } = valueOf(await run(house));
    // The euro account is the cheapest, and its first batch leaves too little in it.
    expect(batches.map((batch) => batch.accountName)).toEqual(['quick']);
    expect(leftOut.map((one) => one.reason)).toEqual(Array(4).fill('claimed'));
  });

  test('a stopped account pays nothing, and with all stopped nothing is proposed', async () => {
    const house = await openHouse();
    const { de: entityId } = house.entities;
    const stop = async (ownAccountId: OwnAccount['id'] | null) =>
      valueOf(
        await engageStop({
          ctx: house.as('rita'),
          input: { entityId, ownAccountId, reason: 'odd mail' },
        }),
      );
    await stop(house.accounts.batch);
    expect(Object.keys(await whatGoesWhere(house))).toEqual(['euro']);
    await house.ingest([bill('n1', 'bolt')]);
    await stop(null);
    expect(codeOf(await run(house))).toBe('NO_ROUTE');
  });

  test('a discount that only the quicker bank can still have decides for it', async () => {
    const discount = { dueDate: later, discountDate: today, discountMinor: 500n };
    const house = await openHouse({ bills: [bill('d1', 'acme', discount)] });
    // In Berlin the cut-off has struck at four o'clock, in London not yet.
    house.clock.move({ hours: 7 });
    expect(await whatGoesWhere(house)).toEqual({ batch: [9_500n] });
  });

  test('[ORC-01] what is not due, blocked or in a currency of no account is left out', async () => {
    const house = await openHouse({
      bills: [
        bill('due', 'acme'),
        bill('later', 'bolt', { dueDate: later }),
        bill('blocked', 'cord', { blocked: true }),
        bill('pound', 'dyer', { currency: 'GBP' }),
      ],
    });
    const { leftOut } = valueOf(await run(house));
    expect(new Map(leftOut.map((one) => [one.number, one.reason]))).toEqual(
      new Map([
        ['BILL/later', 'not_due'],
        ['BILL/blocked', 'blocked'],
        ['BILL/pound', 'no_route'],
      ]),
    );
    expect(codeOf(await run(house))).toBe('NOTHING_TO_PAY');
  });
});
