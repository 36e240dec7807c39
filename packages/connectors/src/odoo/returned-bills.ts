import { refuse, succeed } from '@quittance/domain';
import type { Currency } from '@quittance/domain';
import type { Outcome } from '@quittance/connector-kit';
import { z } from 'zod';
import { planAllocation } from './allocation.ts';
import { minorFromWire, UnfaithfulAmountError } from './amount.ts';
import type { BankLine } from './bank-line.ts';
import { reconcileInOrder } from './close-bills.ts';
import { partialColumns } from './columns.ts';
import { moveLines } from './counterparts.ts';
import type { Counterpart, MoveLineRow } from './counterparts.ts';
import { done, nothing } from './decode.ts';
import type { Row } from './decode.ts';
import { driftFault } from './faults.ts';
import { isWireObject, writeExactJson } from './json.ts';
import type { Argument, Wire } from './json.ts';
import { discountItem, giveDiscountAgain, takeDiscountBack } from './returned-discounts.ts';
import type { ReturnedPayment } from './returned-discounts.ts';
import { execute, searchAll } from './session.ts';
import type { Session } from './session.ts';

const returnedSchema = z.array(
  z.strictObject({
    line: z.number().int().positive(),
    /** Reference of the payment whose discount was written off by this item; else absent. */
    discountOf: z.string().optional(),
    bills: z.array(
      z.strictObject({
        line: z.number().int().positive(),
        minor: z.string().regex(/^\d{1,15}$/),
      }),
    ),
  }),
);

/** Which bill items a returned payment and its discount had closed, and with how much each. */
export type ReturnedBills = z.infer<typeof returnedSchema>;

/**
 * The memory of a return. Undoing a return must close the very bills again that it opened, and
 * after `remove_move_reconcile` Odoo no longer knows them, so they are kept on the bank line of the
 * return, in its `transaction_details`, written before the matches are undone.
 */
export function returnedOf(details: Wire): Outcome<ReturnedBills> {
  const kept = isWireObject(details) ? details['quittance_returned'] : undefined;
  if (kept === undefined || kept === false) return succeed([]);
  // Whole numbers only are kept there, so the exact text is plain JSON again.
  const value: unknown = JSON.parse(writeExactJson(kept));
  const parsed = returnedSchema.safeParse(value);
  return parsed.success
    ? succeed(parsed.data)
    : refuse(driftFault('transaction_details: the memory of a return is not ours'));
}

/** Keeps what the returned payments had closed, unless an earlier attempt kept it already. */
export async function rememberReturned(
  session: Session,
  line: BankLine,
  counterparts: readonly Counterpart[],
): Promise<Outcome<null>> {
  const returned = returnedPayments(counterparts);
  const kept = returnedOf(line.row.transaction_details);
  if (!kept.ok) return kept;
  if (returned.length === 0 || kept.value.length > 0) return succeed(null);
  const items: { readonly line: number; readonly discountOf?: string }[] = [];
  for (const one of returned) {
    items.push({ line: one.line.id });
    const discount = await discountItem(session, line.companyId, one);
    if (!discount.ok) return discount;
    if (discount.value === null) continue;
    items.push({ line: discount.value.id, discountOf: one.reference });
  }
  const itemIds = items.map((item) => item.line);
  const partials = await partialsOf(session, line.companyId, itemIds);
  if (!partials.ok) return partials;
  const memory = items.map((item) => ({
    ...item,
    bills: billsClosedBy(line.currency, item.line, partials.value).map((bill) => ({
      line: bill.line,
      minor: bill.minor.toString(),
    })),
  }));
  return writeMemory(session, line, { quittance_returned: memory });
}

interface ClosedBill {
  readonly line: number;
  readonly minor: bigint;
}

/** Which bill items a payment's or a discount's item closes now, and with how much each. */
const billsClosedBy = (
  currency: Currency,
  itemId: number,
  partials: readonly Row<typeof partialColumns>[],
): readonly ClosedBill[] =>
  partials
    .filter((partial) => partial.debit_move_id === itemId)
    .map((partial) => ({
      line: partial.credit_move_id,
      minor: minorFromWire(currency, partial.credit_amount_currency),
    }));

