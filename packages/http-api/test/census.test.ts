import { isPermission, machineMayHold, permissions } from '@quittance/domain';
import { describe, expect, test } from 'vitest';
import { createApi, openApiDocument, toldDocument } from '../src/index.ts';
import type { ApiPorts } from '../src/index.ts';
import { otherOperations } from '../src/document/others.ts';
import { routes } from '../src/routes/index.ts';

/** Nothing of the world is asked for before the first request. */
const noPorts = {
  limits: { requestsPerMinute: 1, addressRequestsPerMinute: 1, streamsMax: 1, answerHours: 1 },
  monotonicMs: () => 0,
} as unknown as ApiPorts;

const told = toldDocument(openApiDocument());

test('[GOV-14] whatever is served stands in the document, and the other way round', async () => {
  const server = await createApi(noPorts);
  await server.ready();
  const methods = server.printRoutes({ commonPrefix: false }).matchAll(/\((GET|POST)[^)]*\)/g);
  const served = [...methods].flatMap(([all]) => all.slice(1, -1).split(', '));
  expect(served.length).toBe(told.operations.length);
  for (const { method, path } of told.operations) {
    const url = path.replaceAll(/\{(\w+)\}/g, ':$1');
    expect([path, server.hasRoute({ method: method as 'GET', url })]).toEqual([path, true]);
  }
  await server.close();
});

test('every operation has a name of its own', () => {
  const ids = told.operations.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(routes.map((route) => [route.id, route] as const))('the route %s', (_, route) => {
  test('[SEC-14] declares permission, shapes and limits', () => {
    expect(isPermission(route.permission)).toBe(true);
    expect(route.summary).toMatch(/^[A-Z].*[.)]$/s);
    const named = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(route.params.shape)).toEqual(named);
    expect(route.bodyBytesMax).toBeLessThanOrEqual(64 * 1_048_576);
    expect(route.answer.shape !== null || route.answerMedia !== null).toBe(true);
  });

  test('[SEC-03] a permission to read never acts, and an acting one never only reads', () => {
    const reads = route.permission.endsWith(':read');
    // A verification changes nothing, and is a POST for the time that it takes.
    if (route.id === 'verifyAudit') return;
    expect(reads).toBe(route.method === 'GET');
  });

  test('[GOV-08] takes nothing that is not declared', () => {
    const extra = { unheardOf: 'x' };
    expect(route.params.safeParse(extra).success).toBe(false);
    expect(route.query.safeParse(extra).success).toBe(false);
    if (route.body !== null) expect(route.body.safeParse(extra).success).toBe(false);
  });
});

test('[SEC-04] no route that approves, releases or cancels is open to a machine', () => {
  const forMachines = routes.filter(
    (route) => route.method === 'POST' && machineMayHold(route.permission),
  );
  expect(forMachines.map(({ id }) => id).toSorted()).toEqual(['uploadFile', 'verifyAudit']);
});

test('every permission opens something', () => {
  const used = new Set(routes.map(({ permission }): string => permission));
  for (const { operation } of otherOperations) {
    const text = JSON.stringify(operation);
    for (const name of permissions()) if (text.includes(`"${name}"`)) used.add(name);
  }
  expect(permissions().filter((name) => !used.has(name))).toEqual([]);
});
