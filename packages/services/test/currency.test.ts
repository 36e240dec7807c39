import { present } from '@quittance/domain';
import {
  createProposal,
  planLines,
  planMatches,
  recordLines,
  recordMatches,
  recordPayments,
} from '@quittance/services';
import { describe, expect, test } from 'vitest';
import type { EntryParts } from './support/bank-files.ts';
import { match, tell } from './support/deliver.ts';
import { codeOf, connectionName, type House, openHouse, today, valueOf } from './support/house.ts';
import { bill } from './support/records.ts';
import { openCasesOf, paymentsOf, paymentTo, release, submit } from './support/walk.ts';

/** A thousand dollars owed, to be paid from the euro account. */
const bills = [bill('y1', 'york', { currency: 'USD', totalMinor: 100_000n })];
const inDollars = { bills, currency: 'USD' } as const;

async function submitted(house: House) {
  const run = await submit(house, inDollars);
  return { run, payment: await paymentTo(house, run, 'york') };
}

const debit = (reference: string, more: Partial<EntryParts> = {}): EntryParts => ({
  minor: -92_234n,
  endToEndId: reference,
  bankReference: 'R1',
  converted: { minor: 100_000n, currency: 'USD', rate: '1.0842', unit: 'EUR' },
  ...more,
});

describe('a payment in another currency than its account', () => {
  test('[CAN-11][ORC-06] is proposed from the account that a person names', async () => {
    const house = await openHouse({ bills });
    const input = { ownAccountId: house.accounts.euro, dueUntil: today };
    const ctx = house.as('paula');
    expect(codeOf(await createProposal({ ctx, input }))).toBe('NOTHING_TO_PAY');
    const pounds = { ...input, currency: 'GBP' } as const;
    expect(codeOf(await createProposal({ ctx, input: pounds }))).toBe('NO_ROUTE');
    const made = valueOf(await createProposal({ ctx, input: { ...input, currency: 'USD' } }));
    expect(made).toMatchObject({ currency: 'USD', accountName: 'euro', totalMinor: 100_000n });
  });

  test('[I2][I4] leaves in its own currency, debited from the account in the other', async () => {
    const house = await openHouse({ bills });
    const run = await release(house, inDollars);
    const [attempt] = await house.rows('attempt');
    const bytes = await house.evidence.get(present(attempt, 'attempt').payloadHash);
    const text = new TextDecoder().decode(bytes);
    expect(text).toContain('<InstdAmt Ccy="USD">1000.00</InstdAmt>');
    expect(text).toMatch(/<DbtrAcct>.*<Ccy>EUR<\/Ccy>.*<\/DbtrAcct>/s);
    expect(await paymentsOf(house, run)).toHaveLength(1);
  });

  test('[I6][ST-06] is settled by what was instructed; all is kept', async () => {
    const house = await openHouse({ bills });
    const { payment } = await submitted(house);
    await tell(house, { entries: [debit(payment.reference)] });
    expect(await match(house)).toEqual({ matched: 1, unmatched: 0 });
    const [settled] = (await house.rows('payment')).filter((row) => row.id === payment.id);
    expect(settled).toMatchObject({ state: 'settled', settledMinor: 100_000n });
    const [line] = await house.rows('statement_line');
    expect(line).toMatchObject({
      amountMinor: -92_234n,
      currency: 'EUR',
      instructedMinor: 100_000n,
      instructedCurrency: 'USD',
      exchangeRate: '1.0842',
      exchangeUnitCurrency: 'EUR',
      exchangeSource: 'camt AmtDtls/InstdAmt/CcyXchg',
    });
    const [allocation] = await house.rows('match_allocation');
    expect(allocation).toMatchObject({ amountMinor: -92_234n, paymentMinor: -100_000n });
    const [made] = await house.rows('match');
    expect(made?.explanation).toContain('1000.00 USD was debited as 922.34 EUR at 1.0842');
    expect(await openCasesOf(house)).toEqual([]);
  });

  test('[I6][I7] goes to the accounts in both currencies, and is reconciled by it', async () => {
    const house = await openHouse({ bills });
    const { payment } = await submitted(house);
    await tell(house, { entries: [debit(payment.reference)] });
    await match(house);
    const ctx = house.hub();
    const { id: paymentId, reference: externalId } = payment;
    const done = [{ paymentId, externalId, postedDate: null }];
    const posted = { connectionName, accountsState: 'posted', done, refused: [] } as const;
    valueOf(await recordPayments({ ctx, input: posted }));
    const [line] = await house.rows('statement_line');
    const lineId = present(line, 'line').id;
    const lines = await planLines({ ctx, input: { connectionName, lineIds: [lineId] } });
    expect(valueOf(lines)).toMatchObject([
      {
        currency: 'EUR',
        amountMinor: -92_234n,
        foreign: { currency: 'USD', amountMinor: -100_000n },
      },
    ]);
    const recorded = [{ lineId, externalId: 'L1', postedDate: today }];
    const linesInput = { connectionName, done: recorded, refused: [] };
    valueOf(await recordLines({ ctx, input: linesInput }));
    const matchIds = (await house.rows('match')).map((row) => row.id);
    const planned = await planMatches({ ctx, input: { connectionName, matchIds } });
    expect(valueOf(planned).flatMap((one) => one.parts)).toEqual([
      { kind: 'payment', reference: payment.reference, amountMinor: -100_000n },
    ]);
    const matches = matchIds.map((matchId) => ({ matchId, externalIds: ['1'] }));
    expect(valueOf(await recordMatches({ ctx, input: { done: matches, refused: [] } }))).toEqual({
      reconciled: 1,
    });
  });

  test.each([
    ['a fee is hidden in the debit', { minor: -93_734n }],
    ['the bank tells no rate', { converted: { minor: 100_000n, currency: 'USD' } }],
  ] as const)('[I6][REC-03] %s: settled as told, and the line has a case', async (_, more) => {
    const house = await openHouse({ bills });
    const { payment } = await submitted(house);
    await tell(house, { entries: [debit(payment.reference, more)] });
    expect(await match(house)).toEqual({ matched: 0, unmatched: 1 });
    expect(await openCasesOf(house)).toEqual(['unmatched_line RATE_DIFFERS']);
    const [settled] = (await house.rows('payment')).filter((row) => row.id === payment.id);
    expect(settled?.settledMinor).toBe(100_000n);
  });

  test('[I1][EXC-06] a debit that says nothing of dollars settles none of them', async () => {
    const house = await openHouse({ bills });
    const { payment } = await submitted(house);
    const { converted: _converted, ...bare } = debit(payment.reference);
    await tell(house, { entries: [bare] });
    await match(house);
    const [left] = (await house.rows('payment')).filter((row) => row.id === payment.id);
    expect(left?.settledMinor).toBe(0n);
    expect((await openCasesOf(house)).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      expect.stringMatching(/^missing_bank_reference AMOUNT_NOT_TOLD/),
      'unmatched_line NO_CANDIDATE',
    ]);
  });
});
