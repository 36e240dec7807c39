import { asPlainDate } from '@quittance/domain';
import {
  composeStatement,
  composeStatusReport,
  readBankContent,
  type StatedAccount,
  type StatedEntry,
} from '@quittance/formats';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOf } from './support/camt.ts';

const day = asPlainDate('2026-11-23');

const entry = (amountMinor: bigint, reference: string | null = null): StatedEntry => ({
  amountMinor,
  currency: 'EUR',
  status: 'BOOK',
  bookingDate: day,
  valueDate: day,
  accountServicerReference: reference,
  code: { domain: 'PMNT', family: 'ICDT', subFamily: 'ESCT', proprietary: null },
  transactions: [{ endToEndId: 'Q00000000000A' }],
});

const account = (of: Partial<StatedAccount>): StatedAccount => ({
  message: 'camt.053',
  id: 'day 327',
  accountNumber: 'DE09370996109469000117',
  currency: 'EUR',
  fromDate: day,
  toDate: day,
  sequenceNumber: '327',
  createdAt: null,
  openingMinor: 0n,
  closingMinor: 0n,
  entries: [],
  ...of,
});

describe('a statement that came in another form', () => {
  test('[I5] it is proven exactly when opening and entries add up to closing', () => {
    fc.assert(
      fc.property(
        fc.bigInt(-(10n ** 12n), 10n ** 12n),
        fc.array(fc.bigInt(-(10n ** 9n), 10n ** 9n), { maxLength: 8 }),
        fc.bigInt(-2n, 2n),
        (openingMinor, amounts, difference) => {
          const sum = amounts.reduce((total, amount) => total + amount, openingMinor);
          const closingMinor = sum + difference;
          const entries = amounts.map((amount) => entry(amount));
          const { proof } = composeStatement(account({ openingMinor, closingMinor, entries }));
          expect(proof).toEqual(
            difference === 0n
              ? { kind: 'proven' }
              : { kind: 'broken', differenceMinor: difference },
          );
        },
      ),
    );
  });

  test('[I27] equal entries have keys of their own, and the same ones each time', () => {
    const stated = account({ entries: [entry(-5n), entry(-5n), entry(-5n, 'R1')] });
    const keys = composeStatement(stated).entries.map(({ entryKey }) => entryKey);
    expect(new Set(keys).size).toBe(3);
    expect(composeStatement(stated).entries.map(({ entryKey }) => entryKey)).toEqual(keys);
  });

  test('[I5] without both balances nothing is claimed to be proven', () => {
    const { proof } = composeStatement(account({ message: 'camt.052', closingMinor: null }));
    expect(proof.kind).toBe('not_applicable');
  });
});

describe('a status that came in another form', () => {
  test('[FT-03] carries what was said and nothing that was not', () => {
    const statuses = [{ endToEndId: 'Q00000000000A', status: 'RJCT', reason: 'AC04' }];
    const report = composeStatusReport({ messageId: null, createdAt: 'then', statuses });
    expect(report).toMatchObject({ originalMessageId: null, groupStatus: null, faults: [] });
    expect(report.payments[0]?.transactions[0]).toMatchObject({
      endToEndId: 'Q00000000000A',
      status: 'RJCT',
      reasons: [{ code: 'AC04' }],
      amountMinor: null,
    });
  });
});

test('[RES-14] bytes that are no message are unreadable, with the reason', () => {
  const content = readBankContent(bytesOf('<html>Back at six</html>'));
  expect(content).toMatchObject({ kind: 'unreadable', fault: { severity: 'fatal' } });
});
