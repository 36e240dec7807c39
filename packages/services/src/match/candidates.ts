import {
  type Attempt,
  type AttemptItem,
  isPaymentReference,
  type MatchAllocation,
  type OpenItem,
  type OwnAccount,
  type Party,
  type Payment,
  type PaymentId,
  type PaymentItem,
  type PaymentState,
  type StatementLine,
} from '@quittance/domain';
import type {
  AttemptCandidate,
  MatchCandidates,
  OpenItemCandidate,
  PaymentCandidate,
} from '@quittance/matching';
import { findEvery, inChunks, type UnitOfWork } from '../context/unit-of-work.ts';

/** States in which a payment may still wait for its statement line. */
const waiting: readonly PaymentState[] = [
  'released',
  'submitted',
  'unknown',
  'accepted',
  'pending_settlement',
  'partially_settled',
  'settled',
];

const refusedStates: readonly PaymentState[] = ['failed', 'cancelled', 'rejected', 'expired'];

/**
 * Reads what lines of an account may settle: the payments they name, the members of the messages
 * they name, every payment of the account that still waits, and open bills paid outside the hub.
 */
export async function readCandidates(
  unit: UnitOfWork,
  of: { readonly account: OwnAccount; readonly lines: readonly StatementLine[] },
): Promise<MatchCandidates> {
  const { account, lines } = of;
  const attempts = await readAttempts(unit, account, lines);
  const payments = await readPayments(unit, { ...of, attempts });
  const openItems = await findEvery(unit.transaction, 'open_item', {
    entityId: account.entityId,
    state: 'open',
  });
  const items = await readItems(unit, payments);
  const known = await readKnown(unit, { payments, items, openItems });
  return {
    payments: payments.map((payment) => paymentCandidate(payment, known)),
    attempts: attempts.map(({ candidate }) => candidate),
    openItems: openItems.map((item) => openItemCandidate(item, known)),
  };
}

interface ReadAttempt {
  readonly candidate: AttemptCandidate;
  readonly items: readonly AttemptItem[];
}

async function readAttempts(
  unit: UnitOfWork,
  account: OwnAccount,
  lines: readonly StatementLine[],
): Promise<readonly ReadAttempt[]> {
  const { entityId } = account;
  const messages = new Set(lines.flatMap((line) => line.messageId ?? []));
  const attempts = await findEvery(unit.transaction, 'attempt', {
    entityId,
    ownAccountId: account.id,
    state: { in: ['sending', 'acknowledged', 'unknown', 'rejected'] },
  });
  const wanted = attempts.filter((attempt) => messages.has(attempt.messageId));
  const items = await inChunks(
    wanted.map((attempt) => attempt.id),
    (chunk) => findEvery(unit.transaction, 'attempt_item', { entityId, attemptId: { in: chunk } }),
  );
  const named = await withoutUnnamed(unit, { lines, items, attempts: wanted });
  const byAttempt = Map.groupBy(named, (item) => item.attemptId);
  return wanted.map((attempt) => {
    const ofAttempt = byAttempt.get(attempt.id) ?? [];
    const members = ofAttempt.map(({ paymentId, amountMinor }) => ({ paymentId, amountMinor }));
    const { id, ownAccountId, messageId } = attempt;
    const candidate = { id, ownAccountId, messageId, members, currency: account.currency };
    return { candidate, items: ofAttempt };
  });
}

/**
 * The payments of a message that was booked as one debit, less those that the bank leaves out where
 * its notification names the payments of that very debit and they are its sum: a payment that the
 * bank refused without a word is not among them.
 */
