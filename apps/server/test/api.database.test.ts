import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiWorld, openApiWorld } from './support/api-world.ts';

let world: ApiWorld;
beforeAll(async () => {
  world = await openApiWorld();
});
afterAll(async () => {
  await world.close();
});

const problem = (code: string, status: number) => ({
  code,
  status,
  type: `urn:quittance:problem:${code}`,
});

test('the process says that it lives and that it is ready, and nothing else', async () => {
  expect(await world.ask('/livez')).toMatchObject({ status: 200, body: { status: 'alive' } });
  expect(await world.ask('/readyz')).toMatchObject({ status: 200, body: { status: 'ready' } });
});

describe('[SEC-14] a request', () => {
  test('without a token, or with one that is not known, is told nothing', async () => {
    for (const token of [undefined, 'qtt_x', `qtt_${'A'.repeat(43)}`]) {
      const told = await world.ask('/api/v1/payments', token === undefined ? {} : { token });
      expect(told.body).toMatchObject({ ...problem('UNAUTHENTICATED', 401), moneyMoved: 'no' });
      expect(told.headers.get('www-authenticate')).toContain('Bearer');
    }
  });

  test('[SEC-03] with a token for something else is refused', async () => {
    const token = await world.token('preparer', ['cases:read']);
    const told = await world.ask('/api/v1/payments', { token });
    expect(told.body).toMatchObject(problem('FORBIDDEN', 403));
  });

  test('for what is not there is a problem with correlation and request ids', async () => {
    const token = await world.token('preparer');
    const told = await world.ask('/api/v1/nothing', { token, headers: { 'x-request-id': 'mine' } });
    expect(told.body).toMatchObject(problem('NOT_FOUND', 404));
    expect(told.headers.get('x-request-id')).toBe('mine');
    expect(told.body).toMatchObject({ correlationId: told.headers.get('x-correlation-id') });
  });

  test('with wrong parameters names each of them', async () => {
    const token = await world.token('preparer');
    const told = await world.ask('/api/v1/payments?limit=0&state=paid&sort=up', { token });
    expect(told).toMatchObject({ status: 400, body: { code: 'BAD_INPUT', retryable: false } });
    const { errors } = told.body as { errors: readonly { path: string }[] };
    expect(errors.map(({ path }) => path).toSorted()).toEqual([
      'query',
      'query.limit',
      'query.state',
    ]);
  });

  test('for payments gets a page', async () => {
    const token = await world.token('preparer', ['payments:read']);
    const told = await world.ask('/api/v1/payments?limit=2', { token });
    expect(told).toMatchObject({ status: 200, body: { items: [], next: null } });
  });
});

test('[GOV-12] whoever asks too often waits for as long as the answer says', async () => {
  const narrow = await openApiWorld({ seed: 2, api: { requestsPerMinute: 3 } });
  try {
    const token = await narrow.token('preparer');
    const other = await narrow.token('approver');
    const statuses: number[] = [];
    for (let times = 0; times < 5; times += 1) {
      statuses.push((await narrow.ask('/api/v1/payments', { token })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const told = await narrow.ask('/api/v1/payments', { token });
    expect(told.body).toMatchObject({ ...problem('TOO_MANY_REQUESTS', 429), retryable: true });
    expect(Number(told.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await narrow.ask('/api/v1/payments', { token: other })).status).toBe(200);
  } finally {
    await narrow.close();
  }
});
