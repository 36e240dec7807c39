import { fault, refuse, succeed } from '@quittance/domain';
import type { Fault } from '@quittance/domain';
import type { Outcome, PaymentRegistration } from '@quittance/connector-kit';
import { minorFromWire, minorToWire } from './amount.ts';
import { payableLines } from './bills.ts';
import { itemsOf } from './close-bills.ts';
import { ids, recordId, text } from './decode.ts';
import { findEntry, isWorthAnotherLook, onEntry } from './hub-entry.ts';
import { accountForRole } from './ledger-accounts.ts';
import type { PaymentRow } from './payment-lookup.ts';
import { companyCurrencyId, currenciesById, execute, searchAll } from './session.ts';
import type { Session } from './session.ts';

/** All early-payment discounts of a payment, in minor units of its currency. */
export function discountOf(payment: PaymentRegistration): bigint {
  let sum = 0n;
  for (const { discountMinor } of payment.items) sum += discountMinor;
  return sum;
}

/** The hub reference of the entry that writes a payment's discounts off. */
export const discountReference = (reference: string): string => `${reference}-DISCOUNT`;

interface Work {
  readonly companyId: number;
  readonly payments: readonly PaymentRegistration[];
  readonly rows: ReadonlyMap<string, PaymentRow>;
}

/**
 * Makes sure that each payment with discounts has one posted entry that takes them off what is
 * owed to the supplier, and answers these entries by payment reference. The entry is found again
 * by its own hub reference, under the same unique index as bank lines.
 */
export async function discountEntries(
  session: Session,
  work: Work,
): Promise<ReadonlyMap<string, Outcome<number>>> {
  const entries = new Map<string, Outcome<number>>();
  for (const payment of work.payments) {
    if (discountOf(payment) === 0n) continue;
    const row = work.rows.get(payment.reference);
    if (row === undefined || row.move_id === null) continue;
    entries.set(payment.reference, await entryFor(session, work.companyId, { payment, row }));
  }
  return entries;
}

interface Discounted {
  readonly payment: PaymentRegistration;
  readonly row: PaymentRow;
}

async function entryFor(
  session: Session,
  companyId: number,
  discounted: Discounted,
): Promise<Outcome<number>> {
  const hubReference = discountReference(discounted.payment.reference);
  for (let attempt = 0; ; attempt += 1) {
    const found = await findEntry(session, companyId, hubReference);
    if (!found.ok) return found;
    if (found.value?.state === 'posted') return succeed(found.value.id);
    const made =
      found.value === null
        ? await createEntry(session, companyId, discounted)
        : await onEntry(session, companyId, { id: found.value.id, method: 'action_post' });
    // Refusals and silences are both settled by looking again: a rival may have done it.
    if (!made.ok && (attempt >= 3 || !isWorthAnotherLook(made.error))) return made;
    if (attempt >= 4) return refuse(notPosted);
  }
}

async function createEntry(
  session: Session,
  companyId: number,
  { payment, row }: Discounted,
): Promise<Outcome<unknown>> {
  const accountId = await accountForRole(session, companyId, 'discount');
  if (!accountId.ok) return accountId;
  const journal = await miscellaneousJournal(session, companyId);
  if (!journal.ok) return journal;
  const booked = await balanceOf(session, companyId, payment);
  if (!booked.ok) return booked;
  const discount = discountOf(payment);
  const line = (side: 1n | -1n): { readonly [name: string]: string | number } => ({
    name: `Early payment discount ${payment.reference}`,
    partner_id: row.partner_id ?? 0,
    currency_id: row.currency_id,
    account_id: side === 1n ? (row.destination_account_id ?? 0) : accountId.value,
  });
  const amounts = (side: 1n | -1n) => ({
    amount_currency: minorToWire(payment.currency, side * discount),
    balance: booked.value(side),
  });
  return execute(session, {
    model: 'account.move',
    method: 'create',
    args: [
      [
        {
          move_type: 'entry',
          journal_id: journal.value,
          date: payment.date,
          ref: payment.reference,
          x_hub_ref: discountReference(payment.reference),
          line_ids: [
            [0, 0, { ...line(1n), ...amounts(1n) }],
            [0, 0, { ...line(-1n), ...amounts(-1n) }],
          ],
        },
      ],
    ],
    decoder: ids,
    companyIds: [companyId],
  });
}

/** The discounts in the company's currency, at the rates at which their bills were booked. */
async function balanceOf(
  session: Session,
  companyId: number,
  payment: PaymentRegistration,
): Promise<Outcome<(side: 1n | -1n) => ReturnType<typeof minorToWire>>> {
  const items = itemsOf(payment);
  if (!items.ok) return items;
  const own = await companyCurrencyId(session, companyId);
  if (!own.ok) return own;
  const currencies = await currenciesById(session);
  if (!currencies.ok) return currencies;
  const companyCurrency = currencies.value.get(own.value);
  if (companyCurrency === undefined) return refuse(noEntry);
  const discounted = items.value.filter(({ discountMinor }) => discountMinor > 0n);
  const moveIds = discounted.map(({ moveId }) => moveId);
  const lines = await payableLines(session, companyId, moveIds);
  if (!lines.ok) return lines;
  let balance = 0n;
  for (const { moveId, discountMinor } of discounted) {
    const line = lines.value.find((one) => one.move_id === moveId);
    if (line === undefined) return refuse(noEntry);
    const booked = minorFromWire(companyCurrency, line.balance);
    const inCurrency = minorFromWire(payment.currency, line.amount_currency);
    if (inCurrency === 0n) return refuse(noEntry);
    balance += roundedShare(discountMinor * booked, inCurrency);
  }
  return succeed((side) => minorToWire(companyCurrency, side * balance));
}

/** Half away from nought; both are of the same sign here, so the share is not negative. */
function roundedShare(product: bigint, divisor: bigint): bigint {
  const [above, below] = divisor < 0n ? [-product, -divisor] : [product, divisor];
  return (above * 2n + below) / (below * 2n);
}

async function miscellaneousJournal(session: Session, companyId: number): Promise<Outcome<number>> {
  const found = await searchAll(session, {
    model: 'account.journal',
    domain: [
      ['type', '=', 'general'],
      ['company_id', '=', companyId],
    ],
    columns: { id: recordId, code: text },
    companyIds: [companyId],
  });
  if (!found.ok) return found;
  const journal = found.value.find(({ code }) => code === 'MISC') ?? found.value[0];
  return journal === undefined ? refuse(noEntry) : succeed(journal.id);
}

const noEntry: Fault = fault(
  'rejected',
  'odoo.no_discount_entry',
  'The early-payment discount cannot be written off: check the bill and the general journal.',
);
const notPosted: Fault = fault(
  'rejected',
  'odoo.discount_not_posted',
  'The entry that writes the discount off is not posted in Odoo.',
);
