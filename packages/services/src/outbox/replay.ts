import { type EntityId, type Id, type Problem, type Result, succeed } from '@quittance/domain';
import { requireRole } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { changed, inTransaction, nextVersion } from '../context/unit-of-work.ts';
import { chunked } from '../tasks.ts';
import { deliveriesPerTaskMax } from './fan-out.ts';

/** Dead letters that one call puts back. */
export const replayedMax = 500;

/**
 * Puts dead letters of one subscriber back to be delivered (RES-04, SYN-11); events keep their
 * ids, so that a subscriber that had them after all knows them. Call it again while `hasMore`.
 * Role: controller.
 */
export async function replayDeliveries(
  call: VerbCall<{ readonly entityId: EntityId; readonly subscriptionId: Id<'subscription'> }>,
): Promise<Result<{ readonly replayed: number; readonly hasMore: boolean }, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const { entityId, subscriptionId } = input;
    const person = await requireRole(ctx, unit.transaction, { entityId, roles: ['controller'] });
    if (!person.ok) return person;
    const found = await unit.transaction.find(
      'webhook_delivery',
      { entityId, subscriptionId, state: 'dead_letter' },
      { limit: replayedMax },
    );
    const rows = await unit.transaction.lock('webhook_delivery', {
      entityId,
      id: { in: found.map((row) => row.id) },
      state: 'dead_letter',
    });
    for (const row of rows) {
      unit.mutate({
        verb: 'delivery.replay',
        change: changed(
          'webhook_delivery',
          row,
          nextVersion(row, { state: 'pending', attempts: 0 }),
        ),
      });
    }
    for (const chunk of chunked(rows, deliveriesPerTaskMax)) {
      unit.enqueue({ name: 'webhook.deliver', entityId, ids: chunk.map((row) => row.id) });
    }
    return succeed({ replayed: rows.length, hasMore: found.length === replayedMax });
  });
}
