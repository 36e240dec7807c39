import {
  addMilliseconds,
  type Approval,
  batchLifecycle,
  type BatchId,
  type Payment,
  type PaymentBatch,
  paymentLifecycle,
  type PersonId,
  problem,
  type Problem,
  refuse,
  type Result,
  step,
  succeed,
} from '@quittance/domain';
import { approversRequired } from '@quittance/governance';
import {
  batchHashOf,
  type BatchContents,
  largestOf,
  readBatchContents,
} from '../batch/contents.ts';
import { requireRole } from '../context/access.ts';
import type { ServiceContext, VerbCall } from '../context/context.ts';
import {
  added,
  changed,
  inTransaction,
  nextVersion,
  type UnitOfWork,
} from '../context/unit-of-work.ts';

export interface RequestedApproval {
  readonly contentHash: string;
  readonly approversRequired: number;
  readonly explanation: readonly string[];
}

const hourMs = 3_600_000;

/**
 * Freezes a validated batch and asks for the approvals that policy wants (I18). From here on the
 * content is bound to its hash: any change voids the approvals (I19). Role: preparer.
 */
export async function requestApproval(
  call: VerbCall<{ readonly batchId: BatchId }>,
): Promise<Result<RequestedApproval, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const contents = await readBatchContents(unit.transaction, input.batchId);
    if (contents === null) return refuse(problem('NOT_FOUND', 'batch'));
    const { entityId } = contents.batch;
    const person = await requireRole(ctx, unit.transaction, { entityId, roles: ['preparer'] });
    if (!person.ok) return person;
    if (contents.payments.some((payment) => payment.state === 'draft')) {
      return refuse(problem('ILLEGAL_TRANSITION', 'validate the batch first'));
    }
    const frozen = freeze(unit, contents);
    if (!frozen.ok) return frozen;
    const policies = await unit.transaction.find('approval_policy', { entityId });
    const rule = approversRequired({
      policies,
      entityId,
      currency: contents.batch.currency,
      batchTotalMinor: frozen.value.batch.totalMinor,
      largestPaymentMinor: largestOf(frozen.value.members),
    });
    if (!rule.ok) return rule;
    const contentHash = frozen.value.contentHash;
    addApproval(ctx, unit, {
      batch: frozen.value.batch,
      contentHash,
      requestedBy: person.value,
      policyVersion: rule.value.policy.version,
      approversRequired: rule.value.approversRequired,
    });
    const explanation = rule.value.explain();
    return succeed({ contentHash, approversRequired: rule.value.approversRequired, explanation });
  });
}

interface Frozen {
  readonly batch: PaymentBatch;
  readonly members: readonly Payment[];
  readonly contentHash: string;
}

/** Members are the valid payments; an invalid one waits in its case and is not approved. */
function freeze(unit: UnitOfWork, contents: BatchContents): Result<Frozen, Problem> {
  const { batch } = contents;
  const moved = step(batchLifecycle, batch.state, 'freeze');
  if (!moved.ok) return refuse(problem('ILLEGAL_TRANSITION', `the batch is ${batch.state}`));
  const members = contents.payments.filter((payment) => payment.state === 'validated');
  if (members.length === 0) return refuse(problem('NOTHING_TO_PAY', 'no payment is valid'));
  const totalMinor = members.reduce((total, payment) => total + payment.instructedMinor, 0n);
  const counted = nextVersion(batch, {
    state: moved.value,
    paymentCount: members.length,
    totalMinor,
  });
  const contentHash = batchHashOf(counted, members);
  const frozen = { ...counted, contentHash };
  unit.mutate({
    verb: 'batch.freeze',
    change: changed('payment_batch', batch, frozen),
    detail: { contentHash, count: members.length, totalMinor },
  });
  for (const payment of members) {
    const next = step(paymentLifecycle, payment.state, 'requestApproval');
    if (!next.ok) return refuse(problem('ILLEGAL_TRANSITION', `payment is ${payment.state}`));
    const patch = { state: next.value, stateSince: unit.transaction.now };
    unit.mutate({
      verb: 'payment.requestApproval',
      change: changed('payment', payment, nextVersion(payment, patch)),
      detail: { contentHash: payment.contentHash },
    });
  }
  return succeed({ batch: frozen, members, contentHash });
}

function addApproval(
  ctx: ServiceContext,
  unit: UnitOfWork,
  of: {
    readonly batch: PaymentBatch;
    readonly contentHash: string;
    readonly requestedBy: PersonId;
    readonly policyVersion: number;
    readonly approversRequired: number;
  },
): void {
  const { batch, ...rest } = of;
  const { now } = unit.transaction;
  const approval: Approval = {
    id: ctx.ids.newId<'approval'>(),
    version: 1,
    entityId: batch.entityId,
    subject: 'batch',
    subjectId: batch.id,
    state: 'requested',
    requestedAt: now,
    expiresAt: addMilliseconds(now, ctx.settings.approvalHours * hourMs),
    ...rest,
  };
  unit.mutate({
    verb: 'approval.request',
    change: added('approval', approval),
    detail: { contentHash: of.contentHash, required: of.approversRequired },
    event: 'approval.requested',
  });
}
