import { present } from '@quittance/domain';
import { expect, test } from 'vitest';
import { bytesOf } from './support/bank-files.ts';
import { bill } from './support/records.ts';
import { deliver, report, tell } from './support/deliver.ts';
import { type House, openHouse } from './support/house.ts';
import { approve, paymentTo, submit } from './support/walk.ts';

/** Types of the events so far. */
const eventsOf = async (house: House): Promise<readonly string[]> =>
  (await house.rows('outbox_event')).map((event) => event.type);

test('[SYN-08] the outcome of an approval is an event of the commit that decided it', async () => {
  const house = await openHouse();
  await approve(house);
  expect(await eventsOf(house)).toEqual(
    expect.arrayContaining(['approval.requested', 'approval.approved', 'batch.approved']),
  );
});

test("[SYN-08] a bank's answer, a statement and an exception are events at once", async () => {
  const house = await openHouse();
  const run = await submit(house);
  const payment = await paymentTo(house, run, 'acme');
  const { reference } = payment;
  await report(house, run, { payments: [{ reference, status: 'ACCP' }] });
  expect(await eventsOf(house)).toContain('payment.accepted');
  const stranger = { minor: 700n, bankReference: 'S1', endToEndId: 'THEIRS' };
  const booked = { minor: -payment.instructedMinor, bankReference: 'R1', endToEndId: reference };
  await tell(house, { entries: [booked, stranger] });
  expect(await eventsOf(house)).toEqual(
    expect.arrayContaining(['statement.loaded', 'payment.settled']),
  );
  await deliver(house, bytesOf('<no bank file'));
  expect(await eventsOf(house)).toContain('case.opened');
});

test('[SYN-08] what follows is asked for in the same commit, not by a later poll', async () => {
  const house = await openHouse();
  const run = await submit(house);
  const payment = present(await paymentTo(house, run, 'acme'), 'payment');
  house.tasks.take();
  const entry = { minor: -payment.instructedMinor, endToEndId: payment.reference };
  await tell(house, { entries: [{ ...entry, bankReference: 'R1' }] });
  expect(house.tasks.added().map((task) => task.name)).toEqual(
    expect.arrayContaining(['payment.settle', 'payment.showState', 'line.post', 'lines.match']),
  );
});

test('[SYN-05] a bill posted or changed in the accounts is told once for each change', async () => {
  const house = await openHouse({ bills: [] });
  const told = async () =>
    (await house.rows('outbox_event')).map((event) => [event.type, event.objectId]);
  await house.ingest([bill('a17', 'acme', { totalMinor: 10_000n })]);
  const [first] = await house.rows('open_item');
  const posted = ['openItem.posted', first?.id];
  expect(await told()).toEqual([posted]);
  await house.ingest([bill('a17', 'acme', { totalMinor: 10_000n })]);
  expect(await told()).toEqual([posted]);
  await house.ingest([bill('a17', 'acme', { totalMinor: 10_000n, residualMinor: 4_000n })]);
  expect(await told()).toEqual([posted, ['openItem.changed', first?.id]]);
});
