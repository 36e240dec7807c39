import type { Currency, Exchange, PlainDate } from '@quittance/domain';
import type { FormatFault } from '../fault.ts';
import type { CamtMessage } from './shape.ts';

/** ISO external code set `ExternalEntryStatus1Code`. Only `BOOK` moved money. */
export type EntryStatus = 'BOOK' | 'PDNG' | 'INFO' | 'FUTR';

/** A bank transaction code, ISO 20022 `BkTxCd`: domain, family, sub-family, or the bank's own. */
export interface BankTransactionCode {
  readonly domain: string | null;
  readonly family: string | null;
  readonly subFamily: string | null;
  readonly proprietary: string | null;
}

/** A balance; `amountMinor` is signed, credit positive. */
export interface ParsedBalance {
  /** `OPBD`, `CLBD`, `PRCD`, `ITBD`, `CLAV` … or the bank's own word. */
  readonly code: string;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly date: PlainDate | null;
  readonly line: number;
}

/** Somebody on the other side as the bank names them; any part may be missing. */
export interface ParsedParty {
  readonly name: string | null;
  /** IBAN or the national number, as written. */
  readonly accountNumber: string | null;
}

/** A charge in an entry or a transaction; signed, credit positive, null direction is a debit. */
export interface ParsedCharge {
  readonly amountMinor: bigint;
  readonly currency: Currency;
  /** Whether the entry's amount already contains it; null when the bank does not say. */
  readonly included: boolean | null;
}

/** One transaction of an entry (`NtryDtls/TxDtls`). Amounts are signed like the entry's. */
export interface ParsedTransaction {
  readonly endToEndId: string | null;
  readonly instructionId: string | null;
  readonly messageId: string | null;
  readonly paymentInformationId: string | null;
  readonly transactionId: string | null;
  readonly uetr: string | null;
  readonly mandateId: string | null;
  readonly chequeNumber: string | null;
  readonly clearingReference: string | null;
  readonly accountServicerReference: string | null;
  /** In the currency beside it; null when the bank gives none. */
  readonly amountMinor: bigint | null;
  readonly currency: Currency | null;
  readonly instructedMinor: bigint | null;
  readonly instructedCurrency: Currency | null;
  /** The conversion between the two (`CcyXchg`), where the bank tells one. */
  readonly exchange: Exchange | null;
  readonly debtor: ParsedParty;
  readonly creditor: ParsedParty;
  /** Of the two, the one that is not the holder of the account. */
  readonly party: ParsedParty;
  readonly code: BankTransactionCode;
  /** `Ustrd`, in the order of the file. */
  readonly unstructured: readonly string[];
  /** Creditor references (`Strd/CdtrRefInf/Ref`). */
  readonly structured: readonly string[];
  /** Numbers of documents that are paid (`Strd/RfrdDocInf/Nb`). */
  readonly documentNumbers: readonly string[];
  /** Set for a return: the bank's reason; the references above are those of the original. */
  readonly returnInfo: ParsedReturn | null;
  readonly charges: readonly ParsedCharge[];
  readonly additional: string | null;
  readonly line: number;
}

/** Why money came back (`RtrInf`). */
export interface ParsedReturn {
  readonly reasonCode: string | null;
  readonly text: string | null;
  readonly originalEndToEndId: string | null;
}

/** A batch that an entry books as one (`NtryDtls/Btch`). */
export interface ParsedBatch {
  readonly messageId: string | null;
  readonly paymentInformationId: string | null;
  readonly transactionCount: number | null;
  readonly totalMinor: bigint | null;
}

/** One entry (`Ntry`); `amountMinor` is signed, credit positive. */
export interface ParsedEntry {
  /** Names the economic entry within its account; see {@link entryKeyOf}. */
  readonly entryKey: string;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly status: EntryStatus;
  readonly reversal: boolean;
  /** As given; a missing one falls back to the value date, then to the statement's last day. */
  readonly bookingDate: PlainDate | null;
  readonly valueDate: PlainDate | null;
  readonly accountServicerReference: string | null;
  readonly reference: string | null;
  readonly code: BankTransactionCode;
  readonly batches: readonly ParsedBatch[];
  readonly transactions: readonly ParsedTransaction[];
  readonly charges: readonly ParsedCharge[];
  readonly additional: string | null;
  readonly line: number;
}

/** What stands above the entries of a statement. */
export interface StatementHeader {
  readonly message: CamtMessage;
  readonly id: string;
  /** Legal number where the bank gives one, else the electronic one; texts, since banks differ. */
  readonly legalSequenceNumber: string | null;
  readonly electronicSequenceNumber: string | null;
  /** IBAN or other account number, as written. */
  readonly accountNumber: string | null;
  readonly accountNumberKind: 'iban' | 'other' | null;
  readonly ownerName: string | null;
  readonly servicerBic: string | null;
  readonly currency: Currency | null;
  readonly fromDate: PlainDate | null;
  readonly toDate: PlainDate | null;
  /** The last day it speaks of: `toDate`, else the day of its closing balance. */
  readonly lastDay: PlainDate | null;
  /** The bank's own time text; banks leave the zone out, so it is no instant. */
  readonly createdAt: string | null;
  /** `COPY`, `DUPL` or `CODU` where the bank sends it again. */
  readonly copyIndicator: string | null;
  readonly page: { readonly number: string; readonly last: boolean } | null;
  readonly line: number;
}

/** A statement (`Stmt`), report (`Rpt`) or notification (`Ntfctn`) without its entries. */
export interface StatementSummary extends StatementHeader {
  readonly openingBalance: ParsedBalance | null;
  readonly closingBalance: ParsedBalance | null;
  readonly balances: readonly ParsedBalance[];
  readonly entryCount: number;
  readonly bookedCount: number;
  /** Signed sum of the booked entries, when all are in one currency; else null. */
  readonly bookedTotalMinor: bigint | null;
  readonly proof: BalanceProof;
}

/** A whole statement. */
export interface ParsedStatement extends StatementSummary {
  readonly entries: readonly ParsedEntry[];
}

/** Whether opening balance plus booked entries is the closing balance (I5). */
export type BalanceProof =
  | { readonly kind: 'proven' }
  | { readonly kind: 'not_applicable'; readonly reason: string }
  | { readonly kind: 'broken'; readonly differenceMinor: bigint };

/** What a file held; quarantined when one of the faults is fatal. */
export interface StatementFile {
  /** Null when the file is no camt message at all. */
  readonly message: CamtMessage | null;
  /** `camt.053.001.08` when the namespace says so. */
  readonly version: string | null;
  readonly messageId: string | null;
  readonly createdAt: string | null;
  readonly statements: readonly ParsedStatement[];
  readonly faults: readonly FormatFault[];
}
