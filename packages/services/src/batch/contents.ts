import {
  type BatchId,
  type LegalEntity,
  type OwnAccount,
  type PartyBankDetails,
  type Payment,
  type PaymentBatch,
  type PaymentId,
  type PaymentItem,
  present,
} from '@quittance/domain';
import {
  batchContentHash,
  batchHeader,
  paymentContent,
  paymentContentHash,
} from '@quittance/governance';
import type { StoreTransaction } from '@quittance/store';
import { findEvery, inChunks } from '../context/unit-of-work.ts';

/** A batch with everything that its checks, its digest and its file need. */
export interface BatchContents {
  readonly batch: PaymentBatch;
  readonly account: OwnAccount;
  readonly entity: LegalEntity;
  readonly payments: readonly Payment[];
  readonly items: ReadonlyMap<PaymentId, readonly PaymentItem[]>;
  readonly details: ReadonlyMap<string, PartyBankDetails>;
}

/** Locks the batch and its payments, and reads what belongs to them; null when there is none. */
export async function readBatchContents(
  transaction: StoreTransaction,
  batchId: BatchId,
): Promise<BatchContents | null> {
  const [batch] = await transaction.lock('payment_batch', { id: batchId });
  if (batch === undefined) return null;
  const { entityId, ownAccountId } = batch;
  const [account] = await transaction.find('own_account', { entityId, id: ownAccountId });
  const [entity] = await transaction.find('legal_entity', { id: entityId });
  const payments = await transaction.lock('payment', { entityId, batchId });
  const paymentIds = payments.map((payment) => payment.id);
  const items = await inChunks(paymentIds, (chunk) =>
    findEvery(transaction, 'payment_item', { entityId, paymentId: { in: chunk }, live: true }),
  );
  const detailIds = payments.flatMap((payment) =>
    payment.bankDetailsId === null ? [] : [payment.bankDetailsId],
  );
  const details = await inChunks([...new Set(detailIds)], (chunk) =>
    transaction.find('party_bank_details', { id: { in: chunk } }),
  );
  return {
    batch,
    account: present(account, 'own account of a batch'),
    entity: present(entity, 'entity of a batch'),
    payments,
    items: Map.groupBy(items, (item) => item.paymentId),
    details: new Map(details.map((row) => [row.id, row])),
  };
}

/**
 * The digest of everything of a payment that matters to money; null without a payee account, and
 * when the account belongs to another party by now, as after a merger of two in the accounts.
 */
export function contentHashOf(contents: BatchContents, payment: Payment): string | null {
  const bankDetails = contents.details.get(payment.bankDetailsId ?? '');
  if (bankDetails === undefined || bankDetails.partyId !== payment.partyId) return null;
  const items = contents.items.get(payment.id) ?? [];
  const source = { payment, items, ownAccount: contents.account, bankDetails };
  return paymentContentHash(paymentContent(source));
}

/** The digest that approval is asked for: the batch, and every member's own digest (I2, I19). */
export function batchHashOf(batch: PaymentBatch, members: readonly Payment[]): string {
  const hashes = members.map((payment) => ({
    paymentId: payment.id,
    contentHash: present(payment.contentHash, 'content hash of a validated payment'),
  }));
  return batchContentHash(hashes, batchHeader(batch));
}

/** The largest single payment, in minor units; zero for an empty batch. */
export const largestOf = (payments: readonly Payment[]): bigint =>
  payments.reduce(
    (largest, payment) => (payment.instructedMinor > largest ? payment.instructedMinor : largest),
    0n,
  );
