import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { HttpResult } from '@quittance/connector-kit';
import { decode } from '../../src/odoo/decode.ts';
import { odooVersions } from '../../src/odoo/versions.ts';
import type { OdooVersion, TransportName } from '../../src/odoo/versions.ts';
import { replyDecoder, scriptedClient, secretKey } from './scripted.ts';

/** One exchange written by hand: what Odoo or the way to it answers, and what we make of it. */
interface Exchange {
  readonly name: string;
  /** 18 over JSON-RPC unless said otherwise. */
  readonly version?: OdooVersion;
  readonly transport?: TransportName;
  readonly model: string;
  readonly method: string;
  readonly intent: 'read' | 'write';
  readonly asked?: readonly string[];
  readonly batch?: boolean;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly reply?: string;
  readonly failure?: {
    readonly reached: boolean;
    readonly code: string;
    readonly message: string;
  };
  readonly expect: string;
  readonly code?: string;
}

/** Guaranteed by the file beside this, which is ours. */
const readExchange = (line: string): Exchange => JSON.parse(line) as Exchange;

const exchanges = readFileSync(new URL('exchanges.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map(readExchange);

const httpOf = ({ failure, status = 200, headers = {}, reply = '' }: Exchange): HttpResult =>
  failure === undefined
    ? { kind: 'answer', status, headers, body: reply }
    : { kind: 'failure', ...failure };

describe('exchanges written by hand', () => {
  test.each(['jsonrpc', 'json2'] as const)('over %s there are some of every fault kind', (name) => {
    const own = exchanges.filter(({ transport = 'jsonrpc' }) => transport === name);
    const kinds = new Set(own.map((one) => one.expect));
    expect([...kinds].toSorted()).toEqual([
      'drift',
      'ok',
      'rejected',
      'retry',
      'retryAfter',
      'unauthorised',
      'unknownOutcome',
      'unsupported',
    ]);
  });

  test('every release has some', () => {
    const versions = new Set(exchanges.map(({ version = '18' }) => version));
    expect([...versions].toSorted()).toEqual(odooVersions);
  });

  test.each(exchanges)('[RES-14][SEC-11] $name: $expect', async (exchange) => {
    const client = scriptedClient(() => ({ http: httpOf(exchange) }), exchange.transport);
    const { model, method, intent, asked = null, batch = true } = exchange;
    const reply = await client.call({ model, method, args: [[]], companyIds: [1], intent });
    const decoder = replyDecoder({ model, method, asked, isBatch: batch });
    if (decoder === null) throw new Error('the connector makes no such call');
    const outcome = reply.ok ? decode(decoder, reply.value, `${model}.${method}`) : reply;
    const seen = outcome.ok
      ? { kind: 'ok', code: undefined }
      : { kind: outcome.error.kind, code: outcome.error.code };
    expect(seen).toEqual({ kind: exchange.expect, code: exchange.code });
    const written = JSON.stringify(outcome.ok ? null : outcome.error);
    expect(written).not.toContain('Traceback');
    expect(written).not.toContain(secretKey);
    if (!outcome.ok && outcome.error.kind === 'retryAfter') {
      expect(outcome.error.retryAfterMs).toBeGreaterThan(0);
    }
  });
});
