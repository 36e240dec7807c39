import { describe, expect, test } from 'vitest';
import type { EntryParts } from './support/bank-files.ts';
import { tell } from './support/deliver.ts';
import { openHouse } from './support/house.ts';
import { bill } from './support/records.ts';
import { openCasesOf, paymentTo, statesOf, submit } from './support/walk.ts';

const bills = [bill('a17', 'acme'), bill('b51', 'bolt', { totalMinor: 7_777n })];

/** Two payments under way, which the bank books in one entry of the notification. */
async function bookedTogether(amounts: readonly [object, object], status = 'BOOK') {
  const house = await openHouse({ bills });
  const run = await submit(house, { bills });
  const [acme, bolt] = [await paymentTo(house, run, 'acme'), await paymentTo(house, run, 'bolt')];
  const entry: EntryParts = {
    minor: -17_777n,
    bankReference: 'R1',
    status,
    transactions: [
      { endToEndId: acme.reference, ...amounts[0] },
      { endToEndId: bolt.reference, ...amounts[1] },
    ],
  };
  await tell(house, { message: 'camt.054', entries: [entry] });
  const settled = (await house.rows('payment')).map((row) => row.settledMinor);
  return { house, run, settled };
}

describe('an entry that books several payments', () => {
  test('[I3][I6] settles each with its own amount', async () => {
    const { house, run, settled } = await bookedTogether([{ minor: 10_000n }, { minor: 7_777n }]);
    expect(settled).toEqual([10_000n, 7_777n]);
    expect(await statesOf(house, run)).toEqual(['settled', 'settled']);
    expect(await openCasesOf(house)).toEqual([]);
  });

  test.each([
    ['has no amount of their own', [{}, {}]],
    [
      'tells amounts in another currency',
      [10_000n, 7_777n].map((minor) => ({ minor, currency: 'USD' })),
    ],
  ])('[I3][I12][EXC-06] settles none when it %s, and a person hears of it', async (_, amounts) => {
    const [first = {}, second = {}] = amounts;
    const { house, run, settled } = await bookedTogether([first, second]);
    expect(settled).toEqual([0n, 0n]);
    expect(await statesOf(house, run)).toEqual(['submitted', 'submitted']);
    const cases = await openCasesOf(house);
    expect(cases.map((text) => text.split(' ').slice(0, 2).join(' '))).toEqual([
      'missing_bank_reference AMOUNT_NOT_TOLD',
      'missing_bank_reference AMOUNT_NOT_TOLD',
    ]);
  });

  test('[ST-08] that is pending needs no amounts', async () => {
    const { house, run } = await bookedTogether([{}, {}], 'PDNG');
    expect(await statesOf(house, run)).toEqual(['pending_settlement', 'pending_settlement']);
    expect(await openCasesOf(house)).toEqual([]);
  });
});
