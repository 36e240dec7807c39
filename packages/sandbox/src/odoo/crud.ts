import { checkAccess } from './access.ts';
import type { Env } from './environment.ts';
import { invalidField, validationError } from './errors.ts';
import { browse, decimalsOf, fieldOf, locate, valueFrom } from './records.ts';
import type { FieldSpec } from './schema.ts';
import { isIds, isList, isObject } from './values.ts';
import type { Row, Value, Values, Wire, WireObject } from './values.ts';

/** Refuses names that are no column of the model, before anything is written. */
export const checkFields = (env: Env, model: string, values: WireObject): void => {
  for (const name of Object.keys(values)) {
    if (fieldOf(env, model, name) === undefined) throw invalidField(name, model);
  }
};

/**
 * Columns of `values` that this model stores itself, converted; one2many commands are left to the
 * model's own code. `row` supplies the currency of amounts (for a create: its other columns).
 */
export const ownValues = (
  env: Env,
  { model, row }: { readonly model: string; readonly row: Row },
  values: WireObject,
): Values => {
  const converted: Record<string, Value> = {};
  const { fields } = env.spec(model);
  const preview: Row = { id: row.id, values: { ...row.values } };
  const amounts: [FieldSpec, Wire][] = [];
  for (const [name, wire] of Object.entries(values)) {
    const spec = fields.get(name);
    if (spec === undefined || spec.kind === 'one2many' || name === 'id') continue;
    if (spec.kind === 'monetary') {
      amounts.push([spec, wire]);
      continue;
    }
    const value =
      spec.kind === 'many2many' ? applyLinks(row, spec.column, wire) : valueFrom(spec, wire, 2);
    converted[spec.column] = value;
    preview.values[spec.column] = value;
  }
  for (const [spec, wire] of amounts) {
    converted[spec.column] = valueFrom(spec, wire, decimalsOf(env, { model, row: preview }, spec));
  }
  return converted;
};

/** The ids a list of link commands leaves in a many2many column. */
export const applyLinks = (row: Row, field: string, wire: Wire): readonly number[] => {
  const before = row.values[field];
  let ids: number[] = isIds(before) ? [...before] : [];
  if (!isList(wire)) return ids;
  if (wire.every((item) => typeof item === 'number')) return wire.filter(isNumber);
  for (const command of wire) {
    if (!isList(command)) continue;
    const [code, id, list] = command;
    if (code === 6 && isList(list)) ids = list.filter(isNumber);
    else if (code === 5) ids = [];
    else if (code === 4 && isNumber(id) && !ids.includes(id)) ids.push(id);
    else if (code === 3) ids = ids.filter((item) => item !== id);
  }
  return ids;
};

const isNumber = (wire: Wire | undefined): wire is number => typeof wire === 'number';

const assertRequired = (env: Env, model: string, values: Values): void => {
  const spec = env.spec(model);
  for (const field of spec.fields.values()) {
    if (!field.required) continue;
    const value = values[field.column] ?? null;
    if (value !== null && value !== '') continue;
    throw validationError(
      'The operation cannot be completed:\n- Create/update: a mandatory field ' +
        'is not set.\n- Delete: another model requires the record being deleted. ' +
        `If possible, archive it instead.\n\nModel: ${spec.label} ` +
        `(${model})\nField: ${field.label} (${field.name})\n`,
    );
  }
};

/** Inserts a row from a create's values plus defaults that the caller has worked out. */
export const insertRow = (
  env: Env,
  model: string,
  { values, defaults = {} }: { readonly values: WireObject; readonly defaults?: Values },
): Row => {
  const base: Record<string, Value> = env.spec(model).fields.has('active') ? { active: true } : {};
  const seed: Row = { id: 0, values: { ...base, ...defaults } };
  const converted = ownValues(env, { model, row: seed }, values);
  const all = { ...base, ...defaults, ...converted };
  assertRequired(env, model, all);
  return env.insert(model, all);
};

/** `create` on one set of values, through the model's own code where it has any. */
export const createOne = (env: Env, model: string, values: WireObject): Row => {
  const { create: own, createKeys = [] } = env.behaviour(model);
  const columns = Object.entries(values).filter(([name]) => !createKeys.includes(name));
  checkFields(env, model, Object.fromEntries(columns));
  return own === undefined ? insertRow(env, model, { values }) : own(env, values);
};

/** `create`: one dictionary answers an id, a list of them a list of ids. */
export const create = (env: Env, model: string, wire: Wire | undefined): Wire => {
  checkAccess(env, model, 'create');
  if (!isList(wire)) return createOne(env, model, isObject(wire) ? wire : {}).id;
  return wire.map((values) => createOne(env, model, isObject(values) ? values : {}).id);
};

/** Changes plain columns, those of a delegated parent included. */
export const writeColumns = (
  env: Env,
  { model, rows }: { readonly model: string; readonly rows: readonly Row[] },
  values: WireObject,
): void => {
  for (const row of rows) {
    env.set(model, row, ownValues(env, { model, row }, values));
    const { delegate } = env.spec(model);
    if (delegate === null) continue;
    const own = env.spec(model).fields;
    const rest = Object.entries(values).filter(([name]) => !own.has(name));
    const first = rest[0];
    if (first === undefined) continue;
    const parent = locate(env, { model, row }, first[0]).row;
    writeRows(env, { model: delegate.model, rows: [parent] }, Object.fromEntries(rest));
  }
};

export const writeRows = (
  env: Env,
  { model, rows }: { readonly model: string; readonly rows: readonly Row[] },
  values: WireObject,
): void => {
  checkFields(env, model, values);
  const own = env.behaviour(model).write;
  if (own === undefined) writeColumns(env, { model, rows }, values);
  else own(env, rows, values);
};

export const write = (
  env: Env,
  { model, ids }: { readonly model: string; readonly ids: readonly number[] },
  values: WireObject,
): Wire => {
  const { guardWrite } = env.behaviour(model);
  if (guardWrite !== undefined) guardWrite(env, browse(env.sudo(), { model, ids }, 'read'), values);
  writeRows(env, { model, rows: browse(env, { model, ids }, 'write') }, values);
  return true;
};

/** Deletes rows with their external ids. */
export const removeRows = (env: Env, model: string, rows: readonly Row[]): void => {
  for (const row of rows) {
    for (const data of env.db.rowsWhere('ir.model.data', 'res_id', row.id)) {
      if (data.values['model'] === model) env.db.remove('ir.model.data', data);
    }
    env.db.remove(model, row);
  }
};

export const unlink = (env: Env, model: string, ids: readonly number[]): Wire => {
  const rows = browse(env, { model, ids }, 'unlink');
  const own = env.behaviour(model).unlink;
  if (own === undefined) removeRows(env, model, rows);
  else own(env, rows);
  return true;
};
