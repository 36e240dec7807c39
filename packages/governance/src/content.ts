import {
  assert,
  type BankDetailsId,
  type BatchId,
  type Currency,
  type EntityId,
  type MessageReference,
  type OpenItemId,
  type OwnAccount,
  type OwnAccountId,
  type PartyBankDetails,
  type PartyId,
  type Payment,
  type PaymentBatch,
  type PaymentId,
  type PaymentItem,
  type PaymentPriority,
  type PaymentReference,
  type PlainDate,
  present,
} from '@quittance/domain';
import { canonicalJson, sha256Hex } from './canonical-json.ts';

/** The newest canonical form. A hash names the form it was made with, so old ones stay provable. */
export const contentVersion = 1;

/** What of one bill a payment pays. Amounts are minor units of the payment's currency. */
export interface PaymentContentItem {
  readonly openItemId: OpenItemId;
  readonly amountMinor: bigint;
  readonly discountMinor: bigint;
}

/** Everything of a payment that decides whose money goes where, when, and with which words. */
export interface PaymentContent {
  readonly v: 1;
  readonly entityId: EntityId;
  readonly reference: PaymentReference;
  readonly ownAccountId: OwnAccountId;
  readonly ownAccountDigest: string;
  readonly partyId: PartyId;
  readonly bankDetailsId: BankDetailsId;
  readonly bankDetailsVersion: number;
  readonly payeeAccountDigest: string;
  readonly payeeBic: string | null;
  readonly payeeClearingNumber: string | null;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly executionDate: PlainDate;
  readonly priority: PaymentPriority;
  readonly remittance: string;
  readonly items: readonly PaymentContentItem[];
}

export interface PaymentContentSource {
  readonly payment: Payment;
  readonly items: readonly PaymentItem[];
  readonly ownAccount: OwnAccount;
  readonly bankDetails: PartyBankDetails;
}

/**
 * Gathers the content of a payment from its records; items in any order. The records must belong
 * together. Errors: `AssertionError` when they do not, which is a fault of the program.
 */
export function paymentContent(source: PaymentContentSource): PaymentContent {
  const { payment, items, ownAccount, bankDetails } = source;
  assert(payment.ownAccountId === ownAccount.id, 'the own account is the one of the payment');
  assert(payment.bankDetailsId === bankDetails.id, 'the bank details are those of the payment');
  assert(payment.partyId === bankDetails.partyId, 'the bank details belong to the payee');
  for (const item of items) {
    assert(item.paymentId === payment.id, 'every item belongs to the payment');
  }
  return Object.freeze({
    v: contentVersion,
    entityId: payment.entityId,
    reference: payment.reference,
    ownAccountId: ownAccount.id,
    ownAccountDigest: ownAccount.accountDigest,
    partyId: payment.partyId,
    bankDetailsId: bankDetails.id,
    bankDetailsVersion: present(payment.bankDetailsVersion, 'the version of the bank details'),
    payeeAccountDigest: bankDetails.accountDigest,
    payeeBic: bankDetails.bic,
    payeeClearingNumber: bankDetails.clearingNumber,
    currency: payment.currency,
    amountMinor: payment.instructedMinor,
    executionDate: payment.executionDate,
    priority: payment.priority,
    remittance: payment.remittance,
    items: items.map(({ openItemId, amountMinor, discountMinor }) => ({
      openItemId,
      amountMinor,
      discountMinor,
    })),
  });
}

/**
 * SHA-256 of the canonical content as `1:` (its version) and 64 hex digits; the order of items does
 * not matter (I2). Approval, release and the file that was read back must agree on it.
 */
export function paymentContentHash(content: PaymentContent): string {
  const items = content.items.toSorted(byOpenItem);
  return `${content.v}:${sha256Hex(canonicalJson({ ...content, kind: 'payment', items }))}`;
}

/** A total order over items: the bill, then the amounts, so that equal sets give equal bytes. */
function byOpenItem(left: PaymentContentItem, right: PaymentContentItem): number {
  const leftKey = `${left.openItemId} ${left.amountMinor} ${left.discountMinor}`;
  const rightKey = `${right.openItemId} ${right.amountMinor} ${right.discountMinor}`;
  if (leftKey === rightKey) return 0;
  return leftKey < rightKey ? -1 : 1;
}

/** What a batch says of itself, beside its members. */
export interface BatchHeader {
  readonly batchId: BatchId;
  readonly entityId: EntityId;
  readonly reference: MessageReference;
  readonly ownAccountId: OwnAccountId;
  readonly currency: Currency;
  readonly executionDate: PlainDate;
  readonly paymentCount: number;
  readonly totalMinor: bigint;
}

/** Gathers the header of a batch from its record. */
export const batchHeader = (batch: PaymentBatch): BatchHeader =>
  Object.freeze({
    batchId: batch.id,
    entityId: batch.entityId,
    reference: batch.reference,
    ownAccountId: batch.ownAccountId,
    currency: batch.currency,
    executionDate: batch.executionDate,
    paymentCount: batch.paymentCount,
    totalMinor: batch.totalMinor,
  });

/**
 * Hash of a batch over its header and the content hashes of its members, in any order; the same
 * form as {@link paymentContentHash}. A changed member, one more or one less changes it (I19).
 * Errors: `AssertionError` when the header counts other members than are given, or one twice.
 */
export function batchContentHash(
  members: readonly { readonly paymentId: PaymentId; readonly contentHash: string }[],
  header: BatchHeader,
): string {
  assert(members.length === header.paymentCount, 'the header counts the members');
  const hashes = new Map(members.map((member) => [member.paymentId, member.contentHash]));
  assert(hashes.size === members.length, 'no payment is twice in a batch');
  const payments = [...hashes.keys()]
    .toSorted()
    .map((paymentId) => [paymentId, present(hashes.get(paymentId), 'the hash of a member')]);
  const content = { v: contentVersion, kind: 'batch', ...header, payments };
  return `${contentVersion}:${sha256Hex(canonicalJson(content))}`;
}
