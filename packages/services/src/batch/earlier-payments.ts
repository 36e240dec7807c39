import {
  absolute,
  type AttemptId,
  type AttemptItem,
  type EntityId,
  isTakenByBank,
  isWordOfBank,
  type OpenItem,
  type OpenItemId,
  type Payment,
  type PaymentId,
  type PaymentItem,
  type StoredBankFact,
} from '@quittance/domain';
import { findEvery, inChunks, type UnitOfWork } from '../context/unit-of-work.ts';
import type { BatchContents } from './contents.ts';

/** Locked where a release depends on it, so that no evidence comes between look and release. */
type How = 'find' | 'lock';

/** Payments that once were to pay some bills, and what the bank says of them. */
interface Earlier {
  readonly claims: ReadonlyMap<OpenItemId, readonly PaymentItem[]>;
  readonly payments: ReadonlyMap<PaymentId, Payment>;
  /** The bank has them by a message that we think did not leave, and did not say they are dead. */
  readonly strays: ReadonlySet<PaymentId>;
  /** The bank's rejection proves nothing alone, and no statement shows yet what it then did. */
  readonly unproven: ReadonlySet<PaymentId>;
}

/** Payments of this batch with a bill that an earlier payment may have paid, by their ids. */
export async function paidByOthers(
  unit: UnitOfWork,
  contents: BatchContents,
): Promise<readonly (readonly [PaymentId, string])[]> {
  const own = new Set(contents.payments.map((payment) => payment.id));
  const { entityId } = contents.batch;
  const items = [...contents.items.values()].flat();
  const billIds = [...new Set(items.map((item) => item.openItemId))];
  const earlier = await readEarlier(unit, { entityId, billIds, own, how: 'lock' });
  const bills = await inChunks([...earlier.claims.keys()], (chunk) =>
    unit.transaction.find('open_item', { entityId, id: { in: chunk } }),
  );
  const totals = new Map(bills.map((bill) => [bill.id, bill.totalMinor]));
  return items.flatMap((item): readonly (readonly [PaymentId, string])[] => {
    const { openItemId: billId, amountMinor, discountMinor } = item;
    const neededMinor = absolute(amountMinor) + discountMinor;
    const totalMinor = totals.get(billId) ?? 0n;
    const why = paidAlready(earlier, { billId, neededMinor, totalMinor });
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
  const billIds = of.items.map((item) => item.id);
  const own: ReadonlySet<PaymentId> = new Set();
  const earlier = await readEarlier(unit, { entityId, billIds, own, how: 'find' });
  const isPaid = ({ id: billId, residualMinor: neededMinor, totalMinor }: OpenItem): boolean =>
    paidAlready(earlier, { billId, neededMinor, totalMinor }) !== null;
  return of.items.filter(isPaid).map((item) => item.id);
}

async function readEarlier(
  unit: UnitOfWork,
  of: {
    readonly entityId: EntityId;
    readonly billIds: readonly OpenItemId[];
    /** Payments that are asked for, and not themselves earlier ones. */
    readonly own: ReadonlySet<PaymentId>;
    readonly how: How;
  },
): Promise<Earlier> {
  const { entityId, billIds, own, how } = of;
  const claims = await inChunks(billIds, (chunk) =>
    findEvery(unit.transaction, 'payment_item', {
      entityId,
      openItemId: { in: chunk },
      live: false,
    }),
  );
  const others = claims.filter((claim) => !own.has(claim.paymentId));
  const ids = others.map((claim) => claim.paymentId);
  const payments = await readPayments(unit, { entityId, ids, how });
  return {
    claims: Map.groupBy(others, (claim) => claim.openItemId),
    payments,
    strays: await readStrays(unit, { entityId, payments, how }),
    unproven: await readUnproven(unit, entityId, payments),
  };
}

async function readPayments(
  unit: UnitOfWork,
  of: { readonly entityId: EntityId; readonly ids: readonly PaymentId[]; readonly how: How },
): Promise<ReadonlyMap<PaymentId, Payment>> {
  const { entityId, how } = of;
  const ids = [...new Set(of.ids)].toSorted();
  const rows = await inChunks(ids, (chunk) =>
    how === 'lock'
      ? unit.transaction.lock('payment', { entityId, id: { in: chunk } })
      : unit.transaction.find('payment', { entityId, id: { in: chunk } }),
  );
  return new Map(rows.map((payment) => [payment.id, payment]));
}

/**
 * Payments with a copy in a message that was given up, while the bank speaks of that message: it
 * has the whole of it. Only the bank's own word on the payment makes such a copy dead (I1, I14).
 */
async function readStrays(
  unit: UnitOfWork,
  of: {
    readonly entityId: EntityId;
    readonly payments: ReadonlyMap<PaymentId, Payment>;
    readonly how: How;
  },
): Promise<ReadonlySet<PaymentId>> {
  const { entityId, payments, how } = of;
  const places = await inChunks([...payments.keys()], (chunk) =>
    findEvery(unit.transaction, 'attempt_item', { entityId, paymentId: { in: chunk } }),
  );
  const givenUp = places.filter(
    ({ attemptId, paymentId }) => payments.get(paymentId)?.liveAttemptId !== attemptId,
  );
  const attemptIds = [...new Set(givenUp.map((place) => place.attemptId))];
  const all = await inChunks(attemptIds, (chunk) =>
    findEvery(unit.transaction, 'attempt_item', { entityId, attemptId: { in: chunk } }),
  );
  const ids = all.map((place) => place.paymentId);
  const mates = await readPayments(unit, { entityId, ids, how });
  const facts = await inChunks([...mates.keys()], (chunk) =>
    findEvery(unit.transaction, 'bank_fact', { entityId, paymentId: { in: chunk } }),
  );
  const words = Map.groupBy(facts.filter(isWordOfBank), (fact) => fact.paymentId);
  const wordsOn = (place: AttemptItem): readonly StoredBankFact[] =>
    (words.get(place.paymentId) ?? []).filter((fact) =>
      speaksOf(fact, place.attemptId, mates.get(place.paymentId)),
    );
  const arrived = new Set(
    all.filter((place) => wordsOn(place).length > 0).map((place) => place.attemptId),
  );
  const strays = givenUp.filter((place) => {
    const payment = mates.get(place.paymentId);
    if (payment === undefined || !arrived.has(place.attemptId)) return false;
    return !isDeadByWord(wordsOn(place)) && !cameBack(payment);
  });
  return new Set(strays.map((place) => place.paymentId));
}

/**
 * Payments that the bank rejected, of a day whose statement is not here: all that it had taken
 * before, and every one where its profile does not vouch for the rejection alone. A bank that
 * contradicts itself is found out by that statement, so their bills wait for it.
 */
async function readUnproven(
  unit: UnitOfWork,
  entityId: EntityId,
  payments: Earlier['payments'],
): Promise<Earlier['unproven']> {
  const failed = [...payments.values()].filter((payment) => payment.state === 'failed');
  if (failed.length === 0) return new Set();
  const accounts = new Map(
    (await unit.transaction.find('own_account', { entityId })).map((one) => [one.id, one]),
  );
  const unstated = failed.filter(({ ownAccountId, executionDate }) => {
    const until = accounts.get(ownAccountId)?.balanceDate ?? null;
    return until === null || until < executionDate;
  });
  const facts = await inChunks(
    unstated.map((payment) => payment.id),
    (chunk) => findEvery(unit.transaction, 'bank_fact', { entityId, paymentId: { in: chunk } }),
  );
  const words = Map.groupBy(facts, (fact) => fact.paymentId);
  const unproven = unstated.filter(({ id, ownAccountId }) => {
    const profile = unit.settings.bankProfiles.get(accounts.get(ownAccountId)?.bankProfile ?? '');
    const told = words.get(id) ?? [];
    if (isTakenByBank(told)) return true;
    return profile?.answers.rejection !== 'final' && told.some(isWordOfBank);
  });
  return new Set(unproven.map((payment) => payment.id));
}

/** A word that names no message speaks of the one that is under way, or else of any. */
function speaksOf(
  fact: StoredBankFact,
  attemptId: AttemptId,
  payment: Payment | undefined,
): boolean {
  const named = fact.attemptId ?? payment?.liveAttemptId ?? null;
  return named === null || named === attemptId;
}

function isDeadByWord(words: readonly StoredBankFact[]): boolean {
  const codes = words.map((word) => word.code);
  const isRefused = codes.includes('rejected') || codes.includes('cancelled');
  return isRefused && !codes.includes('settled_status');
}

const cameBack = (payment: Payment): boolean =>
  payment.returnedMinor + payment.reversedMinor >= payment.instructedMinor;

/** Why so much of a bill must not be paid: another payment may have, or has, paid it. */
function paidAlready(
  earlier: Earlier,
  of: {
    readonly billId: OpenItemId;
    /** What is to be paid of it now, with its discount. */
    readonly neededMinor: bigint;
    readonly totalMinor: bigint;
  },
): string | null {
  const claims = earlier.claims.get(of.billId) ?? [];
  let paidMinor = of.neededMinor;
  for (const claim of claims) {
    const payment = earlier.payments.get(claim.paymentId);
    if (payment === undefined) continue;
    if (isAtLarge(payment)) {
      return `payment ${payment.reference} may have paid the same bill: it is ${payment.state}`;
    }
    if (earlier.strays.has(payment.id)) {
      return `payment ${payment.reference} may have paid the same bill: the bank has it`;
    }
    if (earlier.unproven.has(payment.id)) {
      return (
        `payment ${payment.reference} may have paid the same bill: the bank rejected it, and its ` +
        `statement of ${payment.executionDate} that shows no debit is not here`
      );
    }
    const gone = goneMinor(payment);
    const amount = absolute(claim.amountMinor);
    if (gone > 0n) paidMinor += (amount < gone ? amount : gone) + claim.discountMinor;
  }
  const isOverpaid = claims.length > 0 && paidMinor > of.totalMinor;
  return isOverpaid ? 'with what was paid before, it pays more than the whole bill' : null;
}

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
