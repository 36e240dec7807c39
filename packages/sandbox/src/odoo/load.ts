import { checkAccess } from './access.ts';
import { createOne, writeRows } from './crud.ts';
import type { Call, Env } from './environment.ts';
import { OdooError, RowMissing, UniqueViolation } from './errors.ts';
import { bind } from './query.ts';
import { fieldOf } from './records.ts';
import { isTrue, listOf, str, written } from './values.ts';
import type { Row, Wire, WireObject } from './values.ts';

interface Message {
  readonly text: string;
  readonly field?: string;
  readonly label?: string;
}

class RowFault extends Error {
  readonly detail: Message;
  constructor(detail: Message) {
    super(detail.text);
    this.detail = detail;
  }
}

interface Parsed {
  readonly externalId: string | null;
  readonly databaseId: number | null;
  readonly values: WireObject;
}

/** Splits rows into records: a row whose own columns are all empty continues the one before. */
const groupRows = (
  fields: readonly string[],
  rows: readonly Wire[],
): { from: number; rows: Wire[] }[] => {
  const own = fields
    .map((field, index) => ({ field, index }))
    .filter((item) => !isNested(item.field));
  const groups: { from: number; rows: Wire[] }[] = [];
  rows.forEach((row, index) => {
    const cells = listOf(row);
    const starts = own.some((item) => isTrue(cells[item.index]));
    const current = groups.at(-1);
    if (starts || current === undefined) groups.push({ from: index, rows: [row] });
    else current.rows.push(row);
  });
  return groups;
};

/** Columns of lines; a path into a many2one (`partner_id/.id`) is the record's own. */
const isNested = (path: string): boolean => /^(invoice_)?line_ids\//.test(path);

const externalRow = (env: Env, externalId: string): Row | undefined => {
  const dot = externalId.indexOf('.');
  const module = dot < 0 ? '__import__' : externalId.slice(0, dot);
  const name = dot < 0 ? externalId : externalId.slice(dot + 1);
  return env.db
    .rowsWhere('ir.model.data', 'name', name)
    .find((row) => str(row, 'module') === module);
};

/** Resolves a cell of a many2one column: `x/.id` by id, `x/id` by external id, `x` by name. */
const resolveRelation = (
  env: Env,
  model: string,
  cell: { readonly name: string; readonly sub: string | undefined; readonly value: Wire },
): Wire => {
  const spec = fieldOf(env, model, cell.name);
  if (spec === undefined || !isTrue(cell.value)) return false;
  const label = spec.label;
  const fail = (what: string): never => {
    throw new RowFault({
      text: `No matching record found for ${what} '${written(cell.value)}' in field '${label}'`,
      field: cell.name,
      label,
    });
  };
  if (cell.sub === '.id') {
    const id = typeof cell.value === 'number' ? cell.value : parseInt(written(cell.value), 10);
    return env.db.find(spec.relation, id) === undefined ? fail('database id') : id;
  }
  if (cell.sub === 'id') {
    const target = externalRow(env, written(cell.value))?.values['res_id'];
    return typeof target === 'number' ? target : fail('external id');
  }
  const found = [...env.db.table(spec.relation).rows.values()].find(
    (row) => str(row, 'name') === cell.value,
  );
  return found === undefined ? fail('name') : found.id;
};

const parseRecord = (
  env: Env,
  model: string,
  input: { fields: readonly string[]; rows: readonly Wire[] },
): Parsed => {
  const first = listOf(input.rows[0]);
  const values: Record<string, Wire> = {};
  const relations: Record<string, Wire> = {};
  let externalId: string | null = null;
  let databaseId: number | null = null;
  const nested = new Set<string>();
  input.fields.forEach((path, index) => {
    const [name = '', sub] = path.split('/');
    const value = first[index] ?? false;
    if (path === 'id') externalId = typeof value === 'string' && value !== '' ? value : null;
    else if (path === '.id') databaseId = typeof value === 'number' ? value : null;
    else if (fieldOf(env, model, name)?.kind === 'one2many') nested.add(name);
    else if (fieldOf(env, model, name)?.kind === 'many2one')
      relations[name] = resolveRelation(env, model, { name, sub, value });
    else if (fieldOf(env, model, name) === undefined)
      throw new RowFault({ text: `Unknown field '${name}' on model '${model}'`, field: name });
    else values[name] = value === '' ? false : value;
  });
  const lists: Record<string, Wire> = {};
  for (const name of nested) lists[name] = parseNested(env, model, { name, ...input });
  return { externalId, databaseId, values: { ...values, ...relations, ...lists } };
};

