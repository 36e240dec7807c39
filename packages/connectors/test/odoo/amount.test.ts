import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencies, currencyExponent } from '@quittance/domain';
import { minorFromWire, minorToWire, UnfaithfulAmountError } from '../../src/odoo/amount.ts';
import {
  InvalidArgumentError,
  parseExactJson,
  WireNumber,
  writeExactJson,
} from '../../src/odoo/json.ts';

const currency = fc.constantFrom(...currencies());
const minor = fc.bigInt({ min: -999_999_999_999_999n, max: 999_999_999_999_999n });

const read = (text: string): bigint => minorFromWire('EUR', new WireNumber(text));

/** What Odoo does to an amount: Python reads the literal as a double and prints its repr. */
const throughOdoo = (text: string): string => JSON.stringify(JSON.parse(text));

describe('amounts', () => {
  test('[I3] any amount of fifteen digits survives Odoo and comes back exact', () => {
    fc.assert(
      fc.property(currency, minor, (code, amount) => {
        const literal = throughOdoo(minorToWire(code, amount).text);
        expect(minorFromWire(code, new WireNumber(literal))).toBe(amount);
      }),
      { numRuns: 2000 },
    );
  });

  test('[I3] sums and differences made by floats are the exact ones', () => {
    const cents = fc.integer({ min: -100_000_000, max: 100_000_000 });
    fc.assert(
      fc.property(cents, cents, (left, right) => {
        const artefact = JSON.stringify(left / 100 + right / 100);
        expect(read(artefact)).toBe(BigInt(left) + BigInt(right));
      }),
      { numRuns: 2000 },
    );
  });

  test('[I3] artefacts are rounded, amounts that the currency does not have are refused', () => {
    expect(read('0.8999999999999999')).toBe(90n);
    expect(read('33.330000000000005')).toBe(3333n);
    expect(read('-0.1')).toBe(-10n);
    expect(read('1e-05'.replace('1', '0'))).toBe(0n);
    expect(read('1.5e3')).toBe(150_000n);
    expect(minorFromWire('JPY', new WireNumber('100.0'))).toBe(100n);
    expect(minorFromWire('KWD', new WireNumber('1.2345000000000002e2'))).toBe(123_450n);
    for (const text of ['12.345', '0.005', '1e-3', '9999999999999.995', '12,5', 'NaN', '']) {
      expect(() => read(text), text).toThrow(UnfaithfulAmountError);
    }
    expect(() => minorToWire('EUR', 1_000_000_000_000_000n)).toThrow(UnfaithfulAmountError);
    expect(() => read('10000000000000.00')).toThrow(UnfaithfulAmountError);
  });

  test('[I3] numbers keep their text both ways; a fraction never travels as a number', () => {
    const parsed = parseExactJson('{"a": 0.10, "b": [1, -2.50, 1e2], "c": null}');
    const [a, b] = [new WireNumber('0.10'), [new WireNumber('1'), new WireNumber('-2.50')]];
    expect(parsed).toEqual({ a, b: [...b, new WireNumber('1e2')], c: null });
    expect(writeExactJson({ amount: a, ids: [1, 2], text: 'a"b', none: null, yes: true })).toBe(
      '{"amount":0.10,"ids":[1,2],"text":"a\\"b","none":null,"yes":true}',
    );
    expect(() => writeExactJson({ amount: 0.1 })).toThrow(InvalidArgumentError);
  });

  test('the largest exponent is covered by the property', () => {
    expect(Math.max(...currencies().map(currencyExponent))).toBe(3);
  });
});
