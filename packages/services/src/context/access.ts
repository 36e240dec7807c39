import {
  asId,
  type EntityId,
  type PersonId,
  problem,
  type Problem,
  refuse,
  type Result,
  type Role,
  succeed,
} from '@quittance/domain';
import type { StoreTransaction } from '@quittance/store';
import type { ServiceContext } from './context.ts';

/**
 * Scope first: the acting person, who must hold one of the roles in the entity. A service of the
 * hub itself may do what `allowService` says; a machine never acts as a person.
 */
export async function requireRole(
  ctx: ServiceContext,
  transaction: StoreTransaction,
  wanted: {
    readonly entityId: EntityId;
    readonly roles: readonly Role[];
    /** A service account with the role may as well; never where money or approval is at stake. */
    readonly machineMay?: boolean;
  },
): Promise<Result<PersonId, Problem>> {
  const { actor, entityIds } = ctx.scope;
  if (actor.kind !== 'person' || !entityIds.includes(wanted.entityId)) {
    return refuse(problem('FORBIDDEN', `${actor.name} may not act here`));
  }
  const personId = asId<'person'>(actor.id);
  const [person] = await transaction.find('person', { id: personId });
  const isBarred = person?.machine === true && wanted.machineMay !== true;
  if (person === undefined || !person.active || isBarred) {
    return refuse(problem('FORBIDDEN', `${actor.name} is not an active person`));
  }
  const grants = await transaction.find('grant', {
    entityId: wanted.entityId,
    personId,
    active: true,
  });
  if (grants.some((grant) => wanted.roles.includes(grant.role))) return succeed(personId);
  return refuse(problem('FORBIDDEN', `${actor.name} holds none of: ${wanted.roles.join(', ')}`));
}

/** For verbs that only the hub itself runs, on evidence or on a timer. */
export function requireService(ctx: ServiceContext): Result<null, Problem> {
  if (ctx.scope.actor.kind === 'service') return succeed(null);
  return refuse(problem('FORBIDDEN', 'only the hub itself does this'));
}
