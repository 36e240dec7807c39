import { Client } from 'pg';
import { migrate, migrationFingerprint } from '../../src/index.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** A fresh sandbox database with the whole schema. */
export async function migratedDatabase(): Promise<TestDatabase> {
  return createTestDatabase({
    fingerprint: await migrationFingerprint(),
    migrate: async (databaseUrl) => {
      await migrate({ databaseUrl, kind: 'sandbox' });
    },
  });
}

/** Runs one statement on a connection of its own. */
export async function query<Row extends object = Record<string, unknown>>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<readonly Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}
