import { asInstant } from '@quittance/domain';
import type { Currency, Instant, PlainDate } from '@quittance/domain';
import type {
  CompanyRecord,
  OpenItemRecord,
  PartyBankRecord,
  PartyRecord,
  PaymentRegistration,
  StatementLinePosting,
  UserRecord,
} from '@quittance/connector-kit';
import { minorFromWire, minorToWire } from './amount.ts';
import type {
  moveColumns,
  partnerBankColumns,
  partnerColumns,
  payableLineColumns,
  userColumns,
} from './columns.ts';
import { ShapeError } from './decode.ts';
import type { Row } from './decode.ts';
import type { Argument } from './json.ts';
import type { VersionFacts } from './versions.ts';

export type MoveRow = Row<typeof moveColumns>;
export type PayableLineRow = Row<typeof payableLineColumns>;

/** `2026-11-23T08:15:00.000Z` as Odoo writes it: UTC, no zone, whole seconds. */
export const momentFromInstant = (at: Instant): string => at.slice(0, 19).replace('T', ' ');

/** A moment of Odoo as an instant. */
export const instantFromMoment = (at: string): Instant => asInstant(`${at.replace(' ', 'T')}.000Z`);

/** The text of an optional record id. */
const idText = (id: number | null): string | null => (id === null ? null : id.toString());

export interface BillFacts {
  readonly move: MoveRow;
  /** The payable lines of this bill: one, or one for each instalment. */
  readonly lines: readonly PayableLineRow[];
  readonly currency: Currency;
  /** Our own user: its writes of the hub's state do not make it the bill's editor. */
  readonly hubUserId: number;
  /** The last editor as the outbox told it, when it did. */
  readonly editorId: number | null;
}

/**
 * A bill or credit note as the canonical open item. The residual is the sum over its payable
 * journal items, never `payment_state`, which Odoo sets to `paid` early. Errors: `ShapeError` when
 * kind, state or signs are not what a bill can have, `UnfaithfulAmountError` on amounts.
 */
export function openItemFromBill(facts: BillFacts): OpenItemRecord {
  const { move, lines, currency } = facts;
  const kind = billKind(move.move_type);
  const owed = (minor: bigint): bigint => (kind === 'bill' ? -minor : minor);
  let residual = 0n;
  for (const line of lines)
    residual += owed(minorFromWire(currency, line.amount_residual_currency));
  if (residual < 0n) throw new ShapeError('residual: expected not to be negative');
  const total = minorFromWire(currency, move.amount_total);
  if (total < 0n) throw new ShapeError('amount_total: expected not to be negative');
  const unpaid = lines.filter((line) => !line.reconciled);
  const isPosted = move.state === 'posted';
  return {
    externalId: move.id.toString(),
    companyExternalId: move.company_id.toString(),
    kind,
    partyExternalId: idText(move.commercial_partner_id ?? move.partner_id) ?? '',
    number: move.name ?? '',
    supplierReference: move.ref,
    invoiceDate: move.invoice_date ?? move.date,
    dueDate: dueDate(unpaid) ?? move.invoice_date_due ?? move.invoice_date ?? move.date,
    ...discountOf({ lines: unpaid, currency, owed }),
    currency,
    totalMinor: total,
    residualMinor: isPosted ? residual : 0n,
    state: billState(move.state, residual),
    blocked: move.payment_state === 'blocked',
    createdByExternalId: idText(move.create_uid),
    lastEditedByExternalId: idText(lastEditor(facts)),
  };
}

function billKind(moveType: string): 'bill' | 'credit_note' {
  if (moveType === 'in_invoice') return 'bill';
  if (moveType === 'in_refund') return 'credit_note';
  throw new ShapeError('move_type: expected a bill or its credit note');
}

function billState(state: string, residual: bigint): OpenItemRecord['state'] {
  if (state === 'posted') return residual === 0n ? 'paid' : 'open';
  if (state === 'draft') return 'reset';
  if (state === 'cancel') return 'cancelled';
  throw new ShapeError('state: expected draft, posted or cancel');
}

/** The earliest instalment that is still open decides when the bill is due. */
function dueDate(lines: readonly PayableLineRow[]): PlainDate | null {
  let earliest: PlainDate | null = null;
  for (const { date_maturity: day } of lines) {
    if (day !== null && (earliest === null || day < earliest)) earliest = day;
  }
  return earliest;
}

