import { addMilliseconds, asInstant } from '@quittance/domain';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type KeyedRequest,
  openPostgresStore,
  openRequestKeys,
  type PostgresStore,
  type RequestKeys,
  RequestTakenOver,
} from '../src/index.ts';
import { scopeOf } from './support/sample.ts';
import { migratedDatabase, query } from './support/store-database.ts';
import type { TestDatabase } from './support/test-database.ts';

let database: TestDatabase;
let keys: RequestKeys;
let store: PostgresStore;
beforeAll(async () => {
  database = await migratedDatabase();
  const options = {
    connectionString: database.url('quittance_app'),
    kind: 'sandbox',
    applicationName: 'test',
    poolSizeMax: 8,
  } as const;
  keys = await openRequestKeys(options);
  store = await openPostgresStore(options);
});
afterAll(async () => {
  await keys.close();
  await store.close();
  await database.drop();
});

const at = asInstant('2026-11-23T08:00:00.000Z');
const answer = { status: 200, headers: '{}', body: '{"done":true}' };
const tokenId = '01930000-0000-7000-8000-00000000aaaa';

const request = (key: string, patch: Partial<KeyedRequest> = {}): KeyedRequest => ({
  tokenId,
  key,
  fingerprint: 'a'.repeat(64),
  at,
  expiresAt: addMilliseconds(at, 3_600_000),
  abandonedBefore: addMilliseconds(at, -120_000),
  ...patch,
});

/** The same request again, so much later. */
const later = (key: string, milliseconds: number): KeyedRequest =>
  request(key, {
    at: addMilliseconds(at, milliseconds),
    expiresAt: addMilliseconds(at, milliseconds + 3_600_000),
    abandonedBefore: addMilliseconds(at, milliseconds - 120_000),
  });

test('[RES-01] of many callers with one key, one begins', async () => {
  const starts = await Promise.all(
    Array.from({ length: 20 }, () => keys.begin(request('at once'))),
  );
  const kinds = starts.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'begun')).toHaveLength(1);
  expect(kinds.filter((kind) => kind === 'inFlight')).toHaveLength(19);
});

test('[RES-01] the answer is kept with the verb, and told to the same request alone', async () => {
  const first = request('kept');
  await keys.begin(first);
  await store.transaction(scopeOf(1), (transaction) =>
    keys.answerWithin(transaction, first, answer),
  );
  expect(await keys.begin(later('kept', 1_000))).toEqual({ kind: 'answered', answer });
  const other = { ...later('kept', 1_000), fingerprint: 'b'.repeat(64) };
  expect(await keys.begin(other)).toEqual({ kind: 'otherRequest' });
  const elsewhere = request('kept', { tokenId: '01930000-0000-7000-8000-00000000bbbb' });
  expect(await keys.begin(elsewhere)).toEqual({ kind: 'begun' });
});

test('[FT-13] the answer of a verb that rolled back is not there', async () => {
  const first = request('rolled back');
  await keys.begin(first);
  const broken = store.transaction(scopeOf(1), async (transaction) => {
    await keys.answerWithin(transaction, first, answer);
    throw new Error('the verb fails after all');
  });
  await expect(broken).rejects.toThrow('the verb fails');
  expect(await keys.begin(later('rolled back', 1_000))).toEqual({ kind: 'inFlight' });
  await keys.release(first);
  expect(await keys.begin(later('rolled back', 2_000))).toEqual({ kind: 'begun' });
});

test('[RES-09] a request whose process died is taken over; its late verb rolls back', async () => {
  const dead = request('died');
  await keys.begin(dead);
  expect(await keys.begin(later('died', 119_000))).toEqual({ kind: 'inFlight' });
  const heir = later('died', 121_000);
  expect(await keys.begin(heir)).toEqual({ kind: 'begun' });
  const late = store.transaction(scopeOf(1), (transaction) =>
    keys.answerWithin(transaction, dead, answer),
  );
  await expect(late).rejects.toBeInstanceOf(RequestTakenOver);
  await store.transaction(scopeOf(1), (transaction) =>
    keys.answerWithin(transaction, heir, answer),
  );
  expect(await keys.begin(later('died', 125_000))).toMatchObject({ kind: 'answered' });
  await keys.release(heir);
  expect(await keys.begin(later('died', 126_000))).toMatchObject({ kind: 'answered' });
});

test('[GOV-10] an answer goes when it is too old, a few with each new request', async () => {
  for (let number = 0; number < 15; number += 1) {
    const old = request(`old ${number}`);
    await keys.begin(old);
    await keys.answer(old, answer);
  }
  const count = async (): Promise<number> => {
    const text = `select count(*)::int as n from api_request where idempotency_key like 'old %'`;
    return (await query<{ n: number }>(database.superuserUrl, text))[0]?.n ?? 0;
  };
  expect(await keys.begin(later('old 3', 3_599_000))).toMatchObject({ kind: 'answered' });
  expect(await keys.begin(later('old 3', 3_601_000))).toEqual({ kind: 'begun' });
  await keys.begin(later('new 1', 3_601_000));
  await keys.begin(later('new 2', 3_601_000));
  expect(await count()).toBe(1);
});
