import type { Db, PgBoss } from 'pg-boss';
import type { TaskTransaction } from '../port.ts';

/** A row as PostgreSQL gave it; the callers read single columns with a check each. */
export type Row = Readonly<Record<string, unknown>>;

/** Hands the caller's transaction to pg-boss: what it writes commits with the caller's rows. */
export const inTransaction = (transaction: Pick<TaskTransaction, 'executeSql'>): Db => ({
  executeSql: async (text, values) => {
    const result = await transaction.executeSql(text, values);
    return { rows: [...result.rows] };
  },
});

/** Runs one statement on the engine's own connections. */
export async function query(
  database: Db,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const result = await database.executeSql(text, [...values]);
  return rowsOf(result.rows);
}

/** Runs work in one transaction of the engine's own. */
export async function transact<Value>(
  boss: PgBoss,
  work: (database: Db) => Promise<Value>,
): Promise<Value> {
  const database = boss.getDb();
  if (database.beginTransaction === undefined) throw new Error('pg-boss has lost its own pool');
  const transaction = await database.beginTransaction();
  try {
    const value = await work(transaction.db);
    await transaction.commit();
    return value;
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
}

/** pg hands out rows as plain objects; this only gives them the type of unread columns. */
const rowsOf = (rows: readonly unknown[]): readonly Row[] => rows as readonly Row[];

export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new Error(`column ${column} is not text`);
  return value;
}

/** Not money: counts and epoch milliseconds, sent as text by `bigint`. */
export function countOf(row: Row, column: string): number {
  const value = row[column];
  const count = typeof value === 'string' ? Number.parseInt(value, 10) : value;
  if (typeof count !== 'number' || !Number.isSafeInteger(count)) {
    throw new Error(`column ${column} is not a count`);
  }
  return count;
}
