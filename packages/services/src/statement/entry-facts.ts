import {
  absolute,
  asInstant,
  isPaymentReference,
  type OwnAccount,
  type Payment,
} from '@quittance/domain';
import type { ParsedEntry, ParsedStatement, ParsedTransaction } from '@quittance/formats';
import type { NewFact } from '../bank-fact/apply.ts';
import { aboutPayment } from '../bank-fact/cases.ts';
import type { NewCase } from '../case/open.ts';
import { inChunks, type UnitOfWork } from '../context/unit-of-work.ts';

interface Source {
  readonly statement: ParsedStatement;
  readonly account: OwnAccount;
  readonly evidenceHash: string;
}

export interface ToldByEntries {
  readonly facts: readonly NewFact[];
  /** Payments that an entry names without saying how much of it is theirs. */
  readonly cases: readonly NewCase[];
}

/**
 * The facts that entries tell of our payments: booked, pending, returned, reversed. An entry that
 * carries no reference of ours tells none here; a batch booked as one debit is told when its line
 * is matched. The same entry in a notification and in a statement has one key (I27). Where the bank
 * does not say what of an entry is a payment's, or in another currency, nothing is guessed: a
 * person is told.
 */
export async function factsOfEntries(unit: UnitOfWork, source: Source): Promise<ToldByEntries> {
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
  const facts: NewFact[] = [];
  const cases: NewCase[] = [];
  for (const { entry, transaction } of told) {
    const payment = byReference.get(referenceOf(transaction) ?? '');
    const code = codeOf(entry, transaction);
    if (payment === undefined || code === null) continue;
    const amountMinor = code === 'entry_pending' ? null : amountOf({ entry, transaction, payment });
    if (amountMinor === null && code !== 'entry_pending') cases.push(untoldCase(entry, payment));
    else facts.push(factOf(source, { entry, transaction, payment, code, amountMinor }));
  }
  return { facts, cases };
}

function referenceOf(transaction: ParsedTransaction) {
  const text = transaction.returnInfo?.originalEndToEndId ?? transaction.endToEndId ?? '';
  return isPaymentReference(text) ? text : undefined;
}

interface Naming {
  readonly entry: ParsedEntry;
  readonly transaction: ParsedTransaction;
  readonly payment: Payment;
}

function factOf(source: Source, of: Naming & Pick<NewFact, 'code' | 'amountMinor'>): NewFact {
  const { entry, transaction, payment, code, amountMinor } = of;
  const day = entry.bookingDate ?? entry.valueDate ?? source.statement.toDate;
  return {
    paymentId: payment.id,
    attemptId: null,
    code,
    reason: transaction.returnInfo?.reasonCode ?? null,
    amountMinor,
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

/**
 * What of an entry is the payment's, in the payment's own currency: the whole entry when it has
 * that one transaction only, else the transaction's amount, else what was instructed. Null when the
 * bank tells none of them.
 */
function amountOf({ entry, transaction, payment }: Naming): bigint | null {
  const isAlone = entry.transactions.length === 1;
  const told = [
    { minor: isAlone ? entry.amountMinor : null, currency: entry.currency },
    { minor: transaction.amountMinor, currency: transaction.currency ?? entry.currency },
    { minor: transaction.instructedMinor, currency: transaction.instructedCurrency },
  ];
  const own = told.find(({ minor, currency }) => minor !== null && currency === payment.currency);
  const minor = own?.minor ?? null;
  return minor === null ? null : absolute(minor);
}

const untoldCase = (entry: ParsedEntry, payment: Payment): NewCase => ({
  ...aboutPayment(payment),
  kind: 'missing_bank_reference',
  cause: `AMOUNT_NOT_TOLD ${entry.entryKey}`.slice(0, 100),
  detail:
    `The bank books payment ${payment.reference} in an entry of ` +
    `${entry.transactions.length.toString()} transactions and does not say how much of it in ` +
    `${payment.currency} is this payment's. Nothing was taken over; ask the bank for the details.`,
});
