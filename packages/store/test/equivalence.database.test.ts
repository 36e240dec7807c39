import * as fc from 'fast-check';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  openMemoryStore,
  openPostgresStore,
  openVerificationReader,
  type PostgresStore,
  type Store,
  tableNames,
  type VerificationReader,
} from '../src/index.ts';
import { type Script, runCommand, scripts, writtenTables } from './support/commands.ts';
import { baseContent, insertBase, noon, scopeOf } from './support/sample.ts';
import { migratedDatabase } from './support/store-database.ts';
import type { TestDatabase } from './support/test-database.ts';

let database: TestDatabase;
let postgres: PostgresStore;
let reader: VerificationReader;
let superuser: Client;

beforeAll(async () => {
  database = await migratedDatabase();
  const options = { kind: 'sandbox', applicationName: 'test', poolSizeMax: 2 } as const;
  postgres = await openPostgresStore({
    ...options,
    connectionString: database.url('quittance_app'),
  });
  reader = await openVerificationReader({
    ...options,
    connectionString: database.url('quittance_backup'),
  });
  superuser = new Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  await insertBase(postgres);
});
afterAll(async () => {
  await superuser.end();
  await reader.close();
  await postgres.close();
  await database.drop();
});

/** What a store answered to a script: each command's answer, and the error that ended it. */
async function play(store: Store, script: Script): Promise<unknown> {
  const answers: unknown[] = [];
  const committed: string[] = [];
  try {
    await store.transaction(scopeOf(...script.entities), async (transaction) => {
      transaction.onCommit(() => committed.push('committed'));
      for (const command of script.commands) {
        answers.push((await runCommand(transaction, command)) ?? null);
      }
    });
    return { answers, committed };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { answers, committed, error: `${name}: ${message}` };
  }
}

async function dumpOfPostgres(): Promise<ReadonlyMap<string, readonly unknown[]>> {
  return reader.snapshot(async (snapshot) => {
    const dump = new Map<string, readonly unknown[]>();
    for (const table of tableNames) {
      const rows = await Array.fromAsync(snapshot.rowsForVerification(table));
      dump.set(
        table,
        rows.toSorted((left, right) => (left.id < right.id ? -1 : 1)),
      );
    }
    return dump;
  });
}

const reached = new Set<string>();

test('any sequence of commands ends alike in PostgreSQL and in memory', async () => {
  // More runs and other ones by the environment, for nights.
  const numRuns = Number(process.env['QUITTANCE_PROPERTY_RUNS'] ?? 120);
  const seed = Number(process.env['QUITTANCE_PROPERTY_SEED'] ?? 20_261_123);
  await fc.assert(
    fc.asyncProperty(scripts, async (sequence) => {
      await superuser.query(`truncate ${writtenTables.join(', ')} cascade`);
      const memory = openMemoryStore({ clock: () => noon, content: baseContent() });
      for (const script of sequence) {
        const expected = await play(memory, script);
        expect(await play(postgres, script)).toEqual(expected);
        reached.add(outcomeOf(expected));
      }
      const dump = await dumpOfPostgres();
      for (const table of tableNames) {
        expect([table, dump.get(table)]).toEqual([table, await memory.dump(table)]);
      }
    }),
    { numRuns, seed },
  );
}, 600_000);

test('the sequences reached commits and every kind of refusal', () => {
  const refusals = [
    'committed',
    'StaleVersion: a row of payment changed meanwhile',
    'OutOfScope: a row of payment belongs to an entity outside the scope',
    'StoreConflict: the store refused a row: payment_initial_state',
    'StoreConflict: the store refused a row: open_item_pkey',
    'StoreConflict: the store refused a row: payment_item_payment',
    'StoreConflict: the store refused a row: open_item_residual_minor_nonnegative',
    'Error: the work gave up',
  ];
  expect(refusals.filter((refusal) => !reached.has(refusal))).toEqual([]);
});

const outcomeOf = (answer: unknown): string =>
  typeof answer === 'object' && answer !== null && 'error' in answer
    ? String(answer.error)
    : 'committed';
