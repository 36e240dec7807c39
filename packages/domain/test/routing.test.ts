import {
  addDays,
  asId,
  asInstant,
  asPlainDate,
  carriedBy,
  explainRoute,
  type OwnAccountId,
  type PaymentToRoute,
  railOf,
  type RouteOption,
  routePayments,
  type RoutingAccount,
} from '@quittance/domain';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const day = asPlainDate('2026-11-23');
const supplier = 'FR1420041010050500013M02606';
const idOf = (number: number): OwnAccountId =>
  asId<'own_account'>(`01930000-0000-7000-8000-00000000000${number.toString()}`);

const sepaOf = (feeMinor: bigint, amountMaxMinor: bigint | null = null) => ({
  rails: [{ rail: 'sepa', currency: 'EUR', amountMaxMinor, feeMinor } as const],
});

const account = (number: number, more: Partial<RoutingAccount> = {}): RoutingAccount => ({
  id: idOf(number),
  name: `account ${number.toString()}`,
  currency: 'EUR',
  routingRank: null,
  profile: sepaOf(10n),
  iban: 'DE02120300000000202051',
  stopReason: null,
  downSince: null,
  freeMinor: 1_000_000n,
  ...more,
});

const option = (number: number, more: Partial<RouteOption> = {}): RouteOption => ({
  accountId: idOf(number),
  executionDate: day,
  amountMinor: 10_000n,
  discountMinor: 0n,
  ...more,
});

const payment = (more: Partial<PaymentToRoute> = {}): PaymentToRoute => ({
  key: 'acme',
  currency: 'EUR',
  urgent: false,
  creditorIban: supplier,
  dueDate: day,
  options: [option(1), option(2)],
  ...more,
});

function choice(accounts: readonly RoutingAccount[], more: Partial<PaymentToRoute> = {}) {
  const [route] = routePayments([payment(more)], accounts);
  if (route === undefined) throw new Error('one payment has one route');
  return { account: route.chosen?.accountName ?? null, why: explainRoute(route) };
}

describe('the rail of a payment', () => {
  test('[ORC-06] it follows from urgency, currency and where both accounts are', () => {
    const debtorIban = 'DE02120300000000202051';
    const of = { urgent: false, currency: 'EUR', debtorIban, creditorIban: supplier } as const;
    expect(railOf(of)).toBe('sepa');
    expect(railOf({ ...of, urgent: true })).toBe('urgent');
    expect(railOf({ ...of, currency: 'USD' })).toBe('standard');
    expect(railOf({ ...of, creditorIban: null })).toBe('standard');
    expect(railOf({ ...of, creditorIban: 'BR1800360305000010009795493C1' })).toBe('standard');
  });

  test('of several tariffs of a bank the cheapest that takes the amount counts', () => {
    const cheap = { rail: 'sepa', currency: 'EUR', amountMaxMinor: 500n, feeMinor: 1n } as const;
    const dear = { ...cheap, amountMaxMinor: 9_000n, feeMinor: 7n };
    const ask = (amountMinor: bigint, currency: 'EUR' | 'USD' = 'EUR') =>
      carriedBy({ rails: [dear, cheap] }, { rail: 'sepa', currency, amountMinor });
    expect(ask(500n)).toBe(cheap);
    expect(ask(501n)).toBe(dear);
    expect(ask(9_001n)).toBe('amount');
    expect(ask(1n, 'USD')).toBe('currency');
    expect(carriedBy({ rails: [dear] }, { rail: 'urgent', currency: 'EUR', amountMinor: 1n })).toBe(
      'rail',
    );
  });
});

describe('the choice of an account', () => {
  test.each([
    ['stopped', { stopReason: 'odd mail' }, 'an emergency stop holds back its releases'],
    ['short', { freeMinor: 9_999n }, 'it does not hold enough beside what is spoken for'],
    ['another rail', { profile: { rails: [] } }, 'it does not pay in this currency'],
    ['another currency', { currency: 'USD' }, 'it does not pay in this currency'],
    ['no IBAN', { iban: null }, 'its bank does not carry this kind of payment'],
    ['limited', { profile: sepaOf(1n, 9_999n) }, 'the amount is above what its bank carries'],
  ] as const)('[ORC-06] an account that is %s is never chosen', (_, more, words) => {
    const told = choice([account(1, more), account(2, { profile: sepaOf(99n) })]);
    expect(told.account).toBe('account 2');
    expect(told.why.join('\n')).toContain(`not from account 1: ${words}`);
    expect(choice([account(1, more)], { options: [option(1)] }).account).toBeNull();
  });

  test('[ORC-06] equal otherwise, the cheaper bank carries it, and the cost is told', () => {
    const told = choice([account(1, { profile: sepaOf(35n) }), account(2)]);
    expect(told.account).toBe('account 2');
    expect(told.why).toEqual([
      'from account 2 on 2026-11-23, costs 0.10 EUR',
      'not from account 1: it would cost 0.35 EUR',
    ]);
  });

  test('[ORC-06] being in time outranks the cost, and a lost discount is a cost', () => {
    const late = option(1, { executionDate: addDays(day, 1) });
    const accounts = [account(1), account(2, { profile: sepaOf(900n) })];
    const told = choice(accounts, { options: [late, option(2)] });
    expect(told.account).toBe('account 2');
    expect(told.why[1]).toBe('not from account 1: it would pay later, on 2026-11-24');
    const notDue = { dueDate: addDays(day, 9), options: [late, option(2)] };
    expect(choice(accounts, notDue).account).toBe('account 1');
    const discounted = [late, option(2, { amountMinor: 9_000n, discountMinor: 1_000n })];
    expect(choice(accounts, { ...notDue, options: discounted }).account).toBe('account 2');
  });

  test('[RES-10][FT-11] a bank that does not answer is the last resort, and still one', () => {
    const down = account(1, { downSince: asInstant('2026-11-23T07:00:00.000Z') });
    const dear = account(2, { profile: sepaOf(900n) });
    const told = choice([down, dear]);
    expect(told.account).toBe('account 2');
    expect(told.why[1]).toContain('has not answered since 2026-11-23T07:00:00.000Z');
    const alone = choice([down], { options: [option(1)] });
    expect(alone.account).toBe('account 1');
    expect(alone.why[0]).toContain('once its bank answers again');
  });

  test('a balance that is not known is not taken for nothing, nor for enough', () => {
    const unknown = account(1, { freeMinor: null });
    expect(choice([unknown, account(2, { profile: sepaOf(900n) })]).account).toBe('account 2');
    expect(choice([unknown, account(2, { freeMinor: 0n })]).account).toBe('account 1');
  });

  test('the order of accounts decides between equals; one without a place comes last', () => {
    const accounts = [account(1), account(2, { routingRank: 7 })];
    expect(choice(accounts).account).toBe('account 2');
    expect(choice([account(1, { routingRank: 3 }), ...accounts.slice(1)]).account).toBe(
      'account 1',
    );
    expect(choice([account(1), account(2)]).account).toBe('account 1');
  });

  test('[WF-03] funds go to what is due first, then to the next account, then to nobody', () => {
    const due = (key: string, days: number) => payment({ key, dueDate: addDays(day, days) });
    const small = [account(1, { freeMinor: 15_000n }), account(2, { freeMinor: 10_000n })];
    const routes = routePayments([due('b', 2), due('a', 3), due('c', 1)], small);
    expect(routes.map(({ key, chosen }) => [key, chosen?.accountName ?? null])).toEqual([
      ['c', 'account 1'],
      ['b', 'account 2'],
      ['a', null],
    ]);
  });
});

