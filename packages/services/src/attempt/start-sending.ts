import {
  type Attempt,
  type AttemptId,
  attemptLifecycle,
  problem,
  type Problem,
  refuse,
  type Result,
  step,
  succeed,
} from '@quittance/domain';
import { requireService } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { changed, inTransaction, nextVersion } from '../context/unit-of-work.ts';
import { activeStop } from '../stop/stop.ts';

export type StartedSending =
  /** This sender alone may send now, with this fencing token. */
  | { readonly kind: 'send'; readonly attempt: Attempt }
  /** An earlier sender began and never told how it ended: the outcome is unknown, ask first. */
  | { readonly kind: 'interrupted'; readonly attempt: Attempt }
  | { readonly kind: 'done'; readonly attempt: Attempt };

/**
 * Takes the lane of the bank account for one message and marks it as being sent, before the first
 * byte leaves. Whoever finds it marked already must inquire and never send again (I14, I25).
 */
export async function startSending(
  call: VerbCall<{ readonly attemptId: AttemptId }>,
): Promise<Result<StartedSending, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction<StartedSending>(ctx, async (unit) => {
    const [attempt] = await unit.transaction.lock('attempt', { id: input.attemptId });
    if (attempt === undefined) return refuse(problem('NOT_FOUND', 'attempt'));
    if (attempt.state === 'sending') return succeed({ kind: 'interrupted', attempt });
    if (attempt.state !== 'prepared') return succeed({ kind: 'done', attempt });
    const { entityId, ownAccountId } = attempt;
    await unit.transaction.lockKey(`lane ${ownAccountId}`);
    const stop = await activeStop(unit.transaction, { entityId, ownAccountId });
    if (stop !== null) return refuse(problem('STOPPED', stop.reason));
    const moved = step(attemptLifecycle, attempt.state, 'send');
    if (!moved.ok) return refuse(problem('ILLEGAL_TRANSITION', `the attempt is ${attempt.state}`));
    const others = await unit.transaction.find('attempt', { entityId, ownAccountId });
    const newest = others.reduce(
      (top, one) => (one.fencingToken > top ? one.fencingToken : top),
      0n,
    );
    const sending = nextVersion(attempt, {
      state: moved.value,
      fencingToken: newest + 1n,
      sentAt: unit.transaction.now,
    });
    unit.mutate({
      verb: 'attempt.send',
      change: changed('attempt', attempt, sending),
      detail: { fencingToken: sending.fencingToken, payloadHash: attempt.payloadHash },
    });
    return succeed({ kind: 'send', attempt: sending });
  });
}
