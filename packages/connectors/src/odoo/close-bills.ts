import { fault, refuse, succeed } from '@quittance/domain';
import type { Fault } from '@quittance/domain';
import type { Outcome, PaymentRegistration } from '@quittance/connector-kit';
import { planAllocation } from './allocation.ts';
import type { Allocation, AllocationPlan } from './allocation.ts';
import { minorFromWire, UnfaithfulAmountError } from './amount.ts';
import { groupBy } from './batches.ts';
import { payableLines } from './bills.ts';
import { partialColumns } from './columns.ts';
import { nothingOrAction } from './decode.ts';
import type { Row } from './decode.ts';
import { driftFault } from './faults.ts';
import { execute, recordNumber, searchAll } from './session.ts';
import type { Session } from './session.ts';
import type { PaymentLinks, PayableLineRow } from './translate.ts';

type PartialRow = Row<typeof partialColumns>;

export interface PostedPayment {
  readonly payment: PaymentRegistration;
  readonly links: PaymentLinks;
  readonly moveId: number;
  /** The entry that writes the payment's early-payment discounts off, when it has any. */
  readonly discountMoveId: number | null;
}

/** What the books say now of everything that a set of payments touches. */
export interface BooksNow {
  readonly linesByMove: ReadonlyMap<number, readonly PayableLineRow[]>;
  /** Matches that the hub's own user made between those lines. */
  readonly partials: readonly PartialRow[];
}

export interface PaymentItem {
  readonly moveId: number;
  /** What is closed of the bill: the amount paid and the discount. Negative for a credit note. */
  readonly amountMinor: bigint;
  readonly discountMinor: bigint;
}

/** The bills and credit notes of a payment, by record number, with what is closed of each. */
export function itemsOf(payment: PaymentRegistration): Outcome<readonly PaymentItem[]> {
  const items: PaymentItem[] = [];
  for (const item of payment.items) {
    const id = recordNumber(item.externalId);
    if (!id.ok) return id;
    const { amountMinor, discountMinor } = item;
    if (discountMinor < 0n || (discountMinor > 0n && amountMinor <= 0n)) return refuse(wrongSide);
    items.push({ moveId: id.value, amountMinor: amountMinor + discountMinor, discountMinor });
  }
  return succeed(items);
}

/** Reads the payable items of the given moves and our matches among them. */
export async function readBooks(
  session: Session,
  companyId: number,
  moveIds: readonly number[],
): Promise<Outcome<BooksNow>> {
  const lines = await payableLines(session, companyId, moveIds);
  if (!lines.ok) return lines;
  const touched = lines.value.filter(
    (line) => line.reconciled || line.amount_residual_currency.text !== line.amount_currency.text,
  );
  const linesByMove = groupBy(lines.value, (line) => line.move_id);
  if (touched.length === 0) return succeed({ linesByMove, partials: [] });
  const user = await session.client.userId();
  if (!user.ok) return user;
  const lineIds = touched.map(({ id }) => id);
  const partials = await searchAll(session, {
    model: 'account.partial.reconcile',
    domain: [
      ['create_uid', '=', user.value],
      ['debit_move_id', 'in', lineIds],
      ['credit_move_id', 'in', lineIds],
    ],
    columns: partialColumns,
    companyIds: [companyId],
  });
  if (!partials.ok) return partials;
  return succeed({ linesByMove, partials: partials.value });
}

/**
 * What is still to be done to close the bills of a payment: `null` when everything stands as it
 * should. What an earlier call already matched is taken off, so a repetition after a silence goes
 * on where that call ended.
 */
export function planClosing(
  books: BooksNow,
  posted: PostedPayment,
): Outcome<AllocationPlan | null> {
  try {
    return planFrom(books, posted);
  } catch (error) {
    if (!(error instanceof UnfaithfulAmountError)) throw error;
    return refuse(driftFault(`account.move.line: ${error.message}`));
  }
}

