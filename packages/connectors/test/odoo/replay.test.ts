import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { decode } from '../../src/odoo/decode.ts';
import {
  isWireList,
  isWireObject,
  parseExactJson,
  WireNumber,
  writeExactJson,
} from '../../src/odoo/json.ts';
import type { Wire } from '../../src/odoo/json.ts';
import { factsByVersion, odooVersions } from '../../src/odoo/versions.ts';
import type { OdooVersion, TransportName } from '../../src/odoo/versions.ts';
import { dialects, knownColumns, replyDecoder, scriptedClient } from './scripted.ts';
import type { ScriptedAnswer } from './scripted.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const shared = process.env['QUITTANCE_SHARED'] ?? path.resolve(root, '../shared');
const folder = path.join(shared, 'odoo-traces');
const isAbsent = !existsSync(folder);

type Fields = { readonly [key: string]: Wire };

interface Recorded {
  readonly where: string;
  readonly version: OdooVersion;
  readonly transport: TransportName;
  readonly model: string;
  readonly method: string;
  /** True where the call makes one record and the reply is its id alone. */
  readonly isSingle: boolean;
  readonly asked: readonly string[] | null;
  readonly status: number;
  readonly response: Wire | undefined;
  readonly fault: Wire | undefined;
}

const isVersion = (value: Wire | undefined): value is OdooVersion =>
  odooVersions.some((version) => version === value);

/** Every exchange of every release over a transport that the connector speaks. */
function recordings(): readonly Recorded[] {
  const found: Recorded[] = [];
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  for (const file of files.toSorted()) {
    const lines = readFileSync(path.join(folder, file), 'utf8').split('\n');
    for (const [at, line] of lines.entries()) {
      if (line.trim() === '') continue;
      const entry = parseExactJson(line);
      if (!isWireObject(entry) || entry['truncated'] !== undefined) continue;
      const recorded = readEntry(entry, `${file}:${at + 1}`);
      if (recorded !== null) found.push(recorded);
    }
  }
  return found;
}

function readEntry(entry: Fields, where: string): Recorded | null {
  const { version, transport, request, response, fault, http } = entry;
  if (!isVersion(version) || !isWireObject(request)) return null;
  const { model, method } = request;
  if (typeof model !== 'string' || typeof method !== 'string') return null;
  if (transport !== 'jsonrpc' && transport !== 'json2') return null;
  const call = transport === 'json2' ? readByName(request) : readByPosition(request, method);
  const status = http instanceof WireNumber ? Number.parseInt(http.text, 10) : 200;
  return { where, version, transport, model, method, ...call, status, response, fault };
}

type HowCalled = Pick<Recorded, 'asked' | 'isSingle'>;

const namesOf = (fields: Wire | undefined): readonly string[] | null =>
  isWireList(fields) ? [...fields.map(String), 'id'] : null;

function readByPosition(request: Fields, method: string): HowCalled {
  const { args, kwargs } = request;
  const given = isWireList(args) ? args : [];
  // Columns may also be named by position, after the domain or the ids.
  const isReading = method === 'search_read' || method === 'read';
  const byName = isWireObject(kwargs) ? kwargs['fields'] : undefined;
  const asked = namesOf(byName ?? (isReading ? given[1] : undefined));
  return { asked, isSingle: !isWireList(given[0]) };
}

/** JSON-2 answers a list of ids even where one record was made. */
function readByName(request: Fields): HowCalled {
  const { body } = request;
  return { asked: namesOf(isWireObject(body) ? body['fields'] : undefined), isSingle: false };
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
  'werkzeug.exceptions.Unauthorized': 'unauthorised',
  'werkzeug.exceptions.NotFound': 'unsupported',
  'werkzeug.exceptions.UnprocessableEntity': 'drift',
};

/** The data of a recorded error: a member of it over JSON-RPC, the whole over JSON-2. */
function errorData({ fault, transport }: Recorded): Fields | null {
  const data = isWireObject(fault) && transport === 'jsonrpc' ? fault['data'] : fault;
  return isWireObject(data) && data['name'] !== undefined ? data : null;
}

const answerOf = (status: number, body: string): ScriptedAnswer => ({
  http: { kind: 'answer', status, headers: {}, body },
});

/** The answer as it came over the wire. */
function replayed(recorded: Recorded): ScriptedAnswer {
  const { fault, response, status, transport } = recorded;
  if (fault !== undefined && errorData(recorded) === null) {
    // The recorder's own word for a connection that was cut.
    return { http: { kind: 'failure', reached: true, code: 'ECONNRESET', message: 'hang up' } };
  }
  if (transport === 'json2') return answerOf(status, writeExactJson(fault ?? response ?? null));
  if (fault !== undefined) return { error: writeExactJson(fault) };
  return response === undefined ? { none: true } : { result: writeExactJson(response) };
}

function expectedKind(recorded: Recorded): string {
  if (recorded.fault === undefined) return 'ok';
  const name = errorData(recorded)?.['name'];
  if (name === undefined) return 'unknownOutcome';
  return (typeof name === 'string' ? meaning[name] : undefined) ?? 'not written down';
}

async function seenKind(recorded: Recorded): Promise<string> {
  const { model, method, asked, isSingle, transport } = recorded;
  const client = scriptedClient(() => replayed(recorded), transport);
  const reply = await client.call({ model, method, args: [], companyIds: [1], intent: 'write' });
  if (!reply.ok) return reply.error.kind;
  const decoder = replyDecoder({ model, method, asked, isBatch: !isSingle });
  if (decoder === null) return 'ok';
  const decoded = decode(decoder, reply.value, recorded.where);
  return decoded.ok ? 'ok' : `${decoded.error.kind}: ${decoded.error.message}`;
}

const isUsed = ({ model, method, asked }: Recorded): boolean =>
  replyDecoder({ model, method, asked, isBatch: true }) !== null;

/** Fewer than these would mean that the recordings, or what is read of them, got lost. */
const usedAtLeast: Readonly<Record<string, number>> = {
  '17 jsonrpc': 300,
  '18 jsonrpc': 300,
  '19 jsonrpc': 300,
  '19 json2': 25,
};

describe.skipIf(isAbsent)(`recorded exchanges${isAbsent ? ' (no recordings here)' : ''}`, () => {
  const all = isAbsent ? [] : recordings();

  test.each(dialects)(
    '[SYS-29] Odoo $version over $transport: every fault class and shape agrees',
    async ({ version, transport }) => {
      const own = all.filter((one) => one.version === version && one.transport === transport);
      const used = own.filter(isUsed);
      const disagreements: string[] = [];
      for (const recorded of own) {
        const [seen, wanted] = [await seenKind(recorded), expectedKind(recorded)];
        if (seen !== wanted) {
          disagreements.push(`${recorded.where} ${recorded.model}.${recorded.method}: ${seen}`);
        }
      }
      process.stdout.write(
        `Odoo ${version} over ${transport}: the connector replayed ${own.length} exchanges, ` +
          `${used.length} of them of calls it makes, ${disagreements.length} disagree\n`,
      );
      expect(disagreements).toEqual([]);
      expect(used.length).toBeGreaterThan(usedAtLeast[`${version} ${transport}`] ?? Infinity);
    },
  );

  test.each(odooVersions)(
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
