import { type Currency, isCurrency, type PlainDate } from '@quittance/domain';
import type { ElementRecord } from '../xml/shape.ts';
import {
  type BookedTotal,
  openingAndClosing,
  proofOf,
  type RawBalance,
  signBalances,
} from './balance.ts';
import type { CamtContext } from './context.ts';
import { OccurrenceCounter } from './entry-key.ts';
import type { BalanceProof, ParsedEntry, StatementHeader, StatementSummary } from './record.ts';
import { balanceSlots, type CamtMessage, statementSlots as slots } from './shape.ts';

/** A statement while its entries are read: what has to be kept of those that are gone. */
export class OpenStatement {
  readonly balances: RawBalance[] = [];
  readonly occurrences = new OccurrenceCounter();
  entryCount = 0;
  unreadable = 0;
  private bookedCount = 0;
  private bookedMinor = 0n;
  private bookedCurrency: Currency | null = null;
  private mixed = false;
  private readonly record: ElementRecord;
  private header: StatementHeader | null = null;

  constructor(record: ElementRecord) {
    this.record = record;
  }

  /** The header as it stands before the first entry; in every message it comes first. */
  headerNow(message: CamtMessage, context: CamtContext): StatementHeader {
    this.header ??= headerOf(context, this.record, {
      message,
      currency: this.currencyNow(),
      closingDate: this.closingDate(),
    });
    return this.header;
  }

  /** The currency of the account, else that of its balances. */
  currencyNow(): Currency | null {
    const own = this.record.values[slots.currency];
    if (own !== undefined && isCurrency(own)) return own;
    return this.balances[0]?.currency ?? null;
  }

  private closingDate(): PlainDate | null {
    return openingAndClosing(this.balances).closing?.date ?? null;
  }

  /** Counts an entry that was read. */
  book(entry: Omit<ParsedEntry, 'entryKey'>): void {
    if (entry.status !== 'BOOK') return;
    this.bookedCount += 1;
    this.bookedMinor += entry.amountMinor;
    this.bookedCurrency ??= entry.currency;
    if (entry.currency !== this.bookedCurrency) this.mixed = true;
  }

  /** Signs the balances, proves them, and reports what does not hold. */
  close(message: CamtMessage, context: CamtContext): StatementSummary {
    const { record } = this;
    const unknown = this.mixed || this.unreadable > 0;
    const booked: BookedTotal = {
      minor: unknown ? null : this.bookedMinor,
      currency: this.bookedCurrency,
    };
    this.checkHeader(context);
    const { balances } = this.signed(context, booked);
    const { opening, closing } = openingAndClosing(balances);
    const proof = proofOf(message, { opening, closing }, booked);
    this.reportProof(context, proof);
    const header = headerOf(context, record, {
      message,
      currency: this.currencyNow(),
      closingDate: this.closingDate(),
    });
    return {
      ...header,
      openingBalance: opening,
      closingBalance: closing,
      balances,
      entryCount: this.entryCount,
      bookedCount: this.bookedCount,
      bookedTotalMinor: booked.minor,
      proof,
    };
  }

  private signed(context: CamtContext, booked: BookedTotal): ReturnType<typeof signBalances> {
    const { record } = this;
    const result = signBalances(this.balances, booked);
    for (const balance of result.repaired) {
      const sentence =
        `The balance ${balance.code} has no sign; ` +
        'the one with which the statement adds up is taken.';
      context.fault('info', 'balance.sign.repaired', {
        record: at(record, balance),
        field: 'Bal/CdtDbtInd',
        sentence,
      });
    }
    for (const balance of result.undecided) {
      const { code } = balance;
      const sentence = `The balance ${code} has no sign; none or both make the statement add up.`;
      context.fault('fatal', 'balance.sign', {
        record: at(record, balance),
        field: 'Bal/CdtDbtInd',
        sentence,
      });
    }
    for (const balance of result.leftOut) {
      const sentence = `The balance ${balance.code} has no sign and is left out.`;
      context.fault('warning', 'balance.sign.missing', {
        record: at(record, balance),
        field: 'Bal/CdtDbtInd',
        sentence,
      });
    }
    return result;
  }

  private reportProof(context: CamtContext, proof: BalanceProof): void {
    if (proof.kind !== 'broken') return;
    const sentence = 'Opening balance and entries do not add up to the closing balance.';
    context.fault('warning', 'balance.sum', { record: this.record, field: 'Bal', sentence });
  }

