import {
  asCurrency,
  asId,
  asInstant,
  asPaymentReference,
  asMessageReference,
  asPlainDate,
  assert as assertThat,
  currencies,
  currencyExponent,
  formatDecimal,
  InvalidAmountError,
  InvalidCurrencyError,
  InvalidDateError,
  InvalidIdError,
  InvalidReferenceError,
  isCurrency,
  isId,
  isPlainDate,
  isReference,
  makeReference,
  minorUnitsMax,
  money,
  parseDecimal,
  present,
  unreachable,
} from '@quittance/domain';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vectors } from './vectors.ts';

const anyCurrency = fc.constantFrom(...currencies());
const anyMinor = fc.bigInt({ min: -minorUnitsMax, max: minorUnitsMax });

describe('currencies', () => {
  test('codes of ISO 4217 that money is paid in, with their decimals', () => {
    expect(['JPY', 'EUR', 'KWD'].map((code) => currencyExponent(asCurrency(code)))).toEqual([
      0, 2, 3,
    ]);
    expect(currencies()).toEqual([...currencies()].toSorted());
    for (const code of ['eur', 'XAU', 'XXX', '', 'toString', 'EUR ']) {
      expect(isCurrency(code)).toBe(false);
      expect(() => asCurrency(code)).toThrow(InvalidCurrencyError);
    }
  });
});

describe('money', () => {
  test('[I3] decimals are read into minor units exactly', () => {
    for (const vector of vectors('decimal_valid')) {
      const [code = '', text = '', minor = ''] = vector.split(' ');
      expect(parseDecimal(asCurrency(code), text).minor, vector).toBe(BigInt(minor));
    }
  });

  test('[I3] whatever is not a plain decimal of the currency is refused', () => {
    for (const vector of vectors('decimal_invalid')) {
      const code = asCurrency(vector.slice(0, 3));
      const text = vector.slice(5, -1);
      expect(() => parseDecimal(code, text), vector).toThrow(InvalidAmountError);
    }
  });

  test('[I3] writing and reading any amount gives it back, with exactly its decimals', () => {
    fc.assert(
      fc.property(anyCurrency, anyMinor, (code, minor) => {
        const text = formatDecimal(money(code, minor));
        expect(parseDecimal(code, text)).toEqual({ currency: code, minor });
        expect(text.split('.')[1]?.length ?? 0).toBe(currencyExponent(code));
      }),
    );
  });

  test('[I3] more than eighteen digits are refused, and money is frozen', () => {
    expect(() => money('EUR', minorUnitsMax + 1n)).toThrow(InvalidAmountError);
    expect(() => money('EUR', -minorUnitsMax - 1n)).toThrow(InvalidAmountError);
    expect(Object.isFrozen(money('EUR', 1n))).toBe(true);
  });
});

describe('days and instants', () => {
  test('days that exist are taken, all else is refused', () => {
    for (const text of vectors('date_valid')) expect(asPlainDate(text)).toBe(text);
    for (const text of vectors('date_invalid')) {
      expect(isPlainDate(text), text).toBe(false);
      expect(() => asPlainDate(text)).toThrow(InvalidDateError);
    }
  });

  test('instants are UTC with milliseconds', () => {
    expect(asInstant('2026-11-23T23:59:59.999Z')).toBe('2026-11-23T23:59:59.999Z');
    for (const text of [
      '2026-11-23T08:00:00Z',
      '2026-11-23T08:00:00.000+01:00',
      '2026-11-23T24:00:00.000Z',
      '2026-11-23T23:60:00.000Z',
      '2026-11-23T23:59:60.000Z',
      '2026-02-30T00:00:00.000Z',
    ]) {
      expect(() => asInstant(text), text).toThrow(InvalidDateError);
    }
  });
});

describe('identifiers and references', () => {
  test('identifiers are lower-case UUIDs', () => {
    const text = '0193f3a0-0000-7000-8000-00000000000a';
    expect(asId(text)).toBe(text);
    for (const bad of ['', text.toUpperCase(), `${text} `, text.replaceAll('-', '')]) {
      expect(isId(bad)).toBe(false);
      expect(() => asId(bad)).toThrow(InvalidIdError);
    }
  });

  test('known references are valid, and changed ones are not', () => {
    for (const text of vectors('reference_valid')) expect(isReference(text), text).toBe(true);
    for (const text of vectors('reference_invalid')) expect(isReference(text), text).toBe(false);
  });

  test('any reference is thirteen characters that every rail carries, and checks', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 64n }), (bits) => {
        const reference = makeReference('Q', bits);
        expect(reference).toMatch(/^Q[0-9A-HJKMNP-TV-Z]{11}[0-9A-Z]$/);
        expect(asPaymentReference(reference)).toBe(reference);
        expect(() => asMessageReference(reference)).toThrow(InvalidReferenceError);
      }),
    );
  });

  test('one wrong character, or two that changed places, never pass', () => {
    const alphabet = Array.from('0123456789ABCDEFGHJKMNPQRSTVWXYZ');
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: (1n << 55n) - 1n }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom(...alphabet),
        (bits, position, character) => {
          const good = makeReference('B', bits);
          const wrong = good.slice(0, position) + character + good.slice(position + 1);
          if (wrong !== good) expect(isReference(wrong)).toBe(false);
          const swapped =
            good.slice(0, position - 1) +
            good.charAt(position) +
            good.charAt(position - 1) +
            good.slice(position + 1);
          if (swapped !== good) expect(isReference(swapped)).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('assertions', () => {
  test('they stop the program with a sentence', () => {
    expect(() => assertThat(false, 'two is two')).toThrow('two is two');
    expect(() => present(null, 'the row')).toThrow('the row must be present');
    expect(present(0, 'zero')).toBe(0);
    expect(() => unreachable('odd' as never)).toThrow('odd');
  });
});
