import {
  type Attempt,
  type AttemptCommand,
  type AttemptId,
  type AttemptItem,
  attemptLifecycle,
  type BankFactCode,
  problem,
  type Problem,
  refuse,
  type Result,
  step,
  succeed,
} from '@quittance/domain';
import { applyFacts, type NewFact } from '../bank-fact/apply.ts';
import { closeCases } from '../case/close.ts';
import { openCases } from '../case/open.ts';
import { requireService } from '../context/access.ts';
import type { ServiceContext, VerbCall } from '../context/context.ts';
import { linkScheme } from '../context/links.ts';
import {
  changed,
  findEvery,
  inTransaction,
  nextVersion,
  type UnitOfWork,
} from '../context/unit-of-work.ts';
import { takeBack } from './take-back.ts';

export interface RecordOutcomeInput {
  readonly attemptId: AttemptId;
  /** The token that {@link startSending} gave; a stale sender is refused (I25). */
  readonly fencingToken: bigint;
  readonly outcome: 'acknowledged' | 'notSent' | 'refused' | 'unknown';
  /** Fault code, or the bank's own reference. */
  readonly detail: string;
  /** The bank's own id of the message, under which its status is asked for. */
  readonly bankReference?: {
    readonly connectionName: string;
    readonly externalId: string;
  } | null;
}

const commandOf: Record<RecordOutcomeInput['outcome'], AttemptCommand> = {
  acknowledged: 'acknowledge',
  notSent: 'void',
  refused: 'refuse',
  unknown: 'loseTrack',
};

const factOf: Record<RecordOutcomeInput['outcome'], BankFactCode | null> = {
  acknowledged: 'sent',
  notSent: null,
  refused: 'refused',
  unknown: 'no_answer',
};

/** The ladder of inquiries after silence, in seconds: 15 s, 1 m, 5 m, 15 m, 1 h, then hourly. */
export const inquiryLadderSeconds = [15, 60, 300, 900, 3_600] as const;

/**
 * Records what became of a message. Silence is an unknown outcome and starts the inquiries; what
 * was provably not sent goes back to approved and is released anew, with all guards. A message that
 * the bank speaks of already was sent, whatever the transport says.
 */
export async function recordOutcome(
  call: VerbCall<RecordOutcomeInput>,
): Promise<Result<{ readonly state: Attempt['state'] }, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (unit) => {
    const [attempt] = await unit.transaction.lock('attempt', { id: input.attemptId });
    if (attempt === undefined) return refuse(problem('NOT_FOUND', 'attempt'));
    if (attempt.fencingToken !== input.fencingToken) {
      return refuse(problem('CONFLICTING_CHANGE', 'another sender has taken over'));
    }
    const outcome = (await isDoubted(unit, attempt, input.outcome)) ? 'unknown' : input.outcome;
    const moved = step(attemptLifecycle, attempt.state, commandOf[outcome]);
    // What became unknown is proven absent by inquiries and two persons, never by a late word.
    const late = attempt.state === 'unknown' && outcome === 'notSent';
    if (!moved.ok || late)
      return refuse(problem('ILLEGAL_TRANSITION', `the attempt is ${attempt.state}`));
    const after = nextVersion(attempt, { state: moved.value });
    unit.mutate({
      verb: `attempt.${outcome}`,
      change: changed('attempt', attempt, after),
      detail: { detail: input.detail.slice(0, 200) },
      event: `attempt.${moved.value}`,
    });
    const items = await findEvery(unit.transaction, 'attempt_item', {
      entityId: attempt.entityId,
      attemptId: attempt.id,
    });
    await linkReference(unit, attempt, input);
    if (outcome === 'notSent') {
      const { entityId, batchId } = attempt;
      await takeBack(unit, [attempt]);
      unit.enqueue({ name: 'batch.release', entityId, ids: [batchId], delaySeconds: 5 });
    }
    const code = factOf[outcome];
    if (code !== null)
      await applyFacts(
        ctx,
        unit,
        items.map((item) => transportFact(attempt, item, { code, reason: input.detail })),
      );
    if (outcome === 'unknown') enqueueInquiry(unit, after);
    return succeed({ state: moved.value });
  });
}

/** Ties the bank's id of a message to its attempt, so that any of the two finds the other. */
async function linkReference(
  unit: UnitOfWork,
  attempt: Attempt,
  { bankReference }: RecordOutcomeInput,
): Promise<void> {
  if (bankReference === undefined || bankReference === null) return;
  const { connectionName, externalId } = bankReference;
  const { entityId, id: objectId } = attempt;
  const scheme = linkScheme(connectionName, 'message');
  await unit.link([{ entityId, scheme, externalId, objectKind: 'attempt', objectId }]);
}

