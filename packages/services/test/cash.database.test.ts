import { type AccountCash, cashPosition, present } from '@quittance/domain';
import { importStatements } from '@quittance/services';
import { readStatementFile } from '@quittance/formats';
import type { Queries } from '@quittance/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statementFile, type StatementParts } from './support/bank-files.ts';
import { today, valueOf } from './support/house.ts';
import { openPostgresHouse, type PostgresHouse } from './support/postgres-house.ts';
import { testProfiles } from './support/profiles.ts';
import { accountNumbers, bill } from './support/records.ts';
import { approve, paymentsOf, paymentTo, propose, submit } from './support/walk.ts';

let opened: PostgresHouse;
let queries: Queries;

beforeAll(async () => {
  opened = await openPostgresHouse();
  queries = await opened.openQueries();
});
afterAll(async () => {
  await queries.close();
  await opened.close();
});

async function cashOf(name: string, entityIds = [opened.house.entities.de]): Promise<AccountCash> {
  const rows = await queries.accountCash({ scope: { entityIds } });
  return present(
    rows.find((row) => row.accountName === name),
    name,
  );
}

async function tell(parts: Partial<StatementParts>) {
  const { house } = opened;
  const bytes = statementFile({ iban: accountNumbers.euro, entries: [], ...parts });
  const file = readStatementFile(bytes);
  const evidenceHash = await house.evidence.put(bytes);
  valueOf(await importStatements({ ctx: house.hub(), input: { file, evidenceHash } }));
}

test('[WF-17][MET-03][OBS-11][REC-07] what is under way is told of each account', async () => {
  const { house } = opened;
  expect(await cashOf('euro')).toMatchObject({
    booked: null,
    underWayMinor: 0n,
    waitingMinor: 0n,
    bank: 'nordhafen',
    entityCode: 'de',
  });
  await tell({ id: 'S0', openingMinor: 900_000n, closingMinor: 900_000n });
  const [statement] = await house.rows('statement');
  const toldAt = present(statement, 'statement').importedAt;
  const booked = { minor: 900_000n, day: today, statement: 'S0', toldAt };
  expect(await cashOf('euro')).toMatchObject({ booked });
  // A batch that people still decide on waits; one that left is under way.
  await house.ingest([bill('w1', 'acme', { totalMinor: 3_000n })]);
  await propose(house);
  await house.ingest([bill('w2', 'acme', { totalMinor: 400n })]);
  await approve(house);
  expect(await cashOf('euro')).toMatchObject({ underWayMinor: 0n, waitingMinor: 3_400n });
  const bills = [bill('x1', 'bolt', { totalMinor: 5_000n }), bill('x2', 'cord')];
  await house.ingest(bills);
  const run = await submit(house, { bills });
  const spoken = { underWayMinor: 15_000n, waitingMinor: 3_400n };
  expect(await cashOf('euro')).toMatchObject(spoken);
  // A notification tells of money that the balance of the older statement still holds.
  const { reference, instructedMinor } = await paymentTo(house, run, 'bolt');
  const entry = { minor: -instructedMinor, endToEndId: reference, bankReference: 'R1' };
  await tell({ message: 'camt.054', entries: [entry] });
  expect(await cashOf('euro')).toMatchObject({ ...spoken, booked });
  await tell({ id: 'S1', openingMinor: 900_000n, entries: [entry] });
  const after = await cashOf('euro');
  expect(after).toMatchObject({ underWayMinor: 10_000n, booked: { minor: 895_000n } });
  const { at, accounts } = cashPosition([after], {
    at: house.clock.now(),
    profiles: testProfiles,
  });
  expect(at).toBe(house.clock.now());
  expect(accounts[0]).toMatchObject({ freeMinor: 895_000n - 10_000n - 3_400n, stale: false });
  expect(await paymentsOf(house, run)).toHaveLength(2);
});

test('[MET-03][CAN-11] money that the bank converts is named, and in no sum', async () => {
  const { house } = opened;
  const before = await cashOf('euro');
  const bills = [bill('d1', 'york', { currency: 'USD', totalMinor: 70_000n })];
  await house.ingest(bills);
  await submit(house, { bills, currency: 'USD' });
  expect(await cashOf('euro')).toEqual({ ...before, otherCurrencies: ['USD'] });
});

test('[I22] a scope sees the money of its own companies only', async () => {
  const { entities } = opened.house;
  const seen = async (...entityIds: readonly (typeof entities.de)[]) =>
    (await queries.accountCash({ scope: { entityIds } })).map((row) => row.accountName);
  expect(await seen(entities.uk)).toEqual(['pound']);
  expect(await seen()).toEqual([]);
  expect(await seen(entities.de, entities.uk)).toHaveLength(5);
});
