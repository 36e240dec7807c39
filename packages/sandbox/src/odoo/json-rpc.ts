import { errorData, OdooError } from './errors.ts';
import { parseJson, writeJson } from './json.ts';
import { jsonType, page } from './protocol.ts';
import type { Answer, Gate, Incoming } from './protocol.ts';
import { authenticate, logIn, readKwCall, unknownDatabase } from './rpc.ts';
import { listOf, objectOf, textOf, written } from './values.ts';
import type { Wire } from './values.ts';

/** Reads the body of `POST /jsonrpc`: a call of a method, or an answer that needs none. */
export const receiveJsonRpc = (gate: Gate, text: string): Incoming | Answer => {
  let body: Wire;
  try {
    body = parseJson(text);
  } catch {
    return page(400, 'Invalid JSON data', 'text/plain');
  }
  const envelope = objectOf(body);
  const id = envelope['id'] ?? null;
  const params = objectOf(envelope['params']);
  const args = listOf(params['args']);
  const answer = (work: () => Wire | undefined): Answer => answerOf(gate, id, work);
  if (params['service'] === 'common') {
    return answer(() => common(gate, textOf(params['method']) ?? '', args));
  }
  return {
    model: textOf(args[3]) ?? '',
    method: textOf(args[4]) ?? '',
    open: () => {
      const { database, key, call } = readKwCall(args);
      if (database !== gate.database) throw unknownDatabase(database);
      return { user: authenticate(gate.world, gate.keys, { uid: call.uid, key }), call };
    },
    answer,
  };
};

/** HTTP 200 for everything; None leaves the result out. */
const answerOf = (gate: Gate, id: Wire, work: () => Wire | undefined): Answer => {
  const reply = (member: Record<string, Wire>): Answer =>
    page(200, writeJson({ jsonrpc: '2.0', id, ...member }), jsonType);
  try {
    const result = work();
    return reply(result === undefined ? {} : { result });
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    const { errorCode: code } = gate.world.dialect;
    return reply({ error: { code, message: 'Odoo Server Error', data: errorData(error) } });
  }
};

const common = (gate: Gate, method: string, args: readonly Wire[]): Wire => {
  const { release, version } = gate.world.dialect;
  if (method === 'version') {
    return {
      server_version: version,
      server_version_info: [parseInt(release, 10), 0, 0, 'final', 0, ''],
      server_serie: `${release}.0`,
      protocol_version: 1,
    };
  }
  const [database, login, key] = args;
  if (database !== gate.database) throw unknownDatabase(written(database));
  return logIn(gate.world, gate.keys, { login: written(login), key: written(key) });
};
