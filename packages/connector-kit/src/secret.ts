import { maskedText } from './mask.ts';

/**
 * A secret in hand: every way of turning it into text gives the mask, so that it cannot slip into
 * a log line, an error or a row by accident. Only `reveal` gives the value.
 */
export interface Secret {
  reveal(): string;
  toString(): string;
  toJSON(): string;
}

/** Wraps a value. Errors: `RangeError` for an empty one, which is a forgotten setting. */
export function createSecret(value: string): Secret {
  if (value === '') throw new RangeError('a secret is not empty');
  return Object.freeze({
    reveal: () => value,
    toString: () => maskedText,
    toJSON: () => maskedText,
    // What console.log and node:util show.
    [Symbol.for('nodejs.util.inspect.custom')]: () => maskedText,
  });
}
