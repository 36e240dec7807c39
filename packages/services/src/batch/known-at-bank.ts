import { isWordOfBank, type PaymentId } from '@quittance/domain';
import { findEvery, inChunks, type UnitOfWork } from '../context/unit-of-work.ts';
import type { BatchContents } from './contents.ts';
import { paidByOthers } from './earlier-payments.ts';

/**
 * Payments whose money may be on its way already, and why. A message that was called not sent may
 * have arrived after all, and a bill may have been paid by an earlier payment that the bank first
 * rejected: sending these payments could pay twice (I1).
 */
export async function knownAtBank(
  unit: UnitOfWork,
  contents: BatchContents,
): Promise<ReadonlyMap<string, string>> {
  const facts = await inChunks(
    contents.payments.map((payment) => payment.id),
    (chunk) => findEvery(unit.transaction, 'bank_fact', { paymentId: { in: chunk } }),
  );
  const spoken = new Set(facts.filter(isWordOfBank).map((fact) => fact.paymentId));
  const why = new Map<string, string>(await paidByOthers(unit, contents));
  for (const paymentId of await messageMates(unit, spoken)) {
    why.set(paymentId, 'the bank spoke of another payment of the message that it was in');
  }
  for (const paymentId of spoken) why.set(paymentId, 'the bank spoke of it already');
  return why;
}

/** A bank that knows one payment of a message has the message, and with it all the others. */
async function messageMates(
  unit: UnitOfWork,
  spoken: ReadonlySet<PaymentId>,
): Promise<readonly PaymentId[]> {
  const places = await inChunks([...spoken], (chunk) =>
    findEvery(unit.transaction, 'attempt_item', { paymentId: { in: chunk } }),
  );
  const attemptIds = [...new Set(places.map((place) => place.attemptId))];
  const mates = await inChunks(attemptIds, (chunk) =>
    findEvery(unit.transaction, 'attempt_item', { attemptId: { in: chunk } }),
  );
  return mates.map((mate) => mate.paymentId);
}
