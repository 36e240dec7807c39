import { type Currency, explainsExchange, isExchangeRate, money } from '@quittance/domain';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const explains = (
  instructed: readonly [Currency, bigint],
  debited: readonly [Currency, bigint],
  rate: string,
  unitCurrency: Currency | null = null,
) =>
  explainsExchange({
    instructed: money(...instructed),
    debited: money(...debited),
    exchange: { rate, unitCurrency },
  });

test('a rate is a decimal above nought, as ISO 20022 writes it', () => {
  for (const text of ['1', '1.0842', '0.0000000001', '99999999999']) {
    expect(isExchangeRate(text)).toBe(true);
  }
  for (const text of ['', '0', '0.00', '-1.1', '1,1', '1e3', '1.', '.5', '1.00000000001']) {
    expect(isExchangeRate(text)).toBe(false);
  }
});

describe('what a rate explains', () => {
  test.each([
    ['one euro costs dollars', 100_000n, 92_234n, '1.0842', 'EUR', true],
    ['one dollar costs euro', 100_000n, 92_234n, '0.92234', 'USD', true],
    ['nobody says which way', 100_000n, 92_234n, '1.0842', null, true],
    ['nobody says, the other way', 100_000n, 92_234n, '0.92234', null, true],
    ['the wrong way round', 100_000n, 92_234n, '1.0842', 'USD', false],
    ['a currency of neither', 100_000n, 92_234n, '1.0842', 'GBP', false],
    ['a fee is hidden in it', 100_000n, 93_734n, '1.0842', 'EUR', false],
    ['too little was debited', 100_000n, 92_000n, '1.0842', 'EUR', false],
  ] as const)('[I6] %s', (_, dollars, euro, rate, unit, wanted) => {
    expect(explains(['USD', dollars], ['EUR', euro], rate, unit)).toBe(wanted);
  });

  test('[I6] currencies without decimals and with three', () => {
    expect(explains(['JPY', 10_000n], ['EUR', 6_173n], '162', 'EUR')).toBe(true);
    expect(explains(['JPY', 10_000n], ['EUR', 617_300n], '162', 'EUR')).toBe(false);
    expect(explains(['KWD', 1_000n], ['EUR', 300n], '3.00', 'KWD')).toBe(true);
  });

  test('[I6] any amount, converted and rounded by a bank, is explained by its rate', () => {
    const anyRate = fc.record({
      digits: fc.bigInt(1n, 9_999_999n),
      decimals: fc.integer({ min: 0, max: 6 }),
      amount: fc.bigInt(1n, 10n ** 10n),
    });
    fc.assert(
      fc.property(anyRate, ({ digits, decimals, amount }) => {
        const padded = digits.toString().padStart(decimals + 1, '0');
        const whole = padded.slice(0, padded.length - decimals);
        const rate = decimals === 0 ? whole : `${whole}.${padded.slice(-decimals)}`;
        const scale = 10n ** BigInt(decimals);
        // One dollar costs the rate in euro; half up.
        const debited = (2n * amount * digits + scale) / (2n * scale);
        expect(explains(['USD', amount], ['EUR', debited], rate, 'USD')).toBe(true);
        // A tenth more is never explained.
        const more = debited + debited / 10n + 10n + digits / scale;
        expect(explains(['USD', amount], ['EUR', more], rate, 'USD')).toBe(false);
      }),
    );
  });
});
