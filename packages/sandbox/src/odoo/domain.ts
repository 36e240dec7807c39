import type { Env } from './environment.ts';
import { valueError } from './errors.ts';
import {
  assertInteger,
  currencyDecimals,
  decimalsOf,
  displayName,
  fieldOf,
  isVisible,
  locate,
  valueOf,
} from './records.ts';
import { scaledOf, toMinor } from './decimal.ts';
import { Decimal, flag, isIds, isList, written } from './values.ts';
import type { Row, Value, Wire } from './values.ts';

/** A domain in tree form. */
export type Domain =
  | { readonly kind: 'and' | 'or'; readonly left: Domain; readonly right: Domain }
  | { readonly kind: 'not'; readonly inner: Domain }
  | {
      readonly kind: 'leaf';
      readonly field: string;
      readonly operator: string;
      readonly value: Wire;
    }
  | { readonly kind: 'constant'; readonly truth: boolean };

const truth: Domain = { kind: 'constant', truth: true };

/** Reads Odoo's prefix notation; leaves that follow each other are joined by `&`. */
export const parseDomain = (env: Env, model: string, wire: Wire): Domain => {
  const items = isList(wire) ? wire : [];
  let position = 0;
  const next = (): Domain => {
    const item = items[position];
    position += 1;
    if (item === undefined) throw valueError(`Domain ${written(wire)} is not well formed`);
    if (item === '!') return { kind: 'not', inner: next() };
    if (item === '&' || item === '|') {
      const left = next();
      return { kind: item === '&' ? 'and' : 'or', left, right: next() };
    }
    return leafOf(env, model, item);
  };
  let domain: Domain = truth;
  while (position < items.length) {
    const part = next();
    domain = domain === truth ? part : { kind: 'and', left: domain, right: part };
  }
  return domain;
};

const leafOf = (env: Env, model: string, item: Wire): Domain => {
  const parts = isList(item) ? item : [];
  const [field, operator, value] = parts;
  if (typeof field === 'number') return { kind: 'constant', truth: field === value };
  if (typeof field !== 'string' || typeof operator !== 'string' || value === undefined) {
    throw valueError('Invalid leaf in domain');
  }
  checkPath(env, model, { path: field, leaf: parts });
  if (typeof value === 'number' && env.dialect.refusesLargeIntegers) assertInteger(value);
  if (model === 'res.partner.bank' && field === 'acc_number') {
    // Odoo searches account numbers by their sanitised spelling, whichever spelling is asked for.
    const bare = typeof value === 'string' ? value.replace(/\W+/g, '').toUpperCase() : value;
    return { kind: 'leaf', field: 'sanitized_acc_number', operator, value: bare };
  }
  return { kind: 'leaf', field, operator: operator === '==' ? '=' : operator, value };
};

const checkPath = (
  env: Env,
  model: string,
  { path, leaf }: { readonly path: string; readonly leaf: readonly Wire[] },
): void => {
  let current = model;
  for (const name of path.split('.')) {
    if (name === 'id') continue;
    const spec = fieldOf(env, current, name);
    if (spec === undefined) {
      throw valueError(
        `Invalid field ${current}.${name} in leaf (${leaf.map(pythonText).join(', ')})`,
      );
    }
    current = spec.relation === '' ? current : spec.relation;
  }
};

const pythonText = (wire: Wire): string => (typeof wire === 'string' ? `'${wire}'` : written(wire));

/** Whether the row satisfies the domain. */
export const matches = (
  env: Env,
  { model, row }: { readonly model: string; readonly row: Row },
  domain: Domain,
): boolean => {
  switch (domain.kind) {
    case 'constant':
      return domain.truth;
    case 'not':
      return !matches(env, { model, row }, domain.inner);
    case 'and':
      return (
        matches(env, { model, row }, domain.left) && matches(env, { model, row }, domain.right)
      );
    case 'or':
      return (
        matches(env, { model, row }, domain.left) || matches(env, { model, row }, domain.right)
      );
    case 'leaf':
      return matchesLeaf(env, { model, row }, domain);
  }
};

type Leaf = Extract<Domain, { kind: 'leaf' }>;

