import {
  asId,
  asInstant,
  type OutboxEvent,
  present,
  type WebhookDelivery,
  type WebhookSubscription,
} from '@quittance/domain';
import {
  cloudEventOf,
  deliveriesPerTaskMax,
  deliveryAttemptsMax,
  deliveryLadderSeconds,
  type DeliveryOutcome,
  engageStop,
  eventCatalogue,
  fanOutEvents,
  planDeliveries,
  recordDelivery,
  replayDeliveries,
  subscribeWebhook,
  type SubscribeWebhookInput,
  subscriptionsMax,
  unsubscribeWebhook,
} from '@quittance/services';
import { ForeignCursor } from '@quittance/store';
import { beforeEach, describe, expect, test } from 'vitest';
import { match, report, tell } from './support/deliver.ts';
import { codeOf, type House, openHouse, valueOf } from './support/house.ts';
import { masterData, supplierNumbers, usualBills } from './support/records.ts';
import { openCasesOf, submit } from './support/walk.ts';

let house: House;

beforeEach(async () => {
  house = await openHouse();
});

const wish: SubscribeWebhookInput = {
  name: 'forecast',
  url: 'https://forecast.example/hooks',
  eventTypes: ['*'],
  secretName: 'forecast-secret',
};

const controller = () => house.as('cora');

const subscribe = async (more: Partial<SubscribeWebhookInput> = {}) =>
  valueOf(await subscribeWebhook({ ctx: controller(), input: { ...wish, ...more } }))
    .subscriptionId;

async function fanOut() {
  let deliveries = 0;
  for (;;) {
    const told = valueOf(await fanOutEvents({ ctx: house.hub(), input: { events: house.store } }));
    deliveries += told.deliveries;
    if (!told.hasMore) return deliveries;
  }
}

const eventsOf = (): Promise<readonly OutboxEvent[]> => house.rows('outbox_event');
const deliveriesOf = async (
  subscriptionId: WebhookSubscription['id'],
): Promise<readonly WebhookDelivery[]> =>
  (await house.rows('webhook_delivery')).filter((row) => row.subscriptionId === subscriptionId);

/** Records the same outcome for every pending delivery of a subscriber. */
async function answer(
  subscriptionId: WebhookSubscription['id'],
  outcome: Omit<DeliveryOutcome, 'deliveryId'>,
) {
  const pending = (await deliveriesOf(subscriptionId)).filter((row) => row.state === 'pending');
  return valueOf(
    await recordDelivery({
      ctx: house.hub(),
      input: {
        entityId: house.entities.de,
        outcomes: pending.map((row) => ({ deliveryId: row.id, ...outcome })),
      },
    }),
  );
}

