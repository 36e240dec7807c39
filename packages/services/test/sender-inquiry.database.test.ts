import { present } from '@quittance/domain';
import { recordInquiry } from '@quittance/services';
import { expect, test } from 'vitest';
import { tell } from './support/deliver.ts';
import { valueOf } from './support/house.ts';
import { openPostgresHouse } from './support/postgres-house.ts';
import { bill } from './support/records.ts';
import { attemptOf, readyToRelease, send, tryRelease } from './support/walk.ts';

test('[I25][RES-09] a sender may record that a bank does not have a message', async () => {
  const opened = await openPostgresHouse();
  const { house } = opened;
  const bills = [bill('a17', 'acme'), bill('b51', 'bolt')];
  await house.ingest(bills);
  const run = await readyToRelease(house, { bills });
  const attemptId = present(valueOf(await tryRelease(house, run)).attemptIds[0], 'attempt');
  await send(house, attemptId, 'unknown');
  const sender = await opened.openSender();
  const ctx = { ...house.hub(), store: sender };
  const input = { attemptId, found: false, where: 'its folder' };
  valueOf(await recordInquiry({ ctx, input }));
  // From now on the statement of its day says as well whether anything is missing to the proof.
  await tell(house, { id: 'S-1', entries: [] });
  valueOf(await recordInquiry({ ctx, input }));
  expect(await attemptOf(house, attemptId)).toMatchObject({ state: 'unknown', inquiries: 2 });
  await sender.close();
  await opened.close();
});
