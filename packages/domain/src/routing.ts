import type { BankProfile, BankRail, Rail } from './bank-profile.ts';
import type { OwnAccount } from './entity.ts';
import { isSepaIban } from './value/bank-details.ts';
import type { Currency } from './value/currency.ts';
import type { OwnAccountId } from './value/identifier.ts';
import { formatDecimal, money } from './value/money.ts';
import { daysBetween, type Instant, type PlainDate } from './value/plain-date.ts';

/** An own account as the choice between accounts sees it. */
export interface RoutingAccount extends Pick<
  OwnAccount,
  'id' | 'name' | 'currency' | 'routingRank'
> {
  readonly profile: Pick<BankProfile, 'rails'>;
  /** Its number where that is an IBAN, or null. */
  readonly iban: string | null;
  /** Why nothing may leave it now, or null. */
  readonly stopReason: string | null;
  /** Since when its bank has not answered, or null while it answers. */
  readonly downSince: Instant | null;
  /** What of it is not spoken for, minor units of its currency; null: no balance is known yet. */
  readonly freeMinor: bigint | null;
}

/** One payment as it would be from one account; a later day may lose a discount. */
export interface RouteOption {
  readonly accountId: OwnAccountId;
  readonly executionDate: PlainDate;
  /** What would be paid from there, minor units of the payment's currency. */
  readonly amountMinor: bigint;
  /** What would be had for paying early, minor units. */
  readonly discountMinor: bigint;
}

/** A payment that no account was chosen for yet. */
export interface PaymentToRoute {
  /** Names the payment among the others of the run. */
  readonly key: string;
  readonly currency: Currency;
  readonly urgent: boolean;
  /** The payee's number where that is an IBAN, or null. */
  readonly creditorIban: string | null;
  /** The first day on which one of its bills falls due. */
  readonly dueDate: PlainDate;
  readonly options: readonly RouteOption[];
}

/** Why an account cannot carry a payment at all. */
export type RouteObstacle = 'currency' | 'rail' | 'amount' | 'stopped' | 'funds';

/** One account as it was weighed for one payment. Amounts are minor units of the payment. */
export interface WeighedRoute extends RouteOption {
  readonly accountName: string;
  readonly rail: Rail;
  readonly obstacle: RouteObstacle | null;
  /** The bank's fee and the discount that is lost by paying later; null behind an obstacle. */
  readonly costMinor: bigint | null;
  readonly daysLate: number;
  readonly downSince: Instant | null;
  readonly freeMinor: bigint | null;
  readonly routingRank: number | null;
}

/** Where a payment goes, and every account that was weighed for it, best first. */
export interface Route {
  readonly key: string;
  readonly currency: Currency;
  /** Null: no account can carry it. */
  readonly chosen: WeighedRoute | null;
  readonly weighed: readonly WeighedRoute[];
}

/**
 * The rail of a payment: it follows from the urgency, the currency and the two accounts. `null`
 * stands for an account without an IBAN.
 */
export function railOf(of: {
  readonly urgent: boolean;
  readonly currency: Currency;
  readonly debtorIban: string | null;
  readonly creditorIban: string | null;
}): Rail {
  if (of.urgent) return 'urgent';
  const { debtorIban, creditorIban } = of;
  const isSepa =
    of.currency === 'EUR' &&
    debtorIban !== null &&
    creditorIban !== null &&
    isSepaIban(debtorIban) &&
    isSepaIban(creditorIban);
  return isSepa ? 'sepa' : 'standard';
}

/** The cheapest way of a bank to carry a payment, or why it has none. Fees are minor units. */
export function carriedBy(
  profile: Pick<BankProfile, 'rails'>,
  of: { readonly rail: Rail; readonly currency: Currency; readonly amountMinor: bigint },
): BankRail | Extract<RouteObstacle, 'currency' | 'rail' | 'amount'> {
  const ofCurrency = profile.rails.filter((one) => one.currency === of.currency);
  if (ofCurrency.length === 0) return 'currency';
  const ofRail = ofCurrency.filter((one) => one.rail === of.rail);
  if (ofRail.length === 0) return 'rail';
  const [cheapest] = ofRail
    .filter(({ amountMaxMinor }) => amountMaxMinor === null || of.amountMinor <= amountMaxMinor)
    .toSorted((left, right) => compare(left.feeMinor, right.feeMinor));
  return cheapest ?? 'amount';
}

/** What decides between accounts that can carry a payment, in this order; the smaller is better. */
const criteria: readonly {
  readonly measure: (route: WeighedRoute) => bigint;
  readonly words: (other: WeighedRoute, currency: Currency) => string;
}[] = [
  {
    measure: ({ downSince }) => (downSince === null ? 0n : 1n),
    words: ({ downSince }) => `its bank has not answered since ${downSince ?? 'some time'}`,
  },
  {
    measure: ({ freeMinor }) => (freeMinor === null ? 1n : 0n),
    words: () => 'its balance is not known yet',
  },
  {
    measure: ({ daysLate }) => BigInt(daysLate),
    words: ({ executionDate }) => `it would pay later, on ${executionDate}`,
  },
  {
    measure: ({ costMinor }) => costMinor ?? 0n,
    words: ({ costMinor }, currency) =>
      `it would cost ${formatDecimal(money(currency, costMinor ?? 0n))} ${currency}`,
  },
  {
    // An account that has no place of its own comes after those that have one.
    measure: ({ routingRank }) => BigInt(routingRank ?? 1_000_000_000),
    words: () => 'it stands later in the order of the accounts',
  },
];

