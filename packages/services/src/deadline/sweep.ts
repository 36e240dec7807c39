import {
  addMilliseconds,
  type Approval,
  type ApprovalState,
  approvalLifecycle,
  asId,
  batchLifecycle,
  type EntityId,
  finalStates,
  type Payment,
  paymentDeadlines,
  paymentLifecycle,
  paymentStates,
  type Problem,
  type Result,
  step,
  succeed,
} from '@quittance/domain';
import { lapseConfirmations } from '../attempt/confirmation.ts';
import { type NewCase, openCases } from '../case/open.ts';
import { requireService } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import {
  changed,
  findEvery,
  inChunks,
  inTransaction,
  nextVersion,
  type UnitOfWork,
} from '../context/unit-of-work.ts';
import { releaseClaims } from '../payment/claims.ts';
import { withdrawDrafts } from '../payment/withdraw.ts';
import { openDeadLetterCases } from '../task/cases.ts';

export interface Swept {
  /** Messages that nobody was seen to confirm at their bank in time. */
  readonly lapsedConfirmations: number;
  readonly overdue: number;
  readonly closedBatches: number;
  readonly expiredApprovals: number;
  /** Tasks and faults that have dead letters. */
  readonly deadLetters: number;
}

const hourMs = 3_600_000;

/**
 * Finds payments that stay in a transient state past its deadline and gives them a case with an
 * owner (I15), gives dead letters one (I16), closes batches of which nothing is under way any more,
 * and lets approvals expire.
 */
export async function sweepDeadlines(
  call: VerbCall<{ readonly entityId: EntityId }>,
): Promise<Result<Swept, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (unit) => {
    const { entityId } = input;
    const transient = paymentStates.filter((state) => paymentDeadlines[state] !== null);
    const payments = await findEvery(unit.transaction, 'payment', {
      entityId,
      state: { in: transient },
    });
    const late = payments.filter((payment) => isOverdue(unit, payment));
    const overdue = await withoutCase(unit, late);
    const matched = await matchedOf(unit, overdue);
    await openCases(
      ctx,
      unit,
      overdue.map((payment) => caseOf(payment, kindOf(payment, matched.has(payment.id)))),
    );
    return succeed({
      lapsedConfirmations: await lapseConfirmations(ctx, unit, entityId),
      overdue: overdue.length,
      closedBatches: await closeBatches(unit, entityId),
      expiredApprovals: await expireApprovals(unit, entityId),
      deadLetters: await openDeadLetterCases(ctx, unit, entityId),
    });
  });
}

/** A payment that a case speaks of already has its owner. */
async function withoutCase(
  unit: UnitOfWork,
  payments: readonly Payment[],
): Promise<readonly Payment[]> {
  const cases = await inChunks(
    payments.map((payment) => payment.id),
    (chunk) => unit.transaction.find('exception_case', { objectId: { in: chunk } }),
  );
  const owned = new Set(
    cases
      .filter((row) => row.state !== 'resolved' && row.state !== 'closed')
      .map((row) => row.objectId),
  );
  return payments.filter((payment) => !owned.has(payment.id));
}

function isOverdue(unit: UnitOfWork, payment: Payment): boolean {
  const deadline = paymentDeadlines[payment.state];
  if (deadline === null) return false;
  return addMilliseconds(payment.stateSince, deadline.hours * hourMs) < unit.transaction.now;
}

/** Those whose statement line is found: what they wait for is the accounts. */
async function matchedOf(
  unit: UnitOfWork,
  payments: readonly Payment[],
): Promise<ReadonlySet<string>> {
  const settled = payments.filter((payment) => payment.state === 'settled');
  const parts = await inChunks(
    settled.map((payment) => payment.id),
    (chunk) => findEvery(unit.transaction, 'match_allocation', { paymentId: { in: chunk } }),
  );
  return new Set(parts.map((part) => part.paymentId ?? ''));
}

/** What a payment that stays too long is short of: the bank's word, its line, or its posting. */
function kindOf({ state }: Payment, isMatched: boolean): NewCase['kind'] {
  if (state === 'settled') return isMatched ? 'rejected_posting' : 'unmatched_line';
  if (inPreparation.includes(state)) return 'invalid_payment';
  return state === 'awaiting_approval' || state === 'approved'
    ? 'approval_mismatch'
    : 'unknown_outcome';
}

