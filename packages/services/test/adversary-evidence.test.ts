import { type AttemptId, present } from '@quittance/domain';
import { recordOutcome, startSending } from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { report, tell } from './support/deliver.ts';
import { openHouse, valueOf } from './support/house.ts';
import { bill } from './support/records.ts';
import {
  openCasesOf,
  paymentTo,
  release,
  type ReleasedRun,
  send,
  statesOf,
  submit,
  tryRelease,
} from './support/walk.ts';

const bills = [bill('a17', 'acme')];

/** A message was called not sent, and its payment was sent in a second one. */
async function sentTwice() {
  const house = await openHouse({ bills });
  const first = await release(house, { bills });
  await send(house, first.attemptId, 'notSent');
  const again = valueOf(await tryRelease(house, first));
  const attemptId: AttemptId = present(again.attemptIds[0], 'second attempt');
  await send(house, attemptId);
  const second: ReleasedRun = { ...first, attemptId };
  const { reference } = await paymentTo(house, first, 'acme');
  return { house, first, second, reference };
}

describe('refusals that are of another sending', () => {
  test('[I1][RES-01] the refusal of a message called not sent frees no bill', async () => {
    const { house, first, second } = await sentTwice();
    await report(house, first, { group: 'RJCT', groupReason: 'FF01' });
    expect(await statesOf(house, second)).toEqual(['submitted']);
    const items = await house.rows('payment_item');
    expect(items.every((item) => item.live)).toBe(true);
  });

  test('[I1] the second of two messages refused as a duplicate frees no bill', async () => {
    const { house, second, reference } = await sentTwice();
    await report(house, second, { payments: [{ reference, status: 'RJCT', reason: 'AM05' }] });
    expect(await statesOf(house, second)).toEqual(['submitted']);
    expect(await openCasesOf(house)).toEqual(['evidence_conflict REFUSED_AS_DUPLICATE']);
    await tell(house, { entries: [{ minor: -10_000n, endToEndId: reference }] });
    expect(await statesOf(house, second)).toEqual(['settled']);
  });

  test.each([['ACCP first'], ['AM05 first']])(
    '[I1][I11] a second copy of an accepted payment is refused: %s',
    async (order) => {
      const house = await openHouse({ bills });
      const run = await submit(house, { bills });
      const { reference } = await paymentTo(house, run, 'acme');
      const reports = [
        { payments: [{ reference, status: 'ACCP' }] },
        { payments: [{ reference, status: 'RJCT', reason: 'AM05' }] },
      ];
      if (order === 'AM05 first') reports.reverse();
      for (const parts of reports) await report(house, run, parts);
      expect(await statesOf(house, run)).toEqual(['accepted']);
      const items = await house.rows('payment_item');
      expect(items.filter((item) => item.live)).toHaveLength(1);
    },
  );

  test('[EXC-05] a payment that the bank has by no other word is refused for good', async () => {
    const house = await openHouse({ bills });
    const run = await submit(house, { bills });
    const { reference } = await paymentTo(house, run, 'acme');
    await report(house, run, { payments: [{ reference, status: 'RJCT', reason: 'AM05' }] });
    expect(await statesOf(house, run)).toEqual(['failed']);
  });
});

describe('two rejected payments of one bill', () => {
  /** Both were rejected, so that the bill was free each time; the bank books both all the same. */
  async function rejectedTwice() {
    const house = await openHouse({ bills });
    const runs: ReleasedRun[] = [];
    for (const at of ['2026-11-23T10:00:00', '2026-11-23T11:00:00']) {
      const run = await submit(house, { bills });
      await report(house, run, { group: 'RJCT', groupReason: 'AC04', at });
      runs.push(run);
    }
    const payments = await Promise.all(runs.map((run) => paymentTo(house, run, 'acme')));
    const entries = payments.map(({ reference: endToEndId }, n) => {
      return { minor: -10_000n, endToEndId, bankReference: `R${n.toString()}` };
    });
    return { house, payments, entries };
  }

  test.each([['in one statement'], ['the later one first']])(
    '[I1][I12][EXC-03] that are booked %s claim the bill once, and a case tells of the other',
    async (how) => {
      const { house, payments, entries } = await rejectedTwice();
      if (how === 'in one statement') await tell(house, { entries });
      else {
        await tell(house, { message: 'camt.054', entries: entries.slice(1) });
        await tell(house, { entries });
      }
      const states = (await house.rows('payment')).map((row) => row.state);
      expect(states).toEqual(['settled', 'settled']);
      const live = (await house.rows('payment_item')).filter((item) => item.live);
      expect(live).toHaveLength(1);
      const cases = (await house.rows('exception_case')).filter(
        (row) => row.cause === 'BILL_CLAIMED_BY_ANOTHER',
      );
      const other = payments.find((payment) => payment.id !== live[0]?.paymentId);
      expect(cases.map((row) => row.objectId)).toEqual([other?.id]);
    },
  );
});

test('[I1][I14] a message that the bank speaks of was sent, transport or not', async () => {
  const house = await openHouse();
  const run = await release(house);
  const { attemptId } = run;
  const started = valueOf(await startSending({ ctx: house.hub(), input: { attemptId } }));
  const { reference } = await paymentTo(house, run, 'acme');
  await report(house, run, { payments: [{ reference, status: 'ACCP' }] });
  house.tasks.take();
  const { fencingToken } = started.attempt;
  const input = { attemptId, fencingToken, outcome: 'notSent', detail: 'refused' } as const;
  expect(valueOf(await recordOutcome({ ctx: house.hub(), input })).state).toBe('unknown');
  expect((await statesOf(house, run)).toSorted()).toEqual(['accepted', 'unknown', 'unknown']);
  const names = house.tasks.added().map((task) => task.name);
  expect(names).toContain('attempt.inquire');
  expect(names).not.toContain('batch.release');
});
