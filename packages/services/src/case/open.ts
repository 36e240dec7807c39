import {
  addMilliseconds,
  caseCatalogue,
  type CaseKind,
  type Currency,
  type EntityId,
  type ExceptionCase,
  type Instant,
} from '@quittance/domain';
import type { ServiceContext } from '../context/context.ts';
import { added, inChunks, type UnitOfWork } from '../context/unit-of-work.ts';

export interface NewCase {
  readonly entityId: EntityId;
  readonly kind: CaseKind;
  readonly objectKind: string;
  readonly objectId: string;
  /** The machine word of the cause: one open case per object, kind and cause. */
  readonly cause: string;
  /** Plain words for the owner. */
  readonly detail: string;
  readonly currency: Currency | null;
  readonly atRiskMinor: bigint;
  /** When it is due, where the counterparty sets the time; else as the catalogue says. */
  readonly dueAt?: Instant;
}

const hourMs = 3_600_000;

/**
 * Opens cases within a verb. A case that is open already for the same object and cause is not
 * opened again, so that the same trouble told twice is one case.
 */
export async function openCases(
  ctx: ServiceContext,
  unit: UnitOfWork,
  cases: readonly NewCase[],
): Promise<void> {
  const known = await openCaseKeys(unit, cases);
  for (const wanted of cases) {
    const key = keyOf(wanted);
    if (known.has(key)) continue;
    known.add(key);
    const entry = caseCatalogue[wanted.kind];
    const { now } = unit.transaction;
    const row: ExceptionCase = {
      id: ctx.ids.newId<'case'>(),
      version: 1,
      ...wanted,
      nature: entry.nature,
      severity: entry.severity,
      state: 'open',
      nextAction: entry.nextAction,
      ownerRole: entry.ownerRole,
      ownerId: null,
      openedAt: now,
      dueAt: wanted.dueAt ?? addMilliseconds(now, entry.dueHours * hourMs),
      resolvedAt: null,
      resolution: null,
    };
    unit.mutate({
      verb: 'case.open',
      change: added('exception_case', row),
      detail: { kind: row.kind, cause: row.cause, object: row.objectId },
      event: 'case.opened',
    });
  }
}

const keyOf = (of: Pick<ExceptionCase, 'kind' | 'objectId' | 'cause'>): string =>
  `${of.kind} ${of.objectId} ${of.cause}`;

const isOpen = (row: ExceptionCase): boolean => row.state !== 'resolved' && row.state !== 'closed';

async function openCaseKeys(unit: UnitOfWork, cases: readonly NewCase[]): Promise<Set<string>> {
  const byEntity = new Map<EntityId, string[]>();
  for (const wanted of cases) {
    byEntity.set(wanted.entityId, [...(byEntity.get(wanted.entityId) ?? []), wanted.objectId]);
  }
  const keys = new Set<string>();
  for (const [entityId, objectIds] of byEntity) {
    const rows = await inChunks(objectIds, (chunk) =>
      unit.transaction.find('exception_case', { entityId, objectId: { in: chunk } }),
    );
    for (const row of rows) if (isOpen(row)) keys.add(keyOf(row));
  }
  return keys;
}
