import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ForeignCursor,
  openMemoryStore,
  openPostgresStore,
  openSealStore,
  openVerificationReader,
  type Position,
  type PostgresStore,
  type SealedBatch,
  type SealStore,
} from '../src/index.ts';
import { entity, hash, insertBase, leaf, noon, payment, scopeOf } from './support/sample.ts';
import { migratedDatabase, query } from './support/store-database.ts';
import type { TestDatabase } from './support/test-database.ts';

let database: TestDatabase;
let store: PostgresStore;
let seal: SealStore;

const options = { kind: 'sandbox', applicationName: 'test' } as const;

beforeAll(async () => {
  database = await migratedDatabase();
  store = await openPostgresStore({
    ...options,
    connectionString: database.url('quittance_app'),
    poolSizeMax: 12,
  });
  seal = await openSealStore({
    ...options,
    connectionString: database.url('quittance_sealer'),
    poolSizeMax: 2,
  });
  await insertBase(store);
});
afterAll(async () => {
  await store.close();
  await seal.close();
  await database.drop();
});

/** Waits until everything committed so far is safe to read: other files use the same cluster. */
async function horizonPasses(): Promise<void> {
  const [now] = await query<{ end: string }>(
    database.superuserUrl,
    'select pg_snapshot_xmax(pg_current_snapshot())::text as end',
  );
  for (;;) {
    const [passed] = await query<{ yes: boolean }>(
      database.superuserUrl,
      'select pg_snapshot_xmin(pg_current_snapshot()) >= $1::text::xid8 as yes',
      [now?.end],
    );
    if (passed?.yes === true) return;
  }
}

const read = (after: Position | null, limit = 500) =>
  store.readBehindHorizon({ table: 'audit_leaf', entityIds: [entity(1)], after, limit });

describe('a cursor behind the horizon', () => {
  test('[I31] waits for a transaction that drew its number first and commits last', async () => {
    let leave: () => void = () => undefined;
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    let entered: () => void = () => undefined;
    const inside = new Promise<void>((resolve) => {
      entered = resolve;
    });
    const slow = store.transaction(scopeOf(1), async (transaction) => {
      await transaction.insert('audit_leaf', [leaf(1, 1)]);
      entered();
      await left;
    });
    await inside;
    await store.transaction(scopeOf(1), (transaction) =>
      transaction.insert('audit_leaf', [leaf(1, 2)]),
    );
    // A plain sequence would hand out the second leaf now, and never the first one.
    const naive = await query<{ number: string }>(
      database.superuserUrl,
      'select seq::text as number from audit_leaf order by seq',
    );
    expect(naive.map(({ number }) => number)).toEqual(['2']);
    expect(await read(null)).toEqual([]);
    expect(await store.horizonLag()).toBeGreaterThan(0n);
    leave();
    await slow;
    await horizonPasses();
    const all = await read(null);
    expect(all.map(({ record }) => record)).toEqual([leaf(1, 1), leaf(1, 2)]);
  });

  test('[I31][I21] loses none of the leaves of concurrent writers', async () => {
    const start = (await read(null)).at(-1)?.position ?? null;
    const rows = 1_200;
    let writing = true;
    const writers = Array.from({ length: 10 }, async (_, writer) => {
      for (let index = writer; index < rows; index += 10) {
        await store.transaction(scopeOf(1), async (transaction) => {
          await transaction.insert('audit_leaf', [leaf(1, 1_000 + index)]);
          // Some transactions linger between drawing their number and committing.
          if (index % 3 === 0) await transaction.find('payment', {}, { limit: 1 });
        });
      }
    });
    const seen: string[] = [];
    let cursor = start;
    const reader = (async () => {
      for (let last = false; ;) {
        for (;;) {
          const batch = await read(cursor, 100);
          seen.push(...batch.map(({ record }) => record.id));
          cursor = batch.at(-1)?.position ?? cursor;
          if (batch.length < 100) break;
        }
        if (last) return;
        last = !writing;
        if (last) await horizonPasses();
      }
    })();
    await Promise.all(writers);
    writing = false;
    await reader;
    expect(new Set(seen).size).toBe(rows);
    expect(seen.length).toBe(rows);
  });

  test('[I31] refuses a position of another cluster', async () => {
    const foreign = { clusterIdentifier: 'other', transactionId: 1n, sequence: 1n };
    await expect(read(foreign)).rejects.toThrow(ForeignCursor);
    const memory = openMemoryStore({ clock: () => noon });
    const request = { table: 'audit_leaf', entityIds: [], after: foreign, limit: 1 } as const;
    await expect(memory.readBehindHorizon(request)).rejects.toThrow(ForeignCursor);
  });

  test('in memory reads the rows of the scope in the order of their commits', async () => {
    const memory = openMemoryStore({ clock: () => noon });
    for (const row of [leaf(1, 3), leaf(2, 1), leaf(null, 2)]) {
      await memory.transaction(scopeOf(1, 2), (transaction) =>
        transaction.insert('audit_leaf', [row]),
      );
    }
    const request = { table: 'audit_leaf', entityIds: [entity(1)], limit: 1 } as const;
    const [first] = await memory.readBehindHorizon({ ...request, after: null });
    const rest = await memory.readBehindHorizon({ ...request, after: first?.position ?? null });
    expect([first?.record, rest.map(({ record }) => record)]).toEqual([
      leaf(1, 3),
      [leaf(null, 2)],
    ]);
  });
});