const matchesLeaf = (
  env: Env,
  { model, row }: { readonly model: string; readonly row: Row },
  leaf: Leaf,
): boolean => {
  const dot = leaf.field.indexOf('.');
  if (dot < 0) return matchesColumn(env, { model, row }, leaf);
  const head = leaf.field.slice(0, dot);
  const rest = { ...leaf, field: leaf.field.slice(dot + 1) };
  if (head === 'id') return matchesLeaf(env, { model, row }, rest);
  const { spec } = locate(env, { model, row }, head);
  const value = valueOf(env, { model, row }, head);
  const targets = isIds(value) ? value : typeof value === 'number' ? [value] : [];
  if (targets.length === 0) {
    return leaf.value === false && leaf.operator === '=';
  }
  return targets.some((id) => {
    const target = env.db.find(spec.relation, id);
    return target !== undefined && matchesLeaf(env, { model: spec.relation, row: target }, rest);
  });
};

/** The comparand of a leaf in the column's own terms. */
const comparand = (
  env: Env,
  { model, row }: { readonly model: string; readonly row: Row },
  { field, wire }: { readonly field: string; readonly wire: Wire },
): Value => {
  if (field === 'id') return typeof wire === 'number' ? wire : null;
  const at = locate(env, { model, row }, field);
  if (at.spec.kind === 'monetary') {
    const scaled = scaledOf(wire);
    return scaled === null
      ? 0n
      : toMinor(scaled, decimalsOf(env, { model: at.model, row: at.row }, at.spec));
  }
  if (at.spec.kind === 'float' && wire instanceof Decimal) return wire.text;
  if (at.spec.kind === 'float' && typeof wire === 'number') return String(wire);
  if (wire === false || wire === null) return at.spec.kind === 'boolean' ? false : null;
  if (typeof wire === 'string' || typeof wire === 'number' || typeof wire === 'boolean')
    return wire;
  return null;
};

const matchesColumn = (
  env: Env,
  { model, row }: { readonly model: string; readonly row: Row },
  leaf: Leaf,
): boolean => {
  const raw = leaf.field === 'id' ? row.id : valueOf(env, { model, row }, leaf.field);
  const spec = leaf.field === 'id' ? undefined : fieldOf(env, model, leaf.field);
  const value = spec?.kind === 'boolean' ? raw === true : raw;
  const byName = spec !== undefined && spec.relation !== '' && typeof leaf.value === 'string';
  if (byName || (spec?.relation !== '' && leaf.operator.includes('like'))) {
    return matchesName(env, { relation: spec?.relation ?? '', value }, leaf);
  }
  if (leaf.operator === 'in' || leaf.operator === 'not in') {
    const wanted = isList(leaf.value) ? leaf.value : [leaf.value];
    const found = wanted.some((item) =>
      sameAs(env, { model, row }, { field: leaf.field, value, wire: item }),
    );
    return found === (leaf.operator === 'in');
  }
  if (leaf.operator === '=' || leaf.operator === '!=') {
    const same = isList(leaf.value)
      ? leaf.value.some((item) =>
          sameAs(env, { model, row }, { field: leaf.field, value, wire: item }),
        )
      : sameAs(env, { model, row }, { field: leaf.field, value, wire: leaf.value });
    return same === (leaf.operator === '=');
  }
  return compare(
    leaf,
    value,
    comparand(env, { model, row }, { field: leaf.field, wire: leaf.value }),
  );
};

const sameAs = (
  env: Env,
  { model, row }: { readonly model: string; readonly row: Row },
  { field, value, wire }: { readonly field: string; readonly value: Value; readonly wire: Wire },
): boolean => {
  const wanted = comparand(env, { model, row }, { field, wire });
  if (isIds(value)) {
    if (wanted === null) return value.length === 0;
    return value.some((id) => id === wanted);
  }
  if (wanted === null) return value === null || value === '';
  return value === wanted;
};

const matchesName = (
  env: Env,
  { relation, value }: { readonly relation: string; readonly value: Value },
  leaf: Leaf,
): boolean => {
  const ids = isIds(value) ? value : typeof value === 'number' ? [value] : [];
  const negative =
    leaf.operator === '!=' || leaf.operator === 'not like' || leaf.operator === 'not ilike';
  const hit = ids.some((id) => {
    const target = env.db.find(relation, id);
    if (target === undefined) return false;
    const name = displayName(env.sudo(), relation, target);
    const operator = negative
      ? leaf.operator.replace('!=', '=').replace('not ', '')
      : leaf.operator;
    return operator === '=' ? name === leaf.value : like(operator, name, written(leaf.value));
  });
  return hit !== negative;
};

