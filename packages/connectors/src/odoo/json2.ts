import { fault, refuse, succeed } from '@quittance/domain';
import type { HttpRequest, HttpResult, Outcome } from '@quittance/connector-kit';
import { baseUrl, contextOf, keepOnce, timeoutMsOf, versionText } from './client.ts';
import type { ClientPorts, ClientSettings, OdooCall, OdooClient } from './client.ts';
import { decode, recordId, rows, text } from './decode.ts';
import { driftFault, faultOfError, faultOfHttp } from './faults.ts';
import type { CallIntent } from './faults.ts';
import { isWireObject, parseExactJson, writeExactJson } from './json.ts';
import type { Argument, Wire } from './json.ts';

/**
 * JSON-2 names every argument. These are the names of what a method takes by position, in its
 * order; a method that is not listed is called on records and takes nothing else.
 */
const parameterNames: Readonly<Record<string, readonly string[]>> = {
  create: ['vals_list'],
  search: ['domain'],
  search_count: ['domain'],
  search_read: ['domain'],
  fields_get: ['allfields', 'attributes'],
  context_get: [],
  write: ['ids', 'vals'],
};
const onRecords: readonly string[] = ['ids'];

/**
 * A client over `/json/2/<model>/<method>`, which Odoo has from 19 on: named arguments, the API key
 * as a bearer, and the HTTP status of each error.
 */
export function openJson2(settings: ClientSettings, ports: ClientPorts): OdooClient {
  const call = (one: OdooCall): Promise<Outcome<Wire | undefined>> => send(settings, ports, one);
  const user = keepOnce(() => whoWeAre(settings, call));
  return {
    userId: () => user.get(),
    async version() {
      const request = { ...common(settings, 'read'), method: 'GET' as const };
      const url = `${baseUrl(settings)}/json/version`;
      const result = await ports.http.request({ ...request, url });
      const reply = result.kind === 'answer' && result.status === 200 ? parsed(result) : undefined;
      return isWireObject(reply) ? versionText(reply['version']) : null;
    },
    async call(one) {
      const reply = await call(one);
      if (!reply.ok && reply.error.code === 'werkzeug.exceptions.Unauthorized') user.forget();
      return reply;
    },
  };
}

/**
 * The user of our key. The key alone decides who we are, so it must be the key of the login that
 * the connection names: under any other name our own changes would look like somebody else's.
 */
async function whoWeAre(
  settings: ClientSettings,
  call: (one: OdooCall) => Promise<Outcome<Wire | undefined>>,
): Promise<Outcome<number>> {
  const common = { model: 'res.users', companyIds: [], intent: 'read' as const };
  const context = await call({ ...common, method: 'context_get', args: [] });
  if (!context.ok) return context;
  const uid = isWireObject(context.value) ? context.value['uid'] : undefined;
  const id = decode(recordId, uid, 'res.users.context_get');
  if (!id.ok) return id;
  const domain = [['id', '=', id.value]];
  const kwargs = { fields: ['login'], load: '' };
  const found = await call({ ...common, method: 'search_read', args: [domain], kwargs });
  if (!found.ok) return found;
  const own = decode(rows({ id: recordId, login: text }), found.value, 'res.users.search_read');
  if (!own.ok) return own;
  return own.value[0]?.login === settings.login ? id : refuse(foreignKey);
}

const foreignKey = fault(
  'unauthorised',
  'odoo.key_of_another',
  'The API key belongs to another user than the login of the connection.',
);

async function send(
  settings: ClientSettings,
  ports: ClientPorts,
  call: OdooCall,
): Promise<Outcome<Wire | undefined>> {
  const key = ports.secret(settings.apiKeySecret);
  const body = bodyOf(call);
  if (body === null) return refuse(driftFault(`${call.model}.${call.method}: unnamed argument`));
  const request = common(settings, call.intent);
  const result = await ports.http.request({
    ...request,
    method: 'POST',
    url: `${baseUrl(settings)}/json/2/${call.model}/${call.method}`,
    headers: {
      ...request.headers,
      authorization: `bearer ${key}`,
      'x-odoo-database': settings.database,
    },
    body: writeExactJson(body),
  });
  return readAnswer(result, call.intent);
}

const common = (
  settings: ClientSettings,
  intent: CallIntent,
): Pick<HttpRequest, 'headers' | 'timeoutMs' | 'sizeBytesMax'> => ({
  headers: { 'content-type': 'application/json', accept: 'application/json' },
  timeoutMs: timeoutMsOf(settings, intent),
  sizeBytesMax: settings.answerSizeBytesMax,
});

/** The named arguments of a call, or null when it has one whose name is not known. */
function bodyOf(call: OdooCall): { readonly [name: string]: Argument } | null {
  const names = parameterNames[call.method] ?? onRecords;
  const named: Record<string, Argument> = {};
  for (const [position, value] of call.args.entries()) {
    const name = names[position];
    if (name === undefined) return null;
    named[name] = value;
  }
  return { ...named, ...call.kwargs, context: contextOf(call) };
}

function readAnswer(result: HttpResult, intent: CallIntent): Outcome<Wire | undefined> {
  if (result.kind !== 'answer') return refuse(faultOfHttp(result, intent));
  const reply = parsed(result);
  if (result.status === 200 && reply !== undefined) {
    return succeed(reply === null ? undefined : reply);
  }
  // Only an error of Odoo's own names a Python class; anything else is the way to it.
  const isOwn = result.status >= 400 && isWireObject(reply) && typeof reply['name'] === 'string';
  return refuse(isOwn ? faultOfError(reply, intent) : faultOfHttp(result, intent));
}

/** The body as JSON, or `undefined` when it is none. */
function parsed(result: { readonly body: string }): Wire | undefined {
  try {
    return parseExactJson(result.body);
  } catch {
    return undefined;
  }
}
