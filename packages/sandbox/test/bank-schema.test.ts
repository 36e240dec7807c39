import { expect, test } from 'vitest';
import type { BankName } from '../src/index.ts';
import {
  bankOf,
  orders,
  paymentFile,
  schemaFolder,
  validateAgainstSchema,
} from './bank-support.ts';

const folder = schemaFolder();

function validate(bytes: Uint8Array): string {
  return validateAgainstSchema(bytes, folder ?? '');
}

const EXPECTED: Readonly<Record<BankName, readonly string[]>> = {
  nordhafen: ['camt.053.001.08', 'camt.054.001.08', 'pain.002.001.10'],
  kingsway: ['camt.053.001.02', 'camt.054.001.02', 'pain.002.001.03'],
};

test.skipIf(folder === null).each<BankName>(['nordhafen', 'kingsway'])(
  'every file of %s is valid against its schema (skipped without the schema folder)',
  (profile) => {
    const returning = 'AT611904300234573201';
    const bank = bankOf(profile, {
      rejectPerMille: 150,
      receiptPerMille: 900,
      interestPerMille: 900,
      returningAccounts: [returning],
    });
    const seen = new Set<string>();
    for (const [version, prefix] of [
      ['03', 'Q'],
      ['09', 'R'],
    ] as const) {
      const all = [
        ...orders(40, prefix),
        { endToEndId: `${prefix}RETURN`, amount: 4_711n, iban: returning },
        { endToEndId: `${prefix}BAD`, amount: 1n, iban: 'DE00370400440532013000' },
      ];
      const bytes = paymentFile({ messageId: `B${version}`, orders: all, version });
      expect(validate(bytes)).toBe(`pain.001.001.${version}`);
      bank.files.write(`/in/${version}.xml`, bytes);
    }
    bank.files.write('/in/broken.xml', new TextEncoder().encode('<Document>'));
    bank.process();
    bank.files.write('/in/again.xml', bank.files.read('/archive/03.xml'));
    bank.faults.inject('contradictoryStatus');
    bank.advanceDay('2026-12-01');
    const files = bank.files.list('/out');
    expect(files.length).toBeGreaterThan(20);
    for (const { name } of files) seen.add(validate(bank.files.read(`/out/${name}`)));
    expect([...seen].toSorted()).toEqual(EXPECTED[profile]);
    const kinds = new Set(
      bank.books().accounts.flatMap((account) => account.bookings.map((item) => item.kind)),
    );
    const payments = profile === 'kingsway' ? 'batch' : 'payment';
    expect(kinds).toEqual(new Set(['receipt', 'interest', payments, 'fee', 'return']));
  },
);
