import { asId, type MatchAllocation, type PaymentId, present } from '@quittance/domain';
import {
  createProposal,
  matchChunkSizeMax,
  planMatches,
  planPayments,
  recordLines,
  recordMatches,
  recordPayments,
  withdrawnStates,
} from '@quittance/services';
import { rowsMax } from '@quittance/store';
import { expect, test } from 'vitest';
import { match, report, tell } from './support/deliver.ts';
import { codeOf, connectionName, type House, openHouse, today, valueOf } from './support/house.ts';
import { bill } from './support/records.ts';
import { paymentTo, readyToRelease, statesOf, submit, tryRelease } from './support/walk.ts';

/** The payment and the only bank line stand in the accounts. */
async function postBoth(house: House, paymentId: PaymentId): Promise<void> {
  const [line] = await house.rows('statement_line');
  const lineId = present(line, 'line').id;
  const ctx = house.hub();
  const paid = [{ paymentId, externalId: '7', postedDate: today }];
  const done = { connectionName, refused: [] };
  valueOf(await recordPayments({ ctx, input: { ...done, accountsState: 'posted', done: paid } }));
  const lines = [{ lineId, externalId: '9', postedDate: today }];
  valueOf(await recordLines({ ctx, input: { ...done, done: lines } }));
}

/** A booked payment whose line is matched, and both of them stand in the accounts. */
async function matched(): Promise<House> {
  const bills = [bill('a17', 'acme')];
  const house = await openHouse({ bills });
  const run = await submit(house, { bills });
  const { id: paymentId, reference } = await paymentTo(house, run, 'acme');
  await tell(house, { entries: [{ minor: -10_000n, endToEndId: reference, bankReference: 'R1' }] });
  await match(house);
  await postBoth(house, paymentId);
  return house;
}

test('[I6] a match of more parts than one read takes is posted with every part', async () => {
  const house = await matched();
  const [found] = await house.rows('match');
  const { id: matchId, entityId } = present(found, 'match');
  const parts = Array.from({ length: rowsMax }, (_, index): MatchAllocation => {
    const id = asId<'match_allocation'>(
      `01930000-0000-7000-8000-${index.toString(16).padStart(12, '0')}`,
    );
    const nothing = { paymentId: null, openItemId: null };
    return {
      id,
      entityId,
      matchId,
      ...nothing,
      kind: 'account',
      accountRole: 'bank_fee',
      amountMinor: 1n,
      paymentMinor: null,
    };
  });
  await house.store.transaction(house.hub().scope, (transaction) =>
    transaction.insert('match_allocation', parts),
  );
  const input = { matchIds: [matchId], connectionName };
  const [posting] = valueOf(await planMatches({ ctx: house.hub(), input }));
  expect(posting?.parts).toHaveLength(rowsMax + 1);
});

test('[ST-08][EXC-08] the draft of a payment booked after all is not withdrawn', async () => {
  const bills = [bill('a17', 'acme')];
  const house = await openHouse({ bills });
  const run = await submit(house, { bills });
  const { id, reference } = await paymentTo(house, run, 'acme');
  const plan = async () => {
    const input = { paymentIds: [id], connectionName, states: withdrawnStates };
    return valueOf(await planPayments({ ctx: house.hub(), input }));
  };
  await report(house, run, { payments: [{ reference, status: 'RJCT', reason: 'AC04' }] });
  expect(await plan()).toMatchObject([{ reference }]);
  await tell(house, { entries: [{ minor: -10_000n, endToEndId: reference, bankReference: 'R1' }] });
  expect(await plan()).toEqual([]);
});

test('[RES-15][SYN-10] more matches than a task carries are asked for by several', async () => {
  const house = await matched();
  const [found] = await house.rows('match');
  const { id, ...rest } = present(found, 'match');
  const ids = Array.from({ length: 2 * matchChunkSizeMax }, (_, index) =>
    asId<'match'>(`01930000-0000-7000-9000-${index.toString(16).padStart(12, '0')}`),
  );
  const undone = ids.map((copyId) => ({ ...rest, id: copyId, state: 'undone' as const }));
  await house.store.transaction(house.hub().scope, (transaction) =>
    transaction.insert('match', undone),
  );
  house.tasks.take();
  const done = [id, ...ids].map((matchId) => ({ matchId, externalIds: ['1'] }));
  valueOf(await recordMatches({ ctx: house.hub(), input: { done, refused: [] } }));
  const asked = house.tasks.take('match.undo').map((task) => task.data.ids.length);
  expect(asked).toEqual([matchChunkSizeMax, matchChunkSizeMax]);
});

/** A bill of 100.00 of which a payment of `paidMinor` is reconciled. */
async function reconciled(paidMinor: bigint) {
  const whole = bill('a17', 'acme');
  const house = await openHouse({ bills: [whole] });
  const [item] = await house.rows('open_item');
  const partialAmounts = new Map([[present(item, 'bill').id, paidMinor]]);
  const run = await submit(house, { bills: [whole], partialAmounts });
  const { id: paymentId, reference } = await paymentTo(house, run, 'acme');
  const entry = { minor: -paidMinor, endToEndId: reference, bankReference: 'R1' };
  await tell(house, { entries: [entry] });
  await match(house);
  await postBoth(house, paymentId);
  const [made] = await house.rows('match');
  const done = [{ matchId: present(made, 'match').id, externalIds: ['1'] }];
  valueOf(await recordMatches({ ctx: house.hub(), input: { done, refused: [] } }));
  expect(await statesOf(house, run)).toEqual(['reconciled']);
  return { house, whole };
}

test('[WF-06][I6] the rest of a bill that was paid in part can be paid', async () => {
  const { house, whole } = await reconciled(4_000n);
  const bills = [{ ...whole, residualMinor: 6_000n }];
  await house.ingest(bills);
  const run = await readyToRelease(house, { bills });
  expect(valueOf(await tryRelease(house, run))).toMatchObject({ released: 1, heldBack: [] });
  expect((await paymentTo(house, run, 'acme')).instructedMinor).toBe(6_000n);
});

test.each([4_000n, 10_000n])(
  '[I1][I6] a bill of which %s was paid and that was opened again is not proposed whole',
  async (paidMinor) => {
    // Somebody reset the bill in the accounts and posted it anew, which takes its payment off it.
    const { house } = await reconciled(paidMinor);
    const input = { ownAccountId: house.accounts.euro, dueUntil: today };
    expect(codeOf(await createProposal({ ctx: house.as('paula'), input }))).toBe('NOTHING_TO_PAY');
  },
);

test('[I1][I6] a bill that was made smaller after its rest was approved is not paid', async () => {
  const { house, whole } = await reconciled(4_000n);
  const bills = [{ ...whole, residualMinor: 6_000n }];
  await house.ingest(bills);
  const run = await readyToRelease(house, { bills });
  const [item] = await house.rows('open_item');
  await house.edit('open_item', present(item, 'bill'), { totalMinor: 9_000n });
  expect(valueOf(await tryRelease(house, run))).toMatchObject({ released: 0 });
});
