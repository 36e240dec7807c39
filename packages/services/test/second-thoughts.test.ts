import { present } from '@quittance/domain';
import {
  createProposal,
  planRemittances,
  recordPayments,
  recordRemittance,
  reopenBatch,
  requestApproval,
  validateBatch,
} from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { report, tell } from './support/deliver.ts';
import { codeOf, connectionName, openHouse, valueOf } from './support/house.ts';
import { bill } from './support/records.ts';
import {
  approve,
  batchOf,
  openCasesOf,
  paymentsOf,
  paymentTo,
  submit,
  tryRelease,
} from './support/walk.ts';

const one = [bill('a17', 'acme')];

async function single() {
  const house = await openHouse({ bills: one });
  const run = await submit(house, { bills: one });
  return { house, run, payment: await paymentTo(house, run, 'acme') };
}

describe('a batch that missed its cut-off', () => {
  test('[I19][SYN-09] goes back to a proposal for the next day, its approvals void', async () => {
    const house = await openHouse();
    const run = await approve(house);
    house.clock.move({ hours: 48 });
    expect(codeOf(await tryRelease(house, run))).toBe('CUT_OFF_PASSED');
    const { batchId } = run;
    const before = (await batchOf(house, run)).executionDate;
    const reopened = valueOf(await reopenBatch({ ctx: house.as('paula'), input: { batchId } }));
    expect(reopened.executionDate > before).toBe(true);
    const batch = await batchOf(house, run);
    expect(batch).toMatchObject({ state: 'open', contentHash: null, releasedBy: null });
    for (const payment of await paymentsOf(house, run)) {
      const { executionDate } = reopened;
      expect(payment).toMatchObject({ state: 'draft', executionDate, contentHash: null });
    }
    expect((await house.rows('approval')).map((row) => row.state)).toEqual(['void']);
  });

  test('[I19] is validated and approved anew, under another hash', async () => {
    const house = await openHouse();
    const run = await approve(house);
    const { batchId } = run;
    const earlier = (await batchOf(house, run)).contentHash;
    const ctx = house.as('paula');
    house.clock.move({ hours: 48 });
    valueOf(await reopenBatch({ ctx, input: { batchId } }));
    valueOf(await validateBatch({ ctx, input: { batchId } }));
    const asked = valueOf(await requestApproval({ ctx, input: { batchId } }));
    expect(asked.contentHash).not.toBe(present(earlier, 'the earlier hash'));
  });

  test('[I10] is not reopened once it has left', async () => {
    const { house, run } = await single();
    const { batchId } = run;
    expect(codeOf(await reopenBatch({ ctx: house.as('paula'), input: { batchId } }))).toBe(
      'ILLEGAL_TRANSITION',
    );
  });
});

test('[EXC-08][ST-08] a payment that was withdrawn and is booked after all is posted', async () => {
  const { house, payment } = await single();
  const told = { paymentId: payment.id, externalId: '700', postedDate: null };
  const record = (accountsState: 'withdrawn' | 'posted' | 'registered') => {
    const input = { connectionName, accountsState, done: [told], refused: [] };
    return recordPayments({ ctx: house.hub(), input });
  };
  valueOf(await record('withdrawn'));
  expect(valueOf(await record('registered')).recorded).toBe(0);
  expect(valueOf(await record('posted')).recorded).toBe(1);
  expect(valueOf(await record('withdrawn')).recorded).toBe(0);
});

test.each(['ACWC', 'QQQQ'])('[EXC-12][FT-03] status %s wants a person', async (status) => {
  const { house, run, payment } = await single();
  await report(house, run, { payments: [{ reference: payment.reference, status }] });
  expect(await openCasesOf(house)).toEqual([`drift status ${status}`]);
});

test('[I27] a statement that comes again with other entries opens a case', async () => {
  const house = await openHouse();
  const fee = { minor: -350n, bankReference: 'F1', subFamily: 'CHRG', text: 'fees' };
  await tell(house, { entries: [fee] });
  const half = { ...fee, minor: -175n };
  await tell(house, {
    entries: [
      { ...half, bankReference: 'F2' },
      { ...half, bankReference: 'F3' },
    ],
  });
  expect(await openCasesOf(house)).toContain('statement_gap reissued');
});

test('a remittance advice goes out for what is booked, and once', async () => {
  const { house, payment } = await single();
  const ctx = house.hub();
  const plan = () => planRemittances({ ctx, input: { paymentIds: [payment.id] } });
  expect(valueOf(await plan())).toEqual([]);
  const entry = { minor: -payment.instructedMinor, endToEndId: payment.reference };
  await tell(house, { entries: [{ ...entry, bankReference: 'R1' }] });
  const [advice] = valueOf(await plan());
  const { messageId } = present(advice, 'an advice');
  const input = { paymentId: payment.id, messageId };
  valueOf(await recordRemittance({ ctx, input }));
  const versions = (await house.rows('payment')).map((row) => row.version);
  valueOf(await recordRemittance({ ctx, input }));
  expect((await house.rows('payment')).map((row) => row.version)).toEqual(versions);
  expect(valueOf(await plan())).toEqual([]);
});

test('[I1][FT-07] a bill waits for the statement that shows its rejection', async () => {
  const { house, run, payment } = await single();
  const { reference } = payment;
  await report(house, run, { payments: [{ reference, status: 'ACSP' }] });
  await report(house, run, { payments: [{ reference, status: 'RJCT', reason: 'MS03' }] });
  expect((await paymentTo(house, run, 'acme')).state).toBe('failed');
  const ctx = house.as('paula');
  const input = { ownAccountId: payment.ownAccountId, dueUntil: payment.executionDate };
  const again = () => createProposal({ ctx, input });
  expect(codeOf(await again())).toBe('NOTHING_TO_PAY');
  await tell(house, { entries: [] });
  expect(valueOf(await again()).payments.map((one) => one.amountMinor)).toEqual([
    payment.instructedMinor,
  ]);
});

test('[I1][ST-06] a rejection alone proves nothing where the bank does not vouch', async () => {
  const house = await openHouse({ bills: one });
  const run = await submit(house, { bills: one, ownAccountId: house.accounts.quick });
  const { reference, ownAccountId, executionDate } = await paymentTo(house, run, 'acme');
  await report(house, run, { payments: [{ reference, status: 'RJCT', reason: 'MS03' }] });
  expect((await paymentTo(house, run, 'acme')).state).toBe('failed');
  const input = { ownAccountId, dueUntil: executionDate };
  const again = () => createProposal({ ctx: house.as('paula'), input });
  expect(codeOf(await again())).toBe('NOTHING_TO_PAY');
});
