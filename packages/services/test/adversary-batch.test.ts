import { asPlainDate } from '@quittance/domain';
import {
  cancelPayment,
  reopenBatch,
  reportRefusedRelease,
  requestApproval,
  requestRelease,
  validateBatch,
} from '@quittance/services';
import { expect, test } from 'vitest';
import { tell } from './support/deliver.ts';
import { openHouse, valueOf } from './support/house.ts';
import { bill, usualBills } from './support/records.ts';
import {
  approve,
  approveBy,
  batchOf,
  openCasesOf,
  paymentsOf,
  paymentTo,
  readyToRelease,
  release,
  send,
  tryRelease,
} from './support/walk.ts';

test('[RES-14] a discount that a later day has lost is not deducted from the payment', async () => {
  const discountDate = asPlainDate('2026-11-24');
  const bills = [bill('a17', 'acme', { discountDate, discountMinor: 200n })];
  const house = await openHouse({ bills });
  const run = await approve(house, { bills });
  expect((await paymentTo(house, run, 'acme')).instructedMinor).toBe(9_800n);
  house.clock.move({ hours: 48 });
  const { batchId } = run;
  const ctx = house.as('paula');
  expect(valueOf(await reopenBatch({ ctx, input: { batchId } })).executionDate > discountDate).toBe(
    true,
  );
  const checked = valueOf(await validateBatch({ ctx, input: { batchId } }));
  expect(checked.valid).toBe(0);
  expect(checked.invalid[0]?.reasons.join()).toContain('discount');
});

test('[I2][SYN-09] a held-back payment is reopened for the day of the others', async () => {
  const house = await openHouse();
  const run = await readyToRelease(house);
  const paid = usualBills.map((item) =>
    item.externalId === 'b51' ? { ...item, state: 'paid' as const, residualMinor: 0n } : item,
  );
  const {
    attemptIds: [attemptId],
  } = valueOf(await tryRelease(house, run, paid));
  if (attemptId === undefined) throw new Error('nothing was released');
  await send(house, attemptId, 'notSent');
  house.clock.move({ hours: 24 });
  const { batchId } = run;
  valueOf(await reopenBatch({ ctx: house.as('paula'), input: { batchId } }));
  const { executionDate } = await batchOf(house, run);
  const payments = await paymentsOf(house, run);
  expect(payments.map((payment) => payment.executionDate)).toEqual(Array(3).fill(executionDate));
});

test('[I1][ORC-08] a second worker on a release that has happened opens no case', async () => {
  const house = await openHouse();
  const { batchId } = await release(house);
  const refusal = { code: 'ILLEGAL_TRANSITION', detail: 'the batch is released' } as const;
  valueOf(await reportRefusedRelease({ ctx: house.hub(), input: { batchId, refusal } }));
  expect(await openCasesOf(house)).toEqual([]);
});

test('[I12][I27] a statement reissued with other entries of the same sum is a case', async () => {
  const house = await openHouse();
  await tell(house, { entries: [{ minor: -350n, bankReference: 'F1', subFamily: 'CHRG' }] });
  await tell(house, { entries: [{ minor: -350n, bankReference: 'F2', subFamily: 'CHRG' }] });
  expect(await openCasesOf(house)).toEqual(['statement_gap reissued']);
});

test('[I19] a batch that lost a payment before it was reopened can still leave', async () => {
  const house = await openHouse();
  const run = await readyToRelease(house);
  const paid = usualBills.map((item) =>
    item.externalId === 'b51' ? { ...item, state: 'paid' as const, residualMinor: 0n } : item,
  );
  const {
    attemptIds: [attemptId],
  } = valueOf(await tryRelease(house, run, paid));
  if (attemptId === undefined) throw new Error('nothing was released');
  await send(house, attemptId, 'notSent');
  const ctx = house.as('paula');
  const { batchId } = run;
  const { id: paymentId } = await paymentTo(house, run, 'bolt');
  valueOf(await cancelPayment({ ctx, input: { paymentId, reason: 'paid by hand' } }));
  valueOf(await reopenBatch({ ctx, input: { batchId } }));
  valueOf(await validateBatch({ ctx, input: { batchId } }));
  valueOf(await requestApproval({ ctx, input: { batchId } }));
  await approveBy(house, run, 'anna', 'otto');
  valueOf(await requestRelease({ ctx: house.as('rita'), input: { batchId } }));
  expect(valueOf(await tryRelease(house, run, paid))).toMatchObject({ released: 2, heldBack: [] });
});
