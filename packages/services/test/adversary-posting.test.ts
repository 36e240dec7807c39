import { asId, type MatchAllocation, present } from '@quittance/domain';
import {
  planMatches,
  planPayments,
  recordLines,
  recordPayments,
  withdrawnStates,
} from '@quittance/services';
import { rowsMax } from '@quittance/store';
import { expect, test } from 'vitest';
import { match, report, tell } from './support/deliver.ts';
import { connectionName, type House, openHouse, today, valueOf } from './support/house.ts';
import { bill } from './support/records.ts';
import { paymentTo, submit } from './support/walk.ts';

/** A booked payment whose line is matched, and both of them stand in the accounts. */
async function matched(): Promise<House> {
  const bills = [bill('a17', 'acme')];
  const house = await openHouse({ bills });
  const run = await submit(house, { bills });
  const { id: paymentId, reference } = await paymentTo(house, run, 'acme');
  await tell(house, { entries: [{ minor: -10_000n, endToEndId: reference, bankReference: 'R1' }] });
  await match(house);
  const [line] = await house.rows('statement_line');
  const lineId = present(line, 'line').id;
  const ctx = house.hub();
  const paid = [{ paymentId, externalId: '7', postedDate: today }];
  const done = { connectionName, refused: [] };
  valueOf(await recordPayments({ ctx, input: { ...done, accountsState: 'posted', done: paid } }));
  const lines = [{ lineId, externalId: '9', postedDate: today }];
  valueOf(await recordLines({ ctx, input: { ...done, done: lines } }));
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
    };
  });
  await house.store.transaction(house.hub().scope, (transaction) =>
    transaction.insert('match_allocation', parts),
  );
  const input = { matchIds: [matchId], connectionName };
  const [posting] = valueOf(await planMatches({ ctx: house.hub(), input }));
  expect(posting?.parts).toHaveLength(rowsMax + 1);
});

test('[ST-08][EXC-08] the draft of a payment that is booked after all is not withdrawn', async () => {
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
