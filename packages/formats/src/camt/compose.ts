import type { Currency, PlainDate } from '@quittance/domain';
import { openingAndClosing, proofOf } from './balance.ts';
import { compositeOf, entryKeyOf, OccurrenceCounter } from './entry-key.ts';
import type {
  BankTransactionCode,
  ParsedBalance,
  ParsedEntry,
  ParsedParty,
  ParsedStatement,
  ParsedTransaction,
} from './record.ts';

/** What a bank that sends no camt says of one transaction; everything it leaves out is absent. */
export type StatedTransaction = Partial<Omit<ParsedTransaction, 'line'>>;

/** An entry as told by a bank that sends no camt; `amountMinor` is signed, credit positive. */
export interface StatedEntry extends Pick<
  ParsedEntry,
  'amountMinor' | 'currency' | 'status' | 'bookingDate' | 'valueDate' | 'accountServicerReference'
> {
  readonly reversal?: boolean;
  readonly reference?: string | null;
  readonly code: BankTransactionCode;
  readonly batches?: ParsedEntry['batches'];
  readonly transactions: readonly StatedTransaction[];
  readonly additional?: string | null;
}

/** One account over some days, as told by a bank that sends no camt. Minor units. */
export interface StatedAccount {
  /** `camt.053` for closed days with both balances, `camt.052` for what still moves. */
  readonly message: 'camt.052' | 'camt.053';
  readonly id: string;
  readonly accountNumber: string;
  readonly currency: Currency;
  readonly fromDate: PlainDate;
  readonly toDate: PlainDate;
  readonly sequenceNumber: string | null;
  readonly createdAt: string | null;
  /** Signed, credit positive; null where the bank gives none. */
  readonly openingMinor: bigint | null;
  readonly closingMinor: bigint | null;
  readonly entries: readonly StatedEntry[];
}

const nobody: ParsedParty = Object.freeze({ name: null, accountNumber: null });

/**
 * A statement that came in another form than camt, in the record that every statement is read into:
 * keys of entries and the proof of the balances (I5, I27) follow the same rules.
 */
export function composeStatement(stated: StatedAccount): ParsedStatement {
  const occurrences = new OccurrenceCounter();
  const entries = stated.entries.map((entry) => composeEntry(entry, occurrences));
  const booked = entries.filter((entry) => entry.status === 'BOOK');
  const bookedTotalMinor = booked.every((entry) => entry.currency === stated.currency)
    ? booked.reduce((total, entry) => total + entry.amountMinor, 0n)
    : null;
  const balances = balancesOf(stated);
  const { opening, closing } = openingAndClosing(balances);
  const total = { minor: bookedTotalMinor, currency: stated.currency };
  const { message, id, accountNumber, currency, fromDate, toDate, createdAt } = stated;
  return {
    message,
    id,
    legalSequenceNumber: stated.sequenceNumber,
    electronicSequenceNumber: stated.sequenceNumber,
    accountNumber,
    accountNumberKind: null,
    ownerName: null,
    servicerBic: null,
    currency,
    fromDate,
    toDate,
    lastDay: toDate,
    createdAt,
    copyIndicator: null,
    page: null,
    line: 0,
    openingBalance: opening,
    closingBalance: closing,
    balances,
    entryCount: entries.length,
    bookedCount: booked.length,
    bookedTotalMinor,
    proof: proofOf(message, { opening, closing }, total),
    entries,
  };
}

function balancesOf(stated: StatedAccount): readonly ParsedBalance[] {
  const { currency, openingMinor, closingMinor, fromDate, toDate } = stated;
  const of = (code: string, amountMinor: bigint | null, date: PlainDate): ParsedBalance[] =>
    amountMinor === null ? [] : [{ code, amountMinor, currency, date, line: 0 }];
  return [...of('OPBD', openingMinor, fromDate), ...of('CLBD', closingMinor, toDate)];
}

function composeEntry(stated: StatedEntry, occurrences: OccurrenceCounter): ParsedEntry {
  const transactions = stated.transactions.map((transaction) =>
    composeTransaction(transaction, stated),
  );
  const identity = {
    accountServicerReference: stated.accountServicerReference,
    bookingDate: stated.bookingDate,
    amountMinor: stated.amountMinor,
    currency: stated.currency,
    endToEndId: transactions[0]?.endToEndId ?? null,
    reference: stated.reference ?? null,
  };
  return {
    entryKey: entryKeyOf(identity, occurrences.count(compositeOf(identity))),
    amountMinor: stated.amountMinor,
    currency: stated.currency,
    status: stated.status,
    reversal: stated.reversal ?? false,
    bookingDate: stated.bookingDate,
    valueDate: stated.valueDate,
    accountServicerReference: stated.accountServicerReference,
    reference: stated.reference ?? null,
    code: stated.code,
    batches: stated.batches ?? [],
    transactions,
    charges: [],
    additional: stated.additional ?? null,
    line: 0,
  };
}

const composeTransaction = (
  stated: StatedTransaction,
  entry: Pick<StatedEntry, 'code'>,
): ParsedTransaction => ({
  endToEndId: null,
  instructionId: null,
  messageId: null,
  paymentInformationId: null,
  transactionId: null,
  uetr: null,
  mandateId: null,
  chequeNumber: null,
  clearingReference: null,
  accountServicerReference: null,
  amountMinor: null,
  currency: null,
  instructedMinor: null,
  instructedCurrency: null,
  exchange: null,
  debtor: nobody,
  creditor: nobody,
  party: nobody,
  code: entry.code,
  unstructured: [],
  structured: [],
  documentNumbers: [],
  returnInfo: null,
  charges: [],
  additional: null,
  ...stated,
  line: 0,
});
