import { type Id, problem, type Problem, refuse, type Result, succeed } from '@quittance/domain';
import { requireRole } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { changed, inTransaction, nextVersion } from '../context/unit-of-work.ts';

/**
 * Ends a token at once. Its own person may, and a controller of any of its entities: closing a
 * door needs no second opinion. Errors: `NOT_FOUND`, `FORBIDDEN`, `ILLEGAL_TRANSITION`.
 */
export async function revokeToken(
  call: VerbCall<{ readonly tokenId: Id<'token'> }>,
): Promise<Result<{ readonly tokenId: Id<'token'> }, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const [row] = await unit.transaction.lock('api_token', { id: input.tokenId });
    if (row === undefined) return refuse(problem('NOT_FOUND', 'token'));
    const { actor } = ctx.scope;
    const [owner] = await unit.transaction.find('person', { id: row.personId });
    const isOwner = actor.kind === 'person' && actor.id === row.personId;
    let allowed = isOwner && owner?.active === true && !owner.machine;
    for (const entityId of row.entityIds) {
      if (allowed) break;
      const roles = ['controller'] as const;
      allowed = (await requireRole(ctx, unit.transaction, { entityId, roles })).ok;
    }
    if (!allowed) return refuse(problem('FORBIDDEN', 'this token is of somebody else'));
    if (row.revokedAt !== null) {
      return refuse(problem('ILLEGAL_TRANSITION', 'the token is revoked already'));
    }
    const after = nextVersion(row, { revokedAt: unit.transaction.now });
    unit.mutate({ verb: 'token.revoke', change: changed('api_token', row, after) });
    return succeed({ tokenId: row.id });
  });
}
