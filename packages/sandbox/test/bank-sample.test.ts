import { describe, expect, test } from 'vitest';
import {
  createBank,
  ibanIsValid,
  ledgerAccountsOf,
  sampleCompany,
  type BankName,
  type BankSimulator,
  type SampleBankAccount,
  type SampleCompany,
  type SampleSupplier,
} from '../src/index.ts';
import { addDays } from '../src/calendar.ts';
import { minorUnits } from '../src/money.ts';
import {
  paymentFile,
  schemaFolder,
  texts,
  TODAY,
  validateAgainstSchema,
  type Order,
} from './bank-support.ts';

const BANKS: readonly BankName[] = ['nordhafen', 'kingsway'];

function basicText(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll('ß', 'ss')
    .replaceAll('&', '+')
    .replaceAll(/[^a-zA-Z0-9/\-?:().,'+ ]/gu, '');
}

function payee(supplier: SampleSupplier): Pick<Order, 'iban' | 'american'> | null {
  const [account] = supplier.accounts;
  if (account === undefined) return null;
  if (account.routingNumber === null) return { iban: account.accountNumber };
  return { american: { account: account.accountNumber, routing: account.routingNumber } };
}

/** One order for each bill that is due from an account, told apart by its place. */
function ordersFrom(company: SampleCompany, account: SampleBankAccount): readonly Order[] {
  const suppliers = new Map(company.suppliers.map((item) => [item.code, item]));
  return company.documents
    .filter((item) => item.entityCode === account.entityCode && item.kind === 'in_invoice')
    .flatMap((item, index) => {
      const supplier = suppliers.get(item.supplierCode);
      const to = supplier === undefined ? null : payee(supplier);
      if (supplier === undefined || to === null) return [];
      return [
        {
          ...to,
          endToEndId: `Q${account.journalCode}${index}`,
          amount: minorUnits(item.total, item.currency) ?? 0n,
          name: basicText(supplier.name),
          text: basicText(item.supplierReference),
        },
      ];
    });
}

/** Pays everything from every account under the default behaviour and closes three weeks. */
function payAll(company: SampleCompany): readonly BankSimulator[] {
  return BANKS.map((profile) => {
    const bank = createBank({
      profile,
      seed: company.seed,
      clock: () => `${TODAY}T10:00:00Z`,
      accounts: ledgerAccountsOf(company, profile),
    });
    for (const account of company.bankAccounts.filter((item) => item.bank === profile)) {
      const { accountNumber, currency, journalCode } = account;
      const bytes = paymentFile({
        messageId: `B${journalCode}`,
        orders: ordersFrom(company, account),
        account: accountNumber,
        currency,
      });
      bank.files.write(`/in/${journalCode}.xml`, bytes);
    }
    bank.advanceDay(addDays(TODAY, 21));
    return bank;
  });
}

const folder = schemaFolder();

function filesOf(banks: readonly BankSimulator[]) {
  return banks.flatMap((bank) =>
    bank.files.list('/out').map(({ name }) => ({ name, bytes: bank.files.read(`/out/${name}`) })),
  );
}

describe('the sample company at its banks, as the demo finds them', () => {
  const company = sampleCompany({ seed: 42, today: TODAY });
  const banks = payAll(company);

  test('nearly all is executed; the invalid accounts and a few more are not', () => {
    const invalid = new Set(
      company.suppliers
        .flatMap((supplier) => supplier.accounts)
        .filter((item) => item.routingNumber === null && !ibanIsValid(item.accountNumber))
        .map((item) => item.accountNumber),
    );
    for (const bank of banks) {
      const { instructions, trialBalance } = bank.books();
      expect(instructions.length).toBeGreaterThan(250);
      const rejected = instructions.filter((item) => item.state === 'rejected');
      expect(rejected.length).toBeLessThan(instructions.length / 15);
      expect(instructions.filter((item) => item.state === 'returned').length).toBeGreaterThan(0);
      expect(instructions.filter((item) => item.state === 'accepted')).toEqual([]);
      for (const item of instructions) {
        if (invalid.has(item.creditorAccount)) expect(item.reasonCode).toBe('AC01');
      }
      expect([...trialBalance.values()].every((sum) => sum === 0n)).toBe(true);
    }
    const dollars = banks[0]?.books().instructions.filter((item) => item.currency === 'USD') ?? [];
    expect(dollars.length).toBeGreaterThan(20);
    expect(dollars.some((item) => item.state === 'booked')).toBe(true);
  });

  test('one statement file comes twice, fees and receipts stand among the entries', () => {
    const copies = banks.map(
      (bank) => bank.files.list('/out').filter((entry) => entry.name.includes('.copy')).length,
    );
    expect(copies).toEqual([1, 0]);
    for (const bank of banks) {
      const kinds = bank.books().accounts.flatMap((item) => item.bookings.map((b) => b.kind));
      expect(kinds).toEqual(expect.arrayContaining(['fee', 'receipt', 'return']));
    }
  });

  test('the dollar account is named by its number', () => {
    const dollar = company.bankAccounts.find((item) => item.currency === 'USD')?.accountNumber;
    const statements = filesOf(banks).filter(({ name }) => name.includes(`camt053.${dollar}`));
    expect(statements.length).toBeGreaterThan(10);
    for (const { bytes } of statements) {
      expect(texts(new TextDecoder().decode(bytes), 'Id')).toContain(dollar);
    }
  });

  test.skipIf(folder === null)(
    'every file fits its schema (skipped without the schema folder)',
    () => {
      for (const { bytes } of filesOf(banks)) {
        expect(validateAgainstSchema(bytes, folder ?? '')).toMatch(/^(?:camt|pain)\./u);
      }
    },
  );

  test('the same seed gives the same bytes, another seed other fates', () => {
    const again = payAll(company);
    for (const [index, bank] of banks.entries()) {
      const twin = again[index];
      expect(twin?.files.list('/out')).toEqual(bank.files.list('/out'));
      for (const { name } of bank.files.list('/out')) {
        expect(twin?.files.read(`/out/${name}`)).toEqual(bank.files.read(`/out/${name}`));
      }
    }
    const fates = (list: readonly BankSimulator[]) =>
      list.flatMap((bank) => bank.books().instructions.map((item) => item.state));
    expect(fates(payAll({ ...company, seed: 43 }))).not.toEqual(fates(banks));
  });
});
