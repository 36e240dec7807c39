import { isCurrency } from '@quittance/domain';
import { readAmount } from '../amount.ts';
import { statusCodes } from '../codes/status.ts';
import { FaultList, type FaultSeverity, formatFault } from '../fault.ts';
import { RecordReader, type RecordSink } from '../xml/records.ts';
import { type ElementRecord, listSeparator } from '../xml/shape.ts';
import { versionIn } from '../xml/version.ts';
import type {
  PaymentInformationStatus,
  StatusCount,
  StatusReason,
  StatusReport,
  TransactionStatus,
} from './record.ts';
import {
  countSlots,
  groupSlots,
  paymentSlots,
  reasonSlots,
  reportSlots,
  statusPlan,
  statusShapes,
  transactionSlots as slots,
} from './shape.ts';

/**
 * Reads a payment status report (pain.002, all versions by structure; pacs.002 likewise). Never
 * throws for bad input. A report that names no original message, or a status that names no payment,
 * is fatal: nobody could tell what it is about. Source: ISO 20022 pain.002, pacs.002.
 */
export function readStatusReport(bytes: Uint8Array | Iterable<Uint8Array>): StatusReport {
  const collector = new StatusCollector();
  const records = new RecordReader(statusPlan, collector);
  let failure = null;
  for (const chunk of bytes instanceof Uint8Array ? [bytes] : bytes) {
    failure = records.push(chunk);
    if (failure !== null) break;
  }
  failure ??= records.finish();
  if (failure !== null) collector.faults.add(failure);
  return collector.report(versionIn(records.declaredNamespaces, versionForm));
}

const versionForm = /pa(?:in|cs)\.002\.001\.\d{2}/;

/** Reasons and counts of whatever record is open; inner ones lie on top. */
interface Gathered {
  readonly reasons: StatusReason[];
  readonly counts: StatusCount[];
}

class StatusCollector implements RecordSink {
  readonly faults = new FaultList();
  private message: StatusReport['message'] = null;
  private head: ElementRecord | null = null;
  private group: { readonly record: ElementRecord; readonly gathered: Gathered } | null = null;
  private originalMessageId: string | null = null;
  private readonly payments: PaymentInformationStatus[] = [];
  private transactions: TransactionStatus[] = [];
  private readonly loose: TransactionStatus[] = [];
  private readonly open: Gathered[] = [];
  private insidePayment = false;

  opened(record: ElementRecord): void {
    const { shape } = record;
    if (shape === statusShapes['pain.002']) this.message = 'pain.002';
    if (shape === statusShapes['pacs.002']) this.message = 'pacs.002';
    if (shape === statusShapes.payment) {
      this.insidePayment = true;
      this.transactions = [];
    }
    if (shape !== statusShapes.reason && shape !== statusShapes.count) {
      this.open.push({ reasons: [], counts: [] });
    }
  }

  closed(record: ElementRecord): void {
    const { shape, values } = record;
    if (shape === statusShapes.reason) {
      this.open.at(-1)?.reasons.push(reasonOf(values));
      return;
    }
    if (shape === statusShapes.count) {
      this.open.at(-1)?.counts.push(this.countOf(record));
      return;
    }
    const gathered = this.open.pop() ?? { reasons: [], counts: [] };
    if (shape === statusShapes.transaction) this.closeTransaction(record, gathered);
    else if (shape === statusShapes.payment) this.closePayment(record, gathered);
    else if (shape === statusShapes.group) this.closeGroup(record, gathered);
    else this.head ??= record;
  }

