import {
  absenceGapWords,
  type Attempt,
  type AttemptId,
  attemptLifecycle,
  type InquiryProfile,
  millisecondsBetween,
  problem,
  type Problem,
  refuse,
  type Result,
  secondsToNextInquiry,
  step,
  succeed,
} from '@quittance/domain';
import { applyFacts } from '../bank-fact/apply.ts';
import { closeCases } from '../case/close.ts';
import { openCases } from '../case/open.ts';
import { requireService } from '../context/access.ts';
import type { ServiceContext, VerbCall } from '../context/context.ts';
import {
  changed,
  findEvery,
  inTransaction,
  nextVersion,
  type UnitOfWork,
} from '../context/unit-of-work.ts';
import { inquiryProfileOf, readAbsence } from './absence-evidence.ts';
import { transportFact } from './transport-fact.ts';

export interface RecordInquiryInput {
  readonly attemptId: AttemptId;
  readonly found: boolean;
  /** Where was looked, in plain words. */
  readonly where: string;
}

/**
 * Records the answer of an inquiry. Found: the message is acknowledged. Absent: one negative, which
 * proves nothing yet; it is asked again. After the silence that the bank's profile allows, a case
 * has an owner, and one of another cause tells when absence is proven but for the two persons.
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
    const after = over ? resolved(unit, attempt, input) : notFound(unit, attempt);
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
      await enqueueInquiry(ctx, unit, after);
      await tellOwner(ctx, unit, after);
    }
    if (input.found) await submitted(ctx, unit, attempt);
    return succeed({ state: after.state });
  });
}

function resolved(unit: UnitOfWork, attempt: Attempt, input: RecordInquiryInput): Attempt {
  const moved = step(attemptLifecycle, attempt.state, 'acknowledge');
  return nextVersion(attempt, {
    state: moved.ok ? moved.value : attempt.state,
    resolvedAt: unit.transaction.now,
    resolution: input.found ? 'inquiry' : 'bank_word',
  });
}

const notFound = (unit: UnitOfWork, attempt: Attempt): Attempt =>
  nextVersion(attempt, {
    inquiries: attempt.inquiries + 1,
    firstAbsentAt: attempt.firstAbsentAt ?? unit.transaction.now,
    lastAbsentAt: unit.transaction.now,
  });

async function submitted(ctx: ServiceContext, unit: UnitOfWork, attempt: Attempt): Promise<void> {
  const { entityId, id: attemptId } = attempt;
  const items = await findEvery(unit.transaction, 'attempt_item', { entityId, attemptId });
  const facts = items.map((item) => transportFact(attempt, item, { code: 'sent', reason: '' }));
  await applyFacts(ctx, unit, facts);
}

/** Asks again after the next rung of the ladder of the bank's profile; the last one repeats. */
export async function enqueueInquiry(
  ctx: ServiceContext,
  unit: UnitOfWork,
  attempt: Attempt,
): Promise<void> {
  const { inquiry } = await inquiryProfileOf(ctx, unit, attempt);
  unit.enqueue({
    name: 'attempt.inquire',
    entityId: attempt.entityId,
    ids: [attempt.id],
    delaySeconds: secondsToNextInquiry(inquiry, attempt.inquiries),
    singletonKey: `${attempt.id} ${attempt.inquiries.toString()}`,
  });
}

/** Whether the bank has still not spoken of some payment of the message. */
async function anyUnknown(unit: UnitOfWork, attempt: Attempt): Promise<boolean> {
  const { entityId, id: liveAttemptId } = attempt;
  const criteria = { entityId, liveAttemptId, state: 'unknown' } as const;
  return (await unit.transaction.find('payment', criteria, { limit: 1 })).length > 0;
}

const provenCause = 'absence_proven';

async function tellOwner(ctx: ServiceContext, unit: UnitOfWork, attempt: Attempt): Promise<void> {
  const { entityId, id: objectId } = attempt;
  const { inquiry, silenceMs } = await inquiryProfileOf(ctx, unit, attempt);
  const { gaps } = await readAbsence(ctx, unit, attempt);
  const since = attempt.sentAt ?? attempt.preparedAt;
  const isSilent = millisecondsBetween(since, unit.transaction.now) >= silenceMs;
  const isLong = isSilent || attempt.inquiries >= inquiry.ladderSeconds.length;
  const cause = gaps.length === 0 ? provenCause : 'no_answer';
  if (!isLong && cause !== provenCause) return;
  const kind = 'unknown_outcome';
  const cases = await unit.transaction.find('exception_case', { entityId, objectId });
  const isTold = cases.some(
    (row) => row.kind === kind && row.cause === cause && row.resolvedAt === null,
  );
  if (isTold) return;
  const resolution = cause === provenCause ? 'its absence is proven' : 'the bank spoke after all';
  await closeCases(unit, { kind, objectIds: [objectId], resolution });
  const missing = gaps.map((gap) => absenceGapWords[gap]).join('; ');
  const next =
    cause === provenCause
      ? `The bank does not have it, as ${attempt.inquiries.toString()} inquiries and the ` +
        'statement of its day prove: two persons may have its payments released anew.'
      : `No inquiry found it so far (${placesOf(inquiry)}). To prove its absence: ${missing}.`;
  await openCases(ctx, unit, [
    {
      entityId,
      kind,
      objectKind: 'attempt',
      objectId,
      cause,
      detail:
        `Message ${attempt.messageId} (${attempt.paymentCount} payments) was handed over ` +
        `without an answer. ${next}`,
      currency: null,
      atRiskMinor: attempt.totalMinor,
    },
  ]);
}

const placesOf = (inquiry: InquiryProfile): string =>
  inquiry.means.map((means) => means.replace('_', ' ')).join(', ');
