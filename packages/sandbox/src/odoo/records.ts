import { checkAccess, companyRefusal } from './access.ts';
import { minorToFloat, scaledOf, textToFloat, toMinor } from './decimal.ts';
import type { Env } from './environment.ts';
import { accessError, invalidField, missingError, OdooError, valueError } from './errors.ts';
import { parseJson } from './json.ts';
import type { FieldSpec } from './schema.ts';
import { Decimal, idsOf, isIds, isList, isObject, isTrue, ref, refs, str } from './values.ts';
import type { Row, Value, Wire } from './values.ts';

/** Where a column of a model really lives: on its own row or on the row it delegates to. */
export interface Located {
  readonly model: string;
  readonly row: Row;
  readonly spec: FieldSpec;
}

/** The definition of a column, following `_inherits`; undefined when the model has none. */
export const fieldOf = (env: Env, model: string, name: string): FieldSpec | undefined => {
  const spec = env.spec(model);
  const own = spec.fields.get(name);
  if (own !== undefined || spec.delegate === null) return own;
  return env.spec(spec.delegate.model).fields.get(name);
};

export const requireField = (env: Env, model: string, name: string): FieldSpec => {
  const found = fieldOf(env, model, name);
  if (found === undefined) throw invalidField(name, model);
  return found;
};

export const locate = (
  env: Env,
  { model, row }: { readonly model: string; readonly row: Row },
  name: string,
): Located => {
  const spec = env.spec(model);
  const own = spec.fields.get(name);
  if (own !== undefined) return { model, row, spec: own };
  const through = spec.delegate === null ? null : ref(row, spec.delegate.through);
  if (spec.delegate === null || through === null) throw invalidField(name, model);
  return locate(
    env,
    { model: spec.delegate.model, row: env.get(spec.delegate.model, through) },
    name,
  );
};

/** The value of any column: stored, delegated, calculated, or the far side of a one2many. */
export const valueOf = (
  env: Env,
  { model, row }: { readonly model: string; readonly row: Row },
  name: string,
): Value => {
  if (name === 'id') return row.id;
  const at = locate(env, { model, row }, name);
  if (at.model !== model) return valueOf(env, { model: at.model, row: at.row }, name);
  const computed = env.behaviour(model).compute?.[at.spec.column];
  if (computed !== undefined) return computed(env, row);
  if (name === 'display_name') return displayName(env, model, row);
  if (at.spec.kind === 'one2many') {
    return env.db.rowsWhere(at.spec.relation, at.spec.inverse, row.id).map((item) => item.id);
  }
  return row.values[at.spec.column] ?? null;
};

export const displayName = (env: Env, model: string, row: Row): string => {
  const custom = env.behaviour(model).displayName;
  const name = custom === undefined ? str(row, 'name') : custom(env, row);
  return name ?? `${model},${row.id}`;
};

export const companyCurrency = (env: Env, companyId: number): number => {
  const currency = ref(env.get('res.company', companyId), 'currency_id');
  if (currency === null) throw new Error(`company ${companyId} has no currency`);
  return currency;
};

/** Digits behind the point of an amount column on this row. */
export const decimalsOf = (
  env: Env,
  { model, row }: { readonly model: string; readonly row: Row },
  spec: FieldSpec,
): number => {
  if (spec.currency !== 'company') {
    const currency = valueOf(env, { model, row }, spec.currency);
    return typeof currency === 'number' ? currencyDecimals(env, currency) : 2;
  }
  // A model shared by companies (accounts) shows amounts of the company of the call.
  const owner =
    fieldOf(env, model, 'company_id') === undefined
      ? null
      : valueOf(env, { model, row }, 'company_id');
  return currencyDecimals(
    env,
    companyCurrency(env, typeof owner === 'number' ? owner : env.companyId),
  );
};

export const currencyDecimals = (env: Env, currencyId: number): number =>
  ref(env.get('res.currency', currencyId), 'decimal_places') ?? 2;

/** A column as a JSON-RPC reply shows it; `plain` gives many2one as ids (`load: ""`). */
export const wireOf = (
  env: Env,
  { model, row }: { readonly model: string; readonly row: Row },
  { name, plain }: { readonly name: string; readonly plain: boolean },
): Wire => {
  const at = locate(env, { model, row }, name);
  const value = valueOf(env, { model, row }, name);
  if (at.spec.kind === 'monetary') {
    const minor = typeof value === 'bigint' ? value : 0n;
    return minorToFloat(minor, decimalsOf(env, { model: at.model, row: at.row }, at.spec));
  }
  if (at.spec.kind === 'float') {
    return typeof value === 'string' ? textToFloat(value) : new Decimal('0.0');
  }
  if (at.spec.kind === 'integer') return typeof value === 'number' ? value : 0;
  if (at.spec.kind === 'boolean') return value === true;
  if (isIds(value)) return [...value];
  if (value === null) return false;
  return scalarWire(env, { spec: at.spec, value }, plain);
};

