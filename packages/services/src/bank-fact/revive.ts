import type { Payment, PaymentId, PaymentItem, PaymentState } from '@quittance/domain';
import type { NewCase } from '../case/open.ts';
import {
  type Change,
  changed,
  findEvery,
  inChunks,
  nextVersion,
  type UnitOfWork,
} from '../context/unit-of-work.ts';
import { aboutPayment } from './cases.ts';

/** States after which the bills of the payment are free again for another one. */
const freeing: readonly PaymentState[] = [
  'failed',
  'returned',
  'reversed',
  'cancelled',
  'recalled',
];

/** Whether a payment in this state gives its bills free. */
export const isFreeing = (state: PaymentState): boolean => freeing.includes(state);

export interface Revived {
  /** The claims and places in messages that live again, by payment. */
  readonly changes: ReadonlyMap<PaymentId, readonly Change[]>;
  /** Payments whose bill another one claims by now: it may be paid twice. */
  readonly cases: readonly NewCase[];
}

/**
 * A payment that the bank had rejected and then takes all the same claims its bills again, so that
 * nothing pays them twice. A bill that another payment claims meanwhile stays with that one, and a
 * case tells of it; of several that come back at once, the first by id has the bill.
 */
export async function revive(
  unit: UnitOfWork,
  moved: readonly { readonly before: Payment; readonly after: Payment }[],
): Promise<Revived> {
  const { transaction } = unit;
  const payments = moved
    .filter(({ before, after }) => isFreeing(before.state) && !isFreeing(after.state))
    .map(({ after }) => after)
    .toSorted((left, right) => (left.id < right.id ? -1 : 1));
  const ids = payments.map((payment) => payment.id);
  const claims = await inChunks(ids, (chunk) =>
    findEvery(transaction, 'payment_item', { paymentId: { in: chunk }, live: false }),
  );
  const billIds = [...new Set(claims.map((claim) => claim.openItemId))];
  const claimed = await inChunks(billIds, (chunk) =>
    findEvery(transaction, 'payment_item', { openItemId: { in: chunk }, live: true }),
  );
  const places = await inChunks(ids, (chunk) =>
    findEvery(transaction, 'attempt_item', { paymentId: { in: chunk }, live: false }),
  );
  const taken = new Set(claimed.map((claim) => claim.openItemId));
  const claimsOf = Map.groupBy(claims, (claim) => claim.paymentId);
  const placesOf = Map.groupBy(places, (place) => place.paymentId);
  const changes = new Map<PaymentId, readonly Change[]>();
  const cases: NewCase[] = [];
  for (const payment of payments) {
    const own = claimsOf.get(payment.id) ?? [];
    const free = own.filter((claim) => !taken.has(claim.openItemId));
    if (free.length < own.length) cases.push(takenCase(payment));
    for (const claim of free) taken.add(claim.openItemId);
    const live = (placesOf.get(payment.id) ?? []).filter(
      (place) => place.attemptId === payment.liveAttemptId,
    );
    changes.set(payment.id, [
      ...free.map(claimAgain),
      ...live.map((place) => changed('attempt_item', place, nextVersion(place, { live: true }))),
    ]);
  }
  return { changes, cases };
}

const claimAgain = (claim: PaymentItem): Change =>
  changed('payment_item', claim, nextVersion(claim, { live: true }));

const takenCase = (payment: Payment): NewCase => ({
  ...aboutPayment(payment),
  kind: 'evidence_conflict',
  cause: 'BILL_CLAIMED_BY_ANOTHER',
  detail:
    `Payment ${payment.reference} is under way at the bank after all, while another payment has ` +
    'its bill: the bill may be paid twice.',
});
