import type { Payment } from '@quittance/domain';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMemoryStore, openPostgresStore, type Store, StaleVersion } from '../src/index.ts';
import {
  contentHash,
  hash,
  insertBase,
  leaf,
  next,
  noon,
  openItem,
  payment,
  paymentItem,
  scopeOf,
} from './support/sample.ts';
import { migratedDatabase } from './support/store-database.ts';
import type { TestDatabase } from './support/test-database.ts';

const stores = new Map<string, Store>();
let database: TestDatabase;

beforeAll(async () => {
  database = await migratedDatabase();
  stores.set(
    'PostgreSQL',
    await openPostgresStore({
      connectionString: database.url('quittance_app'),
      kind: 'sandbox',
      applicationName: 'test',
      role: 'quittance_app',
      poolSizeMax: 4,
    }),
  );
  stores.set('memory', openMemoryStore({ clock: () => noon }));
  for (const store of stores.values()) await insertBase(store);
});

afterAll(async () => {
  for (const store of stores.values()) await store.close();
  await database.drop();
});

describe.each(['PostgreSQL', 'memory'])('the store in %s', (name) => {
  const store = (): Store => {
    const found = stores.get(name);
    if (found === undefined) throw new Error('no store');
    return found;
  };

  test('gives back exactly what was written', async () => {
    const rows = [
      payment(1, 1, { contentHash: contentHash(7), hold: 'ä "quoted" {x}, \\ 試験' }),
      payment(1, 2),
    ];
    const found = await store().transaction(scopeOf(1), async (transaction) => {
      await transaction.insert('payment', rows);
      return transaction.find('payment', { id: { in: rows.map((row) => row.id) } });
    });
    expect(found).toEqual(rows);
  });

  test('[I10] refuses an update whose version is not the stored one plus one', async () => {
    const row = payment(1, 10);
    await store().transaction(scopeOf(1), (transaction) => transaction.insert('payment', [row]));
    const again = store().transaction(scopeOf(1), (transaction) =>
      transaction.update('payment', [{ ...row, version: 3 }]),
    );
    await expect(again).rejects.toThrow(StaleVersion);
  });

  test.each([hash(1), `1:${hash(1).slice(1)}`, `1:${hash(1)}0`, `v:${hash(1)}`])(
    'refuses %s: a content hash names the version of its canonical form',
    async (digest) => {
      const row = payment(1, 12, { contentHash: digest });
      const insert = store().transaction(scopeOf(1), (transaction) =>
        transaction.insert('payment', [row]),
      );
      await expect(insert).rejects.toMatchObject({ constraint: 'payment_content_hash_hex' });
    },
  );

  test('[I10] refuses a move that the lifecycle does not declare', async () => {
    const row = payment(1, 11);
    await store().transaction(scopeOf(1), (transaction) => transaction.insert('payment', [row]));
    const skip = store().transaction(scopeOf(1), (transaction) =>
      transaction.update('payment', [next(row, { state: 'released' })]),
    );
    await expect(skip).rejects.toMatchObject({ constraint: 'payment_move' });
    await store().transaction(scopeOf(1), (transaction) =>
      transaction.update('payment', [next(row, { state: 'validated' })]),
    );
  });

  test('[I1] an open item has at most one live claim', async () => {
    const claims = [paymentItem(1, 20, 20), paymentItem(1, 21, 20)];
    const both = store().transaction(scopeOf(1), async (transaction) => {
      await transaction.insert('open_item', [openItem(1, 20)]);
      await transaction.insert('payment', [payment(1, 20), payment(1, 21)]);
      await transaction.insert('payment_item', claims);
    });
    await expect(both).rejects.toMatchObject({ constraint: 'payment_item_live_claim_unique' });
  });

  test('[I22] shows and takes rows of the scope only', async () => {
    const row = payment(2, 30);
    await store().transaction(scopeOf(2), (transaction) => transaction.insert('payment', [row]));
    const seen = await store().transaction(scopeOf(1), (transaction) =>
      transaction.find('payment', { id: row.id }),
    );
    expect(seen).toEqual([]);
    const foreign = store().transaction(scopeOf(1), (transaction) =>
      transaction.insert('payment', [payment(2, 31)]),
    );
    await expect(foreign).rejects.toMatchObject({ name: 'OutOfScope', table: 'payment' });
  });

  test('returns the rows that it inserted, and only those', async () => {
    const known = openItem(1, 40);
    const fresh = openItem(1, 41);
    await store().transaction(scopeOf(1), (transaction) =>
      transaction.insert('open_item', [known]),
    );
    const inserted = await store().transaction(scopeOf(1), (transaction) =>
      transaction.insertNew('open_item', [known, fresh]),
    );
    expect(inserted).toEqual([fresh]);
  });

  test('rolls back everything when the work throws, and runs nothing after it', async () => {
    const ran: string[] = [];
    const work = store().transaction(scopeOf(1), async (transaction) => {
      transaction.onCommit(() => ran.push('after'));
      await transaction.insert('audit_leaf', [leaf(1, 1)]);
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    const left = await store().transaction(scopeOf(1), (transaction) =>
      transaction.find('audit_leaf', {}),
    );
    expect([left, ran]).toEqual([[], []]);
  });

  test('writes that are started together run in the order of their start', async () => {
    const [bill, row] = [openItem(1, 60), payment(1, 60)];
    const claim = paymentItem(1, 60, 60);
    const [given, taken] = [
      { ...claim, version: 2, live: false },
      { ...paymentItem(1, 61, 60), paymentId: row.id },
    ];
    const found = await store().transaction(scopeOf(1), async (transaction) => {
      const [, , , , , , read] = await Promise.all([
        transaction.insert('open_item', [bill]),
        transaction.insert('payment', [row]),
        transaction.insert('payment_item', [claim]),
        transaction.update('payment_item', [given]),
        transaction.insert('payment_item', [taken]),
        transaction.insert('audit_leaf', [leaf(1, 60)]),
        transaction.find('payment_item', { openItemId: bill.id }),
      ]);
      return read;
    });
    expect(found).toEqual([given, taken]);
  });

  test('of writes that are started together the first error is told, and none stays', async () => {
    const row = payment(1, 70);
    await store().transaction(scopeOf(1), (transaction) => transaction.insert('payment', [row]));
    const work = store().transaction(scopeOf(1), async (transaction) => {
      await Promise.allSettled([
        transaction.insert('open_item', [openItem(1, 70)]),
        transaction.update('payment', [{ ...row, version: 5 }]),
        transaction.insert('payment', [row]),
      ]);
    });
    await expect(work).rejects.toThrow(StaleVersion);
    const left = await store().transaction(scopeOf(1), (transaction) =>
      transaction.find('open_item', { id: openItem(1, 70).id }),
    );
    expect(left).toEqual([]);
  });

  test('finds payments by states of either kind, and by both', async () => {
    const rows = [payment(1, 80), payment(1, 81), payment(1, 82)];
    const [draft, validated, cancelled] = rows.map(({ id }) => id);
    const ids = { in: rows.map(({ id }) => id) };
    await store().transaction(scopeOf(1), async (transaction) => {
      await transaction.insert('payment', rows);
      const moved = rows.slice(1).map((row) => next(row, { state: 'validated' }));
      await transaction.update('payment', moved);
      const ended = moved.slice(1).map((row) => next(row, { state: 'cancelled' }));
      await transaction.update('payment', ended);
    });
    const idsIn = (states: readonly Payment['state'][]): Promise<readonly string[]> =>
      store().transaction(scopeOf(1), async (transaction) => {
        const found = await transaction.find('payment', { id: ids, state: { in: states } });
        return found.map(({ id }) => id);
      });
    expect(await idsIn(['draft', 'validated'])).toEqual([draft, validated]);
    expect(await idsIn(['cancelled', 'reconciled'])).toEqual([cancelled]);
    expect(await idsIn(['validated', 'cancelled'])).toEqual([validated, cancelled]);
    expect(await idsIn([])).toEqual([]);
  });

  test('a transaction that lost an error stays lost', async () => {
    const work = store().transaction(scopeOf(1), async (transaction) => {
      await transaction.insert('open_item', [openItem(1, 50)]);
      await transaction.update('open_item', [openItem(1, 51)]).catch(() => undefined);
    });
    await expect(work).rejects.toThrow(StaleVersion);
    const left = await store().transaction(scopeOf(1), (transaction) =>
      transaction.find('open_item', { id: openItem(1, 50).id }),
    );
    expect(left).toEqual([]);
  });
});
