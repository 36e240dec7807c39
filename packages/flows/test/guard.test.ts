import type { HttpPort, HttpResult } from '@quittance/connector-kit';
import { guardEndpoints } from '@quittance/flows';
import { expect, test } from 'vitest';

const answer = (status: number): HttpResult => ({ kind: 'answer', status, headers: {}, body: '' });
const refused: HttpResult = {
  kind: 'failure',
  reached: false,
  code: 'ECONNREFUSED',
  message: 'refused',
};

/** An endpoint by URL, and how often each was called. */
function guarded(results: Readonly<Record<string, HttpResult>>) {
  const calls: string[] = [];
  let nowMs = 0;
  const port: HttpPort = {
    request: ({ url }) => {
      calls.push(url);
      return Promise.resolve(results[url] ?? answer(200));
    },
  };
  const http = guardEndpoints(port, () => nowMs);
  return {
    calls,
    wait: (ms: number) => {
      nowMs += ms;
    },
    post: (url: string) =>
      http.request({ method: 'POST', url, headers: {}, timeoutMs: 1, sizeBytesMax: 1 }),
  };
}

test('[SYN-12] [RES-07] an endpoint that is away is spared, the others are called', async () => {
  const world = guarded({ down: refused });
  for (let tries = 0; tries < 10; tries += 1) await world.post('down');
  expect(world.calls).toHaveLength(3);
  const held = await world.post('down');
  expect(held).toMatchObject({ kind: 'failure', reached: false, code: 'HELD_BACK' });
  expect(await world.post('up')).toMatchObject({ status: 200 });
});

test('[RES-07] after a minute one call tries again, and a good answer lets all pass', async () => {
  const results: Record<string, HttpResult> = { hook: answer(503) };
  const world = guarded(results);
  for (let tries = 0; tries < 5; tries += 1) await world.post('hook');
  world.wait(60_000);
  await world.post('hook');
  await world.post('hook');
  expect(world.calls).toHaveLength(4);
  results['hook'] = answer(200);
  world.wait(60_000);
  for (let tries = 0; tries < 5; tries += 1) await world.post('hook');
  expect(world.calls).toHaveLength(9);
});

test('[RES-07] an endpoint that refuses one event is not away', async () => {
  const world = guarded({ hook: answer(422) });
  for (let tries = 0; tries < 10; tries += 1) await world.post('hook');
  expect(world.calls).toHaveLength(10);
});
