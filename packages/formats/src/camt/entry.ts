import { type Currency, isCurrency } from '@quittance/domain';
import type { ElementRecord } from '../xml/shape.ts';
import type { CamtContext } from './context.ts';
import type {
  EntryStatus,
  ParsedBatch,
  ParsedCharge,
  ParsedEntry,
  ParsedTransaction,
  StatementHeader,
} from './record.ts';
import { transactionCode } from './transaction.ts';
import { entrySlots as slots } from './shape.ts';

/** What was gathered inside an entry by the time that it ends. */
export interface EntryParts {
  readonly transactions: readonly ParsedTransaction[];
  readonly batches: readonly ParsedBatch[];
  readonly charges: readonly ParsedCharge[];
}

/** Currency of an entry: its own, else that of the account. Null when neither is known. */
export function entryCurrency(record: ElementRecord, header: StatementHeader): Currency | null {
  const own = record.values[slots.currency];
  if (own === undefined) return header.currency;
  return isCurrency(own) ? own : null;
}

/**
 * An `Ntry` record as an entry without its key, or null after a fatal fault: an entry whose amount,
 * direction or status cannot be told is never guessed.
 */
export function entryOf(
  context: CamtContext,
  record: ElementRecord,
  input: { readonly header: StatementHeader; readonly parts: EntryParts },
): Omit<ParsedEntry, 'entryKey'> | null {
  const { values } = record;
  const { header, parts } = input;
  const money = moneyOf(context, record, header);
  const status = statusOf(context, record, header);
  if (money === null || status === null) return null;
  const valueDate = context.day(
    record,
    'ValDt',
    values[slots.valueDate] ?? values[slots.valueTime],
  );
  const entry = {
    amountMinor: money.amountMinor,
    currency: money.currency,
    status,
    reversal: isTrue(values[slots.reversal]),
    bookingDate: bookingDateOf(context, record, { valueDate, header, status }),
    valueDate,
    accountServicerReference:
      values[slots.accountServicerReference] ?? onlyReference(parts.transactions),
    reference: values[slots.reference] ?? null,
    code: transactionCode(values, slots),
    batches: parts.batches,
    transactions: withAmount(parts.transactions, money),
    charges: parts.charges,
    additional: values[slots.additional] ?? null,
    line: record.line,
  };
  checkSum(context, record, entry);
  return entry;
}

const isTrue = (text: string | undefined): boolean => text === 'true' || text === '1';

interface EntryMoney {
  readonly amountMinor: bigint;
  readonly currency: Currency;
}

function moneyOf(
  context: CamtContext,
  record: ElementRecord,
  header: StatementHeader,
): EntryMoney | null {
  const { values } = record;
  const single = [
    [slots.amount, 'Amt'],
    [slots.direction, 'CdtDbtInd'],
    [slots.reversal, 'RvslInd'],
    [slots.status, 'Sts'],
    [slots.statusCode, 'Sts/Cd'],
  ] as const;
  if (context.twice(record, single)) return null;
  const missing = (field: string): null => {
    const sentence = `The entry has no ${field}.`;
    context.fault('fatal', 'missing', { record, field, sentence });
    return null;
  };
  const text = values[slots.amount];
  if (text === undefined) return missing('Amt');
  const code = values[slots.currency] ?? header.currency;
  if (code === null) return missing('Amt@Ccy');
  const currency = context.currency(record, { name: 'Amt@Ccy', text: code, severity: 'fatal' });
  if (currency === null) return null;
  const minor = context.amount(record, { name: 'Amt', text, severity: 'fatal' }, currency);
  const sign = context.direction(record, values[slots.direction], 'fatal');
  if (values[slots.direction] === undefined) return missing('CdtDbtInd');
  return minor === null || sign === null ? null : { amountMinor: minor * sign, currency };
}

const statuses: readonly string[] = ['BOOK', 'PDNG', 'INFO', 'FUTR'] satisfies EntryStatus[];
const isStatus = (text: string): text is EntryStatus => statuses.includes(text);

/**
 * `Sts` as text (versions up to 07, and many files after) or `Sts/Cd`. Without one, an entry of a
 * statement counts as booked, since a statement holds booked entries; anywhere else as pending,
 * which moves no money.
 */
function statusOf(
  context: CamtContext,
  record: ElementRecord,
  header: StatementHeader,
): EntryStatus | null {
  const text =
    record.values[slots.statusCode] ??
    record.values[slots.status] ??
    record.values[slots.statusProprietary];
  if (text === undefined) {
    const status = header.message === 'camt.053' ? 'BOOK' : 'PDNG';
    const sentence = `The entry has no status; it is taken as ${status}.`;
    context.fault('warning', 'status.missing', { record, field: 'Sts', sentence });
    return status;
  }
  if (isStatus(text)) return text;
  const sentence = `${JSON.stringify(text.slice(0, 16))} is no status of an entry.`;
  context.fault('fatal', 'status', { record, field: 'Sts', sentence });
  return null;
}

function bookingDateOf(
  context: CamtContext,
  record: ElementRecord,
  input: {
    readonly valueDate: ParsedEntry['valueDate'];
    readonly header: StatementHeader;
    readonly status: EntryStatus;
  },
): ParsedEntry['bookingDate'] {
  const { values } = record;
  const given = context.day(
    record,
    'BookgDt',
    values[slots.bookingDate] ?? values[slots.bookingTime],
  );
  if (given !== null || input.status !== 'BOOK') return given;
  const day = input.valueDate ?? input.header.lastDay;
  const sentence =
    day === null
      ? 'The booked entry has no booking date and none can be told.'
      : `The booked entry has no booking date; ${day} is taken.`;
  context.fault(day === null ? 'warning' : 'info', 'date.missing', {
    record,
    field: 'BookgDt',
    sentence,
  });
  return day;
}

/** The reference of the only transaction names the entry where the entry itself has none. */
const onlyReference = (transactions: readonly ParsedTransaction[]): string | null =>
  transactions.length === 1 ? (transactions[0]?.accountServicerReference ?? null) : null;

/** The only transaction of an entry has the entry's amount where it gives none itself. */
function withAmount(
  transactions: readonly ParsedTransaction[],
  money: EntryMoney,
): readonly ParsedTransaction[] {
  const [only] = transactions;
  if (transactions.length !== 1 || only === undefined || only.amountMinor !== null)
    return transactions;
  return [{ ...only, amountMinor: money.amountMinor, currency: money.currency }];
}

/** Details that do not add up to their entry are reported; the entry is what moved the money. */
function checkSum(
  context: CamtContext,
  record: ElementRecord,
  entry: Pick<ParsedEntry, 'amountMinor' | 'currency' | 'transactions' | 'batches'>,
): void {
  const count = entry.transactions.length;
  if (count > 1) {
    let sum = 0n;
    for (const transaction of entry.transactions) {
      if (transaction.amountMinor === null || transaction.currency !== entry.currency) return;
      sum += transaction.amountMinor;
    }
    if (sum !== entry.amountMinor) {
      const sentence = 'The transactions of the entry do not add up to its amount.';
      context.fault('warning', 'entry.sum', { record, field: 'NtryDtls', sentence });
    }
  }
  const [batch] = entry.batches;
  const announced = entry.batches.length === 1 ? (batch?.transactionCount ?? null) : null;
  if (announced === null || count < 2 || announced === count) return;
  const sentence = `The batch names ${announced} transactions and lists ${count}.`;
  context.fault('info', 'entry.count', { record, field: 'NtryDtls/Btch/NbOfTxs', sentence });
}
