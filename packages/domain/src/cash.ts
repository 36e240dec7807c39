import type { BankProfile } from './bank-profile.ts';
import { businessDayBefore } from './calendar.ts';
import type { BatchState } from './batch/lifecycle.ts';
import type { PaymentState } from './payment/states.ts';
import type { Currency } from './value/currency.ts';
import type { EntityId, OwnAccountId } from './value/identifier.ts';
import { type Instant, localTime, type PlainDate } from './value/plain-date.ts';

/** Batches that nobody has released yet: what they pay is spoken for, and nothing of it left. */
export const waitingBatchStates: readonly BatchState[] = ['open', 'frozen', 'approved'];

/**
 * Released, and perhaps not in the booked balance yet: the bank may take the money at any moment. A
 * settled payment waits here too, until a statement has its entry.
 */
export const onTheirWayStates: readonly PaymentState[] = [
  'released',
  'submitted',
  'unknown',
  'accepted',
  'pending_settlement',
  'partially_settled',
  'settled',
  'cancel_pending',
];

/** Sources of facts that come from the statement whose balance an account has, or an older one. */
export const statementFactSources: readonly string[] = ['camt.053', 'match'];

/** What is known of the money of one own account. Amounts are minor units of its currency. */
export interface AccountCash {
  readonly entityId: EntityId;
  readonly entityCode: string;
  readonly ownAccountId: OwnAccountId;
  readonly accountName: string;
  readonly currency: Currency;
  /** Key of its bank profile. */
  readonly bank: string;
  /** Null before the first statement: not known, which is not nought. */
  readonly booked: BookedBalance | null;
  /** Released, and not in the booked balance yet. */
  readonly underWayMinor: bigint;
  /** In batches that are not released yet. */
  readonly waitingMinor: bigint;
  /** Currencies of payments under way whose debit the bank converts: in none of these sums. */
  readonly otherCurrencies: readonly Currency[];
}

/** A balance as a statement told it. */
export interface BookedBalance {
  readonly minor: bigint;
  /** The day at whose end it stood. */
  readonly day: PlainDate;
  /** When the statement came in; null where the statement itself is not known. */
  readonly toldAt: Instant | null;
  /** The bank's own id of that statement. */
  readonly statement: string | null;
}

/** One account of the cash position. */
export interface CashLine extends AccountCash {
  /** Booked less what is under way and what waits; null without a balance. */
  readonly freeMinor: bigint | null;
  /** The last business day of the bank that is over: its balance should be here. */
  readonly expectedDay: PlainDate;
  /** True when the balance is of an earlier day than expected, or there is none. */
  readonly stale: boolean;
}

/** Several accounts of one currency together. */
export interface CashTotal {
  /** Code of the entity, or key of the bank. */
  readonly of: string;
  readonly currency: Currency;
  /** Over the accounts whose balance is known; null when none is. */
  readonly bookedMinor: bigint | null;
  readonly freeMinor: bigint | null;
  readonly underWayMinor: bigint;
  readonly waitingMinor: bigint;
  /** The oldest of the days of the balances in it. */
  readonly asOf: PlainDate | null;
  /** Names of accounts without any balance: their money is in no sum. */
  readonly missing: readonly string[];
  /** Names of accounts whose balance is older than it should be. */
  readonly stale: readonly string[];
}

/** The money of the accounts that one may see, at one moment; currencies are never added. */
export interface CashPosition {
  readonly at: Instant;
  readonly accounts: readonly CashLine[];
  readonly byEntity: readonly CashTotal[];
  readonly byBank: readonly CashTotal[];
}

/** Puts the position together: as-of days, what is missing and what is stale. Pure. */
export function cashPosition(
  accounts: readonly AccountCash[],
  of: {
    readonly at: Instant;
    readonly profiles: ReadonlyMap<string, Pick<BankProfile, 'cutOffs'>>;
  },
): CashPosition {
  const lines = accounts
    .map((account) => lineOf(account, of))
    .toSorted((left, right) => compare(nameOf(left), nameOf(right)));
  return Object.freeze({
    at: of.at,
    accounts: lines,
    byEntity: totalsOf(lines, (line) => line.entityCode),
    byBank: totalsOf(lines, (line) => line.bank),
  });
}

const nameOf = (line: CashLine): string =>
  [line.entityCode, line.currency, line.bank, line.accountName, line.ownAccountId].join('\n');

function lineOf(account: AccountCash, of: Parameters<typeof cashPosition>[1]): CashLine {
  const { booked, underWayMinor, waitingMinor } = account;
  const cutOffs = of.profiles.get(account.bank)?.cutOffs ?? [];
  const cutOff = cutOffs.find((one) => one.currency === account.currency);
  const { day: today } = localTime(of.at, cutOff?.timeZone ?? 'UTC');
  const expectedDay = businessDayBefore(cutOff?.calendar ?? 'weekdays', today);
  return Object.freeze({
    ...account,
    freeMinor: booked === null ? null : booked.minor - underWayMinor - waitingMinor,
    expectedDay,
    stale: booked === null || booked.day < expectedDay,
  });
}

function totalsOf(
  lines: readonly CashLine[],
  keyOf: (line: CashLine) => string,
): readonly CashTotal[] {
  const groups = Map.groupBy(lines, (line) => `${keyOf(line)}\n${line.currency}`);
  return [...groups.values()]
    .flatMap((ofGroup): readonly CashTotal[] => {
      const [first] = ofGroup;
      return first === undefined ? [] : [totalOf(keyOf(first), first.currency, ofGroup)];
    })
    .toSorted((left, right) => compare(left.of + left.currency, right.of + right.currency));
}

function totalOf(of: string, currency: Currency, lines: readonly CashLine[]): CashTotal {
  const days = lines.flatMap(({ booked }) => (booked === null ? [] : [booked.day]));
  return Object.freeze({
    of,
    currency,
    bookedMinor: sumOfKnown(lines.map(({ booked }) => booked?.minor ?? null)),
    freeMinor: sumOfKnown(lines.map(({ freeMinor }) => freeMinor)),
    underWayMinor: lines.reduce((sum, line) => sum + line.underWayMinor, 0n),
    waitingMinor: lines.reduce((sum, line) => sum + line.waitingMinor, 0n),
    asOf: days.toSorted(compare).at(0) ?? null,
    missing: lines.filter(({ booked }) => booked === null).map((line) => line.accountName),
    stale: lines
      .filter(({ stale, booked }) => stale && booked !== null)
      .map((line) => line.accountName),
  });
}

/** Null when nothing is known: a sum over nothing would read as nought. */
function sumOfKnown(amounts: readonly (bigint | null)[]): bigint | null {
  const known = amounts.filter((amount) => amount !== null);
  return known.length === 0 ? null : known.reduce((sum, amount) => sum + amount, 0n);
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
