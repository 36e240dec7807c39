import {
  addMilliseconds,
  type ApiToken,
  type EntityId,
  type Id,
  type Instant,
  isPermission,
  machineMayHold,
  type Person,
  type PersonId,
  problem,
  type Problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import { requireRole } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { added, inTransaction, type UnitOfWork } from '../context/unit-of-work.ts';

export interface CreateTokenInput {
  /** What people call it. */
  readonly name: string;
  /** SHA-256 of its text, lower-case hex; the text itself never comes here. */
  readonly tokenDigest: string;
  readonly personId: PersonId;
  readonly permissions: readonly string[];
  readonly entityIds: readonly EntityId[];
  /** 1 to {@link tokenDaysMax}. */
  readonly days: number;
}

/** A token lives at most a year, so that each is looked at once a year. */
export const tokenDaysMax = 365;

/** More than these are not one person's tools. */
export const tokensMax = 50;

const dayMs = 86_400_000;

/**
 * Makes a token. A person makes their own; one of a service account is made by a controller of
 * each of its entities, and may neither approve nor move money. Errors: `FORBIDDEN`, `BAD_INPUT`,
 * `NOT_FOUND`.
 */
export async function createToken(
  call: VerbCall<CreateTokenInput>,
): Promise<Result<{ readonly tokenId: Id<'token'>; readonly expiresAt: Instant }, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const { transaction } = unit;
    const [person] = await transaction.find('person', { id: input.personId });
    if (person === undefined || !person.active) return refuse(problem('NOT_FOUND', 'person'));
    const allowed = await mayMake(call, unit, person);
    if (!allowed.ok) return allowed;
    const fault = faultOf(input, person);
    if (fault !== null) return refuse(problem('BAD_INPUT', fault));
    const { personId, entityIds } = input;
    const held = await transaction.find('grant', { personId, active: true });
    if (!entityIds.every((id) => held.some((grant) => grant.entityId === id))) {
      return refuse(problem('FORBIDDEN', `${person.name} holds no role in one of the companies`));
    }
    await transaction.lockKey(`tokens of ${personId}`);
    const live = await transaction.find('api_token', { personId, revokedAt: null });
    if (live.filter((one) => one.expiresAt > transaction.now).length >= tokensMax) {
      return refuse(problem('BAD_INPUT', `there are ${tokensMax} tokens already; revoke some`));
    }
    const row: ApiToken = {
      id: ctx.ids.newId<'token'>(),
      version: 1,
      name: input.name.trim(),
      tokenDigest: input.tokenDigest,
      personId,
      permissions: [...new Set(input.permissions)].toSorted(),
      entityIds: [...new Set(entityIds)].toSorted(),
      createdAt: transaction.now,
      expiresAt: addMilliseconds(transaction.now, input.days * dayMs),
      revokedAt: null,
    };
    const detail = { person: personId, permissions: row.permissions, days: input.days };
    unit.mutate({ verb: 'token.create', change: added('api_token', row), detail });
    return succeed({ tokenId: row.id, expiresAt: row.expiresAt });
  });
}

async function mayMake(
  { ctx, input }: VerbCall<CreateTokenInput>,
  unit: UnitOfWork,
  person: Person,
): Promise<Result<null, Problem>> {
  if (!person.machine) {
    const { actor } = ctx.scope;
    if (actor.kind === 'person' && actor.id === person.id) return succeed(null);
    return refuse(problem('FORBIDDEN', 'a person makes their own tokens, and nobody else’s'));
  }
  for (const entityId of input.entityIds) {
    const held = await requireRole(ctx, unit.transaction, { entityId, roles: ['controller'] });
    if (!held.ok) return held;
  }
  return succeed(null);
}

/** What is wrong with the wish, or null. */
function faultOf(input: CreateTokenInput, person: Person): string | null {
  const name = input.name.trim();
  if (name === '' || name.length > 80) return 'name: 1 to 80 characters';
  if (input.entityIds.length === 0) return 'entities: at least one';
  if (!Number.isInteger(input.days) || input.days < 1 || input.days > tokenDaysMax) {
    return `days: 1 to ${tokenDaysMax}`;
  }
  if (input.permissions.length === 0) return 'permissions: at least one';
  for (const permission of input.permissions) {
    if (!isPermission(permission)) return `permissions: there is no ${permission}`;
    if (person.machine && !machineMayHold(permission)) {
      return `permissions: a machine never holds ${permission}`;
    }
  }
  return null;
}