const anyAccount = (number: number): fc.Arbitrary<RoutingAccount> =>
  fc
    .record({
      free: fc.option(fc.bigInt(0n, 60_000n)),
      fee: fc.bigInt(0n, 40n),
      limit: fc.option(fc.bigInt(1n, 30_000n)),
      down: fc.boolean(),
      stopped: fc.boolean(),
      routingRank: fc.option(fc.integer({ min: 1, max: 3 })),
    })
    .map(({ free, fee, limit, down, stopped, routingRank }) =>
      account(number, {
        freeMinor: free,
        profile: sepaOf(fee, limit),
        downSince: down ? asInstant('2026-11-23T07:00:00.000Z') : null,
        stopReason: stopped ? 'stop' : null,
        routingRank,
      }),
    );

const anyPayments = fc
  .array(
    fc.record({
      due: fc.integer({ min: -3, max: 3 }),
      amount: fc.bigInt(1n, 30_000n),
      late: fc.subarray([1, 2, 3]),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((rows) =>
    rows.map(({ due, amount, late }, index) =>
      payment({
        key: `p${index.toString()}`,
        dueDate: addDays(day, due),
        options: [1, 2, 3].map((number) =>
          option(number, {
            amountMinor: amount,
            executionDate: late.includes(number) ? addDays(day, 1) : day,
          }),
        ),
      }),
    ),
  );

const world = fc.record({
  accounts: fc.tuple(anyAccount(1), anyAccount(2), anyAccount(3)),
  payments: anyPayments,
});

describe('laws of the choice', () => {
  test('[ORC-06] it is a function of the set: the order of the input does not matter', () => {
    fc.assert(
      fc.property(world, ({ accounts, payments }) => {
        const wanted = routePayments(payments, accounts);
        const turned = payments.map((one) => ({ ...one, options: one.options.toReversed() }));
        expect(routePayments(turned.toReversed(), accounts.toReversed())).toEqual(wanted);
      }),
    );
  });

  test('[I3] every payment has a route or a reason against each account, and funds hold', () => {
    fc.assert(
      fc.property(world, ({ accounts, payments }) => {
        const routes = routePayments(payments, accounts);
        expect(routes.map((route) => route.key).toSorted()).toEqual(
          payments.map((one) => one.key).toSorted(),
        );
        for (const { id, freeMinor } of accounts) {
          const mine = routes.filter((route) => route.chosen?.accountId === id);
          const total = mine.reduce((sum, { chosen }) => sum + (chosen?.amountMinor ?? 0n), 0n);
          if (freeMinor !== null) expect(total).toBeLessThanOrEqual(freeMinor);
        }
        for (const route of routes) {
          expect(route.weighed).toHaveLength(3);
          const free = route.weighed.filter((one) => one.obstacle === null);
          expect(route.chosen === null).toBe(free.length === 0);
          expect(explainRoute(route)).toHaveLength(route.chosen === null ? 4 : 3);
        }
      }),
    );
  });

  test('[ORC-06] no account that was passed over is better in one thing and worse in none', () => {
    fc.assert(
      fc.property(world, ({ accounts, payments }) => {
        for (const { chosen, weighed } of routePayments(payments, accounts)) {
          if (chosen === null) continue;
          for (const other of weighed.filter((one) => one.obstacle === null)) {
            const known = (one: typeof other) => one.freeMinor !== null && one.downSince === null;
            const isNoWorse = (known(other) || !known(chosen)) && other.daysLate <= chosen.daysLate;
            const isCheaper = (other.costMinor ?? 0n) < (chosen.costMinor ?? 0n);
            expect(known(other) && isNoWorse && isCheaper).toBe(false);
          }
        }
      }),
    );
  });
});
