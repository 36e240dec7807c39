import {
  type Approval,
  type ApprovalDecision,
  type EntityId,
  type Grant,
  type Instant,
  type Person,
  type PersonId,
  type Problem,
  problem,
  refuse,
  type Result,
  type Role,
  succeed,
} from '@quittance/domain';
import { deedOf, type Maker } from './makers.ts';

/** A question whether one person may speak on one approval. */
export interface DecisionQuestion {
  readonly person: Person;
  readonly decision: ApprovalDecision['decision'];
  /** The content hash that the person saw; a decision covers this content and no other (I19). */
  readonly contentHash: string;
  readonly approval: Approval;
  readonly entityId: EntityId;
  /** Every grant that may concern the person; those of others and other entities are ignored. */
  readonly grants: readonly Grant[];
  readonly makers: readonly Maker[];
  readonly decisions: readonly ApprovalDecision[];
  /**
   * The largest single payment in minor units of the entity's currency, held against the limit of
   * the grant; null when it is not known there, which no limited grant covers.
   */
  readonly largestPaymentMinor: bigint | null;
  readonly now: Instant;
}

/**
 * Whether a person may approve or reject (I17, I18). Refuses with `FORBIDDEN` (machine, left the
 * company, no role, above the limit), `ILLEGAL_TRANSITION` (not open any more), `CONTENT_CHANGED`,
 * `ALREADY_DECIDED`, and for an approval with `MAKER_MAY_NOT_APPROVE` or `UNMAPPED_MAKER`. A maker
 * may reject: that moves no money.
 */
export function mayDecide(question: DecisionQuestion): Result<void, Problem> {
  return (
    refusalOfPerson(question) ??
    refusalOfApproval(question) ??
    refusalOfRole(question, 'approver') ??
    refusalOfRepetition(question) ??
    (question.decision === 'approve' ? refusalOfMakers(question) : null) ??
    succeed(undefined)
  );
}

type Refusal = Result<never, Problem> | null;

/** A machine never approves; nor does anybody who is no longer active. */
export function refusalOfPerson(question: { readonly person: Person }): Refusal {
  const { person } = question;
  if (person.machine) return refuse(problem('FORBIDDEN', 'A machine never approves or releases.'));
  if (!person.active) return refuse(problem('FORBIDDEN', 'This person is no longer active.'));
  return null;
}

function refusalOfApproval(question: DecisionQuestion): Refusal {
  const { approval } = question;
  if (approval.entityId !== question.entityId) {
    return refuse(problem('FORBIDDEN', 'The approval belongs to another entity.'));
  }
  if (approval.state !== 'requested' && approval.state !== 'partially_approved') {
    return refuse(
      problem('ILLEGAL_TRANSITION', `The approval is ${approval.state}, no longer open.`),
    );
  }
  if (question.now >= approval.expiresAt) {
    return refuse(problem('ILLEGAL_TRANSITION', `The approval expired at ${approval.expiresAt}.`));
  }
  if (question.contentHash !== approval.contentHash) {
    return refuse(
      problem('CONTENT_CHANGED', 'What you looked at is not what approval was requested for.'),
    );
  }
  return null;
}

export interface RoleQuestion {
  readonly person: Pick<Person, 'id'>;
  readonly entityId: EntityId;
  readonly grants: readonly Grant[];
  readonly largestPaymentMinor: bigint | null;
}

/** Whether an active grant of the role covers the amount; the most generous one counts. */
export function refusalOfRole(question: RoleQuestion, role: Role): Refusal {
  const held = question.grants.filter(
    (grant) =>
      grant.active &&
      grant.role === role &&
      grant.personId === question.person.id &&
      grant.entityId === question.entityId,
  );
  if (held.length === 0) {
    return refuse(problem('FORBIDDEN', `You do not hold the role ${role} in this entity.`));
  }
  const amount = question.largestPaymentMinor;
  const covered = held.some(
    (grant) => grant.limitMinor === null || (amount !== null && amount <= grant.limitMinor),
  );
  if (covered) return null;
  return refuse(
    problem('FORBIDDEN', `The largest payment is above your limit as ${role} in this entity.`),
  );
}

function refusalOfRepetition(question: DecisionQuestion): Refusal {
  const earlier = question.decisions.find(
    (decision) =>
      decision.approvalId === question.approval.id && decision.personId === question.person.id,
  );
  if (earlier === undefined) return null;
  return refuse(
    problem('ALREADY_DECIDED', `You decided to ${earlier.decision} at ${earlier.decidedAt}.`),
  );
}

function refusalOfMakers(question: DecisionQuestion): Refusal {
  const own = question.makers.find((maker) => maker.personId === question.person.id);
  if (own !== undefined) {
    return refuse(problem('MAKER_MAY_NOT_APPROVE', `You ${deedOf(own)}.`));
  }
  const unmapped = question.makers.find((maker) => maker.personId === null);
  if (unmapped === undefined) return null;
  return refuse(problem('UNMAPPED_MAKER', `It is not known who ${deedOf(unmapped)}.`));
}

export interface QuorumQuestion {
  readonly approval: Approval;
  readonly approversRequired: number;
  readonly decisions: readonly ApprovalDecision[];
  /** The persons who decided, as they are now. */
  readonly persons: readonly Person[];
  readonly grants: readonly Grant[];
  readonly makers: readonly Maker[];
  readonly largestPaymentMinor: bigint | null;
}

export interface Quorum {
  readonly reached: boolean;
  /** How many more persons must approve. */
  readonly missing: number;
  /** The persons whose approval counts, in the order of their ids. */
  readonly approvers: readonly PersonId[];
  /** Decisions that do not count, and why, in plain words. */
  readonly ignored: readonly { readonly personId: PersonId; readonly why: string }[];
}

/**
 * Counts the approvals that hold today: one per person, for exactly this content, by somebody who
 * is still active, still holds the role within the limit and made nothing of it (I18). Any
 * rejection means that no quorum is reached.
 */
export function quorumReached(question: QuorumQuestion): Quorum {
  const approvers = new Set<PersonId>();
  const ignored: { personId: PersonId; why: string }[] = [];
  let rejected = false;
  for (const decision of question.decisions) {
    if (decision.approvalId !== question.approval.id) continue;
    if (decision.decision === 'reject') {
      rejected = true;
      continue;
    }
    const why = whyNotCounted(decision, question);
    if (why === null) approvers.add(decision.personId);
    else ignored.push({ personId: decision.personId, why });
  }
  const required = Math.max(1, question.approversRequired);
  const missing = Math.max(0, required - approvers.size);
  return {
    reached: !rejected && missing === 0 && !question.makers.some((one) => one.personId === null),
    missing,
    approvers: [...approvers].toSorted(),
    ignored,
  };
}

function whyNotCounted(decision: ApprovalDecision, question: QuorumQuestion): string | null {
  const { approval } = question;
  if (decision.contentHash !== approval.contentHash) return 'approved another content';
  const person = question.persons.find((candidate) => candidate.id === decision.personId);
  if (person === undefined) return 'is not known';
  const maker = question.makers.find((candidate) => candidate.personId === person.id);
  if (maker !== undefined) return deedOf(maker);
  const { entityId } = approval;
  const { grants, largestPaymentMinor } = question;
  const refusal =
    refusalOfPerson({ person }) ??
    refusalOfRole({ person, entityId, grants, largestPaymentMinor }, 'approver');
  return refusal === null || refusal.ok ? null : refusal.error.detail;
}