const scalarWire = (
  env: Env,
  { spec, value }: { readonly spec: FieldSpec; readonly value: Value },
  plain: boolean,
): Wire => {
  if (typeof value === 'bigint') throw new Error(`${spec.name} holds an amount`);
  if (isIds(value) || value === null) return false;
  if (spec.kind === 'json' && typeof value === 'string') return parseJson(value);
  if (spec.kind === 'datetime' && typeof value === 'string') return value.slice(0, 19);
  if (spec.kind !== 'many2one' || plain || typeof value !== 'number') return value;
  const target = env.db.find(spec.relation, value);
  return target === undefined ? false : [value, displayName(env, spec.relation, target)];
};

const datePattern = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/** A JSON value as the column stores it. Amounts need the decimals of their currency. */
export const valueFrom = (spec: FieldSpec, wire: Wire, decimals: number): Value => {
  if (typeof wire === 'string' && wire.includes('\u0000')) {
    throw valueError('A string literal cannot contain NUL (0x00) characters.');
  }
  switch (spec.kind) {
    case 'monetary':
      return amountFrom(spec, wire, decimals);
    case 'boolean':
      return isTrue(wire);
    case 'integer':
      return typeof wire === 'number' ? wire : 0;
    case 'float':
      return numberText(wire);
    case 'date':
      return dateFrom(wire);
    case 'many2one':
      return relationFrom(wire);
    case 'many2many':
    case 'one2many':
      return idsOf(wire);
    case 'json':
      return isTrue(wire) ? jsonText(wire) : null;
    default:
      return isTrue(wire) ? plainText(wire) : null;
  }
};

const amountFrom = (spec: FieldSpec, wire: Wire, decimals: number): bigint => {
  if (wire === false || wire === null || wire === '') return 0n;
  const scaled = scaledOf(wire);
  if (scaled === null) throw valueError(`could not convert string to float: '${plainText(wire)}'`);
  if (spec.kind !== 'monetary') throw new Error(`${spec.name} is no amount`);
  return toMinor(scaled, decimals);
};

const numberText = (wire: Wire): string | null => {
  if (wire instanceof Decimal) return wire.text;
  if (typeof wire === 'number') return String(wire);
  return typeof wire === 'string' && wire !== '' ? wire : null;
};

const dateFrom = (wire: Wire): string | null => {
  if (!isTrue(wire)) return null;
  const text = plainText(wire).slice(0, 10);
  if (!datePattern.test(text)) {
    throw valueError(`time data '${text}' does not match format '%Y-%m-%d'`);
  }
  return text;
};

const relationFrom = (wire: Wire): number | null => {
  if (typeof wire === 'number') return wire;
  if (isList(wire) && typeof wire[0] === 'number') return wire[0];
  return null;
};

const plainText = (wire: Wire): string => {
  if (typeof wire === 'string') return wire;
  if (wire instanceof Decimal) return wire.text;
  return isList(wire) || isObject(wire) ? jsonText(wire) : String(wire);
};

const jsonText = (wire: Wire): string => {
  if (wire instanceof Decimal) return wire.text;
  if (isList(wire)) return `[${wire.map(jsonText).join(',')}]`;
  if (isObject(wire)) {
    const items = Object.entries(wire).map(
      ([key, item]) => `${JSON.stringify(key)}:${jsonText(item)}`,
    );
    return `{${items.join(',')}}`;
  }
  return JSON.stringify(wire);
};

/** Whether the company rules let the caller see the row. */
export const isVisible = (env: Env, model: string, row: Row): boolean => {
  const { company } = env.spec(model);
  if (env.superuser || company === 'none') return true;
  if (company === 'company_ids') {
    return refs(row, 'company_ids').some((id) => env.companyIds.includes(id));
  }
  const owner = ref(row, 'company_id');
  return owner === null || env.companyIds.includes(owner);
};

/** Existing rows of a receiver, with access and company rules applied; missing ids raise. */
export const browse = (
  env: Env,
  { model, ids }: { readonly model: string; readonly ids: readonly number[] },
  operation: 'read' | 'write' | 'unlink',
): Row[] => {
  checkAccess(env, model, operation);
  return ids.map((id) => {
    const row = env.db.find(model, id);
    if (row === undefined) throw missingError(model, id, env.uid);
    assertVisible(env, model, row);
    return row;
  });
};

export const assertVisible = (env: Env, model: string, row: Row): void => {
  if (isVisible(env, model, row)) return;
  const owner = ref(row, 'company_id') ?? refs(row, 'company_ids')[0] ?? env.companyId;
  throw accessError(companyRefusal(env, model, owner));
};

export const assertInteger = (value: number): void => {
  if (Math.abs(value) <= 2_147_483_647) return;
  throw new OdooError(
    'psycopg2.errors.NumericValueOutOfRange',
    `value "${value}" is out of range for type integer\n`,
  );
};
