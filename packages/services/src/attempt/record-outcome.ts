import {
  type Attempt,
  type AttemptCommand,
  type AttemptId,
  attemptLifecycle,
  type BankFactCode,
  problem,
  type Problem,
  refuse,
  type Result,
  step,
  succeed,
} from '@quittance/domain';
import { applyFacts } from '../bank-fact/apply.ts';
import { requireService } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { linkScheme } from '../context/links.ts';
import {
  changed,
  findEvery,
  inTransaction,
  nextVersion,
  type UnitOfWork,
} from '../context/unit-of-work.ts';
import { type ConfirmationWanted, openConfirmation } from './confirmation.ts';
import { enqueueInquiry } from './record-inquiry.ts';
import { takeBack } from './take-back.ts';
import { transportFact } from './transport-fact.ts';

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
  /** Set when a person has to confirm the message at the bank before it is carried out. */
  readonly confirmation?: ConfirmationWanted;
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
    const isTooLate = attempt.state === 'unknown' && outcome === 'notSent';
    if (!moved.ok || isTooLate)
      return refuse(problem('ILLEGAL_TRANSITION', `the attempt is ${attempt.state}`));
    const { now } = unit.transaction;
    const silence = outcome === 'unknown' ? { unknownSince: now } : {};
    const late = { resolvedAt: now, resolution: 'bank_word' } as const;
    const known = attempt.state === 'unknown' ? late : {};
    const after = nextVersion(attempt, { state: moved.value, ...silence, ...known });
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
    const { confirmation: wanted } = input;
    if (wanted !== undefined) await openConfirmation(ctx, unit, { attempt, wanted });
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
    if (outcome === 'unknown') await enqueueInquiry(ctx, unit, after);
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