async function withoutUnnamed(
  unit: UnitOfWork,
  of: {
    readonly lines: readonly StatementLine[];
    readonly items: readonly AttemptItem[];
    readonly attempts: readonly Attempt[];
  },
): Promise<readonly AttemptItem[]> {
  const { lines, items } = of;
  const totals = new Map<string, bigint>(of.attempts.map((row) => [row.messageId, row.totalMinor]));
  const debits = new Map(
    lines
      .filter((line) => line.endToEndId === null && line.amountMinor < 0n)
      .filter(({ messageId, amountMinor }) => {
        const total = messageId === null ? undefined : totals.get(messageId);
        return total !== undefined && total !== -amountMinor;
      })
      .map((line) => [line.entryKey, -line.amountMinor]),
  );
  if (debits.size === 0) return items;
  const facts = await inChunks([...new Set(items.map((item) => item.paymentId))], (chunk) =>
    findEvery(unit.transaction, 'bank_fact', { paymentId: { in: chunk }, code: 'booked' }),
  );
  const byEntry = Map.groupBy(facts, (fact) => fact.entryKey ?? '');
  const keyOfPayment = new Map<string, string>();
  for (const [entryKey, debit] of debits) {
    const told = new Map(
      (byEntry.get(entryKey) ?? []).map((fact) => [fact.paymentId, fact.amountMinor ?? 0n]),
    );
    const sum = [...told.values()].reduce((total, minor) => total + minor, 0n);
    if (sum === debit) for (const paymentId of told.keys()) keyOfPayment.set(paymentId, entryKey);
  }
  const itemised = new Set(
    items.filter((item) => keyOfPayment.has(item.paymentId)).map((item) => item.attemptId),
  );
  return items.filter((item) => !itemised.has(item.attemptId) || keyOfPayment.has(item.paymentId));
}

async function readPayments(
  unit: UnitOfWork,
  of: {
    readonly account: OwnAccount;
    readonly lines: readonly StatementLine[];
    readonly attempts: readonly ReadAttempt[];
  },
): Promise<readonly Payment[]> {
  const { account, lines, attempts } = of;
  const { entityId } = account;
  const { transaction } = unit;
  const references = lines.flatMap((line) =>
    line.endToEndId !== null && isPaymentReference(line.endToEndId) ? [line.endToEndId] : [],
  );
  const named = await inChunks([...new Set(references)], (chunk) =>
    transaction.find('payment', { entityId, reference: { in: chunk } }),
  );
  const memberIds = attempts.flatMap(({ items }) => items.map((item) => item.paymentId));
  const members = await inChunks([...new Set(memberIds)], (chunk) =>
    transaction.find('payment', { entityId, id: { in: chunk } }),
  );
  const open = await findEvery(transaction, 'payment', {
    entityId,
    ownAccountId: account.id,
    state: { in: waiting },
  });
  const all = [...named, ...members, ...open];
  return [...new Map(all.map((payment) => [payment.id, payment])).values()];
}

const readItems = (
  unit: UnitOfWork,
  payments: readonly Payment[],
): Promise<readonly PaymentItem[]> =>
  inChunks(
    payments.map((payment) => payment.id),
    (chunk) => findEvery(unit.transaction, 'payment_item', { paymentId: { in: chunk } }),
  );

interface Known {
  readonly parties: ReadonlyMap<string, Party>;
  readonly digests: ReadonlyMap<string, readonly string[]>;
  readonly documents: ReadonlyMap<PaymentId, readonly string[]>;
  readonly allocations: ReadonlyMap<string, readonly MatchAllocation[]>;
  readonly claimed: ReadonlySet<string>;
}

async function readKnown(
  unit: UnitOfWork,
  of: {
    readonly payments: readonly Payment[];
    readonly items: readonly PaymentItem[];
    readonly openItems: readonly OpenItem[];
  },
): Promise<Known> {
  const { payments, items, openItems } = of;
  const { transaction } = unit;
  const partyIds = [...new Set([...payments, ...openItems].map((row) => row.partyId))];
  const parties = await inChunks(partyIds, (chunk) =>
    transaction.find('party', { id: { in: chunk } }),
  );
  const details = await inChunks(partyIds, (chunk) =>
    transaction.find('party_bank_details', { partyId: { in: chunk } }),
  );
  const itemIds = [...new Set(items.map((item) => item.openItemId))];
  const bills = await inChunks(itemIds, (chunk) =>
    transaction.find('open_item', { id: { in: chunk } }),
  );
  const live = items.filter((item) => item.live).map((item) => item.openItemId);
  return {
    parties: new Map(parties.map((party) => [party.id, party])),
    digests: new Map(
      [...Map.groupBy(details, (row) => row.partyId)].map(([partyId, rows]) => [
        partyId,
        rows.map((row) => row.accountDigest),
      ]),
    ),
    documents: documentsOf(items, bills),
    allocations: await readAllocations(unit, payments),
    claimed: new Set(live),
  };
}

