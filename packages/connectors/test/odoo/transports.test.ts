import { describe, expect, test } from 'vitest';
import type { HttpPort, HttpRequest, HttpResult } from '@quittance/connector-kit';
import type { OdooClient } from '../../src/odoo/client.ts';
import { odooConfigSchema, transportOf } from '../../src/odoo/config.ts';
import { odooConnector } from '../../src/odoo/connector.ts';
import { openClient } from '../../src/odoo/open-client.ts';
import { isOfVersion } from '../../src/odoo/versions.ts';
import { dialects, scriptedClient, scriptedPorts, secretKey } from './scripted.ts';
import type { Dialect } from './scripted.ts';

const settings = {
  url: 'https://odoo.invalid',
  database: 'books',
  login: 'svc',
  apiKeySecret: 'odoo-key',
};

describe('what a connection may be told', () => {
  test.each([
    ['17', undefined, 'jsonrpc'],
    ['18', undefined, 'jsonrpc'],
    ['19', undefined, 'json2'],
    ['19', 'jsonrpc', 'jsonrpc'],
  ] as const)('[SYS-29] %s with transport %s speaks %s', (version, transport, spoken) => {
    const config = odooConfigSchema.parse({ ...settings, version, transport });
    expect(transportOf(config)).toBe(spoken);
  });

  test.each(['17', '18'])('%s has no JSON-2, and a release not learned is refused', (version) => {
    const given = { ...settings, version, transport: 'json2' };
    expect(odooConfigSchema.safeParse(given).success).toBe(false);
    expect(odooConfigSchema.safeParse({ ...settings, version: '16' }).success).toBe(false);
  });
});

describe('JSON-2', () => {
  const askedBy = async (act: (client: OdooClient) => Promise<unknown>) => {
    const asked: HttpRequest[] = [];
    const client = scriptedClient(({ request }) => {
      asked.push(request);
      return { result: 'true' };
    }, 'json2');
    await act(client);
    return asked;
  };

  test('[SYS-29][SEC-11] arguments are named, and the key is in one header alone', async () => {
    const [request] = await askedBy((client) =>
      client.call({
        model: 'account.payment',
        method: 'write',
        args: [[28], { date: '2026-11-23' }],
        companyIds: [1],
        intent: 'write',
      }),
    );
    expect(request).toMatchObject({
      method: 'POST',
      url: 'https://odoo.invalid/json/2/account.payment/write',
      body: '{"ids":[28],"vals":{"date":"2026-11-23"},"context":{"allowed_company_ids":[1]}}',
    });
    expect(request?.headers).toMatchObject({
      authorization: `bearer ${secretKey}`,
      'x-odoo-database': 'books',
    });
    expect(`${request?.url} ${request?.body}`).not.toContain(secretKey);
  });

  test('an argument without a name never leaves', async () => {
    const asked = await askedBy(async (client) => {
      const call = { model: 'account.move', method: 'action_post', args: [[1], true] };
      const outcome = await client.call({ ...call, companyIds: [1], intent: 'write' });
      expect(outcome).toMatchObject({ ok: false, error: { kind: 'drift' } });
    });
    expect(asked).toEqual([]);
  });

  test('[I24] a key of another user is refused: its changes would pass for his', async () => {
    const client = openClient(
      {
        ...settings,
        login: 'somebody.else',
        transport: 'json2',
        readTimeoutMs: 1000,
        writeTimeoutMs: 1000,
        answerSizeBytesMax: 1_000_000,
      },
      scriptedPorts(() => ({ result: 'true' })),
    );
    const outcome = await client.userId();
    expect(outcome).toMatchObject({ ok: false, error: { code: 'odoo.key_of_another' } });
  });
});

/** Answers with a release of the server; everything else is the script's. */
function portOf(text: string): HttpPort {
  const scripted = scriptedPorts(() => ({ result: '3' })).http;
  const answer = (body: string): HttpResult => ({ kind: 'answer', status: 200, headers: {}, body });
  return {
    request(request) {
      if (request.url.endsWith('/json/version')) {
        return Promise.resolve(answer(JSON.stringify({ version: text })));
      }
      if (request.body?.includes('"method":"version"') !== true) return scripted.request(request);
      const result = { server_version: text };
      return Promise.resolve(answer(JSON.stringify({ jsonrpc: '2.0', id: 1, result })));
    },
  };
}

describe.each(dialects)(
  'the release that answers, $version over $transport',
  (dialect: Dialect) => {
    const checked = async (text: string) => {
      const config = odooConnector.configSchema.parse({ ...settings, ...dialect });
      const ports = { ...scriptedPorts(() => ({ result: '3' })), http: portOf(text) };
      return (await odooConnector.open(config, ports)).check();
    };

    test('[SYS-29] is told, and another one than the connection names is refused', async () => {
      const own = `${dialect.version}.0-20260101`;
      expect(await checked(own)).toMatchObject({ ok: true, version: own });
      expect(await checked('16.0-20231106')).toMatchObject({ ok: false, version: '16.0-20231106' });
    });
  },
);

test('a release between two goes with the one before it', () => {
  expect(isOfVersion('saas~18.2+e', '18')).toBe(true);
  expect(isOfVersion('19.0', '18')).toBe(false);
  expect(isOfVersion('nineteen', '19')).toBe(false);
});
