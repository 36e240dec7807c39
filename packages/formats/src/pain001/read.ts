import { asInstant, type Currency, isCurrency, isInstant, money } from '@quittance/domain';
import { readAmount } from '../amount.ts';
import { readDay } from '../date.ts';
import { FaultList, type FormatFault, formatFault } from '../fault.ts';
import { RecordReader, type RecordSink } from '../xml/records.ts';
import { type ElementRecord, listSeparator } from '../xml/shape.ts';
import { versionIn } from '../xml/version.ts';
import type {
  ChargeBearer,
  ClearingMember,
  PaymentAccount,
  PaymentAddress,
  PaymentBatchInput,
  PaymentFileInput,
  PaymentTransaction,
} from './record.ts';
import {
  batchSlots as inBatch,
  headerSlots as inHeader,
  paymentPlan,
  paymentShapes,
  transactionSlots as slots,
} from './shape.ts';

const versionForm = /pain\.001\.001\.\d{2}/;

/** A batch as it stands in a file, with what the file says of its sums. */
export interface ReadBatch extends PaymentBatchInput {
  readonly count: string | null;
  readonly controlSum: string | null;
  /** `TRF` for a transfer; anything else is no payment that was approved. */
  readonly method: string | null;
  /** `NOTPROVIDED` where the debtor's bank follows from the account. */
  readonly debtorAgentOther: string | null;
  /** How many payments stand in it. */
  readonly transactionCount: number;
  /** Service level and bearer of each transaction, its own or its batch's, as written. */
  readonly terms: readonly TransactionTerms[];
}

export interface TransactionTerms {
  readonly serviceLevel: string | null;
  readonly chargeBearer: string | null;
}

export interface ReadPaymentFile {
  /** Null when the file is no pain.001, or its header cannot be read. */
  readonly content: (PaymentFileInput & { readonly batches: readonly ReadBatch[] }) | null;
  readonly version: string | null;
  readonly count: string | null;
  readonly controlSum: string | null;
  /** Elements that are none of those that are read here. */
  readonly unreadElements: number;
  readonly faults: readonly FormatFault[];
}

/**
 * Reads a pain.001 back into the content it was written from, whatever wrote it. Every missing or
 * broken field of money is fatal. Never throws for bad input.
 */
export const readPain001 = (bytes: Uint8Array | Iterable<Uint8Array>): ReadPaymentFile =>
  readWith(bytes, null);

/** The same, but payments are told to the watcher and not kept; their lists stay empty. */
export const watchPain001 = (
  bytes: Uint8Array | Iterable<Uint8Array>,
  watcher: PaymentWatcher,
): ReadPaymentFile => readWith(bytes, watcher);

function readWith(
  bytes: Uint8Array | Iterable<Uint8Array>,
  watcher: PaymentWatcher | null,
): ReadPaymentFile {
  const collector = new PaymentCollector(watcher);
  const records = new RecordReader(paymentPlan, collector);
  let failure = null;
  for (const chunk of bytes instanceof Uint8Array ? [bytes] : bytes) {
    failure = records.push(chunk);
    if (failure !== null) break;
  }
  failure ??= records.finish();
  if (failure !== null) collector.faults.add(failure);
  return collector.file(records.declaredNamespaces, records.skippedElements);
}

interface Term extends TransactionTerms {
  readonly item: PaymentTransaction;
}

/** Told of each payment instead of keeping it: for files whose payments need not be in memory. */
export type PaymentWatcher = (
  item: PaymentTransaction,
  terms: TransactionTerms,
  at: { readonly batch: number; readonly index: number },
) => void;

class PaymentCollector implements RecordSink {
  readonly faults = new FaultList();
  private readonly watcher: PaymentWatcher | null;
  private batch: ElementRecord | null = null;
  private itemCount = 0;
  private found = false;
  private header: ElementRecord | null = null;
  private readonly batches: ReadBatch[] = [];
  private items: Term[] = [];

  constructor(watcher: PaymentWatcher | null) {
    this.watcher = watcher;
  }

  opened(record: ElementRecord): void {
    if (record.shape === paymentShapes.batch) {
      this.items = [];
      this.batch = record;
      this.itemCount = 0;
    } else if (record.shape === paymentShapes.file) this.found = true;
  }

