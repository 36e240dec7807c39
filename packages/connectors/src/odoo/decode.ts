import { isPlainDate, refuse, succeed } from '@quittance/domain';
import type { PlainDate } from '@quittance/domain';
import type { Outcome } from '@quittance/connector-kit';
import { driftFault } from './faults.ts';
import { isWireList, isWireObject, WireNumber } from './json.ts';
import type { Wire } from './json.ts';

/** Thrown inside a decoder only, and turned into a drift fault at its edge. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

export type Decoder<Value> = (value: Wire | undefined) => Value;

const expected = (what: string): ShapeError => new ShapeError(`expected ${what}`);

/** A whole number that fits a record id or a count. */
export const whole: Decoder<number> = (value) => {
  if (value instanceof WireNumber && /^-?\d{1,15}$/.test(value.text)) {
    // not money: an id or a count
    return Number.parseInt(value.text, 10);
  }
  throw expected('a whole number');
};

export const recordId: Decoder<number> = (value) => {
  const id = whole(value);
  if (id > 0) return id;
  throw expected('a record id');
};

/** An amount, still as its decimal text: its currency stands in another column. */
export const amount: Decoder<WireNumber> = (value) => {
  if (value instanceof WireNumber) return value;
  throw expected('a number');
};

export const text: Decoder<string> = (value) => {
  if (typeof value === 'string') return value;
  throw expected('a text');
};

export const flag: Decoder<boolean> = (value) => {
  if (typeof value === 'boolean') return value;
  throw expected('a truth value');
};

/** Odoo writes an empty column of any kind as `false`. */
export const optional =
  <Value>(decoder: Decoder<Value>): Decoder<Value | null> =>
  (value) =>
    value === false ? null : decoder(value);

export const optionalText = optional(text);
export const optionalAmount = optional(amount);

export const date: Decoder<PlainDate> = (value) => {
  const found = text(value);
  if (isPlainDate(found)) return found;
  throw expected('a date');
};

export const optionalDate = optional(date);

/** A lock date: nothing, a day, or `1-01-01`, by which 18 says that nothing is locked. */
export const lockDate: Decoder<PlainDate | null> = (value) => {
  if (value === '1-01-01' || value === '0001-01-01') return null;
  return optionalDate(value);
};

/** A moment in UTC without zone, to the second, as Odoo writes it: `2026-11-22 03:23:32`. */
export const moment: Decoder<string> = (value) => {
  const found = text(value);
  if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(found)) return found;
  throw expected('a moment');
};

export const optionalMoment = optional(moment);

/** A many2one: `false`, an id (asked with `load: ''`), or `[id, name]`. */
export const link: Decoder<number | null> = (value) => {
  if (value === false) return null;
  if (!isWireList(value)) return recordId(value);
  if (value.length !== 2 || typeof value[1] !== 'string') throw expected('a link');
  return recordId(value[0]);
};

export const requiredLink: Decoder<number> = (value) => {
  const id = link(value);
  if (id === null) throw expected('a link that is set');
  return id;
};

export const ids: Decoder<readonly number[]> = (value) => {
  if (isWireList(value)) return value.map(recordId);
  throw expected('a list of ids');
};

export const json: Decoder<Wire> = (value) => {
  if (value === undefined) throw expected('a value');
  return value;
};

/** A method that returns nothing or something we do not need, for example `false` or an action. */
export const anything: Decoder<null> = () => null;

/** A method whose only success is `true`. */
export const done: Decoder<true> = (value) => {
  if (value === true) return true;
  throw expected('true');
};

/** A method that returns None, hence no `result`, or `false` where Odoo bothers to say so. */
export const nothing: Decoder<null> = (value) => {
  if (value === undefined || value === null || value === false || value === true) return null;
  throw expected('no result');
};

/** `action_post` of a payment or a bill: nothing, or a window action that is not needed. */
export const nothingOrAction: Decoder<null> = (value) => {
  if (isWireObject(value)) return null;
  return nothing(value);
};

export type Columns = Readonly<Record<string, Decoder<unknown>>>;
export type Row<Shape extends Columns> = {
  readonly [Name in keyof Shape]: ReturnType<Shape[Name]>;
};

/** Reads the rows of `read` and `search_read`: each must have every column asked for. */
export const rows =
  <Shape extends Columns>(columns: Shape): Decoder<readonly Row<Shape>[]> =>
  (value) => {
    if (!isWireList(value)) throw expected('a list of records');
    return value.map((item) => decodeRow(columns, item));
  };

function decodeRow<Shape extends Columns>(columns: Shape, item: Wire): Row<Shape> {
  if (!isWireObject(item)) throw expected('a record');
  const decoded: Record<string, unknown> = {};
  for (const [name, decoder] of Object.entries(columns)) {
    decoded[name] = inColumn(name, () => decoder(item[name]));
  }
  return trustRow<Shape>(decoded);
}

/** Guaranteed by the loop of the caller: every column of the shape went through its decoder. */
const trustRow = <Shape extends Columns>(decoded: unknown): Row<Shape> => decoded as Row<Shape>;

function inColumn<Value>(name: string, decode: () => Value): Value {
  try {
    return decode();
  } catch (error) {
    if (error instanceof ShapeError) throw new ShapeError(`${name}: ${error.message}`);
    throw error;
  }
}

/** Runs a decoder at the edge: a shape not learned becomes a drift fault that names the column. */
export function decode<Value>(
  decoder: Decoder<Value>,
  value: Wire | undefined,
  where: string,
): Outcome<Value> {
  try {
    return succeed(decoder(value));
  } catch (error) {
    if (error instanceof ShapeError) return refuse(driftFault(`${where}: ${error.message}`));
    throw error;
  }
}
