import { refuse, succeed } from '@quittance/domain';
import type { Currency, PlainDate } from '@quittance/domain';
import type { OpenItemRecord, Outcome } from '@quittance/connector-kit';
import { minorFromWire, UnfaithfulAmountError } from './amount.ts';
import { batchesOf } from './batches.ts';
import { billTypes, readBills } from './bills.ts';
import { moveColumns } from './columns.ts';
import {
  amount,
  date,
  flag,
  ids,
  link,
  optionalText,
  recordId,
  requiredLink,
  text,
} from './decode.ts';
import { driftFault } from './faults.ts';
import { currenciesById, recordNumber, searchAll } from './session.ts';
import type { Session } from './session.ts';
import { paymentStanding } from './versions.ts';

/** A payment to a supplier that was made without the hub and that no bank line confirms yet. */
export interface BaselinePayment {
  readonly externalId: string;
  readonly partyExternalId: string | null;
  readonly journalExternalId: string;
  readonly date: PlainDate;
  readonly memo: string | null;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly standing: 'draft' | 'posted';
  /** Bills that it closed, or would have closed. */
  readonly billExternalIds: readonly string[];
}

export interface Baseline {
  /** Bills and credit notes from before the date that are still open. */
  readonly openItems: readonly OpenItemRecord[];
  /** Payments from before the date that are on their way, perhaps at the bank already. */
  readonly payments: readonly BaselinePayment[];
}

const baselinePaymentColumns = {
  id: recordId,
  state: text,
  date,
  amount,
  currency_id: requiredLink,
  partner_id: link,
  journal_id: requiredLink,
  is_matched: flag,
  x_hub_ref: optionalText,
  reconciled_bill_ids: ids,
};

/**
 * Lists what a company had open, or had already sent to the bank, before a date, so that the hub
 * marks it as not its own and never pays it a second time. Reads only.
 */
export async function readBaseline(
  session: Session,
  input: { readonly companyExternalId: string; readonly before: PlainDate },
): Promise<Outcome<Baseline>> {
  const company = recordNumber(input.companyExternalId);
  if (!company.ok) return company;
  const openItems = await openBefore(session, company.value, input.before);
  if (!openItems.ok) return openItems;
  const payments = await sentBefore(session, company.value, input.before);
  if (!payments.ok) return payments;
  return succeed({ openItems: openItems.value, payments: payments.value });
}

async function openBefore(
  session: Session,
  companyId: number,
  before: PlainDate,
): Promise<Outcome<readonly OpenItemRecord[]>> {
  const moves = await searchAll(session, {
    model: 'account.move',
    domain: [
      ['company_id', '=', companyId],
      ['move_type', 'in', billTypes],
      ['state', '=', 'posted'],
      ['date', '<', before],
    ],
    columns: { id: moveColumns.id },
    companyIds: [companyId],
  });
  if (!moves.ok) return moves;
  const open: OpenItemRecord[] = [];
  for (const batch of batchesOf(moves.value, session.config.pageSize)) {
    const bills = await readBills(session, { companyId, moveIds: batch.map(({ id }) => id) });
    if (!bills.ok) return bills;
    for (const { record } of bills.value) if (record.residualMinor > 0n) open.push(record);
  }
  return succeed(open);
}

async function sentBefore(
  session: Session,
  companyId: number,
  before: PlainDate,
): Promise<Outcome<readonly BaselinePayment[]>> {
  const currencies = await currenciesById(session);
  if (!currencies.ok) return currencies;
  const { draftStates, postedStates, memoField } = session.facts.payment;
  const found = await searchAll(session, {
    model: 'account.payment',
    domain: [
      ['company_id', '=', companyId],
      ['payment_type', '=', 'outbound'],
      ['partner_type', '=', 'supplier'],
      ['state', 'in', [...draftStates, ...postedStates]],
      ['date', '<', before],
    ],
    columns: { ...baselinePaymentColumns, [memoField]: optionalText },
    companyIds: [companyId],
  });
  if (!found.ok) return found;
  const payments: BaselinePayment[] = [];
  for (const row of found.value) {
    // What a bank line confirms is over, and what carries our reference is ours.
    if (row.is_matched || row.x_hub_ref !== null) continue;
    const currency = currencies.value.get(row.currency_id);
    if (currency === undefined) continue;
    const standing = paymentStanding(session.facts, row.state);
    if (standing === null || standing === 'cancelled') continue;
    const memo: unknown = Object.entries(row).find(([name]) => name === memoField)?.[1];
    try {
      payments.push({
        externalId: row.id.toString(),
        partyExternalId: row.partner_id?.toString() ?? null,
        journalExternalId: row.journal_id.toString(),
        date: row.date,
        memo: typeof memo === 'string' ? memo : null,
        currency,
        amountMinor: minorFromWire(currency, row.amount),
        standing,
        billExternalIds: row.reconciled_bill_ids.map((id) => id.toString()),
      });
    } catch (error) {
      if (!(error instanceof UnfaithfulAmountError)) throw error;
      return refuse(driftFault(`account.payment: ${error.message}`));
    }
  }
  return succeed(payments);
}
