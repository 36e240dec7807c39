import { fault, refuse, succeed } from '@quittance/domain';
import type { Fault, PlainDate } from '@quittance/domain';
import type { CapabilityByName, Outcome, PaymentRegistration } from '@quittance/connector-kit';
import { actWithBisection, batchesOf, groupBy } from './batches.ts';
import { itemsOf, planClosing, readBooks } from './close-bills.ts';
import { closeAll } from './close-rounds.ts';
import type { BatchWork, Settled } from './close-rounds.ts';
import { minorToWire } from './amount.ts';
import { discountOf } from './discounts.ts';
import { done, nothingOrAction } from './decode.ts';
import { closedPeriodFault } from './faults.ts';
import { accountForRole } from './ledger-accounts.ts';
import { paymentsByReference, standingOf } from './payment-lookup.ts';
import type { PaymentRow } from './payment-lookup.ts';
import { inOrder, registerBatch } from './payments-register.ts';
import { execute, lockedUntil, recordNumber } from './session.ts';
import type { Session } from './session.ts';

/** Posts settled payments and closes their bills with them. Idempotent by reference. */
export function paymentsSettle(session: Session): CapabilityByName['payments.settle'] {
  return async ({ payments }) => {
    const outcomes = new Map<string, Settled>();
    for (const [companyExternalId, group] of groupBy(payments, (one) => one.companyExternalId)) {
      const company = recordNumber(companyExternalId);
      for (const batch of batchesOf(group, session.config.batchSize)) {
        if (company.ok) await settleBatch(session, { companyId: company.value, batch, outcomes });
        else for (const { reference } of batch) outcomes.set(reference, company);
      }
    }
    return inOrder(payments, outcomes);
  };
}

interface Registered {
  readonly payment: PaymentRegistration;
  readonly row: PaymentRow;
}

async function settleBatch(session: Session, work: BatchWork): Promise<void> {
  const { companyId, batch, outcomes } = work;
  const registered = await registerBatch(session, companyId.toString(), batch);
  const drafts: Registered[] = [];
  const posted: PaymentRegistration[] = [];
  for (const [position, { key, outcome }] of registered.entries()) {
    const payment = batch[position];
    if (!outcome.ok) outcomes.set(key, outcome);
    else if (payment !== undefined) {
      const standing = standingOf(session, outcome.value);
      if (!standing.ok) outcomes.set(key, standing);
      else if (standing.value === 'draft') drafts.push({ payment, row: outcome.value });
      else posted.push(payment);
    }
  }
  const fit = await fitToPost(session, { ...work, drafts });
  for (const { payment } of await postDrafts(session, { ...work, drafts: fit })) {
    posted.push(payment);
  }
  await closeAll(session, work, posted);
}

/** Before anything is posted: closed periods, accounts, and what the bills have open. */
async function fitToPost(
  session: Session,
  work: BatchWork & { readonly drafts: readonly Registered[] },
): Promise<readonly Registered[]> {
  const { companyId, drafts, outcomes } = work;
  if (drafts.length === 0) return [];
  const failAll = (error: Fault): readonly Registered[] => {
    for (const { payment } of drafts) outcomes.set(payment.reference, refuse(error));
    return [];
  };
  const lock = await lockedUntil(session, companyId);
  if (!lock.ok) return failAll(lock.error);
  const moveIds = drafts.flatMap(({ payment }) => {
    const items = itemsOf(payment);
    return items.ok ? items.value.map(({ moveId }) => moveId) : [];
  });
  const books = await readBooks(session, companyId, [...new Set(moveIds)]);
  if (!books.ok) return failAll(books.error);
  const hasDiscount = drafts.some(({ payment }) => discountOf(payment) !== 0n);
  const discountAccount = hasDiscount ? await accountForRole(session, companyId, 'discount') : null;
  const fit: Registered[] = [];
  for (const draft of drafts) {
    const { payment, row } = draft;
    const isClosed = lock.value !== null && payment.date <= lock.value;
    if (isClosed && session.config.closedPeriod === 'reject') {
      outcomes.set(payment.reference, refuse(closedPeriodFault(lock.value)));
    } else if (row.outstanding_account_id === null) {
      outcomes.set(payment.reference, refuse(noOutstandingAccount));
    } else {
      const account = discountOf(payment) === 0n ? null : discountAccount;
      const plan = account?.ok === false ? account : planBeforePosting(books.value, draft);
      if (plan.ok) fit.push(draft);
      else outcomes.set(payment.reference, plan);
    }
  }
  return fit;
}

