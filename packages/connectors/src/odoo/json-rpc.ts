import { fault, refuse, succeed } from '@quittance/domain';
import type { HttpRequest, Outcome } from '@quittance/connector-kit';
import { baseUrl, contextOf, keepOnce, timeoutMsOf, versionText } from './client.ts';
import type { ClientPorts, ClientSettings, OdooClient } from './client.ts';
import { driftFault, faultOfError, faultOfHttp, unreadableFault } from './faults.ts';
import type { CallIntent } from './faults.ts';
import { isWireObject, parseExactJson, WireNumber, writeExactJson } from './json.ts';
import type { Argument, Wire } from './json.ts';

interface RpcCall {
  readonly service: 'common' | 'object';
  readonly method: string;
  readonly args: readonly Argument[];
  readonly intent: CallIntent;
}

/** A client over `/jsonrpc`: positional arguments, a user id, and HTTP 200 for every answer. */
export function openJsonRpc(settings: ClientSettings, ports: ClientPorts): OdooClient {
  const rpc = (call: RpcCall): Promise<Outcome<Wire | undefined>> => send(settings, ports, call);
  const user = keepOnce(async () => {
    const key = ports.secret(settings.apiKeySecret);
    const args = [settings.database, settings.login, key, {}];
    const reply = await rpc({ service: 'common', method: 'authenticate', args, intent: 'read' });
    return reply.ok ? readUserId(reply.value) : reply;
  });
  return {
    userId: () => user.get(),
    async version() {
      const reply = await rpc({ service: 'common', method: 'version', args: [], intent: 'read' });
      if (!reply.ok || !isWireObject(reply.value)) return null;
      return versionText(reply.value['server_version']);
    },
    async call(call) {
      const identity = await user.get();
      if (!identity.ok) return identity;
      const key = ports.secret(settings.apiKeySecret);
      const { model, method, intent } = call;
      const named = { ...call.kwargs, context: contextOf(call) };
      const args = [settings.database, identity.value, key, model, method, call.args, named];
      const reply = await rpc({ service: 'object', method: 'execute_kw', args, intent });
      if (!reply.ok && reply.error.code === 'odoo.exceptions.AccessDenied') user.forget();
      return reply;
    },
  };
}

async function send(
  settings: ClientSettings,
  ports: ClientPorts,
  call: RpcCall,
): Promise<Outcome<Wire | undefined>> {
  const result = await ports.http.request(requestOf(settings, call));
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

function requestOf(settings: ClientSettings, call: RpcCall): HttpRequest {
  const { service, method, args } = call;
  return {
    method: 'POST',
    url: `${baseUrl(settings)}/jsonrpc`,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: writeExactJson({
      jsonrpc: '2.0',
      method: 'call',
      id: 1,
      params: { service, method, args },
    }),
    timeoutMs: timeoutMsOf(settings, call.intent),
    sizeBytesMax: settings.answerSizeBytesMax,
  };
}

/**
 * Reads a JSON-RPC 2.0 reply. Neither `result` nor `error` is success: Odoo leaves `result` out
 * for a method that returns None.
 */
function readReply(reply: Wire, intent: CallIntent): Outcome<Wire | undefined> {
  if (!isWireObject(reply) || reply['jsonrpc'] !== '2.0') {
    return refuse(unreadableFault(intent, 'The reply is not JSON-RPC 2.0.'));
  }
  const error = reply['error'];
  if (error === undefined || error === null) return succeed(reply['result']);
  return refuse(faultOfError(isWireObject(error) ? error['data'] : undefined, intent));
}

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
