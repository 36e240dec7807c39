import { describe, expect, test } from 'vitest';
import {
  auditBooks,
  auditedOdoo,
  createBank,
  ledgerAccountsOf,
  sampleCompany,
  type BankName,
} from '../src/index.ts';
import { createOdoo } from '../src/odoo/index.ts';
import { paymentFile, TODAY } from './bank-support.ts';

const BANKS: readonly BankName[] = ['nordhafen', 'kingsway'];
const company = sampleCompany({ seed: 4, today: TODAY });
const clock = (): string => `${TODAY}T10:00:00Z`;

describe('the judge between the simulated banks and the simulated Odoo', () => {
  const odoo = createOdoo({ seed: 4, clock, database: 'sandbox', company });
  const banks = BANKS.map((profile) =>
    createBank({ profile, seed: 4, clock, accounts: ledgerAccountsOf(company, profile) }),
  );
  const audit = () =>
    auditBooks({
      bankBooks: banks.map((bank) => bank.books()),
      odooBooks: auditedOdoo({ books: odoo.books(), company }),
    });

  test('both start from the same balances: nothing to explain', () => {
    const odooBooks = auditedOdoo({ books: odoo.books(), company });
    expect(odooBooks.bills.length).toBe(company.documents.length + company.history.length);
    expect(odooBooks.bills.every((bill) => bill.supplierReference !== '')).toBe(true);
    expect(odooBooks.statementLines).toHaveLength(company.history.length);
    expect(odooBooks.payments.every((payment) => payment.billIds.length === 1)).toBe(true);
    expect(audit()).toEqual({ duplicates: 0, lost: 0, unexplained: '0', details: [] });
  });

  test('what the bank does behind the back of Odoo is lost, unexplained, and a duplicate', () => {
    const [bank] = banks;
    const account = company.bankAccounts.find((item) => item.journalCode === 'BNKN');
    const bill = company.documents.find(
      (item) => item.entityCode === 'HDE' && item.supplierReference.startsWith('RE-'),
    );
    const supplier = company.suppliers.find((item) => item.code === bill?.supplierCode);
    const iban = supplier?.accounts[0]?.accountNumber ?? '';
    const total = BigInt((bill?.total ?? '').replace('.', ''));
    const order = { iban, amount: total, text: bill?.supplierReference ?? '' };
    const orders = [
      { ...order, endToEndId: 'QFIRST' },
      { ...order, endToEndId: 'QSECOND', text: `${order.text} again` },
    ];
    const accountNumber = account?.accountNumber ?? '';
    const bytes = paymentFile({ messageId: 'B1', orders, account: accountNumber });
    bank?.files.write('/in/one.xml', bytes);
    bank?.closeDay(TODAY);
    const result = audit();
    expect(result.duplicates).toBe(1);
    const lostKinds = result.details.map((detail) => detail.kind);
    expect(lostKinds.filter((kind) => kind === 'executionUnknownToOdoo')).toHaveLength(2);
    expect(lostKinds).toContain('entryWithoutLine');
    expect(BigInt(result.unexplained)).toBeGreaterThan(0n);
  });
});
