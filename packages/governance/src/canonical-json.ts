import { hash } from 'node:crypto';
import { assert } from '@quittance/domain';
import canonicalize from 'canonicalize';

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
  const text = canonicalize(toPlain(value));
  assert(text !== undefined, 'a canonical value is never undefined');
  return text;
}

/** SHA-256 of a text (as UTF-8) or of bytes, in lower-case hex. */
export const sha256Hex = (data: string | Uint8Array): string => hash('sha256', data, 'hex');

function toPlain(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return value;
    case 'bigint':
      return value.toString();
    case 'number':
      if (Number.isSafeInteger(value)) return value;
      throw new InvalidCanonicalValueError('a number in a canonical value must be a safe integer');
    case 'object':
      return value === null ? null : toPlainObject(value);
    default:
      throw new InvalidCanonicalValueError(`a ${typeof value} has no canonical form`);
  }
}

function toPlainObject(value: object): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new InvalidCanonicalValueError('only plain objects and arrays have a canonical form');
  }
  // Defines each member, so that one named `__proto__` is a member like any other.
  return Object.fromEntries(
    Object.entries(value).map(([key, member]): [string, unknown] => [key, toPlain(member)]),
  );
}