const compare = (leaf: Leaf, value: Value, wanted: Value): boolean => {
  if (leaf.operator.includes('like')) {
    const text = typeof value === 'string' ? value : '';
    if (leaf.operator.startsWith('not '))
      return !like(leaf.operator.slice(4), text, String(wanted));
    return typeof value === 'string' && like(leaf.operator, text, String(wanted ?? ''));
  }
  if (value === null || wanted === null || Array.isArray(value) || Array.isArray(wanted))
    return false;
  switch (leaf.operator) {
    case '<':
      return value < wanted;
    case '<=':
      return value <= wanted;
    case '>':
      return value > wanted;
    case '>=':
      return value >= wanted;
    default:
      throw valueError(`Invalid operator '${leaf.operator}' in domain term`);
  }
};

const like = (operator: string, text: string, pattern: string): boolean => {
  const insensitive = operator.includes('ilike');
  const subject = insensitive ? text.toLowerCase() : text;
  const wanted = insensitive ? pattern.toLowerCase() : pattern;
  if (!operator.startsWith('=')) return subject.includes(wanted.replaceAll('%', ''));
  const escaped = wanted.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const source = escaped.replaceAll('%', '.*').replaceAll('_', '.');
  return new RegExp(`^${source}$`, 's').test(subject);
};

/** Rows that an indexed leaf narrows the search to; undefined when no index helps. */
const candidates = (env: Env, model: string, domain: Domain): Row[] | undefined => {
  if (domain.kind === 'and') {
    const left = candidates(env, model, domain.left);
    const right = candidates(env, model, domain.right);
    if (left === undefined || right === undefined) return left ?? right;
    return left.length <= right.length ? left : right;
  }
  if (domain.kind !== 'leaf' || (domain.operator !== '=' && domain.operator !== 'in'))
    return undefined;
  const wanted = isList(domain.value) ? domain.value : [domain.value];
  const keys = wanted.filter(
    (item): item is string | number => typeof item === 'string' || typeof item === 'number',
  );
  if (keys.length !== wanted.length) return undefined;
  if (domain.field === 'id') return rowsById(env, model, keys);
  return rowsByIndex(env, model, { field: domain.field, keys });
};

const rowsById = (env: Env, model: string, keys: readonly (string | number)[]): Row[] => {
  const rows: Row[] = [];
  for (const key of new Set(keys)) {
    const row = typeof key === 'number' ? env.db.find(model, key) : undefined;
    if (row !== undefined) rows.push(row);
  }
  return rows;
};

const rowsByIndex = (
  env: Env,
  model: string,
  { field, keys }: { readonly field: string; readonly keys: readonly (string | number)[] },
): Row[] | undefined => {
  const table = env.db.table(model);
  const { delegate, fields } = table.spec;
  const spec = fieldOf(env, model, field);
  const viaName =
    spec !== undefined && spec.relation !== '' && keys.some((key) => typeof key === 'string');
  if (viaName) return undefined;
  if (!fields.has(field) && delegate !== null) {
    if (!env.db.table(delegate.model).hasIndex(field)) return undefined;
    const parents = rowsByIndex(env, delegate.model, { field, keys }) ?? [];
    return parents.flatMap((parent) => env.db.rowsWhere(model, delegate.through, parent.id));
  }
  const column = spec?.column ?? field;
  if (!table.hasIndex(column)) return undefined;
  const rows: Row[] = [];
  for (const key of new Set(keys)) rows.push(...env.db.rowsWhere(model, column, key));
  return rows;
};

/** All visible rows that satisfy the domain, unsorted. Archived rows are left out by default. */
export const findRows = (env: Env, model: string, wire: Wire): Row[] => {
  const domain = parseDomain(env, model, wire);
  const table = env.db.table(model);
  const source = candidates(env, model, domain) ?? table.rows.values();
  const hidesArchived =
    table.spec.fields.has('active') &&
    env.context['active_test'] !== false &&
    !mentions(domain, 'active');
  const found: Row[] = [];
  for (const row of source) {
    if (hidesArchived && !flag(row, 'active')) continue;
    if (isVisible(env, model, row) && matches(env, { model, row }, domain)) found.push(row);
  }
  return found;
};

const mentions = (domain: Domain, field: string): boolean => {
  switch (domain.kind) {
    case 'and':
    case 'or':
      return mentions(domain.left, field) || mentions(domain.right, field);
    case 'not':
      return mentions(domain.inner, field);
    case 'leaf':
      return domain.field === field;
    case 'constant':
      return false;
  }
};

export const decimalsFor = (env: Env, currencyId: number | null): number =>
  currencyId === null ? 2 : currencyDecimals(env, currencyId);