describe('sealing', () => {
  const sealNext = async (number: number, previous: SealedBatch | null): Promise<SealedBatch> => {
    const leaves = await seal.unsealedLeaves(300);
    const [first, last] = [leaves[0], leaves.at(-1)];
    if (first === undefined || last === undefined) throw new Error('nothing to seal');
    const batch: SealedBatch = {
      number,
      first: first.position,
      last: last.position,
      leafCount: leaves.length,
      rootHash: hash(number),
      previousRootHash: previous?.rootHash ?? null,
      sealedAt: noon,
    };
    await seal.writeBatch(batch);
    return batch;
  };

  test('[I21] batches follow each other without a gap and hold every leaf once', async () => {
    await store.transaction(scopeOf(1, 2), (transaction) =>
      transaction.insert(
        'audit_leaf',
        Array.from({ length: 700 }, (_, index) => leaf((index % 2) + 1, 10_000 + index)),
      ),
    );
    await horizonPasses();
    const batches: SealedBatch[] = [];
    while ((await seal.unsealedLeaves(1)).length > 0) {
      batches.push(await sealNext(batches.length + 1, batches.at(-1) ?? null));
    }
    expect(await seal.batches(0, 100)).toEqual(batches);
    expect(await seal.lastBatch()).toEqual(batches.at(-1));
    const ids: string[] = [];
    for (const batch of batches) {
      const leaves = await seal.leavesOf(batch);
      expect(leaves.length).toBe(batch.leafCount);
      ids.push(...leaves.map(({ record }) => record.id));
    }
    const all = await query(database.superuserUrl, 'select id from audit_leaf');
    expect([new Set(ids).size, ids.length]).toEqual([all.length, all.length]);
  });

  test('[I21] a second sealer, a gap, an overlap and another history are refused', async () => {
    const last = await seal.lastBatch();
    if (last === null) throw new Error('nothing was sealed');
    await store.transaction(scopeOf(1), (transaction) =>
      transaction.insert('audit_leaf', [leaf(1, 50_000)]),
    );
    await horizonPasses();
    const [fresh] = await seal.unsealedLeaves(10);
    if (fresh === undefined) throw new Error('no fresh leaf');
    const good: SealedBatch = {
      ...last,
      number: last.number + 1,
      first: fresh.position,
      last: fresh.position,
      leafCount: 1,
      previousRootHash: last.rootHash,
    };
    const follows = { constraint: 'audit_batch_follows' };
    await expect(seal.writeBatch({ ...good, number: good.number + 1 })).rejects.toMatchObject(
      follows,
    );
    await expect(seal.writeBatch({ ...good, first: last.last })).rejects.toMatchObject(follows);
    await expect(seal.writeBatch({ ...good, previousRootHash: hash(99) })).rejects.toMatchObject(
      follows,
    );
    const ended = await Promise.allSettled([1, 2, 3].map(() => seal.writeBatch(good)));
    expect(ended.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a checkpoint is kept, and a verifier reads everything from one snapshot', async () => {
    const last = await seal.lastBatch();
    const checkpoint = {
      number: last?.number ?? 0,
      leafCount: 12n,
      rootHash: hash(5),
      note: 'quittance\n12\n',
      signedAt: noon,
    };
    await seal.writeCheckpoint(checkpoint);
    expect(await seal.lastCheckpoint()).toEqual(checkpoint);
    await store.transaction(scopeOf(1, 2), (transaction) =>
      transaction.insert('payment', [payment(1, 1), payment(2, 2)]),
    );
    const reader = await openVerificationReader({
      ...options,
      connectionString: database.url('quittance_backup'),
      poolSizeMax: 1,
    });
    const read = await reader.snapshot(async (snapshot) => {
      const payments = await Array.fromAsync(snapshot.rowsForVerification('payment'));
      await store.transaction(scopeOf(1), (transaction) =>
        transaction.insert('audit_leaf', [leaf(1, 60_000)]),
      );
      const leaves = await Array.fromAsync(snapshot.allLeaves());
      const batches = await Array.fromAsync(snapshot.batches());
      return {
        payments,
        leaves,
        batches,
        checkpoints: await Array.fromAsync(snapshot.checkpoints()),
      };
    });
    await reader.close();
    expect(read.payments).toEqual([payment(1, 1), payment(2, 2)]);
    expect(read.checkpoints).toEqual([checkpoint]);
    expect(read.batches).toEqual(await seal.batches(0, 100));
    const all = await query(database.superuserUrl, 'select id from audit_leaf');
    expect(read.leaves.length).toBe(all.length - 1);
  });
});
