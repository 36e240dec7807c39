import { fault, refuse, succeed } from '@quittance/domain';
import type { Currency, Fault } from '@quittance/domain';
import type {
  CapabilityByName,
  ItemOutcome,
  Outcome,
  PaymentRegistration,
} from '@quittance/connector-kit';
import { UnfaithfulAmountError } from './amount.ts';
import { actWithBisection, batchesOf, groupBy, refuseAll } from './batches.ts';
import { ids } from './decode.ts';
import { paymentLinks, paymentsByReference, samePayment, standingOf } from './payment-lookup.ts';
import type { PaymentRow } from './payment-lookup.ts';
import { currenciesById, execute, recordNumber } from './session.ts';
import type { Session } from './session.ts';
import { paymentValues } from './translate.ts';
import type { PaymentLinks } from './translate.ts';
import type { Argument } from './json.ts';

/** Registers payments as drafts under their reference; they close no bill yet. */
export function paymentsRegister(session: Session): CapabilityByName['payments.register'] {
  return async ({ payments }) => {
    const outcomes = new Map<string, Outcome<{ readonly externalId: string }>>();
    for (const [companyExternalId, group] of groupBy(payments, (one) => one.companyExternalId)) {
      for (const batch of batchesOf(group, session.config.batchSize)) {
        const registered = await registerBatch(session, companyExternalId, batch);
        for (const { key, outcome } of registered) {
          outcomes.set(key, outcome.ok ? externalIdOf(outcome.value) : outcome);
        }
      }
    }
    return inOrder(payments, outcomes);
  };
}

const externalIdOf = (row: PaymentRow): Outcome<{ readonly externalId: string }> =>
  succeed({ externalId: row.id.toString() });

/** One outcome for each payment asked, in the order asked. */
export const inOrder = <Value>(
  payments: readonly PaymentRegistration[],
  outcomes: ReadonlyMap<string, Outcome<Value>>,
): readonly ItemOutcome<Value>[] =>
  payments.map(({ reference }) => ({
    key: reference,
    outcome: outcomes.get(reference) ?? refuse(lost),
  }));

const lost: Fault = fault('retry', 'odoo.not_asked', 'The payment was not reached in this call.');

interface Prepared {
  readonly payment: PaymentRegistration;
  readonly links: PaymentLinks;
  readonly values: { readonly [name: string]: Argument };
}

/**
 * Makes sure that each payment of one company stands in Odoo once, and answers it as it stands.
 * Cancelled ones are refused: their reference is used up.
 */
export async function registerBatch(
  session: Session,
  companyExternalId: string,
  payments: readonly PaymentRegistration[],
): Promise<readonly ItemOutcome<PaymentRow>[]> {
  const references = payments.map(({ reference }) => reference);
  const company = recordNumber(companyExternalId);
  if (!company.ok) return refuseAll(references, company.error);
  const companyId = company.value;
  const currencies = await currenciesById(session);
  if (!currencies.ok) return refuseAll(references, currencies.error);
  const faults = new Map<string, Fault>();
  const prepared: Prepared[] = [];
  for (const payment of payments) {
    const ready = await prepare(session, currencies.value, payment);
    if (ready.ok) prepared.push(ready.value);
    else faults.set(payment.reference, ready.error);
  }
  const before = await paymentsByReference(session, companyId, references);
  if (!before.ok) return refuseAll(references, before.error);
  const wanted = prepared.filter(({ payment }) => !before.value.has(payment.reference));
  const failed = await createMissing(session, companyId, wanted);
  for (const [{ payment }, error] of failed) faults.set(payment.reference, error);
  const after =
    wanted.length === 0 ? before : await paymentsByReference(session, companyId, references);
  if (!after.ok) return refuseAll(references, after.error);
  const linksOf = new Map(prepared.map((one) => [one.payment.reference, one.links]));
  return payments.map((payment) => {
    const row = after.value.get(payment.reference);
    const links = linksOf.get(payment.reference);
    const failure = faults.get(payment.reference);
    const key = payment.reference;
    if (row !== undefined && links !== undefined) {
      return { key, outcome: accept(session, { row, payment, links }) };
    }
    return { key, outcome: refuse(failure ?? vanished) };
  });
}

const vanished: Fault = fault('retry', 'odoo.not_found_after', 'The payment is not in Odoo yet.');

async function prepare(
  session: Session,
  currencies: ReadonlyMap<number, Currency>,
  payment: PaymentRegistration,
): Promise<Outcome<Prepared>> {
  const links = await paymentLinks(session, currencies, payment);
  if (!links.ok) return links;
  try {
    const values = paymentValues(session.facts, payment, links.value);
    return succeed({ payment, links: links.value, values });
  } catch (error) {
    if (!(error instanceof UnfaithfulAmountError)) throw error;
    return refuse(fault('rejected', 'odoo.amount', `The amount does not fit: ${error.message}.`));
  }
}

/**
 * Creates what is missing in one call. A time-out or a duplicate is looked up by reference; what
 * is still missing then is created once more, which the unique index makes safe even while the
 * first call is still running in Odoo.
 */
const createMissing = (
  session: Session,
  companyId: number,
  wanted: readonly Prepared[],
): Promise<ReadonlyMap<Prepared, Fault>> =>
  actWithBisection({
    items: wanted,
    act: (items) =>
      execute(session, {
        model: 'account.payment',
        method: 'create',
        args: [items.map(({ values }) => values)],
        decoder: ids,
        companyIds: [companyId],
      }),
    afterSilence: async (items) => {
      const references = items.map(({ payment }) => payment.reference);
      const found = await paymentsByReference(session, companyId, references);
      if (!found.ok) return found;
      return succeed(items.filter(({ payment }) => !found.value.has(payment.reference)));
    },
  });

function accept(
  session: Session,
  found: {
    readonly row: PaymentRow;
    readonly payment: PaymentRegistration;
    readonly links: PaymentLinks;
  },
): Outcome<PaymentRow> {
  const same = samePayment(found.row, found.payment, found.links);
  if (!same.ok) return same;
  const standing = standingOf(session, found.row);
  if (!standing.ok) return standing;
  return standing.value === 'cancelled'
    ? refuse(withdrawn(found.payment.reference))
    : succeed(found.row);
}

const withdrawn = (reference: string): Fault =>
  fault('rejected', 'odoo.payment_withdrawn', `The payment ${reference} was cancelled in Odoo.`);
