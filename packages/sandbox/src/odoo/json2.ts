import {
  badRequest,
  errorData,
  methodNotFound,
  modelNotFound,
  OdooError,
  unauthorized,
  unprocessable,
} from './errors.ts';
import type { OdooErrorName } from './errors.ts';
import { parseJson, writeJson } from './json.ts';
import { jsonType, page } from './protocol.ts';
import type { Answer, Gate, Incoming, Question } from './protocol.ts';
import type { KwCall } from './rpc.ts';
import { isObject } from './values.ts';
import type { Row, Wire, WireObject } from './values.ts';

interface Signature {
  readonly onModel: boolean;
  readonly required: readonly string[];
}

const onModel = (...required: string[]): Signature => ({ onModel: true, required });
const onRecords = (...required: string[]): Signature => ({ onModel: false, required });

/** Methods of every model; one that is not listed is called on records and wants nothing else. */
const signatures: Readonly<Record<string, Signature>> = {
  search: onModel('domain'),
  search_count: onModel('domain'),
  search_read: onModel(),
  read_group: onModel('domain', 'fields', 'groupby'),
  formatted_read_group: onModel('domain'),
  fields_get: onModel(),
  context_get: onModel(),
  load: onModel('fields', 'data'),
  create: onModel('vals_list'),
  name_search: onModel(),
  check_object_reference: onModel('module', 'xml_id'),
  write: onRecords('vals'),
};

const statuses: Readonly<Partial<Record<OdooErrorName, number>>> = {
  'odoo.exceptions.AccessDenied': 403,
  'odoo.exceptions.AccessError': 403,
  'odoo.exceptions.MissingError': 404,
  'odoo.exceptions.UserError': 422,
  'odoo.exceptions.ValidationError': 422,
  'werkzeug.exceptions.BadRequest': 400,
  'werkzeug.exceptions.Unauthorized': 401,
  'werkzeug.exceptions.NotFound': 404,
  'werkzeug.exceptions.UnprocessableEntity': 422,
};

const databaseMissing = '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n';
const wrongType =
  '<!doctype html>\n<html lang=en>\n<title>415 Unsupported Media Type</title>\n' +
  '<h1>Unsupported Media Type</h1>\n';

/** Reads `POST /json/2/<model>/<method>`, or answers what needs no method. */
export const receiveJson2 = (gate: Gate, request: Question): Incoming | Answer => {
  const [, , , model = '', method = '', ...rest] = new URL(request.url).pathname.split('/');
  const database = request.headers.get('x-odoo-database');
  if (database !== null && database !== gate.database) return page(404, databaseMissing);
  if (request.method !== 'POST' || method === '' || rest.length > 0) {
    return page(404, databaseMissing);
  }
  if (!(request.headers.get('content-type') ?? '').startsWith('application/json')) {
    return page(415, wrongType);
  }
  let body: Wire;
  try {
    body = parseJson(request.text);
  } catch {
    return answerOf(() => {
      throw badRequest('could not parse the body as json');
    });
  }
  const named = isObject(body) ? body : {};
  return {
    model,
    method,
    open: () => {
      const user = callerOf(gate, request.headers.get('authorization'));
      if (!gate.world.db.tables.has(model)) throw modelNotFound(model);
      return { user, call: callOf(model, method, { named, user }) };
    },
    answer: answerOf,
  };
};

const callerOf = (gate: Gate, authorization: string | null): Row => {
  const key = /^bearer (\S+)$/i.exec(authorization ?? '')?.[1];
  for (const [login, own] of gate.keys) {
    const [user] = gate.world.db.rowsWhere('res.users', 'login', login);
    if (key === own && user !== undefined) return user;
  }
  throw unauthorized();
};

/** Checks the named arguments as Python's signature does. */
const callOf = (
  model: string,
  method: string,
  { named, user }: { readonly named: WireObject; readonly user: Row },
): KwCall => {
  const signature = signatures[method] ?? onRecords();
  if (signature.onModel && Array.isArray(named['ids']) && named['ids'].length > 0) {
    throw unprocessable(`cannot call ${model}.${method} with ids`);
  }
  const missing = signature.required.find((name) => named[name] === undefined);
  if (missing !== undefined) throw unprocessable(`missing a required argument: '${missing}'`);
  const { vals_list: values, module, xml_id: name, ...rest } = named;
  const ids = signature.onModel ? {} : { ids: named['ids'] ?? [] };
  // `create` answers a list even for one record.
  const list = isObject(values) ? [values] : values;
  const args = [list, module, name].filter((value) => value !== undefined);
  return { uid: user.id, model, method, args, kwargs: { ...rest, ...ids } };
};

/** The result alone, None as null; an error's data, with its HTTP status. */
const answerOf = (work: () => Wire | undefined): Answer => {
  try {
    return page(200, writeJson(work() ?? null), jsonType);
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    const own = asHttpError(error);
    const status = statuses[own.odooName] ?? 500;
    return page(status, writeJson(errorData(own)), jsonType);
  }
};

/** What JSON-RPC says by a Python class, this protocol says by one of its own. */
const asHttpError = (error: OdooError): OdooError => {
  if (error.odooName === 'odoo.exceptions.AccessDenied') return unauthorized();
  return error.odooName === 'builtins.AttributeError' ? methodNotFound(error.message) : error;
};

/** `GET /json/version`, without a key. */
export const versionAnswer = ({ world }: Gate): Answer => {
  const { release, version } = world.dialect;
  const info = [parseInt(release, 10), 0, 0, 'final', 0, ''];
  return page(200, writeJson({ version_info: info, version }), jsonType);
};
