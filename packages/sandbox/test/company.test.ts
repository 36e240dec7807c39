import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bankFacts,
  ibanIsValid,
  routingNumberIsValid,
  sampleCompany,
  type SampleCompany,
  type SampleDocument,
} from '../src/index.ts';
import { addDays } from '../src/calendar.ts';
import { minorUnits } from '../src/money.ts';

const TODAY = '2026-11-23';
const seeds = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });

function company(seed = 1, scale = 1): SampleCompany {
  return sampleCompany({ seed, today: TODAY, scale });
}

function minor(document: SampleDocument): bigint {
  return minorUnits(document.total, document.currency) ?? 0n;
}

/** Net amount due within five days by supplier and entity, as a payment proposal would see it. */
function payableGroups(sample: SampleCompany): readonly bigint[] {
  const usable = new Set(
    sample.suppliers
      .filter(({ accounts }) =>
        accounts.some((account) =>
          account.routingNumber === null
            ? ibanIsValid(account.accountNumber)
            : routingNumberIsValid(account.routingNumber),
        ),
      )
      .map(({ code }) => code),
  );
  const due = sample.documents.filter(
    (item) => !item.blocked && item.dueDate <= addDays(TODAY, 5) && usable.has(item.supplierCode),
  );
  const groups = Map.groupBy(due, (item) => `${item.entityCode} ${item.supplierCode}`);
  return [...groups.values()]
    .map((list) =>
      list.reduce(
        (sum, item) => sum + (item.kind === 'in_refund' ? -minor(item) : minor(item)),
        0n,
      ),
    )
    .filter((net) => net > 0n);
}

