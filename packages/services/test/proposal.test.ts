import { asPlainDate, present } from '@quittance/domain';
import { createProposal, selectForPayment } from '@quittance/services';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf, type House, openHouse, today, valueOf } from './support/house.ts';
import { ascending } from './support/matchers.ts';
import { bill, creditNote } from './support/records.ts';
import { paymentsOf, paymentTo, propose } from './support/walk.ts';

const later = asPlainDate('2026-12-24');

async function proposalOf(house: House, more: object = {}) {
  const input = { ownAccountId: house.accounts.euro, dueUntil: today, ...more };
  return createProposal({ ctx: house.as('paula'), input });
}

async function itemId(house: House, number: string) {
  const rows = await house.rows('open_item');
  return present(rows.find((row) => row.number === number)?.id, number);
}

describe('createProposal', () => {
  test('[WF-03] due bills become one payment a supplier, itemised, and add up', async () => {
    const house = await openHouse();
    const proposal = valueOf(await proposalOf(house));
    expect(proposal).toMatchObject({ currency: 'EUR', paymentCount: 3, totalMinor: 166_283n });
    expect(proposal.leftOut).toEqual([]);
    const acme = await paymentTo(house, { batchId: proposal.batchId, bills: [] }, 'acme');
    expect(acme).toMatchObject({ instructedMinor: 35_050n, remittance: 'INV-a17, INV-a23' });
    const items = await house.rows('payment_item');
    const ofAcme = items.filter((item) => item.paymentId === acme.id && item.live);
    expect(ofAcme.map((item) => item.amountMinor).toSorted(ascending)).toEqual([10_000n, 25_050n]);
    const sum = proposal.payments.reduce((total, payment) => total + payment.amountMinor, 0n);
    expect(sum).toBe(proposal.totalMinor);
  });

  test('[ORC-01] blocked, baselined and later bills are left out, with the reason', async () => {
    const house = await openHouse({
      bills: [
        bill('due', 'acme'),
        bill('blocked', 'acme', { blocked: true }),
        bill('later', 'acme', { dueDate: later }),
        bill('dollar', 'acme', { currency: 'USD' }),
        bill('baselined', 'bolt'),
        bill('paid', 'bolt', { state: 'paid', residualMinor: 0n }),
        bill('reset', 'bolt', { state: 'reset' }),
      ],
    });
    const rows = await house.rows('open_item');
    const baselined = present(
      rows.find((row) => row.number === 'BILL/baselined'),
      'the bill of before',
    );
    await house.edit('open_item', baselined, { baselined: true });
    const { leftOut, payments, totalMinor } = valueOf(await proposalOf(house));
    expect(payments).toHaveLength(1);
    expect(totalMinor).toBe(10_000n);
    expect(new Map(leftOut.map((one) => [one.number, one.reason]))).toEqual(
      new Map([
        ['BILL/blocked', 'blocked'],
        ['BILL/later', 'not_due'],
        ['BILL/dollar', 'other_currency'],
        ['BILL/baselined', 'baselined'],
      ]),
    );
  });

  test('[I1] what a live payment claims is never proposed a second time', async () => {
    const house = await openHouse();
    await propose(house);
    await house.ingest([bill('new', 'bolt')]);
    const second = valueOf(await proposalOf(house));
    expect(second.payments).toHaveLength(1);
    expect(second.leftOut.map((one) => one.reason)).toEqual(Array(4).fill('claimed'));
    expect(codeOf(await proposalOf(house))).toBe('NOTHING_TO_PAY');
    const live = (await house.rows('payment_item')).filter((item) => item.live);
    expect(new Set(live.map((item) => item.openItemId)).size).toBe(live.length);
  });

  test('a discount that is still to be had brings a bill in early, less the discount', async () => {
    const early = {
      dueDate: later,
      discountDate: asPlainDate('2026-11-23'),
      discountMinor: 200n,
    };
    const house = await openHouse({ bills: [bill('early', 'acme', early)] });
    const proposal = valueOf(await proposalOf(house));
    expect(proposal.totalMinor).toBe(9_800n);
    const [item] = await house.rows('payment_item');
    expect(item).toMatchObject({ amountMinor: 9_800n, discountMinor: 200n });
  });

  test('a discount is gone when the money leaves after its day, or nobody wants it', async () => {
    const missed = {
      dueDate: later,
      discountDate: asPlainDate('2026-11-22'),
      discountMinor: 200n,
    };
    const house = await openHouse({ bills: [bill('missed', 'acme', missed)] });
    expect(codeOf(await proposalOf(house))).toBe('NOTHING_TO_PAY');
    await house.ingest([
      bill('early', 'bolt', { ...missed, discountDate: asPlainDate('2026-11-30') }),
    ]);
    expect(codeOf(await proposalOf(house, { takeDiscounts: false }))).toBe('NOTHING_TO_PAY');
    expect(valueOf(await proposalOf(house)).totalMinor).toBe(9_800n);
  });

  test('credit notes are netted, as long as something is left to pay', async () => {
    const house = await openHouse({
      bills: [
        bill('big', 'acme', { totalMinor: 10_000n }),
        creditNote('small', 'acme', { totalMinor: 2_500n }),
        creditNote('huge', 'acme', { totalMinor: 90_000n }),
        creditNote('lonely', 'bolt', { totalMinor: 100n }),
      ],
    });
    const proposal = valueOf(await proposalOf(house));
    expect(proposal.totalMinor).toBe(7_500n);
    expect(new Map(proposal.leftOut.map((one) => [one.number, one.reason]))).toEqual(
      new Map([
        ['RBILL/huge', 'credit_exceeds_bills'],
        ['RBILL/lonely', 'nothing_to_net'],
      ]),
    );
    const [payment] = await paymentsOf(house, { batchId: proposal.batchId, bills: [] });
    expect(payment?.remittance).toBe('INV-big, -INV-small');
  });

  test('a credit note that leaves nothing to pay makes no payment of nothing', async () => {
    const house = await openHouse({ bills: [bill('b', 'acme'), creditNote('c', 'acme')] });
    const proposal = valueOf(await proposalOf(house));
    expect(proposal.totalMinor).toBe(10_000n);
    expect(proposal.leftOut).toEqual([{ number: 'RBILL/c', reason: 'credit_exceeds_bills' }]);
  });

  test('part of a bill can be paid, and never more than is open', async () => {
    const house = await openHouse();
    const partialAmounts = new Map([
      [await itemId(house, 'BILL/a17'), 4_000n],
      [await itemId(house, 'BILL/b51'), 999_999n],
    ]);
    const proposal = valueOf(await proposalOf(house, { partialAmounts }));
    const run = { batchId: proposal.batchId, bills: [] };
    expect((await paymentTo(house, run, 'acme')).instructedMinor).toBe(29_050n);
    expect((await paymentTo(house, run, 'bolt')).instructedMinor).toBe(7_777n);
  });

  test('a part that is nothing or less than nothing is refused', async () => {
    const house = await openHouse();
    const id = await itemId(house, 'BILL/a17');
    for (const wanted of [0n, -5_000n]) {
      const partialAmounts = new Map([[id, wanted]]);
      expect(codeOf(await proposalOf(house, { partialAmounts }))).toBe('BAD_INPUT');
    }
  });

  test('only the suppliers asked for are proposed, with the priority asked for', async () => {
    const house = await openHouse();
    const links = await house.rows('link');
    const partyId = present(
      links.find((link) => link.scheme === 'odoo:party' && link.externalId === 'bolt')?.objectId,
      'bolt',
    );
    const more = { partyIds: [partyId], priority: 'urgent' };
    const proposal = valueOf(await proposalOf(house, more));
    expect(proposal.payments).toHaveLength(1);
    const run = { batchId: proposal.batchId, bills: [] };
    expect((await paymentTo(house, run, 'bolt')).priority).toBe('urgent');
  });

  test('a long remittance counts what does not fit, and the advice itemises it', async () => {
    const many = Array.from({ length: 40 }, (_, n) => bill(`long-number-${n.toString()}`, 'acme'));
    const house = await openHouse({ bills: many });
    const proposal = valueOf(await proposalOf(house));
    const [payment] = await paymentsOf(house, { batchId: proposal.batchId, bills: [] });
    const text = payment?.remittance ?? '';
    expect(text.length).toBeLessThanOrEqual(140);
    const shown = text.split(', ').length;
    expect(text.endsWith(`+${(40 - shown).toString()}`)).toBe(true);
    expect(proposal.payments[0]?.bills).toBe(40);
  });

  test('a payee without an account is proposed and shown, for the checks to refuse', async () => {
    const house = await openHouse({ bills: [bill('bare', 'bare')] });
    const run = await propose(house);
    expect((await paymentTo(house, run, 'bare')).bankDetailsId).toBeNull();
  });
});

