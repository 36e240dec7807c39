import type { Currency } from '../value/currency.ts';
import type {
  EntityId,
  Id,
  MatchId,
  OpenItemId,
  OwnAccountId,
  PaymentId,
  StatementId,
  StatementLineId,
} from '../value/identifier.ts';
import type { Instant, PlainDate } from '../value/plain-date.ts';
import type { StatementFileState } from './lifecycle.ts';
import type { StatementLineState } from './line-lifecycle.ts';

/** One statement of one account as the bank sent it. Amounts are minor units, credit positive. */
export interface Statement {
  readonly id: StatementId;
  readonly version: number;
  readonly entityId: EntityId;
  readonly ownAccountId: OwnAccountId;
  readonly evidenceHash: string;
  /** The bank's own id of the statement (`Stmt/Id`). */
  readonly bankStatementId: string;
  readonly sequenceNumber: string | null;
  readonly currency: Currency;
  readonly fromDate: PlainDate;
  readonly toDate: PlainDate;
  readonly openingMinor: bigint;
  readonly closingMinor: bigint;
  readonly lineCount: number;
  readonly state: StatementFileState;
  readonly importedAt: Instant;
}

/** What kind of movement the bank says it is, from its transaction code (BkTxCd). */
export type StatementLineKind =
  'payment' | 'batch_payment' | 'return' | 'reversal' | 'fee' | 'interest' | 'receipt' | 'other';

/** One booked entry. `amountMinor` is signed: money in is positive. Immutable but for its state. */
export interface StatementLine {
  readonly id: StatementLineId;
  readonly version: number;
  readonly entityId: EntityId;
  readonly ownAccountId: OwnAccountId;
  readonly statementId: StatementId;
  /** Names the economic entry across files (I27): unique per account. */
  readonly entryKey: string;
  readonly bookingDate: PlainDate;
  readonly valueDate: PlainDate;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly kind: StatementLineKind;
  readonly bankReference: string | null;
  readonly endToEndId: string | null;
  readonly messageId: string | null;
  readonly transactionCount: number | null;
  readonly partyName: string | null;
  readonly partyAccountDigest: string | null;
  readonly remittance: string;
  readonly returnReason: string | null;
  /** What was instructed where that was in another currency, positive; else null. */
  readonly instructedMinor: bigint | null;
  readonly instructedCurrency: Currency | null;
  /** The rate as the bank wrote it, the currency that it is for one unit of, and where it stood. */
  readonly exchangeRate: string | null;
  readonly exchangeUnitCurrency: Currency | null;
  readonly exchangeSource: string | null;
  readonly state: StatementLineState;
  /** True once the line stands in the accounts. */
  readonly posted: boolean;
}

export type EvidenceClass = 'A' | 'B' | 'C' | 'D' | 'E';

/** One statement line explained: which payments or items it settles, by which rule and proof. */
export interface Match {
  readonly id: MatchId;
  readonly version: number;
  readonly entityId: EntityId;
  readonly statementLineId: StatementLineId;
  readonly evidenceClass: EvidenceClass;
  /** Name and version of the rule that made it. */
  readonly rule: string;
  /** The rule's proof and the runner-up, in plain words. */
  readonly explanation: string;
  readonly state: 'proposed' | 'posting' | 'posted' | 'undone';
  readonly madeAt: Instant;
  /** Ids of the reconciliations in the accounts, so that undo can prove itself. */
  readonly externalReconciliation: string | null;
}

/** A part of a match: signed like the line; exactly one target, or the rule's account role. */
export interface MatchAllocation {
  readonly id: Id<'match_allocation'>;
  readonly entityId: EntityId;
  readonly matchId: MatchId;
  readonly kind: 'payment' | 'open_item' | 'account' | 'return';
  readonly paymentId: PaymentId | null;
  readonly openItemId: OpenItemId | null;
  /** For a rule posting: which account of the accounts, by role (`bank_fee`, `interest`). */
  readonly accountRole: string | null;
  readonly amountMinor: bigint;
  /** The same part in the payment's currency where that is not the line's; else null. */
  readonly paymentMinor: bigint | null;
}
