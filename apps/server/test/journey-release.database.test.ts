import { present } from '@quittance/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Journey, openJourney, type PaidBills } from './support/journey-world.ts';

/** What people do in Odoo between the approval and the release, each to a payment of its own. */
type Act = (journey: Journey, paid: PaidBills) => void;

const login = 'maria.alvarez';
const firstOf = (paid: PaidBills): number => present(paid.moveIds[0], 'a bill');

const acts: Readonly<Record<string, { readonly act: Act; readonly why: RegExp }>> = {
  'paid by hand': {
    act: ({ sandbox }, paid) => {
      sandbox.odoo.control.payBillByHand({ moveId: firstOf(paid), login });
    },
    why: /is paid in the accounts/,
  },
  'reset to draft': {
    act: ({ sandbox }, paid) => {
      sandbox.odoo.control.resetToDraft({ moveId: firstOf(paid), login });
    },
    why: /is reset in the accounts/,
  },
  'credited in part': {
    act: ({ sandbox }, paid) => {
      sandbox.odoo.control.creditBill({ moveId: firstOf(paid), login, amount: '1.00' });
    },
    why: /has less open than the payment pays/,
  },
  cancelled: {
    act: ({ sandbox }, paid) => {
      sandbox.odoo.control.cancelBill({ moveId: firstOf(paid), login });
    },
    why: /is cancelled in the accounts/,
  },
  'blocked for payment': {
    act: ({ sandbox }, paid) => {
      sandbox.odoo.control.blockPayment({ moveId: firstOf(paid), login });
    },
    why: /was blocked for payment/,
  },
};

describe('bills that change in Odoo between approval and release', () => {
  let journey: Journey;
  const held = new Map<string, PaidBills>();
  const left: PaidBills[] = [];

  beforeAll(async () => {
    journey = await openJourney();
    const { batchId } = await journey.propose('HUS USD at nordhafen');
    await journey.approve(batchId);
    const all = await journey.paymentsOf(batchId);
    const ready = all.filter(
      ({ payment, moveIds }) => payment.state === 'approved' && moveIds.length === 1,
    );
    expect(ready.length).toBeGreaterThan(Object.keys(acts).length + 2);
    for (const [position, [name, { act }]] of Object.entries(acts).entries()) {
      const paid = present(ready[position], 'a payment');
      act(journey, paid);
      held.set(name, paid);
    }
    const touched = new Set([...held.values()].map(({ payment }) => payment.id));
    left.push(
      ...all.filter(({ payment }) => payment.state === 'approved' && !touched.has(payment.id)),
    );
    await journey.release(batchId);
    await journey.bankDay();
  }, 120_000);
  afterAll(() => journey.close());

  test.each(Object.entries(acts))(
    '[ORC-08][EXC-08][RES-14] a bill %s is not paid, and a person is told why',
    async (name, { why }) => {
      const { payment } = present(held.get(name), name);
      const after = await journey.payment(payment.id);
      expect(after).toMatchObject({ state: 'draft', liveAttemptId: null });
      const cases = (await journey.cases(payment.id)).filter((one) => one.kind === 'bill_changed');
      expect(cases.map((one) => one.detail)).toEqual([expect.stringMatching(why)]);
      expect(cases[0]?.ownerRole).toBe('preparer');
      const sent = journey.sandbox.banks.flatMap((bank) => bank.books().instructions);
      expect(sent.map((one) => one.endToEndId)).not.toContain(payment.reference);
    },
  );

  test('[RES-01][WF-03] the others of the batch leave, once each, and are executed', async () => {
    const sent = journey.sandbox.banks.flatMap((bank) => bank.books().instructions);
    expect(sent.map((one) => one.endToEndId).toSorted()).toEqual(
      left.map(({ payment }) => payment.reference).toSorted(),
    );
    const states = await Promise.all(left.map(({ payment }) => journey.payment(payment.id)));
    expect(states.filter((payment) => payment.state === 'draft')).toEqual([]);
    expect(journey.sandbox.audit()).toMatchObject({ duplicates: 0, lost: 0 });
  });
});