describe('what events say', () => {
  test('[CAN-02] [CAN-12] [CAN-13] they carry ids and states, no names or accounts', async () => {
    const run = await submit(house);
    await report(house, run, { group: 'ACCP' });
    await tell(house, {});
    await match(house);
    const events = await eventsOf();
    expect(events.length).toBeGreaterThan(5);
    const words = [
      ...Object.values(supplierNumbers),
      ...masterData.parties.map((party) => party.name),
      ...masterData.users.map((user) => user.name),
      ...usualBills.map((item) => item.number),
      'odoo',
    ];
    for (const event of events) {
      const body = valueOf(cloudEventOf(event));
      for (const word of words) expect(body.toLowerCase()).not.toContain(word.toLowerCase());
      const told: unknown = JSON.parse(body);
      const data: unknown = JSON.parse(event.payload);
      expect(told).toStrictEqual({
        specversion: '1.0',
        id: event.id,
        source: `/quittance/entities/${event.entityId}`,
        type: `quittance.${event.type}`,
        subject: `${event.objectKind}/${event.objectId}`,
        time: event.occurredAt,
        datacontenttype: 'application/json',
        dataschema: 'urn:quittance:event:v1',
        entityid: event.entityId,
        correlationid: event.correlationId,
        data,
      });
      const entry = Object.entries(eventCatalogue).find(([type]) => type === event.type);
      expect(entry?.[1].objectKind).toBe(event.objectKind);
    }
  });

  const sample: OutboxEvent = {
    id: asId<'event'>('01930000-0000-7000-8000-000000000001'),
    entityId: asId<'entity'>('01930000-0000-7000-8000-000000000002'),
    type: 'payment.settled',
    v: 1,
    objectKind: 'payment',
    objectId: '01930000-0000-7000-8000-000000000003',
    occurredAt: asInstant('2026-11-23T08:00:00.000Z'),
    correlationId: '01930000-0000-7000-8000-000000000004',
    payload: '{"id":"01930000-0000-7000-8000-000000000003","state":"settled","v":1,"version":7}',
  };

  test.each([
    [
      'a property that the schema does not have',
      { payload: sample.payload.replace('}', ',"name":"Acme"}') },
    ],
    [
      'a state with blanks, as names have',
      { payload: sample.payload.replace('settled', 'Acme Ltd') },
    ],
    [
      'an id that is an account number',
      { payload: sample.payload.replace(/"id":"[^"]+"/, '"id":"DE02120300000000202051"') },
    ],
    ['another version of the data', { payload: sample.payload.replace('"v":1', '"v":2') }],
    [
      'a version that is a text',
      { payload: sample.payload.replace('"version":7', '"version":"7"') },
    ],
    ['no JSON', { payload: 'Acme' }],
    ['a list', { payload: '[1]' }],
    ['a type that is not published', { type: 'payment.paid' }],
    ['another version of the event', { v: 2 }],
  ])('[CAN-13] %s is not published', (_why, patch) => {
    expect(cloudEventOf(sample).ok).toBe(true);
    expect(codeOf(cloudEventOf({ ...sample, ...patch }))).toBe('BAD_INPUT');
  });

  test('[SYN-12] an event that does not fit is refused, its neighbours planned', async () => {
    const subscriptionId = await subscribe();
    await submit(house);
    const [known] = await eventsOf();
    const stray = { ...present(known, 'event'), id: house.ports.ids.newId<'event'>(), v: 9 };
    await house.store.transaction(house.hub().scope, (transaction) =>
      transaction.insert('outbox_event', [stray]),
    );
    await fanOut();
    const rows = await deliveriesOf(subscriptionId);
    const deliveryIds = rows.map((row) => row.id);
    const input = { entityId: house.entities.de, deliveryIds };
    const plan = valueOf(await planDeliveries({ ctx: house.hub(), input }));
    expect(plan.refused).toStrictEqual([
      { deliveryId: rows.find((row) => row.eventId === stray.id)?.id, status: 'not publishable' },
    ]);
    expect(plan.sendable).toHaveLength(rows.length - 1);
  });
});

describe('subscribing', () => {
  test.each([
    ['a name with blanks', { name: 'the forecast' }],
    ['an event that is not published', { eventTypes: ['payment.paid'] }],
    ['a family that is not published', { eventTypes: ['invoice.*'] }],
    ['no event', { eventTypes: [] }],
    ['plain http to another machine', { url: 'http://forecast.example/hooks' }],
    ['a password in the address', { url: 'https://a:b@forecast.example/' }],
    ['no address', { url: 'forecast' }],
    ['another scheme', { url: 'file:///etc/passwd' }],
    ['no secret', { secretName: '' }],
  ])('%s is refused', async (_why, patch) => {
    const input = { ...wish, ...patch };
    expect(codeOf(await subscribeWebhook({ ctx: controller(), input }))).toBe('BAD_INPUT');
    expect(await house.rows('webhook_subscription')).toStrictEqual([]);
  });

  test('takes a controller of every company whose events are told', async () => {
    const refused = [
      await subscribeWebhook({ ctx: house.as('connie'), input: wish }),
      await subscribeWebhook({ ctx: house.as('connie', [house.entities.de]), input: wish }),
      await subscribeWebhook({ ctx: house.as('connie', []), input: wish }),
      await subscribeWebhook({ ctx: house.as('paula', [house.entities.de]), input: wish }),
      await subscribeWebhook({ ctx: house.as('robot', [house.entities.de]), input: wish }),
      await subscribeWebhook({ ctx: house.as('gone', [house.entities.de]), input: wish }),
      await subscribeWebhook({ ctx: house.hub(), input: wish }),
    ];
    expect(refused.map(codeOf)).toStrictEqual(refused.map(() => 'FORBIDDEN'));
  });

  test('the same name twice is refused until the first is ended', async () => {
    const subscriptionId = await subscribe();
    expect(codeOf(await subscribeWebhook({ ctx: controller(), input: wish }))).toBe('DUPLICATE');
    valueOf(await unsubscribeWebhook({ ctx: controller(), input: { subscriptionId } }));
    const again = await unsubscribeWebhook({ ctx: controller(), input: { subscriptionId } });
    expect(codeOf(again)).toBe('NOT_FOUND');
    await subscribe();
  });

  test('there is a limit on subscribers', async () => {
    for (let count = 0; count < subscriptionsMax; count += 1)
      await subscribe({ name: `s${count}` });
    expect(codeOf(await subscribeWebhook({ ctx: controller(), input: wish }))).toBe('BAD_INPUT');
  });

  test('[AUD-01] a subscription leaves its leaf', async () => {
    const subscriptionId = await subscribe();
    const leaves = await house.rows('audit_leaf');
    expect(leaves.filter((leaf) => leaf.objectId === subscriptionId)).toHaveLength(1);
  });
});

describe('fanning out', () => {
  test('[SYN-12] [SYN-11] each is owed what it asked for, in tasks of its own', async () => {
    const all = await subscribe();
    const some = await subscribe({ name: 'notices', eventTypes: ['payment.*', 'batch.released'] });
    await submit(house);
    house.tasks.take();
    const events = await eventsOf();
    const wanted = events.filter(
      ({ type }) => type.startsWith('payment.') || type === 'batch.released',
    );
    expect(wanted.length).toBeLessThan(events.length);
    expect(await fanOut()).toBe(events.length + wanted.length);
    expect(await deliveriesOf(all)).toHaveLength(events.length);
    const owed = await deliveriesOf(some);
    expect(owed.map((row) => row.eventId).toSorted()).toStrictEqual(
      wanted.map((event) => event.id).toSorted(),
    );
    const tasks = house.tasks.take('webhook.deliver');
    const subscriptionOf = new Map(
      (await house.rows('webhook_delivery')).map((row) => [String(row.id), row.subscriptionId]),
    );
    for (const { data } of tasks) {
      expect(data.ids.length).toBeLessThanOrEqual(deliveriesPerTaskMax);
      expect(new Set(data.ids.map((id) => subscriptionOf.get(id))).size).toBe(1);
    }
    expect(tasks.flatMap((task) => task.data.ids)).toHaveLength(events.length + wanted.length);
  });

  test('[SYN-10] a second pass owes nothing again, and a later event is owed once', async () => {
    const subscriptionId = await subscribe();
    await submit(house);
    expect(await fanOut()).toBeGreaterThan(0);
    expect(await fanOut()).toBe(0);
    const stop = { entityId: house.entities.de, ownAccountId: null, reason: 'strange bill' };
    valueOf(await engageStop({ ctx: controller(), input: stop }));
    expect(await fanOut()).toBe(1);
    const rows = await deliveriesOf(subscriptionId);
    expect(new Set(rows.map((row) => row.eventId)).size).toBe(rows.length);
    expect(rows).toHaveLength((await eventsOf()).length);
  });

  test('what happened before there was a subscriber is not told', async () => {
    await submit(house);
    await fanOut();
    const subscriptionId = await subscribe();
    await fanOut();
    expect(await deliveriesOf(subscriptionId)).toStrictEqual([]);
  });

  test('of two passes at once, one is refused and nothing is owed twice', async () => {
    const subscriptionId = await subscribe();
    await submit(house);
    const call = { ctx: house.hub(), input: { events: house.store } };
    const both = await Promise.all([fanOutEvents(call), fanOutEvents(call)]);
    expect(both.map(codeOf).toSorted()).toStrictEqual(['CONFLICTING_CHANGE', 'none']);
    expect(await deliveriesOf(subscriptionId)).toHaveLength((await eventsOf()).length);
  });

  test('[RES-12] in a restored cluster it begins anew and owes nothing twice', async () => {
    const subscriptionId = await subscribe();
    await submit(house);
    await fanOut();
    const before = await deliveriesOf(subscriptionId);
    let reads = 0;
    const events: Parameters<typeof fanOutEvents>[0]['input']['events'] = {
      readBehindHorizon: async (request) => {
        reads += 1;
        if (request.after !== null && reads === 1) throw new ForeignCursor('restored');
        return house.store.readBehindHorizon(request);
      },
    };
    valueOf(await fanOutEvents({ ctx: house.hub(), input: { events } }));
    expect(reads).toBe(2);
    expect(await deliveriesOf(subscriptionId)).toStrictEqual(before);
  });

  test('only the hub itself fans out and records', async () => {
    const { de } = house.entities;
    const refused = [
      await fanOutEvents({ ctx: house.as('connie'), input: { events: house.store } }),
      await recordDelivery({ ctx: house.as('connie'), input: { entityId: de, outcomes: [] } }),
    ];
    expect(refused.map(codeOf)).toStrictEqual(['FORBIDDEN', 'FORBIDDEN']);
  });
});

describe('what becomes of a delivery', () => {
  test('[RES-13] [RES-03] [SYN-11] one that is away: tries, a case, a replay', async () => {
    const down = await subscribe();
    const up = await subscribe({ name: 'notices' });
    await submit(house);
    await fanOut();
    const owed = (await deliveriesOf(down)).length;
    expect(await answer(up, { kind: 'delivered', status: '204' })).toMatchObject({
      delivered: owed,
    });
    const healthy = await deliveriesOf(up);
    for (const delaySeconds of deliveryLadderSeconds) {
      house.tasks.take();
      const failed = { kind: 'failed', status: 'ECONNREFUSED' } as const;
      expect(await answer(down, failed)).toStrictEqual({
        delivered: 0,
        retried: owed,
        deadLetters: 0,
      });
      const tasks = house.tasks.take('webhook.deliver');
      expect(tasks.flatMap((task) => task.data.ids)).toHaveLength(owed);
      for (const { startAfter } of tasks) {
        const waitMs = Date.parse(startAfter ?? '') - Date.parse(house.clock.now());
        expect(waitMs).toBe(delaySeconds * 1_000);
      }
    }
    expect(await answer(down, { kind: 'failed', status: '503' })).toStrictEqual({
      delivered: 0,
      retried: 0,
      deadLetters: owed,
    });
    const dead = await deliveriesOf(down);
    expect(dead.map((row) => [row.state, row.attempts, row.lastStatus])).toStrictEqual(
      dead.map(() => ['dead_letter', deliveryAttemptsMax, '503']),
    );
    expect(await openCasesOf(house)).toStrictEqual(['dead_letter webhook deliveries ended']);
    expect(await deliveriesOf(up)).toStrictEqual(healthy);
    house.tasks.take();
    const input = { entityId: house.entities.de, subscriptionId: down };
    const forbidden = await replayDeliveries({ ctx: house.as('paula'), input });
    expect(codeOf(forbidden)).toBe('FORBIDDEN');
    expect(valueOf(await replayDeliveries({ ctx: controller(), input }))).toStrictEqual({
      replayed: owed,
      hasMore: false,
    });
    expect(house.tasks.take('webhook.deliver').flatMap((task) => task.data.ids)).toHaveLength(owed);
    expect(await answer(down, { kind: 'delivered', status: '200' })).toMatchObject({
      delivered: owed,
    });
    const replayed = await replayDeliveries({ ctx: controller(), input });
    expect(valueOf(replayed).replayed).toBe(0);
  });

  test('a delivery that was held back keeps its tries', async () => {
    const subscriptionId = await subscribe();
    await submit(house);
    await fanOut();
    const before = await deliveriesOf(subscriptionId);
    house.tasks.take();
    await answer(subscriptionId, { kind: 'heldBack', status: 'away' });
    expect(await deliveriesOf(subscriptionId)).toStrictEqual(before);
    const tasks = house.tasks.take('webhook.deliver');
    expect(tasks.flatMap((task) => task.data.ids)).toHaveLength(before.length);
  });

  test('a subscriber that asks for a longer pause gets it', async () => {
    const subscriptionId = await subscribe({ eventTypes: ['batch.released'] });
    await submit(house);
    await fanOut();
    house.tasks.take();
    await answer(subscriptionId, { kind: 'failed', status: '429', waitSeconds: 900 });
    const [task] = house.tasks.take('webhook.deliver');
    const waitMs = Date.parse(task?.startAfter ?? '') - Date.parse(house.clock.now());
    expect(waitMs).toBe(900_000);
  });

  test('what is delivered stays delivered, whatever a slower worker says', async () => {
    const subscriptionId = await subscribe({ eventTypes: ['batch.released'] });
    await submit(house);
    await fanOut();
    const [row] = await deliveriesOf(subscriptionId);
    const deliveryId = present(row, 'delivery').id;
    const { de: entityId } = house.entities;
    const record = (kind: DeliveryOutcome['kind']) =>
      recordDelivery({
        ctx: house.hub(),
        input: { entityId, outcomes: [{ deliveryId, kind, status: '200' }] },
      });
    valueOf(await record('delivered'));
    const after = await deliveriesOf(subscriptionId);
    valueOf(await record('failed'));
    expect(await deliveriesOf(subscriptionId)).toStrictEqual(after);
  });

  test('what was owed to somebody who left ends without a case', async () => {
    const subscriptionId = await subscribe();
    await submit(house);
    await fanOut();
    valueOf(await unsubscribeWebhook({ ctx: controller(), input: { subscriptionId } }));
    const rows = await deliveriesOf(subscriptionId);
    const input = { entityId: house.entities.de, deliveryIds: rows.map((row) => row.id) };
    const plan = valueOf(await planDeliveries({ ctx: house.hub(), input }));
    expect(plan.sendable).toStrictEqual([]);
    const outcomes = plan.refused.map((one) => ({ ...one, kind: 'refused' as const }));
    const { entityId } = input;
    valueOf(await recordDelivery({ ctx: house.hub(), input: { entityId, outcomes } }));
    const states = (await deliveriesOf(subscriptionId)).map((row) => row.state);
    expect(new Set(states)).toStrictEqual(new Set(['dead_letter']));
    expect(await openCasesOf(house)).toStrictEqual([]);
  });
});
