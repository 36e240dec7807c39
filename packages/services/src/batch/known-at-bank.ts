import type {
  BankFactCode,
  EntityId,
  OpenItem,
  OpenItemId,
  Payment,
  PaymentId,
  PaymentItem,
} from '@quittance/domain';
import { findEvery, inChunks, type UnitOfWork } from '../context/unit-of-work.ts';
import type { BatchContents } from './contents.ts';

const transportCodes: readonly BankFactCode[] = ['sent', 'no_answer', 'refused'];

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
  const spoken = new Set(
    facts.filter((fact) => !transportCodes.includes(fact.code)).map((fact) => fact.paymentId),
  );
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

/** Payments of this batch with a bill that an earlier payment may have paid, by their ids. */
async function paidByOthers(
  unit: UnitOfWork,
  contents: BatchContents,
): Promise<readonly (readonly [PaymentId, string])[]> {
  const own = new Set(contents.payments.map((payment) => payment.id));
  const { entityId } = contents.batch;
  const items = [...contents.items.values()].flat();
  const claims = await inChunks(
    items.map((item) => item.openItemId),
    (chunk) =>
      findEvery(unit.transaction, 'payment_item', {
        entityId,
        openItemId: { in: chunk },
        live: false,
      }),
  );
  const otherIds = [...new Set(claims.map((claim) => claim.paymentId))].filter(
    (id) => !own.has(id),
  );
  // Locked, so that no evidence on them comes between this look and the release.
  const payments = await inChunks(otherIds.toSorted(), (chunk) =>
    unit.transaction.lock('payment', { entityId, id: { in: chunk } }),
  );
  const others = new Map(payments.map((payment) => [payment.id, payment]));
  const bills = await inChunks([...new Set(claims.map((claim) => claim.openItemId))], (chunk) =>
    unit.transaction.find('open_item', { entityId, id: { in: chunk } }),
  );
  const totals = new Map(bills.map((bill) => [bill.id, bill.totalMinor]));
  const claimsOf = Map.groupBy(claims, (claim) => claim.openItemId);
  return items.flatMap((item): readonly (readonly [PaymentId, string])[] => {
    const why = paidAlready({
      neededMinor: absolute(item.amountMinor) + item.discountMinor,
      claims: claimsOf.get(item.openItemId) ?? [],
      payments: others,
      totalMinor: totals.get(item.openItemId) ?? 0n,
    });
    return why === null ? [] : [[item.paymentId, why]];
  });
}

/**
 * Bills that an earlier payment paid although they look open: the accounts have not told of it yet,
 * or somebody took the payment off the bill there. They are not proposed a second time.
 */
export async function openAlthoughPaid(
  unit: UnitOfWork,
  of: { readonly entityId: EntityId; readonly items: readonly OpenItem[] },
): Promise<readonly OpenItemId[]> {
  const { entityId } = of;
  const claims = await inChunks(
    of.items.map((item) => item.id),
    (chunk) =>
      findEvery(unit.transaction, 'payment_item', {
        entityId,
        openItemId: { in: chunk },
        live: false,
      }),
  );
  const rows = await inChunks([...new Set(claims.map((claim) => claim.paymentId))], (chunk) =>
    unit.transaction.find('payment', { entityId, id: { in: chunk } }),
  );
  const payments = new Map(rows.map((payment) => [payment.id, payment]));
  const claimsOf = Map.groupBy(claims, (claim) => claim.openItemId);
  const isPaid = ({ id, residualMinor: neededMinor, totalMinor }: OpenItem): boolean =>
    paidAlready({ neededMinor, claims: claimsOf.get(id) ?? [], payments, totalMinor }) !== null;
  return of.items.filter(isPaid).map((item) => item.id);
}

/** Why so much of a bill must not be paid: another payment may have, or has, paid it. */
function paidAlready(of: {
  /** What is to be paid of it now, with its discount. */
  readonly neededMinor: bigint;
  readonly claims: readonly PaymentItem[];
  readonly payments: ReadonlyMap<PaymentId, Payment>;
  readonly totalMinor: bigint;
}): string | null {
  let paidMinor = of.neededMinor;
  for (const claim of of.claims) {
    const payment = of.payments.get(claim.paymentId);
    if (payment === undefined) continue;
    if (isAtLarge(payment)) {
      return `payment ${payment.reference} may have paid the same bill: it is ${payment.state}`;
    }
    const gone = goneMinor(payment);
    const amount = absolute(claim.amountMinor);
    if (gone > 0n) paidMinor += (amount < gone ? amount : gone) + claim.discountMinor;
  }
  const isOverpaid = of.claims.length > 0 && paidMinor > of.totalMinor;
  return isOverpaid ? 'with what was paid before, it pays more than the whole bill' : null;
}

const absolute = (minor: bigint): bigint => (minor < 0n ? -minor : minor);

/** What of a payment left for good, as far as the bank has told. */
const goneMinor = (payment: Payment): bigint =>
  payment.settledMinor - payment.returnedMinor - payment.reversedMinor;

const dead: readonly Payment['state'][] = [
  'failed',
  'cancelled',
  'returned',
  'reversed',
  'recalled',
];

/** The bank has its money or may take it, and the residual of the bill does not show that yet. */
function isAtLarge(payment: Payment): boolean {
  if (payment.liveAttemptId === null || payment.accountsState === 'posted') return false;
  return goneMinor(payment) > 0n || !dead.includes(payment.state);
}
