import { hash } from 'node:crypto';

/** A value that has no canonical form: a fraction, a date object, a function. */
export class InvalidCanonicalValueError extends Error {
  override readonly name = 'InvalidCanonicalValueError';
}

/**
 * Writes a value as canonical JSON (RFC 8785): keys sorted by UTF-16 unit, no blanks. A bigint
 * becomes its decimal digits as a string, `undefined` members are dropped. Numbers must be safe
 * integers, so that no fraction ever reaches a hash. Errors: {@link InvalidCanonicalValueError}.
 */
export function canonicalJson(value: unknown): string {
  if (value === undefined) throw new InvalidCanonicalValueError('undefined has no canonical form');
  return textOf(value);
}

/** SHA-256 of a text (as UTF-8) or of bytes, in lower-case hex. */
export const sha256Hex = (data: string | Uint8Array): string => hash('sha256', data, 'hex');

/**
 * Written in one pass, since every row and leaf passes here: with no fraction and no exponent among
 * the numbers, RFC 8785 asks for sorted keys and the escapes of ECMAScript alone.
 */
function textOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return stringText(value);
    case 'bigint':
      return `"${value}"`;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (Number.isSafeInteger(value)) return `${value}`;
      throw new InvalidCanonicalValueError('a number in a canonical value must be a safe integer');
    case 'object':
      return value === null ? 'null' : objectText(value);
    default:
      throw new InvalidCanonicalValueError(`a ${typeof value} has no canonical form`);
  }
}

/** UTF-8 has no lone surrogates, so that a text with one has no bytes to hash. */
function stringText(text: string): string {
  if (text.isWellFormed()) return JSON.stringify(text);
  throw new InvalidCanonicalValueError('a text in a canonical value must be well-formed');
}

function objectText(value: object): string {
  if (Array.isArray(value)) return `[${value.map(itemText).join(',')}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new InvalidCanonicalValueError('only plain objects and arrays have a canonical form');
  }
  const members = new Map<string, unknown>(Object.entries(value));
  let text = '';
  // Sorting without a comparison is by UTF-16 unit, as RFC 8785 asks.
  for (const key of [...members.keys()].toSorted()) {
    const member = members.get(key);
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${stringText(key)}:${textOf(member)}`;
  }
  return `{${text}}`;
}

/** A list keeps its places: what is undefined in it is null, as JSON has it. */
const itemText = (item: unknown): string => (item === undefined ? 'null' : textOf(item));
