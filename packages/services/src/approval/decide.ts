import {
  type Approval,
  approvalLifecycle,
  type ApprovalCommand,
  type ApprovalDecision,
  batchLifecycle,
  type BatchId,
  type Payment,
  paymentLifecycle,
  type Person,
  problem,
  type Problem,
  refuse,
  type Result,
  step,
  succeed,
} from '@quittance/domain';
import { mayDecide, quorumReached } from '@quittance/governance';
import { type BatchContents, readBatchContents } from '../batch/contents.ts';
import { releaseClaims } from '../payment/claims.ts';
import { withdrawDrafts } from '../payment/withdraw.ts';
import type { ServiceContext, VerbCall } from '../context/context.ts';
import { changed, inTransaction, nextVersion, type UnitOfWork } from '../context/unit-of-work.ts';
import { type ApprovalFacts, membersOf, readApprovalFacts } from './facts.ts';

export interface DecideInput {
  readonly batchId: BatchId;
  readonly decision: 'approve' | 'reject';
  /** The hash that the person saw on the screen: approving something else is refused. */
  readonly contentHash: string;
  /** Required for a rejection. */
  readonly reason?: string;
}

export interface Decided {
  readonly state: Approval['state'];
  readonly missing: number;
}

/**
 * One person's word on a batch, bound to its content hash. None of the makers may approve, nobody
 * twice, no machine at all (I17, I18). The last approval needed approves the batch and its members.
 */
export async function decide(call: VerbCall<DecideInput>): Promise<Result<Decided, Problem>> {
  const { ctx, input } = call;
  const { actor } = ctx.scope;
  if (actor.kind !== 'person') {
    return refuse(problem('FORBIDDEN', 'a machine never approves'));
  }
  if (input.decision === 'reject' && (input.reason ?? '').trim() === '') {
    return refuse(problem('BAD_INPUT', 'a rejection needs a reason'));
  }
  return inTransaction(ctx, async (unit) => {
    const contents = await readBatchContents(unit.transaction, input.batchId);
    if (contents === null) return refuse(problem('NOT_FOUND', 'batch'));
    const facts = await readApprovalFacts(unit.transaction, contents);
    const person = facts.persons.find((candidate) => candidate.id === actor.id);
    if (person === undefined) return refuse(problem('FORBIDDEN', 'not a known person'));
    if (facts.approval === null) return refuse(problem('NOT_FOUND', 'request for approval'));
    const { approval } = facts;
    const { entityId } = contents.batch;
    const { now } = unit.transaction;
    const { decision, contentHash } = input;
    const asked = { ...facts, approval, person, decision, contentHash, entityId, now };
    const allowed = mayDecide(asked);
    if (!allowed.ok) return allowed;
    return apply(ctx, unit, { contents, facts, approval, person, input });
  });
}

interface Deciding {
  readonly contents: BatchContents;
  readonly facts: ApprovalFacts;
  readonly approval: Approval;
  readonly person: Person;
  readonly input: DecideInput;
}

function apply(ctx: ServiceContext, unit: UnitOfWork, of: Deciding): Result<Decided, Problem> {
  const { facts, approval, person, input } = of;
  const decision: ApprovalDecision = {
    id: ctx.ids.newId<'approval_decision'>(),
    entityId: approval.entityId,
    approvalId: approval.id,
    personId: person.id,
    decision: input.decision,
    contentHash: input.contentHash,
    reason: input.reason ?? null,
    decidedAt: unit.transaction.now,
  };
  const decisions = [...facts.decisions, decision];
  const { approversRequired } = approval;
  const quorum = quorumReached({ ...facts, approval, approversRequired, decisions });
  const command = commandOf(input.decision, quorum.reached);
  const moved = step(approvalLifecycle, approval.state, command);
  if (!moved.ok) return refuse(problem('ILLEGAL_TRANSITION', `the approval is ${approval.state}`));
  unit.mutate({
    verb: `approval.${input.decision}`,
    change: changed('approval', approval, nextVersion(approval, { state: moved.value })),
    records: [{ table: 'approval_decision', rows: [decision] }],
    detail: { decision: decision.id, person: person.id, contentHash: input.contentHash },
    event: `approval.${moved.value}`,
  });
  if (moved.value === 'approved') return finish(unit, of, 'approve');
  if (moved.value === 'rejected') return finish(unit, of, 'reject');
  return succeed({ state: moved.value, missing: quorum.missing });
}

const commandOf = (decision: 'approve' | 'reject', reached: boolean): ApprovalCommand => {
  if (decision === 'reject') return 'reject';
  return reached ? 'complete' : 'approve';
};

function finish(
  unit: UnitOfWork,
  of: Deciding,
  command: 'approve' | 'reject',
): Result<Decided, Problem> {
  const { batch } = of.contents;
  const movedBatch = step(batchLifecycle, batch.state, command);
  if (!movedBatch.ok) return refuse(problem('ILLEGAL_TRANSITION', `the batch is ${batch.state}`));
  unit.mutate({
    verb: `batch.${command}`,
    change: changed('payment_batch', batch, nextVersion(batch, { state: movedBatch.value })),
    detail: { contentHash: batch.contentHash },
    event: `batch.${movedBatch.value}`,
  });
  const members = membersOf(of.contents);
  const after: Payment[] = [];
  for (const payment of members) {
    const moved = movePayment(unit, { payment, command, contents: of.contents });
    if (!moved.ok) return moved;
    after.push(moved.value);
  }
  withdrawDrafts(unit, after);
  return succeed({ state: command === 'approve' ? 'approved' : 'rejected', missing: 0 });
}

function movePayment(
  unit: UnitOfWork,
  of: {
    readonly payment: Payment;
    readonly command: 'approve' | 'reject';
    readonly contents: BatchContents;
  },
): Result<Payment, Problem> {
  const { payment, command } = of;
  const moved = step(paymentLifecycle, payment.state, command);
  if (!moved.ok) return refuse(problem('ILLEGAL_TRANSITION', `payment is ${payment.state}`));
  const patch = { state: moved.value, stateSince: unit.transaction.now };
  const after = nextVersion(payment, patch);
  const claims = command === 'reject' ? releaseClaims(of.contents.items.get(payment.id) ?? []) : [];
  unit.mutate({
    verb: `payment.${command}`,
    change: changed('payment', payment, after),
    members: claims,
    detail: { contentHash: payment.contentHash },
  });
  return succeed(after);
}