function planFrom(books: BooksNow, posted: PostedPayment): Outcome<AllocationPlan | null> {
  const { payment, links } = posted;
  const { currency } = payment;
  const ownLines = books.linesByMove.get(posted.moveId) ?? [];
  const [own, second] = ownLines;
  if (own === undefined || second !== undefined) return refuse(noPayableItem);
  const items = itemsOf(payment);
  if (!items.ok) return items;
  if (items.value.length === 0) return succeed(null);
  const { discountMoveId } = posted;
  const discountLines = discountMoveId === null ? [] : books.linesByMove.get(discountMoveId);
  const paying = [own, ...(discountLines ?? [])];
  const moveIds = new Set([
    posted.moveId,
    ...(discountMoveId === null ? [] : [discountMoveId]),
    ...items.value.map(({ moveId }) => moveId),
  ]);
  const allocations: Allocation[] = [];
  for (const { moveId, amountMinor } of items.value) {
    const lines = books.linesByMove.get(moveId) ?? [];
    const [first] = lines;
    if (first === undefined) return refuse(noBill);
    // Up to 18 Odoo itself refuses to match a draft; 19 would do it.
    if (lines.some((line) => line.parent_state !== 'posted')) return refuse(billNotPosted);
    if (lines.some((line) => line.currency_id !== links.currencyId)) return refuse(otherCurrency);
    if (lines.some((line) => line.account_id !== own.account_id)) return refuse(otherAccount);
    const matched = matchedBefore({ books, moveIds, lines, posted });
    const open = lines.filter((line) => !line.reconciled);
    const signed = amountMinor > 0n ? -1n : 1n;
    let residual = 0n;
    for (const line of open) {
      residual += signed * minorFromWire(currency, line.amount_residual_currency);
    }
    if (residual < 0n) return refuse(wrongSide);
    allocations.push({
      moveId,
      lineIds: byDueDate(open).map(({ id }) => id),
      residualMinor: residual,
      neededMinor: amountMinor > 0n ? amountMinor - matched : amountMinor + matched,
    });
  }
  let openMinor = 0n;
  for (const line of paying) openMinor += minorFromWire(currency, line.amount_residual_currency);
  if (openMinor === 0n && allocations.every(({ neededMinor }) => neededMinor === 0n)) {
    return succeed(null);
  }
  const paymentLineIds = paying.filter((line) => !line.reconciled).map(({ id }) => id);
  return planAllocation({ paymentLineIds, openMinor, allocations });
}

/** What the hub matched earlier between this item and the payment or its other items. */
function matchedBefore(input: {
  readonly books: BooksNow;
  readonly moveIds: ReadonlySet<number>;
  readonly lines: readonly PayableLineRow[];
  readonly posted: PostedPayment;
}): bigint {
  const { books, moveIds, lines, posted } = input;
  const own = new Set(lines.map(({ id }) => id));
  const family = new Set<number>();
  for (const moveId of moveIds) {
    for (const { id } of books.linesByMove.get(moveId) ?? []) family.add(id);
  }
  let sum = 0n;
  for (const partial of books.partials) {
    const { debit_move_id: debit, credit_move_id: credit } = partial;
    if (!family.has(debit) || !family.has(credit)) continue;
    const { currency } = posted.payment;
    if (own.has(credit)) sum += minorFromWire(currency, partial.credit_amount_currency);
    if (own.has(debit)) sum += minorFromWire(currency, partial.debit_amount_currency);
  }
  return sum;
}

const byDueDate = (lines: readonly PayableLineRow[]): readonly PayableLineRow[] =>
  lines.toSorted((left, right) => {
    const [a, b] = [left.date_maturity ?? '', right.date_maturity ?? ''];
    return a === b ? left.id - right.id : a < b ? -1 : 1;
  });

/** Makes the planned matches. Lines that a call has closed are left out of the next. */
export async function reconcileInOrder(
  session: Session,
  companyId: number,
  plan: AllocationPlan,
): Promise<Outcome<null>> {
  for (const [position, call] of plan.calls.entries()) {
    const lineIds = position === 0 ? succeed(call) : await stillOpen(session, companyId, call);
    if (!lineIds.ok) return lineIds;
    const reconciled = await reconcile(session, companyId, lineIds.value);
    if (!reconciled.ok) return reconciled;
  }
  return succeed(null);
}

/** Matches journal items of one account with one another, as far as they go. */
export const reconcile = (
  session: Session,
  companyId: number,
  lineIds: readonly number[],
): Promise<Outcome<null>> =>
  execute(session, {
    model: 'account.move.line',
    method: 'reconcile',
    args: [lineIds],
    decoder: nothingOrAction,
    companyIds: [companyId],
  });

/** Those of the given journal items that are not closed. */
export async function stillOpen(
  session: Session,
  companyId: number,
  lineIds: readonly number[],
): Promise<Outcome<readonly number[]>> {
  const found = await searchAll(session, {
    model: 'account.move.line',
    domain: [
      ['id', 'in', lineIds],
      ['reconciled', '=', false],
    ],
    columns: { id: partialColumns.id },
    companyIds: [companyId],
  });
  return found.ok ? succeed(found.value.map(({ id }) => id)) : found;
}

const refusal = (code: string, message: string): Fault => fault('rejected', code, message);
const noPayableItem = refusal(
  'odoo.no_payable_item',
  'The payment has no single payable journal item; check its supplier and its journal.',
);
const noBill = refusal('odoo.missing', 'A bill of the payment is not in Odoo any more.');
const billNotPosted = refusal(
  'odoo.bill_not_posted',
  'A bill of the payment was reset to a draft in Odoo.',
);
const otherCurrency = refusal('odoo.currency', 'A bill of the payment is in another currency.');
const otherAccount = refusal(
  'odoo.account',
  'A bill of the payment stands on another payable account than the payment.',
);
const wrongSide = refusal('odoo.direction', 'A bill was taken for a credit note, or the reverse.');
