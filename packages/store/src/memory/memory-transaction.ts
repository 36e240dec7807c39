import { assert, type Instant } from '@quittance/domain';
import {
  type Criteria,
  type RecordByTable,
  type Scope,
  StaleVersion,
  StoreConflict,
  type StoreTransaction,
  type TableName,
  type VersionedTable,
} from '../port.ts';
import { byId, checkRows, type Condition, conditionsOf, limitOf } from '../rows.ts';
import { type AnyRow, entityOf, idOf } from '../tables/description.ts';
import { asRecord, type TableShape, tableShape } from '../tables.ts';
import { checkBeginning, checkMove, checkRow, isVisible } from './constraints.ts';
import type { MemoryTable } from './memory-table.ts';

/** The tables of a memory store, each made at first use. */
export type MemoryTables = (table: TableName) => MemoryTable;

/** One change, as it is undone: what stood under the id before. */
interface Change {
  readonly table: MemoryTable;
  readonly id: string;
  readonly previous: AnyRow | null;
}

/** A condition as a look-up: of a thousand ids asked for, each row is compared once. */
const wantedBy = ({ column, values }: Condition) => ({
  property: column.property,
  values: new Set(values ?? [null]),
});

/** A transaction in memory: writes at once, and undoes all of it when it rolls back. */
export class MemoryTransaction implements StoreTransaction {
  readonly now: Instant;
  readonly scope: Scope;
  readonly #tables: MemoryTables;
  readonly #changes: Change[] = [];
  readonly #afterCommit: (() => void)[] = [];
  #failure: { readonly error: unknown } | null = null;
  #ended = false;

  constructor(tables: MemoryTables, scope: Scope, now: Instant) {
    this.#tables = tables;
    this.scope = scope;
    this.now = now;
  }

  async insert<Table extends TableName>(
    table: Table,
    rows: readonly RecordByTable[Table][],
  ): Promise<void> {
    this.#attempt(() => {
      const inserted = this.#checked(table, rows).map((row) => this.#insertOne(table, row));
      this.#checkReferences(tableShape(table), inserted);
    });
  }

  async insertNew<Table extends TableName>(
    table: Table,
    rows: readonly RecordByTable[Table][],
  ): Promise<readonly RecordByTable[Table][]> {
    return this.#attempt(() => {
      const memory = this.#tables(table);
      const inserted: AnyRow[] = [];
      for (const row of this.#checked(table, rows)) {
        this.#checkNew(memory.shape, row);
        if (memory.rows.has(idOf(row)) || memory.brokenBy(row) !== null) continue;
        inserted.push(this.#insertOne(table, row));
      }
      this.#checkReferences(memory.shape, inserted);
      const ids = new Set(inserted.map(idOf));
      return rows.filter((row) => ids.has(row.id));
    });
  }

  async update<Table extends VersionedTable>(
    table: Table,
    rows: readonly RecordByTable[Table][],
  ): Promise<void> {
    this.#attempt(() => {
      const memory = this.#tables(table);
      const sorted = this.#checked(table, rows);
      const updated = sorted.filter((row) => this.#updateOne(memory, row));
      this.#checkReferences(memory.shape, updated);
      if (updated.length !== rows.length) throw new StaleVersion(table);
    });
  }

  async find<Table extends TableName>(
    table: Table,
    criteria: Criteria<RecordByTable[Table]>,
    options: { readonly limit?: number; readonly afterId?: string } = {},
  ): Promise<readonly RecordByTable[Table][]> {
    const limit = limitOf(options.limit);
    const conditions = conditionsOf(tableShape(table), criteria);
    return this.#attempt(() => {
      const memory = this.#tables(table);
      const wanted = conditions.map(wantedBy);
      const fitting: AnyRow[] = [];
      for (const row of memory.candidates(conditions)) {
        if (options.afterId !== undefined && idOf(row) <= options.afterId) continue;
        if (!wanted.every(({ property, values }) => values.has(row[property]))) continue;
        if (isVisible(memory.shape, this.scope, row)) fitting.push(row);
      }
      return byId(fitting)
        .slice(0, limit)
        .map((row) => asRecord(table, row));
    });
  }

  async lock<Table extends VersionedTable>(
    table: Table,
    criteria: Criteria<RecordByTable[Table]>,
  ): Promise<readonly RecordByTable[Table][]> {
    // Transactions run one after another: whoever reads holds everything already.
    return this.find(table, criteria);
  }

  async lockKey(_key: string): Promise<void> {
    this.#attempt(() => undefined);
  }

  async executeSql(): Promise<never> {
    throw new Error('the store in memory knows no SQL: use the task queue in memory');
  }

  onCommit(work: () => void): void {
    this.#afterCommit.push(work);
  }

  /** The error that lost the transaction, if any. */
  get failure(): { readonly error: unknown } | null {
    return this.#failure;
  }

  /** Ends the transaction for good: keeps the changes, or undoes them from last to first. */
  end(outcome: 'commit' | 'rollback'): readonly (() => void)[] {
    this.#ended = true;
    if (outcome === 'commit') return this.#afterCommit;
    for (const { table, id, previous } of this.#changes.toReversed()) table.replace(id, previous);
    return [];
  }

  #attempt<Value>(work: () => Value): Value {
    assert(!this.#ended, 'a transaction is not used after its end');
    if (this.#failure !== null) throw this.#failure.error;
    try {
      return work();
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
  }

  #checked(table: TableName, rows: readonly object[]): readonly AnyRow[] {
    const plain = rows.map((row): AnyRow => Object.freeze({ ...row }));
    checkRows(tableShape(table), plain);
    return byId(plain);
  }

  #checkNew(shape: TableShape, row: AnyRow): void {
    checkBeginning(shape, row);
    checkRow(shape, this.scope, row);
  }

  #insertOne(table: TableName, row: AnyRow): AnyRow {
    const memory = this.#tables(table);
    this.#checkNew(memory.shape, row);
    if (memory.rows.has(idOf(row))) throw new StoreConflict(`${table}_pkey`);
    this.#put(memory, row);
    return row;
  }

  /** False when the row is not there, not to be seen, or has moved on. */
  #updateOne(memory: MemoryTable, row: AnyRow): boolean {
    const { shape } = memory;
    const before = memory.rows.get(idOf(row));
    if (before === undefined || !isVisible(shape, this.scope, before)) return false;
    if (Number(before['version']) + 1 !== Number(row['version'])) return false;
    if (entityOf(before) !== entityOf(row)) return false;
    checkMove(shape, before, row);
    checkRow(shape, this.scope, row);
    this.#put(memory, row);
    return true;
  }

  #put(memory: MemoryTable, row: AnyRow): void {
    const broken = memory.brokenBy(row);
    if (broken !== null) throw new StoreConflict(broken);
    const id = idOf(row);
    this.#changes.push({ table: memory, id, previous: memory.replace(id, row) });
  }

  /** Foreign keys hold at the end of each statement, within the row's own entity. */
  #checkReferences(shape: TableShape, rows: readonly AnyRow[]): void {
    for (const row of rows) {
      for (const { name, column, table } of shape.references) {
        const id = row[column];
        if (id === null) continue;
        const target = this.#tables(table);
        const found = typeof id === 'string' ? target.rows.get(id) : undefined;
        if (target.shape.entity === 'required') {
          if (entityOf(row) === null) continue;
          if (found === undefined || entityOf(found) !== entityOf(row)) {
            throw new StoreConflict(name);
          }
        } else if (found === undefined) throw new StoreConflict(name);
      }
    }
  }
}