describe('the sample company', () => {
  test('is the same for the same seed and another for another', () => {
    fc.assert(
      fc.property(seeds, seeds, (one, other) => {
        fc.pre(one !== other);
        expect(company(one)).toEqual(company(one));
        expect(company(one).documents).not.toEqual(company(other).documents);
        expect(company(one).suppliers).not.toEqual(company(other).suppliers);
      }),
      { numRuns: 10 },
    );
  });

  test('has the entities, accounts and people of the demo', () => {
    const { entities, bankAccounts, users } = company();
    expect(entities.map((item) => `${item.code} ${item.country} ${item.currency}`)).toEqual([
      'HDE DE EUR',
      'HUK GB GBP',
      'HUS US USD',
    ]);
    expect(bankAccounts.map((item) => `${item.bank} ${item.entityCode} ${item.currency}`)).toEqual([
      'nordhafen HDE EUR',
      'nordhafen HUS USD',
      'kingsway HUK GBP',
      'kingsway HDE EUR',
    ]);
    const roles = users.map((user) => user.role);
    expect(roles.filter((role) => role === 'bookkeeper').length).toBeGreaterThanOrEqual(3);
    expect(roles.filter((role) => role === 'approver')).toHaveLength(2);
    expect(roles.filter((role) => role === 'treasurer')).toHaveLength(1);
    expect(users.at(-1)).toMatchObject({ login: 'svc', role: 'service' });
  });

  test('has about 400 open documents and at least 320 payable groups, whatever the seed', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const sample = company(seed);
        expect(sample.documents.length).toBeGreaterThan(380);
        expect(sample.documents.length).toBeLessThan(430);
        expect(payableGroups(sample).length).toBeGreaterThanOrEqual(320);
        expect(sample.suppliers.length).toBeGreaterThanOrEqual(350);
        expect(sample.history).toHaveLength(300);
        const blocked = sample.documents.filter((item) => item.blocked).length;
        const credits = sample.documents.filter((item) => item.kind === 'in_refund').length;
        expect(blocked).toBeGreaterThanOrEqual(10);
        expect(blocked).toBeLessThanOrEqual(15);
        expect(credits).toBeGreaterThanOrEqual(15);
        expect(credits).toBeLessThanOrEqual(20);
      }),
      { numRuns: 20 },
    );
  });

  test('has at least 2,000 payable groups at scale 5', () => {
    expect(payableGroups(company(3, 5)).length).toBeGreaterThanOrEqual(2_000);
    expect(() => company(3, 0)).toThrow(RangeError);
  });

  test('keeps its documents consistent', () => {
    const sample = company(11);
    const all = [...sample.documents, ...sample.history.map((item) => item.document)];
    const currencies = new Map(sample.entities.map((item) => [item.code, item.currency]));
    const suppliers = new Map(sample.suppliers.map((item) => [item.code, item]));
    const logins = sample.users.filter((user) => user.role === 'bookkeeper').map((u) => u.login);
    for (const item of all) {
      const sum = item.lines.reduce(
        (total, line) => total + (minorUnits(line.amount, item.currency) ?? 0n),
        0n,
      );
      expect(sum).toBe(minor(item));
      expect(sum).toBeGreaterThan(0n);
      expect(item.currency).toBe(currencies.get(item.entityCode));
      expect(suppliers.has(item.supplierCode)).toBe(true);
      expect(item.invoiceDate <= item.dueDate && item.invoiceDate <= TODAY).toBe(true);
      expect(logins).toContain(item.createdBy);
      if (item.discount !== null) {
        expect(item.discount.date > TODAY && item.discount.date < item.dueDate).toBe(true);
      }
    }
    const discounts = sample.documents.filter((item) => item.discount !== null);
    expect(discounts.length).toBeGreaterThan(20);
    for (const { paidOn } of sample.history) {
      expect(paidOn < TODAY && paidOn >= addDays(TODAY, -181)).toBe(true);
    }
    for (const supplier of sample.suppliers) {
      for (const account of supplier.accounts) expect(logins).toContain(account.lastEditedBy);
    }
    expect(new Set(sample.suppliers.map((item) => item.name)).size).toBe(sample.suppliers.length);
  });

  test('repeats no supplier reference but the planted one', () => {
    const sample = company(5);
    const { planted } = sample;
    const all = [...sample.documents, ...sample.history.map((item) => item.document)];
    const byReference = Map.groupBy(all, (item) => item.supplierReference);
    const repeated = [...byReference.values()].filter((list) => list.length > 1);
    expect(repeated).toHaveLength(1);
    expect(repeated[0]?.map((item) => item.supplierCode)).toEqual([
      planted?.duplicate.supplierCode,
      planted?.duplicate.supplierCode,
    ]);
  });

  test('has right check digits everywhere but where planted', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const sample = company(seed);
        const invalid = sample.suppliers.filter(({ accounts }) =>
          accounts.some(
            (account) => account.routingNumber === null && !ibanIsValid(account.accountNumber),
          ),
        );
        expect(invalid.map((item) => item.code)).toEqual(sample.planted?.withInvalidAccount);
        const without = sample.suppliers.filter((item) => item.accounts.length === 0);
        expect(without.map((item) => item.code)).toEqual(sample.planted?.withoutAccount);
        for (const { accountNumber, currency } of sample.bankAccounts) {
          expect(ibanIsValid(accountNumber)).toBe(currency !== 'USD');
        }
        for (const { routingNumber } of sample.suppliers.flatMap((item) => item.accounts)) {
          if (routingNumber !== null) expect(routingNumberIsValid(routingNumber)).toBe(true);
        }
      }),
      { numRuns: 10 },
    );
  });

  test('could pay everything twice from each account', () => {
    const sample = company(9);
    for (const account of sample.bankAccounts) {
      const owed = sample.documents
        .filter((item) => item.entityCode === account.entityCode && item.kind === 'in_invoice')
        .reduce((sum, item) => sum + minor(item), 0n);
      const balance = minorUnits(account.openingBalance, account.currency) ?? 0n;
      expect(balance).toBeGreaterThanOrEqual(owed * 2n);
    }
  });

  test('has names and references that banks refuse as they are', () => {
    const sample = company(2);
    const basic = new RegExp(`^(?:${bankFacts('nordhafen').characterSet.character})*$`, 'u');
    expect(sample.suppliers.filter((item) => !basic.test(item.name)).length).toBeGreaterThan(100);
    const references = sample.documents.map((item) => item.supplierReference);
    expect(references.filter((item) => !basic.test(item)).length).toBeGreaterThan(20);
  });
});

describe('account numbers', () => {
  test.each(['DE89370400440532013000', 'GB29NWBK60161331926819', 'NO9386011117947'])(
    '%s of the standard is valid, and no digit of it may change',
    (iban) => {
      expect(ibanIsValid(iban)).toBe(true);
      for (let index = 4; index < iban.length; index += 1) {
        const digit = iban[index] === '1' ? '2' : '1';
        expect(ibanIsValid(iban.slice(0, index) + digit + iban.slice(index + 1))).toBe(false);
      }
    },
  );

  test('routing numbers of the Federal Reserve banks are valid', () => {
    for (const number of ['021000021', '011401533', '091000019']) {
      expect(routingNumberIsValid(number)).toBe(true);
      expect(
        routingNumberIsValid(number.replace(/.$/u, (last) => (last === '9' ? '0' : '9'))),
      ).toBe(false);
    }
  });
});
