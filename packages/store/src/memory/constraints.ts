import { OutOfScope } from '../errors.ts';
import { type Scope, StoreConflict } from '../port.ts';
import { type AnyRow, entityOf } from '../tables/description.ts';
import { columnName, type TableShape } from '../tables.ts';

/** What the database's triggers, policies and checks refuse, in the order in which it does. */

/** True when the scope may see the row. A row of the group is seen by every scope. */
export function isVisible(shape: TableShape, scope: Scope, row: AnyRow): boolean {
  if (shape.entity === 'none') return true;
  const entity = entityOf(row);
  return entity === null ? shape.entity === 'optional' : scope.entityIds.includes(entity);
}

/** Refuses a first row that its lifecycle does not begin with. Errors: `StoreConflict`. */
export function checkBeginning(shape: TableShape, row: AnyRow): void {
  const initial = shape.lifecycle?.initial ?? null;
  if (initial === null || initial.includes(String(row['state']))) return;
  throw new StoreConflict(`${shape.table}_initial_state`);
}

/** Refuses a move that its lifecycle does not declare. Errors: `StoreConflict`. */
export function checkMove(shape: TableShape, before: AnyRow, after: AnyRow): void {
  const { lifecycle } = shape;
  if (lifecycle !== undefined && before['state'] !== after['state']) {
    const declared = lifecycle.moves.some(
      ({ from, to }) => from === before['state'] && to === after['state'],
    );
    if (!declared) throw new StoreConflict(`${shape.table}_move`);
  }
  for (const property of shape.monotone ?? []) {
    // Guarantee: monotone columns are bigint and never null.
    if ((after[property] as bigint) < (before[property] as bigint)) {
      throw new StoreConflict(`${shape.table}_${columnName(property)}_monotone`);
    }
  }
}

/** Scope first, then the checks by name. Errors: `OutOfScope`, `StoreConflict`. */
export function checkRow(shape: TableShape, scope: Scope, row: AnyRow): void {
  if (!isVisible(shape, scope, row)) throw new OutOfScope(shape.table);
  for (const check of shape.checks) {
    if (!check.holds(row[check.property])) throw new StoreConflict(check.name);
  }
}
