import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rows } from '../src/demo/run-demo.ts';
import { type ApiWorld, openApiWorld, type Told } from './support/api-world.ts';

let world: ApiWorld;
let token = '';
let entityId = '';
beforeAll(async () => {
  world = await openApiWorld({ seed: 3 });
  token = await world.token('releaser');
  entityId = world.run.hub.entityIds[0] ?? '';
});
afterAll(async () => {
  await world.close();
});

const stop = (key: string | null, reason = 'a strange file', by = token): Promise<Told> =>
  world.ask('/api/v1/stops', {
    token: by,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key === null ? {} : { 'idempotency-key': key }),
    },
    body: JSON.stringify({ entityId, ownAccountId: null, reason }),
  });

const stopsFor = async (reason: string): Promise<number> =>
  (await rows(world.run.hub, 'emergency_stop', {})).filter((row) => row.reason === reason).length;

describe('[RES-01] a request that acts', () => {
  test('without a key is refused and does nothing', async () => {
    const told = await stop(null, 'no key');
    expect(told).toMatchObject({ status: 400, body: { code: 'IDEMPOTENCY_KEY_MISSING' } });
    expect(await stopsFor('no key')).toBe(0);
  });

  test('sent again with its key has one effect and the same answer', async () => {
    const first = await stop('k1', 'again');
    const second = await stop('k1', 'again');
    expect(first.status).toBe(201);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect([second.status, second.body]).toEqual([first.status, first.body]);
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
    expect(await stopsFor('again')).toBe(1);
  });

  test('with the key of another request is refused', async () => {
    await stop('k2', 'the first');
    const told = await stop('k2', 'the second');
    expect(told).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect(await stopsFor('the second')).toBe(0);
  });

  test('with the key of another caller is another request', async () => {
    const other = await world.token('preparer');
    expect((await stop('k3', 'two callers')).status).toBe(201);
    expect((await stop('k3', 'two callers', other)).status).toBe(201);
    expect(await stopsFor('two callers')).toBe(2);
  });

  test('sent many times at once has one effect', async () => {
    const told = await Promise.all(Array.from({ length: 12 }, () => stop('k4', 'at once')));
    const statuses = new Set(told.map(({ status }) => status));
    expect([...statuses].every((status) => status === 201 || status === 409)).toBe(true);
    const answers = new Set(
      told.filter(({ status }) => status === 201).map(({ body }) => JSON.stringify(body)),
    );
    expect(answers.size).toBe(1);
    expect(await stopsFor('at once')).toBe(1);
    expect((await stop('k4', 'at once')).status).toBe(201);
  });

  test('that was refused is refused the same way again', async () => {
    const first = await stop('k5', ' ');
    const second = await stop('k5', ' ');
    expect(first).toMatchObject({ status: 400, body: { code: 'BAD_INPUT' } });
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
  });
});

describe('an object at a version', () => {
  const read = (id: string): Promise<Told> => world.ask(`/api/v1/stops?entityId=${id}`, { token });

  test('is changed only by whoever saw the newest one', async () => {
    const made = await stop('k6', 'versions');
    const { stopId } = made.body as { stopId: string };
    expect((await read(entityId)).status).toBe(200);
    const resume = (key: string, ifMatch: string): Promise<Told> =>
      world.ask(`/api/v1/stops/${stopId}/resume`, {
        token,
        method: 'POST',
        headers: { 'idempotency-key': key, 'if-match': ifMatch },
      });
    expect(await resume('r1', '"7"')).toMatchObject({
      status: 412,
      body: { code: 'VERSION_CHANGED', moneyMoved: 'no' },
    });
    expect(await resume('r2', 'weak')).toMatchObject({ status: 400 });
    expect(await resume('r3', '"1"')).toMatchObject({ status: 200, body: { missing: 1 } });
    expect(await resume('r4', '"1"')).toMatchObject({ status: 412 });
  });

  test('is not sent again to whoever has it', async () => {
    const first = await world.ask(`/api/v1/entities/${entityId}`, { token });
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"\d+"$/);
    const again = await world.ask(`/api/v1/entities/${entityId}`, {
      token,
      headers: { 'if-none-match': etag },
    });
    expect([again.status, again.body]).toEqual([304, '']);
  });
});

