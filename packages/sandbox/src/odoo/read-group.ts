import { addDays } from '../calendar.ts';
import { checkAccess } from './access.ts';
import { monthEnd } from './dates.ts';
import { minorToFloat } from './decimal.ts';
import { findRows } from './domain.ts';
import type { Call, Env } from './environment.ts';
import { valueError } from './errors.ts';
import { bind, sortRows } from './query.ts';
import { decimalsOf, fieldOf, requireField, valueOf, wireOf } from './records.ts';
import { isList, listOf, written } from './values.ts';
import type { Row, Wire } from './values.ts';

interface GroupKey {
  readonly label: string;
  readonly field: string;
  readonly grain: string | null;
}

interface Bucket {
  readonly rows: Row[];
  readonly first: Row;
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** First day of the period, first day after it, and Odoo's English name of it. */
const periodOf = (date: string, grain: string): { from: string; to: string; name: string } => {
  const year = date.slice(0, 4);
  const month = parseInt(date.slice(5, 7), 10);
  if (grain === 'year')
    return { from: `${year}-01-01`, to: addDays(`${year}-12-31`, 1), name: year };
  if (grain === 'day') return { from: date, to: addDays(date, 1), name: date };
  const quarter = Math.ceil(month / 3);
  const start = grain === 'quarter' ? quarter * 3 - 2 : month;
  const end = grain === 'quarter' ? quarter * 3 : month;
  const pad = (value: number): string => String(value).padStart(2, '0');
  return {
    from: `${year}-${pad(start)}-01`,
    to: addDays(monthEnd(`${year}-${pad(end)}-01`), 1),
    name: grain === 'quarter' ? `Q${quarter} ${year}` : `${months[month - 1] ?? ''} ${year}`,
  };
};

const keysOf = (env: Env, model: string, wire: Wire | undefined): GroupKey[] => {
  const labels = isList(wire) ? wire : wire === undefined ? [] : [wire];
  return labels.map((item) => {
    const label = written(item);
    const [field = '', grain = null] = label.split(':');
    requireField(env, model, field);
    const kind = fieldOf(env, model, field)?.kind;
    return {
      label,
      field,
      grain: kind === 'date' || kind === 'datetime' ? (grain ?? 'month') : null,
    };
  });
};

const keyText = (env: Env, model: string, input: { row: Row; key: GroupKey }): string => {
  const value = valueOf(env, { model, row: input.row }, input.key.field);
  if (input.key.grain !== null && typeof value === 'string')
    return periodOf(value, input.key.grain).from;
  return String(value);
};

/** Rows of a domain, group by group, in the order of the keys. */
const bucketsOf = (
  env: Env,
  model: string,
  of: { readonly domain: Wire; readonly keys: readonly GroupKey[] },
): readonly Bucket[] => {
  const { domain, keys } = of;
  const rows = findRows(env, model, domain);
  const order = keys.map((key) => key.field).join(',');
  const sorted = order === '' ? rows : sortRows(env, { model, rows }, order);
  const buckets = new Map<string, Bucket>();
  for (const row of sorted) {
    const text = keys.map((key) => keyText(env, model, { row, key })).join('\u0001');
    const bucket = buckets.get(text);
    if (bucket === undefined) buckets.set(text, { rows: [row], first: row });
    else bucket.rows.push(row);
  }
  return [...buckets.values()];
};

/** `read_group`: sums per group, with the domain that finds the group's rows again. */
export const readGroup = (env: Env, model: string, call: Call): Wire => {
  const parameters = ['domain', 'fields', 'groupby', 'offset', 'limit', 'orderby', 'lazy'];
  const bound = bind('read_group', parameters, call);
  checkAccess(env, model, 'read');
  const all = keysOf(env, model, bound['groupby']);
  const lazy = bound['lazy'] !== false;
  const keys = lazy ? all.slice(0, 1) : all;
  const fields = listOf(bound['fields']).map(String);
  refuseAnalytic(env, keys, fields);
  const buckets = bucketsOf(env, model, { domain: bound['domain'] ?? [], keys });
  const offset = typeof bound['offset'] === 'number' ? bound['offset'] : 0;
  const limit = typeof bound['limit'] === 'number' ? bound['limit'] : buckets.length;
  const page = buckets.slice(offset, offset + limit);
  const domain = listOf(bound['domain']);
  return page.map((bucket) => groupRecord(env, model, { bucket, keys, fields, domain, lazy }));
};

const refuseAnalytic = (env: Env, keys: readonly GroupKey[], fields: readonly string[]): void => {
  if (!env.dialect.refusesAnalyticSums) return;
  if (!keys.some((key) => key.field === 'analytic_distribution')) return;
  const aggregate = fields.find((field) => field !== '__count');
  if (aggregate === undefined) return;
  throw valueError(`analytic_distribution grouping does not accept ${aggregate} as aggregate.`);
};

interface GroupInput {
  readonly bucket: Bucket;
  readonly keys: readonly GroupKey[];
  readonly fields: readonly string[];
  readonly domain: readonly Wire[];
  readonly lazy: boolean;
}

const groupRecord = (env: Env, model: string, input: GroupInput): Wire => {
  const record: Record<string, Wire> = {};
  const range: Record<string, Wire> = {};
  const leaves: Wire[][] = [];
  for (const key of input.keys) {
    const value = valueOf(env, { model, row: input.bucket.first }, key.field);
    if (key.grain !== null && typeof value === 'string') {
      const period = periodOf(value, key.grain);
      record[key.label] = period.name;
      range[key.label] = { from: period.from, to: period.to };
      leaves.push(['&', [key.field, '>=', period.from], [key.field, '<', period.to]]);
      continue;
    }
    record[key.label] = wireOf(
      env,
      { model, row: input.bucket.first },
      { name: key.field, plain: false },
    );
    leaves.push([
      [
        key.field,
        '=',
        wireOf(env, { model, row: input.bucket.first }, { name: key.field, plain: true }),
      ],
    ]);
  }
  const countName =
    input.lazy && input.keys[0] !== undefined ? `${input.keys[0].field}_count` : '__count';
  record[countName] = input.bucket.rows.length;
  for (const field of input.fields)
    addAggregate(env, model, { field, record, bucket: input.bucket });
  const given = input.domain.filter((item) => isList(item));
  const joins = Math.max(given.length + leaves.length - 1, 0);
  const joined: Wire[] = Array.from({ length: joins }, () => '&');
  record['__domain'] = [...joined, ...input.domain, ...leaves.flat()];
  if (Object.keys(range).length > 0) record['__range'] = range;
  return record;
};

const addAggregate = (
  env: Env,
  model: string,
  input: { readonly field: string; readonly record: Record<string, Wire>; readonly bucket: Bucket },
): void => {
  const name = input.field.split(':')[0] ?? '';
  if (name === '__count') return;
  const sum = sumOf(env, model, { field: name, bucket: input.bucket });
  if (sum !== null) input.record[name] = sum;
};

/** The sum of an amount over a group; null for a column that is no amount. */
const sumOf = (
  env: Env,
  model: string,
  of: { readonly field: string; readonly bucket: Bucket },
): Wire | null => {
  const { field, bucket } = of;
  const spec = requireField(env, model, field);
  if (spec.kind !== 'monetary') return null;
  const sum = bucket.rows.reduce((total, row) => {
    const value = valueOf(env, { model, row }, field);
    return typeof value === 'bigint' ? total + value : total;
  }, 0n);
  return minorToFloat(sum, decimalsOf(env, { model, row: bucket.first }, spec));
};

/** `formatted_read_group` of 19: keys say the aggregate, months come with their first day. */
export const formattedReadGroup = (env: Env, model: string, call: Call): Wire => {
  const bound = bind('formatted_read_group', formattedParameters, call);
  checkAccess(env, model, 'read');
  const keys = keysOf(env, model, bound['groupby']);
  const aggregates = listOf(bound['aggregates']).map(String);
  refuseAnalytic(env, keys, aggregates);
  const buckets = bucketsOf(env, model, { domain: bound['domain'] ?? [], keys });
  return buckets.map((bucket) => {
    const record: Record<string, Wire> = {};
    const leaves: Wire[] = [];
    for (const key of keys) {
      const of = { model, row: bucket.first };
      const value = valueOf(env, of, key.field);
      if (key.grain !== null && typeof value === 'string') {
        const period = periodOf(value, key.grain);
        record[key.label] = [period.from, period.name];
        leaves.push([key.field, '>=', period.from], [key.field, '<', period.to]);
        continue;
      }
      record[key.label] = wireOf(env, of, { name: key.field, plain: false });
      leaves.push([key.field, '=', wireOf(env, of, { name: key.field, plain: true })]);
    }
    const joins: Wire[] = Array.from({ length: Math.max(leaves.length - 1, 0) }, () => '&');
    record['__extra_domain'] = [...joins, ...leaves];
    for (const aggregate of aggregates) {
      const [field = ''] = aggregate.split(':');
      if (aggregate === '__count') record[aggregate] = bucket.rows.length;
      else record[aggregate] = sumOf(env, model, { field, bucket }) ?? false;
    }
    return record;
  });
};

const formattedParameters = [
  'domain',
  'groupby',
  'aggregates',
  'having',
  'offset',
  'limit',
  'order',
];
