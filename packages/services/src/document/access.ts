import type { EntityId, Problem, Result, Role } from '@quittance/domain';
import type { StoreTransaction } from '@quittance/store';
import { requireRole, requireService } from '../context/access.ts';
import type { ServiceContext } from '../context/context.ts';

const anyRole: readonly Role[] = [
  'preparer',
  'approver',
  'releaser',
  'reconciler',
  'controller',
  'auditor',
];

/** Reading a document takes any role in its company; the hub itself may read them all. */
export async function requireReader(
  ctx: ServiceContext,
  transaction: StoreTransaction,
  entityId: EntityId,
): Promise<Result<unknown, Problem>> {
  if (ctx.scope.actor.kind === 'service') return requireService(ctx);
  return requireRole(ctx, transaction, { entityId, roles: anyRole });
}