/** Plans with the payable item that the payment will have, to find refusals before posting. */
function planBeforePosting(
  books: Parameters<typeof planClosing>[0],
  { payment, row }: Registered,
): ReturnType<typeof planClosing> {
  const accountId = row.destination_account_id ?? 0;
  const toClose = minorToWire(payment.currency, payment.amountMinor + discountOf(payment));
  const ownLine = {
    id: 0,
    move_id: 0,
    parent_state: 'draft',
    account_id: accountId,
    partner_id: row.partner_id,
    currency_id: row.currency_id,
    amount_currency: toClose,
    balance: toClose,
    amount_residual_currency: toClose,
    reconciled: false,
    date_maturity: null,
    discount_date: null,
    discount_amount_currency: null,
  };
  const linesByMove = new Map([...books.linesByMove, [0, [ownLine]] as const]);
  const links = {
    partnerId: row.partner_id ?? 0,
    journalId: row.journal_id,
    currencyId: row.currency_id,
  };
  return planClosing(
    { ...books, linesByMove },
    { payment, links, moveId: 0, discountMoveId: null },
  );
}

/** Sets the date of settlement and posts; answers what is posted now, faults go to outcomes. */
async function postDrafts(
  session: Session,
  work: BatchWork & { readonly drafts: readonly Registered[] },
): Promise<readonly Registered[]> {
  const { companyId, outcomes } = work;
  let drafts = work.drafts;
  const moved = drafts.filter(({ payment, row }) => row.date !== payment.date);
  for (const [day, group] of groupBy(moved, ({ payment }) => payment.date)) {
    const dated = await setDate(session, { companyId, day, group });
    if (dated.ok) continue;
    for (const { payment } of group) outcomes.set(payment.reference, dated);
    drafts = drafts.filter((draft) => !group.includes(draft));
  }
  const faults = await actWithBisection({
    items: drafts,
    act: (items) => post(session, companyId, items),
    afterSilence: (items) => stillDrafts(session, companyId, items),
  });
  for (const [{ payment }, error] of faults) outcomes.set(payment.reference, refuse(error));
  return drafts.filter((draft) => !faults.has(draft));
}

/** Writing a date twice is writing it once, so a silence is simply repeated. */
async function setDate(
  session: Session,
  work: {
    readonly companyId: number;
    readonly day: PlainDate;
    readonly group: readonly Registered[];
  },
): Promise<Outcome<unknown>> {
  const write = (): Promise<Outcome<true>> =>
    execute(session, {
      model: 'account.payment',
      method: 'write',
      args: [work.group.map(({ row }) => row.id), { date: work.day }],
      decoder: done,
      companyIds: [work.companyId],
    });
  const first = await write();
  return !first.ok && first.error.kind === 'unknownOutcome' ? write() : first;
}

const post = (
  session: Session,
  companyId: number,
  items: readonly Registered[],
): Promise<Outcome<unknown>> =>
  execute(session, {
    model: 'account.payment',
    method: 'action_post',
    args: [items.map(({ row }) => row.id)],
    decoder: nothingOrAction,
    companyIds: [companyId],
  });

async function stillDrafts(
  session: Session,
  companyId: number,
  items: readonly Registered[],
): Promise<Outcome<readonly Registered[]>> {
  const references = items.map(({ payment }) => payment.reference);
  const now = await paymentsByReference(session, companyId, references);
  if (!now.ok) return now;
  return succeed(
    items.filter(({ payment }) => {
      const row = now.value.get(payment.reference);
      const standing = row === undefined ? null : standingOf(session, row);
      return standing === null || !standing.ok || standing.value !== 'posted';
    }),
  );
}

const noOutstandingAccount: Fault = fault(
  'rejected',
  'odoo.no_outstanding_account',
  "The journal's payment method has no outstanding account, so Odoo would make no entry.",
);
