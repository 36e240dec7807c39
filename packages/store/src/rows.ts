import { isId } from '@quittance/domain';
import { InvalidRow } from './errors.ts';
import { rowsMax, type TableName } from './port.ts';
import { type AnyRow, idOf } from './tables/description.ts';
import type { Column, TableShape } from './tables.ts';

const timeForm = /^T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const dateForm = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const bigintMax = 2n ** 63n - 1n;
const integerMax = 2 ** 31 - 1;

/** What both stores check of a value before they touch it; the database checks the rest. */
export function fitsColumn(column: Column, value: unknown): boolean {
  if (value === null) return column.nullable;
  switch (column.type) {
    case 'uuid':
      return typeof value === 'string' && isId(value);
    case 'text':
    case 'hash':
      return typeof value === 'string' && isStorableText(value);
    case 'bigint':
      return typeof value === 'bigint' && value <= bigintMax && value >= -bigintMax;
    case 'integer':
      return Number.isSafeInteger(value) && Math.abs(Number(value)) <= integerMax;
    case 'boolean':
      return typeof value === 'boolean';
    case 'date':
      return typeof value === 'string' && isDay(value);
    case 'instant':
      return (
        typeof value === 'string' && isDay(value.slice(0, 10)) && timeForm.test(value.slice(10))
      );
    case 'text[]':
      return (
        Array.isArray(value) &&
        value.every((item) => typeof item === 'string' && isStorableText(item))
      );
    case 'uuid[]':
      return Array.isArray(value) && value.every((item) => typeof item === 'string' && isId(item));
  }
}

/** A day that exists in a year from 1 on; cheaper than a calendar, since every row passes here. */
function isDay(text: string): boolean {
  const form = dateForm.exec(text);
  if (form === null || form[1] === '0000') return false;
  if (Number(form[3]) <= 28) return true;
  const [year, month, day] = [Number(form[1]), Number(form[2]), Number(form[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (month === 2) return leap && day === 29;
  return day <= 30 || ![4, 6, 9, 11].includes(month);
}

/** PostgreSQL stores no NUL and no lone surrogate. */
const isStorableText = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/**
 * Checks that rows are records of the table: every column, no other, each value of its type, no id
 * twice, at most {@link rowsMax}. Errors: {@link InvalidRow}, naming the column.
 */
export function checkRows(shape: TableShape, rows: readonly AnyRow[]): void {
  if (rows.length > rowsMax) throw new InvalidRow(`more than ${rowsMax} rows of ${shape.table}`);
  const ids = new Set<string>();
  for (const row of rows) {
    for (const column of shape.columns) checkValue(shape.table, column, row[column.property]);
    if (Object.keys(row).length !== shape.columns.length) {
      throw new InvalidRow(`a row of ${shape.table} has a property that is no column`);
    }
    ids.add(idOf(row));
  }
  if (ids.size !== rows.length) throw new InvalidRow(`one row of ${shape.table} twice`);
}

/** Values stay out of the message: they may be account numbers. */
function checkValue(table: TableName, column: Column, value: unknown): void {
  if (fitsColumn(column, value)) return;
  throw new InvalidRow(`${table}.${column.property} is no ${column.type}`);
}

/** One criterion, taken apart: null, a list, or a single value. */
export interface Condition {
  readonly column: Column;
  /** Null: the column is null. */
  readonly values: readonly unknown[] | null;
  readonly many: boolean;
}

/**
 * Takes criteria apart and checks them. Errors: {@link InvalidRow} for an unknown column, an array
 * column, a value of another type, `undefined`, or more than {@link rowsMax} values.
 */
export function conditionsOf(
  shape: TableShape,
  criteria: Readonly<Record<string, unknown>>,
): readonly Condition[] {
  return Object.entries(criteria).map(([property, wanted]) => {
    const column = shape.columnByProperty.get(property);
    if (column === undefined || column.type.endsWith('[]')) {
      throw new InvalidRow(`${shape.table}.${property} cannot be searched`);
    }
    if (wanted === null) return { column, values: null, many: false };
    const list = listOf(wanted);
    const values = list ?? [wanted];
    if (values.length > rowsMax) throw new InvalidRow(`more than ${rowsMax} values`);
    for (const value of values) {
      if (value === null) throw new InvalidRow(`${shape.table}.${property}: null in a list`);
      checkValue(shape.table, column, value);
    }
    return { column, values, many: list !== null };
  });
}

function listOf(wanted: unknown): readonly unknown[] | null {
  if (typeof wanted !== 'object' || wanted === null || !('in' in wanted)) return null;
  return Array.isArray(wanted.in) ? wanted.in : null;
}

/** The limit of a search. Errors: {@link InvalidRow} outside 1 to {@link rowsMax}. */
export function limitOf(limit: number | undefined): number {
  const given = limit ?? rowsMax;
  if (!Number.isInteger(given) || given < 1 || given > rowsMax) {
    throw new InvalidRow(`a limit is between 1 and ${rowsMax}`);
  }
  return given;
}

/** Rows in the order of their ids: all writers take locks in one order. */
export const byId = (rows: readonly AnyRow[]): readonly AnyRow[] =>
  rows.length < 2 ? rows : rows.toSorted((left, right) => (idOf(left) < idOf(right) ? -1 : 1));
