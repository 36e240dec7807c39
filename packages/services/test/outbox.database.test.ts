import { present } from '@quittance/domain';
import {
  deliveryLadderSeconds,
  type DeliveryOutcome,
  engageStop,
  fanOutEvents,
  planDeliveries,
  recordDelivery,
  replayDeliveries,
  resumeStop,
  subscribeWebhook,
} from '@quittance/services';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { codeOf, type House, valueOf } from './support/house.ts';
import { openPostgresHouse, type PostgresHouse } from './support/postgres-house.ts';

let opened: PostgresHouse;
let house: House<PostgresHouse['house']['store']>;

beforeAll(async () => {
  opened = await openPostgresHouse();
  house = opened.house;
});
afterAll(() => opened.close());

const cora = () => house.as('cora');

const stop = async (reason: string) =>
  valueOf(
    await engageStop({
      ctx: cora(),
      input: { entityId: house.entities.de, ownAccountId: null, reason },
    }),
  ).stopId;

const fanOut = () => fanOutEvents({ ctx: house.hub(), input: { events: house.store } });

test('[SYN-12] [I31] every event is owed once, however passes and events race', async () => {
  const eventTypes = ['stop.*'];
  const names = ['forecast', 'notices'];
  for (const name of names) {
    const input = { name, url: 'https://a.example/', eventTypes, secretName: 'a-secret' };
    valueOf(await subscribeWebhook({ ctx: cora(), input }));
  }
  const stops = Array.from({ length: 12 }, (_, index) => stop(`reason ${index.toString()}`));
  const passes = await Promise.all([fanOut(), fanOut(), fanOut(), ...stops.map(() => fanOut())]);
  const stopIds = await Promise.all(stops);
  for (const pass of passes) expect(['none', 'CONFLICTING_CHANGE']).toContain(codeOf(pass));
  for (const stopId of stopIds.slice(0, 3)) {
    valueOf(await resumeStop({ ctx: cora(), input: { stopId } }));
  }
  // The horizon is that of the whole server: transactions of other databases hold it back.
  await vi.waitFor(
    async () => {
      valueOf(await fanOut());
      expect(await house.rows('webhook_delivery')).toHaveLength(30);
    },
    { timeout: 25_000, interval: 50 },
  );
  valueOf(await fanOut());
  const events = (await house.rows('outbox_event')).filter((row) => row.type.startsWith('stop.'));
  const rows = await house.rows('webhook_delivery');
  expect(events).toHaveLength(15);
  expect(rows).toHaveLength(30);
  for (const [, ofOne] of Map.groupBy(rows, (row) => row.subscriptionId)) {
    expect(new Set(ofOne.map((row) => row.eventId))).toStrictEqual(
      new Set(events.map((event) => event.id)),
    );
  }
});

test('[RES-03] [RES-04] deliveries end as dead letters and are replayed', async () => {
  const { de: entityId } = house.entities;
  const rows = await house.rows('webhook_delivery');
  const { subscriptionId } = present(rows[0], 'a delivery');
  const deliveryIds = rows
    .filter((row) => row.subscriptionId === subscriptionId)
    .map((row) => row.id);
  const record = async (outcome: Omit<DeliveryOutcome, 'deliveryId'>) => {
    const outcomes = deliveryIds.map((deliveryId) => ({ deliveryId, ...outcome }));
    return valueOf(await recordDelivery({ ctx: house.hub(), input: { entityId, outcomes } }));
  };
  const plan = valueOf(
    await planDeliveries({ ctx: house.hub(), input: { entityId, deliveryIds } }),
  );
  expect(plan.refused).toStrictEqual([]);
  expect(plan.sendable.map((one) => one.deliveryId)).toStrictEqual(deliveryIds);
  for (let tries = 0; tries < deliveryLadderSeconds.length; tries += 1)
    await record({ kind: 'failed', status: '503' });
  expect(await record({ kind: 'failed', status: '503' })).toMatchObject({
    deadLetters: deliveryIds.length,
  });
  const cases = await house.rows('exception_case');
  expect(cases.filter((row) => row.objectId === subscriptionId)).toHaveLength(1);
  const input = { entityId, subscriptionId };
  expect(valueOf(await replayDeliveries({ ctx: cora(), input })).replayed).toBe(deliveryIds.length);
  expect(await record({ kind: 'delivered', status: '200' })).toMatchObject({
    delivered: deliveryIds.length,
  });
});
