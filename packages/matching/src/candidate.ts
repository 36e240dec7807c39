import type {
  AttemptId,
  Currency,
  EntityId,
  OpenItemId,
  OpenItemKind,
  OwnAccountId,
  PartyId,
  PaymentId,
  PlainDate,
} from '@quittance/domain';

/** What the matcher needs to know of a payment. Amounts are minor units, never negative. */
export interface PaymentCandidate {
  readonly id: PaymentId;
  readonly entityId: EntityId;
  readonly ownAccountId: OwnAccountId;
  /** The payment reference, which is its EndToEndId. */
  readonly reference: string;
  readonly currency: Currency;
  readonly instructedMinor: bigint;
  /** What of it no statement line settles yet. */
  readonly openMinor: bigint;
  /** What is settled by lines and did not come back. */
  readonly returnableMinor: bigint;
  /** False while no byte of it may have left: the bank cannot have booked it. */
  readonly released: boolean;
  /** True when the bank refused or cancelled it, so that a batch debit may leave it out. */
  readonly refused: boolean;
  readonly partyName: string | null;
  readonly payeeAccountDigest: string | null;
  /** Numbers of the bills it pays, ours and the supplier's. */
  readonly documentNumbers: readonly string[];
  /** Bank references (AcctSvcrRef) that earlier evidence gave for it. */
  readonly bankReferences: readonly string[];
}

/** A message as sent, which a bank may book as one debit. */
export interface AttemptCandidate {
  readonly id: AttemptId;
  readonly ownAccountId: OwnAccountId;
  readonly currency: Currency;
  /** MsgId, which is the PmtInfId as well. */
  readonly messageId: string;
  readonly members: readonly { readonly paymentId: PaymentId; readonly amountMinor: bigint }[];
}

/** What the matcher needs to know of a bill or credit note that is paid outside the hub. */
export interface OpenItemCandidate {
  readonly id: OpenItemId;
  readonly entityId: EntityId;
  readonly kind: OpenItemKind;
  readonly partyId: PartyId;
  readonly partyName: string | null;
  readonly partyAccountDigests: readonly string[];
  readonly number: string;
  readonly supplierReference: string | null;
  readonly currency: Currency;
  readonly residualMinor: bigint;
  readonly dueDate: PlainDate;
  /** True while a payment of the hub claims it: then the payment is what a line settles. */
  readonly claimed: boolean;
}

export interface MatchCandidates {
  readonly payments: readonly PaymentCandidate[];
  readonly attempts: readonly AttemptCandidate[];
  readonly openItems: readonly OpenItemCandidate[];
}
