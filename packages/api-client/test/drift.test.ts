import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { schemaFile, schemaText } from './support/generate.ts';
import { createClient } from '../src/index.ts';

test('[GOV-01] the client is the one that the document makes', async () => {
  expect(readFileSync(schemaFile, 'utf8'), 'run npm run generate:client').toBe(await schemaText());
});

test('a call carries the token and the key, and a refusal is a value', async () => {
  const seen: Request[] = [];
  const client = createClient({
    baseUrl: 'http://127.0.0.1:1',
    token: 'qtt_test',
    fetch: async (request) => {
      seen.push(request);
      const body = JSON.stringify({ code: 'STOPPED', moneyMoved: 'no' });
      const headers = { 'content-type': 'application/problem+json' };
      return new Response(body, { status: 409, headers });
    },
  });
  const { data, error } = await client.POST('/api/v1/batches/{batchId}/release', {
    params: { path: { batchId: 'b' }, header: { 'Idempotency-Key': 'k' } },
  });
  expect(data).toBeUndefined();
  expect(error).toMatchObject({ code: 'STOPPED' });
  expect(seen[0]?.url).toBe('http://127.0.0.1:1/api/v1/batches/b/release');
  expect(seen[0]?.headers.get('authorization')).toBe('Bearer qtt_test');
  expect(seen[0]?.headers.get('idempotency-key')).toBe('k');
});
