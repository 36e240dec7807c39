import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client } from 'pg';
import {
  CommitOutcomeUnknown,
  openPostgresStore,
  type PostgresStore,
  StaleVersion,
  StoreConflict,
} from '../src/index.ts';
import {
  attempt,
  attemptItem,
  id,
  insertBase,
  leaf,
  next,
  openItem,
  payment,
  paymentItem,
  scopeOf,
} from './support/sample.ts';
import { migratedDatabase, query } from './support/store-database.ts';
import type { TestDatabase } from './support/test-database.ts';

let database: TestDatabase;
let store: PostgresStore;
const retries: number[] = [];

beforeAll(async () => {
  database = await migratedDatabase();
  store = await openPostgresStore({
    connectionString: database.url('quittance_app'),
    kind: 'sandbox',
    applicationName: 'concurrent',
    poolSizeMax: 16,
    pauseBeforeRetry: async (retry) => void retries.push(retry),
  });
  await insertBase(store);
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

const outcomes = async (works: readonly Promise<unknown>[]): Promise<readonly unknown[]> =>
  (await Promise.allSettled(works)).map((settled): unknown =>
    settled.status === 'fulfilled' ? 'done' : settled.reason,
  );

test('[I10] of two transactions that update one row, one is told that it is stale', async () => {
  const row = payment(1, 1);
  await store.transaction(scopeOf(1), (transaction) => transaction.insert('payment', [row]));
  let arrived = 0;
  const both = new Promise<void>((resolve) => {
    void waitFor(() => arrived === 2, resolve);
  });
  const change = (text: string): Promise<void> =>
    store.transaction(scopeOf(1), async (transaction) => {
      await transaction.find('payment', { id: row.id });
      arrived += 1;
      await both;
      await transaction.update('payment', [next(row, { remittance: text })]);
    });
  const ended = await outcomes([change('a'), change('b')]);
  expect(ended.filter((end) => end === 'done')).toHaveLength(1);
  expect(ended.filter((end) => end instanceof StaleVersion)).toHaveLength(1);
});

test('[I1] of sixteen writers that claim one bill, one wins', async () => {
  await store.transaction(scopeOf(1), async (transaction) => {
    await transaction.insert('open_item', [openItem(1, 100)]);
    await transaction.insert(
      'payment',
      Array.from({ length: 16 }, (_, index) => payment(1, 100 + index)),
    );
  });
  const claims = Array.from({ length: 16 }, (_, index) =>
    store.transaction(scopeOf(1), (transaction) =>
      transaction.insert('payment_item', [paymentItem(1, 100 + index, 100)]),
    ),
  );
  const ended = await outcomes(claims);
  expect(ended.filter((end) => end === 'done')).toHaveLength(1);
  const losers = ended.filter((end) => end instanceof StoreConflict);
  expect(losers.map(({ constraint }) => constraint)).toEqual(
    Array.from({ length: 15 }, () => 'payment_item_live_claim_unique'),
  );
});

test('[I1] of sixteen attempts to send one payment, one lives', async () => {
  await store.transaction(scopeOf(1), async (transaction) => {
    await transaction.insert('payment', [payment(1, 200)]);
    await transaction.insert(
      'attempt',
      Array.from({ length: 16 }, (_, index) => attempt(1, 200 + index)),
    );
  });
  const sendings = Array.from({ length: 16 }, (_, index) =>
    store.transaction(scopeOf(1), (transaction) =>
      transaction.insert('attempt_item', [attemptItem(1, 200 + index, 200)]),
    ),
  );
  const ended = await outcomes(sendings);
  expect(ended.filter((end) => end === 'done')).toHaveLength(1);
  expect(ended.filter((end) => end instanceof StoreConflict)).toHaveLength(15);
});

test('[I25] a sender with an older fencing token cannot write', async () => {
  const row = { ...attempt(1, 300), fencingToken: 5n };
  await store.transaction(scopeOf(1), (transaction) => transaction.insert('attempt', [row]));
  const stale = store.transaction(scopeOf(1), (transaction) =>
    transaction.update('attempt', [next(row, { fencingToken: 4n })]),
  );
  await expect(stale).rejects.toMatchObject({ constraint: 'attempt_fencing_token_monotone' });
});

test('a deadlock is run again and costs nobody an error', async () => {
  const rows = [payment(1, 400), payment(1, 401)];
  await store.transaction(scopeOf(1), (transaction) => transaction.insert('payment', rows));
  let started = 0;
  const crosswise = (order: readonly number[]): Promise<void> =>
    store.transaction(scopeOf(1), async (transaction) => {
      for (const index of order) {
        await transaction.lock('payment', { id: id(21, 400 + index) });
        started += 1;
        if (started <= 2) await new Promise<void>((go) => void waitFor(() => started >= 2, go));
      }
    });
  expect(await outcomes([crosswise([0, 1]), crosswise([1, 0])])).toEqual(['done', 'done']);
  // Who runs again may overtake the other one on the way to the first row, and be held up anew.
  expect(retries.length).toBeGreaterThan(0);
});

test('a key serialises those who ask for it', async () => {
  let inside = 0;
  let most = 0;
  const enter = (): Promise<void> =>
    store.transaction(scopeOf(1), async (transaction) => {
      await transaction.lockKey('lane');
      inside += 1;
      most = Math.max(most, inside);
      await transaction.find('payment', {}, { limit: 1 });
      inside -= 1;
    });
  await Promise.all(Array.from({ length: 12 }, enter));
  expect(most).toBe(1);
});

test('a connection that breaks during a commit leaves the outcome unknown', async () => {
  const work = store.transaction(scopeOf(1), async (transaction) => {
    await transaction.insert('audit_leaf', [leaf(1, 500)]);
    const { rows } = await transaction.executeSql('select pg_backend_pid() as pid');
    await query(database.superuserUrl, 'select pg_terminate_backend($1)', [rows[0]?.['pid']]);
  });
  await expect(work).rejects.toThrow(CommitOutcomeUnknown);
});

test('a statement that runs too long is ended, and the store stays of use', async () => {
  const impatient = await openPostgresStore({
    connectionString: database.url('quittance_app'),
    kind: 'sandbox',
    applicationName: 'impatient',
    poolSizeMax: 1,
    statementTimeoutMs: 1_000,
  });
  const slow = impatient.transaction(scopeOf(1), (transaction) =>
    transaction.executeSql('select pg_sleep(60)'),
  );
  await expect(slow).rejects.toMatchObject({ name: 'StoreUnavailable' });
  await impatient.transaction(scopeOf(1), (transaction) => transaction.find('payment', {}));
  await impatient.close();
});

/** Looks again at every turn of the event loop; the database is asked nothing meanwhile. */
async function waitFor(holds: () => boolean, then: () => void): Promise<void> {
  const client = new Client({ connectionString: database.superuserUrl });
  await client.connect();
  while (!holds()) await client.query('select 1');
  await client.end();
  then();
}
