import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { decode } from '../../src/odoo/decode.ts';
import { isWireList, isWireObject, parseExactJson, writeExactJson } from '../../src/odoo/json.ts';
import type { Wire } from '../../src/odoo/json.ts';
import { factsByVersion } from '../../src/odoo/versions.ts';
import { knownColumns, replyDecoder, scriptedClient } from './scripted.ts';
import type { ScriptedAnswer } from './scripted.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const shared = process.env['QUITTANCE_SHARED'] ?? path.resolve(root, '../shared');
const folder = path.join(shared, 'odoo-traces');
const isAbsent = !existsSync(folder);

interface Recorded {
  readonly where: string;
  readonly model: string;
  readonly method: string;
  readonly args: readonly Wire[];
  readonly asked: readonly string[] | null;
  readonly response: Wire | undefined;
  readonly fault: Wire | undefined;
}

function recordings(): readonly Recorded[] {
  const found: Recorded[] = [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  for (const file of files.toSorted()) {
    const lines = readFileSync(path.join(folder, file), 'utf8').split('\n');
    for (const [at, line] of lines.entries()) {
      if (line.trim() === '') continue;
      const entry = parseExactJson(line);
      if (!isWireObject(entry) || entry['version'] !== '18') continue;
      if (entry['transport'] !== 'jsonrpc' || entry['truncated'] !== undefined) continue;
      const recorded = readEntry(entry, `${file}:${at + 1}`);
      if (recorded !== null) found.push(recorded);
    }
  }
  return found;
}

function readEntry(entry: { readonly [key: string]: Wire }, where: string): Recorded | null {
  const request = entry['request'];
  if (!isWireObject(request)) return null;
  const { model, method, args, kwargs } = request;
  if (typeof model !== 'string' || typeof method !== 'string' || !isWireList(args)) return null;
  // Columns may also be named by position, after the domain or the ids.
  const isReading = method === 'search_read' || method === 'read';
  const byName = isWireObject(kwargs) ? kwargs['fields'] : undefined;
  const named = byName ?? (isReading ? args[1] : undefined);
  const asked = isWireList(named) ? [...named.map(String), 'id'] : null;
  const { response, fault } = entry;
  return { where, model, method, args, asked, response, fault };
}

/** What each Python class means, written down independently of the classifier. */
const meaning: Readonly<Record<string, string>> = {
  'odoo.exceptions.AccessDenied': 'unauthorised',
  'odoo.exceptions.AccessError': 'unauthorised',
  'odoo.exceptions.MissingError': 'rejected',
  'odoo.exceptions.UserError': 'rejected',
  'odoo.exceptions.ValidationError': 'rejected',
  'odoo.exceptions.RedirectWarning': 'rejected',
  'builtins.ValueError': 'drift',
  'builtins.TypeError': 'drift',
  'builtins.AttributeError': 'unsupported',
  'psycopg2.errors.NumericValueOutOfRange': 'drift',
  'psycopg2.errors.SerializationFailure': 'retry',
};

function answerOf({ response, fault }: Recorded): ScriptedAnswer {
  if (fault !== undefined) {
    const data = isWireObject(fault) ? fault['data'] : undefined;
    if (data !== undefined) return { error: writeExactJson(fault) };
    // The recorder's own word for a connection that was cut.
    return { http: { kind: 'failure', reached: true, code: 'ECONNRESET', message: 'hang up' } };
  }
  return response === undefined ? { none: true } : { result: writeExactJson(response) };
}

function expectedKind({ fault }: Recorded): string {
  if (fault === undefined) return 'ok';
  const data = isWireObject(fault) ? fault['data'] : undefined;
  if (!isWireObject(data)) return 'unknownOutcome';
  const { name } = data;
  return (typeof name === 'string' ? meaning[name] : undefined) ?? 'not written down';
}

async function seenKind(recorded: Recorded): Promise<string> {
  const { model, method, args, asked } = recorded;
  const client = scriptedClient(() => answerOf(recorded));
  const reply = await client.call({ model, method, args: [], companyIds: [1], intent: 'write' });
  if (!reply.ok) return reply.error.kind;
  const decoder = replyDecoder({ model, method, asked, isBatch: isWireList(args[0]) });
  if (decoder === null) return 'ok';
  const decoded = decode(decoder, reply.value, recorded.where);
  return decoded.ok ? 'ok' : `${decoded.error.kind}: ${decoded.error.message}`;
}

describe.skipIf(isAbsent)(`recorded exchanges${isAbsent ? ' (no recordings here)' : ''}`, () => {
  test('[SYS-29] every one of Odoo 18 over JSON-RPC: fault class and shape agree', async () => {
    const all = recordings();
    const used = all.filter(
      ({ model, method, asked }) => replyDecoder({ model, method, asked, isBatch: true }) !== null,
    );
    const disagreements: string[] = [];
    for (const recorded of all) {
      const [seen, wanted] = [await seenKind(recorded), expectedKind(recorded)];
      if (seen !== wanted) {
        disagreements.push(`${recorded.where} ${recorded.model}.${recorded.method}: ${seen}`);
      }
    }
    process.stdout.write(
      `the connector replayed ${all.length} exchanges, ${used.length} of them of calls it makes, ` +
        `${disagreements.length} disagree\n`,
    );
    expect(disagreements).toEqual([]);
    expect(used.length).toBeGreaterThan(300);
  });

  test.each(['17', '18', '19'] as const)(
    '[SYS-29] the columns that version %s is said to have are there',
    (version) => {
      const text = readFileSync(path.join(folder, `fields-${version}.json`), 'utf8');
      const fields = parseExactJson(text);
      if (!isWireObject(fields)) throw new Error('no field definitions');
      const facts = factsByVersion[version];
      const has = (model: string, name: string): boolean => {
        const columns = fields[model];
        return isWireObject(columns) && Object.hasOwn(columns, name);
      };
      expect(has('account.payment', facts.payment.memoField)).toBe(true);
      expect(facts.lockFields.filter((name) => !has('res.company', name))).toEqual([]);
      expect(has('account.account', facts.accountCompanyField)).toBe(true);
      const models = ['account.move', 'account.move.line', 'account.payment', 'account.journal'];
      const absent = models.flatMap((model) =>
        Object.keys(knownColumns(model))
          .filter((name) => !name.startsWith('x_hub_') && !has(model, name))
          .map((name) => `${model}.${name}`),
      );
      expect(absent).toEqual([]);
    },
  );
});