/** What an earlier attempt, whose answer was lost, has closed of a bill again already. */
function closedOf(closed: readonly ClosedBill[], line: number): bigint {
  let sum = 0n;
  for (const bill of closed) if (bill.line === line) sum += bill.minor;
  return sum;
}

const partialsOf = (
  session: Session,
  companyId: number,
  itemIds: readonly number[],
): Promise<Outcome<readonly Row<typeof partialColumns>[]>> =>
  searchAll(session, {
    model: 'account.partial.reconcile',
    domain: [['debit_move_id', 'in', itemIds]],
    columns: partialColumns,
    companyIds: [companyId],
  });

async function writeMemory(
  session: Session,
  line: BankLine,
  details: Argument,
): Promise<Outcome<null>> {
  const written = await execute(session, {
    model: 'account.bank.statement.line',
    method: 'write',
    args: [[line.row.id], { transaction_details: details }],
    decoder: done,
    companyIds: [line.companyId],
  });
  return written.ok ? succeed(null) : written;
}

/**
 * Opens the bills of a returned payment again, in full: its payable item is matched with nothing
 * more, and the discount that was written off with it is taken back.
 */
export async function openBillsAgain(
  session: Session,
  line: BankLine,
  returned: ReturnedPayment,
): Promise<Outcome<null>> {
  const opened = await execute(session, {
    model: 'account.move.line',
    method: 'remove_move_reconcile',
    args: [[returned.line.id]],
    decoder: nothing,
    companyIds: [line.companyId],
  });
  return opened.ok ? takeDiscountBack(session, line, returned) : opened;
}

/** The returned payments among the counterparts of a bank line. */
export const returnedPayments = (
  counterparts: readonly Counterpart[],
): readonly ReturnedPayment[] =>
  counterparts.flatMap(({ part, returnedLine }) =>
    part.kind === 'return' && returnedLine !== null
      ? [{ reference: part.reference, line: returnedLine }]
      : [],
  );

/** Closes again what a return had opened, and forgets the memory of it. */
export async function closeReturnedAgain(session: Session, line: BankLine): Promise<Outcome<null>> {
  const kept = returnedOf(line.row.transaction_details);
  if (!kept.ok) return kept;
  if (kept.value.length === 0) return succeed(null);
  for (const { discountOf } of kept.value) {
    if (discountOf === undefined) continue;
    const given = await giveDiscountAgain(session, line.companyId, discountOf);
    if (!given.ok) return given;
  }
  for (const returned of kept.value) {
    const closed = await closeOne(session, line, returned);
    if (!closed.ok) return closed;
  }
  return writeMemory(session, line, false);
}

async function closeOne(
  session: Session,
  line: BankLine,
  returned: ReturnedBills[number],
): Promise<Outcome<null>> {
  const ids = [returned.line, ...returned.bills.map((bill) => bill.line)];
  const items = await moveLines(session, line.companyId, [['id', 'in', ids]]);
  if (!items.ok) return items;
  const byId = new Map(items.value.map((item) => [item.id, item]));
  const own = byId.get(returned.line);
  if (own === undefined || own.reconciled || returned.bills.length === 0) return succeed(null);
  const made = await partialsOf(session, line.companyId, [own.id]);
  if (!made.ok) return made;
  try {
    const closed = billsClosedBy(line.currency, own.id, made.value);
    const plan = planAllocation({
      paymentLineIds: [own.id],
      openMinor: minorFromWire(line.currency, own.amount_residual_currency),
      allocations: returned.bills.map((bill) => ({
        moveId: bill.line,
        lineIds: [bill.line],
        residualMinor: openOf(line.currency, byId.get(bill.line)),
        neededMinor: BigInt(bill.minor) - closedOf(closed, bill.line),
      })),
    });
    return plan.ok ? await reconcileInOrder(session, line.companyId, plan.value) : plan;
  } catch (error) {
    if (!(error instanceof UnfaithfulAmountError)) throw error;
    return refuse(driftFault(`account.move.line: ${error.message}`));
  }
}

/** A bill's item is a credit: what is open of it is below nought. */
const openOf = (currency: Currency, item: MoveLineRow | undefined): bigint =>
  item === undefined ? 0n : -minorFromWire(currency, item.amount_residual_currency);
