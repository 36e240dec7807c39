import type { Currency, PlainDate } from '@quittance/domain';
import type { BalanceProof, ParsedBalance } from './record.ts';
import type { CamtMessage } from './shape.ts';

/** A balance as read, before its sign is known; `sign` is null where `CdtDbtInd` is missing. */
export interface RawBalance {
  readonly code: string;
  readonly unsignedMinor: bigint;
  readonly sign: 1n | -1n | null;
  readonly currency: Currency;
  readonly date: PlainDate | null;
  readonly line: number;
}

/** What the booked entries add up to, or null when they are of several currencies. */
export interface BookedTotal {
  readonly minor: bigint | null;
  readonly currency: Currency | null;
}

interface OpeningAndClosing<Balance> {
  readonly opening: Balance | null;
  readonly closing: Balance | null;
}

type Dated = { readonly code: string; readonly date: PlainDate | null };

/**
 * Which balances open and close. Opening is the earliest `OPBD`, else the earliest `PRCD` (closing
 * of the period before). Closing is the latest `CLBD`. On a page of a longer statement an interim
 * booked balance (`ITBD`) takes the missing place; two of them are opening and closing.
 * Source: ISO 20022 `BalanceType` usage, camt.053 message definition report.
 */
export function openingAndClosing<Balance extends Dated>(
  balances: readonly Balance[],
): OpeningAndClosing<Balance> {
  const of = (code: string): Balance[] =>
    balances.filter((balance) => balance.code === code).toSorted(byDate);
  const interim = of('ITBD');
  const opening = of('OPBD')[0] ?? of('PRCD')[0] ?? null;
  const closing = of('CLBD').at(-1) ?? null;
  if (opening !== null && closing !== null) return { opening, closing };
  if (opening !== null) return { opening, closing: interim.at(-1) ?? null };
  if (closing !== null) return { opening: interim[0] ?? null, closing };
  return interim.length === 2
    ? { opening: interim[0] ?? null, closing: interim[1] ?? null }
    : { opening: null, closing: null };
}

const byDate = (left: Dated, right: Dated): number => {
  const [first, second] = [left.date ?? '', right.date ?? ''];
  return first < second ? -1 : first > second ? 1 : 0;
};

/**
 * The balance proof: opening + booked entries = closing. A report of the day (camt.052) may hold
 * only what is new since the last one, so its proof counts when it holds and says nothing when not;
 * a notification (camt.054) has no balances.
 */
export function proofOf(
  message: CamtMessage,
  pair: OpeningAndClosing<ParsedBalance>,
  booked: BookedTotal,
): BalanceProof {
  const { opening, closing } = pair;
  if (opening === null || closing === null) {
    return notApplicable('there is no opening and closing balance');
  }
  if (opening.currency !== closing.currency) {
    return notApplicable('opening and closing balance are in two currencies');
  }
  if (booked.minor === null || (booked.currency ?? opening.currency) !== opening.currency) {
    return notApplicable('the entries are not all in the currency of the balances');
  }
  const differenceMinor = closing.amountMinor - opening.amountMinor - booked.minor;
  if (differenceMinor === 0n) return Object.freeze({ kind: 'proven' });
  if (message !== 'camt.053' && closing.code !== 'CLBD') {
    return notApplicable('a report within the day may hold new entries only');
  }
  return Object.freeze({ kind: 'broken', differenceMinor });
}

const notApplicable = (reason: string): BalanceProof =>
  Object.freeze({ kind: 'not_applicable', reason });

export interface SignedBalances {
  readonly balances: readonly ParsedBalance[];
  /** Balances whose sign was found by the proof. */
  readonly repaired: readonly RawBalance[];
  /** Balances of the proof whose sign cannot be told; the statement is not to be trusted. */
  readonly undecided: readonly RawBalance[];
  /** Other balances without a sign; they are left out. */
  readonly leftOut: readonly RawBalance[];
}

/**
 * Gives balances without `CdtDbtInd` the one sign with which the proof holds (formats.md, camt). A
 * balance of zero needs none. Where no sign or more than one makes it hold, nothing is guessed.
 */
export function signBalances(raw: readonly RawBalance[], booked: BookedTotal): SignedBalances {
  const { opening, closing } = openingAndClosing(raw);
  const proving = [opening, closing].filter((balance) => balance !== null);
  const open = proving.filter((balance) => balance.sign === null && balance.unsignedMinor !== 0n);
  const chosen =
    open.length === 0 ? new Map<RawBalance, bigint>() : findSigns(opening, closing, booked);
  const balances: ParsedBalance[] = [];
  const leftOut: RawBalance[] = [];
  for (const balance of raw) {
    const zero = balance.unsignedMinor === 0n ? 1n : null;
    const sign = balance.sign ?? zero ?? chosen?.get(balance) ?? null;
    if (sign === null) leftOut.push(balance);
    else balances.push(signed(balance, sign));
  }
  const undecided = chosen === null ? open : [];
  return {
    balances,
    repaired: chosen === null ? [] : open,
    undecided,
    leftOut: leftOut.filter((balance) => !undecided.includes(balance)),
  };
}

function findSigns(
  opening: RawBalance | null,
  closing: RawBalance | null,
  booked: BookedTotal,
): ReadonlyMap<RawBalance, bigint> | null {
  if (opening === null || closing === null || booked.minor === null) return null;
  if (opening.currency !== closing.currency) return null;
  if (booked.currency !== null && booked.currency !== opening.currency) return null;
  const found: Map<RawBalance, bigint>[] = [];
  for (const first of signsOf(opening)) {
    for (const second of signsOf(closing)) {
      const difference = closing.unsignedMinor * second - opening.unsignedMinor * first;
      if (difference !== booked.minor) continue;
      found.push(
        new Map([
          [opening, first],
          [closing, second],
        ]),
      );
    }
  }
  return found.length === 1 ? (found[0] ?? null) : null;
}

const signsOf = (balance: RawBalance): readonly bigint[] =>
  balance.sign !== null ? [balance.sign] : balance.unsignedMinor === 0n ? [1n] : [1n, -1n];

function signed(balance: RawBalance, sign: bigint): ParsedBalance {
  return {
    code: balance.code,
    amountMinor: balance.unsignedMinor * sign,
    currency: balance.currency,
    date: balance.date,
    line: balance.line,
  };
}
