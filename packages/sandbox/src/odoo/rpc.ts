import { groupsOf, groupId } from './access.ts';
import { runAutomations } from './automation.ts';
import { create, unlink, write } from './crud.ts';
import { Env, transactionInstant } from './environment.ts';
import type { Call, World } from './environment.ts';
import {
  accessDenied,
  accessError,
  attributeError,
  missingError,
  OdooError,
  RowMissing,
  typeError,
  UniqueViolation,
  userError,
  validationError,
  valueError,
} from './errors.ts';
import { load } from './load.ts';
import { displayName } from './records.ts';
import {
  fieldsGet,
  getMetadata,
  read,
  search,
  searchCount,
  searchRead,
  searchRows,
} from './query.ts';
import { formattedReadGroup, readGroup } from './read-group.ts';
import { idsOf, isList, isObject, listOf, must, objectOf, refs, str, written } from './values.ts';
import type { Row, Wire, WireObject } from './values.ts';

export interface Credentials {
  readonly uid: number;
  readonly key: string;
}

export interface KwCall {
  readonly uid: number;
  readonly model: string;
  readonly method: string;
  readonly args: readonly Wire[];
  readonly kwargs: WireObject;
}

/** Checks a user id with its key or password; throws AccessDenied. */
export const authenticate = (
  world: World,
  keys: ReadonlyMap<string, string>,
  given: Credentials,
): Row => {
  const user = world.db.find('res.users', given.uid);
  const login = user === undefined ? null : str(user, 'login');
  if (user === undefined || login === null || !isKeyOf(user, keys.get(login), given.key))
    throw accessDenied();
  return user;
};

const isKeyOf = (user: Row, known: string | undefined, key: string): boolean =>
  key !== '' && (key === known || key === str(user, 'password'));

/** `common.authenticate`: the user id, or false on a wrong login or key. */
export const logIn = (
  world: World,
  keys: ReadonlyMap<string, string>,
  given: { readonly login: string; readonly key: string },
): number | false => {
  const user = world.db.rowsWhere('res.users', 'login', given.login)[0];
  if (user === undefined || !isKeyOf(user, keys.get(given.login), given.key)) return false;
  return user.id;
};

/** The environment of a call: the caller's companies, or those of the context it sends. */
export const envFor = (
  world: World,
  user: Row,
  input: { context: WireObject; snapshot: number },
): Env => {
  const granted = refs(user, 'company_ids');
  const wanted = idsOf(input.context['allowed_company_ids']);
  if (wanted.some((id) => !granted.includes(id))) {
    throw accessError('Access to unauthorized or invalid companies.');
  }
  const own = must(user, 'company_id');
  const companyIds = wanted.length > 0 ? wanted : [own, ...granted.filter((id) => id !== own)];
  return new Env({
    world,
    uid: user.id,
    context: input.context,
    companyIds,
    companyId: companyIds[0] ?? own,
    instant: transactionInstant(world),
    snapshot: input.snapshot,
  });
};

type ModelMethod = (env: Env, model: string, call: Call) => Wire | undefined;
type RecordMethod = (
  env: Env,
  model: string,
  input: { ids: readonly number[]; call: Call },
) => Wire | undefined;

const modelMethods: Readonly<Record<string, ModelMethod>> = {
  search,
  search_read: searchRead,
  search_count: searchCount,
  read_group: readGroup,
  formatted_read_group: formattedReadGroup,
  fields_get: fieldsGet,
  load,
  create: (env, model, call) =>
    create(env, model, call.args[0] ?? call.kwargs['vals_list'] ?? call.kwargs['vals']),
  name_search: (env, model, call) => {
    const text = written(call.args[0] ?? call.kwargs['name'] ?? '');
    const domain: Wire = [['name', 'ilike', text]];
    return searchRows(env, model, { domain, limit: call.kwargs['limit'] ?? 100 }).map((row) => [
      row.id,
      displayName(env, model, row),
    ]);
  },
  default_get: () => ({}),
};

const recordMethods: Readonly<Record<string, RecordMethod>> = {
  read: (env, model, input) => read(env, { model, ids: input.ids }, input.call),
  write: (env, model, input) =>
    write(
      env,
      { model, ids: input.ids },
      objectOf(input.call.args[0] ?? input.call.kwargs['vals']),
    ),
  unlink: (env, model, input) => unlink(env, model, input.ids),
  get_metadata: (env, model, input) => getMetadata(env, model, input.ids),
  exists: (env, model, input) => input.ids.filter((id) => env.db.find(model, id) !== undefined),
  message_subscribe: () => true,
  export_data: (env) => {
    if (!env.superuser && !groupsOf(env).has(groupId('base.group_allow_export'))) {
      throw userError("You don't have the rights to export data. Please contact an Administrator.");
    }
    throw userError('The sandbox does not export data.');
  },
};

