import {
  type EmergencyStop,
  type EntityId,
  type Id,
  type OwnAccountId,
  problem,
  type Problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';
import type { StoreTransaction } from '@quittance/store';
import { requireRole } from '../context/access.ts';
import type { VerbCall } from '../context/context.ts';
import { added, changed, inTransaction, nextVersion } from '../context/unit-of-work.ts';

export interface EngageStopInput {
  readonly entityId: EntityId;
  /** Null: every account of the entity. */
  readonly ownAccountId: OwnAccountId | null;
  readonly reason: string;
}

/** Two persons resume what one person stopped. */
const resumersRequired = 2;

/** Stops all releases of an account or an entity, at once. One person is enough. */
export async function engageStop(
  call: VerbCall<EngageStopInput>,
): Promise<Result<{ readonly stopId: Id<'stop'> }, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const person = await requireRole(ctx, unit.transaction, {
      entityId: input.entityId,
      roles: ['preparer', 'approver', 'releaser', 'controller', 'reconciler'],
    });
    if (!person.ok) return person;
    if (input.reason.trim() === '') return refuse(problem('BAD_INPUT', 'a stop needs a reason'));
    const stop: EmergencyStop = {
      id: ctx.ids.newId<'stop'>(),
      version: 1,
      entityId: input.entityId,
      ownAccountId: input.ownAccountId,
      active: true,
      reason: input.reason,
      stoppedBy: person.value,
      stoppedAt: unit.transaction.now,
      resumedBy: [],
    };
    unit.mutate({
      verb: 'stop.engage',
      change: added('emergency_stop', stop),
      event: 'stop.engaged',
    });
    return succeed({ stopId: stop.id });
  });
}

export interface Resumed {
  readonly active: boolean;
  readonly missing: number;
}

/** One of the two persons who must agree to resume. Roles: approver, releaser or controller. */
export async function resumeStop(
  call: VerbCall<{ readonly stopId: Id<'stop'> }>,
): Promise<Result<Resumed, Problem>> {
  const { ctx, input } = call;
  return inTransaction(ctx, async (unit) => {
    const [stop] = await unit.transaction.lock('emergency_stop', { id: input.stopId });
    if (stop?.entityId === undefined || stop.entityId === null) {
      return refuse(problem('NOT_FOUND', 'emergency stop'));
    }
    const person = await requireRole(ctx, unit.transaction, {
      entityId: stop.entityId,
      roles: ['approver', 'releaser', 'controller'],
    });
    if (!person.ok) return person;
    if (!stop.active) return refuse(problem('ILLEGAL_TRANSITION', 'releases run already'));
    if (stop.resumedBy.includes(person.value)) return refuse(problem('ALREADY_DECIDED', 'resume'));
    const resumedBy = [...stop.resumedBy, person.value];
    const active = resumedBy.length < resumersRequired;
    unit.mutate({
      verb: 'stop.resume',
      change: changed('emergency_stop', stop, nextVersion(stop, { resumedBy, active })),
      event: active ? 'stop.resumeRequested' : 'stop.resumed',
    });
    return succeed({ active, missing: resumersRequired - resumedBy.length });
  });
}

/** The stop that holds back this account, or null; asked inside every release (lifecycles, 2a). */
export async function activeStop(
  transaction: StoreTransaction,
  of: { readonly entityId: EntityId; readonly ownAccountId: OwnAccountId },
): Promise<EmergencyStop | null> {
  const stops = await transaction.find('emergency_stop', { active: true });
  const hit = stops.find(
    (stop) =>
      (stop.entityId === null || stop.entityId === of.entityId) &&
      (stop.ownAccountId === null || stop.ownAccountId === of.ownAccountId),
  );
  return hit ?? null;
}
