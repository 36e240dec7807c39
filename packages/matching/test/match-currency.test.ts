import type { StatementLine } from '@quittance/domain';
import { describe, expect, test } from 'vitest';
import { line, match, payment, referenceOf } from './world-fixture.ts';

/** A thousand dollars, instructed from a euro account and debited there. */
const dollars = payment(1, { currency: 'USD', instructedMinor: 100_000n });
const debit = (changes: Partial<StatementLine> = {}): StatementLine =>
  line(1, {
    amountMinor: -92_234n,
    endToEndId: referenceOf(1),
    instructedMinor: 100_000n,
    instructedCurrency: 'USD',
    exchangeRate: '1.0842',
    exchangeUnitCurrency: 'EUR',
    exchangeSource: 'camt AmtDtls/InstdAmt/CcyXchg, contract 4711',
    ...changes,
  });

describe('a payment in another currency than its account', () => {
  test('[I6] it is matched by what was instructed, and the rate explains the rest', () => {
    const { matches, unmatched } = match([debit()], { payments: [dollars] });
    expect(unmatched).toEqual([]);
    expect(matches[0]?.allocations).toEqual([
      {
        paymentId: dollars.id,
        openItemId: null,
        accountRole: null,
        amountMinor: -92_234n,
        paymentMinor: -100_000n,
        purpose: 'settlement',
      },
    ]);
    expect(matches[0]?.explanation).toContain(
      '1000.00 USD was debited as 922.34 EUR at 1.0842 (camt AmtDtls/InstdAmt/CcyXchg, contract',
    );
  });

  test.each([
    ['another amount was instructed', { instructedMinor: 100_001n }, 'AMOUNT_DIFFERS'],
    ['the rate hides a fee', { amountMinor: -93_734n }, 'RATE_DIFFERS'],
    ['no rate is told', { exchangeRate: null }, 'RATE_DIFFERS'],
    ['nothing is told', { instructedMinor: null, instructedCurrency: null }, 'NO_CANDIDATE'],
    ['pounds were instructed', { instructedCurrency: 'GBP' }, 'NO_CANDIDATE'],
  ] as const)('[I6] %s: a person looks at it', (_, changes, reason) => {
    const { matches, unmatched } = match([debit(changes)], { payments: [dollars] });
    expect(matches).toEqual([]);
    expect(unmatched.map((one) => one.reason)).toEqual([reason]);
  });

  test('[I6] what is in the currency of the account needs no rate', () => {
    const euro = payment(1, { instructedMinor: 100_000n });
    const told = debit({ amountMinor: -92_234n });
    expect(match([told], { payments: [euro] }).unmatched[0]?.reason).toBe('AMOUNT_DIFFERS');
    const whole = debit({ amountMinor: -100_000n });
    expect(match([whole], { payments: [euro] }).matches[0]?.allocations).toMatchObject([
      { amountMinor: -100_000n, paymentMinor: null },
    ]);
  });
});
