import { asInstant } from '@quittance/domain';
import type { ConnectorPorts, HttpRequest, HttpResult } from '@quittance/connector-kit';
import type { OdooClient } from '../../src/odoo/client.ts';
import { openClient } from '../../src/odoo/open-client.ts';
import { odooConfigSchema } from '../../src/odoo/config.ts';
import { odooCapabilities, openOdooSession } from '../../src/odoo/connector.ts';
import { anything, done, ids, json, nothing, nothingOrAction } from '../../src/odoo/decode.ts';
import { optional, recordId, rows, text, whole } from '../../src/odoo/decode.ts';
import type { Columns, Decoder } from '../../src/odoo/decode.ts';
import * as columns from '../../src/odoo/columns.ts';
import { isWireList, isWireObject, parseExactJson, writeExactJson } from '../../src/odoo/json.ts';
import type { Wire } from '../../src/odoo/json.ts';
import { factsByVersion, odooVersions } from '../../src/odoo/versions.ts';
import type { OdooVersion, TransportName } from '../../src/odoo/versions.ts';

/** The key of the scripted service user: nothing but the request may ever carry it. */
export const secretKey = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00';

export interface ScriptedCall {
  readonly model: string;
  readonly method: string;
  readonly args: readonly Wire[];
  readonly kwargs: { readonly [name: string]: Wire };
  readonly request: HttpRequest;
}

/** JSON text of a result or an error, no result at all, or no answer. */
export type ScriptedAnswer =
  | { readonly result: string }
  | { readonly error: string }
  | { readonly none: true }
  | { readonly http: HttpResult };

export type Script = (call: ScriptedCall) => ScriptedAnswer;

const answer = (status: number, body: string): HttpResult => ({
  kind: 'answer',
  status,
  headers: {},
  body,
});

const envelope = (rest: string): HttpResult => answer(200, `{"jsonrpc": "2.0", "id": 1${rest}}`);

const overJsonRpc = (given: ScriptedAnswer): HttpResult => {
  if ('http' in given) return given.http;
  if ('none' in given) return envelope('');
  return 'result' in given
    ? envelope(`, "result": ${given.result}`)
    : envelope(`, "error": ${given.error}`);
};

/** JSON-2 puts the data of an error into the body and says by the HTTP status what it is. */
const overJson2 = (given: ScriptedAnswer): HttpResult => {
  if ('http' in given) return given.http;
  if ('none' in given) return answer(200, 'null');
  if ('result' in given) return answer(200, given.result);
  const error = parseExactJson(given.error);
  const data = isWireObject(error) ? error['data'] : undefined;
  if (!isWireObject(data)) throw new Error('an error without data');
  return answer(statusByName[nameOf(data['name'])] ?? 500, writeExactJson(data));
};

const statusByName: Readonly<Record<string, number>> = {
  'odoo.exceptions.AccessDenied': 401,
  'odoo.exceptions.AccessError': 403,
  'odoo.exceptions.MissingError': 404,
  'odoo.exceptions.UserError': 422,
  'odoo.exceptions.ValidationError': 422,
  'odoo.exceptions.RedirectWarning': 422,
};

/** Ports behind which the script answers every call; the log-in always answers user 6. */
export function scriptedPorts(script: Script, logged: string[] = []): ConnectorPorts {
  return {
    http: {
      request: (request) =>
        Promise.resolve(
          request.url.includes('/json/2/') ? byName(request, script) : byPosition(request, script),
        ),
    },
    now: () => asInstant('2026-11-23T08:00:00.000Z'),
    secret: () => secretKey,
    log: (line) => logged.push(JSON.stringify(line)),
    openFolder: () => Promise.reject(new Error('no folders here')),
  };
}

function byPosition(request: HttpRequest, script: Script): HttpResult {
  const params = paramsOf(request.body ?? '');
  const [, , , model, method, args, kwargs] = params;
  if (params.length < 7) return envelope(', "result": 6');
  const call = {
    model: nameOf(model),
    method: nameOf(method),
    args: isWireList(args) ? args : [],
    kwargs: isWireObject(kwargs) ? kwargs : {},
    request,
  };
  return overJsonRpc(script(call));
}

/** What JSON-RPC takes by position, as JSON-2 names it. */
const positional: readonly string[] = ['ids', 'domain', 'vals_list', 'vals', 'allfields'];

function byName(request: HttpRequest, script: Script): HttpResult {
  const [model = '', method = ''] = request.url.split('/').slice(-2);
  const parsed = parseExactJson(request.body ?? '');
  const body = isWireObject(parsed) ? parsed : {};
  if (method === 'context_get') return answer(200, '{"lang": "en_US", "tz": false, "uid": 6}');
  if (model === 'res.users' && isWireList(body['fields']) && body['fields'].length === 1) {
    return answer(200, '[{"id": 6, "login": "svc"}]');
  }
  const named = Object.entries(body);
  const args = positional.flatMap((name) => {
    const value = body[name];
    return value === undefined ? [] : [value];
  });
  const kwargs = Object.fromEntries(named.filter(([name]) => !positional.includes(name)));
  return overJson2(script({ model, method, args, kwargs, request }));
}

