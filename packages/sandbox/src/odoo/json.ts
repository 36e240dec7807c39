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
  const keepSource = (_key: string, value: unknown, context?: SourceContext): unknown => {
    if (typeof value !== 'number') return value;
    const source = context?.source ?? String(value);
    return /^-?\d{1,15}$/.test(source) ? value : new Decimal(source);
  };
  return trustJson(JSON.parse(text, keepSource));
};

/** Guaranteed by construction: JSON.parse yields only these shapes, plus our own Decimal. */
const trustJson = (value: unknown): Wire => value as Wire;

/** Writes JSON, printing a Decimal as the literal it holds. */
export const writeJson = (wire: Wire): string => {
  if (wire === null) return 'null';
  if (wire instanceof Decimal) return wire.text;
  if (isList(wire)) return `[${wire.map(writeJson).join(', ')}]`;
  if (typeof wire === 'object') {
    const members = Object.entries(wire).map(
      ([key, item]) => `${JSON.stringify(key)}: ${writeJson(item)}`,
    );
    return `{${members.join(', ')}}`;
  }
  return JSON.stringify(wire);
};