/**
 * Whether the bank speaks of a message that the transport calls not sent: then it has the message,
 * and what becomes of its other payments is to be asked, not sent again (I1, I14).
 */
async function isDoubted(
  unit: UnitOfWork,
  attempt: Attempt,
  outcome: RecordOutcomeInput['outcome'],
): Promise<boolean> {
  if (outcome !== 'notSent' || attempt.state !== 'sending') return false;
  const { entityId, batchId, id } = attempt;
  await unit.transaction.lock('payment_batch', { entityId, id: batchId });
  const payments = await unit.transaction.lock('payment', { entityId, batchId });
  return payments.some(({ liveAttemptId, state }) => liveAttemptId === id && state !== 'released');
}

const transportFact = (
  attempt: Attempt,
  item: AttemptItem,
  of: { readonly code: BankFactCode; readonly reason: string },
): NewFact => ({
  paymentId: item.paymentId,
  attemptId: attempt.id,
  code: of.code,
  reason: of.code === 'sent' ? null : of.reason.slice(0, 100),
  amountMinor: null,
  entryKey: null,
  bankTime: attempt.sentAt ?? attempt.preparedAt,
  source: 'transport',
  evidenceHash: attempt.payloadHash,
});

/** Asks again after the next rung of the ladder; hourly at its end. */
export function enqueueInquiry(unit: UnitOfWork, attempt: Attempt): void {
  const seconds = inquiryLadderSeconds[attempt.inquiries] ?? 3_600;
  unit.enqueue({
    name: 'attempt.inquire',
    entityId: attempt.entityId,
    ids: [attempt.id],
    delaySeconds: seconds,
    singletonKey: `${attempt.id} ${attempt.inquiries.toString()}`,
  });
}

export interface RecordInquiryInput {
  readonly attemptId: AttemptId;
  readonly found: boolean;
  /** Where was looked, in plain words. */
  readonly where: string;
}

/**
 * Records the answer of an inquiry. Found: the message is acknowledged. Absent: one negative, which
 * proves nothing yet; it is asked again, and at the end of the ladder a case has an owner.
 */
export async function recordInquiry(
  call: VerbCall<RecordInquiryInput>,
): Promise<Result<{ readonly state: Attempt['state'] }, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async (unit) => {
    const [attempt] = await unit.transaction.lock('attempt', { id: input.attemptId });
    if (attempt === undefined) return refuse(problem('NOT_FOUND', 'attempt'));
    if (attempt.state !== 'unknown') return succeed({ state: attempt.state });
    const over = input.found || !(await anyUnknown(unit, attempt));
    const moved = over ? step(attemptLifecycle, attempt.state, 'acknowledge') : null;
    const state = moved?.ok === true ? moved.value : attempt.state;
    const after = nextVersion(attempt, { state, inquiries: attempt.inquiries + 1 });
    unit.mutate({
      verb: 'attempt.inquire',
      change: changed('attempt', attempt, after),
      detail: { found: input.found, where: input.where.slice(0, 200), inquiry: after.inquiries },
    });
    if (over) {
      const resolution = input.found ? 'an inquiry found it' : 'the bank told of every payment';
      const objectIds = [attempt.id];
      await closeCases(unit, { kind: 'unknown_outcome', objectIds, resolution });
    } else {
      enqueueInquiry(unit, after);
      if (after.inquiries >= inquiryLadderSeconds.length) await openUnknownCase(ctx, unit, after);
    }
    if (!input.found) return succeed({ state });
    const items = await findEvery(unit.transaction, 'attempt_item', {
      entityId: attempt.entityId,
      attemptId: attempt.id,
    });
    const facts = items.map((item) => transportFact(attempt, item, { code: 'sent', reason: '' }));
    await applyFacts(ctx, unit, facts);
    return succeed({ state });
  });
}

/** Whether the bank has still not spoken of some payment of the message. */
async function anyUnknown(unit: UnitOfWork, attempt: Attempt): Promise<boolean> {
  const { entityId, id: liveAttemptId } = attempt;
  const criteria = { entityId, liveAttemptId, state: 'unknown' } as const;
  return (await unit.transaction.find('payment', criteria, { limit: 1 })).length > 0;
}

const openUnknownCase = (ctx: ServiceContext, unit: UnitOfWork, attempt: Attempt): Promise<void> =>
  openCases(ctx, unit, [
    {
      entityId: attempt.entityId,
      kind: 'unknown_outcome',
      objectKind: 'attempt',
      objectId: attempt.id,
      cause: 'no_answer',
      detail:
        `Message ${attempt.messageId} (${attempt.paymentCount} payments) was handed over ` +
        'without an answer, and no inquiry found it so far.',
      currency: null,
      atRiskMinor: attempt.totalMinor,
    },
  ]);
