import {
  approvalLifecycle,
  batchLifecycle,
  type BatchId,
  explainRoute,
  type OpenItemId,
  type OwnAccountId,
  type Payment,
  paymentLifecycle,
  problem,
  type Problem,
  refuse,
  type Result,
  step,
  succeed,
} from '@quittance/domain';
import { readApprovalFacts } from '../approval/facts.ts';
import { type BatchContents, readBatchContents } from '../batch/contents.ts';
import { closeCases } from '../case/close.ts';
import { requireRole } from '../context/access.ts';
import type { ServiceContext, VerbCall } from '../context/context.ts';
import { changed, inTransaction, nextVersion, type UnitOfWork } from '../context/unit-of-work.ts';
import { releaseClaims } from '../payment/claims.ts';
import { chunked } from '../tasks.ts';
import { readOpenBills, type WhatToPay } from './due.ts';
import { readPayingAccounts } from './routing-accounts.ts';
import { addRun, type ProposedRun, routeRun, type RoutedRun } from './run.ts';

export interface RerouteBatchInput {
  readonly batchId: BatchId;
  /** The account that is to pay; the best one of the others when absent. */
  readonly ownAccountId?: OwnAccountId;
}

/**
 * Pays the bills of a batch that has not left from other accounts: what to do when its bank is down
 * for long. The batch and its payments are cancelled, their approvals void (the account is part of
 * what was approved, I19), and new payments in open batches stand in for them; they name which. All
 * or nothing: a payment that no other account can carry keeps the batch as it is. Role: preparer.
 */
export async function rerouteBatch(
  call: VerbCall<RerouteBatchInput>,
): Promise<Result<ProposedRun, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const contents = await readBatchContents(unit.transaction, input.batchId);
    if (contents === null) return refuse(problem('NOT_FOUND', 'batch'));
    const { entityId } = contents.batch;
    const person = await requireRole(ctx, unit.transaction, { entityId, roles: ['preparer'] });
    if (!person.ok) return person;
    const moving = contents.payments.filter(isMovable);
    const refusal = refusalOf(contents, moving);
    if (refusal !== null) return refuse(refusal);
    const routed = await routeElsewhere(ctx, unit, { contents, moving, input });
    if (!routed.ok) return routed;
    const replaces = new Map(moving.map((payment) => [payment.partyId, payment.id]));
    const run = await addRun(ctx, unit, { ...routed.value, personId: person.value, replaces });
    await giveUp(unit, { contents, moving, run });
    return succeed(run);
  });
}

const isMovable = (payment: Payment): boolean => step(paymentLifecycle, payment.state, 'cancel').ok;

function refusalOf(contents: BatchContents, moving: readonly Payment[]): Problem | null {
  const { batch, payments } = contents;
  const left = payments.find((payment) => payment.liveAttemptId !== null);
  if (left !== undefined) {
    return problem('ILLEGAL_TRANSITION', `payment ${left.reference} is in a message; take it back`);
  }
  if (!step(batchLifecycle, batch.state, 'cancel').ok) {
    return problem('ILLEGAL_TRANSITION', `the batch is ${batch.state}`);
  }
  return moving.length === 0 ? problem('NOTHING_TO_PAY', 'the batch has no payment left') : null;
}

async function routeElsewhere(
  ctx: ServiceContext,
  unit: UnitOfWork,
  of: {
    readonly contents: BatchContents;
    readonly moving: readonly Payment[];
    readonly input: RerouteBatchInput;
  },
): Promise<Result<RoutedRun, Problem>> {
  const { contents, moving, input } = of;
  const { entityId, ownAccountId: from } = contents.batch;
  const accounts = (await readPayingAccounts(ctx, unit, entityId)).filter(
    ({ account: { id } }) => id !== from && (input.ownAccountId ?? id) === id,
  );
  const givenUp = moving.map((payment) => payment.id);
  const items = moving.flatMap((payment) => contents.items.get(payment.id) ?? []);
  const wanted = new Set(items.map((item) => item.openItemId));
  const open = await readOpenBills(unit, entityId, givenUp);
  const bills = { ...open, items: open.items.filter((item) => wanted.has(item.id)) };
  const run = await routeRun(unit, { accounts, bills, input: whatWasAsked(of, bills.items) });
  const unable = run.routes.find((route) => route.chosen === null);
  if (unable !== undefined) {
    return refuse(problem('NO_ROUTE', explainRoute(unable).join('; ')));
  }
  if (run.routes.length === 0) {
    return refuse(problem('NO_ROUTE', 'no other account pays in this currency'));
  }
  return succeed(run);
}