const obstacleWords: Readonly<Record<RouteObstacle, string>> = {
  currency: 'it does not pay in this currency',
  rail: 'its bank does not carry this kind of payment',
  amount: 'the amount is above what its bank carries in one payment',
  stopped: 'an emergency stop holds back its releases',
  funds: 'it does not hold enough beside what is spoken for',
};

/**
 * Chooses an account for every payment: never one with an obstacle; of the others one whose bank
 * answers, whose balance is known, that pays in time, costs least, and comes first by rank. Funds
 * go to what is due first. A function of the set: the order of the input does not matter. Pure.
 */
export function routePayments(
  payments: readonly PaymentToRoute[],
  accounts: readonly RoutingAccount[],
): readonly Route[] {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const free = new Map(accounts.map((account) => [account.id, account.freeMinor]));
  return payments.toSorted(byNeed).map((payment) => {
    const weighed = payment.options
      .flatMap((option) => {
        const account = byId.get(option.accountId);
        if (account === undefined) return [];
        const freeMinor = free.get(account.id) ?? null;
        return [weigh(payment, option, { ...account, freeMinor })];
      })
      .toSorted(better);
    const [first] = weighed;
    const chosen = first?.obstacle === null ? first : null;
    if (chosen !== null && chosen.freeMinor !== null) {
      free.set(chosen.accountId, chosen.freeMinor - chosen.amountMinor);
    }
    return Object.freeze({ key: payment.key, currency: payment.currency, chosen, weighed });
  });
}

/** What is due first, then the larger amount, then the key. */
function byNeed(left: PaymentToRoute, right: PaymentToRoute): number {
  return (
    compare(left.dueDate, right.dueDate) ||
    compare(largestOf(right), largestOf(left)) ||
    compare(left.key, right.key)
  );
}

const largestOf = ({ options }: PaymentToRoute): bigint =>
  options.reduce((top, { amountMinor }) => (amountMinor > top ? amountMinor : top), 0n);

function weigh(
  payment: PaymentToRoute,
  option: RouteOption,
  account: RoutingAccount,
): WeighedRoute {
  const { currency, urgent, creditorIban, dueDate } = payment;
  const { amountMinor, executionDate, discountMinor } = option;
  const { freeMinor, iban: debtorIban } = account;
  const rail = railOf({ urgent, currency, debtorIban, creditorIban });
  const carried =
    account.currency === currency
      ? carriedBy(account.profile, { rail, currency, amountMinor })
      : 'currency';
  const discounts = payment.options.map((one) => one.discountMinor);
  const most = discounts.reduce((top, one) => (one > top ? one : top), 0n);
  const isShort = freeMinor !== null && freeMinor < amountMinor;
  const held = account.stopReason !== null ? 'stopped' : isShort ? 'funds' : null;
  const late = daysBetween(dueDate, executionDate);
  return Object.freeze({
    ...option,
    accountName: account.name,
    rail,
    obstacle: typeof carried === 'string' ? carried : held,
    costMinor: typeof carried === 'string' ? null : carried.feeMinor + most - discountMinor,
    daysLate: late > 0 ? late : 0,
    downSince: account.downSince,
    freeMinor,
    routingRank: account.routingRank,
  });
}

function better(left: WeighedRoute, right: WeighedRoute): number {
  if ((left.obstacle === null) !== (right.obstacle === null)) {
    return left.obstacle === null ? -1 : 1;
  }
  for (const { measure } of criteria) {
    const order = compare(measure(left), measure(right));
    if (order !== 0) return order;
  }
  return compare(left.accountId, right.accountId);
}

/** Why a payment goes where it goes, in plain words: the choice first, then every other account. */
export function explainRoute(route: Route): readonly string[] {
  const { chosen, weighed, currency } = route;
  const others = weighed.filter((one) => one !== chosen);
  const lines = others.map((one) => `not from ${one.accountName}: ${whyNot(one, route)}`);
  if (chosen === null) return ['no own account can carry it', ...lines];
  const cost = formatDecimal(money(currency, chosen.costMinor ?? 0n));
  const told = `from ${chosen.accountName} on ${chosen.executionDate}, costs ${cost} ${currency}`;
  return [chosen.downSince === null ? told : `${told}, once its bank answers again`, ...lines];
}

function whyNot(other: WeighedRoute, { chosen, currency }: Route): string {
  if (other.obstacle !== null) return obstacleWords[other.obstacle];
  const decisive = criteria.find(
    ({ measure }) => chosen !== null && measure(other) !== measure(chosen),
  );
  return decisive?.words(other, currency) ?? 'it is no better';
}

const compare = <Value extends bigint | string>(left: Value, right: Value): number =>
  left < right ? -1 : left > right ? 1 : 0;