  closed(record: ElementRecord): void {
    if (record.shape === paymentShapes.transaction) this.closeTransaction(record);
    else if (record.shape === paymentShapes.batch) this.closeBatch(record);
    else if (record.shape === paymentShapes.header) {
      if (this.header === null) this.header = record;
      else this.refuse(record, 'GrpHdr', 'The file has more than one group header.');
    }
  }

  private closeTransaction(record: ElementRecord): void {
    const { values } = record;
    this.once(record);
    const currency = this.currency(record);
    const minor = currency === null ? null : this.amount(record, currency);
    const account = this.account(record, values[slots.iban], values[slots.otherAccount]);
    if (currency === null || minor === null || account === null) return;
    const item: PaymentTransaction = {
      endToEndId: values[slots.endToEndId] ?? '',
      amount: money(currency, minor),
      creditorName: values[slots.creditorName] ?? '',
      creditorAddress: addressOf(values),
      creditorAccount: account,
      creditorAgentBic: values[slots.agentBic] ?? null,
      creditorAgentClearing: member(values[slots.agentSystem], values[slots.agentMember]),
      remittance: values[slots.remittance]?.replaceAll(listSeparator, ' ') ?? '',
    };
    const serviceLevel = values[slots.serviceLevel] ?? null;
    const term = { item, serviceLevel, chargeBearer: values[slots.chargeBearer] ?? null };
    this.itemCount += 1;
    if (this.watcher === null) {
      this.items.push(term);
      return;
    }
    const at = { batch: this.batches.length, index: this.itemCount - 1 };
    this.watcher(item, termsOf(term, this.batch?.values ?? []), at);
  }

  private closeBatch(record: ElementRecord): void {
    const { values } = record;
    this.once(record);
    const account = this.account(record, values[inBatch.iban], values[inBatch.otherAccount]);
    const executionDate = readDay(values[inBatch.executionDate] ?? '');
    if (executionDate === null)
      this.refuse(record, 'ReqdExctnDt', 'The execution date is missing.');
    if (account === null || executionDate === null) return;
    const booking = values[inBatch.batchBooking] ?? 'false';
    if (!/^(?:true|false|1|0)$/.test(booking)) {
      this.refuse(record, 'BtchBookg', 'The batch booking is neither true nor false.');
    }
    const terms = this.items.map((term) => termsOf(term, values));
    const accountCurrency = values[inBatch.accountCurrency];
    this.batches.push({
      id: values[inBatch.id] ?? '',
      debtorName: values[inBatch.debtorName] ?? '',
      debtorAccount: account,
      debtorAccountCurrency:
        accountCurrency !== undefined && isCurrency(accountCurrency) ? accountCurrency : null,
      debtorAgentBic: values[inBatch.agentBic] ?? null,
      debtorAgentClearing: member(values[inBatch.agentSystem], values[inBatch.agentMember]),
      executionDate,
      batchBooking: booking === 'true' || booking === '1',
      urgent: terms.length > 0 && terms.every((term) => term.serviceLevel === 'URGP'),
      chargeBearer: bearerOf(terms),
      transactions: this.items.map((term) => term.item),
      transactionCount: this.itemCount,
      method: values[inBatch.method] ?? null,
      debtorAgentOther: values[inBatch.agentOther] ?? null,
      count: values[inBatch.count] ?? null,
      controlSum: values[inBatch.sum] ?? null,
      terms,
    });
    this.items = [];
  }

  private currency(record: ElementRecord): Currency | null {
    const code = record.values[slots.currency];
    if (code !== undefined && isCurrency(code)) return code;
    this.refuse(record, 'Amt/InstdAmt@Ccy', 'The currency of a payment is missing or unknown.');
    return null;
  }

  private amount(record: ElementRecord, currency: Currency): bigint | null {
    const text = record.values[slots.amount] ?? '';
    const reading = readAmount(text, currency);
    if (reading.ok && reading.minor > 0n) return reading.minor;
    const sentence = reading.ok ? 'The amount of a payment must be above zero.' : reading.sentence;
    this.refuse(record, 'Amt/InstdAmt', sentence);
    return null;
  }