const inPreparation: readonly Payment['state'][] = ['imported', 'draft', 'invalid', 'validated'];

function caseOf(payment: Payment, kind: NewCase['kind']): NewCase {
  const deadline = paymentDeadlines[payment.state];
  return {
    entityId: payment.entityId,
    kind,
    objectKind: 'payment',
    objectId: payment.id,
    cause: `overdue ${payment.state}`,
    detail:
      `Payment ${payment.reference} is ${payment.state} since ${payment.stateSince}. ` +
      (deadline?.nextAction ?? ''),
    currency: payment.currency,
    atRiskMinor: payment.instructedMinor,
  };
}

async function closeBatches(unit: UnitOfWork, entityId: EntityId): Promise<number> {
  const batches = await unit.transaction.find('payment_batch', { entityId, state: 'released' });
  const members = await inChunks(
    batches.map((batch) => batch.id),
    (chunk) => findEvery(unit.transaction, 'payment', { entityId, batchId: { in: chunk } }),
  );
  const open = new Set(
    members
      .filter((payment) => payment.liveAttemptId !== null && !finalStates.includes(payment.state))
      .map((payment) => payment.batchId),
  );
  let closed = 0;
  for (const batch of batches) {
    const moved = step(batchLifecycle, batch.state, 'close');
    if (open.has(batch.id) || !moved.ok) continue;
    closed += 1;
    unit.mutate({
      verb: 'batch.close',
      change: changed('payment_batch', batch, nextVersion(batch, { state: moved.value })),
      event: 'batch.closed',
    });
  }
  return closed;
}

const pending: readonly ApprovalState[] = ['requested', 'partially_approved', 'approved'];

async function expireApprovals(unit: UnitOfWork, entityId: EntityId): Promise<number> {
  const rows = await findEvery(unit.transaction, 'approval', { entityId, state: { in: pending } });
  const expired = rows.filter((row) => row.expiresAt <= unit.transaction.now);
  for (const row of expired) {
    const moved = step(approvalLifecycle, row.state, 'expire');
    if (!moved.ok) continue;
    unit.mutate({
      verb: 'approval.expire',
      change: changed('approval', row, nextVersion(row, { state: moved.value })),
      event: 'approval.expired',
    });
    await expireBatch(unit, row);
  }
  return expired.length;
}

/** With its approval, a batch and its payments are over: their bills may be proposed anew. */
async function expireBatch(unit: UnitOfWork, approval: Approval): Promise<void> {
  const { entityId, subjectId } = approval;
  const batchId = asId<'batch'>(subjectId);
  const [batch] = await unit.transaction.lock('payment_batch', { entityId, id: batchId });
  const cancelled = batch === undefined ? null : step(batchLifecycle, batch.state, 'cancel');
  if (batch === undefined || cancelled?.ok !== true) return;
  unit.mutate({
    verb: 'batch.expire',
    change: changed('payment_batch', batch, nextVersion(batch, { state: cancelled.value })),
  });
  const waiting = { in: ['awaiting_approval', 'approved'] } as const;
  const payments = await unit.transaction.lock('payment', { entityId, batchId, state: waiting });
  const claims = await inChunks(
    payments.map((payment) => payment.id),
    (chunk) => findEvery(unit.transaction, 'payment_item', { entityId, paymentId: { in: chunk } }),
  );
  const byPayment = Map.groupBy(claims, (claim) => claim.paymentId);
  const over: Payment[] = [];
  for (const payment of payments) {
    const command = payment.state === 'approved' ? 'expire' : 'cancel';
    const moved = step(paymentLifecycle, payment.state, command);
    if (!moved.ok) continue;
    const stateSince = unit.transaction.now;
    const patch = { state: moved.value, stateSince, reason: 'the approval expired' };
    const after = nextVersion(payment, patch);
    over.push(after);
    unit.mutate({
      verb: 'payment.expire',
      change: changed('payment', payment, after),
      members: releaseClaims(byPayment.get(payment.id) ?? []),
    });
  }
  withdrawDrafts(unit, over);
}
