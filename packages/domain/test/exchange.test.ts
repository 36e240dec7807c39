import { type Currency, explainsExchange, isExchangeRate, money } from '@quittance/domain';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

type Amount = readonly [Currency, bigint];

const explains = (
  [instructed, debited]: readonly [Amount, Amount],
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
    { why: 'one euro costs dollars', debited: 92_234n, rate: '1.0842', unit: 'EUR', is: true },
    { why: 'one dollar costs euro', debited: 92_234n, rate: '0.92234', unit: 'USD', is: true },
    { why: 'nobody says which way', debited: 92_234n, rate: '1.0842', unit: null, is: true },
    { why: 'nor the other way', debited: 92_234n, rate: '0.92234', unit: null, is: true },
    { why: 'the wrong way round', debited: 92_234n, rate: '1.0842', unit: 'USD', is: false },
    { why: 'a currency of neither', debited: 92_234n, rate: '1.0842', unit: 'GBP', is: false },
    { why: 'a fee is hidden in it', debited: 93_734n, rate: '1.0842', unit: 'EUR', is: false },
    { why: 'a cent is hidden in it', debited: 92_236n, rate: '1.0842', unit: 'EUR', is: false },
    { why: 'too little was debited', debited: 92_000n, rate: '1.0842', unit: 'EUR', is: false },
  ] as const)('[I6] $why', ({ debited, rate, unit, is }) => {
    const amounts = [
      ['USD', 100_000n],
      ['EUR', debited],
    ] as const;
    expect(explains(amounts, rate, unit)).toBe(is);
  });

  test('[I6] currencies without decimals and with three', () => {
    expect(
      explains(
        [
          ['JPY', 10_000n],
          ['EUR', 6_173n],
        ],
        '162',
        'EUR',
      ),
    ).toBe(true);
    expect(
      explains(
        [
          ['JPY', 10_000n],
          ['EUR', 617_300n],
        ],
        '162',
        'EUR',
      ),
    ).toBe(false);
    expect(
      explains(
        [
          ['KWD', 1_000n],
          ['EUR', 300n],
        ],
        '3.00',
        'KWD',
      ),
    ).toBe(true);
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
        expect(
          explains(
            [
              ['USD', amount],
              ['EUR', debited],
            ],
            rate,
            'USD',
          ),
        ).toBe(true);
        // A tenth more is never explained.
        const more = debited + debited / 10n + 10n + digits / scale;
        expect(
          explains(
            [
              ['USD', amount],
              ['EUR', more],
            ],
            rate,
            'USD',
          ),
        ).toBe(false);
      }),
    );
  });
});