describe('selectForPayment', () => {
  test('[ORC-01] the choice is a function of the set: no order, nothing forgotten', async () => {
    const house = await openHouse({ bills: [] });
    const parties = ['acme', 'bolt'];
    const records = Array.from({ length: 12 }, (_, n) => {
      const make = n % 4 === 3 ? creditNote : bill;
      return make(`p${n.toString()}`, parties[n % 2] ?? 'acme', {
        totalMinor: BigInt(1_000 + n * 137),
        dueDate: n % 5 === 0 ? later : today,
        blocked: n === 7,
      });
    });
    await house.ingest(records);
    const items = await house.rows('open_item');
    const input: Parameters<typeof selectForPayment>[0] = {
      items,
      claimed: new Set(items.slice(0, 1).map((item) => item.id)),
      currency: 'EUR',
      dueUntil: today,
      executionDate: today,
      takeDiscounts: true,
      partialAmounts: new Map(),
      partyIds: new Set(),
    };
    const wanted = selectForPayment(input);
    const kept = wanted.groups.flatMap((group) => group.items).length + wanted.leftOut.length;
    expect(kept).toBe(items.length);
    expect(wanted.groups.length).toBeGreaterThan(1);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length }),
        (shuffled) => {
          expect(selectForPayment({ ...input, items: shuffled })).toEqual(wanted);
        },
      ),
      { numRuns: 50 },
    );
  });

  test('[I3] every group pays what its parts add up to, and never nothing or less', async () => {
    const house = await openHouse({ bills: [bill('x', 'acme')] });
    const [template] = await house.rows('open_item');
    const item = present(template, 'a bill');
    const amounts = fc.array(fc.tuple(fc.bigInt(1n, 50_000n), fc.boolean()), { maxLength: 8 });
    fc.assert(
      fc.property(amounts, (drawn) => {
        const items = drawn.map(([residualMinor, credit], n) => ({
          ...item,
          id: `${item.id.slice(0, 34)}${n.toString().padStart(2, '0')}` as typeof item.id,
          kind: credit ? ('credit_note' as const) : ('bill' as const),
          residualMinor,
          totalMinor: residualMinor,
        }));
        const selection = selectForPayment({
          items,
          claimed: new Set(),
          currency: 'EUR',
          dueUntil: today,
          executionDate: today,
          takeDiscounts: true,
          partialAmounts: new Map(),
          partyIds: new Set(),
        });
        for (const group of selection.groups) {
          const sum = group.items.reduce((total, one) => total + one.amountMinor, 0n);
          expect(group.totalMinor).toBe(sum);
          expect(group.totalMinor > 0n).toBe(true);
        }
        const selected = selection.groups.flatMap((group) => group.items).length;
        expect(selected + selection.leftOut.length).toBe(items.length);
      }),
    );
  });
});
