/**
 * How fast the store writes, as ratios to single-row commits of the same machine in the same run:
 * `node bench/store.ts postgres://…` with the superuser of a throw-away cluster whose
 * roles exist (QUITTANCE_TEST_POSTGRES). Prints; asserts nothing.
 */
import { Pool } from 'pg';
import { asId, asInstant, makeReference, type Payment } from '@quittance/domain';
import {
  migrate,
  migrationFingerprint,
  openPostgresStore,
  type PostgresStore,
  type Scope,
} from '@quittance/store';
import { insertBase, leaf, next, payment, scopeOf } from '../packages/store/test/support/sample.ts';
import { createTestDatabase } from '../packages/store/test/support/test-database.ts';

const clients = 16;
const secondsEach = 4;

const superuserUrl = process.argv[2] ?? process.env['QUITTANCE_TEST_POSTGRES'];
if (superuserUrl === undefined) throw new Error('give the connection string of a superuser');
process.env['QUITTANCE_TEST_POSTGRES'] = superuserUrl;

const database = await createTestDatabase({
  fingerprint: await migrationFingerprint(),
  migrate: async (databaseUrl) => {
    await migrate({ databaseUrl, kind: 'sandbox' });
  },
});
const store = await openPostgresStore({
  connectionString: database.url('quittance_app'),
  kind: 'sandbox',
  applicationName: 'bench',
  poolSizeMax: clients,
});
await insertBase(store);

const scope: Scope = scopeOf(1);
let number = 0;

/** Payments in `draft`, inserted a thousand at a time. */
async function makePayments(count: number): Promise<Payment[]> {
  const made: Payment[] = [];
  while (made.length < count) {
    const rows = Array.from({ length: Math.min(1_000, count - made.length) }, () => {
      number += 1;
      return payment(1, 10_000_000 + number, {
        reference: makeReference('Q', BigInt(number) * 64n),
        stateSince: asInstant('2026-11-23T12:00:00.000Z'),
      });
    });
    await store.transaction(scope, (transaction) => transaction.insert('payment', rows));
    made.push(...rows);
  }
  return made;
}

/** One transition: new state, one audit leaf each, and a stand-in for the next tasks. */
async function transition(target: PostgresStore, rows: readonly Payment[]): Promise<void> {
  await target.transaction(scope, async (transaction) => {
    await transaction.update(
      'payment',
      rows.map((row) => next(row, { state: 'validated' })),
    );
    await transaction.insert(
      'audit_leaf',
      rows.map((row) => ({ ...leaf(1, 0), id: asId<'leaf'>(row.id), objectId: row.id })),
    );
    await transaction.executeSql(
      'insert into bench_task (id) select unnest($1::uuid[]) returning id',
      [rows.map((row) => row.id)],
    );
  });
}

/** Units per second of a work that each client repeats until the time is over. */
async function rate(work: () => Promise<number>): Promise<number> {
  const start = performance.now();
  let units = 0;
  const client = async (): Promise<void> => {
    while (performance.now() - start < secondsEach * 1_000) {
      // In two steps: `units += await …` would read `units` before it waits.
      const done = await work();
      units += done;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return (units * 1_000) / (performance.now() - start);
}

const plain = new Pool({ connectionString: database.superuserUrl, max: clients });
await plain.query('create table bench_single (id bigserial primary key, note text)');
await plain.query('create table bench_task (id uuid, made xid8 default pg_current_xact_id())');
await plain.query('grant insert, select on bench_task to quittance_app');

const single = (): Promise<number> =>
  rate(async () => {
    await plain.query({
      name: 'single',
      text: 'insert into bench_single (note) values ($1)',
      values: ['0123456789012345678901234567890123456789'],
    });
    return 1;
  });

const batches = async (size: number): Promise<number> => {
  const rows = await makePayments(size === 1 ? 12_000 : 120_000);
  await plain.query('analyze');
  return rate(async () => {
    const taken = rows.splice(0, size);
    if (taken.length === 0) return 0;
    await transition(store, taken);
    return taken.length;
  });
};

const before = await single();
const one = await batches(1);
const ten = await batches(10);
const hundred = await batches(100);
const after = await single();
const base = (before + after) / 2;
const line = (name: string, value: number): string =>
  `${name.padEnd(34)} ${value.toFixed(0).padStart(8)}/s  ratio ${(value / base).toFixed(2)}\n`;
process.stdout.write(
  line('single-row commits', base) +
    line('transitions one at a time', one) +
    line('transitions in batches of 10', ten) +
    line('transitions in batches of 100', hundred),
);

await plain.end();
await store.close();
await database.drop();
