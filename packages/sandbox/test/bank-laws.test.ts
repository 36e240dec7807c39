import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BankBooks, BankName, BankSimulator } from '../src/index.ts';
import { addDays, isBusinessDay } from '../src/calendar.ts';
import { bankOf, EURO_ACCOUNT, outFiles, paymentFile, texts, TODAY } from './bank-support.ts';

const LAST_DAY = addDays(TODAY, 14);

function minor(text: string): bigint {
  return BigInt(text.replace('.', ''));
}

function signed(indicator: string | undefined, amount: string | undefined): bigint {
  const value = minor(amount ?? '');
  return indicator === 'DBIT' ? -value : value;
}

interface ReadStatement {
  readonly sequence: number;
  readonly opening: bigint;
  readonly closing: bigint;
  readonly entries: readonly bigint[];
}

/** Reads a statement by its tags alone, knowing nothing of the writer. */
function readStatement(xml: string): ReadStatement {
  const blocks = (tag: string): readonly string[] =>
    xml.match(new RegExp(`<${tag}>.*?</${tag}>`, 'gsu')) ?? [];
  const amount = (block: string): bigint =>
    signed(texts(block, 'CdtDbtInd')[0], texts(block, 'Amt')[0]);
  const [opening, closing] = blocks('Bal').map(amount);
  return {
    sequence: Number.parseInt(texts(xml, 'ElctrncSeqNb')[0] ?? '', 10),
    opening: opening ?? 0n,
    closing: closing ?? 0n,
    entries: blocks('Ntry').map(amount),
  };
}

const orderArbitrary = fc.record({
  amount: fc.bigInt({ min: 1n, max: 90_000_000n }),
  payee: fc.constantFrom('DE89370400440532013000', 'AT611904300234573201', 'NL91ABNA0417164300'),
});

const runArbitrary = fc.record({
  profile: fc.constantFrom<BankName>('nordhafen', 'kingsway'),
  seed: fc.integer(),
  files: fc.array(fc.array(orderArbitrary, { minLength: 1, maxLength: 8 }), { maxLength: 4 }),
  days: fc.array(fc.nat({ max: 9 }), { minLength: 4, maxLength: 4 }),
  repeats: fc.array(fc.nat({ max: 3 }), { minLength: 4, maxLength: 4 }),
});

type Run = typeof runArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

/** Uploads each file on its day, once and `repeats` times more, and closes two weeks of days. */
function play(run: Run): BankSimulator {
  const extras = {
    rejectPerMille: 200,
    returnPerMille: 200,
    receiptPerMille: 400,
    interestPerMille: 200,
  };
  const bank = bankOf(run.profile, extras, run.seed);
  for (let day = TODAY; day <= LAST_DAY; day = addDays(day, 1)) {
    for (const [index, list] of run.files.entries()) {
      if (addDays(TODAY, run.days[index] ?? 0) !== day) continue;
      const bytes = paymentFile({
        messageId: `B${index}`,
        date: day,
        orders: list.map((item, place) => ({
          endToEndId: `Q${index}X${place}`,
          amount: item.amount,
          iban: item.payee,
        })),
      });
      for (let copy = 0; copy <= (run.repeats[index] ?? 0); copy += 1) {
        bank.files.write(`/in/f${index}c${copy}.xml`, bytes);
        if (copy % 2 === 0) bank.process();
      }
    }
    bank.closeDay(day);
  }
  return bank;
}

function fates(books: BankBooks): readonly string[] {
  return books.instructions
    .map((item) => `${item.endToEndId} ${item.state} ${item.reasonCode}`)
    .toSorted();
}

describe('laws of the simulated banks, for every seed and sequence of files', () => {
  test('statements prove, and each opens where the last one closed', () => {
    fc.assert(
      fc.property(runArbitrary, (run) => {
        const bank = play(run);
        const [account] = bank.books().accounts;
        const statements = outFiles(bank, `camt053.${EURO_ACCOUNT}`).map(readStatement);
        let balance = account?.openingBalance;
        for (const [index, statement] of statements.entries()) {
          expect(statement.sequence).toBe(index + 1);
          expect(statement.opening).toBe(balance);
          const sum = statement.entries.reduce((all, entry) => all + entry, 0n);
          expect(statement.opening + sum).toBe(statement.closing);
          balance = statement.closing;
        }
        expect(balance).toBe(account?.closingBalance);
        const days = Array.from({ length: 15 }, (_, index) => addDays(TODAY, index));
        expect(statements).toHaveLength(days.filter((day) => isBusinessDay(day)).length);
      }),
      { numRuns: 40 },
    );
  });

  test('an accepted instruction is executed exactly once, however often its file arrives', () => {
    fc.assert(
      fc.property(runArbitrary, (run) => {
        const { instructions, timesReceived, accounts, trialBalance } = play(run).books();
        const sent = run.files.flat().length;
        expect(instructions).toHaveLength(sent);
        for (const item of instructions) {
          expect(item.state).not.toBe('accepted');
          expect(item.timesExecuted).toBe(item.state === 'rejected' ? 0 : 1);
          const index = Number.parseInt(item.endToEndId.slice(1), 10);
          expect(timesReceived.get(item.endToEndId)).toBe(1 + (run.repeats[index] ?? 0));
        }
        const bookings = accounts.flatMap((account) => account.bookings);
        const references = bookings.map((item) => item.reference);
        expect(new Set(references).size).toBe(references.length);
        for (const sum of trialBalance.values()) expect(sum).toBe(0n);
      }),
      { numRuns: 40 },
    );
  });

  test('the fate of a payment hangs on the seed, not on when and after what it arrived', () => {
    fc.assert(
      fc.property(runArbitrary, (run) => {
        // Small amounts, so that funds never decide.
        const files = run.files.map((list) =>
          list.map((item) => ({ ...item, amount: (item.amount % 1_000_000n) + 1n })),
        );
        const [one, other] = [run.days, run.days.toReversed()].map((days) =>
          fates(play({ ...run, files, days }).books()),
        );
        expect(one).toEqual(other);
      }),
      { numRuns: 20 },
    );
  });

  test('shares come out about as asked for', () => {
    const bank = bankOf('nordhafen', { rejectPerMille: 20, returnPerMille: 20 }, 7);
    const many = Array.from({ length: 3_000 }, (_, index) => ({
      endToEndId: `Q${index}`,
      amount: BigInt(1 + index),
    }));
    bank.files.write('/in/one.xml', paymentFile({ messageId: 'B1', orders: many }));
    bank.advanceDay(LAST_DAY);
    const { instructions } = bank.books();
    const share = (state: string): number =>
      instructions.filter((item) => item.state === state).length;
    expect(share('rejected')).toBeGreaterThan(30);
    expect(share('rejected')).toBeLessThan(100);
    expect(share('returned')).toBeGreaterThan(30);
    expect(share('returned')).toBeLessThan(100);
  });
});
