import {
  type Currency,
  daysBetween,
  type OpenItem,
  type OpenItemId,
  type PartyId,
  present,
} from '@quittance/domain';
import { normaliseNumber } from './text.ts';

/** Bills that look like one bill keyed more than once. */
export interface DuplicateBills {
  /** `certain`: same number and amount; `probable`: it takes a person to tell. */
  readonly certainty: 'certain' | 'probable';
  readonly partyId: PartyId;
  /** Two or more, in the order of their ids. */
  readonly openItemIds: readonly OpenItemId[];
  readonly explanation: string;
}

export interface DuplicateBillOptions {
  /** The same number with another amount counts only when the dates are this near. */
  readonly nearDaysMax: number;
}

export const defaultDuplicateBillOptions: DuplicateBillOptions = Object.freeze({ nearDaysMax: 31 });

/**
 * Finds bills that may be the same supplier invoice keyed twice, also in two entities of the group
 * (EXC-03). Give it paid bills as well, or a bill that was paid before is not found again.
 * Cancelled and reset ones are left out; a bill and a credit note are never twins. Order of the
 * input does not matter. Cost: one pass by hashed keys, plus the pairs inside one supplier number.
 */
export function findDuplicateBills(
  items: readonly OpenItem[],
  options: DuplicateBillOptions = defaultDuplicateBillOptions,
): readonly DuplicateBills[] {
  const live = items
    .filter((item) => item.state !== 'cancelled' && item.state !== 'reset')
    .toSorted((left, right) => (left.id < right.id ? -1 : 1));
  const found: DuplicateBills[] = [];
  for (const group of groupsBy(live, exactKey)) {
    found.push(report('certain', group, 'the same supplier number and the same amount'));
  }
  for (const group of groupsBy(live, numberKey)) {
    const near = nearInDate(group, options.nearDaysMax);
    if (near.length > 1 && !sameAmounts(near)) {
      found.push(report('probable', near, 'the same supplier number and dates close together'));
    }
  }
  for (const group of groupsBy(live, confusableKey)) {
    if (new Set(group.map(numberOf)).size < 2) continue;
    found.push(report('probable', group, 'the same amount and numbers that are easily misread'));
  }
  return found;
}

const numberOf = (item: OpenItem): string => normaliseNumber(item.supplierReference ?? '');

const amountOf = (item: OpenItem): string =>
  `${item.currency satisfies Currency}:${item.totalMinor}`;

/** Null where there is no number to compare: such bills are never twins. */
const numberKey = (item: OpenItem): string | null => {
  const number = numberOf(item);
  return number === '' ? null : `${item.partyId}:${item.kind}:${number}`;
};

const exactKey = (item: OpenItem): string | null => {
  const key = numberKey(item);
  return key === null ? null : `${key}:${amountOf(item)}`;
};

const misread: Readonly<Record<string, string>> = {
  O: '0',
  I: '1',
  L: '1',
  Z: '2',
  S: '5',
  B: '8',
};

/** The number as a tired reader or a scanner may see it: `INV-O1` and `INV-01`, `0042` and `42`. */
const confusableKey = (item: OpenItem): string | null => {
  const number = numberOf(item);
  if (number === '') return null;
  const seen = number.replaceAll(/[OILZSB]/g, (letter) => misread[letter] ?? letter);
  const withoutZeros = seen.replaceAll(/(?<!\d)0+(?=\d)/g, '');
  return `${item.partyId}:${item.kind}:${withoutZeros}:${amountOf(item)}`;
};

function groupsBy(
  items: readonly OpenItem[],
  keyOf: (item: OpenItem) => string | null,
): readonly (readonly OpenItem[])[] {
  const groups = new Map<string, OpenItem[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

const sameAmounts = (items: readonly OpenItem[]): boolean =>
  new Set(items.map(amountOf)).size === 1;

/** Those of the group whose invoice date lies near that of another one. */
function nearInDate(group: readonly OpenItem[], daysMax: number): readonly OpenItem[] {
  const dateOf = (item: OpenItem): string => `${item.invoiceDate} ${item.id}`;
  const byDate = group.toSorted((left, right) => (dateOf(left) < dateOf(right) ? -1 : 1));
  const near = new Set<OpenItem>();
  for (const [index, item] of byDate.entries()) {
    const next = byDate[index + 1];
    if (next === undefined || daysBetween(item.invoiceDate, next.invoiceDate) > daysMax) continue;
    near.add(item).add(next);
  }
  return group.filter((item) => near.has(item));
}

function report(
  certainty: DuplicateBills['certainty'],
  items: readonly OpenItem[],
  why: string,
): DuplicateBills {
  const numbers = items.map((item) => item.number).join(', ');
  const openItemIds = items.map((item) => item.id);
  const { partyId } = present(items[0], 'the first of a group');
  return { certainty, partyId, openItemIds, explanation: `${numbers} have ${why}.` };
}
