import type { Condition } from '../rows.ts';
import type { AnyRow } from '../tables/description.ts';
import { type Ends, endsOf } from '../tables/ends.ts';
import type { Column, TableShape } from '../tables.ts';

/**
 * The text of every command, made once per shape and prepared under a name of its own. Rows travel
 * as one array per column (`unnest`): one statement whatever their number, as fast as COPY.
 */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

const statementByText = new Map<string, Statement>();

/** A bound for texts of others, which might hold values: a connection keeps what it prepared. */
const preparedMax = 1_000;

/** The statement of a text; one without a name is planned anew each time. */
export function prepared(text: string): Statement {
  const known = statementByText.get(text);
  if (known !== undefined) return known;
  if (statementByText.size >= preparedMax) return { name: '', text };
  const statement = { name: `quittance_${statementByText.size}`, text };
  statementByText.set(text, statement);
  return statement;
}

const quoted = (name: string): string => `"${name}"`;

/** The type of a parameter that carries one value of the column. */
const sqlType = (column: Column): string => {
  if (column.type === 'hash') return 'text';
  return column.type === 'instant' ? 'timestamptz' : column.type;
};

const isList = (column: Column): boolean => column.type.endsWith('[]');

/** A list within an array of rows would be flattened by unnest: it travels as JSON. */
const arrayType = (column: Column): string => (isList(column) ? 'jsonb[]' : `${sqlType(column)}[]`);

/** Where the values of a statement over rows come from: parameters by column, or `r` by row. */
type Source = (column: Column, index: number) => string;

const listOf = (column: Column, value: string): string =>
  isList(column) ? `array(select jsonb_array_elements_text(${value}))::${column.type}` : value;

const ofRows: Source = (column) => listOf(column, `r.${quoted(column.name)}`);

const ofOneRow: Source = (column, index) =>
  listOf(column, `$${index + 1}::${isList(column) ? 'jsonb' : sqlType(column)}`);

const unnested = (shape: TableShape): string => {
  const parameters = shape.columns.map((column, index) => `$${index + 1}::${arrayType(column)}`);
  const names = shape.columns.map((column) => quoted(column.name));
  return `unnest(${parameters.join(', ')}) as r (${names.join(', ')})`;
};

/**
 * The parameters of a statement over rows: one array per column, or for a single row its values.
 * The server plans a statement with values once for all runs; one with arrays, which cost by their
 * length, it would plan anew each time, at more than it takes to run it for one row.
 */
export function rowParameters(shape: TableShape, rows: readonly AnyRow[]): unknown[] {
  const [first] = rows;
  return shape.columns.map((column) => {
    const sent = (row: AnyRow): unknown => {
      const value = row[column.property];
      return isList(column) ? JSON.stringify(value) : value;
    };
    return rows.length === 1 && first !== undefined ? sent(first) : rows.map(sent);
  });
}

const insertText = (shape: TableShape, rowCount: number): string => {
  const names = shape.columns.map(({ name }) => quoted(name)).join(', ');
  const source = rowCount === 1 ? ofOneRow : ofRows;
  const values = shape.columns.map(source).join(', ');
  return `insert into ${quoted(shape.table)} (${names})
   select ${values} ${rowCount === 1 ? '' : `from ${unnested(shape)}`}`;
};

export const insertStatement = (shape: TableShape, rowCount: number): Statement =>
  prepared(insertText(shape, rowCount));

/** Inserts what breaks no unique constraint, and tells the ids of what it inserted. */
export const insertNewStatement = (shape: TableShape, rowCount: number): Statement =>
  prepared(`${insertText(shape, rowCount)} on conflict do nothing returning id`);

/** Writes rows whose version is the stored one plus one; the count tells whether all were. */
export function updateStatement(shape: TableShape, rowCount: number): Statement {
  const source = rowCount === 1 ? ofOneRow : ofRows;
  const valueOf = new Map(
    shape.columns.map((column, index) => [column.name, source(column, index)]),
  );
  const given = (name: string): string => valueOf.get(name) ?? '';
  const assignments = shape.columns
    .filter(({ property }) => property !== 'id' && property !== 'entityId')
    .map(({ name }) => `${quoted(name)} = ${given(name)}`);
  const equal = shape.entity === 'required' ? '=' : 'is not distinct from';
  const sameEntity =
    shape.entity === 'none' ? '' : `t.entity_id ${equal} ${given('entity_id')} and`;
  return prepared(
    `update ${quoted(shape.table)} as t set ${assignments.join(', ')}
     ${rowCount === 1 ? '' : `from ${unnested(shape)}`}
     where ${sameEntity} t.id = ${given('id')} and t.version = ${given('version')} - 1`,
  );
}

/** What a search asks beside its conditions. */
export interface SearchOptions {
  readonly afterId: string | undefined;
  readonly limit: number;
  /** Holds the rows against every other writer; foreign keys to them stay free. */
  readonly lock: boolean;
}

export interface Search {
  readonly statement: Statement;
  readonly values: unknown[];
}

/** What an index knows of a state: `final_state` is that state, or null before the end. */
function endText(
  { final, other }: Ends,
  parameter: (value: unknown, type: string) => string,
): string {
  if (final.length === 0) return 'final_state is null';
  const ended = `final_state = any (${parameter(final, 'text[]')})`;
  return other ? `(final_state is null or ${ended})` : ended;
}

/** Rows that fit all conditions, ordered by id. */
export function searchStatement(
  shape: TableShape,
  conditions: readonly Condition[],
  options: SearchOptions,
): Search {
  const values: unknown[] = [];
  const parameter = (value: unknown, type: string): string => {
    values.push(value);
    return `$${values.length}::${type}`;
  };
  const wheres = conditions.flatMap(({ column, values: wanted, many }) => {
    if (wanted === null) return [`${quoted(column.name)} is null`];
    const asked = many
      ? `${quoted(column.name)} = any (${parameter(wanted, `${sqlType(column)}[]`)})`
      : `${quoted(column.name)} = ${parameter(wanted[0], sqlType(column))}`;
    const ends = column.property === 'state' ? endsOf(shape, wanted) : null;
    return ends === null ? [asked] : [asked, endText(ends, parameter)];
  });
  if (options.afterId !== undefined) wheres.push(`id > ${parameter(options.afterId, 'uuid')}`);
  const where = wheres.length === 0 ? '' : `where ${wheres.join(' and ')}`;
  const limit = `limit ${parameter(options.limit, 'integer')}`;
  const lock = options.lock ? 'for no key update' : '';
  const text = `select ${selectList(shape)} from ${quoted(shape.table)} ${where}
   order by id ${limit} ${lock}`;
  return { statement: prepared(text), values };
}

/** The columns of a record under the names of its properties. */
export const selectList = (shape: TableShape): string =>
  shape.columns.map(({ name, property }) => `${quoted(name)} as ${quoted(property)}`).join(', ');
