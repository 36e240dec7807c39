import {
  onTheirWayStates,
  type OwnAccount,
  statementFactSources,
  sumOfEntries,
} from '@quittance/domain';
import { findEvery, inChunks, type UnitOfWork } from '../context/unit-of-work.ts';

/** What of the account's booked balance its payments under way are going to take, minor units. */
export async function underWayMinor(unit: UnitOfWork, account: OwnAccount): Promise<bigint> {
  const payments = await findEvery(unit.transaction, 'payment', {
    entityId: account.entityId,
    ownAccountId: account.id,
    // The debit of a payment in another currency is known only when it is booked.
    currency: account.currency,
    state: { in: onTheirWayStates },
  });
  const facts = await inChunks(
    payments.filter((payment) => payment.settledMinor > 0n).map((payment) => payment.id),
    (chunk) =>
      findEvery(unit.transaction, 'bank_fact', {
        entityId: account.entityId,
        paymentId: { in: chunk },
        source: { in: statementFactSources },
      }),
  );
  const stated = Map.groupBy(facts, (fact) => fact.paymentId);
  return payments.reduce((total, { id, instructedMinor }) => {
    const openMinor = instructedMinor - sumOfEntries(stated.get(id) ?? [], 'booked');
    return openMinor > 0n ? total + openMinor : total;
  }, 0n);
}
