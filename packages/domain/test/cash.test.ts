import {
  type AccountCash,
  asId,
  asInstant,
  asPlainDate,
  businessDayBefore,
  cashPosition,
  type PlainDate,
} from '@quittance/domain';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const tuesday = asInstant('2026-11-24T08:00:00.000Z');
const monday = asPlainDate('2026-11-23');
const friday = asPlainDate('2026-11-20');
const entityId = asId<'entity'>('01930000-0000-7000-8000-000000000001');

const profiles = new Map([
  [
    'nordhafen',
    {
      cutOffs: [
        { currency: 'EUR', time: '15:00', timeZone: 'Europe/Berlin', calendar: 'target' } as const,
      ],
    },
  ],
]);

const balance = (minor: bigint, day: PlainDate = monday) => ({
  minor,
  day,
  toldAt: tuesday,
  statement: 'S1',
});

let made = 0;
function account(more: Partial<AccountCash> = {}): AccountCash {
  made += 1;
  const ownAccountId = asId<'own_account'>(
    `01930000-0000-7000-8000-${made.toString().padStart(12, '0')}`,
  );
  const named = { entityId, entityCode: 'HDE', ownAccountId, accountName: `a${made.toString()}` };
  const sums = {
    booked: balance(1_000n),
    underWayMinor: 0n,
    waitingMinor: 0n,
    otherCurrencies: [],
  };
  return { ...named, currency: 'EUR', bank: 'nordhafen', ...sums, ...more };
}

const position = (accounts: readonly AccountCash[], at = tuesday) =>
  cashPosition(accounts, { at, profiles });

describe('cashPosition', () => {
  test('[MET-03][OBS-11] a balance has its day, and one of an earlier day is stale', () => {
    const fresh = account({ accountName: 'fresh' });
    const old = account({ accountName: 'old', booked: balance(5n, friday) });
    const { accounts, byEntity } = position([fresh, old]);
    expect(accounts.map((line) => [line.accountName, line.expectedDay, line.stale])).toEqual([
      ['fresh', monday, false],
      ['old', monday, true],
    ]);
    expect(byEntity).toMatchObject([{ asOf: friday, stale: ['old'], missing: [] }]);
    // On Monday itself the statement of Friday is the newest that there can be.
    expect(position([old], asInstant('2026-11-23T08:00:00.000Z')).accounts[0]?.stale).toBe(false);
    // Late in the evening in London it is Tuesday in Berlin.
    expect(position([old], asInstant('2026-11-23T23:30:00.000Z')).accounts[0]?.stale).toBe(true);
  });

  test('[MET-03] what is missing is missing: in no sum, and never nought', () => {
    const known = account({ booked: balance(0n) });
    const missing = account({ booked: null, underWayMinor: 70n, accountName: 'new' });
    const alone = position([missing]);
    expect(alone.accounts[0]).toMatchObject({ booked: null, freeMinor: null, stale: true });
    expect(alone.byEntity).toMatchObject([
      { bookedMinor: null, freeMinor: null, asOf: null, missing: ['new'], underWayMinor: 70n },
    ]);
    expect(position([known, missing]).byEntity).toMatchObject([
      { bookedMinor: 0n, freeMinor: 0n, missing: ['new'], stale: [] },
    ]);
  });

  test('[WF-03] free is what neither leaves nor waits to leave, and may be below nought', () => {
    const { accounts } = position([account({ underWayMinor: 900n, waitingMinor: 300n })]);
    expect(accounts[0]?.freeMinor).toBe(-200n);
  });

  test('[CAN-11] entities, banks and currencies stand apart', () => {
    const { byEntity, byBank } = position([
      account(),
      account({ currency: 'USD', booked: balance(7n) }),
      account({ entityCode: 'HUK', bank: 'kingsway', currency: 'GBP', booked: balance(9n) }),
      account({ bank: 'kingsway', booked: balance(20n) }),
    ]);
    const told = (totals: typeof byEntity) =>
      totals.map((total) => [total.of, total.currency, total.bookedMinor]);
    expect(told(byEntity)).toEqual([
      ['HDE', 'EUR', 1_020n],
      ['HDE', 'USD', 7n],
      ['HUK', 'GBP', 9n],
    ]);
    expect(told(byBank)).toEqual([
      ['kingsway', 'EUR', 20n],
      ['kingsway', 'GBP', 9n],
      ['nordhafen', 'EUR', 1_000n],
      ['nordhafen', 'USD', 7n],
    ]);
  });

  test('[REC-07] every known balance is in one sum of its entity and one of its bank', () => {
    const any = fc
      .record({
        entityCode: fc.constantFrom('HDE', 'HUK'),
        bank: fc.constantFrom('nordhafen', 'kingsway', 'gone'),
        currency: fc.constantFrom('EUR' as const, 'GBP' as const),
        minor: fc.option(fc.bigInt(-999n, 999n)),
      })
      .map(({ minor, ...more }) =>
        account({ ...more, booked: minor === null ? null : balance(minor) }),
      );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), (accounts) => {
        const { byEntity, byBank } = position(accounts);
        for (const currency of ['EUR', 'GBP'] as const) {
          const mine = accounts.filter((one) => one.currency === currency);
          const sum = mine.reduce((total, one) => total + (one.booked?.minor ?? 0n), 0n);
          const missing = mine.filter((one) => one.booked === null).length;
          for (const totals of [byEntity, byBank]) {
            const ofCurrency = totals.filter((total) => total.currency === currency);
            const booked = ofCurrency.reduce((all, one) => all + (one.bookedMinor ?? 0n), 0n);
            expect(booked).toBe(sum);
            expect(ofCurrency.flatMap((one) => one.missing)).toHaveLength(missing);
          }
        }
        expect(position(accounts.toReversed())).toEqual(position(accounts));
      }),
    );
  });
});

test('the last business day before a day', () => {
  expect(businessDayBefore('target', asPlainDate('2026-12-28'))).toBe('2026-12-24');
  expect(businessDayBefore('uk', asPlainDate('2026-12-29'))).toBe('2026-12-24');
  expect(businessDayBefore('weekdays', monday)).toBe(friday);
});
