/**
 * The two vocabularies of the simulator: `Wire` is what travels in JSON, `Value` is what a column
 * holds. Amounts are bigint minor units inside and decimal text outside; no float in between.
 */

/** A number with a decimal point or exponent, kept as the text it was written with. */
export class Decimal {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export interface WireObject {
  readonly [key: string]: Wire;
}
export type Wire = null | boolean | number | string | Decimal | readonly Wire[] | WireObject;

/** What a column holds; `json` columns hold their JSON text, many2many columns a list of ids. */
export type Value = string | number | bigint | boolean | null | readonly number[];

export type Values = Readonly<Record<string, Value>>;

export interface Row {
  readonly id: number;
  readonly values: Record<string, Value>;
}

export type Context = WireObject;

export const isList = (wire: Wire | undefined): wire is readonly Wire[] => Array.isArray(wire);

export const isObject = (wire: Wire | undefined): wire is WireObject =>
  typeof wire === 'object' && wire !== null && !Array.isArray(wire) && !(wire instanceof Decimal);

/** The list in `wire`, or an empty one when it is anything else. */
export const listOf = (wire: Wire | undefined): readonly Wire[] => (isList(wire) ? wire : []);

export const objectOf = (wire: Wire | undefined): WireObject => (isObject(wire) ? wire : {});

/** The whole numbers in `wire`; a single number counts as a list of one, as `browse` accepts it. */
export const idsOf = (wire: Wire | undefined): number[] => {
  if (typeof wire === 'number') return [wire];
  return listOf(wire).filter((item): item is number => typeof item === 'number');
};

/** Whether a column holds a list of ids (many2many). */
export const isIds = (value: Value | undefined): value is readonly number[] => Array.isArray(value);

/** Any JSON value as a text that a person can read, for messages and keys. */
export const written = (wire: Wire | undefined): string => {
  if (wire instanceof Decimal) return wire.text;
  return typeof wire === 'object' && wire !== null ? JSON.stringify(wire) : String(wire);
};

export const textOf = (wire: Wire | undefined): string | null =>
  typeof wire === 'string' ? wire : null;

export const isTrue = (wire: Wire | undefined): boolean =>
  wire !== undefined && wire !== null && wire !== false && wire !== 0 && wire !== '';

/** Text of a column, or null when it is empty. */
export const str = (row: Row, field: string): string | null => {
  const value = row.values[field];
  return typeof value === 'string' ? value : null;
};

/** Id held by a many2one column (or an integer column), or null when it is empty. */
export const ref = (row: Row, field: string): number | null => {
  const value = row.values[field];
  return typeof value === 'number' ? value : null;
};

/** Id held by a many2one column that is never empty; an empty one is a defect of the simulator. */
export const must = (row: Row, field: string): number => {
  const value = row.values[field];
  if (typeof value !== 'number') throw new Error(`column ${field} of row ${row.id} is empty`);
  return value;
};

/** Minor units held by an amount column; an empty one is zero. */
export const money = (row: Row, field: string): bigint => {
  const value = row.values[field];
  return typeof value === 'bigint' ? value : 0n;
};

export const flag = (row: Row, field: string): boolean => row.values[field] === true;

/** Ids held by a many2many column. */
export const refs = (row: Row, field: string): readonly number[] => {
  const value = row.values[field];
  return isIds(value) ? value : [];
};