/** An early-payment discount, offered only on a bill in one instalment that is wholly open. */
function discountOf(input: {
  readonly lines: readonly PayableLineRow[];
  readonly currency: Currency;
  readonly owed: (minor: bigint) => bigint;
}): Pick<OpenItemRecord, 'discountDate' | 'discountMinor'> {
  const [line, second] = input.lines;
  const none = { discountDate: null, discountMinor: null };
  if (line === undefined || second !== undefined || line.discount_date === null) return none;
  if (line.discount_amount_currency === null) return none;
  const { currency, owed } = input;
  const whole = owed(minorFromWire(currency, line.amount_currency));
  const open = owed(minorFromWire(currency, line.amount_residual_currency));
  // Odoo keeps the amount that is paid when the discount is taken, not the discount itself.
  const discounted = owed(minorFromWire(currency, line.discount_amount_currency));
  const discount = whole - discounted;
  if (open !== whole || discount <= 0n || discount >= whole) return none;
  return { discountDate: line.discount_date, discountMinor: discount };
}

/**
 * Who last edited the bill. The hub writes its own state on bills, which makes its user Odoo's
 * last writer; the outbox keeps the editor of every change that matters, and stands in for it.
 * Without either, the creator is the last person known to have had the bill in hand.
 */
function lastEditor({ move, hubUserId, editorId }: BillFacts): number | null {
  if (editorId !== null && editorId !== hubUserId) return editorId;
  return move.write_uid === hubUserId ? move.create_uid : move.write_uid;
}

/** A company; the lock is the latest of all its lock dates. */
export function companyFromRow(input: {
  readonly id: number;
  readonly name: string;
  readonly country: string | null;
  readonly currency: Currency;
  readonly lockedUntil: PlainDate | null;
}): CompanyRecord {
  return {
    externalId: input.id.toString(),
    name: input.name,
    country: input.country ?? '',
    currency: input.currency,
    lockedUntil: input.lockedUntil,
  };
}

export const userFromRow = (row: Row<typeof userColumns>): UserRecord => ({
  externalId: row.id.toString(),
  login: row.login,
  name: row.name,
  email: row.email,
  active: row.active,
});

export const partyFromRow = (
  row: Row<typeof partnerColumns>,
  country: string | null,
): PartyRecord => ({
  externalId: row.id.toString(),
  name: row.name ?? '',
  country,
  street: row.street,
  city: row.city,
  postalCode: row.zip,
  email: row.email,
  taxNumber: row.vat,
  active: row.active,
});

/** The account number is as keyed, without blanks; it is not checked here. */
export const partyBankFromRow = (input: {
  readonly row: Row<typeof partnerBankColumns>;
  readonly clearingNumber: string | null;
  readonly currency: Currency | null;
}): PartyBankRecord => ({
  externalId: input.row.id.toString(),
  partyExternalId: input.row.partner_id.toString(),
  accountNumber: input.row.acc_number.replaceAll(/\s/g, ''),
  bic: input.row.bank_bic,
  clearingNumber: input.clearingNumber,
  currency: input.currency,
  trusted: input.row.allow_out_payment,
  lastEditedByExternalId: idText(input.row.write_uid),
  active: input.row.active,
});

export interface PaymentLinks {
  readonly partnerId: number;
  readonly journalId: number;
  readonly currencyId: number;
}

/** The columns of a draft payment to a supplier. Errors: `UnfaithfulAmountError`. */
export function paymentValues(
  facts: VersionFacts,
  payment: PaymentRegistration,
  links: PaymentLinks,
): { readonly [name: string]: Argument } {
  return {
    payment_type: 'outbound',
    partner_type: 'supplier',
    partner_id: links.partnerId,
    journal_id: links.journalId,
    currency_id: links.currencyId,
    amount: minorToWire(payment.currency, payment.amountMinor),
    date: payment.date,
    [facts.payment.memoField]: payment.memo,
    payment_reference: payment.reference,
    x_hub_ref: payment.reference,
    x_hub_state: payment.hubState,
    x_hub_state_at: momentFromInstant(payment.hubStateAt),
  };
}

/** The columns of a bank statement line. Errors: `UnfaithfulAmountError`. */
/** What was instructed in another currency; Odoo books the difference of rates by itself. */
const foreignValues = (
  foreign: NonNullable<StatementLinePosting['foreign']> | null,
  currencyRecordId: number | null,
): { readonly [name: string]: Argument } =>
  foreign === null || currencyRecordId === null
    ? {}
    : {
        foreign_currency_id: currencyRecordId,
        amount_currency: minorToWire(foreign.currency, foreign.amountMinor),
      };

export const statementLineValues = (
  line: StatementLinePosting,
  links: {
    readonly journalId: number;
    readonly partnerId: number | null;
    readonly foreignCurrencyId: number | null;
  },
): { readonly [name: string]: Argument } => ({
  journal_id: links.journalId,
  date: line.date,
  amount: minorToWire(line.currency, line.amountMinor),
  ...foreignValues(line.foreign ?? null, links.foreignCurrencyId),
  payment_ref: line.label,
  ...(links.partnerId === null ? {} : { partner_id: links.partnerId }),
  x_hub_ref: line.hubReference,
});
