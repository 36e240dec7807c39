import { afterAll, expect, test } from 'vitest';
import { migrate, openPostgresStore, readMigrations, WrongDatabase } from '../src/index.ts';
import { query } from './support/store-database.ts';
import { createEmptyTestDatabase, type TestDatabase } from './support/test-database.ts';

const made: TestDatabase[] = [];
afterAll(async () => {
  for (const database of made) await database.drop();
});

async function emptyDatabase(): Promise<{ readonly url: string; readonly database: TestDatabase }> {
  const database = await createEmptyTestDatabase();
  made.push(database);
  return { url: database.url('quittance_owner'), database };
}

test('migrations run once, and a second run has nothing to do', async () => {
  const { url } = await emptyDatabase();
  const all = await readMigrations();
  const first = await migrate({ databaseUrl: url, kind: 'sandbox' });
  expect(first.applied).toEqual(all.map(({ name }) => name));
  expect(await migrate({ databaseUrl: url, kind: 'sandbox' })).toEqual({
    applied: [],
    alreadyApplied: all.length,
  });
});

test('two processes that migrate at once take turns', async () => {
  const { url } = await emptyDatabase();
  const reports = await Promise.all(
    [1, 2, 3].map(() => migrate({ databaseUrl: url, kind: 'sandbox' })),
  );
  const applied = reports.map((report) => report.applied.length).toSorted((a, b) => a - b);
  expect(applied).toEqual([0, 0, (await readMigrations()).length]);
});

test('a changed migration and a database from the future are refused', async () => {
  const { url } = await emptyDatabase();
  const migrations = await readMigrations();
  await migrate({ databaseUrl: url, kind: 'sandbox', migrations });
  const changed = migrations.map((migration, index) =>
    index === 2 ? { ...migration, checksum: 'other' } : migration,
  );
  await expect(migrate({ databaseUrl: url, kind: 'sandbox', migrations: changed })).rejects.toThrow(
    'migration 3 differs',
  );
  await expect(
    migrate({ databaseUrl: url, kind: 'sandbox', migrations: migrations.slice(0, 3) }),
  ).rejects.toThrow('this release has not');
});

test('a migration that fails leaves nothing of itself behind', async () => {
  const { url } = await emptyDatabase();
  const broken = { number: 1, name: 'broken', checksum: 'x', sql: 'create table a (); nonsense' };
  await expect(
    migrate({ databaseUrl: url, kind: 'sandbox', migrations: [broken] }),
  ).rejects.toThrow('syntax error');
  expect(await query(url, `select to_regclass('a') as a`)).toEqual([{ a: null }]);
  expect((await migrate({ databaseUrl: url, kind: 'sandbox' })).applied.length).toBeGreaterThan(5);
});

test('[DEP-04] a sandbox never becomes a production, nor the other way round', async () => {
  const { url } = await emptyDatabase();
  await migrate({ databaseUrl: url, kind: 'production' });
  await expect(migrate({ databaseUrl: url, kind: 'sandbox' })).rejects.toThrow(WrongDatabase);
});

test('the store refuses a database that was never migrated, or not far enough', async () => {
  const { url, database } = await emptyDatabase();
  const open = () =>
    openPostgresStore({
      connectionString: database.url('quittance_app'),
      kind: 'sandbox',
      applicationName: 'test',
      poolSizeMax: 1,
    });
  await expect(open()).rejects.toThrow('never migrated');
  await migrate({ databaseUrl: url, kind: 'sandbox' });
  await query(
    url,
    'delete from schema_migration where number = (select max(number) from schema_migration)',
  );
  await expect(open()).rejects.toThrow('lacks 1 migrations');
});
