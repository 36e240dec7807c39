import { type OwnAccount, type PaymentState, sumOfEntries } from '@quittance/domain';
import { findEvery, inChunks, type UnitOfWork } from '../context/unit-of-work.ts';

/**
 * Released, and perhaps not in the booked balance yet: the bank may take the money at any moment. A
 * settled payment waits here too, until a statement has its entry: a notification or a status tells
 * of money that the balance of an older statement still holds.
 */
const onTheirWay: readonly PaymentState[] = [
  'released',
  'submitted',
  'unknown',
  'accepted',
  'pending_settlement',
  'partially_settled',
  'settled',
  'cancel_pending',
];

/** Facts that come from the statement whose balance the account has, or from an older one. */
const ofStatements = ['camt.053', 'match'];

/** What of the account's booked balance its payments under way are going to take, minor units. */
export async function underWayMinor(unit: UnitOfWork, account: OwnAccount): Promise<bigint> {
  const payments = await findEvery(unit.transaction, 'payment', {
    entityId: account.entityId,
    ownAccountId: account.id,
    // The debit of a payment in another currency is known only when it is booked.
    currency: account.currency,
    state: { in: onTheirWay },
  });
  const facts = await inChunks(
    payments.filter((payment) => payment.settledMinor > 0n).map((payment) => payment.id),
    (chunk) =>
      findEvery(unit.transaction, 'bank_fact', {
        entityId: account.entityId,
        paymentId: { in: chunk },
        source: { in: ofStatements },
      }),
  );
  const stated = Map.groupBy(facts, (fact) => fact.paymentId);
  return payments.reduce((total, { id, instructedMinor }) => {
    const openMinor = instructedMinor - sumOfEntries(stated.get(id) ?? [], 'booked');
    return openMinor > 0n ? total + openMinor : total;
  }, 0n);
}
