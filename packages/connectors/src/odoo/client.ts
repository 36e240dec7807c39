import { fault, refuse, succeed } from '@quittance/domain';
import type { Fault } from '@quittance/domain';
import type { ConnectorPorts, HttpRequest, Outcome } from '@quittance/connector-kit';
import { driftFault, faultOfError, faultOfHttp } from './faults.ts';
import type { CallIntent } from './faults.ts';
import { isWireObject, parseExactJson, WireNumber, writeExactJson } from './json.ts';
import type { Argument, Wire } from './json.ts';

export interface ClientSettings {
  readonly url: string;
  readonly database: string;
  readonly login: string;
  readonly apiKeySecret: string;
  readonly readTimeoutMs: number;
  readonly writeTimeoutMs: number;
  readonly answerSizeBytesMax: number;
}

export interface OdooCall {
  readonly model: string;
  readonly method: string;
  readonly args: readonly Argument[];
  readonly kwargs?: { readonly [name: string]: Argument };
  /** Sent as `allowed_company_ids`; the first is where new records go. */
  readonly companyIds: readonly number[];
  readonly context?: { readonly [name: string]: Argument };
  readonly intent: CallIntent;
}

export interface OdooClient {
  /**
   * One `execute_kw`. `undefined` is the answer of a method that returns nothing: the reply then
   * has no `result`, and that is success. Never repeats by itself, except the log-in.
   */
  call(call: OdooCall): Promise<Outcome<Wire | undefined>>;
  /** The id of the user we are, from `common.authenticate`, kept until access is denied. */
  userId(): Promise<Outcome<number>>;
  /** The server's own version text, or null when it does not tell. */
  version(): Promise<string | null>;
}

interface RpcCall {
  readonly service: 'common' | 'object';
  readonly method: string;
  readonly args: readonly Argument[];
  readonly intent: CallIntent;
}

/** Opens a client over `/jsonrpc`. Errors come as faults, never as exceptions. */
export function openClient(
  settings: ClientSettings,
  ports: Pick<ConnectorPorts, 'http' | 'secret' | 'log'>,
): OdooClient {
  let user: Promise<Outcome<number>> | null = null;
  const rpc = (call: RpcCall): Promise<Outcome<Wire | undefined>> => send(settings, ports, call);

  const authenticate = async (): Promise<Outcome<number>> => {
    const key = ports.secret(settings.apiKeySecret);
    const args = [settings.database, settings.login, key, {}];
    const reply = await rpc({ service: 'common', method: 'authenticate', args, intent: 'read' });
    return reply.ok ? readUserId(reply.value) : reply;
  };
  const userId = async (): Promise<Outcome<number>> => {
    user ??= authenticate();
    const answer = await user;
    if (!answer.ok) user = null;
    return answer;
  };
  return {
    userId,
    async version() {
      const reply = await rpc({ service: 'common', method: 'version', args: [], intent: 'read' });
      if (!reply.ok || !isWireObject(reply.value)) return null;
      const text = reply.value['server_version'];
      return typeof text === 'string' ? text.slice(0, 40) : null;
    },
    async call(call) {
      const identity = await userId();
      if (!identity.ok) return identity;
      const { companyIds } = call;
      // Only what belongs to no company, such as currencies, is asked without companies.
      const scope = companyIds.length === 0 ? {} : { allowed_company_ids: companyIds };
      const context = { ...call.context, ...scope };
      const key = ports.secret(settings.apiKeySecret);
      const { model, method, intent } = call;
      const named = { ...call.kwargs, context };
      const args = [settings.database, identity.value, key, model, method, call.args, named];
      const reply = await rpc({ service: 'object', method: 'execute_kw', args, intent });
      if (!reply.ok && reply.error.code === 'odoo.exceptions.AccessDenied') user = null;
      return reply;
    },
  };
}

async function send(
  settings: ClientSettings,
  ports: Pick<ConnectorPorts, 'http' | 'log'>,
  call: RpcCall,
): Promise<Outcome<Wire | undefined>> {
  const request = jsonRpcRequest(settings, call);
  const result = await ports.http.request(request);
  if (result.kind !== 'answer' || result.status !== 200)
    return refuse(faultOfHttp(result, call.intent));
  let reply: Wire;
  try {
    reply = parseExactJson(result.body);
  } catch {
    return refuse(faultOfHttp(result, call.intent));
  }
  return readReply(reply, call.intent);
}

function jsonRpcRequest(settings: ClientSettings, call: RpcCall): HttpRequest {
  const { service, method, args } = call;
  return {
    method: 'POST',
    url: `${settings.url.replace(/\/+$/, '')}/jsonrpc`,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: writeExactJson({
      jsonrpc: '2.0',
      method: 'call',
      id: 1,
      params: { service, method, args },
    }),
    timeoutMs: call.intent === 'read' ? settings.readTimeoutMs : settings.writeTimeoutMs,
    sizeBytesMax: settings.answerSizeBytesMax,
  };
}

/**
 * Reads a JSON-RPC 2.0 reply. Neither `result` nor `error` is success: Odoo leaves `result` out
 * for a method that returns None. Exported for the replay of recorded exchanges.
 */
export function readReply(reply: Wire, intent: CallIntent): Outcome<Wire | undefined> {
  if (!isWireObject(reply) || reply['jsonrpc'] !== '2.0') {
    return refuse(unreadable(intent, 'The reply is not JSON-RPC 2.0.'));
  }
  const error = reply['error'];
  if (error !== undefined && error !== null) return refuse(faultOfError(error, intent));
  return succeed(reply['result']);
}

/** A strange reply to a write leaves open whether it happened; to a read it is drift. */
const unreadable = (intent: CallIntent, detail: string): Fault =>
  intent === 'read' ? driftFault(detail) : fault('unknownOutcome', 'odoo.unknown_shape', detail);

function readUserId(value: Wire | undefined): Outcome<number> {
  if (value === false) {
    return refuse(
      fault('unauthorised', 'odoo.login_refused', 'Odoo does not know this login and key.'),
    );
  }
  if (value instanceof WireNumber && /^[1-9]\d{0,9}$/.test(value.text)) {
    // not money: a user id
    return succeed(Number.parseInt(value.text, 10));
  }
  return refuse(driftFault('authenticate answered neither a user id nor false'));
}