  private closeTransaction(record: ElementRecord, gathered: Gathered): void {
    const { values } = record;
    this.once(record, [
      [slots.status, 'TxSts'],
      [slots.endToEndId, 'OrgnlEndToEndId'],
    ]);
    this.checkStatus(record, 'TxSts', values[slots.status]);
    this.originalMessageId ??= values[slots.originalMessageId] ?? null;
    const amount = this.amountOf(record);
    const transaction: TransactionStatus = {
      endToEndId: values[slots.endToEndId] ?? null,
      instructionId: values[slots.instructionId] ?? null,
      transactionId: values[slots.transactionId] ?? null,
      uetr: values[slots.uetr] ?? null,
      status: values[slots.status] ?? null,
      reasons: gathered.reasons,
      accountServicerReference: values[slots.accountServicerReference] ?? null,
      acceptedAt: values[slots.acceptedAt] ?? null,
      amountMinor: amount?.minor ?? null,
      currency: amount?.currency ?? null,
      line: record.line,
    };
    const { endToEndId, instructionId, transactionId, uetr } = transaction;
    if ((endToEndId ?? instructionId ?? transactionId ?? uetr) === null) {
      const sentence = 'A status names no payment: it has no reference of any kind.';
      this.fault('fatal', 'reference.missing', { record, field: 'OrgnlEndToEndId', sentence });
    }
    (this.insidePayment ? this.transactions : this.loose).push(transaction);
  }

  private closePayment(record: ElementRecord, gathered: Gathered): void {
    const { values } = record;
    this.insidePayment = false;
    this.once(record, [[paymentSlots.status, 'PmtInfSts']]);
    this.checkStatus(record, 'PmtInfSts', values[paymentSlots.status]);
    this.payments.push({
      paymentInformationId: values[paymentSlots.paymentInformationId] ?? null,
      status: values[paymentSlots.status] ?? null,
      reasons: gathered.reasons,
      originalCount: this.whole(record, 'OrgnlNbOfTxs', values[paymentSlots.count]),
      originalControlSum: this.decimal(record, 'OrgnlCtrlSum', values[paymentSlots.sum]),
      counts: gathered.counts,
      transactions: this.transactions,
      line: record.line,
    });
    this.transactions = [];
  }

  private closeGroup(record: ElementRecord, gathered: Gathered): void {
    this.once(record, [
      [groupSlots.status, 'GrpSts'],
      [groupSlots.messageId, 'OrgnlMsgId'],
    ]);
    this.checkStatus(record, 'GrpSts', record.values[groupSlots.status]);
    if (this.group !== null) {
      const sentence =
        'The report answers more than one message; only the first can be told apart.';
      this.fault('fatal', 'group.repeated', { record, field: 'OrgnlGrpInfAndSts', sentence });
      return;
    }
    this.group = { record, gathered };
  }

  private amountOf(
    record: ElementRecord,
  ): { minor: bigint; currency: TransactionStatus['currency'] } | null {
    const text = record.values[slots.amount];
    const currency = record.values[slots.currency];
    if (text === undefined || currency === undefined || !isCurrency(currency)) return null;
    const reading = readAmount(text, currency);
    if (reading.ok) return { minor: reading.minor, currency };
    const at = { record, field: 'OrgnlTxRef/Amt', sentence: reading.sentence };
    this.fault('warning', reading.rule, at);
    return null;
  }

  private countOf(record: ElementRecord): StatusCount {
    const { values } = record;
    return {
      status: values[countSlots.status] ?? '',
      count: this.whole(record, 'DtldNbOfTxs', values[countSlots.count]),
      controlSum: this.decimal(record, 'DtldCtrlSum', values[countSlots.sum]),
    };
  }

  /** A count of transactions. */
  private whole(record: ElementRecord, field: string, text: string | undefined): number | null {
    if (text === undefined) return null;
    // not money: how many transactions there are
    if (/^\d{1,15}$/.test(text)) return Number.parseInt(text, 10);
    const sentence = `${JSON.stringify(text.slice(0, 20))} is no count.`;
    this.fault('warning', 'count', { record, field, sentence });
    return null;
  }

  private decimal(record: ElementRecord, field: string, text: string | undefined): string | null {
    if (text === undefined) return null;
    if (/^\d{1,18}(?:\.\d{1,17})?$/.test(text)) return text;
    const sentence = `${JSON.stringify(text.slice(0, 30))} is no sum.`;
    this.fault('warning', 'sum', { record, field, sentence });
    return null;
  }

