import { type Currency, currencyExponent } from '@quittance/domain';
import { readCamt } from './camt/read.ts';
import { type DetectedFormat, detectFormat } from './detect.ts';
import { type FormatFault, hasFatal } from './fault.ts';
import { readPain001 } from './pain001/read.ts';
import { readStatusReport } from './pain002/read.ts';

/** A plain summary of any file, ready to be printed: amounts are decimals, no account numbers. */
export interface FileSummary {
  readonly format: DetectedFormat;
  readonly why: string;
  readonly version: string | null;
  readonly messageId: string | null;
  readonly statements: number;
  readonly entries: number;
  readonly payments: number;
  /** How often each status of a status report stands for a payment, block or message. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Per currency; credits and debits are of booked entries, payments count as debits. */
  readonly totals: readonly CurrencyTotal[];
  readonly balanceProofs: Readonly<Record<'proven' | 'broken' | 'not_applicable', number>>;
  /** True when one of the faults is fatal: the file would be quarantined. */
  readonly quarantined: boolean;
  readonly faults: readonly FormatFault[];
}

export interface CurrencyTotal {
  readonly currency: Currency;
  readonly credits: string;
  readonly debits: string;
  readonly count: number;
}

/** Reads a file of any format that is known here. Never throws for bad input. */
export function readAnyFile(bytes: Uint8Array): FileSummary {
  const { format, why } = detectFormat(bytes);
  const empty = emptySummary(format, why);
  if (format === 'unknown') {
    const at = { line: 0, path: '', sentence: why };
    const fault = { severity: 'fatal', rule: 'file.unknown', ...at } as const;
    return { ...empty, quarantined: true, faults: [fault] };
  }
  if (format === 'pain.001') return paymentSummary(bytes, empty);
  if (format === 'pain.002' || format === 'pacs.002') return statusSummary(bytes, empty);
  return statementSummary(bytes, empty);
}

function emptySummary(format: DetectedFormat, why: string): FileSummary {
  return {
    format,
    why,
    version: null,
    messageId: null,
    statements: 0,
    entries: 0,
    payments: 0,
    statuses: {},
    totals: [],
    balanceProofs: { proven: 0, broken: 0, not_applicable: 0 },
    quarantined: false,
    faults: [],
  };
}

/** Sums per currency as they grow; beyond eighteen digits nothing is lost, only not printed. */
class Totals {
  private readonly sums = new Map<Currency, { credits: bigint; debits: bigint; count: number }>();

  add(currency: Currency, minor: bigint): void {
    const sum = this.sums.get(currency) ?? { credits: 0n, debits: 0n, count: 0 };
    if (minor >= 0n) sum.credits += minor;
    else sum.debits -= minor;
    sum.count += 1;
    this.sums.set(currency, sum);
  }

  list(): readonly CurrencyTotal[] {
    return [...this.sums]
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([currency, sum]) => ({
        currency,
        credits: decimalOf(currency, sum.credits),
        debits: decimalOf(currency, sum.debits),
        count: sum.count,
      }));
  }
}

/** A sum of amounts may be longer than any single amount may be. */
function decimalOf(currency: Currency, minor: bigint): string {
  const exponent = currencyExponent(currency);
  const digits = minor.toString().padStart(exponent + 1, '0');
  return exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

function statementSummary(bytes: Uint8Array, empty: FileSummary): FileSummary {
  const totals = new Totals();
  const balanceProofs = { proven: 0, broken: 0, not_applicable: 0 };
  let entries = 0;
  const outcome = readCamt([bytes], {
    onEntry: (entry) => {
      entries += 1;
      if (entry.status === 'BOOK') totals.add(entry.currency, entry.amountMinor);
    },
    onStatement: (statement) => {
      balanceProofs[statement.proof.kind] += 1;
    },
  });
  return {
    ...empty,
    version: outcome.version,
    messageId: outcome.messageId,
    statements: outcome.statementCount,
    entries,
    totals: totals.list(),
    balanceProofs,
    quarantined: hasFatal(outcome.faults),
    faults: outcome.faults,
  };
}

function statusSummary(bytes: Uint8Array, empty: FileSummary): FileSummary {
  const report = readStatusReport(bytes);
  const statuses = new Map<string, number>();
  const count = (status: string | null): void => {
    if (status !== null) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  };
  let payments = 0;
  count(report.groupStatus);
  for (const block of report.payments) {
    count(block.status);
    for (const transaction of block.transactions) count(transaction.status);
    payments += block.transactions.length;
  }
  return {
    ...empty,
    version: report.version,
    messageId: report.messageId,
    payments,
    statuses: Object.fromEntries(statuses),
    quarantined: hasFatal(report.faults),
    faults: report.faults,
  };
}

function paymentSummary(bytes: Uint8Array, empty: FileSummary): FileSummary {
  const file = readPain001(bytes);
  const totals = new Totals();
  let payments = 0;
  for (const batch of file.content?.batches ?? []) {
    for (const { amount } of batch.transactions) totals.add(amount.currency, -amount.minor);
    payments += batch.transactions.length;
  }
  return {
    ...empty,
    version: file.version,
    messageId: file.content?.messageId ?? null,
    payments,
    totals: totals.list(),
    quarantined: hasFatal(file.faults),
    faults: file.faults,
  };
}
