import {
  type ApiToken,
  type EntityId,
  type Grant,
  type Person,
  problem,
  type Problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import { requireService } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { inTransaction } from '../context/unit-of-work.ts';

/** Who stands behind a request of the API. */
export interface Caller {
  readonly token: ApiToken;
  readonly person: Person;
  /** Entities of the token in which the person holds a grant at this moment. */
  readonly entityIds: readonly EntityId[];
  /** What the person may do in each of them, by the grants of this moment. */
  readonly roles: readonly Pick<Grant, 'entityId' | 'role'>[];
}

/**
 * Finds the caller behind the digest of a token: neither expired nor revoked, of a person who is
 * still here. Only the hub itself asks. Errors: `UNAUTHENTICATED`, the same for each reason, so
 * that nobody learns which tokens exist.
 */
export async function authenticate(
  call: VerbCall<{ readonly tokenDigest: string }>,
): Promise<Result<Caller, Problem>> {
  const { ctx, input } = call;
  const allowed = requireService(ctx);
  if (!allowed.ok) return allowed;
  return inTransaction(ctx, async ({ transaction }) => {
    const no = refuse(problem('UNAUTHENTICATED', 'there is no such token'));
    const [token] = await transaction.find('api_token', { tokenDigest: input.tokenDigest });
    if (token === undefined || token.revokedAt !== null) return no;
    if (token.expiresAt <= transaction.now) return no;
    const [person] = await transaction.find('person', { id: token.personId });
    if (person === undefined || !person.active) return no;
    const grants = await transaction.find('grant', { personId: person.id, active: true });
    const held = grants.filter((grant) => token.entityIds.includes(grant.entityId));
    const entityIds = [...new Set(held.map((grant) => grant.entityId))];
    const roles = held.map(({ entityId, role }) => ({ entityId, role }));
    return succeed({ token, person, entityIds, roles });
  });
}
