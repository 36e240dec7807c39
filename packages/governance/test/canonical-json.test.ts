import { accountDigest, canonicalJson, rowDigest, sha256Hex } from '@quittance/governance';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

describe('canonical JSON', () => {
  test('keys are sorted, blanks are gone, bigints are digits, undefined is dropped', () => {
    const value = { b: [1, { z: 2n, a: null }], a: 'é', c: undefined };
    expect(canonicalJson(value)).toBe('{"a":"é","b":[1,{"a":null,"z":"2"}]}');
  });

  test('the order of keys does not matter', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (given) => {
        const turned = Object.fromEntries(Object.entries(given).toReversed());
        expect(canonicalJson(turned)).toBe(canonicalJson(given));
      }),
    );
  });

  test('what has no canonical form is refused: fractions, dates, functions', () => {
    for (const value of [1.5, Number.NaN, 2 ** 53, new Date(0), () => 1, Symbol('a'), new Map()]) {
      expect(() => canonicalJson({ value })).toThrow();
    }
    expect(() => canonicalJson('\ud800')).toThrow();
    expect(() => canonicalJson(undefined)).toThrow();
  });

  test('SHA-256 of the standard text', () => {
    expect(sha256Hex('abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});

describe('digests', () => {
  const salt = new TextEncoder().encode('0123456789abcdef');

  test('an account has one digest however people group its number', () => {
    const spaced = accountDigest({ accountNumber: 'de89 3704 0044 0532 0130 00', salt });
    expect(accountDigest({ accountNumber: 'DE89370400440532013000', salt })).toBe(spaced);
    expect(accountDigest({ accountNumber: 'DE89370400440532013001', salt })).not.toBe(spaced);
    expect(spaced).toMatch(/^[0-9a-f]{64}$/);
  });

  test('another salt gives another digest, and a short one is refused', () => {
    const other = new TextEncoder().encode('fedcba9876543210');
    const accountNumber = 'DE89370400440532013000';
    expect(accountDigest({ accountNumber, salt: other })).not.toBe(
      accountDigest({ accountNumber, salt }),
    );
    expect(() => accountDigest({ accountNumber, salt: salt.slice(1) })).toThrow('sixteen');
    expect(() => rowDigest({ table: 't', row: {}, salt: salt.slice(1) })).toThrow('sixteen');
  });

  test('a row digest covers table and every column, and not an empty column more', () => {
    const row = { id: 'a', version: 1, amountMinor: 5n, note: null };
    const digest = rowDigest({ table: 'payment', row, salt });
    expect(rowDigest({ table: 'payment', row: { ...row, added: null }, salt })).toBe(digest);
    expect(rowDigest({ table: 'payments', row, salt })).not.toBe(digest);
    for (const column of ['id', 'version', 'amountMinor', 'note'] as const) {
      const edited = { ...row, [column]: 'x' };
      expect(rowDigest({ table: 'payment', row: edited, salt })).not.toBe(digest);
    }
  });
});
