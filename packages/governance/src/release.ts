import {
  type Currency,
  type Instant,
  type Person,
  type Problem,
  problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import {
  type Quorum,
  type QuorumQuestion,
  quorumReached,
  refusalOfPerson,
  refusalOfRole,
} from './approval.ts';
import { deedOf } from './makers.ts';
import { type ApprovalQuestion, approversRequired, type ApprovalRule } from './policy.ts';

/** Who releases: a person with the role, or the schedule of a batch that people approved. */
export type Releaser =
  { readonly kind: 'person'; readonly person: Person } | { readonly kind: 'schedule' };

export interface ReleaseQuestion extends Omit<QuorumQuestion, 'approversRequired'> {
  readonly releaser: Releaser;
  /** The hash of the content as it is now, made anew from the records. */
  readonly contentHash: string;
  readonly policies: ApprovalQuestion['policies'];
  readonly currency: Currency;
  /** Minor units of `currency`. */
  readonly batchTotalMinor: bigint;
  /** Minor units of `currency`; `largestPaymentMinor` is the same in the entity's currency. */
  readonly largestPaymentInCurrencyMinor: bigint;
  readonly now: Instant;
}

export interface ReleasePermission {
  readonly rule: ApprovalRule;
  readonly quorum: Quorum;
}

/**
 * Whether an approved batch may leave now: everything is asked again with today's policy, grants
 * and persons (I18). Refuses with `APPROVAL_MISSING` (no quorum today, expired, policy changed
 * since), `CONTENT_CHANGED`, `FORBIDDEN` (no role), `APPROVER_MAY_NOT_RELEASE` (I17: makers,
 * approvers and releaser are different people), or what {@link approversRequired} refuses with.
 * Holds, stops, funds and cut-off are the verb's to check.
 */
export function mayRelease(question: ReleaseQuestion): Result<ReleasePermission, Problem> {
  const { approval } = question;
  if (approval.state !== 'approved') {
    return refuse(problem('APPROVAL_MISSING', `The approval is ${approval.state}, not approved.`));
  }
  if (question.now >= approval.expiresAt) {
    return refuse(problem('APPROVAL_MISSING', `The approval expired at ${approval.expiresAt}.`));
  }
  if (question.contentHash !== approval.contentHash) {
    return refuse(problem('CONTENT_CHANGED', 'The batch differs from what was approved.'));
  }
  const rule = approversRequired({
    policies: question.policies,
    entityId: approval.entityId,
    currency: question.currency,
    batchTotalMinor: question.batchTotalMinor,
    largestPaymentMinor: question.largestPaymentInCurrencyMinor,
  });
  if (!rule.ok) return rule;
  if (rule.value.policy.version !== approval.policyVersion) {
    return refuse(problem('APPROVAL_MISSING', 'The approval policy changed since the approval.'));
  }
  const required = Math.max(rule.value.approversRequired, approval.approversRequired);
  const quorum = quorumReached({ ...question, approversRequired: required });
  if (!quorum.reached) return refuse(problem('APPROVAL_MISSING', missingInWords(quorum, required)));
  return (
    refusalOfReleaser(question, quorum) ?? succeed(Object.freeze({ rule: rule.value, quorum }))
  );
}

function missingInWords(quorum: Quorum, required: number): string {
  const ignored = quorum.ignored.map(({ personId, why }) => `${personId}: ${why}`).join('; ');
  const counted = `${quorum.approvers.length} of ${required} approvals count today.`;
  return ignored === '' ? counted : `${counted} Not counted: ${ignored}.`;
}

function refusalOfReleaser(
  question: ReleaseQuestion,
  quorum: Quorum,
): Result<never, Problem> | null {
  if (question.releaser.kind === 'schedule') return null;
  const { person } = question.releaser;
  const { grants, largestPaymentMinor, approval } = question;
  const asked = { person, entityId: approval.entityId, grants, largestPaymentMinor };
  const refusal = refusalOfPerson({ person }) ?? refusalOfRole(asked, 'releaser');
  if (refusal !== null) return refusal;
  if (quorum.approvers.includes(person.id)) {
    return refuse(problem('APPROVER_MAY_NOT_RELEASE', 'You approved this batch.'));
  }
  const maker = question.makers.find((candidate) => candidate.personId === person.id);
  if (maker === undefined) return null;
  return refuse(problem('APPROVER_MAY_NOT_RELEASE', `You ${deedOf(maker)}.`));
}
