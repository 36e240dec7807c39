import { fault, refuse, succeed } from '@quittance/domain';
import type { Currency, Fault } from '@quittance/domain';
import type { Outcome, ReconciliationPosting } from '@quittance/connector-kit';
import { minorFromWire, UnfaithfulAmountError } from './amount.ts';
import { moveLineColumns } from './columns.ts';
import type { Row } from './decode.ts';
import { driftFault } from './faults.ts';
import { accountForRole } from './ledger-accounts.ts';
import { paymentsByReference, standingOf } from './payment-lookup.ts';
import type { PaymentRow } from './payment-lookup.ts';
import { recordNumber, searchAll } from './session.ts';
import type { Session } from './session.ts';

export type MoveLineRow = Row<typeof moveLineColumns>;
export type Part = ReconciliationPosting['parts'][number];

/** What one part of a match is booked against in the accounts. */
export interface Counterpart {
  readonly part: Part;
  readonly accountId: number;
  readonly partnerId: number | null;
  /** Journal items to match with, open or not; none for a plain account. */
  readonly targets: readonly MoveLineRow[];
  /** What the open targets add up to, with their own sign. */
  readonly openMinor: bigint;
  /** For a return: the payable item of the payment, still matched with its bills or not. */
  readonly returnedLine: MoveLineRow | null;
}

/** Finds the journal items behind each part of a match. Errors: rejected, naming the part. */
export async function findCounterparts(
  session: Session,
  input: {
    readonly companyId: number;
    readonly currency: Currency;
    readonly currencyRecordId: number;
    readonly parts: readonly Part[];
  },
): Promise<Outcome<readonly Counterpart[]>> {
  const { companyId, parts } = input;
  const references = parts.flatMap((part) =>
    part.kind === 'payment' || part.kind === 'return' ? [part.reference] : [],
  );
  const payments = await paymentsByReference(session, companyId, references);
  if (!payments.ok) return payments;
  const moveIds: number[] = [];
  for (const row of payments.value.values()) if (row.move_id !== null) moveIds.push(row.move_id);
  for (const part of parts) {
    if (part.kind !== 'open_item') continue;
    const id = recordNumber(part.externalId);
    if (!id.ok) return id;
    moveIds.push(id.value);
  }
  // A match with accounts alone has no journal items behind it.
  const lines =
    moveIds.length === 0
      ? succeed([])
      : await moveLines(session, companyId, [['move_id', 'in', moveIds]]);
  if (!lines.ok) return lines;
  const hasBills = parts.some(({ kind }) => kind === 'open_item');
  const payable = hasBills
    ? await payableIds(session, companyId, moveIds)
    : succeed(new Set<number>());
  if (!payable.ok) return payable;
  const found: Counterpart[] = [];
  for (const part of parts) {
    const counterpart = await counterpartOf(session, {
      ...input,
      part,
      payments: payments.value,
      lines: lines.value,
      payable: payable.value,
    });
    if (!counterpart.ok) return counterpart;
    found.push(counterpart.value);
  }
  return succeed(found);
}

export const moveLines = (
  session: Session,
  companyId: number,
  domain: readonly (readonly [string, string, string | number | readonly number[]])[],
): Promise<Outcome<readonly MoveLineRow[]>> =>
  searchAll(session, {
    model: 'account.move.line',
    domain,
    columns: moveLineColumns,
    companyIds: [companyId],
  });

async function payableIds(
  session: Session,
  companyId: number,
  moveIds: readonly number[],
): Promise<Outcome<ReadonlySet<number>>> {
  const found = await searchAll(session, {
    model: 'account.move.line',
    domain: [
      ['move_id', 'in', moveIds],
      ['account_id.account_type', '=', 'liability_payable'],
    ],
    columns: { id: moveLineColumns.id },
    companyIds: [companyId],
  });
  return found.ok ? succeed(new Set(found.value.map(({ id }) => id))) : found;
}

interface PartWork {
  readonly companyId: number;
  readonly currency: Currency;
  readonly currencyRecordId: number;
  readonly part: Part;
  readonly payments: ReadonlyMap<string, PaymentRow>;
  readonly lines: readonly MoveLineRow[];
  readonly payable: ReadonlySet<number>;
}

async function counterpartOf(session: Session, work: PartWork): Promise<Outcome<Counterpart>> {
  const { part, lines, payable } = work;
  if (part.kind === 'account') {
    const accountId = await accountForRole(session, work.companyId, part.role);
    if (!accountId.ok) return accountId;
    const plain = { part, partnerId: null, targets: [], openMinor: 0n, returnedLine: null };
    return succeed({ ...plain, accountId: accountId.value });
  }
  if (part.kind === 'open_item') {
    // not money: a record id
    const moveId = Number.parseInt(part.externalId, 10);
    const own = lines.filter((line) => line.move_id === moveId && payable.has(line.id));
    return counterpartFrom(work, own, null);
  }
  const row = work.payments.get(part.reference);
  if (row === undefined) return refuse(missingPayment(part.reference));
  const standing = standingOf(session, row);
  if (!standing.ok) return standing;
  if (standing.value !== 'posted' || row.move_id === null) return refuse(notPosted(part.reference));
  const own = lines.filter((line) => line.move_id === row.move_id);
  if (part.kind === 'payment') {
    const outstanding = own.filter((line) => line.account_id === row.outstanding_account_id);
    return counterpartFrom(work, outstanding, null);
  }
  const [returned, second] = own.filter((line) => line.account_id === row.destination_account_id);
  if (returned === undefined || second !== undefined) return refuse(notPosted(part.reference));
  return counterpartFrom(work, [returned], returned);
}

function counterpartFrom(
  work: PartWork,
  targets: readonly MoveLineRow[],
  returnedLine: MoveLineRow | null,
): Outcome<Counterpart> {
  const [first] = targets;
  if (first === undefined) return refuse(noItems);
  // Up to 18 Odoo itself refuses to match a draft; 19 would do it.
  if (targets.some((line) => line.parent_state !== 'posted')) return refuse(billNotPosted);
  if (targets.some((line) => line.account_id !== first.account_id)) return refuse(noItems);
  if (targets.some((line) => line.currency_id !== work.currencyRecordId))
    return refuse(otherCurrency);
  try {
    let openMinor = 0n;
    for (const line of targets) {
      // A returned payment's item counts in full: its matches with the bills are undone first.
      const open = returnedLine === null ? line.amount_residual_currency : line.amount_currency;
      openMinor += minorFromWire(work.currency, open);
    }
    const { account_id: accountId, partner_id: partnerId } = first;
    return succeed({ part: work.part, accountId, partnerId, targets, openMinor, returnedLine });
  } catch (error) {
    if (!(error instanceof UnfaithfulAmountError)) throw error;
    return refuse(driftFault(`account.move.line: ${error.message}`));
  }
}

const missingPayment = (reference: string): Fault =>
  fault('rejected', 'odoo.missing', `The payment ${reference} is not in Odoo.`);
const notPosted = (reference: string): Fault =>
  fault('rejected', 'odoo.payment_not_posted', `The payment ${reference} is not posted in Odoo.`);
const billNotPosted: Fault = fault(
  'rejected',
  'odoo.bill_not_posted',
  'A bill of the match was reset to a draft in Odoo.',
);
const noItems: Fault = fault(
  'rejected',
  'odoo.no_items',
  'There is no journal item in Odoo that this part could be matched with.',
);
const otherCurrency: Fault = fault(
  'rejected',
  'odoo.currency',
  'The bank line and what it is matched with are in different currencies.',
);
