import { RowMissing, UniqueViolation } from './errors.ts';
import type { ModelSpec } from './schema.ts';
import type { Row, Value, Values } from './values.ts';

type Undo = () => void;

interface UniqueIndex {
  readonly name: string;
  readonly field: string;
}

/**
 * One table: rows by id, equality indexes, and a sequence. As in PostgreSQL the sequence is not
 * rolled back, so a failed call leaves a gap in the ids.
 */
export class Table {
  readonly spec: ModelSpec;
  readonly rows = new Map<number, Row>();
  readonly #indexes = new Map<string, Map<Value, Set<number>>>();
  readonly uniques: UniqueIndex[] = [];
  #lastId = 0;

  constructor(spec: ModelSpec) {
    this.spec = spec;
    for (const field of spec.indexed) this.addIndex(field);
  }

  /** Ids handed out before the transaction that uses them commits; taken before new ones. */
  readonly reserved: number[] = [];

  nextId(): number {
    const early = this.reserved.shift();
    if (early !== undefined) return early;
    this.#lastId += 1;
    return this.#lastId;
  }

  addIndex(field: string): void {
    if (this.#indexes.has(field)) return;
    const index = new Map<Value, Set<number>>();
    this.#indexes.set(field, index);
    for (const row of this.rows.values()) this.#enter(index, row.values[field] ?? null, row.id);
  }

  hasIndex(field: string): boolean {
    return this.#indexes.has(field);
  }

  /** Ids whose indexed column holds exactly this value, in no particular order. */
  lookup(field: string, value: Value): ReadonlySet<number> {
    return this.#indexes.get(field)?.get(value) ?? emptySet;
  }

  put(row: Row): void {
    this.rows.set(row.id, row);
    for (const [field, index] of this.#indexes)
      this.#enter(index, row.values[field] ?? null, row.id);
  }

  drop(row: Row): void {
    this.rows.delete(row.id);
    for (const [field, index] of this.#indexes)
      index.get(row.values[field] ?? null)?.delete(row.id);
  }

  change(row: Row, field: string, value: Value): void {
    const index = this.#indexes.get(field);
    if (index !== undefined) {
      index.get(row.values[field] ?? null)?.delete(row.id);
      this.#enter(index, value, row.id);
    }
    row.values[field] = value;
  }

  /** Throws when another row already holds the value under a unique index on the column. */
  assertUnique(field: string, value: Value, ownId: number): void {
    if (value === null || value === '') return;
    for (const unique of this.uniques) {
      if (unique.field !== field) continue;
      for (const id of this.lookup(field, value)) {
        if (id !== ownId) throw new UniqueViolation(unique.name, field, String(value));
      }
    }
  }

  #enter(index: Map<Value, Set<number>>, value: Value, id: number): void {
    const ids = index.get(value);
    if (ids === undefined) index.set(value, new Set([id]));
    else ids.add(id);
  }
}

const emptySet: ReadonlySet<number> = new Set();

export interface Touched {
  readonly created: boolean;
  readonly fields: Set<string>;
}

/** All tables and the transaction in progress, with its undo log. */
export class Database {
  readonly tables = new Map<string, Table>();
  #undo: Undo[] | null = null;
  /** What the transaction in progress created or changed, by `model,id`. */
  touched = new Map<string, Touched>();
  /** Ids handed out in the transaction in progress, in order. */
  inserted: (readonly [model: string, id: number])[] = [];
  /** Counts committed transactions; a call's snapshot is its value at arrival. */
  commits = 0;

  addTable(spec: ModelSpec): void {
    const table = new Table(spec);
    this.tables.set(spec.name, table);
    this.onRollback(() => this.tables.delete(spec.name));
  }

  table(model: string): Table {
    const table = this.tables.get(model);
    if (table === undefined) throw new Error(`no table for ${model}`);
    return table;
  }

  find(model: string, id: number): Row | undefined {
    return this.table(model).rows.get(id);
  }

  /** The row; throws RowMissing when there is none. */
  get(model: string, id: number): Row {
    const row = this.find(model, id);
    if (row === undefined) throw new RowMissing(model, id);
    return row;
  }

  /** Rows whose indexed column holds the value, in id order. */
  rowsWhere(model: string, field: string, value: Value): Row[] {
    const table = this.table(model);
    const rows: Row[] = [];
    for (const id of table.lookup(field, value)) {
      const row = table.rows.get(id);
      if (row !== undefined) rows.push(row);
    }
    return rows.toSorted((left, right) => left.id - right.id);
  }

  insert(model: string, values: Values): Row {
    const table = this.table(model);
    const row: Row = { id: table.nextId(), values: { ...values } };
    this.inserted.push([model, row.id]);
    for (const unique of table.uniques) {
      table.assertUnique(unique.field, row.values[unique.field] ?? null, row.id);
    }
    table.put(row);
    this.onRollback(() => table.drop(row));
    this.touched.set(`${model},${row.id}`, { created: true, fields: new Set() });
    return row;
  }

  /** Changes the columns that differ and returns their names. */
  update(model: string, row: Row, values: Values): string[] {
    const table = this.table(model);
    const changed: string[] = [];
    for (const [field, value] of Object.entries(values)) {
      const before = row.values[field] ?? null;
      if (sameValue(before, value)) continue;
      table.assertUnique(field, value, row.id);
      table.change(row, field, value);
      this.onRollback(() => table.change(row, field, before));
      changed.push(field);
    }
    if (changed.length > 0) this.#touch(model, row.id, changed);
    return changed;
  }

  remove(model: string, row: Row): void {
    const table = this.table(model);
    if (!table.rows.has(row.id)) return;
    table.drop(row);
    this.touched.delete(`${model},${row.id}`);
    this.onRollback(() => table.put(row));
  }

  addUnique(model: string, name: string, field: string): void {
    const table = this.table(model);
    table.addIndex(field);
    const seen = new Set<Value>();
    for (const row of table.rows.values()) {
      const value = row.values[field] ?? null;
      if (value === null || value === '') continue;
      if (seen.has(value)) throw new UniqueViolation(name, field, String(value));
      seen.add(value);
    }
    const unique = { name, field };
    table.uniques.push(unique);
    this.onRollback(() => table.uniques.splice(table.uniques.indexOf(unique), 1));
  }

  dropUnique(name: string): void {
    for (const table of this.tables.values()) {
      const position = table.uniques.findIndex((unique) => unique.name === name);
      const found = table.uniques[position];
      if (found === undefined) continue;
      table.uniques.splice(position, 1);
      this.onRollback(() => table.uniques.push(found));
    }
  }

  hasUnique(name: string): boolean {
    return [...this.tables.values()].some((table) => table.uniques.some((u) => u.name === name));
  }

  onRollback(undo: Undo): void {
    this.#undo?.push(undo);
  }

  /** True: the next transaction is rolled back at its end, by throwing the abort mark. */
  abortNext = false;
  readonly #abortMark = new Error('rolled back on purpose');

  isAbort(error: unknown): boolean {
    return error === this.#abortMark;
  }

  /** Runs `work` as one transaction: all of it is kept, or none of it when it throws. */
  transaction<Result>(work: () => Result): Result {
    if (this.#undo !== null) throw new Error('a transaction is already open');
    this.#undo = [];
    this.touched = new Map();
    this.inserted = [];
    try {
      const result = work();
      if (this.abortNext) throw this.#abortMark;
      this.commits += 1;
      return result;
    } catch (error) {
      this.#rollbackTo(0);
      throw error;
    } finally {
      this.#undo = null;
      this.touched = new Map();
    }
  }

  /** Runs `work` under a savepoint: when it throws only its own changes are undone. */
  savepoint<Result>(work: () => Result): Result {
    const mark = this.#undo?.length ?? 0;
    try {
      return work();
    } catch (error) {
      this.#rollbackTo(mark);
      throw error;
    }
  }

  #rollbackTo(mark: number): void {
    const undo = this.#undo ?? [];
    this.#undo = null;
    while (undo.length > mark) undo.pop()?.();
    this.#undo = undo;
  }

  #touch(model: string, id: number, fields: readonly string[]): void {
    const key = `${model},${id}`;
    const touched = this.touched.get(key) ?? { created: false, fields: new Set<string>() };
    for (const field of fields) touched.fields.add(field);
    this.touched.set(key, touched);
  }
}

const sameValue = (left: Value, right: Value): boolean => {
  if (left === right) return true;
  if (!Array.isArray(left) || !Array.isArray(right)) return false;
  return left.length === right.length && left.every((item, index) => item === right[index]);
};
