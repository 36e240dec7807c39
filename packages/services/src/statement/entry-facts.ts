import { asInstant, isPaymentReference, type OwnAccount, type Payment } from '@quittance/domain';
import type { ParsedEntry, ParsedStatement, ParsedTransaction } from '@quittance/formats';
import type { NewFact } from '../bank-fact/apply.ts';
import { inChunks, type UnitOfWork } from '../context/unit-of-work.ts';

interface Source {
  readonly statement: ParsedStatement;
  readonly account: OwnAccount;
  readonly evidenceHash: string;
}

/**
 * The facts that entries tell of our payments: booked, pending, returned, reversed. An entry that
 * carries no reference of ours tells none here; a batch booked as one debit is told when its line
 * is matched. The same entry in a notification and in a statement has one key (I27).
 */
export async function factsOfEntries(
  unit: UnitOfWork,
  source: Source,
): Promise<readonly NewFact[]> {
  const told = source.statement.entries.flatMap((entry) =>
    entry.transactions.map((transaction) => ({ entry, transaction })),
  );
  const references = told.flatMap(({ transaction }) => referenceOf(transaction) ?? []);
  const payments = await inChunks([...new Set(references)], (chunk) =>
    unit.transaction.find('payment', {
      entityId: source.account.entityId,
      reference: { in: chunk },
    }),
  );
  const byReference = new Map<string, Payment>(payments.map((row) => [row.reference, row]));
  return told.flatMap(({ entry, transaction }) => {
    const payment = byReference.get(referenceOf(transaction) ?? '');
    const fact = payment === undefined ? null : factOf(source, { entry, transaction, payment });
    return fact === null ? [] : [fact];
  });
}

function referenceOf(transaction: ParsedTransaction) {
  const text = transaction.returnInfo?.originalEndToEndId ?? transaction.endToEndId ?? '';
  return isPaymentReference(text) ? text : undefined;
}

function factOf(
  source: Source,
  of: {
    readonly entry: ParsedEntry;
    readonly transaction: ParsedTransaction;
    readonly payment: Payment;
  },
): NewFact | null {
  const { entry, transaction, payment } = of;
  const code = codeOf(entry, transaction);
  if (code === null) return null;
  const amount = amountOf(entry, transaction);
  const day = entry.bookingDate ?? entry.valueDate ?? source.statement.toDate;
  return {
    paymentId: payment.id,
    attemptId: null,
    code,
    reason: transaction.returnInfo?.reasonCode ?? null,
    amountMinor: code === 'entry_pending' ? null : amount,
    entryKey: entry.entryKey,
    bankTime: day === null ? asInstant('1970-01-01T00:00:00.000Z') : `${day}T00:00:00.000Z`,
    source: source.statement.message,
    evidenceHash: source.evidenceHash,
  };
}

function codeOf(entry: ParsedEntry, transaction: ParsedTransaction): NewFact['code'] | null {
  if (entry.status === 'PDNG') return 'entry_pending';
  if (entry.status !== 'BOOK') return null;
  if (entry.amountMinor < 0n) return entry.reversal ? null : 'booked';
  if (transaction.returnInfo !== null) return 'returned';
  return entry.reversal ? 'reversed' : null;
}

/** A transaction's own amount; an entry with a single transaction is that transaction. */
function amountOf(entry: ParsedEntry, transaction: ParsedTransaction): bigint {
  const own = transaction.amountMinor;
  const signed = own === null || entry.transactions.length === 1 ? entry.amountMinor : own;
  return signed < 0n ? -signed : signed;
}
