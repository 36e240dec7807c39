import { present } from '@quittance/domain';
import type { Condition } from '../rows.ts';
import { type AnyRow, idOf } from '../tables/description.ts';
import type { UniqueDescription } from '../tables/description.ts';
import type { Column, TableShape } from '../tables.ts';

/** The key under which a row stands in a unique constraint; null when the row takes no part. */
function uniqueKey(unique: UniqueDescription, row: AnyRow): string | null {
  const { where, columns, nullsEqual } = unique;
  if (where !== undefined && !where.in.some((value) => value === row[where.column])) return null;
  const values = columns.map((column) => row[column] ?? null);
  if (nullsEqual !== true && values.includes(null)) return null;
  return JSON.stringify(values, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

/** One table in memory: its rows, its unique constraints, and an index per column searched by. */
export class MemoryTable {
  readonly shape: TableShape;
  readonly rows = new Map<string, AnyRow>();
  readonly #unique: ReadonlyMap<UniqueDescription, Map<string, string>>;
  readonly #indexes = new Map<string, Map<unknown, Map<string, AnyRow>>>();

  constructor(shape: TableShape) {
    this.shape = shape;
    this.#unique = new Map(shape.unique.map((unique) => [unique, new Map<string, string>()]));
  }

  /** The first unique constraint that the row would break, or null. */
  brokenBy(row: AnyRow): string | null {
    for (const [unique, holders] of this.#unique) {
      const key = uniqueKey(unique, row);
      const holder = key === null ? undefined : holders.get(key);
      if (holder !== undefined && holder !== idOf(row)) return unique.name;
    }
    return null;
  }

  /** Puts a row in place of the one of its id; null takes that one away. Returns what was there. */
  replace(id: string, row: AnyRow | null): AnyRow | null {
    const previous = this.rows.get(id) ?? null;
    if (previous !== null) this.#unindex(id, previous);
    if (row === null) this.rows.delete(id);
    else {
      this.rows.set(id, row);
      this.#index(id, row);
    }
    return previous;
  }

  /** Rows that may fit the conditions, by the index that leaves the fewest. */
  candidates(conditions: readonly Condition[]): Iterable<AnyRow> {
    let best: readonly Map<string, AnyRow>[] | null = null;
    let fewest = this.rows.size;
    for (const condition of conditions) {
      if (condition.column.property === 'id') return this.#byIds(condition.values ?? []);
      const groups = this.#groups(condition);
      const count = groups.reduce((sum, group) => sum + group.size, 0);
      if (count <= fewest) [best, fewest] = [groups, count];
    }
    if (best === null) return this.rows.values();
    return best.flatMap((group): readonly AnyRow[] => [...group.values()]);
  }

  #byIds(ids: readonly unknown[]): readonly AnyRow[] {
    return [...new Set(ids)].flatMap((id): readonly AnyRow[] => {
      const row = this.rows.get(String(id));
      return row === undefined ? [] : [row];
    });
  }

  #groups({ column, values }: Condition): readonly Map<string, AnyRow>[] {
    const index = this.#indexOf(column);
    return [...new Set(values ?? [null])].flatMap((value) => index.get(value) ?? []);
  }

  /** The index of a column, made when a search first asks for it. */
  #indexOf(column: Column): Map<unknown, Map<string, AnyRow>> {
    const known = this.#indexes.get(column.property);
    if (known !== undefined) return known;
    const index = new Map<unknown, Map<string, AnyRow>>();
    this.#indexes.set(column.property, index);
    for (const [id, row] of this.rows) addTo(index, row[column.property], { id, row });
    return index;
  }

  #index(id: string, row: AnyRow): void {
    for (const [unique, holders] of this.#unique) {
      const key = uniqueKey(unique, row);
      if (key !== null) holders.set(key, id);
    }
    for (const [property, index] of this.#indexes) addTo(index, row[property], { id, row });
  }

  #unindex(id: string, row: AnyRow): void {
    for (const [unique, holders] of this.#unique) {
      const key = uniqueKey(unique, row);
      if (key !== null && holders.get(key) === id) holders.delete(key);
    }
    for (const [property, index] of this.#indexes) {
      const group = present(index.get(row[property]), 'the group of an indexed row');
      group.delete(id);
      if (group.size === 0) index.delete(row[property]);
    }
  }
}

function addTo(
  index: Map<unknown, Map<string, AnyRow>>,
  value: unknown,
  entry: { readonly id: string; readonly row: AnyRow },
): void {
  const group = index.get(value) ?? new Map<string, AnyRow>();
  group.set(entry.id, entry.row);
  index.set(value, group);
}
