import { checkAccess } from './access.ts';
import { findRows } from './domain.ts';
import type { Call, Env } from './environment.ts';
import { typeError } from './errors.ts';
import {
  assertVisible,
  displayName,
  fieldOf,
  locate,
  requireField,
  valueOf,
  wireOf,
} from './records.ts';
import { isList, listOf, textOf } from './values.ts';
import type { Row, Value, Wire, WireObject } from './values.ts';

/** Names positional arguments and refuses keywords the method does not know, as Python does. */
export const bind = (method: string, parameters: readonly string[], call: Call): WireObject => {
  const bound: Record<string, Wire> = {};
  call.args.forEach((value, index) => {
    const name = parameters[index];
    if (name === undefined) {
      throw typeError(`BaseModel.${method}() takes ${parameters.length + 1} positional arguments`);
    }
    bound[name] = value;
  });
  for (const [name, value] of Object.entries(call.kwargs)) {
    if (!parameters.includes(name)) {
      throw typeError(`BaseModel.${method}() got an unexpected keyword argument '${name}'`);
    }
    bound[name] = value;
  }
  return bound;
};

interface SortKey {
  readonly field: string;
  readonly descending: boolean;
}

const sortKeys = (env: Env, model: string, order: string): SortKey[] =>
  order.split(',').map((part) => {
    const [field = '', direction = 'asc'] = part.trim().split(/\s+/);
    if (field !== 'id') requireField(env, model, field);
    return { field, descending: direction.toLowerCase() === 'desc' };
  });

/** What a column sorts by: a relation sorts by the name of its target. */
const sortValue = (
  env: Env,
  { model, row }: { readonly model: string; readonly row: Row },
  field: string,
): Value => {
  if (field === 'id') return row.id;
  const value = valueOf(env, { model, row }, field);
  const { spec } = locate(env, { model, row }, field);
  if (spec.kind !== 'many2one' || typeof value !== 'number') return value;
  const target = env.db.find(spec.relation, value);
  return target === undefined ? null : displayName(env, spec.relation, target);
};

/** PostgreSQL's order: empty values last when ascending, first when descending. */
const compareValues = (left: Value, right: Value): number => {
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  return left < right ? -1 : 1;
};

export const sortRows = (
  env: Env,
  { model, rows }: { readonly model: string; readonly rows: Row[] },
  order: string,
): Row[] => {
  const keys = sortKeys(env, model, order);
  if (rows.length < 2) return rows;
  const decorated = rows.map((row) => ({
    row,
    values: keys.map((key) => sortValue(env, { model, row }, key.field)),
  }));
  decorated.sort((left, right) => {
    for (const [index, key] of keys.entries()) {
      const result = compareValues(left.values[index] ?? null, right.values[index] ?? null);
      if (result !== 0) return key.descending ? -result : result;
    }
    return left.row.id - right.row.id;
  });
  return decorated.map((item) => item.row);
};

/** Rows of a search, sorted and cut to a page. */
export const searchRows = (env: Env, model: string, bound: WireObject): Row[] => {
  checkAccess(env, model, 'read');
  const found = findRows(env, model, bound['domain'] ?? []);
  const order = textOf(bound['order']) ?? env.spec(model).order;
  const sorted = sortRows(env, { model, rows: found }, order);
  const offset = typeof bound['offset'] === 'number' ? bound['offset'] : 0;
  const limit = typeof bound['limit'] === 'number' ? bound['limit'] : sorted.length;
  return sorted.slice(offset, offset + limit);
};

const fieldNames = (env: Env, model: string, wire: Wire | undefined): string[] => {
  const asked = listOf(wire).filter((item): item is string => typeof item === 'string');
  if (asked.length > 0) {
    for (const name of asked) requireField(env, model, name);
    return asked;
  }
  const names = [...env.spec(model).fields.keys()];
  const { delegate } = env.spec(model);
  if (delegate !== null) names.push(...env.spec(delegate.model).fields.keys());
  return [...new Set(names)].filter((name) => fieldOf(env, model, name)?.kind !== 'binary');
};

