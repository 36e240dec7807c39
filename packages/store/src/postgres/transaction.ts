import { assert, type Instant } from '@quittance/domain';
import type { PoolClient, QueryResult } from 'pg';
import {
  type Criteria,
  type RecordByTable,
  type Scope,
  StaleVersion,
  type StoreTransaction,
  type TableName,
  type VersionedTable,
} from '../port.ts';
import { byId, checkRows, conditionsOf, limitOf } from '../rows.ts';
import { type AnyRow, idOf } from '../tables/description.ts';
import { asRecord, tableShape } from '../tables.ts';
import { isRetriable, translateError } from './faults.ts';
import { gather } from './gather.ts';
import {
  insertNewStatement,
  insertStatement,
  prepared,
  rowParameters,
  searchStatement,
  type SearchOptions,
  type Statement,
  updateStatement,
} from './statements.ts';
import { storeTypes } from './types.ts';

/**
 * One transaction on one connection. The first error is final: every later call throws it again,
 * and the transaction rolls back even when the work swallows it. Statements are sent as they come,
 * before the ones ahead of them are answered, and the server runs them in that order: writes that
 * are started together take one round trip.
 */
export class PostgresTransaction implements StoreTransaction {
  readonly now: Instant;
  readonly scope: Scope;
  readonly #client: PoolClient;
  readonly #afterCommit: (() => void)[] = [];
  #failure: { readonly error: unknown; readonly retriable: boolean } | null = null;
  #ended = false;
  /** Ends with the statement that was sent last, and so with all of them. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(client: PoolClient, scope: Scope, now: Instant) {
    this.#client = client;
    this.scope = scope;
    this.now = now;
  }

  async insert<Table extends TableName>(
    table: Table,
    rows: readonly RecordByTable[Table][],
  ): Promise<void> {
    if (rows.length === 0) return;
    const shape = tableShape(table);
    const sorted = this.#checked(table, rows);
    await this.#run(insertStatement(shape, rows.length), rowParameters(shape, sorted));
  }

  async insertNew<Table extends TableName>(
    table: Table,
    rows: readonly RecordByTable[Table][],
  ): Promise<readonly RecordByTable[Table][]> {
    if (rows.length === 0) return [];
    const shape = tableShape(table);
    const sorted = this.#checked(table, rows);
    const result = await this.#run(
      insertNewStatement(shape, rows.length),
      rowParameters(shape, sorted),
    );
    const inserted = new Set(result.rows.map(idOf));
    return rows.filter((row) => inserted.has(row.id));
  }

  async update<Table extends VersionedTable>(
    table: Table,
    rows: readonly RecordByTable[Table][],
  ): Promise<void> {
    if (rows.length === 0) return;
    const shape = tableShape(table);
    const sorted = this.#checked(table, rows);
    await this.#run(
      updateStatement(shape, rows.length),
      rowParameters(shape, sorted),
      ({ rowCount }) => {
        if (rowCount !== rows.length) throw new StaleVersion(table);
      },
    );
  }

  async find<Table extends TableName>(
    table: Table,
    criteria: Criteria<RecordByTable[Table]>,
    options: { readonly limit?: number; readonly afterId?: string } = {},
  ): Promise<readonly RecordByTable[Table][]> {
    const { afterId } = options;
    return this.#search(table, criteria, { afterId, limit: limitOf(options.limit), lock: false });
  }

  async lock<Table extends VersionedTable>(
    table: Table,
    criteria: Criteria<RecordByTable[Table]>,
  ): Promise<readonly RecordByTable[Table][]> {
    const options = { afterId: undefined, limit: limitOf(undefined), lock: true };
    return this.#search(table, criteria, options);
  }

  async lockKey(key: string): Promise<void> {
    const text = 'select pg_advisory_xact_lock(hashtextextended($1, 0))';
    await this.#run({ name: 'quittance_lock_key', text }, [key]);
  }

  async executeSql(
    text: string,
    values: readonly unknown[] = [],
  ): Promise<{ readonly rows: readonly Record<string, unknown>[] }> {
    // The queue's statements are read as its own library expects, not as the store does.
    const config = { ...prepared(text), values: [...values] };
    return this.#send(() => this.#client.query<AnyRow>(config));
  }

  onCommit(work: () => void): void {
    this.#afterCommit.push(work);
  }

  /** The error that lost the transaction, if any. */
  get failure(): { readonly error: unknown; readonly retriable: boolean } | null {
    return this.#failure;
  }

  /** Refuses every later call. Returns what is to run after the commit. */
  async end(): Promise<readonly (() => void)[]> {
    this.#ended = true;
    await this.#last;
    return this.#afterCommit;
  }

  async #search<Table extends TableName>(
    table: Table,
    criteria: Criteria<RecordByTable[Table]>,
    options: SearchOptions,
  ): Promise<readonly RecordByTable[Table][]> {
    const shape = tableShape(table);
    const conditions = conditionsOf(shape, criteria);
    const { statement, values } = searchStatement(shape, conditions, options);
    const result = await this.#run(statement, values);
    return result.rows.map((row) => asRecord(table, row));
  }

  #checked(table: TableName, rows: readonly object[]): readonly AnyRow[] {
    const plain = rows.map((row): AnyRow => ({ ...row }));
    checkRows(tableShape(table), plain);
    return byId(plain);
  }

  async #run(
    statement: Statement,
    values: unknown[],
    check?: (result: QueryResult<AnyRow>) => void,
  ): Promise<QueryResult<AnyRow>> {
    const { name, text } = statement;
    const config = { name, text, values, types: storeTypes };
    return this.#send(() => this.#client.query<AnyRow>(config), check);
  }

  /** Sends at once, and tells what came of it after what came of everything sent before. */
  async #send<Value>(query: () => Promise<Value>, check?: (result: Value) => void): Promise<Value> {
    assert(!this.#ended, 'a transaction is not used after its end');
    if (this.#failure !== null) throw this.#failure.error;
    gather(this.#client);
    const sent = query();
    sent.catch(() => undefined);
    const told = this.#last.then(async () => {
      if (this.#failure !== null) throw this.#failure.error;
      try {
        const result = await sent;
        check?.(result);
        return result;
      } catch (error) {
        throw this.#fail(error);
      }
    });
    this.#last = told.catch(() => undefined);
    return told;
  }

  #fail(error: unknown): unknown {
    this.#failure ??= { error: translateError(error), retriable: isRetriable(error) };
    return this.#failure.error;
  }
}
