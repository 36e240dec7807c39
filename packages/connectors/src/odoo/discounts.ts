import { fault, refuse, succeed } from '@quittance/domain';
import type { Currency, Fault } from '@quittance/domain';
import type { Outcome, PaymentRegistration } from '@quittance/connector-kit';
import { minorFromWire, minorToWire } from './amount.ts';
import { groupBy } from './batches.ts';
import { payableLines } from './bills.ts';
import { itemsOf } from './close-bills.ts';
import { ids, recordId, text } from './decode.ts';
import { findEntries, findEntry, isWorthAnotherLook, onEntry } from './hub-entry.ts';
import type { HubEntry } from './hub-entry.ts';
import { accountForRole } from './ledger-accounts.ts';
import type { PaymentRow } from './payment-lookup.ts';
import { companyCurrencyId, currenciesById, execute, searchAll } from './session.ts';
import type { Session } from './session.ts';
import type { PayableLineRow } from './translate.ts';

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
  const { companyId } = work;
  const entries = new Map<string, Outcome<number>>();
  const discounted = discountedOf(work);
  if (discounted.size === 0) return entries;
  const hubReferences = [...discounted.keys()].map(discountReference);
  const found = await findEntries(session, companyId, hubReferences);
  if (!found.ok) return new Map([...discounted.keys()].map((reference) => [reference, found]));
  const knownOf = (reference: string): HubEntry | null =>
    found.value.get(discountReference(reference)) ?? null;
  const unposted = [...discounted.values()].filter(
    ({ payment }) => knownOf(payment.reference)?.state !== 'posted',
  );
  let kept: Promise<Outcome<Ground>> | null = null;
  const ground = (): Promise<Outcome<Ground>> => (kept ??= groundFor(session, companyId, unposted));
  for (const [reference, one] of discounted) {
    const wanted = { companyId, discounted: one, known: knownOf(reference), ground };
    entries.set(reference, await entryFor(session, wanted));
  }
  return entries;
}

interface Discounted {
  readonly payment: PaymentRegistration;
  readonly row: PaymentRow;
}

/** The payments with discounts that have an entry of their own, one for each reference. */
function discountedOf({ payments, rows }: Work): ReadonlyMap<string, Discounted> {
  const discounted = new Map<string, Discounted>();
  for (const payment of payments) {
    if (discountOf(payment) === 0n || discounted.has(payment.reference)) continue;
    const row = rows.get(payment.reference);
    if (row === undefined || row.move_id === null) continue;
    discounted.set(payment.reference, { payment, row });
  }
  return discounted;
}

interface Wanted {
  readonly companyId: number;
  readonly discounted: Discounted;
  /** What the one search for all entries found. */
  readonly known: HubEntry | null;
  readonly ground: () => Promise<Outcome<Ground>>;
}

async function entryFor(session: Session, wanted: Wanted): Promise<Outcome<number>> {
  const { companyId, discounted, known } = wanted;
  if (known?.state === 'posted') return succeed(known.id);
  const hubReference = discountReference(discounted.payment.reference);
  for (let attempt = 0; ; attempt += 1) {
    // Where a rival made the entry since the search, the unique index refuses ours. A draft has no
    // such guard, so it is looked at anew before it is posted.
    const found =
      attempt === 0 && known === null
        ? succeed(null)
        : await findEntry(session, companyId, hubReference);
    if (!found.ok) return found;
    if (found.value?.state === 'posted') return succeed(found.value.id);
    const made =
      found.value === null
        ? await createEntry(session, wanted)
        : await onEntry(session, companyId, { id: found.value.id, method: 'action_post' });
    // Refusals and silences are both settled by looking again: a rival may have done it.
    if (!made.ok && (attempt >= 3 || !isWorthAnotherLook(made.error))) return made;
    if (attempt >= 4) return refuse(notPosted);
  }
}

/** What all entries that are missing are made with; it is read once, and only when one is. */
interface Ground {
  readonly accountId: number;
  readonly journalId: number;
  readonly companyCurrency: Currency;
  readonly linesByMove: ReadonlyMap<number, readonly PayableLineRow[]>;
}

async function groundFor(
  session: Session,
  companyId: number,
  unposted: readonly Discounted[],
): Promise<Outcome<Ground>> {
  const accountId = await accountForRole(session, companyId, 'discount');
  if (!accountId.ok) return accountId;
  const journalId = await miscellaneousJournal(session, companyId);
  if (!journalId.ok) return journalId;
  const own = await companyCurrencyId(session, companyId);
  if (!own.ok) return own;
  const currencies = await currenciesById(session);
  if (!currencies.ok) return currencies;
  const companyCurrency = currencies.value.get(own.value);
  if (companyCurrency === undefined) return refuse(noEntry);
  const moveIds = new Set<number>();
  for (const { payment } of unposted) {
    const items = itemsOf(payment);
    if (!items.ok) continue;
    for (const item of items.value) if (item.discountMinor > 0n) moveIds.add(item.moveId);
  }
  const lines = await payableLines(session, companyId, [...moveIds]);
  if (!lines.ok) return lines;
  return succeed({
    accountId: accountId.value,
    journalId: journalId.value,
    companyCurrency,
    linesByMove: groupBy(lines.value, (line) => line.move_id),
  });
}

async function createEntry(session: Session, wanted: Wanted): Promise<Outcome<unknown>> {
  const { companyId, discounted } = wanted;
  const { payment, row } = discounted;
  const ground = await wanted.ground();
  if (!ground.ok) return ground;
  const booked = balanceOf(payment, ground.value);
  if (!booked.ok) return booked;
  const discount = discountOf(payment);
  const line = (side: 1n | -1n): { readonly [name: string]: string | number } => ({
    name: `Early payment discount ${payment.reference}`,
    partner_id: row.partner_id ?? 0,
    currency_id: row.currency_id,
    account_id: side === 1n ? (row.destination_account_id ?? 0) : ground.value.accountId,
  });
  const amounts = (side: 1n | -1n) => ({
    amount_currency: minorToWire(payment.currency, side * discount),
    balance: minorToWire(ground.value.companyCurrency, side * booked.value),
  });
  return execute(session, {
    model: 'account.move',
    method: 'create',
    args: [
      [
        {
          move_type: 'entry',
          journal_id: ground.value.journalId,
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
function balanceOf(
  payment: PaymentRegistration,
  { companyCurrency, linesByMove }: Ground,
): Outcome<bigint> {
  const items = itemsOf(payment);
  if (!items.ok) return items;
  let balance = 0n;
  for (const { moveId, discountMinor } of items.value) {
    if (discountMinor <= 0n) continue;
    const [line] = linesByMove.get(moveId) ?? [];
    if (line === undefined) return refuse(noEntry);
    const booked = minorFromWire(companyCurrency, line.balance);
    const inCurrency = minorFromWire(payment.currency, line.amount_currency);
    if (inCurrency === 0n) return refuse(noEntry);
    balance += roundedShare(discountMinor * booked, inCurrency);
  }
  return succeed(balance);
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
