import { rowsMax } from '@quittance/store';
import { expect, test } from 'vitest';
import { match, tell } from './support/deliver.ts';
import { openHouse } from './support/house.ts';

test('[I6][I12] a statement with more lines than one statement of the store takes', async () => {
  const house = await openHouse();
  const count = rowsMax + 1;
  const entries = Array.from({ length: count }, (_, index) => ({
    minor: -1n,
    bankReference: `R${index.toString()}`,
    subFamily: 'CHRG',
  }));
  const delivery = await tell(house, { entries });
  expect(delivery.state).toBe('applied');
  await match(house);
  expect(await house.store.dump('statement_line')).toHaveLength(count);
  expect(await house.store.dump('match')).toHaveLength(count);
});
