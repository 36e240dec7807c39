import { fault, refuse, succeed } from '@quittance/domain';
import type { Currency, Fault } from '@quittance/domain';
import type { Outcome, PaymentRegistration } from '@quittance/connector-kit';
import { minorFromWire, UnfaithfulAmountError } from './amount.ts';
import { paymentColumns } from './columns.ts';
import type { Row } from './decode.ts';
import { driftFault } from './faults.ts';
import { currencyId, journalById, recordNumber, searchAll } from './session.ts';
import type { Session } from './session.ts';
import type { PaymentLinks } from './translate.ts';
import { paymentStanding } from './versions.ts';
import type { PaymentStanding } from './versions.ts';

export type PaymentRow = Row<typeof paymentColumns>;

/** Payments of a company by the hub's reference; an absent one has none there. */
export async function paymentsByReference(
  session: Session,
  companyId: number,
  references: readonly string[],
): Promise<Outcome<ReadonlyMap<string, PaymentRow>>> {
  if (references.length === 0) return succeed(new Map());
  const found = await searchAll(session, {
    model: 'account.payment',
    domain: [['x_hub_ref', 'in', references]],
    columns: paymentColumns,
    companyIds: [companyId],
  });
  if (!found.ok) return found;
  const byReference = new Map<string, PaymentRow>();
  for (const row of found.value) {
    if (row.x_hub_ref === null) continue;
    if (byReference.has(row.x_hub_ref)) return refuse(twice(row.x_hub_ref));
    byReference.set(row.x_hub_ref, row);
  }
  return succeed(byReference);
}

/** Only possible where the unique index is missing; every further step could pay twice. */
const twice = (reference: string): Fault =>
  fault('rejected', 'odoo.reference_twice', `Two payments in Odoo carry ${reference}.`);

/** What the state of a payment means. Errors: drift for a state not learned. */
export function standingOf(session: Session, payment: PaymentRow): Outcome<PaymentStanding> {
  const standing = paymentStanding(session.facts, payment.state);
  return standing === null
    ? refuse(driftFault('account.payment: state not learned'))
    : succeed(standing);
}

/** Resolves the records that a registration names. Errors: rejected when one does not exist. */
export async function paymentLinks(
  session: Session,
  currencies: ReadonlyMap<number, Currency>,
  payment: PaymentRegistration,
): Promise<Outcome<PaymentLinks>> {
  const company = recordNumber(payment.companyExternalId);
  if (!company.ok) return company;
  const partner = recordNumber(payment.partyExternalId);
  if (!partner.ok) return partner;
  const journalId = recordNumber(payment.journalExternalId);
  if (!journalId.ok) return journalId;
  const journal = await journalById(session, company.value, journalId.value);
  if (!journal.ok) return journal;
  const currency = currencyId(currencies, payment.currency);
  if (!currency.ok) return currency;
  if (payment.amountMinor <= 0n) {
    return refuse(fault('rejected', 'odoo.amount', 'A payment needs an amount above nought.'));
  }
  return succeed({
    partnerId: partner.value,
    journalId: journalId.value,
    currencyId: currency.value,
  });
}

/**
 * Proves that the payment in Odoo is the one we mean: company, journal, currency, amount and
 * direction equal, and the partner too. Errors: rejected as a conflict of references.
 */
export function samePayment(
  row: PaymentRow,
  payment: PaymentRegistration,
  links: PaymentLinks,
): Outcome<null> {
  try {
    const isSame =
      row.company_id.toString() === payment.companyExternalId &&
      row.journal_id === links.journalId &&
      row.currency_id === links.currencyId &&
      row.partner_id === links.partnerId &&
      row.payment_type === 'outbound' &&
      minorFromWire(payment.currency, row.amount) === payment.amountMinor;
    if (isSame) return succeed(null);
  } catch (error) {
    if (!(error instanceof UnfaithfulAmountError)) throw error;
  }
  return refuse(
    fault(
      'rejected',
      'odoo.reference_conflict',
      `The payment ${payment.reference} stands in Odoo with other content.`,
    ),
  );
}