const receiverIds = (wire: Wire | undefined, path: string): readonly number[] => {
  if (wire === undefined)
    throw typeError(`${path}() missing 1 required positional argument: 'ids'`);
  if (!isList(wire) && typeof wire !== 'number') throw typeError(`${path}() takes ids first`);
  return idsOf(wire);
};

const unknownMethod = (path: string): OdooError =>
  attributeError(`The method '${path}' does not exist`);

/** Runs one method; `undefined` is None. */
const dispatch = (env: Env, call: KwCall): Wire | undefined => {
  const { model, method } = call;
  const path = `${model}.${method}`;
  if (method.startsWith('_')) {
    throw accessError(`Private methods (such as '${path}') cannot be called remotely.`);
  }
  if (!env.db.tables.has(model)) throw userError(`Object ${model} doesn't exist`);
  const { context: _context, ...kwargs } = call.kwargs;
  const behaviour = env.behaviour(model);
  if (env.dialect.withoutMethods.includes(method)) throw unknownMethod(path);
  const ownModelMethod = behaviour.modelMethods?.[method];
  if (ownModelMethod !== undefined) return ownModelMethod(env, [], { args: call.args, kwargs });
  const onModel = modelMethods[method];
  if (onModel !== undefined) return onModel(env, model, { args: call.args, kwargs });
  const ownMethod = behaviour.methods?.[method];
  const onRecords = recordMethods[method];
  if (ownMethod === undefined && onRecords === undefined) {
    throw unknownMethod(path);
  }
  const ids = receiverIds(call.args[0] ?? kwargs['ids'], path);
  const { ids: _ids, ...named } = kwargs;
  const rest = { args: call.args.slice(1), kwargs: named };
  return ownMethod === undefined
    ? onRecords?.(env, model, { ids, call: rest })
    : ownMethod(env, ids, rest);
};

/** A database error as the ORM reports it; other errors pass. */
const asOdooError = (error: unknown, call: KwCall): unknown => {
  if (error instanceof RowMissing) return missingError(error.model, error.id, call.uid);
  if (!(error instanceof UniqueViolation)) return error;
  const text = `${error.message}\n${error.detail}`;
  if (call.model === 'ir.actions.server' && call.method === 'run') {
    return valueError(
      `UniqueViolation('${text.replaceAll('\n', String.raw`\n`)}') while evaluating`,
    );
  }
  return validationError(`The operation cannot be completed: ${text}`);
};

/** `object.execute_kw`: one transaction, rolled back as a whole on any error. */
export const execute = (
  world: World,
  user: Row,
  input: { readonly call: KwCall; readonly snapshot: number; readonly instant?: string },
): Wire | undefined => {
  const { call } = input;
  try {
    return world.db.transaction(() => {
      const context = objectOf(call.kwargs['context']);
      const env = envFor(world, user, { context, snapshot: input.snapshot });
      const timed = input.instant === undefined ? env : env.at(input.instant);
      const result = dispatch(timed, call);
      runAutomations(timed);
      return result;
    });
  } catch (error) {
    throw asOdooError(error, call);
  }
};

/** Reads `[db, uid, key, model, method, args, kwargs]`. */
export const readKwCall = (
  params: readonly Wire[],
): { readonly database: string; readonly key: string; readonly call: KwCall } => {
  const [database, uid, key, model, method, args, kwargs] = params;
  if (typeof model !== 'string' || typeof method !== 'string')
    throw typeError('execute_kw() takes a model and a method');
  return {
    database: typeof database === 'string' ? database : '',
    key: typeof key === 'string' ? key : '',
    call: {
      uid: typeof uid === 'number' ? uid : 0,
      model,
      method,
      args: listOf(args),
      kwargs: isObject(kwargs) ? kwargs : {},
    },
  };
};

export const unknownDatabase = (name: string): OdooError =>
  new OdooError(
    'psycopg2.OperationalError',
    'connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" ' +
      `failed: FATAL:  database "${name}" does not exist\n`,
  );
