import { type FormatFault, formatFault } from '../fault.ts';
import type { XmlLimits } from '../xml/limits.ts';
import { RecordReader, type RecordSink } from '../xml/records.ts';
import type { ElementRecord } from '../xml/shape.ts';
import { versionIn } from '../xml/version.ts';
import { CamtContext } from './context.ts';
import { compositeOf, entryKeyOf } from './entry-key.ts';
import { entryCurrency, entryOf } from './entry.ts';
import type {
  ParsedBatch,
  ParsedCharge,
  ParsedEntry,
  ParsedStatement,
  ParsedTransaction,
  StatementFile,
  StatementHeader,
  StatementSummary,
} from './record.ts';
import {
  type CamtMessage,
  camtPlan,
  camtShapes,
  chargeSlots,
  entrySlots,
  messageSlots,
} from './shape.ts';
import { balanceOf, OpenStatement } from './statement.ts';
import { batchOf, chargeOf, transactionOf } from './transaction.ts';

/** Who receives what a camt file holds, in the order of the file. */
export interface CamtHandlers {
  /** Each entry as soon as it is whole; `header` is what stands before it in the statement. */
  readonly onEntry?: (entry: ParsedEntry, header: StatementHeader) => void;
  /** Each statement when it ends, after its entries. */
  readonly onStatement?: (statement: StatementSummary) => void;
}

/** What is known of the file besides its statements. */
export interface CamtOutcome {
  readonly message: CamtMessage | null;
  readonly version: string | null;
  readonly messageId: string | null;
  readonly createdAt: string | null;
  readonly statementCount: number;
  readonly faults: readonly FormatFault[];
}

/**
 * Reads camt.052, camt.053 and camt.054 of every version from chunks of bytes. Memory is bounded by
 * the largest entry and 32 bytes an entry for the keys. Never throws for bad input: what is wrong
 * stands in the faults, and what was readable was delivered. Source: ISO 20022, Bank-to-Customer
 * Cash Management; deviations as banks make them.
 */
export class CamtReader implements RecordSink {
  private readonly handlers: CamtHandlers;
  private readonly context = new CamtContext();
  private readonly records: RecordReader;
  private message: CamtMessage | null = null;
  private messageId: string | null = null;
  private createdAt: string | null = null;
  private statementCount = 0;
  private statement: OpenStatement | null = null;
  private entry: OpenEntry | null = null;
  private detailCharges: ParsedCharge[] | null = null;
  private failed = false;

  constructor(handlers: CamtHandlers, limits?: XmlLimits) {
    this.handlers = handlers;
    this.records = new RecordReader(camtPlan, this, limits);
  }

  /** Takes the next bytes of the file. False once the reading has ended with a fatal fault. */
  push(chunk: Uint8Array): boolean {
    return this.noted(this.records.push(chunk));
  }

  /** Says that no bytes follow, and returns what is known of the file. */
  end(): CamtOutcome {
    this.noted(this.records.finish());
    if (this.message === null && !this.context.faults.hasFatal()) {
      const sentence = 'The file is no account statement, report or notification (camt).';
      this.context.faults.add(
        formatFault('fatal', 'camt.message', { line: 0, path: '', sentence }),
      );
    } else if (this.statementCount === 0 && !this.context.faults.hasFatal()) {
      const sentence = 'The file holds no statement.';
      this.context.faults.add(formatFault('fatal', 'camt.empty', { line: 0, path: '', sentence }));
    }
    return {
      message: this.message,
      version: versionIn(this.records.declaredNamespaces, versionForm),
      messageId: this.messageId,
      createdAt: this.createdAt,
      statementCount: this.statementCount,
      faults: this.context.faults.all(),
    };
  }

  private noted(fault: FormatFault | null): boolean {
    if (fault !== null && !this.failed) {
      this.failed = true;
      this.context.faults.add(fault);
    }
    return fault === null;
  }

  opened(record: ElementRecord): void {
    if (record.shape === camtShapes.entry) {
      this.openEntry(record);
    } else if (record.shape === camtShapes.detail) {
      this.detailCharges = [];
    } else if (record.shape === camtShapes.statement) {
      this.statementCount += 1;
      this.context.place = `${statementElement(this.message)}[${this.statementCount}]`;
      this.statement = new OpenStatement(record);
    } else {
      this.message = messageOf(record.shape) ?? this.message;
    }
  }

  closed(record: ElementRecord): void {
    const { shape } = record;
    if (shape === camtShapes.detail) this.closeDetail(record);
    else if (shape === camtShapes.entry) this.closeEntry(record);
    else if (shape === camtShapes.batch) this.closeBatch(record);
    else if (shape === camtShapes.charge || shape === camtShapes.charges) this.closeCharge(record);
    else if (shape === camtShapes.balance) this.closeBalance(record);
    else if (shape === camtShapes.statement) this.closeStatement();
    else this.closeMessage(record);
  }

