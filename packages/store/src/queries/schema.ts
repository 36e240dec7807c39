import { CamelCasePlugin, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import type { Pool } from 'pg';
import { setEntities } from '../postgres/store.ts';
import type { AppendOnlyTable } from '../cursor.ts';
import type { RecordByTable, Scope, TableName } from '../port.ts';
import { tableShape } from '../tables.ts';

/** A record whose marked texts are plain ones, so that any text may be searched for. */
export type Loose<Row> = {
  readonly [Property in keyof Row]: Row[Property] extends string
    ? string
    : Row[Property] extends string | null
      ? string | null
      : Row[Property];
};

/** Hidden columns of the append-only tables. */
interface Hidden {
  readonly xid: bigint;
  readonly seq: bigint;
}

/** Every table under its name, every column under the name of its property. */
export type Schema = {
  readonly [Table in TableName]: Table extends AppendOnlyTable
    ? Loose<RecordByTable[Table]> & Hidden
    : Loose<RecordByTable[Table]>;
};

export type Reader = Transaction<Schema>;

/** The typed query builder on a pool that reads values as the store does. */
export const openSchema = (pool: Pool): Kysely<Schema> =>
  new Kysely<Schema>({ dialect: new PostgresDialect({ pool }), plugins: [new CamelCasePlugin()] });

/** Runs queries in one read-only snapshot that sees the entities of the scope and nothing else. */
export async function reading<Value>(
  database: Kysely<Schema>,
  scope: Pick<Scope, 'entityIds'>,
  work: (reader: Reader) => Promise<Value>,
): Promise<Value> {
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (reader) => {
      await sql.raw(setEntities(scope.entityIds)).execute(reader);
      return work(reader);
    });
}

/**
 * A row read through the builder as the record that it is, without columns that only the database
 * knows. Guarantee: columns and types agree.
 */
export function recordOf<Table extends TableName>(
  table: Table,
  row: Loose<RecordByTable[Table]>,
): RecordByTable[Table] {
  const { columnByProperty } = tableShape(table);
  const known = Object.entries(row).filter(([property]) => columnByProperty.has(property));
  return Object.fromEntries(known) as unknown as RecordByTable[Table];
}
