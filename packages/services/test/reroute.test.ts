import { present } from '@quittance/domain';
import {
  recordPayments,
  requestApproval,
  requestRelease,
  rerouteBatch,
  type RerouteBatchInput,
  startSending,
  takeBackBatch,
  validateBatch,
} from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { report, tell } from './support/deliver.ts';
import { codeOf, connectionName, dumpOf, type House, openHouse, valueOf } from './support/house.ts';
import { bill } from './support/records.ts';
import {
  approve,
  approveBy,
  attemptOf,
  batchOf,
  paymentsOf,
  propose,
  release,
  type Run,
  send,
  statesOf,
  tryRelease,
} from './support/walk.ts';

const takeBack = (house: House, { batchId }: Run) =>
  takeBackBatch({ ctx: house.as('paula'), input: { batchId } });

const reroute = (house: House, { batchId }: Run, more: Partial<RerouteBatchInput> = {}) =>
  rerouteBatch({ ctx: house.as('paula'), input: { batchId, ...more } });

const ascending = (left: string, right: string): number => (left < right ? -1 : 1);

/** From the open batch to Rita's word, as if it were any other. */
async function approveAnew(house: House, run: Run) {
  const { batchId } = run;
  valueOf(await validateBatch({ ctx: house.as('paula'), input: { batchId } }));
  valueOf(await requestApproval({ ctx: house.as('paula'), input: { batchId } }));
  await approveBy(house, run, 'anna', 'otto');
  valueOf(await requestRelease({ ctx: house.as('rita'), input: { batchId } }));
}

const approvalOf = async (house: House, run: Run) =>
  present(
    (await house.rows('approval')).find((row) => row.subjectId === run.batchId),
    'approval',
  );

describe('takeBackBatch', () => {
  test('[RES-10][FT-11] a waiting message comes back, approvals and all', async () => {
    const house = await openHouse();
    const run = await release(house);
    const { contentHash } = await batchOf(house, run);
    const attempt = await attemptOf(house, run.attemptId);
    expect(valueOf(await takeBack(house, run)).messages).toEqual([attempt.messageId]);
    expect((await attemptOf(house, run.attemptId)).state).toBe('void');
    expect(await batchOf(house, run)).toMatchObject({ state: 'approved', contentHash });
    expect((await approvalOf(house, run)).state).toBe('approved');
    expect(await statesOf(house, run)).toEqual(Array(3).fill('approved'));
    // The task that was to send it finds nothing to send.
    const { attemptId } = run;
    const started = await startSending({ ctx: house.hub(), input: { attemptId } });
    expect(valueOf(started).kind).toBe('done');
    expect(house.tasks.take('batch.release')).toHaveLength(1);
  });

  test('[I2][I18] what was taken back is released again without a new approval', async () => {
    const house = await openHouse();
    const run = await release(house);
    valueOf(await takeBack(house, run));
    const { batchId } = run;
    valueOf(await requestRelease({ ctx: house.as('rita'), input: { batchId } }));
    const { attemptIds } = valueOf(await tryRelease(house, run));
    expect(attemptIds).toHaveLength(1);
    expect(attemptIds).not.toContain(run.attemptId);
  });

  test.each([
    ['began', null],
    ['was answered', 'acknowledged'],
    ['was never answered', 'unknown'],
  ] as const)('[I1][I14] a message whose sending %s is not taken back', async (_, outcome) => {
    const house = await openHouse();
    const run = await release(house);
    const { attemptId } = run;
    if (outcome !== null) await send(house, attemptId, outcome);
    else valueOf(await startSending({ ctx: house.hub(), input: { attemptId } }));
    const before = await dumpOf(house);
    expect(codeOf(await takeBack(house, run))).toBe('ILLEGAL_TRANSITION');
    expect(codeOf(await reroute(house, run))).toBe('ILLEGAL_TRANSITION');
    expect(await dumpOf(house)).toBe(before);
  });

  test('[I1] a message that the bank speaks of is not taken back, whatever we think', async () => {
    const house = await openHouse();
    const run = await release(house);
    await report(house, run, { group: 'ACCP' });
    expect(codeOf(await takeBack(house, run))).toBe('ILLEGAL_TRANSITION');
  });
});

