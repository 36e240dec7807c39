import type { Currency } from '../value/currency.ts';
import type {
  AttemptId,
  BankDetailsId,
  BatchId,
  EntityId,
  Id,
  OpenItemId,
  OwnAccountId,
  PartyId,
  PaymentId,
  PersonId,
} from '../value/identifier.ts';
import type { Instant, PlainDate } from '../value/plain-date.ts';
import type { MessageReference, PaymentReference } from '../value/reference.ts';
import type { BatchState } from '../batch/lifecycle.ts';
import type { AttemptState } from '../attempt/lifecycle.ts';
import type { ApprovalState } from '../approval/lifecycle.ts';
import type { PaymentState } from './lifecycle.ts';
import type { BankFact } from './bank-state.ts';

export type PaymentPriority = 'normal' | 'urgent';

/** One instruction to pay one party. Amounts are minor units of `currency`, never negative. */
export interface Payment {
  readonly id: PaymentId;
  readonly version: number;
  readonly entityId: EntityId;
  readonly reference: PaymentReference;
  readonly batchId: BatchId;
  readonly ownAccountId: OwnAccountId;
  readonly partyId: PartyId;
  /** Null while the party has no usable bank details: such a payment is invalid. */
  readonly bankDetailsId: BankDetailsId | null;
  readonly bankDetailsVersion: number | null;
  readonly currency: Currency;
  readonly instructedMinor: bigint;
  readonly settledMinor: bigint;
  readonly returnedMinor: bigint;
  readonly reversedMinor: bigint;
  readonly executionDate: PlainDate;
  readonly priority: PaymentPriority;
  /** Text for the payee: supplier references, shortened to the rail's field. */
  readonly remittance: string;
  readonly state: PaymentState;
  /** When `state` last changed: the age that deadlines are counted from (I15). */
  readonly stateSince: Instant;
  /** Digest of the canonical content; null until validated (I2). */
  readonly contentHash: string | null;
  readonly liveAttemptId: AttemptId | null;
  /** Why it is on hold, or null; blocks release only, never evidence. */
  readonly hold: string | null;
  /** Reason of the latest refusal, rejection or return, or null. */
  readonly reason: string | null;
  /** How far the payment stands in the accounts: drafts close no bill, posted ones do. */
  readonly accountsState: 'none' | 'registered' | 'posted' | 'withdrawn';
  /** The reissued payment's predecessor, or null. */
  readonly replacesPaymentId: PaymentId | null;
}

/** What of an open item a payment pays; negative for a credit note that is netted. */
export interface PaymentItem {
  readonly id: Id<'payment_item'>;
  readonly version: number;
  readonly entityId: EntityId;
  readonly paymentId: PaymentId;
  readonly openItemId: OpenItemId;
  readonly amountMinor: bigint;
  /** Discount taken for paying early; the bill is closed by amount plus discount. */
  readonly discountMinor: bigint;
  /** True while the claim lives: at most one live claim per open item. */
  readonly live: boolean;
}

/** Payments of one own account and currency on one day. Open, it is a payment proposal. */
export interface PaymentBatch {
  readonly id: BatchId;
  readonly version: number;
  readonly entityId: EntityId;
  readonly reference: MessageReference;
  readonly ownAccountId: OwnAccountId;
  readonly currency: Currency;
  readonly executionDate: PlainDate;
  readonly state: BatchState;
  readonly paymentCount: number;
  readonly totalMinor: bigint;
  readonly contentHash: string | null;
  readonly proposedBy: PersonId;
  /** Who asked for the release, or null; never one of the approvers (I17). */
  readonly releasedBy: PersonId | null;
  readonly createdAt: Instant;
}

export type ApprovalSubject = 'batch' | 'case_resolution' | 'reopen_unknown' | 'resume';

/** A request for approval, bound to one content hash and one policy version (I18, I19). */
export interface Approval {
  readonly id: Id<'approval'>;
  readonly version: number;
  readonly entityId: EntityId;
  readonly subject: ApprovalSubject;
  readonly subjectId: string;
  readonly contentHash: string;
  readonly policyVersion: number;
  readonly approversRequired: number;
  readonly state: ApprovalState;
  readonly requestedBy: PersonId;
  readonly requestedAt: Instant;
  readonly expiresAt: Instant;
}

/** One person's word on an approval; at most one per person and approval. */
export interface ApprovalDecision {
  readonly id: Id<'approval_decision'>;
  readonly entityId: EntityId;
  readonly approvalId: Id<'approval'>;
  readonly personId: PersonId;
  readonly decision: 'approve' | 'reject';
  readonly contentHash: string;
  readonly reason: string | null;
  readonly decidedAt: Instant;
}

/** One message to a bank: committed, with the digest of its bytes, before any byte leaves. */
export interface Attempt {
  readonly id: AttemptId;
  readonly version: number;
  readonly entityId: EntityId;
  readonly batchId: BatchId;
  readonly ownAccountId: OwnAccountId;
  readonly messageId: MessageReference;
  /** 1 for the first message of the batch. */
  readonly number: number;
  readonly fileName: string;
  /** SHA-256 of the bytes, which lie in the evidence store under it. */
  readonly payloadHash: string;
  readonly paymentCount: number;
  readonly totalMinor: bigint;
  readonly state: AttemptState;
  /** Grows with every sender that takes the lane of the account; a stale one cannot write (I25). */
  readonly fencingToken: bigint;
  /** Inquiries that did not find it, while nobody knew what became of it. */
  readonly inquiries: number;
  readonly preparedAt: Instant;
  readonly sentAt: Instant | null;
  /** When its outcome became unknown; null for a message that was answered at once. */
  readonly unknownSince: Instant | null;
  /** The first and the last inquiry that did not find it. */
  readonly firstAbsentAt: Instant | null;
  readonly lastAbsentAt: Instant | null;
  /** The first of the two persons who say that it may be sent anew. */
  readonly reopenAskedBy: PersonId | null;
  /** When and by what the outcome became known again. */
  readonly resolvedAt: Instant | null;
  readonly resolution: UnknownResolution | null;
}

/** What ended an unknown outcome: an inquiry, the bank's own files, or the proof of absence. */
export type UnknownResolution = 'inquiry' | 'bank_word' | 'absence';

/** A payment inside an attempt; at most one live per payment (I1). */
export interface AttemptItem {
  readonly id: Id<'attempt_item'>;
  readonly version: number;
  readonly entityId: EntityId;
  readonly attemptId: AttemptId;
  readonly paymentId: PaymentId;
  readonly ownAccountId: OwnAccountId;
  readonly endToEndId: PaymentReference;
  readonly amountMinor: bigint;
  readonly live: boolean;
}

/** A fact as stored: with its entity, its evidence and the moment it was recorded. */
export interface StoredBankFact extends BankFact {
  readonly entityId: EntityId;
  readonly source: string;
  readonly evidenceHash: string;
  readonly recordedAt: Instant;
}

/** Stop of all releases of an account, an entity or everything: one stops, two resume. */
export interface EmergencyStop {
  readonly id: Id<'stop'>;
  readonly version: number;
  /** Null: everything. */
  readonly entityId: EntityId | null;
  readonly ownAccountId: OwnAccountId | null;
  readonly active: boolean;
  readonly reason: string;
  readonly stoppedBy: PersonId;
  readonly stoppedAt: Instant;
  readonly resumedBy: readonly PersonId[];
}
