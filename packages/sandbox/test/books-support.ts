import {
  auditBooks,
  type AuditDetailKind,
  type AuditResult,
  type BankBooks,
  type BankName,
  type OdooBill,
  type AuditedOdoo,
  type OdooPayment,
} from '../src/index.ts';
import { bankOf, EURO_ACCOUNT, paymentFile, POUND_ACCOUNT, SUPPLIER_IBAN } from './bank-support.ts';

export const RETURNING = 'AT611904300234573201';
export const CLOSED = 'NL91ABNA0417164300';

export interface Books {
  readonly bank: BankBooks;
  readonly odoo: AuditedOdoo;
}

export const ORDERS = [
  { endToEndId: 'QONE', amount: 10_001n, text: 'RE-2026-100001' },
  { endToEndId: 'QTWO', amount: 20_002n, text: 'RE-2026-100002 RE-2026-100003' },
  { endToEndId: 'QBACK', amount: 30_003n, text: 'RE-2026-100004', iban: RETURNING },
  { endToEndId: 'QSHUT', amount: 40_004n, text: 'RE-2026-100005', iban: CLOSED },
];

export function bill(number: number, total: bigint, settled: bigint): OdooBill {
  return {
    id: `B${number}`,
    company: 'HDE',
    kind: 'in_invoice',
    supplier: SUPPLIER_IBAN,
    supplierAccounts: [SUPPLIER_IBAN],
    supplierReference: `RE-2026-${number}`,
    currency: 'EUR',
    total,
    residual: total - settled,
    hubState: null,
  };
}

/** The same bill of the supplier with another account. */
function billOf(account: string, item: OdooBill): OdooBill {
  return { ...item, supplier: account, supplierAccounts: [account] };
}

export function payment(
  hubReference: string,
  amount: bigint,
  rest: Partial<OdooPayment>,
): OdooPayment {
  return {
    id: `P-${hubReference}`,
    company: 'HDE',
    hubReference,
    amount,
    currency: 'EUR',
    state: 'paid',
    billIds: [],
    ...rest,
  };
}

/** Odoo's books as they ought to be after the run, with a history the bank knows nothing of. */
export function odooBooksFor(bank: BankBooks): AuditedOdoo {
  const journal = (code: string, accountNumber: string) => {
    const account = bank.accounts.find((item) => item.accountNumber === accountNumber);
    return {
      code,
      company: 'HDE',
      accountNumber,
      currency: account?.currency ?? '',
      ledgerBalance: account?.closingBalance ?? 0n,
    };
  };
  return {
    companies: [{ code: 'HDE', currency: 'EUR' }],
    journals: [journal('BNKN', EURO_ACCOUNT), journal('BNKG', POUND_ACCOUNT)],
    statementLines: [
      {
        id: 'L-history',
        company: 'HDE',
        journal: 'BNKN',
        date: '2026-07-01',
        amount: -77n,
        hubReference: null,
        reconciled: true,
      },
      ...bank.accounts
        .flatMap((account) => account.bookings)
        .map((entry) => ({
          id: `L-${entry.reference}`,
          company: 'HDE',
          journal: entry.accountNumber === EURO_ACCOUNT ? 'BNKN' : 'BNKG',
          date: entry.date,
          amount: entry.amount,
          hubReference: null,
          reconciled: true,
        })),
    ],
    payments: [
      payment('QONE', 10_001n, { billIds: ['B100001'] }),
      payment('QTWO', 20_002n, { billIds: ['B100002', 'B100003'] }),
      payment('QBACK', 30_003n, { state: 'canceled' }),
      payment('QSHUT', 40_004n, { state: 'rejected' }),
    ],
    bills: [
      bill(100_001, 10_001n, 10_001n),
      bill(100_002, 15_002n, 15_002n),
      bill(100_003, 5_000n, 5_000n),
      billOf(RETURNING, bill(100_004, 30_003n, 0n)),
      billOf(CLOSED, bill(100_005, 40_004n, 0n)),
    ],
  };
}

export function goodBooks(profile: BankName = 'nordhafen'): Books {
  const bank = bankOf(profile, {
    returningAccounts: [RETURNING],
    closedAccounts: [CLOSED],
    receiptPerMille: 500,
  });
  bank.files.write('/in/one.xml', paymentFile({ messageId: 'B1', orders: ORDERS }));
  bank.advanceDay('2026-11-30');
  const books = bank.books();
  return { bank: books, odoo: odooBooksFor(books) };
}

export function audit({ bank, odoo }: Books): AuditResult {
  return auditBooks({ bankBooks: [bank], odooBooks: odoo });
}

export function kindsOf(result: AuditResult): readonly AuditDetailKind[] {
  return result.details.map((detail) => detail.kind);
}

/** The bank's books after it has executed more orders of the same customer. */
export function withMore(
  more: Parameters<typeof paymentFile>[0]['orders'],
  messageId = 'B2',
): Books {
  const bank = bankOf('nordhafen', { returningAccounts: [RETURNING], closedAccounts: [CLOSED] });
  bank.files.write('/in/one.xml', paymentFile({ messageId: 'B1', orders: ORDERS }));
  bank.files.write('/in/two.xml', paymentFile({ messageId, orders: more }));
  bank.advanceDay('2026-11-30');
  const books = bank.books();
  return { bank: books, odoo: odooBooksFor(books) };
}
