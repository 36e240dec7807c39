import { cancelPayment, createProposal, sweepDeadlines } from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { report, tell } from './support/deliver.ts';
import { codeOf, type House, openHouse, today, valueOf } from './support/house.ts';
import { bill } from './support/records.ts';
import {
  paymentsOf,
  paymentTo,
  readyToRelease,
  release,
  type ReleasedRun,
  send,
  tryRelease,
} from './support/walk.ts';

const bills = [bill('a17', 'acme'), bill('b51', 'bolt')];

const propose = (house: House) =>
  createProposal({
    ctx: house.as('paula'),
    input: { ownAccountId: house.accounts.euro, dueUntil: today },
  });

/** A message that the transport called not sent, wrongly as the bank's words will show. */
async function calledNotSent() {
  const house = await openHouse({ bills });
  const run = await release(house, { bills });
  await send(house, run.attemptId, 'notSent');
  return { house, run };
}

/** The bank speaks of the payment to Acme alone; Bolt's was in the same message. */
async function speak(house: House, run: ReleasedRun, status: 'ACCP' | 'RJCT') {
  const { reference } = await paymentTo(house, run, 'acme');
  await report(house, run, { payments: [{ reference, status }] });
}

/** The approvals run out, and with them the payments give their bills free. */
async function expire(house: House, run: ReleasedRun) {
  house.clock.move({ hours: 72 });
  const { de: entityId } = house.entities;
  valueOf(await sweepDeadlines({ ctx: house.hub(), input: { entityId } }));
  expect((await paymentsOf(house, run)).map((row) => row.state)).toEqual(['expired', 'expired']);
}

async function cancel(house: House, run: ReleasedRun) {
  expect(valueOf(await tryRelease(house, run)).released).toBe(0);
  for (const { id: paymentId } of await paymentsOf(house, run)) {
    const input = { paymentId, reason: 'of no use any more' };
    valueOf(await cancelPayment({ ctx: house.as('paula'), input }));
  }
}

describe('a message that was called not sent, and that the bank has all the same', () => {
  test.each([
    ['expired', expire],
    ['were cancelled', cancel],
  ])('[I1][RES-01] is not paid again after its payments %s', async (_, end) => {
    const { house, run } = await calledNotSent();
    await speak(house, run, 'ACCP');
    await end(house, run);
    expect(codeOf(await propose(house))).toBe('NOTHING_TO_PAY');
  });

  test('[I1] is paid again once the bank itself says that both payments are dead', async () => {
    const { house, run } = await calledNotSent();
    await speak(house, run, 'ACCP');
    await expire(house, run);
    await report(house, run, { group: 'RJCT', groupReason: 'AC01', at: '2026-11-24T10:00:00' });
    expect(valueOf(await propose(house)).totalMinor).toBe(20_000n);
  });

  test('[I1] of which one payment was rejected still has the other one', async () => {
    const { house, run } = await calledNotSent();
    await expire(house, run);
    await speak(house, run, 'RJCT');
    expect(valueOf(await propose(house)).totalMinor).toBe(10_000n);
  });

  test('[I1] is paid again when its money came back', async () => {
    const { house, run } = await calledNotSent();
    const { reference } = await paymentTo(house, run, 'acme');
    await speak(house, run, 'ACCP');
    await expire(house, run);
    await tell(house, {
      entries: [
        { minor: -10_000n, endToEndId: reference, bankReference: 'R1' },
        { minor: 10_000n, endToEndId: reference, bankReference: 'R2', returnReason: 'AC04' },
      ],
    });
    expect(valueOf(await propose(house)).totalMinor).toBe(10_000n);
  });

  test('[I1][WF-03] is held back when the bank speaks after the new approval', async () => {
    const { house, run } = await calledNotSent();
    await expire(house, run);
    const again = await readyToRelease(house, { bills });
    await speak(house, run, 'ACCP');
    const released = valueOf(await tryRelease(house, again));
    expect(released).toMatchObject({ released: 0, attemptIds: [] });
    expect(released.heldBack).toHaveLength(2);
  });

  test('[I1] is not paid again when only its second message was rejected', async () => {
    const { house, run } = await calledNotSent();
    const second = valueOf(await tryRelease(house, run)).attemptIds[0];
    if (second === undefined) throw new Error('not released again');
    await send(house, second);
    await speak(house, { ...run, attemptId: second }, 'RJCT');
    await speak(house, run, 'ACCP');
    expect((await paymentTo(house, run, 'acme')).state).toBe('failed');
    expect(codeOf(await propose(house))).toBe('NOTHING_TO_PAY');
  });
});