test('a list tells each object once, however many are added between its pages', async () => {
  for (let number = 0; number < 7; number += 1) await stop(`p${number}`, 'paged');
  const known = (await rows(world.run.hub, 'emergency_stop', {})).map((row) => row.id);
  const seen: string[] = [];
  let after: string | null = null;
  let added = 0;
  do {
    const cursor: string = after === null ? '' : `&after=${after}`;
    const told = await world.ask(`/api/v1/stops?limit=2${cursor}`, { token });
    const page = told.body as { items: readonly { id: string }[]; next: string | null };
    seen.push(...page.items.map(({ id }) => id));
    after = page.next;
    added += 1;
    await stop(`q${added}`, 'meanwhile');
  } while (after !== null);
  expect(added).toBeGreaterThan(3);
  expect(new Set(seen).size).toBe(seen.length);
  expect(known.filter((id) => !seen.includes(id))).toEqual([]);
});

interface StreamedEvent {
  readonly id: string;
  readonly data: { readonly objectId: string };
}

/** The events in what came of a stream so far. */
const eventsOf = (text: string): readonly StreamedEvent[] =>
  text
    .split('\n\n')
    .slice(0, -1)
    .filter((part) => part.startsWith('id: '))
    .map((part) => {
      const [id = '', data = ''] = part.split('\n');
      return { id: id.slice(4), data: JSON.parse(data.slice(6)) as StreamedEvent['data'] };
    });

describe('[SYN-03] the stream of events', () => {
  /** Reads the stream until so many events have come. */
  async function follow(
    isEnough: (events: readonly StreamedEvent[]) => boolean,
    headers: Record<string, string> = {},
  ) {
    const ending = new AbortController();
    const response = await fetch(`${world.api.url}/api/v1/event-stream`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
      signal: ending.signal,
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream',
    ]);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    return async (): Promise<readonly StreamedEvent[]> => {
      for (;;) {
        const events = eventsOf(text);
        if (isEnough(events)) {
          ending.abort();
          return events;
        }
        const chunk = await reader?.read();
        if (chunk?.value === undefined) throw new Error(`the stream ended: ${text}`);
        text += chunk.value;
      }
    };
  }

  test('begins now, carries ids only, and goes on after the last event that was seen', async () => {
    await stop('s0', 'before the stream');
    let stopId = 'none yet';
    // What another transaction of the server held back when the stream began may come first.
    const next = await follow((events) => events.some(({ data }) => data.objectId === stopId));
    const made = await stop('s1', 'heard');
    ({ stopId } = made.body as { stopId: string });
    const first = (await next()).find(({ data }) => data.objectId === stopId);
    expect(first?.data).toMatchObject({ type: 'stop.engaged', objectId: stopId, entityId });
    expect(Object.keys(first?.data ?? {}).toSorted()).toEqual([
      'correlationId',
      'entityId',
      'id',
      'objectId',
      'objectKind',
      'occurredAt',
      'type',
    ]);
    await stop('s2', 'missed one');
    await stop('s3', 'missed two');
    const enough = (events: readonly StreamedEvent[]): boolean => events.length >= 2;
    const rest = await follow(enough, { 'last-event-id': first?.id ?? '' });
    const missed = (await rest()).map(({ data }) => data.objectId);
    expect(missed).toHaveLength(2);
    const all = await world.ask(`/api/v1/events?after=${first?.id ?? ''}`, { token });
    const { items } = all.body as { items: readonly { objectId: string }[] };
    expect(items.map(({ objectId }) => objectId)).toEqual(missed);
  });

  test('is told when its cursor is of another cluster', async () => {
    const told = await world.ask('/api/v1/events?after=1-1-1', { token });
    expect(told).toMatchObject({ status: 410, body: { code: 'CURSOR_LOST' } });
    const stream = await world.ask('/api/v1/event-stream?after=1-1-1', { token });
    expect(stream).toMatchObject({ status: 410, body: { code: 'CURSOR_LOST' } });
  });
});

test('[OBS-01][OBS-02][OBS-11] the figures speak of payments and queues', async () => {
  const told = await world.ask('/metrics', { token });
  expect(told.status).toBe(200);
  const text = String(told.body);
  for (const name of [
    'quittance_payments_under_way',
    'quittance_events_last_day',
    'quittance_acceptance_ratio_last_day',
    'quittance_settlement_delay_seconds',
    'quittance_unmatched_lines',
    'quittance_cases_open',
    'quittance_case_age_seconds',
    'quittance_statement_age_days',
    'quittance_tasks',
    'quittance_connection_up',
    'quittance_api_request_seconds',
    'quittance_api_answers_total',
  ]) {
    expect(text).toContain(`# TYPE ${name} `);
  }
  expect(text).toMatch(/quittance_events_last_day\{entity="[^"]+",type="stop\.engaged"\} \d+/);
  expect((await world.ask('/metrics')).status).toBe(401);
});