  private openEntry(record: ElementRecord): void {
    const { statement } = this;
    if (statement === null) return;
    statement.entryCount += 1;
    const place = `${statementElement(this.message)}[${this.statementCount}]`;
    this.context.place = `${place}/Ntry[${statement.entryCount}]`;
    this.entry = { record, transactions: [], batches: [], charges: [] };
  }

  private closeDetail(record: ElementRecord): void {
    const { entry, statement } = this;
    if (entry === null || statement === null) return;
    const direction = entry.record.values[entrySlots.direction];
    const header = statement.headerNow(this.message ?? 'camt.053', this.context);
    const transaction = transactionOf(this.context, record, {
      sign: direction === 'CRDT' ? 1n : direction === 'DBIT' ? -1n : null,
      currency: entryCurrency(entry.record, header),
      reversal: entry.record.values[entrySlots.reversal] === 'true',
      accountNumber: header.accountNumber,
      charges: this.detailCharges ?? [],
    });
    entry.transactions.push(transaction);
    this.detailCharges = null;
  }

  private closeBatch(record: ElementRecord): void {
    if (this.entry === null || this.statement === null) return;
    const header = this.statement.headerNow(this.message ?? 'camt.053', this.context);
    const currency = entryCurrency(this.entry.record, header);
    this.entry.batches.push(batchOf(this.context, record, currency));
  }

  private closeCharge(record: ElementRecord): void {
    if (record.values[chargeSlots.amount] === undefined) return;
    const charge = chargeOf(this.context, record);
    if (charge !== null) (this.detailCharges ?? this.entry?.charges)?.push(charge);
  }

  private closeEntry(record: ElementRecord): void {
    const { entry: parts, statement } = this;
    this.entry = null;
    if (parts === null || statement === null) return;
    const header = statement.headerNow(this.message ?? 'camt.053', this.context);
    const entry = entryOf(this.context, record, { header, parts });
    if (entry === null) {
      statement.unreadable += 1;
      return;
    }
    const endToEndId =
      entry.transactions.length === 1 ? (entry.transactions[0]?.endToEndId ?? null) : null;
    const identity = { ...entry, endToEndId };
    const composite = compositeOf(identity);
    // Pending and booked tellings of one entry share their key, so each status counts for itself.
    const occurrence = statement.occurrences.count(`${entry.status}${composite}`);
    statement.book(entry);
    this.handlers.onEntry?.({ entryKey: entryKeyOf(identity, occurrence), ...entry }, header);
  }

  private closeBalance(record: ElementRecord): void {
    if (this.statement === null) return;
    const balance = balanceOf(this.context, record, this.statement.currencyNow());
    if (balance !== null) this.statement.balances.push(balance);
  }

  private closeStatement(): void {
    const { statement, context } = this;
    if (statement === null) return;
    context.place = `${statementElement(this.message)}[${this.statementCount}]`;
    const summary = statement.close(this.message ?? 'camt.053', context);
    this.statement = null;
    this.handlers.onStatement?.(summary);
  }

  private closeMessage(record: ElementRecord): void {
    this.messageId ??= record.values[messageSlots.messageId] ?? null;
    this.createdAt ??= record.values[messageSlots.createdAt] ?? null;
  }
}

interface OpenEntry {
  readonly record: ElementRecord;
  readonly transactions: ParsedTransaction[];
  readonly batches: ParsedBatch[];
  readonly charges: ParsedCharge[];
}

const messages: readonly CamtMessage[] = ['camt.052', 'camt.053', 'camt.054'];
const messageOf = (shape: number): CamtMessage | undefined =>
  messages.find((message) => camtShapes[message] === shape);

const statementElement = (message: CamtMessage | null): string =>
  message === 'camt.052' ? 'Rpt' : message === 'camt.054' ? 'Ntfctn' : 'Stmt';

const versionForm = /camt\.05[234]\.001\.\d{2}/;

/** Reads a whole file from chunks that are at hand, telling the handlers as it goes. */
export function readCamt(chunks: Iterable<Uint8Array>, handlers: CamtHandlers): CamtOutcome {
  const reader = new CamtReader(handlers);
  for (const chunk of chunks) if (!reader.push(chunk)) break;
  return reader.end();
}

/** Reads a whole file into memory: for files of ordinary size, and for tests. */
export function readStatementFile(bytes: Uint8Array | Iterable<Uint8Array>): StatementFile {
  const statements: ParsedStatement[] = [];
  let entries: ParsedEntry[] = [];
  const outcome = readCamt(bytes instanceof Uint8Array ? [bytes] : bytes, {
    onEntry: (entry) => entries.push(entry),
    onStatement: (statement) => {
      statements.push({ ...statement, entries });
      entries = [];
    },
  });
  const { message, version, messageId, createdAt, faults } = outcome;
  return { message, version, messageId, createdAt, statements, faults };
}
