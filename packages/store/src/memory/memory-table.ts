import { present } from '@quittance/domain';
import type { Condition } from '../rows.ts';
import { type AnyRow, idOf } from '../tables/description.ts';
import type { UniqueDescription } from '../tables/description.ts';
import type { Column, TableShape } from '../tables.ts';

/** The key under which a row stands in a unique constraint; null when the row takes no part. */
function uniqueKey(unique: UniqueDescription, row: AnyRow): string | null {
  const { where, columns, nullsEqual } = unique;
  if (where !== undefined && !where.in.some((value) => value === row[where.column])) return null;
  let key = '';
  for (const column of columns) {
    const value = row[column] ?? null;
    if (value === null && nullsEqual !== true) return null;
    // A bigint has no form in JSON; written as text it meets no other kind of value in its column.
    key += `${typeof value === 'bigint' ? value.toString() : JSON.stringify(value)}\0`;
  }
  return key;
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
    if (row === null) this.rows.delete(id);
    else this.rows.set(id, row);
    for (const [unique, holders] of this.#unique) moveKey(unique, holders, { id, previous, row });
    for (const [property, index] of this.#indexes)
      moveEntry(property, index, { id, previous, row });
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
}

/** A row that takes the place of another under its id; null where there is none. */
interface Replacement {
  readonly id: string;
  readonly previous: AnyRow | null;
  readonly row: AnyRow | null;
}

function moveKey(
  unique: UniqueDescription,
  holders: Map<string, string>,
  { id, previous, row }: Replacement,
): void {
  const before = previous === null ? null : uniqueKey(unique, previous);
  const after = row === null ? null : uniqueKey(unique, row);
  if (before === after) return;
  if (before !== null && holders.get(before) === id) holders.delete(before);
  if (after !== null) holders.set(after, id);
}

function moveEntry(
  property: string,
  index: Map<unknown, Map<string, AnyRow>>,
  { id, previous, row }: Replacement,
): void {
  const before = previous?.[property];
  if (previous !== null && (row === null || row[property] !== before)) {
    const group = present(index.get(before), 'the group of an indexed row');
    group.delete(id);
    if (group.size === 0) index.delete(before);
  }
  if (row !== null) addTo(index, row[property], { id, row });
}

function addTo(
  index: Map<unknown, Map<string, AnyRow>>,
  value: unknown,
  entry: { readonly id: string; readonly row: AnyRow },
): void {
  const group = index.get(value);
  if (group === undefined) index.set(value, new Map([[entry.id, entry.row]]));
  else group.set(entry.id, entry.row);
}
