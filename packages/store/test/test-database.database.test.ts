import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from './support/test-database.ts';

const made: TestDatabase[] = [];
let migrations = 0;

afterAll(async () => {
  for (const database of made) await database.drop();
});

async function makeOne(): Promise<TestDatabase> {
  const database = await createTestDatabase({
    fingerprint: 'a table with one row',
    migrate: async (ownerUrl) => {
      migrations += 1;
      await query(ownerUrl, 'create table mark (n int)');
      await query(ownerUrl, 'insert into mark values (1)');
      await query(ownerUrl, 'grant select on mark to quittance_app');
    },
  });
  made.push(database);
  return database;
}

async function query(url: string, sql: string): Promise<readonly unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('two test databases come from one migrated template and do not see each other', async () => {
  const [first, second] = await Promise.all([makeOne(), makeOne()]);
  await query(first.url('quittance_owner'), 'insert into mark values (2)');
  expect(await query(first.url('quittance_app'), 'select n from mark order by n')).toEqual([
    { n: 1 },
    { n: 2 },
  ]);
  expect(await query(second.url('quittance_app'), 'select n from mark')).toEqual([{ n: 1 }]);
  expect(migrations).toBe(1);
});

test('a role may do only what it was granted', async () => {
  const database = await makeOne();
  await expect(query(database.url('quittance_app'), 'insert into mark values (3)')).rejects.toThrow(
    'permission denied for table mark',
  );
});
