import { asId, problem, type Problem, refuse, type Result, succeed } from '@quittance/domain';
import type { ReceivedDelivery, ReceiveInput, StoredDeliveries } from '@quittance/services';
import { InvalidRow, StoreUnavailable } from '@quittance/store';
import { expect, test } from 'vitest';
import { gatherDeliveries } from '../src/hub/delivery-gatherer.ts';

const bank = asId<'connection'>('00000000-0000-7000-8000-000000000001');
const other = asId<'connection'>('00000000-0000-7000-8000-000000000002');

const delivery = (externalId: string): ReceivedDelivery => ({
  externalId,
  evidenceHash: '0'.repeat(64),
  sizeBytes: 2,
  mediaType: 'application/json',
  kind: 'event',
});

/** An inbox whose transactions end when the test says so; what broke is not kept. */
function createInbox(
  breaks: (input: ReceiveInput) => 'throws' | 'refuses' | 'away' | null = () => null,
) {
  const kept = new Set<string>();
  const transactions: (readonly string[])[] = [];
  const open: (() => void)[] = [];
  let isGated = true;
  const write = async (input: ReceiveInput): Promise<Result<StoredDeliveries, Problem>> => {
    const ids = input.deliveries.map(({ externalId }) => externalId);
    transactions.push(ids);
    if (isGated) {
      const gate = Promise.withResolvers<undefined>();
      open.push(() => gate.resolve(undefined));
      await gate.promise;
    }
    const broken = breaks(input);
    if (broken === 'throws') throw new InvalidRow('inbox.externalId is no text');
    if (broken === 'away') throw new StoreUnavailable('no connection to the database');
    if (broken === 'refuses') return refuse(problem('DATABASE_DOWN', 'no connection'));
    const externalIds = ids.filter((id) => !kept.has(`${input.connectionId} ${id}`));
    for (const id of externalIds) kept.add(`${input.connectionId} ${id}`);
    const received = externalIds.length;
    return succeed({ received, duplicates: ids.length - received, externalIds });
  };
  return {
    write,
    kept,
    transactions,
    release() {
      isGated = false;
      for (const each of open.splice(0)) each();
    },
  };
}

const ids = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, number) => `event ${number}`);

test('[PERF-03] what comes while others are being stored is stored together', async () => {
  const inbox = createInbox();
  const store = gatherDeliveries(inbox.write);
  const answers = ids(251).map((id) => store(bank, delivery(id)));
  expect(inbox.transactions).toEqual([['event 0']]);
  inbox.release();
  for (const answer of await Promise.all(answers)) {
    expect(answer).toEqual(succeed({ received: 1, duplicates: 0 }));
  }
  expect(inbox.transactions.map((each) => each.length)).toEqual([1, 100, 100, 50]);
  expect(inbox.kept.size).toBe(251);
  expect(await store(bank, delivery('late'))).toEqual(succeed({ received: 1, duplicates: 0 }));
});

test('[I26] of events that are the same and come at once one alone is received', async () => {
  const inbox = createInbox();
  const store = gatherDeliveries(inbox.write);
  const answers = ['a', 'b', 'b', 'b', 'c'].map((id) => store(bank, delivery(id)));
  inbox.release();
  const told = await Promise.all(answers);
  expect(told.map((one) => (one.ok ? one.value.received : null))).toEqual([1, 1, 0, 0, 1]);
  expect(inbox.kept.size).toBe(3);
});

test('one connection does not wait for another', async () => {
  const inbox = createInbox();
  const store = gatherDeliveries(inbox.write);
  const answers = [store(bank, delivery('a')), store(other, delivery('a'))];
  expect(inbox.transactions).toEqual([['a'], ['a']]);
  inbox.release();
  expect(await Promise.all(answers)).toEqual([
    succeed({ received: 1, duplicates: 0 }),
    succeed({ received: 1, duplicates: 0 }),
  ]);
});

test.each(['throws', 'refuses'] as const)(
  '[RES-13] a delivery whose storing %s spoils it for no other',
  async (how) => {
    const isBad = ({ deliveries }: ReceiveInput): boolean =>
      deliveries.some(({ externalId }) => externalId === 'event 3');
    const inbox = createInbox((input) => (isBad(input) ? how : null));
    const store = gatherDeliveries(inbox.write);
    const answers = ids(6).map((id) => store(bank, delivery(id)));
    inbox.release();
    const told = await Promise.allSettled(answers);
    const stored = told.map((one) => one.status === 'fulfilled' && one.value.ok);
    expect(stored).toEqual([true, true, true, false, true, true]);
    expect(inbox.kept.size).toBe(5);
  },
);

test('a database that is away is told to all at once, and asked once for all of them', async () => {
  const inbox = createInbox(() => 'away');
  const store = gatherDeliveries(inbox.write);
  const answers = ids(51).map((id) => store(bank, delivery(id)));
  inbox.release();
  for (const told of await Promise.allSettled(answers)) {
    expect(told).toMatchObject({ status: 'rejected', reason: { name: 'StoreUnavailable' } });
  }
  expect(inbox.transactions.map((each) => each.length)).toEqual([1, 50]);
});
