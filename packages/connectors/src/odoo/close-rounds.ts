import { fault, refuse, succeed } from '@quittance/domain';
import type { Fault, PlainDate } from '@quittance/domain';
import type { Outcome, PaymentRegistration } from '@quittance/connector-kit';
import { itemsOf, planClosing, readBooks, reconcileInOrder } from './close-bills.ts';
import type { PostedPayment } from './close-bills.ts';
import { moveColumns } from './columns.ts';
import { discountEntries } from './discounts.ts';
import { paymentLinks, paymentsByReference } from './payment-lookup.ts';
import { currenciesById, searchAll } from './session.ts';
import type { Session } from './session.ts';

export type Settled = Outcome<{ readonly externalId: string; readonly postedDate: PlainDate }>;

/** Payments of one company that are settled together; what becomes of each goes to `outcomes`. */
export interface BatchWork {
  readonly companyId: number;
  readonly batch: readonly PaymentRegistration[];
  readonly outcomes: Map<string, Settled>;
}

/** Closes the bills of posted payments, in rounds whose payments share no bill. */
export async function closeAll(
  session: Session,
  work: BatchWork,
  payments: readonly PaymentRegistration[],
): Promise<void> {
  let waiting = payments;
  while (waiting.length > 0) {
    const taken = new Set<string>();
    const round: PaymentRegistration[] = [];
    for (const payment of waiting) {
      const items = payment.items.map(({ externalId }) => externalId);
      if (items.some((item) => taken.has(item))) continue;
      round.push(payment);
      for (const item of items) taken.add(item);
    }
    await closeRound(session, work, round);
    const settled = new Set(round);
    waiting = waiting.filter((payment) => !settled.has(payment));
  }
}

async function closeRound(
  session: Session,
  work: BatchWork,
  round: readonly PaymentRegistration[],
): Promise<void> {
  const { companyId, outcomes } = work;
  const failAll = (error: Fault): void => {
    for (const { reference } of round) outcomes.set(reference, refuse(error));
  };
  const posted = await readPosted(session, work, round);
  if (!posted.ok) return failAll(posted.error);
  const moveIds = posted.value.flatMap((one) => {
    const items = itemsOf(one.payment);
    const own = one.discountMoveId === null ? [one.moveId] : [one.moveId, one.discountMoveId];
    return [...own, ...(items.ok ? items.value.map(({ moveId }) => moveId) : [])];
  });
  const faults = new Map<string, Fault>();
  // Matches twice at most, since a lost answer may leave something open; the third look only asks.
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const books = await readBooks(session, companyId, [...new Set(moveIds)]);
    if (!books.ok) return failAll(books.error);
    let isAllClosed = true;
    for (const one of posted.value) {
      const { reference } = one.payment;
      if (attempt > 0 && faults.get(reference)?.kind === 'unauthorised') continue;
      const plan = planClosing(books.value, one);
      if (!plan.ok) faults.set(reference, faults.get(reference) ?? plan.error);
      else if (plan.value === null) faults.delete(reference);
      else if (attempt < 2) {
        isAllClosed = false;
        const made = await reconcileInOrder(session, companyId, plan.value);
        if (made.ok) faults.delete(reference);
        else faults.set(reference, made.error);
      } else if (!faults.has(reference)) faults.set(reference, notClosed);
    }
    if (isAllClosed) break;
  }
  for (const one of posted.value) {
    const error = faults.get(one.payment.reference);
    const { externalId, postedDate } = one;
    outcomes.set(
      one.payment.reference,
      error === undefined ? succeed({ externalId, postedDate }) : refuse(error),
    );
  }
  const found = new Set(posted.value.map(({ payment }) => payment.reference));
  for (const { reference } of round) {
    if (!found.has(reference) && !outcomes.has(reference)) outcomes.set(reference, refuse(noEntry));
  }
}

interface ReadPosted extends PostedPayment {
  readonly externalId: string;
  readonly postedDate: PlainDate;
}

async function readPosted(
  session: Session,
  work: BatchWork,
  round: readonly PaymentRegistration[],
): Promise<Outcome<readonly ReadPosted[]>> {
  const { companyId } = work;
  const references = round.map(({ reference }) => reference);
  const rows = await paymentsByReference(session, companyId, references);
  if (!rows.ok) return rows;
  const currencies = await currenciesById(session);
  if (!currencies.ok) return currencies;
  const moveIds = [...rows.value.values()].flatMap((row) =>
    row.move_id === null ? [] : [row.move_id],
  );
  const moves = await searchAll(session, {
    model: 'account.move',
    domain: [['id', 'in', moveIds]],
    columns: { id: moveColumns.id, date: moveColumns.date, state: moveColumns.state },
    companyIds: [companyId],
  });
  if (!moves.ok) return moves;
  const moveById = new Map(moves.value.map((move) => [move.id, move]));
  const discounts = await discountEntries(session, {
    companyId,
    payments: round,
    rows: rows.value,
  });
  const posted: ReadPosted[] = [];
  for (const payment of round) {
    const row = rows.value.get(payment.reference);
    const move = row?.move_id === null ? undefined : moveById.get(row?.move_id ?? 0);
    if (row === undefined || move?.state !== 'posted') continue;
    const discount = discounts.get(payment.reference);
    if (discount?.ok === false) {
      work.outcomes.set(payment.reference, discount);
      continue;
    }
    const links = await paymentLinks(session, currencies.value, payment);
    if (!links.ok) return links;
    posted.push({
      payment,
      links: links.value,
      moveId: move.id,
      discountMoveId: discount?.value ?? null,
      externalId: row.id.toString(),
      postedDate: move.date,
    });
  }
  return succeed(posted);
}

const noEntry: Fault = fault(
  'rejected',
  'odoo.no_entry',
  'The payment is posted in Odoo without a journal entry of its own.',
);
const notClosed: Fault = fault(
  'rejected',
  'odoo.not_closed',
  'Odoo matched the payment, but the bills do not stand as they should.',
);
