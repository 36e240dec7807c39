import {
  absenceGapWords,
  type Attempt,
  type AttemptId,
  type Instant,
  type MessageReference,
  millisecondsBetween,
  type Problem,
  type Result,
  succeed,
  type UnknownResolution,
} from '@quittance/domain';
import type { ServiceContext, VerbCall } from '../context/context.ts';
import { findEvery, inTransaction, type UnitOfWork } from '../context/unit-of-work.ts';
import { readAbsence } from './absence-evidence.ts';

export interface UnknownOutcomes {
  /** Messages of which nobody knows yet what became of them, oldest first. */
  readonly open: readonly {
    readonly attemptId: AttemptId;
    readonly messageId: MessageReference;
    readonly since: Instant;
    readonly payments: number;
    readonly atRiskMinor: bigint;
    readonly inquiries: number;
    /** What is missing to the proof of absence, in words; empty: two persons may reopen it. */
    readonly missing: readonly string[];
    /** Whether one of the two persons has said so. */
    readonly isAsked: boolean;
  }[];
  /** How many became known again, by what. */
  readonly resolved: Readonly<Record<UnknownResolution, number>>;
  /** How long that took, in minutes; null before the first one. */
  readonly medianMinutes: number | null;
  readonly longestMinutes: number | null;
}

const resolutions: readonly UnknownResolution[] = ['inquiry', 'bank_word', 'absence'];

/** Reads the messages whose outcome is or was unknown, of the entities of the caller. */
export async function readUnknownOutcomes(
  call: VerbCall<object>,
): Promise<Result<UnknownOutcomes, Problem>> {
  const { ctx } = call;
  return inTransaction(ctx, async (unit) => {
    const waiting = await findEvery(unit.transaction, 'attempt', { state: 'unknown' });
    const known = await findEvery(unit.transaction, 'attempt', {
      resolution: { in: resolutions },
    });
    const open: UnknownOutcomes['open'][number][] = [];
    for (const attempt of waiting) open.push(await openOne(ctx, unit, attempt));
    const minutes = known.flatMap(minutesOf).toSorted((left, right) => left - right);
    const count = (by: UnknownResolution): number =>
      known.filter((attempt) => attempt.resolution === by).length;
    return succeed({
      open: open.toSorted((left, right) => (left.since < right.since ? -1 : 1)),
      resolved: {
        inquiry: count('inquiry'),
        bank_word: count('bank_word'),
        absence: count('absence'),
      },
      medianMinutes: minutes[Math.floor(minutes.length / 2)] ?? null,
      longestMinutes: minutes.at(-1) ?? null,
    });
  });
}

async function openOne(
  ctx: ServiceContext,
  unit: UnitOfWork,
  attempt: Attempt,
): Promise<UnknownOutcomes['open'][number]> {
  const { gaps } = await readAbsence(ctx, unit, attempt);
  return {
    attemptId: attempt.id,
    messageId: attempt.messageId,
    since: attempt.unknownSince ?? attempt.sentAt ?? attempt.preparedAt,
    payments: attempt.paymentCount,
    atRiskMinor: attempt.totalMinor,
    inquiries: attempt.inquiries,
    missing: gaps.map((gap) => absenceGapWords[gap]),
    isAsked: attempt.reopenAskedBy !== null,
  };
}

function minutesOf({ unknownSince, resolvedAt }: Attempt): readonly number[] {
  if (unknownSince === null || resolvedAt === null) return [];
  return [Math.round(millisecondsBetween(unknownSince, resolvedAt) / 60_000)];
}