  private account(
    record: ElementRecord,
    iban: string | undefined,
    other: string | undefined,
  ): PaymentAccount | null {
    if (iban !== undefined && other === undefined) return { kind: 'iban', number: iban };
    if (other !== undefined && iban === undefined) return { kind: 'other', number: other };
    this.refuse(record, 'Acct/Id', 'An account is missing, or named in two ways.');
    return null;
  }

  /** No field of a payment may stand twice: a bank might take the one that we did not. */
  private once(record: ElementRecord): void {
    if (record.repeated === null) return;
    this.refuse(record, '', 'A field of a payment stands more than once.');
  }

  private refuse(record: ElementRecord | null, path: string, sentence: string): void {
    const at = { line: record?.line ?? 0, path, sentence };
    this.faults.add(formatFault('fatal', 'pain001.read', at));
  }

  file(namespaces: readonly string[], unreadElements: number): ReadPaymentFile {
    const values = this.header?.values ?? [];
    if (!this.found && !this.faults.hasFatal()) {
      this.refuse(null, '', 'The file is no credit transfer initiation (pain.001).');
    } else if (this.header === null && !this.faults.hasFatal()) {
      this.refuse(null, 'GrpHdr', 'The file has no group header.');
    }
    const createdAt = instantOf(values[inHeader.createdAt] ?? '');
    if (this.header !== null && createdAt === null) {
      const at = { line: this.header.line, path: 'GrpHdr/CreDtTm' };
      const sentence = 'The time of creation has no zone or is no time.';
      this.faults.add(formatFault('warning', 'pain001.created', { ...at, sentence }));
    }
    return {
      content: this.header === null ? null : this.content(values, createdAt),
      version: versionIn(namespaces, versionForm),
      count: values[inHeader.count] ?? null,
      controlSum: values[inHeader.sum] ?? null,
      unreadElements,
      faults: this.faults.all(),
    };
  }

  private content(
    values: readonly (string | undefined)[],
    createdAt: PaymentFileInput['createdAt'] | null,
  ): ReadPaymentFile['content'] {
    const name = values[inHeader.partyName] ?? '';
    return {
      messageId: values[inHeader.messageId] ?? '',
      createdAt: createdAt ?? asInstant('1970-01-01T00:00:00.000Z'),
      initiatingParty: { name, id: values[inHeader.partyId] ?? null },
      batches: this.batches,
    };
  }
}

/** The terms of a payment: its own, else those of its batch. */
const termsOf = (
  own: TransactionTerms,
  batch: readonly (string | undefined)[],
): TransactionTerms => ({
  serviceLevel: own.serviceLevel ?? batch[inBatch.serviceLevel] ?? null,
  chargeBearer: own.chargeBearer ?? batch[inBatch.chargeBearer] ?? null,
});

const member = (system: string | undefined, memberId: string | undefined): ClearingMember | null =>
  memberId === undefined ? null : { system: system ?? '', memberId };

function addressOf(values: readonly (string | undefined)[]): PaymentAddress | null {
  const lines = values[slots.addressLines];
  const address = {
    country: values[slots.country] ?? null,
    street: values[slots.street] ?? null,
    buildingNumber: values[slots.buildingNumber] ?? null,
    postalCode: values[slots.postalCode] ?? null,
    town: values[slots.town] ?? null,
    lines: lines === undefined ? [] : lines.split(listSeparator),
  };
  const { country, street, buildingNumber, postalCode, town } = address;
  const empty = (country ?? street ?? buildingNumber ?? postalCode ?? town) === null;
  return empty && address.lines.length === 0 ? null : address;
}

const bearers: readonly string[] = ['SHAR', 'DEBT', 'CRED'] satisfies ChargeBearer[];
const isBearer = (text: string): text is ChargeBearer => bearers.includes(text);

/** The bearer that was asked for; `SLEV` is what SEPA makes of any. */
function bearerOf(terms: readonly TransactionTerms[]): ChargeBearer | null {
  for (const term of terms) {
    if (term.chargeBearer !== null && isBearer(term.chargeBearer)) return term.chargeBearer;
  }
  return null;
}

/** Whole seconds in UTC, as the writer writes them, or milliseconds. */
function instantOf(text: string): PaymentFileInput['createdAt'] | null {
  const full = /^[^.]*\.\d{3}Z$/.test(text) ? text : text.replace(/Z$/, '.000Z');
  return isInstant(full) ? full : null;
}