const parseNested = (
  env: Env,
  model: string,
  input: {
    readonly name: string;
    readonly fields: readonly string[];
    readonly rows: readonly Wire[];
  },
): Wire => {
  const relation = fieldOf(env, model, input.name)?.relation ?? '';
  const columns = input.fields
    .map((path, index) => ({ path, index }))
    .filter((item) => item.path.startsWith(`${input.name}/`));
  const commands: Wire[] = [];
  for (const row of input.rows) {
    const cells = columns.map((item) => listOf(row)[item.index] ?? false);
    if (!cells.some((cell) => isTrue(cell))) continue;
    const fields = columns.map((item) => item.path.slice(input.name.length + 1));
    const parsed = parseRecord(env, relation, { fields, rows: [cells] });
    const known =
      parsed.externalId === null
        ? undefined
        : externalRow(env, parsed.externalId)?.values['res_id'];
    commands.push(
      typeof known === 'number'
        ? [1, known, parsed.values]
        : [0, parsed.externalId ?? '', parsed.values],
    );
  }
  return commands;
};

const nameRecord = (env: Env, model: string, record: { externalId: string; id: number }): void => {
  const dot = record.externalId.indexOf('.');
  const module = dot < 0 ? '__import__' : record.externalId.slice(0, dot);
  const name = dot < 0 ? record.externalId : record.externalId.slice(dot + 1);
  env.insert('ir.model.data', { module, name, model, res_id: record.id, noupdate: false });
  env.world.externalIdCommits.set(`${module}.${name}`, env.db.commits + 1);
  env.db.onRollback(() => env.world.externalIdCommits.delete(`${module}.${name}`));
  env.world.staleExternalIds.delete(`${module}.${name}`);
};

/** Names the lines a load created, in the order of their commands. */
const nameLines = (env: Env, parsed: Parsed, id: number): void => {
  for (const [field, commands] of Object.entries(parsed.values)) {
    const named = listOf(commands).filter(
      (item) => typeof listOf(item)[1] === 'string' && listOf(item)[1] !== '',
    );
    if (named.length === 0 || !field.endsWith('line_ids')) continue;
    const lines = env.db
      .rowsWhere('account.move.line', 'move_id', id)
      .filter((line) => str(line, 'display_type') === 'product');
    const created = lines.slice(-named.length);
    named.forEach((item, index) => {
      const line = created[index];
      if (line !== undefined)
        nameRecord(env, 'account.move.line', { externalId: written(listOf(item)[1]), id: line.id });
    });
  }
};

const saveRecord = (env: Env, model: string, parsed: Parsed): number => {
  const key = parsed.externalId;
  if (key !== null && (env.world.externalIdCommits.get(key) ?? 0) > env.snapshot) {
    throw new RowFault({ text: 'could not serialize access due to concurrent update\n' });
  }
  const known = key === null ? parsed.databaseId : externalRow(env, key)?.values['res_id'];
  if (typeof known === 'number') {
    const row = env.db.find(model, known);
    if (row === undefined) throw new RowFault({ text: `Record ${known} does not exist` });
    writeRows(env, { model, rows: [row] }, parsed.values);
    nameLines(env, parsed, known);
    return known;
  }
  const row = createOne(env, model, parsed.values);
  if (key !== null) nameRecord(env, model, { externalId: key, id: row.id });
  nameLines(env, parsed, row.id);
  return row.id;
};

/**
 * `load`: creates or updates records by external id. All rows or none; a refused load is still a
 * successful reply, with `ids: false` and the messages.
 */
export const load = (caller: Env, model: string, call: Call): Wire => {
  const env = caller.withContext({ import_file: true });
  const bound = bind('load', ['fields', 'data'], call);
  checkAccess(env, model, 'create');
  const fields = listOf(bound['fields']).map(String);
  const groups = groupRows(fields, listOf(bound['data']));
  const seen: string[] = [];
  const messages: Wire[] = [];
  try {
    const ids = env.db.savepoint(() => {
      const saved: number[] = [];
      groups.forEach((group, record) => {
        try {
          const parsed = parseRecord(env, model, { fields, rows: group.rows });
          if (parsed.externalId !== null) seen.push(parsed.externalId);
          saved.push(saveRecord(env, model, parsed));
        } catch (error) {
          messages.push(
            messageFor(error, { from: group.from, to: group.from + group.rows.length - 1, record }),
          );
        }
      });
      if (messages.length > 0) throw new RolledBack();
      return saved;
    });
    return { ids, messages: [], nextrow: 0 };
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    for (const key of seen) forget(env, model, key);
    return { ids: false, messages, nextrow: 0 };
  }
};

class RolledBack extends Error {}

/** After a rolled-back load the server's look-up cache still knows the name, without a record. */
const forget = (env: Env, model: string, key: string): void => {
  if (externalRow(env, key) !== undefined) return;
  env.world.externalIdCommits.delete(key);
  env.world.staleExternalIds.set(key, model);
};

const messageFor = (error: unknown, at: { from: number; to: number; record: number }): Wire => {
  const base = { rows: { from: at.from, to: at.to }, record: at.record, type: 'error' };
  if (error instanceof RowFault) {
    const { text, field, label } = error.detail;
    return {
      ...base,
      message: text,
      ...(field === undefined ? {} : { field }),
      ...(label === undefined ? {} : { field_name: label }),
    };
  }
  if (error instanceof UniqueViolation)
    return { ...base, message: `${error.message}\n${error.detail}` };
  if (error instanceof OdooError || error instanceof RowMissing)
    return { ...base, message: error.message };
  throw error;
};
