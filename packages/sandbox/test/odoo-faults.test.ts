import { describe, expect, test } from 'vitest';
import type { Fault } from '../src/index.ts';
import { openWorld } from './odoo-client.ts';

/** What one call gets while a fault is armed, and whether it happened all the same. */
async function createUnder(fault: Fault): Promise<{
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
  readonly created: number;
  readonly hits: Readonly<Record<string, number>>;
}> {
  const { svc, odoo } = await openWorld();
  odoo.faults.add(fault);
  const answer = await svc.raw(svc.params('res.partner', 'create', [[{ name: 'perhaps' }]]));
  const created = await svc.ids('res.partner', [['name', '=', 'perhaps']]);
  return {
    status: answer.status,
    text: await answer.text(),
    retryAfter: answer.headers.get('retry-after'),
    created: created.length,
    hits: odoo.faults.hits(),
  };
}

describe('what happens instead of an answer', () => {
  test.each([
    [{ kind: 'http500' }, { status: 500, created: 0, hits: { http500: 1 } }],
    [
      { kind: 'http500', afterCommit: true },
      { status: 500, created: 1, hits: { http500AfterCommit: 1 } },
    ],
    [{ kind: 'pageWith200' }, { status: 200, created: 0, hits: { pageWith200: 1 } }],
    [{ kind: 'throttled' }, { status: 429, created: 0, retryAfter: '1', hits: { throttled: 1 } }],
    [{ kind: 'keyExpired' }, { status: 200, created: 0, hits: { keyExpired: 1 } }],
    [{ kind: 'lostDatabase' }, { status: 200, created: 0, hits: { lostDatabase: 1 } }],
    [
      { kind: 'lostDatabase', afterCommit: true },
      { status: 200, created: 1, hits: { lostDatabaseAfterCommit: 1 } },
    ],
    [{ kind: 'truncatedAnswer' }, { status: 200, created: 1, hits: { truncatedAnswer: 1 } }],
  ] as const)('%j', async (fault, expected) => {
    expect(await createUnder(fault)).toMatchObject(expected);
  });

  test('errors and pages with status 200 look like those of a real server', async () => {
    const { text: lost } = await createUnder({ kind: 'lostDatabase' });
    expect(JSON.parse(lost)).toMatchObject({
      error: { data: { name: 'psycopg2.OperationalError' } },
    });
    const { text: refused } = await createUnder({ kind: 'keyExpired' });
    expect(JSON.parse(refused)).toMatchObject({
      error: { data: { name: 'odoo.exceptions.AccessDenied' } },
    });
    expect((await createUnder({ kind: 'pageWith200' })).text).toMatch(/^<html>/);
    const { text: half } = await createUnder({ kind: 'truncatedAnswer' });
    expect(() => void JSON.parse(half)).toThrow(SyntaxError);
  });
});

describe('records of an answer', () => {
  const fields = ['login', 'name'];
  const readUnder = async (kind: Fault['kind']): Promise<readonly Record<string, unknown>[]> => {
    const { svc, odoo } = await openWorld();
    odoo.faults.add({ kind, model: 'res.users' });
    const domain = [['login', 'in', ['svc', 'admin']]];
    return svc.call('res.users', 'search_read', [domain, fields], { order: 'login' });
  };
  const logins = (rows: readonly Record<string, unknown>[]): readonly unknown[] =>
    rows.map((row) => row['login']);

  test('come in reverse, or one of them twice', async () => {
    expect(logins(await readUnder('reorderedRows'))).toEqual(['svc', 'admin']);
    expect(logins(await readUnder('repeatedRows'))).toEqual(['admin', 'admin', 'svc']);
  });

  test('have fields that nobody asked for, or lack one that was', async () => {
    const [rich] = await readUnder('unknownFields');
    expect(rich).toMatchObject({ login: 'admin', x_empty: false });
    const [poor] = await readUnder('missingField');
    expect(Object.keys(poor ?? {})).not.toContain('name');
    expect(poor).toHaveProperty('login', 'admin');
  });
});

test('a fault that struck nothing is pending; refused connections are counted', async () => {
  const { svc, odoo } = await openWorld();
  odoo.faults.add({ kind: 'throttled', model: 'account.move' });
  await svc.call('res.partner', 'search_count', [[]]);
  expect(odoo.faults.pending).toMatchObject([{ kind: 'throttled' }]);
  odoo.faults.down = true;
  await expect(svc.call('res.partner', 'search_count', [[]])).rejects.toThrow('fetch failed');
  expect(odoo.faults.hits()).toEqual({ down: 1 });
});
