import type {
  Approval,
  ApprovalDecision,
  ApprovalPolicy,
  Grant,
  OpenItem,
  Person,
} from '@quittance/domain';
import { type Maker, makersOf } from '@quittance/governance';
import type { StoreTransaction } from '@quittance/store';
import { type BatchContents, largestOf } from '../batch/contents.ts';
import { inChunks } from '../context/unit-of-work.ts';

/** Everything that the policy of approval and release asks about a batch. */
export interface ApprovalFacts {
  readonly approval: Approval | null;
  readonly decisions: readonly ApprovalDecision[];
  readonly makers: readonly Maker[];
  readonly grants: readonly Grant[];
  readonly persons: readonly Person[];
  readonly policies: readonly ApprovalPolicy[];
  readonly openItems: readonly OpenItem[];
  /** The largest payment in the entity's own currency; null when it is in another one. */
  readonly largestPaymentMinor: bigint | null;
}

/** The payments that the approval is about: invalid and cancelled ones are no members. */
export const membersOf = (contents: BatchContents) =>
  contents.payments.filter(
    (payment) => payment.state === 'awaiting_approval' || payment.state === 'approved',
  );

/**
 * The payments that the approval was given for: the members, those that a release held back since,
 * and those that left in another message of the batch. They all keep the hash that was approved, so
 * that the whole can be proven again.
 */
export const approvedMembersOf = (contents: BatchContents) =>
  contents.payments.filter(
    ({ state, contentHash, liveAttemptId }) =>
      state === 'awaiting_approval' ||
      state === 'approved' ||
      (contentHash !== null &&
        (state === 'draft' || state === 'cancelled' || liveAttemptId !== null)),
  );

/** Reads the newest approval of the batch, its decisions, and who made what it pays. */
export async function readApprovalFacts(
  transaction: StoreTransaction,
  contents: BatchContents,
): Promise<ApprovalFacts> {
  const { batch, entity } = contents;
  const { entityId } = batch;
  const approvals = await transaction.lock('approval', { entityId, subjectId: batch.id });
  const approval = approvals.at(-1) ?? null;
  const decisions =
    approval === null
      ? []
      : await transaction.find('approval_decision', { entityId, approvalId: approval.id });
  const members = membersOf(contents);
  const itemIds = members.flatMap((payment) =>
    (contents.items.get(payment.id) ?? []).map((item) => item.openItemId),
  );
  const openItems = await inChunks(itemIds, (chunk) =>
    transaction.find('open_item', { entityId, id: { in: chunk } }),
  );
  const bankDetails = members.flatMap((payment) => {
    const details = contents.details.get(payment.bankDetailsId ?? '');
    return details === undefined ? [] : [details];
  });
  const largest = largestOf(members);
  return {
    approval,
    decisions,
    openItems,
    makers: makersOf({ openItems, bankDetails, batch }),
    grants: await transaction.find('grant', { entityId, active: true }),
    persons: await transaction.find('person', {}),
    policies: await transaction.find('approval_policy', { entityId }),
    largestPaymentMinor: batch.currency === entity.currency ? largest : null,
  };
}