const nameOf = (value: Wire | undefined): string => (typeof value === 'string' ? value : '');

function paramsOf(body: string): readonly Wire[] {
  const call = parseExactJson(body);
  const params = isWireObject(call) ? call['params'] : undefined;
  const args = isWireObject(params) ? params['args'] : undefined;
  return isWireList(args) ? args : [];
}

export const scriptedClient = (script: Script, transport: TransportName = 'jsonrpc'): OdooClient =>
  openClient(
    {
      url: 'https://odoo.invalid/',
      database: 'books',
      login: 'svc',
      apiKeySecret: 'odoo-key',
      transport,
      readTimeoutMs: 1000,
      writeTimeoutMs: 2000,
      answerSizeBytesMax: 1_000_000,
    },
    scriptedPorts(script),
  );

/** A release and how it is spoken to; every supported pair. */
export interface Dialect {
  readonly version: OdooVersion;
  readonly transport: TransportName;
}

export const dialects: readonly Dialect[] = odooVersions.flatMap((version) =>
  factsByVersion[version].transports.map((transport) => ({ version, transport })),
);

export const scriptedHub = (
  script: Script,
  { logged = [], ...dialect }: Partial<Dialect> & { readonly logged?: string[] } = {},
) => {
  const config = odooConfigSchema.parse({
    url: 'https://odoo.invalid',
    database: 'books',
    login: 'svc',
    apiKeySecret: 'odoo-key',
    ...dialect,
  });
  return odooCapabilities(openOdooSession(config, scriptedPorts(script, logged)));
};

/** The columns that the connector reads of a model, all together. */
const columnsByModel: Readonly<Record<string, Columns>> = {
  'account.move': { ...columns.moveColumns, ...columns.hubStateColumns },
  'account.move.line': { ...columns.payableLineColumns, ...columns.moveLineColumns },
  'account.payment': columns.paymentColumns,
  'account.bank.statement.line': columns.statementLineColumns,
  'account.partial.reconcile': columns.partialColumns,
  'account.journal': columns.journalColumns,
  'account.account': columns.accountColumns,
  'res.company': { ...columns.companyColumns, chart_template: optional(text) },
  'res.users': columns.userColumns,
  'res.partner': columns.partnerColumns,
  'res.partner.bank': columns.partnerBankColumns,
  'res.currency': columns.currencyColumns,
  'res.country': columns.countryColumns,
  'ir.attachment': columns.attachmentColumns,
  'ir.model.data': { id: recordId, res_id: whole },
  'ir.model': columns.idColumns,
  'ir.model.fields': columns.idColumns,
  'ir.model.access': columns.idColumns,
  'ir.actions.server': columns.idColumns,
  'base.automation': columns.idColumns,
  x_hub_outbox: columns.outboxColumns,
};

export const knownColumns = (model: string): Columns => columnsByModel[model] ?? {};

const fixed: Readonly<Record<string, Decoder<unknown>>> = {
  'account.payment.action_post': nothingOrAction,
  'account.payment.action_cancel': nothingOrAction,
  'account.move.action_post': nothingOrAction,
  'account.move.line.reconcile': nothingOrAction,
  'account.move.line.remove_move_reconcile': nothing,
  'account.bank.statement.line.action_undo_reconciliation': nothing,
  'ir.actions.server.run': anything,
  'res.partner.bank.fields_get': json,
};

const creatable = new Set([
  'account.payment',
  'account.move',
  'account.bank.statement.line',
  'ir.attachment',
  'ir.model',
  'ir.model.fields',
  'ir.model.access',
  'ir.actions.server',
  'base.automation',
]);
const writable = new Set([
  'account.payment',
  'account.move',
  'account.move.line',
  'account.bank.statement.line',
  'ir.actions.server',
  'res.users',
]);

/**
 * How the connector reads the reply of a call, or null when it makes no such call. `asked` are the
 * columns that the call named; those that the connector does not know are not looked at.
 */
export function replyDecoder(call: {
  readonly model: string;
  readonly method: string;
  readonly asked: readonly string[] | null;
  readonly isBatch: boolean;
}): Decoder<unknown> | null {
  const { model, method } = call;
  const name = `${model}.${method}`;
  const known = knownColumns(model);
  if (fixed[name] !== undefined) return fixed[name];
  if (method === 'search_read' || method === 'read') {
    if (Object.keys(known).length === 0) return null;
    const asked = call.asked ?? Object.keys(known);
    return rows(Object.fromEntries(Object.entries(known).filter(([key]) => asked.includes(key))));
  }
  if (method === 'create' && creatable.has(model)) return call.isBatch ? ids : recordId;
  if (method === 'write' && writable.has(model)) return done;
  if (method === 'unlink') return done;
  if (method === 'search_count') return whole;
  return null;
}