  private checkHeader(context: CamtContext): void {
    const { record } = this;
    const { values } = record;
    const own = [
      [slots.iban, 'Acct/Id/IBAN'],
      [slots.otherAccount, 'Acct/Id/Othr/Id'],
    ] as const;
    context.twice(record, own);
    if (values[slots.iban] === undefined && values[slots.otherAccount] === undefined) {
      const sentence = 'The statement names no account.';
      context.fault('fatal', 'account.missing', { record, field: 'Acct/Id', sentence });
    }
    const currency = values[slots.currency];
    if (currency !== undefined) {
      context.currency(record, { name: 'Acct/Ccy', text: currency, severity: 'warning' });
    }
    const count = values[slots.entryCount];
    if (count === undefined || !/^\d{1,9}$/.test(count)) return;
    // not money: how many entries the statement announces
    if (Number.parseInt(count, 10) === this.entryCount) return;
    const sentence = `The statement announces ${count} entries and holds ${this.entryCount}.`;
    context.fault('warning', 'entries.count', {
      record,
      field: 'TxsSummry/TtlNtries/NbOfNtries',
      sentence,
    });
  }
}

const at = (record: ElementRecord, balance: RawBalance): ElementRecord => ({
  ...record,
  line: balance.line,
});

function headerOf(
  context: CamtContext,
  record: ElementRecord,
  input: {
    readonly message: CamtMessage;
    readonly currency: Currency | null;
    readonly closingDate: PlainDate | null;
  },
): StatementHeader {
  const { values } = record;
  const iban = values[slots.iban];
  const other = values[slots.otherAccount];
  const page = values[slots.page];
  const toDate = context.day(record, 'FrToDt/ToDtTm', values[slots.to]);
  return {
    message: input.message,
    id: values[slots.id] ?? '',
    legalSequenceNumber: values[slots.legalNumber] ?? null,
    electronicSequenceNumber: values[slots.electronicNumber] ?? null,
    accountNumber: iban?.replaceAll(' ', '') ?? other ?? null,
    accountNumberKind: iban !== undefined ? 'iban' : other !== undefined ? 'other' : null,
    ownerName: values[slots.ownerName] ?? null,
    servicerBic: values[slots.servicerBic] ?? null,
    currency: input.currency,
    fromDate: context.day(record, 'FrToDt/FrDtTm', values[slots.from]),
    toDate,
    lastDay: toDate ?? input.closingDate,
    createdAt: values[slots.createdAt] ?? null,
    copyIndicator: values[slots.copy] ?? null,
    page: page === undefined ? null : { number: page, last: values[slots.lastPage] !== 'false' },
    line: record.line,
  };
}

/** A `Bal` record, its sign still open; null after a fault. A broken proving balance is fatal. */
export function balanceOf(
  context: CamtContext,
  record: ElementRecord,
  accountCurrency: Currency | null,
): RawBalance | null {
  const { values } = record;
  const code = values[balanceSlots.code] ?? values[balanceSlots.proprietary] ?? '';
  const severity = ['OPBD', 'CLBD', 'PRCD', 'ITBD'].includes(code) ? 'fatal' : 'warning';
  const single = [
    [balanceSlots.amount, 'Bal/Amt'],
    [balanceSlots.direction, 'Bal/CdtDbtInd'],
  ] as const;
  if (context.twice(record, single)) return null;
  const text = values[balanceSlots.amount];
  const currencyText = values[balanceSlots.currency] ?? accountCurrency;
  if (text === undefined || currencyText === null) {
    const sentence = `The balance ${code} has no amount or no currency.`;
    context.fault(severity, 'missing', { record, field: 'Bal/Amt', sentence });
    return null;
  }
  const currency = context.currency(record, { name: 'Bal/Amt@Ccy', text: currencyText, severity });
  if (currency === null) return null;
  const unsignedMinor = context.amount(record, { name: 'Bal/Amt', text, severity }, currency);
  if (unsignedMinor === null) return null;
  const sign = context.direction(record, values[balanceSlots.direction], severity);
  const date = context.day(
    record,
    'Bal/Dt',
    values[balanceSlots.date] ?? values[balanceSlots.time],
  );
  return { code, unsignedMinor, sign, currency, date, line: record.line };
}
