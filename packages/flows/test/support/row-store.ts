import { asInstant } from '@quittance/domain';
import type { FlowPorts } from '@quittance/flows';

export interface Row {
  readonly id: string;
  readonly [column: string]: unknown;
}

/** Rows of each table that a test begins with. */
export type Tables = Readonly<Record<string, readonly Row[]>>;

/**
 * A store as small as a handler needs: every table is a map of rows by id, and a transaction that
 * throws leaves them as they were. It knows neither scopes nor constraints; verbs are tested in
 * their own room, on the real stores.
 */
export function openRowStore(given: Tables) {
  let tables = new Map(
    Object.entries(given).map(([name, rows]) => [name, new Map(rows.map((row) => [row.id, row]))]),
  );
  const rowsOf = (name: string): Map<string, Row> => {
    const rows = tables.get(name) ?? new Map<string, Row>();
    tables.set(name, rows);
    return rows;
  };
  const write = (name: string, rows: readonly Row[]): Promise<readonly Row[]> => {
    for (const row of rows) rowsOf(name).set(row.id, row);
    return Promise.resolve(rows);
  };
  const find = (name: string, criteria: object): Promise<readonly Row[]> =>
    Promise.resolve([...rowsOf(name).values()].filter((row) => fits(row, criteria)));
  const transaction = {
    now: asInstant('2026-11-23T08:00:00.000Z'),
    find,
    lock: find,
    insert: write,
    insertNew: write,
    update: write,
    lockKey: () => Promise.resolve(),
    onCommit: () => {},
  };
  const inOne = async (_: unknown, work: (given: unknown) => Promise<unknown>) => {
    const before = new Map([...tables].map(([name, rows]) => [name, new Map(rows)]));
    try {
      return await work(transaction);
    } catch (error) {
      tables = before;
      throw error;
    }
  };
  // Guarantee: verbs of handlers call nothing of a store but what stands above.
  const store = { transaction: inOne } as unknown as FlowPorts['store'];
  return { store, rows: (name: string): readonly Row[] => [...rowsOf(name).values()] };
}

const fits = (row: Row, criteria: object): boolean =>
  Object.entries(criteria).every(([column, wanted]: [string, unknown]) => {
    const list: unknown =
      typeof wanted === 'object' && wanted !== null && 'in' in wanted ? wanted.in : null;
    return Array.isArray(list) ? list.includes(row[column]) : row[column] === wanted;
  });