  private checkStatus(record: ElementRecord, field: string, status: string | undefined): void {
    if (status === undefined || Object.hasOwn(statusCodes, status)) return;
    const word = JSON.stringify(status.slice(0, 16));
    const sentence = `${word} is no status code that is known here; a person has to look.`;
    this.fault('warning', 'status.unknown', { record, field, sentence });
  }

  private once(record: ElementRecord, fields: readonly (readonly [number, string])[]): void {
    for (const [slot, field] of fields) {
      if (record.repeated?.includes(slot) !== true) continue;
      const sentence = `${field} stands more than once.`;
      this.fault('fatal', 'repeated', { record, field, sentence });
    }
  }

  private fault(
    severity: FaultSeverity,
    rule: string,
    at: {
      readonly record: ElementRecord | null;
      readonly field: string;
      readonly sentence: string;
    },
  ): void {
    const where = { line: at.record?.line ?? 0, path: at.field, sentence: at.sentence };
    this.faults.add(formatFault(severity, `pain002.${rule}`, where));
  }

  report(version: string | null): StatusReport {
    const values = this.group?.record.values ?? [];
    const originalMessageId = values[groupSlots.messageId] ?? this.originalMessageId;
    const payments = [...this.payments, ...this.loosePayments()];
    const groupStatus = values[groupSlots.status] ?? null;
    if (!this.faults.hasFatal()) this.checkWhole(originalMessageId, groupStatus, payments);
    const record = this.group?.record ?? null;
    return {
      message: this.message,
      version,
      messageId: this.head?.values[reportSlots.messageId] ?? null,
      createdAt: this.head?.values[reportSlots.createdAt] ?? null,
      originalMessageId,
      originalMessageName: values[groupSlots.messageName] ?? null,
      originalCount:
        record === null ? null : this.whole(record, 'OrgnlNbOfTxs', values[groupSlots.count]),
      originalControlSum:
        record === null ? null : this.decimal(record, 'OrgnlCtrlSum', values[groupSlots.sum]),
      groupStatus,
      groupReasons: this.group?.gathered.reasons ?? [],
      groupCounts: this.group?.gathered.counts ?? [],
      payments,
      faults: this.faults.all(),
    };
  }

  private loosePayments(): readonly PaymentInformationStatus[] {
    if (this.loose.length === 0) return [];
    const nothing = { reasons: [], counts: [], originalCount: null, originalControlSum: null };
    const line = this.loose[0]?.line ?? 0;
    return [
      { paymentInformationId: null, status: null, ...nothing, transactions: this.loose, line },
    ];
  }

  private checkWhole(
    originalMessageId: string | null,
    groupStatus: string | null,
    payments: readonly PaymentInformationStatus[],
  ): void {
    const at = { record: this.group?.record ?? null };
    if (this.message === null) {
      const sentence = 'The file is no payment status report (pain.002).';
      this.fault('fatal', 'message', { ...at, field: '', sentence });
      return;
    }
    if (originalMessageId === null) {
      const sentence = 'The report does not say which message it answers.';
      this.fault('fatal', 'original.missing', { ...at, field: 'OrgnlMsgId', sentence });
    }
    const told = payments.some(
      (payment) =>
        payment.status !== null ||
        payment.transactions.some((transaction) => transaction.status !== null),
    );
    if (groupStatus !== null || told) return;
    const sentence = 'The report holds no status at all.';
    this.fault('fatal', 'status.missing', { ...at, field: 'GrpSts', sentence });
  }
}

function reasonOf(values: readonly (string | undefined)[]): StatusReason {
  return {
    code: values[reasonSlots.code] ?? null,
    proprietary: values[reasonSlots.proprietary] ?? null,
    text: values[reasonSlots.text]?.replaceAll(listSeparator, ' ') ?? null,
  };
}