function documentsOf(
  items: readonly PaymentItem[],
  bills: readonly OpenItem[],
): ReadonlyMap<PaymentId, readonly string[]> {
  const byId = new Map(bills.map((bill) => [bill.id, bill]));
  const documents = new Map<PaymentId, string[]>();
  for (const item of items) {
    const bill = byId.get(item.openItemId);
    if (bill === undefined) continue;
    const numbers = [bill.number, bill.supplierReference].filter((number) => number !== null);
    documents.set(item.paymentId, [...(documents.get(item.paymentId) ?? []), ...numbers]);
  }
  return documents;
}

/** The parts of lines that stand for these payments today; undone matches count no more. */
async function readAllocations(
  unit: UnitOfWork,
  payments: readonly Payment[],
): Promise<ReadonlyMap<string, readonly MatchAllocation[]>> {
  const rows = await inChunks(
    payments.map((payment) => payment.id),
    (chunk) => findEvery(unit.transaction, 'match_allocation', { paymentId: { in: chunk } }),
  );
  const matchIds = [...new Set(rows.map((row) => row.matchId))];
  const matches = await inChunks(matchIds, (chunk) =>
    unit.transaction.find('match', { id: { in: chunk } }),
  );
  const undone = new Set(matches.filter((match) => match.state === 'undone').map((row) => row.id));
  const standing = rows.filter((row) => !undone.has(row.matchId));
  return Map.groupBy(standing, (row) => row.paymentId ?? '');
}

/** How much of a payment lines settle, and how much came back, in its currency; both positive. */
export function settledByLines(allocations: readonly MatchAllocation[]): {
  readonly settledMinor: bigint;
  readonly returnedMinor: bigint;
} {
  let settledMinor = 0n;
  let returnedMinor = 0n;
  for (const { kind, paymentMinor, amountMinor: lineMinor } of allocations) {
    const amountMinor = paymentMinor ?? lineMinor;
    if (kind === 'payment') settledMinor -= amountMinor;
    if (kind === 'return') returnedMinor += amountMinor;
  }
  return { settledMinor, returnedMinor };
}

function paymentCandidate(payment: Payment, known: Known): PaymentCandidate {
  const sums = settledByLines(known.allocations.get(payment.id) ?? []);
  return {
    id: payment.id,
    entityId: payment.entityId,
    ownAccountId: payment.ownAccountId,
    reference: payment.reference,
    currency: payment.currency,
    instructedMinor: payment.instructedMinor,
    openMinor: payment.instructedMinor - sums.settledMinor,
    returnableMinor: sums.settledMinor - sums.returnedMinor,
    released: payment.liveAttemptId !== null,
    refused: refusedStates.includes(payment.state),
    partyName: known.parties.get(payment.partyId)?.name ?? null,
    payeeAccountDigest: known.digests.get(payment.partyId)?.[0] ?? null,
    documentNumbers: known.documents.get(payment.id) ?? [],
    bankReferences: [],
  };
}

function openItemCandidate(item: OpenItem, known: Known): OpenItemCandidate {
  return {
    id: item.id,
    entityId: item.entityId,
    kind: item.kind,
    partyId: item.partyId,
    partyName: known.parties.get(item.partyId)?.name ?? null,
    partyAccountDigests: known.digests.get(item.partyId) ?? [],
    number: item.number,
    supplierReference: item.supplierReference,
    currency: item.currency,
    residualMinor: item.residualMinor,
    dueDate: item.dueDate,
    claimed: known.claimed.has(item.id),
  };
}