export const readRows = (
  env: Env,
  { model, rows }: { readonly model: string; readonly rows: readonly Row[] },
  asked: { readonly fields: Wire | undefined; readonly load: Wire | undefined },
): Wire => {
  const names = fieldNames(env, model, asked.fields);
  const plain = asked.load !== undefined && asked.load !== '_classic_read';
  return rows.map((row) => {
    const record: Record<string, Wire> = { id: row.id };
    for (const name of names) {
      if (name !== 'id') record[name] = wireOf(env, { model, row }, { name, plain });
    }
    return record;
  });
};

/** `read`: ids that do not exist are left out; ids of another company raise AccessError. */
export const read = (
  env: Env,
  { model, ids }: { readonly model: string; readonly ids: readonly number[] },
  call: Call,
): Wire => {
  const bound = bind('read', ['fields', 'load'], call);
  checkAccess(env, model, 'read');
  fieldNames(env, model, bound['fields']);
  const rows: Row[] = [];
  for (const id of ids) {
    const row = env.db.find(model, id);
    if (row === undefined) continue;
    assertVisible(env, model, row);
    rows.push(row);
  }
  return readRows(env, { model, rows }, { fields: bound['fields'], load: bound['load'] });
};

const searchParameters = ['domain', 'offset', 'limit', 'order'];

export const search = (env: Env, model: string, call: Call): Wire =>
  searchRows(env, model, bind('search', searchParameters, call)).map((row) => row.id);

export const searchCount = (env: Env, model: string, call: Call): Wire => {
  const bound = bind('search_count', ['domain', 'limit'], call);
  checkAccess(env, model, 'read');
  const count = findRows(env, model, bound['domain'] ?? []).length;
  return typeof bound['limit'] === 'number' ? Math.min(count, bound['limit']) : count;
};

export const searchRead = (env: Env, model: string, call: Call): Wire => {
  const parameters = ['domain', 'fields', 'offset', 'limit', 'order', 'load'];
  const bound = bind('search_read', parameters, call);
  const rows = searchRows(env, model, bound);
  return readRows(env, { model, rows }, { fields: bound['fields'], load: bound['load'] });
};

/** `fields_get`: definitions of the columns, limited to the attributes asked for. */
export const fieldsGet = (env: Env, model: string, call: Call): Wire => {
  const bound = bind('fields_get', ['allfields', 'attributes'], call);
  checkAccess(env, model, 'read');
  const wanted = listOf(bound['allfields']);
  const attributes = isList(bound['attributes']) ? bound['attributes'] : null;
  const result: Record<string, Wire> = {};
  const specs = [...env.spec(model).fields.values()];
  const { delegate } = env.spec(model);
  if (delegate !== null) specs.push(...env.spec(delegate.model).fields.values());
  for (const spec of specs) {
    if (wanted.length > 0 && !wanted.includes(spec.name)) continue;
    const all: Record<string, Wire> = {
      type: spec.kind,
      string: spec.label,
      required: spec.required,
      manual: !spec.base,
    };
    if (spec.relation !== '') all['relation'] = spec.relation;
    const kept = Object.entries(all).filter(
      ([key]) => attributes === null || attributes.includes(key),
    );
    result[spec.name] ??= Object.fromEntries(kept);
  }
  return result;
};

export const getMetadata = (env: Env, model: string, ids: readonly number[]): Wire => {
  checkAccess(env, model, 'read');
  return ids.flatMap((id) => {
    const row = env.db.find(model, id);
    if (row === undefined) return [];
    const named = env.db
      .rowsWhere('ir.model.data', 'res_id', id)
      .filter((data) => data.values['model'] === model)
      .map((data) => ({
        xmlid: `${String(data.values['module'])}.${String(data.values['name'])}`,
        noupdate: false,
      }));
    const parts = ['create_uid', 'create_date', 'write_uid', 'write_date'].map(
      (name): [string, Wire] => [name, wireOf(env, { model, row }, { name, plain: false })],
    );
    const xmlid = named[0]?.xmlid ?? false;
    return [{ id, ...Object.fromEntries(parts), xmlid, noupdate: false, xmlids: named }];
  });
};
