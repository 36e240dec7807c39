import { parseExactJson, WireNumber } from '@quittance/connector-kit';
import { describe, expect, test } from 'vitest';

describe('exact JSON', () => {
  test('[I3] a number is the text that stood there', () => {
    const wire = parseExactJson('[0.10, -2.50,1e2, 12345678901234567890]');
    const texts = ['0.10', '-2.50', '1e2', '12345678901234567890'];
    expect(wire).toEqual(texts.map((text) => new WireNumber(text)));
  });

  test('[FT-09] text that is nested without end is refused as text that is not JSON', () => {
    expect(() => parseExactJson('['.repeat(100_000))).toThrow(SyntaxError);
    const closed = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
    expect(() => parseExactJson(closed)).toThrow(SyntaxError);
    expect(parseExactJson(`${'['.repeat(500)}${']'.repeat(500)}`)).toBeInstanceOf(Array);
  });

  test('a member named like the prototype is a member and changes no other', () => {
    const wire = parseExactJson('{"__proto__": {"admin": true}}');
    expect(Object.getOwnPropertyNames(wire)).toEqual(['__proto__']);
    expect(Reflect.get({}, 'admin')).toBeUndefined();
    expect(Object.getPrototypeOf(wire)).toBe(Object.prototype);
  });
});
