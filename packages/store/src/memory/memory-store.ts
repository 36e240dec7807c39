import type { Instant } from '@quittance/domain';
import type {
  Appended,
  AppendOnlyReader,
  AppendOnlyTable,
  Position,
  ReadRequest,
} from '../cursor.ts';
import { ForeignCursor } from '../errors.ts';
import type { RecordByTable, Scope, Store, StoreTransaction, TableName } from '../port.ts';
import { checkRows, limitOf } from '../rows.ts';
import { type AnyRow, entityOf, idOf } from '../tables/description.ts';
import { asRecord, tableNames, tableShape } from '../tables.ts';
import { MemoryTable } from './memory-table.ts';
import { MemoryTransaction } from './memory-transaction.ts';

/** Rows by table; a table that is absent is empty. */
export type Content = { readonly [Table in TableName]?: readonly RecordByTable[Table][] };

export interface MemoryStoreOptions {
  readonly clock: () => Instant;
  /** What lies in the store at first, in any state: no constraint is asked. */
  readonly content?: Content;
  /** Hears of errors of work that runs after a commit. */
  readonly onError?: (error: unknown) => void;
}

export interface MemoryStore extends Store, AppendOnlyReader {
  /** Every row of a table, of all entities, ordered by id: for tests and oracles. */
  dump<Table extends TableName>(table: Table): Promise<readonly RecordByTable[Table][]>;
}

/**
 * The store without a database: the same constraints under the same names, the same lifecycles, the
 * same scopes. Transactions run one after another,
 * so that one begun inside another waits for ever. A test proves that both stores agree.
 */
export function openMemoryStore(options: MemoryStoreOptions): MemoryStore {
  return new SerialStore(options);
}

/** Memory is one cluster for as long as the process lives. */
const clusterIdentifier = 'memory';

function isOf(row: AnyRow, entityIds: readonly string[]): boolean {
  const entity = entityOf(row);
  return entity === null || entityIds.includes(entity);
}

class SerialStore implements MemoryStore {
  readonly #options: MemoryStoreOptions;
  readonly #tables = new Map(
    tableNames.map((table) => [table, new MemoryTable(tableShape(table))]),
  );
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: MemoryStoreOptions) {
    this.#options = options;
    for (const table of tableNames) this.#fill(table, options.content?.[table] ?? []);
  }

  async transaction<Value>(
    scope: Scope,
    work: (transaction: StoreTransaction) => Promise<Value>,
  ): Promise<Value> {
    const { value, afterCommit } = await this.#inTurn(() => this.#once(scope, work));
    for (const each of afterCommit) {
      try {
        each();
      } catch (error) {
        this.#options.onError?.(error);
      }
    }
    return value;
  }

  async dump<Table extends TableName>(table: Table): Promise<readonly RecordByTable[Table][]> {
    return this.#inTurn(async () =>
      [...this.#table(table).rows.values()]
        .toSorted((left, right) => (idOf(left) < idOf(right) ? -1 : 1))
        .map((row) => asRecord(table, row)),
    );
  }

  async readBehindHorizon<Table extends AppendOnlyTable>(
    request: ReadRequest<Table>,
  ): Promise<readonly Appended<Table>[]> {
    const { table, after, entityIds } = request;
    if (after !== null && after.clusterIdentifier !== clusterIdentifier) {
      throw new ForeignCursor('the cursor was made in another cluster: take a new baseline');
    }
    const limit = limitOf(request.limit);
    const first = after?.sequence ?? 0n;
    // Transactions run one after another, so that a row's place among all rows is its sequence.
    return this.#inTurn(async () =>
      [...this.#table(table).rows.values()]
        .map((row, index) => ({ row, sequence: BigInt(index + 1) }))
        .filter(({ row, sequence }) => sequence > first && isOf(row, entityIds))
        .slice(0, limit)
        .map(({ row, sequence }) => ({
          position: { clusterIdentifier, transactionId: 1n, sequence },
          record: asRecord(table, row),
        })),
    );
  }

  async tip(): Promise<Position> {
    const tables: readonly AppendOnlyTable[] = ['audit_leaf', 'outbox_event'];
    const last = await this.#inTurn(async () =>
      Math.max(...tables.map((table) => this.#table(table).rows.size)),
    );
    return { clusterIdentifier, transactionId: 1n, sequence: BigInt(last) };
  }

  async horizonLag(): Promise<bigint> {
    return 0n;
  }

  async close(): Promise<void> {
    await this.#last;
    this.#closed = true;
  }

  async #once<Value>(
    scope: Scope,
    work: (transaction: StoreTransaction) => Promise<Value>,
  ): Promise<{ readonly value: Value; readonly afterCommit: readonly (() => void)[] }> {
    const tables = (table: TableName): MemoryTable => this.#table(table);
    const transaction = new MemoryTransaction(tables, scope, this.#options.clock());
    try {
      const value = await work(transaction);
      if (transaction.failure !== null) throw transaction.failure.error;
      return { value, afterCommit: transaction.end('commit') };
    } catch (error) {
      transaction.end('rollback');
      throw error;
    }
  }

  async #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#closed) throw new Error('the store is closed');
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #fill(table: TableName, rows: readonly object[]): void {
    const plain = rows.map((row): AnyRow => Object.freeze({ ...row }));
    checkRows(tableShape(table), plain);
    for (const row of plain) this.#table(table).replace(idOf(row), row);
  }

  #table(table: TableName): MemoryTable {
    const known = this.#tables.get(table);
    if (known === undefined) throw new Error(`no such table: ${table}`);
    return known;
  }
}
