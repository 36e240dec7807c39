import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addMilliseconds, asId, asInstant, type Instant, present } from '@quittance/domain';
import { openMemoryTaskQueue } from '@quittance/engine';
import { eventDelivery, type FlowPorts, guardEndpoints, workFlows } from '@quittance/flows';
import {
  configureInstallation,
  engageStop,
  replayDeliveries,
  type ServiceContext,
  subscribeWebhook,
  taskKinds,
} from '@quittance/services';
import { openMemoryStore, type RecordByTable, type TableName } from '@quittance/store';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemIds } from '../src/adapters/ids.ts';
import { createHttpClient } from '../src/adapters/net/index.ts';
import { systemScheduler } from '../src/adapters/scheduler.ts';
import { openWebhookSigner } from '../src/adapters/webhook-signer.ts';
import { must } from '../src/hub/open-hub.ts';

interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A subscriber on a socket of this machine; `status` decides what it answers from now on. */
interface Subscriber {
  readonly url: string;
  readonly received: Received[];
  status: number;
  close(): Promise<void>;
}

async function listen(): Promise<Subscriber> {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      received.push({ headers, body: Buffer.concat(parts).toString('utf8') });
      response.writeHead(subscriber.status).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // Guarantee: a server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  const subscriber: Subscriber = {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    status: 204,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return subscriber;
}

const secrets: Readonly<Record<string, string>> = {
  'up-secret': 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'down-secret': 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx',
};
const secret = (name: string): string => present(secrets[name], `secret ${name}`);

async function openWorld() {
  let now: Instant = asInstant('2026-11-23T08:00:00.000Z');
  const clock = (): Instant => now;
  const store = openMemoryStore({ clock });
  const errors: unknown[] = [];
  const queue = openMemoryTaskQueue({
    now: clock,
    // The clock is the test's, so that a wait looks again soon instead of sleeping for days.
    scheduler: { sleep: (delayMs, signal) => systemScheduler.sleep(Math.min(delayMs, 2), signal) },
    newId: () => systemIds.newId(),
    onError: (error) => errors.push(error),
  });
  await queue.prepare(taskKinds);
  const entityId = systemIds.newId<'entity'>();
  const services = {
    store,
    tasks: queue,
    evidence: {
      put: () => Promise.reject(new Error('none')),
      get: () => Promise.reject(new Error('none')),
    },
    ids: systemIds,
    settings: {
      digestSalt: new Uint8Array(32).fill(1),
      bankProfiles: new Map(),
      approvalHours: 24,
      rereadMsMax: 60_000,
    },
  };
  const client = createHttpClient({ log: () => undefined });
  const unused = (): Promise<never> => Promise.reject(new Error('not in this test'));
  const ports: FlowPorts = {
    ...services,
    connection: unused,
    accountsOf: unused,
    bankOf: unused,
    entitiesOf: unused,
    sendMail: unused,
    http: guardEndpoints(client, () => Date.parse(now)),
    webhookSigner: openWebhookSigner(secret),
    events: { entityIds: [entityId], readBehindHorizon: (given) => store.readBehindHorizon(given) },
  };
  const as = (actor: ServiceContext['scope']['actor']): ServiceContext => ({
    ...services,
    scope: { actor, entityIds: [entityId], correlationId: systemIds.newId<'correlation'>() },
  });
  const hub = as({ kind: 'service', id: 'hub', name: 'hub' });
  const grants = [{ entityCode: 'DE', roles: ['controller'] as const, limitMinor: null }];
  must(
    await configureInstallation({
      ctx: hub,
      input: {
        entityIds: new Map([['DE', entityId]]),
        setup: {
          connections: [],
          accounts: [],
          policies: [],
          entities: [
            {
              code: 'DE',
              name: 'Halden',
              country: 'DE',
              currency: 'EUR',
              timeZone: 'Europe/Berlin',
            },
          ],
          persons: [{ name: 'Connie', email: 'c@example.com', machine: false, grants }],
        },
      },
    }),
  );
  const rows = <Table extends TableName>(table: Table): Promise<readonly RecordByTable[Table][]> =>
    store.dump(table);
  const [person] = await rows('person');
  const id = present(person, 'person').id;
  await workFlows(queue, ports, { flows: [eventDelivery], options: { concurrency: 2 } });
  return {
    entityId,
    errors,
    queue,
    rows,
    connie: as({ kind: 'person', id, name: 'Connie' }),
    /** One schedule tick, and everything that follows from it at this moment. */
    async tick() {
      const data = { v: 1, entityId: null, correlationId: hub.scope.correlationId, ids: [] };
      await store.transaction(hub.scope, (transaction) =>
        queue.enqueue(transaction, [{ name: 'webhook.fanOut', data, singletonKey: 'outbox' }]),
      );
      await queue.whenIdle();
    },
    /** Moves the clock; what has fallen due by then is done. */
    async wait(seconds: number) {
      now = addMilliseconds(now, seconds * 1_000);
      await this.tick();
    },
    async close() {
      await queue.stop();
      client.close();
    },
  };
}

type World = Awaited<ReturnType<typeof openWorld>>;

const subscribe = async (world: World, name: 'up' | 'down', url: string) =>
  must(
    await subscribeWebhook({
      ctx: world.connie,
      input: { name, url, eventTypes: ['stop.*', 'case.*'], secretName: `${name}-secret` },
    }),
  ).subscriptionId;