describe('rerouteBatch', () => {
  test('[RES-10][I19] its bills are paid from other accounts, approved anew', async () => {
    const house = await openHouse();
    const run = await approve(house);
    const old = await paymentsOf(house, run);
    const { batches, leftOut } = valueOf(await reroute(house, run));
    expect(leftOut).toEqual([]);
    expect(batches.map((batch) => batch.accountName).toSorted(ascending)).toEqual([
      'batch',
      'quick',
    ]);
    expect((await batchOf(house, run)).state).toBe('cancelled');
    expect((await approvalOf(house, run)).state).toBe('void');
    expect(await statesOf(house, run)).toEqual(Array(3).fill('cancelled'));
    const fresh = (await house.rows('payment')).filter((row) => row.batchId !== run.batchId);
    expect(fresh.map((row) => row.state)).toEqual(Array(3).fill('draft'));
    expect(new Set(fresh.map((row) => row.replacesPaymentId))).toEqual(
      new Set(old.map((row) => row.id)),
    );
    const sums = [old, fresh].map((rows) =>
      rows.reduce((total, row) => total + row.instructedMinor, 0n),
    );
    expect(sums[0]).toBe(sums[1]);
    const live = (await house.rows('payment_item')).filter((item) => item.live);
    expect(live).toHaveLength(4);
    expect(new Set(live.map((item) => item.openItemId)).size).toBe(4);
  });

  test('[I1] the old batch can neither be approved nor released any more', async () => {
    const house = await openHouse();
    const run = await approve(house);
    valueOf(await reroute(house, run));
    const { batchId } = run;
    const asked = await requestRelease({ ctx: house.as('rita'), input: { batchId } });
    expect(codeOf(asked)).toBe('ILLEGAL_TRANSITION');
    await expect(approveBy(house, run, 'emil')).rejects.toThrow(/ILLEGAL|APPROVAL|CONTENT/);
    expect(codeOf(await reroute(house, run))).toMatch(/ILLEGAL_TRANSITION|NOTHING_TO_PAY/);
  });

  test('a named account pays all, at whatever cost, and never the one that it was on', async () => {
    const house = await openHouse();
    const run = await approve(house);
    const { euro, batch } = house.accounts;
    expect(codeOf(await reroute(house, run, { ownAccountId: euro }))).toBe('NO_ROUTE');
    const told = valueOf(await reroute(house, run, { ownAccountId: batch }));
    expect(told.batches.map((one) => [one.accountName, one.paymentCount])).toEqual([['batch', 3]]);
  });

  test('[WF-03] what no other account can carry keeps the whole batch as it is', async () => {
    const house = await openHouse();
    const run = await approve(house);
    for (const row of await house.rows('own_account')) {
      if (row.name === 'euro') continue;
      await house.edit('own_account', row, { bookedBalanceMinor: 100_000n });
    }
    const before = await dumpOf(house);
    expect(codeOf(await reroute(house, run))).toBe('NO_ROUTE');
    expect(await dumpOf(house)).toBe(before);
  });

  test('a part of a bill stays a part', async () => {
    const house = await openHouse({
      bills: [bill('a1', 'acme', { totalMinor: 40_000n }), bill('b1', 'bolt')],
    });
    const rows = await house.rows('open_item');
    const id = present(rows.find((row) => row.number === 'BILL/a1')?.id, 'a1');
    const run = await propose(house, { partialAmounts: new Map([[id, 12_345n]]) });
    const told = valueOf(await reroute(house, run));
    const amounts = told.batches.flatMap((batch) => batch.payments.map((one) => one.amountMinor));
    expect(new Set(amounts)).toEqual(new Set([12_345n, 10_000n]));
  });

  test('[CAN-03] drafts that the accounts made in the meantime are withdrawn', async () => {
    const house = await openHouse();
    const run = await release(house);
    valueOf(await takeBack(house, run));
    valueOf(await reroute(house, run));
    expect(house.tasks.take('payment.withdraw')).toHaveLength(1);
    // One that is told only now, since the accounts were asked before, is withdrawn as well.
    const done = (await paymentsOf(house, run)).map(({ id: paymentId, reference }) => {
      return { paymentId, externalId: reference, postedDate: null };
    });
    const input = { connectionName, accountsState: 'registered', done, refused: [] } as const;
    valueOf(await recordPayments({ ctx: house.hub(), input }));
    const [task] = house.tasks.take('payment.withdraw');
    expect(task?.data.ids).toHaveLength(3);
  });

  test('[I1] money that the old message moved after all holds the new payments back', async () => {
    const house = await openHouse();
    const run = await release(house);
    const [first] = await paymentsOf(house, run);
    valueOf(await takeBack(house, run));
    const { batches } = valueOf(await reroute(house, run));
    const { reference, instructedMinor } = present(first, 'a payment');
    const entry = { minor: -instructedMinor, endToEndId: reference, bankReference: 'R1' };
    await tell(house, { entries: [entry] });
    const heldBack: string[] = [];
    for (const { batchId } of batches) {
      const fresh = { batchId, bills: run.bills };
      await approveAnew(house, fresh);
      heldBack.push(...valueOf(await tryRelease(house, fresh)).heldBack.map((one) => one.why));
    }
    // The bank has the message, and with it the payments that it said nothing of.
    expect(heldBack).toHaveLength(3);
  });
});