/** What a person once asked for, as far as the payments show it. */
function whatWasAsked(
  of: { readonly contents: BatchContents; readonly moving: readonly Payment[] },
  bills: RoutedRun['bills']['items'],
): WhatToPay {
  const { contents, moving } = of;
  const items = moving.flatMap((payment) => contents.items.get(payment.id) ?? []);
  const residuals = new Map(bills.map((bill) => [bill.id, bill.residualMinor]));
  const partialAmounts = new Map<OpenItemId, bigint>();
  for (const { openItemId, amountMinor, discountMinor } of items) {
    const isPart = amountMinor + discountMinor < (residuals.get(openItemId) ?? 0n);
    if (amountMinor > 0n && isPart) partialAmounts.set(openItemId, amountMinor);
  }
  // A bill that was taken for its discount alone is taken again only if it is still to be had.
  const whole = new Set(
    items.filter((one) => one.discountMinor === 0n).map((one) => one.openItemId),
  );
  const days = bills.filter((bill) => whole.has(bill.id)).map((bill) => bill.dueDate);
  const { executionDate } = contents.batch;
  return {
    dueUntil: days.toSorted().at(-1) ?? executionDate,
    executionDate,
    takeDiscounts: items.some((item) => item.discountMinor > 0n),
    priority: moving.some((payment) => payment.priority === 'urgent') ? 'urgent' : 'normal',
    partialAmounts,
  };
}

async function giveUp(
  unit: UnitOfWork,
  of: {
    readonly contents: BatchContents;
    readonly moving: readonly Payment[];
    readonly run: ProposedRun;
  },
): Promise<void> {
  const { contents, moving, run } = of;
  const { batch } = contents;
  const { approval } = await readApprovalFacts(unit.transaction, contents);
  if (approval !== null) {
    const voided = step(approvalLifecycle, approval.state, 'void');
    if (voided.ok) {
      const after = nextVersion(approval, { state: voided.value });
      const change = changed('approval', approval, after);
      unit.mutate({ verb: 'approval.void', change, event: 'approval.void' });
    }
  }
  const moved = step(batchLifecycle, batch.state, 'cancel');
  if (!moved.ok) return;
  unit.mutate({
    verb: 'batch.reroute',
    change: changed('payment_batch', batch, nextVersion(batch, { state: moved.value })),
    detail: { to: run.batches.map(({ batchId }) => batchId).join(' ') },
    event: 'batch.cancelled',
  });
  const reason = `routed anew: ${run.batches.map(({ reference }) => reference).join(', ')}`;
  for (const payment of moving) cancel(unit, { contents, payment, reason });
  const objectIds = moving.map((payment) => payment.id);
  for (const kind of ['invalid_payment', 'bill_changed', 'duplicate_invoice'] as const) {
    await closeCases(unit, { kind, objectIds, resolution: reason });
  }
  const about = [batch.id, ...objectIds];
  await closeCases(unit, { kind: 'approval_mismatch', objectIds: about, resolution: reason });
  // Drafts that a release made in the accounts name the other bank's journal.
  const { entityId } = batch;
  for (const ids of chunked(objectIds)) unit.enqueue({ name: 'payment.withdraw', entityId, ids });
}

function cancel(
  unit: UnitOfWork,
  of: {
    readonly contents: BatchContents;
    readonly payment: Payment;
    readonly reason: string;
  },
): void {
  const { contents, payment, reason } = of;
  const moved = step(paymentLifecycle, payment.state, 'cancel');
  if (!moved.ok) return;
  const patch = { state: moved.value, stateSince: unit.transaction.now, reason };
  unit.mutate({
    verb: 'payment.cancel',
    change: changed('payment', payment, nextVersion(payment, patch)),
    members: releaseClaims(contents.items.get(payment.id) ?? []),
    event: 'payment.cancelled',
  });
}