const happen = async (world: World) =>
  must(
    await engageStop({
      ctx: world.connie,
      input: { entityId: world.entityId, ownAccountId: null, reason: 'A strange bill of Acme Ltd' },
    }),
  );

let world: World;
let up: Subscriber;
let down: Subscriber;

beforeEach(async () => {
  [world, up, down] = [await openWorld(), await listen(), await listen()];
});

afterEach(async () => {
  await world.close();
  await Promise.all([up.close(), down.close()]);
});

const statesOf = async (subscriptionId: string) =>
  (await world.rows('webhook_delivery'))
    .filter((row) => row.subscriptionId === subscriptionId)
    .map((row) => row.state);

/** The library's own verifier accepts the signature; returns what it read. */
const verified = (name: string, one: Received): unknown =>
  new Webhook(name).verify(one.body, one.headers);

describe('events leave as signed webhooks', () => {
  test("[SYN-11] the library's verifier takes the signature, and with no other key", async () => {
    await subscribe(world, 'up', up.url);
    await happen(world);
    await world.tick();
    const received = present(up.received[0], 'a delivery');
    const [event] = await world.rows('outbox_event');
    expect(verified(secret('up-secret'), received)).toMatchObject({
      specversion: '1.0',
      type: 'quittance.stop.engaged',
      id: event?.id,
    });
    expect(received.headers['webhook-id']).toBe(event?.id);
    expect(received.headers['content-type']).toBe('application/cloudevents+json');
    expect(received.body).not.toContain('Acme');
    expect(() => verified('whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD', received)).toThrow();
    const forged = { ...received, body: received.body.replace('engaged', 'resumed') };
    expect(() => verified(secret('up-secret'), forged)).toThrow();
  });

  test('[SEC-07] two keys sign side by side while one is changed for the other', async () => {
    await subscribe(world, 'down', down.url);
    await happen(world);
    await world.tick();
    const received = present(down.received[0], 'a delivery');
    for (const key of secret('down-secret').split(' ')) {
      expect(() => verified(key, received)).not.toThrow();
    }
  });

  test('[SYN-12] [SYN-11] [RES-13] others hear all while one is retried and replayed', async () => {
    const upId = await subscribe(world, 'up', up.url);
    const downId = await subscribe(world, 'down', down.url);
    down.status = 503;
    await happen(world);
    await happen(world);
    await world.tick();
    expect(up.received).toHaveLength(2);
    expect(await statesOf(upId)).toStrictEqual(['delivered', 'delivered']);
    expect(await statesOf(downId)).toStrictEqual(['pending', 'pending']);
    // The second event of the task was not even tried.
    expect(down.received).toHaveLength(1);
    for (let days = 0; days < 14 && (await statesOf(downId)).includes('pending'); days += 0.5) {
      await world.wait(43_200);
    }
    // The case of the dead letters is an event too, and owed to both.
    const ended = await statesOf(downId);
    expect(ended.filter((state) => state === 'dead_letter').length).toBeGreaterThanOrEqual(2);
    const cases = await world.rows('exception_case');
    expect(cases.map((row) => [row.kind, row.objectId])).toStrictEqual([['dead_letter', downId]]);
    expect(new Set(await statesOf(upId))).toStrictEqual(new Set(['delivered']));
    const told = new Set(up.received.map((one) => one.headers['webhook-id']));
    expect(told.size).toBe(up.received.length);
    expect(await world.queue.deadLetters()).toStrictEqual([]);

    down.status = 200;
    const input = { entityId: world.entityId, subscriptionId: downId };
    must(await replayDeliveries({ ctx: world.connie, input }));
    await world.wait(120);
    await world.wait(86_400);
    expect(new Set(await statesOf(downId))).toStrictEqual(new Set(['delivered']));
    const heard = new Set(down.received.map((one) => one.headers['webhook-id']));
    const events = (await world.rows('outbox_event')).map((event) => String(event.id));
    expect(heard).toStrictEqual(new Set(events));
    expect(world.errors).toStrictEqual([]);
  });

  test('[SYN-12] an event that is refused does not hold back the next one', async () => {
    const downId = await subscribe(world, 'down', down.url);
    down.status = 422;
    await happen(world);
    await happen(world);
    await world.tick();
    expect(down.received).toHaveLength(2);
    expect(await statesOf(downId)).toStrictEqual(['pending', 'pending']);
  });

  test('[I24] a missing secret fails the delivery and nothing of it is named', async () => {
    const input = { name: 'lost', url: up.url, eventTypes: ['*'], secretName: 'lost-secret' };
    must(await subscribeWebhook({ ctx: world.connie, input }));
    await happen(world);
    await world.tick();
    expect(up.received).toStrictEqual([]);
    const [row] = await world.rows('webhook_delivery');
    expect(row).toMatchObject({ state: 'pending', lastStatus: 'no signing secret' });
  });

  test('[SYN-12] a process without a signer gives its tasks up loudly', async () => {
    const task = {
      id: 'task',
      name: 'webhook.deliver',
      data: { v: 1, entityId: asId<'entity'>(world.entityId), correlationId: '', ids: [] },
      retryCount: 0,
    };
    const handler = present(eventDelivery.handlers['webhook.deliver'], 'handler');
    // Guarantee: the handler refuses before it touches any other port.
    const run = { ports: {}, task } as unknown as Parameters<typeof handler>[0];
    await expect(handler(run)).rejects.toThrow('NO_WEBHOOKS');
  });
});
