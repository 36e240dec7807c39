import { Decimal, isList } from './values.ts';
import type { Wire } from './values.ts';

interface SourceContext {
  readonly source?: string;
}

/**
 * Reads JSON keeping the source text of every number that is not a plain whole number, so that no
 * amount passes through a float. Throws SyntaxError on malformed text.
 */
export const parseJson = (text: string): Wire => {
  if (!mayHoldOtherNumbers.test(text)) return trustJson(JSON.parse(text));
  const keepSource = (_key: string, value: unknown, context?: SourceContext): unknown => {
    if (typeof value !== 'number') return value;
    const source = context?.source ?? String(value);
    return /^-?\d{1,15}$/.test(source) ? value : new Decimal(source);
  };
  return trustJson(JSON.parse(text, keepSource));
};

/**
 * A number with a fraction, an exponent or too many digits, wherever one may stand: behind a blank,
 * colon, comma or bracket. Most calls have none, and are read without asking for each value.
 */
const mayHoldOtherNumbers =
  /(?:^|[\s:,[])-?(?:\d{16}|\d+(?:\.\d+(?:[eE][+-]?\d+)?|[eE][+-]?\d+)(?:[\s,\]}]|$))/;

/** Guaranteed by construction: JSON.parse yields only these shapes, plus our own Decimal. */
const trustJson = (value: unknown): Wire => value as Wire;

/** Writes JSON, printing a Decimal as the literal it holds. */
export const writeJson = (wire: Wire): string => {
  if (wire === null) return 'null';
  if (wire instanceof Decimal) return wire.text;
  if (isList(wire)) {
    let items = '';
    for (const item of wire) items += items === '' ? writeJson(item) : `, ${writeJson(item)}`;
    return `[${items}]`;
  }
  if (typeof wire === 'object') {
    let members = '';
    for (const [key, item] of Object.entries(wire)) {
      members += `${members === '' ? '' : ', '}${keyText(key)}: ${writeJson(item)}`;
    }
    return `{${members}}`;
  }
  return JSON.stringify(wire);
};

/** Columns have plain names, and every record of an answer repeats them. */
const keyText = (key: string): string => (/^\w+$/.test(key) ? `"${key}"` : JSON.stringify(key));
