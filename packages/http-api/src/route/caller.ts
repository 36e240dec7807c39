import { createHash } from 'node:crypto';
import {
  asId,
  type CorrelationId,
  type EntityId,
  type Permission,
  problem,
  type Problem,
  refuse,
  type Result,
  type Role,
  succeed,
} from '@quittance/domain';
import { authenticate, type Caller } from '@quittance/services';
import type { Scope } from '@quittance/store';
import type { ApiPorts } from '../ports.ts';

const bearerForm = /^Bearer (qtt_[A-Za-z0-9_-]{43})$/;

/** SHA-256 of a token's text: 256 bits of chance need no slow hash. */
export const digestOfToken = (text: string): string =>
  createHash('sha256').update(text, 'utf8').digest('hex');

/** The text of a token from 32 random bytes. */
export const tokenText = (bytes: Uint8Array): string =>
  `qtt_${Buffer.from(bytes).toString('base64url')}`;

/** The caller of a request, by its Authorization header. Errors: `UNAUTHENTICATED`. */
export async function callerOf(
  ports: ApiPorts,
  authorization: string | undefined,
  correlationId: CorrelationId,
): Promise<Result<Caller, Problem>> {
  const text = bearerForm.exec(authorization ?? '')?.[1];
  if (text === undefined) {
    return refuse(problem('UNAUTHENTICATED', 'send Authorization: Bearer and a token'));
  }
  const actor = { kind: 'service', id: 'api', name: 'api' } as const;
  const scope: Scope = { actor, entityIds: ports.entityIds, correlationId };
  const ctx = { ...ports.services, scope };
  return authenticate({ ctx, input: { tokenDigest: digestOfToken(text) } });
}

/**
 * What the caller sees and acts as; a machine acts under its own name and passes no role check.
 * With `readers`, only companies in which the caller holds one of these roles.
 */
export function scopeOf(
  { person, entityIds, roles }: Caller,
  correlationId: CorrelationId,
  readers: readonly Role[] = [],
): Scope {
  const actor = { kind: 'person', id: person.id, name: person.name } as const;
  if (readers.length === 0) return { actor, entityIds, correlationId };
  const held = roles.filter(({ role }) => readers.includes(role));
  const seen = [...new Set(held.map(({ entityId }) => entityId))];
  return { actor, entityIds: seen, correlationId };
}

/** Whether the token was made for this. Errors: `FORBIDDEN`. */
export function requirePermission(
  caller: Caller,
  of: { readonly permission: Permission; readonly readers: readonly Role[] },
): Result<null, Problem> {
  const { permission, readers } = of;
  if (!caller.token.permissions.includes(permission)) {
    return refuse(problem('FORBIDDEN', `the token does not carry ${permission}`));
  }
  if (readers.length === 0 || caller.roles.some(({ role }) => readers.includes(role))) {
    return succeed(null);
  }
  return refuse(problem('FORBIDDEN', `you hold none of: ${readers.join(', ')}`));
}

/** One entity of the caller's, or all of them. Errors: `FORBIDDEN`. */
export function narrowed(scope: Scope, entityId: string | undefined): Result<Scope, Problem> {
  if (entityId === undefined) return succeed(scope);
  const wanted: EntityId = asId<'entity'>(entityId);
  if (scope.entityIds.includes(wanted)) return succeed({ ...scope, entityIds: [wanted] });
  return refuse(problem('FORBIDDEN', 'the token does not reach this company'));
}
