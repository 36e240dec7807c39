import { parseExactJson, type Wire, WireNumber } from '@quittance/connector-kit';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/** The platform's own reader with a reviver: slow, and the witness of what each text means. */
function witnessOf(text: string): unknown {
  const keep = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === 'number' ? { number: context?.source } : value;
  return JSON.parse(text, keep);
}

/** The same shape: a number as an object of its text. */
function shown(wire: Wire): unknown {
  if (wire instanceof WireNumber) return { number: wire.text };
  if (Array.isArray(wire)) return wire.map(shown);
  if (typeof wire !== 'object' || wire === null) return wire;
  const members: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(wire)) {
    Object.defineProperty(members, key, { value: shown(value), enumerable: true });
  }
  return JSON.parse(JSON.stringify(members));
}

function outcome(read: () => unknown): unknown {
  try {
    return { read: JSON.parse(JSON.stringify(read())) as unknown };
  } catch (error) {
    return error instanceof SyntaxError ? 'refused' : error;
  }
}

function agree(text: string): void {
  expect(
    outcome(() => shown(parseExactJson(text))),
    text,
  ).toEqual(outcome(() => witnessOf(text)));
}

/** Texts that are nearly JSON: pieces of it in any order. */
const signs = ['{', '}', '[', ']', ',', ':', ' ', '\t', '\u00a0', 'true', 'nul', 'null'];
const texts = ['"a"', '"b"', '"\\u00e9"', '"\\x"', '"\n"', '"__proto__"', '"\\ud800"', '"\\"', '"'];
const numbers = ['0', '-0', '01', '1.50', '1.', '-', '1e3', '1E+2', '.5', '12345678901234567890'];
const pieces = fc.array(fc.constantFrom(...signs, ...texts, ...numbers), { maxLength: 9 });

describe('exact JSON', () => {
  test('[I3] any JSON means what the platform says, numbers by their text', () => {
    fc.assert(fc.property(fc.json({ noUnicodeString: false }), agree), { numRuns: 500 });
    for (const text of ['[0.10, -2.50,1e2]', ' {"a":{"a":1,"a":2.0}} ', '"\\u0000\\n"', '{}', '']) {
      agree(text);
    }
    agree('{"__proto__": {"admin": true}, "b": [{"__proto__": 1}]}');
  });

  test('what is not JSON is refused exactly when the platform refuses it', () => {
    fc.assert(
      fc.property(pieces, (parts) => agree(parts.join(''))),
      { numRuns: 3_000 },
    );
  });

  test('[FT-09] text that is nested without end is refused as text that is not JSON', () => {
    expect(() => parseExactJson('['.repeat(100_000))).toThrow(SyntaxError);
    expect(parseExactJson(`${'['.repeat(500)}${']'.repeat(500)}`)).toBeInstanceOf(Array);
  });

  test('a member named like the prototype is a member and changes no other', () => {
    const wire = parseExactJson('{"__proto__": {"admin": true}}');
    expect(Object.getOwnPropertyNames(wire)).toEqual(['__proto__']);
    expect(Reflect.get({}, 'admin')).toBeUndefined();
    expect(Object.getPrototypeOf(wire)).toBe(Object.prototype);
  });
});
