import type { Currency } from '@quittance/domain';
import type { FormatFault } from '../fault.ts';

/** Why a status was given: a code of the ISO external code set, or the bank's own word. */
export interface StatusReason {
  readonly code: string | null;
  readonly proprietary: string | null;
  readonly text: string | null;
}

/** How many transactions have a status (`NbOfTxsPerSts`). */
export interface StatusCount {
  readonly status: string;
  readonly count: number | null;
  /** Exact decimal as written; the message gives no currency. */
  readonly controlSum: string | null;
}

/** The status of one payment. Any of its references may be missing, but not all of them. */
export interface TransactionStatus {
  readonly endToEndId: string | null;
  readonly instructionId: string | null;
  readonly transactionId: string | null;
  readonly uetr: string | null;
  /** `ACCP`, `RJCT` …; null when the bank gives none, which then is that of what is around it. */
  readonly status: string | null;
  readonly reasons: readonly StatusReason[];
  readonly accountServicerReference: string | null;
  readonly acceptedAt: string | null;
  /** Of the original payment, minor units, where the bank repeats it. */
  readonly amountMinor: bigint | null;
  readonly currency: Currency | null;
  readonly line: number;
}

/** The status of one `PmtInf`; its id is null in a message that has none (pacs.002). */
export interface PaymentInformationStatus {
  readonly paymentInformationId: string | null;
  readonly status: string | null;
  readonly reasons: readonly StatusReason[];
  readonly originalCount: number | null;
  readonly originalControlSum: string | null;
  readonly counts: readonly StatusCount[];
  readonly transactions: readonly TransactionStatus[];
  readonly line: number;
}

/** A payment status report; quarantined when one of the faults is fatal. */
export interface StatusReport {
  /** Null when the file is no status report at all. */
  readonly message: 'pain.002' | 'pacs.002' | null;
  readonly version: string | null;
  readonly messageId: string | null;
  /** The bank's own time text; banks leave the zone out, so it is no instant. */
  readonly createdAt: string | null;
  readonly originalMessageId: string | null;
  readonly originalMessageName: string | null;
  readonly originalCount: number | null;
  /** Exact decimal as written. */
  readonly originalControlSum: string | null;
  readonly groupStatus: string | null;
  readonly groupReasons: readonly StatusReason[];
  readonly groupCounts: readonly StatusCount[];
  readonly payments: readonly PaymentInformationStatus[];
  readonly faults: readonly FormatFault[];
}
