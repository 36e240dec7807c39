import type { Payment } from '@quittance/domain';
import {
  cancelPayment,
  decide,
  planPayments,
  recordPayments,
  reopenBatch,
  requestApproval,
  sweepDeadlines,
  validateBatch,
} from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { tell } from './support/deliver.ts';
import { connectionName, type House, openHouse, today, valueOf } from './support/house.ts';
import { bill } from './support/records.ts';
import {
  batchOf,
  openCasesOf,
  paymentsOf,
  paymentTo,
  release,
  type ReleasedRun,
  send,
  statesOf,
  submit,
  tryRelease,
} from './support/walk.ts';

const bills = [bill('a17', 'acme'), bill('b51', 'bolt')];

async function recordDrafts(house: House, payments: readonly Payment[]) {
  const done = payments.map(({ id: paymentId, reference }) => {
    return { paymentId, externalId: `odoo ${reference}`, postedDate: null };
  });
  const input = { connectionName, accountsState: 'registered', done, refused: [] } as const;
  return valueOf(await recordPayments({ ctx: house.hub(), input }));
}

const withdrawn = (house: House): readonly string[] =>
  house.tasks.take('payment.withdraw').flatMap((task) => task.data.ids);

const idsOf = (payments: readonly Payment[]) => payments.map((payment) => payment.id);

/** Released and not sent: approved again, and with drafts in the accounts. */
async function takenBack() {
  const house = await openHouse({ bills });
  const run = await release(house, { bills });
  await recordDrafts(house, await paymentsOf(house, run));
  await send(house, run.attemptId, 'notSent');
  house.tasks.take();
  return { house, run };
}

async function sweep(house: House) {
  house.clock.move({ hours: 72 });
  const input = { entityId: house.entities.de };
  valueOf(await sweepDeadlines({ ctx: house.hub(), input }));
}

async function cancelAll(house: House, run: ReleasedRun) {
  for (const { id: paymentId } of await paymentsOf(house, run)) {
    const input = { paymentId, reason: 'not needed' };
    valueOf(await cancelPayment({ ctx: house.as('paula'), input }));
  }
}

/** Every bill changed in the accounts, so that the release holds every payment back. */
async function holdBackAll(house: House, run: ReleasedRun) {
  const changed = bills.map((item) => ({ ...item, blocked: true }));
  expect(valueOf(await tryRelease(house, run, changed)).released).toBe(0);
}

async function reject(house: House, { batchId }: ReleasedRun) {
  const preparer = house.as('paula');
  valueOf(await reopenBatch({ ctx: preparer, input: { batchId } }));
  valueOf(await validateBatch({ ctx: preparer, input: { batchId } }));
  const { contentHash } = valueOf(await requestApproval({ ctx: preparer, input: { batchId } }));
  const input = { batchId, decision: 'reject', contentHash, reason: 'no' } as const;
  valueOf(await decide({ ctx: house.as('anna'), input }));
}

describe('drafts in the accounts of payments that never left', () => {
  test.each([
    ['expired', 'expired', (house: House) => sweep(house)],
    ['were rejected after all', 'rejected', reject],
    [
      'were cancelled',
      'cancelled',
      async (house: House, run: ReleasedRun) => {
        await holdBackAll(house, run);
        await cancelAll(house, run);
      },
    ],
  ])('[WF-03][RES-09] are taken back when the payments %s', async (_, state, end) => {
    const { house, run } = await takenBack();
    await end(house, run);
    const payments = await paymentsOf(house, run);
    expect(payments.map((payment) => payment.state)).toEqual([state, state]);
    expect(withdrawn(house).toSorted()).toEqual(idsOf(payments).toSorted());
  });

  test('[WF-03][FT-02] are taken back when the accounts tell of them too late', async () => {
    const house = await openHouse({ bills });
    const run = await release(house, { bills });
    await send(house, run.attemptId, 'notSent');
    await sweep(house);
    expect(withdrawn(house)).toEqual([]);
    const payments = await paymentsOf(house, run);
    await recordDrafts(house, payments);
    expect(withdrawn(house).toSorted()).toEqual(idsOf(payments).toSorted());
  });

  test('[WF-03] are not made for a payment whose message was taken back', async () => {
    const { house, run } = await takenBack();
    const input = { paymentIds: idsOf(await paymentsOf(house, run)), connectionName };
    const plan = valueOf(await planPayments({ ctx: house.hub(), input }));
    expect(plan.map((posting) => posting.isUnderWay)).toEqual([false, false]);
    valueOf(await tryRelease(house, run));
    const again = valueOf(await planPayments({ ctx: house.hub(), input }));
    expect(again.map((posting) => posting.isUnderWay)).toEqual([true, true]);
  });
});

test('[EXC-07][EXC-13] cancelling a payment answers the case that held it back', async () => {
  const { house, run } = await takenBack();
  const { reference } = await paymentTo(house, run, 'acme');
  await tell(house, {
    message: 'camt.054',
    entries: [{ minor: -1n, endToEndId: reference, bankReference: 'R1', status: 'PDNG' }],
  });
  expect(valueOf(await tryRelease(house, run)).released).toBe(0);
  expect((await openCasesOf(house)).join()).toContain('approval_mismatch');
  await cancelAll(house, run);
  expect((await openCasesOf(house)).join()).not.toContain('approval_mismatch');
  expect(await batchOf(house, run)).toMatchObject({ state: 'cancelled' });
});

describe('a payment of which a part was booked and came back', () => {
  const only = [bill('a17', 'acme')];

  async function half() {
    const house = await openHouse({ bills: only });
    const run = await submit(house, { bills: only });
    const { id, reference: endToEndId } = await paymentTo(house, run, 'acme');
    house.tasks.take();
    await tell(house, {
      entries: [
        { minor: -6_000n, endToEndId, bankReference: 'R1' },
        { minor: 6_000n, endToEndId, bankReference: 'R2', returnReason: 'AC04' },
      ],
    });
    expect(await statesOf(house, run)).toEqual(['returned']);
    const plan = async () => {
      const input = { paymentIds: [id], connectionName };
      return valueOf(await planPayments({ ctx: house.hub(), input }));
    };
    return { house, run, plan, endToEndId };
  }

  test('[I3][I7] is not posted with the whole amount; a person hears of it', async () => {
    const { house, plan } = await half();
    expect(house.tasks.take('payment.settle')).toEqual([]);
    expect(await plan()).toMatchObject([{ isSettledWhole: false, amountMinor: 10_000n }]);
    expect(await openCasesOf(house)).toContain('evidence_conflict RETURNED_AFTER_A_PART');
  });

  test('[I3][I7] is posted once the rest is booked', async () => {
    const { house, plan, endToEndId } = await half();
    await tell(house, {
      id: 'S2',
      day: '2026-11-24',
      entries: [{ minor: -4_000n, endToEndId, bankReference: 'R3', day: '2026-11-24' }],
    });
    expect(house.tasks.take('payment.settle')).toHaveLength(1);
    expect(await plan()).toMatchObject([{ isSettledWhole: true, date: today }]);
  });
});
