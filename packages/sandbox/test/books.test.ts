import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BankName } from '../src/index.ts';
import { bankOf, paymentFile, TODAY } from './bank-support.ts';
import {
  audit,
  bill,
  CLOSED,
  goodBooks,
  kindsOf,
  odooBooksFor,
  ORDERS,
  payment,
  RETURNING,
  withMore,
} from './books-support.ts';

describe('the judge of the books', () => {
  test.each<BankName>(['nordhafen', 'kingsway'])('finds nothing in good books of %s', (profile) => {
    expect(audit(goodBooks(profile))).toEqual({
      duplicates: 0,
      lost: 0,
      unexplained: '0',
      details: [],
    });
  });

  test('one EndToEndId executed from two files is a duplicate', () => {
    const result = audit(
      withMore([{ endToEndId: 'QONE', amount: 10_001n, text: 'RE-2026-100001' }]),
    );
    expect(result.duplicates).toBe(1);
    expect(kindsOf(result)).toEqual(['executedTwice']);
  });

  test('a bill paid again under another reference is a duplicate, with or without words', () => {
    const again = { endToEndId: 'QAGAIN', amount: 10_001n, text: 'RE-2026-100001' };
    const byWords = withMore([again]);
    const known = payment('QAGAIN', 10_001n, { billIds: [] });
    const odoo = { ...byWords.odoo, payments: [...byWords.odoo.payments, known] };
    expect(audit({ ...byWords, odoo }).details).toMatchObject([
      { kind: 'paidMoreThanBilled', subject: 'QAGAIN', amount: '10001' },
    ]);
    const silent = withMore([{ ...again, text: 'thanks' }]);
    const linked = payment('QAGAIN', 10_001n, { billIds: ['B100001'] });
    const linkedOdoo = { ...silent.odoo, payments: [...silent.odoo.payments, linked] };
    expect(audit({ ...silent, odoo: linkedOdoo })).toMatchObject({ duplicates: 1, lost: 0 });
  });

  test.each([
    ['RE-2026-100001', 1],
    ['re 2026/100001', 1],
    ['RÉ-2026-100001', 1],
    ['RE-2026-100009', 0],
  ])('an invoice keyed again as %s counts %i duplicates when both are paid', (reference, count) => {
    const books = withMore([{ endToEndId: 'QCOPY', amount: 10_001n, text: 'thanks' }]);
    // Without an account no remittance text leads to the copy: only its reference does.
    const copy = {
      ...bill(100_001, 10_001n, 10_001n),
      id: 'B-copy',
      supplierReference: reference,
      supplierAccounts: [],
    };
    const odoo = {
      ...books.odoo,
      bills: [...books.odoo.bills, copy],
      payments: [...books.odoo.payments, payment('QCOPY', 10_001n, { billIds: ['B-copy'] })],
    };
    expect(audit({ ...books, odoo })).toMatchObject({ duplicates: count, lost: 0 });
  });

  test('two instructions alike are a duplicate even when Odoo has no bill for them', () => {
    const alike = (endToEndId: string) => ({ endToEndId, amount: 5n, text: 'rent November' });
    const books = withMore([alike('QA'), alike('QB')]);
    const payments = [...books.odoo.payments, payment('QA', 5n, {}), payment('QB', 5n, {})];
    const result = audit({ ...books, odoo: { ...books.odoo, payments } });
    expect(result).toMatchObject({ duplicates: 1, lost: 0 });
    expect(kindsOf(result)).toEqual(['sameInstructionTwice']);
  });

  test('a payment that came back may be made again', () => {
    const bank = bankOf('nordhafen', { returningAccounts: [RETURNING], closedAccounts: [CLOSED] });
    bank.files.write('/in/one.xml', paymentFile({ messageId: 'B1', orders: ORDERS }));
    bank.advanceDay('2026-11-30');
    const again = { endToEndId: 'QNEW', amount: 30_003n, text: 'RE-2026-100004' };
    bank.files.write(
      '/in/two.xml',
      paymentFile({ messageId: 'B2', orders: [again], date: '2026-12-01' }),
    );
    bank.closeDay('2026-12-01');
    const books = bank.books();
    const odoo = odooBooksFor(books);
    const payments = [...odoo.payments, payment('QNEW', 30_003n, { billIds: ['B100004'] })];
    const result = audit({ bank: books, odoo: { ...odoo, payments } });
    expect(result).toMatchObject({ duplicates: 0, lost: 0, unexplained: '0' });
  });

  test('an execution that Odoo does not know, or knows otherwise, is lost', () => {
    const good = goodBooks();
    const [, ...without] = good.odoo.payments;
    expect(audit({ ...good, odoo: { ...good.odoo, payments: without } })).toMatchObject({
      lost: 1,
      details: [{ kind: 'executionUnknownToOdoo', subject: 'QONE' }],
    });
    const other = [payment('QONE', 10_002n, { billIds: ['B100001'] }), ...without];
    expect(audit({ ...good, odoo: { ...good.odoo, payments: other } })).toMatchObject({
      lost: 1,
      details: [{ kind: 'executedForAnotherAmount', subject: 'QONE' }],
    });
  });

  test.each(['in_process', 'paid'] as const)(
    'a payment %s in Odoo that the bank refused or never saw is lost',
    (state) => {
      const good = goodBooks();
      const payments = good.odoo.payments.map((item) =>
        item.hubReference === 'QSHUT' ? { ...item, state } : item,
      );
      const ghost = payment('QGHOST', 1n, { state });
      const result = audit({ ...good, odoo: { ...good.odoo, payments: [...payments, ghost] } });
      expect(result.lost).toBe(2);
      expect(kindsOf(result)).toEqual(['paymentNeverExecuted', 'paymentNeverExecuted']);
      const draft = payment('QGHOST', 1n, { state: 'draft' });
      const calm = { ...good.odoo, payments: [...good.odoo.payments, draft] };
      expect(audit({ ...good, odoo: calm }).lost).toBe(0);
    },
  );

  test('a bank entry without a line is lost, and shows in the balance', () => {
    const good = goodBooks();
    const index = good.odoo.statementLines.findIndex((line) => line.amount === -20_002n);
    const statementLines = good.odoo.statementLines.toSpliced(index, 1);
    const journals = good.odoo.journals.map((item) =>
      item.code === 'BNKN' ? { ...item, ledgerBalance: item.ledgerBalance + 20_002n } : item,
    );
    const result = audit({ ...good, odoo: { ...good.odoo, statementLines, journals } });
    expect(result).toMatchObject({ duplicates: 0, lost: 1, unexplained: '20002' });
    expect(kindsOf(result)).toEqual(['entryWithoutLine', 'balanceDiffers']);
  });

  test('a line moved out of a locked period is the same line', () => {
    const good = goodBooks();
    const statementLines = good.odoo.statementLines.map((line) =>
      line.amount === -20_002n ? { ...line, date: '2026-12-31' } : line,
    );
    expect(audit({ ...good, odoo: { ...good.odoo, statementLines } }).details).toEqual([]);
  });

  test('a strange line is unexplained, also when one of the other sign hides it', () => {
    const good = goodBooks();
    const line = { ...good.odoo.statementLines[0], id: 'L-x', company: 'HDE', journal: 'BNKN' };
    const extra = [12_345n, -12_345n].map((amount, index) => ({
      ...line,
      id: `L-x${index}`,
      date: TODAY,
      amount,
      hubReference: null,
      reconciled: false,
    }));
    const statementLines = [...good.odoo.statementLines, ...extra];
    const result = audit({ ...good, odoo: { ...good.odoo, statementLines } });
    expect(result).toMatchObject({ duplicates: 0, lost: 0, unexplained: '24690' });
  });

  test('a bill closed by a payment that came back is lost', () => {
    const good = goodBooks();
    const bills = good.odoo.bills.map((item) =>
      item.id === 'B100004' ? { ...item, residual: 0n } : item,
    );
    const books = { ...good, odoo: { ...good.odoo, bills } };
    expect(kindsOf(audit(books))).toEqual(['closedWithoutMoney']);
    const byHand = { ...payment('', 30_003n, { billIds: ['B100004'] }), hubReference: null };
    const payments = [...good.odoo.payments, byHand];
    expect(audit({ ...books, odoo: { ...books.odoo, payments } }).lost).toBe(0);
  });

  test('a credit note is known by its number in the letters of the bank', () => {
    const good = goodBooks();
    const credit = {
      ...bill(100_004, 5_000n, 5_000n),
      supplier: RETURNING,
      supplierAccounts: [RETURNING],
      id: 'C100004',
      kind: 'in_refund' as const,
      supplierReference: 'GS-RÜ-112516',
    };
    const bills = good.odoo.bills.map((item) =>
      item.id === 'B100004' ? { ...item, residual: item.total - 5_000n } : item,
    );
    const instructions = good.bank.instructions.map((item) =>
      item.remittance.some((text) => text.includes('100004'))
        ? { ...item, remittance: ['RE-2026-100004, -GS-RUE-112516'] }
        : item,
    );
    const bank = { ...good.bank, instructions };
    const odoo = { ...good.odoo, bills: [...bills, credit] };
    expect(audit({ bank, odoo }).details).toEqual([]);
    expect(audit({ ...good, odoo }).lost).toBe(1);
  });

  test('a journal of no bank account and an account without a journal are unexplained', () => {
    const good = goodBooks();
    const [first, second] = good.odoo.journals;
    if (first === undefined || second === undefined) throw new Error('two journals expected');
    const journals = [first, { ...second, accountNumber: 'elsewhere' }];
    const result = audit({ ...good, odoo: { ...good.odoo, journals } });
    expect(kindsOf(result)).toContain('balanceDiffers');
    expect(BigInt(result.unexplained)).toBe(second.ledgerBalance);
  });

  test('any difference of a ledger balance is found to the last cent', () => {
    const good = goodBooks();
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), (difference) => {
        const journals = good.odoo.journals.map((item, index) =>
          index === 0 ? { ...item, ledgerBalance: item.ledgerBalance + difference } : item,
        );
        const { unexplained } = audit({ ...good, odoo: { ...good.odoo, journals } });
        expect(unexplained).toBe((difference < 0n ? -difference : difference).toString());
      }),
    );
  });
});
