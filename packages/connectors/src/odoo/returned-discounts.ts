import { fault, refuse, succeed } from '@quittance/domain';
import type { Fault } from '@quittance/domain';
import type { Outcome } from '@quittance/connector-kit';
import { minorFromWire, minorToWire, UnfaithfulAmountError } from './amount.ts';
import type { BankLine } from './bank-line.ts';
import { reconcile } from './close-bills.ts';
import { moveLines } from './counterparts.ts';
import type { MoveLineRow } from './counterparts.ts';
import { ids, nothing } from './decode.ts';
import { discountReference } from './discounts.ts';
import { driftFault } from './faults.ts';
import { findEntry, isWorthAnotherLook, onEntry } from './hub-entry.ts';
import type { HubEntry } from './hub-entry.ts';
import type { Argument } from './json.ts';
import { execute } from './session.ts';
import type { Session } from './session.ts';

/** The hub reference of the entry that takes a written-off discount back. */
const takenBackReference = (reference: string): string => `${discountReference(reference)}-BACK`;

/** The payable item of a returned payment, and the payment's reference. */
export interface ReturnedPayment {
  readonly reference: string;
  readonly line: MoveLineRow;
}

/**
 * The payable item of the entry that wrote the payment's discounts off, or null when the payment
 * had none. It closes the bills together with the payment, so it is opened together with it.
 */
export async function discountItem(
  session: Session,
  companyId: number,
  returned: ReturnedPayment,
): Promise<Outcome<MoveLineRow | null>> {
  const entry = await findEntry(session, companyId, discountReference(returned.reference));
  if (!entry.ok) return entry;
  if (entry.value?.state !== 'posted') return succeed(null);
  return payableItem(session, companyId, { entry: entry.value, returned });
}

/**
 * Takes the discounts of a returned payment back: money that came back was never paid within the
 * discount period, so the supplier is owed the whole bill again. A posted entry is not changed; a
 * second one, dated as the return, turns it round, which a closed period does not prevent.
 * Repeating it has no effect.
 */
export async function takeDiscountBack(
  session: Session,
  bankLine: BankLine,
  returned: ReturnedPayment,
): Promise<Outcome<null>> {
  const { companyId } = bankLine;
  const written = await findEntry(session, companyId, discountReference(returned.reference));
  if (!written.ok) return written;
  if (written.value?.state !== 'posted') return succeed(null);
  const back = await postedEntry(session, bankLine, { written: written.value, returned });
  if (!back.ok) return back;
  const item = await payableItem(session, companyId, { entry: written.value, returned });
  if (!item.ok) return item;
  const counter = await payableItem(session, companyId, { entry: back.value, returned });
  if (!counter.ok) return counter;
  if (counter.value.reconciled) return succeed(null);
  const opened = await execute(session, {
    model: 'account.move.line',
    method: 'remove_move_reconcile',
    args: [[item.value.id]],
    decoder: nothing,
    companyIds: [companyId],
  });
  if (!opened.ok) return opened;
  return reconcile(session, companyId, [item.value.id, counter.value.id]);
}

/** Undoes it: the entry that took the discount back is cancelled, and the discount open again. */
export async function giveDiscountAgain(
  session: Session,
  companyId: number,
  reference: string,
): Promise<Outcome<null>> {
  const back = await findEntry(session, companyId, takenBackReference(reference));
  if (!back.ok) return back;
  if (back.value === null || back.value.state === 'cancel') return succeed(null);
  if (back.value.state === 'posted') {
    const reset = await onEntry(session, companyId, { id: back.value.id, method: 'button_draft' });
    if (!reset.ok) return reset;
  }
  return onEntry(session, companyId, { id: back.value.id, method: 'button_cancel' });
}

async function payableItem(
  session: Session,
  companyId: number,
  of: { readonly entry: HubEntry; readonly returned: ReturnedPayment },
): Promise<Outcome<MoveLineRow>> {
  const items = await moveLines(session, companyId, [['move_id', '=', of.entry.id]]);
  if (!items.ok) return items;
  const [item, second] = items.value.filter(
    ({ account_id: accountId }) => accountId === of.returned.line.account_id,
  );
  return item === undefined || second !== undefined ? refuse(strangeEntry) : succeed(item);
}

interface Turning {
  readonly written: HubEntry;
  readonly returned: ReturnedPayment;
}

/** The entry that turns the discount round, posted; found again by its own hub reference. */
async function postedEntry(
  session: Session,
  bankLine: BankLine,
  turning: Turning,
): Promise<Outcome<HubEntry>> {
  const { companyId } = bankLine;
  const hubReference = takenBackReference(turning.returned.reference);
  for (let attempt = 0; attempt < 6; attempt += 1) {
    const found = await findEntry(session, companyId, hubReference);
    if (!found.ok) return found;
    if (found.value?.state === 'posted') return succeed(found.value);
    const made = await nextStep(session, bankLine, { ...turning, found: found.value });
    // Refusals and silences are both settled by looking again: a rival may have done it.
    if (!made.ok && (attempt >= 3 || !isWorthAnotherLook(made.error))) return made;
  }
  return refuse(notTakenBack);
}

function nextStep(
  session: Session,
  bankLine: BankLine,
  turning: Turning & { readonly found: HubEntry | null },
): Promise<Outcome<unknown>> {
  const { found } = turning;
  if (found === null) return createEntry(session, bankLine, turning);
  // One that an undone return left cancelled serves again.
  const method = found.state === 'cancel' ? 'button_draft' : 'action_post';
  return onEntry(session, bankLine.companyId, { id: found.id, method });
}

async function createEntry(
  session: Session,
  bankLine: BankLine,
  { written, returned }: Turning,
): Promise<Outcome<unknown>> {
  const { companyId } = bankLine;
  const items = await moveLines(session, companyId, [['move_id', '=', written.id]]);
  if (!items.ok) return items;
  const lines = turnedRound(bankLine, returned.reference, items.value);
  if (!lines.ok) return lines;
  return execute(session, {
    model: 'account.move',
    method: 'create',
    args: [
      [
        {
          move_type: 'entry',
          journal_id: written.journal_id ?? false,
          date: bankLine.row.date,
          ref: returned.reference,
          x_hub_ref: takenBackReference(returned.reference),
          line_ids: lines.value,
        },
      ],
    ],
    decoder: ids,
    companyIds: [companyId],
  });
}

function turnedRound(
  { currency, companyCurrency, currencyRecordId }: BankLine,
  reference: string,
  items: readonly MoveLineRow[],
): Outcome<readonly Argument[]> {
  try {
    const lines = items.map((item) => [
      0,
      0,
      {
        name: `Early payment discount taken back ${reference}`,
        partner_id: item.partner_id ?? false,
        account_id: item.account_id,
        currency_id: currencyRecordId,
        amount_currency: minorToWire(currency, -minorFromWire(currency, item.amount_currency)),
        balance: minorToWire(companyCurrency, -minorFromWire(companyCurrency, item.balance)),
      },
    ]);
    return succeed(lines);
  } catch (error) {
    if (!(error instanceof UnfaithfulAmountError)) throw error;
    return refuse(driftFault(`account.move.line: ${error.message}`));
  }
}

const strangeEntry: Fault = fault(
  'rejected',
  'odoo.discount_entry',
  'The entry that wrote the discount off was changed in Odoo: it has no single payable item.',
);
const notTakenBack: Fault = fault(
  'rejected',
  'odoo.discount_not_taken_back',
  'The entry that takes the discount of the returned payment back is not posted in Odoo.',
);
