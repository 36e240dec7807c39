import type { Currency, OpenItem, OpenItemId, PartyId, PlainDate } from '@quittance/domain';

export interface SelectionInput {
  readonly items: readonly OpenItem[];
  /** Items that a live payment claims already. */
  readonly claimed: ReadonlySet<OpenItemId>;
  readonly currency: Currency;
  /** Bills due on or before this day are selected. */
  readonly dueUntil: PlainDate;
  /** When the money would leave: a discount counts only up to its day. */
  readonly executionDate: PlainDate;
  readonly takeDiscounts: boolean;
  /** Pay only part of a bill: what is given here instead of its residual. */
  readonly partialAmounts: ReadonlyMap<OpenItemId, bigint>;
  /** Only these parties, or all when empty. */
  readonly partyIds: ReadonlySet<PartyId>;
}

export interface SelectedItem {
  readonly item: OpenItem;
  /** Negative for a credit note. */
  readonly amountMinor: bigint;
  readonly discountMinor: bigint;
}

export interface SelectedGroup {
  readonly partyId: PartyId;
  readonly items: readonly SelectedItem[];
  readonly totalMinor: bigint;
}

/** Why an item is not in the proposal; every open item is either selected or left out. */
export type LeftOutReason =
  | 'blocked'
  | 'baselined'
  | 'claimed'
  | 'not_due'
  | 'other_currency'
  | 'other_party'
  | 'credit_exceeds_bills'
  | 'nothing_to_net'
  | 'no_route';

export interface Selection {
  readonly groups: readonly SelectedGroup[];
  readonly leftOut: readonly { readonly item: OpenItem; readonly reason: LeftOutReason }[];
}

/**
 * Chooses what to pay: due bills and bills whose discount is still to be had, credit notes netted,
 * one group per supplier. Deterministic: the order of the input does not matter. Pure.
 */
export function selectForPayment(input: SelectionInput): Selection {
  const leftOut: { item: OpenItem; reason: LeftOutReason }[] = [];
  const byParty = new Map<PartyId, OpenItem[]>();
  for (const item of input.items.toSorted(byDueDate)) {
    const reason = exclusion(item, input);
    if (reason !== null) {
      leftOut.push({ item, reason });
      continue;
    }
    byParty.set(item.partyId, [...(byParty.get(item.partyId) ?? []), item]);
  }
  const groups: SelectedGroup[] = [];
  for (const [partyId, items] of byParty) {
    const netted = netGroup(items, input);
    leftOut.push(...netted.leftOut);
    if (netted.items.length > 0)
      groups.push({ partyId, items: netted.items, totalMinor: totalOf(netted.items) });
  }
  return { groups, leftOut };
}

const byDueDate = (left: OpenItem, right: OpenItem): number =>
  left.dueDate === right.dueDate
    ? compare(left.id, right.id)
    : compare(left.dueDate, right.dueDate);

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const totalOf = (items: readonly SelectedItem[]): bigint =>
  items.reduce((total, selected) => total + selected.amountMinor, 0n);

function exclusion(item: OpenItem, input: SelectionInput): LeftOutReason | null {
  if (item.baselined) return 'baselined';
  if (input.claimed.has(item.id)) return 'claimed';
  if (item.blocked) return 'blocked';
  if (item.currency !== input.currency) return 'other_currency';
  if (input.partyIds.size > 0 && !input.partyIds.has(item.partyId)) return 'other_party';
  if (item.kind === 'credit_note') return null;
  return item.dueDate <= input.dueUntil || discountOf(item, input) > 0n ? null : 'not_due';
}

/** A discount is taken only when the whole bill is still open and is paid whole. */
function discountOf(item: OpenItem, input: SelectionInput): bigint {
  const { discountDate, discountMinor } = item;
  if (!input.takeDiscounts || discountDate === null || discountMinor === null) return 0n;
  if (item.residualMinor !== item.totalMinor || input.partialAmounts.has(item.id)) return 0n;
  return input.executionDate <= discountDate ? discountMinor : 0n;
}

/** Nets credit notes against the supplier's bills as long as something is left to pay. */
function netGroup(items: readonly OpenItem[], input: SelectionInput) {
  const bills = items
    .filter((item) => item.kind === 'bill')
    .map((item) => {
      const discountMinor = discountOf(item, input);
      const wanted = input.partialAmounts.get(item.id) ?? item.residualMinor;
      const capped = wanted < item.residualMinor ? wanted : item.residualMinor;
      return { item, discountMinor, amountMinor: capped - discountMinor };
    });
  const selected: SelectedItem[] = [...bills];
  const leftOut: { item: OpenItem; reason: LeftOutReason }[] = [];
  let total = totalOf(bills);
  for (const item of items.filter((candidate) => candidate.kind === 'credit_note')) {
    if (item.residualMinor < total) {
      selected.push({ item, amountMinor: -item.residualMinor, discountMinor: 0n });
      total -= item.residualMinor;
      continue;
    }
    leftOut.push({ item, reason: bills.length === 0 ? 'nothing_to_net' : 'credit_exceeds_bills' });
  }
  return { items: selected, leftOut };
}
