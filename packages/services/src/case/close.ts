import { type CaseKind, caseLifecycle, step } from '@quittance/domain';
import { changed, inChunks, nextVersion, type UnitOfWork } from '../context/unit-of-work.ts';

/**
 * Resolves open cases whose cause is gone: the hub itself saw the trouble end. What people wrote in
 * them stays.
 */
export async function closeCases(
  unit: UnitOfWork,
  of: {
    readonly kind: CaseKind;
    readonly objectIds: readonly string[];
    readonly resolution: string;
  },
): Promise<void> {
  const rows = await inChunks([...of.objectIds], (chunk) =>
    unit.transaction.find('exception_case', { kind: of.kind, objectId: { in: chunk } }),
  );
  for (const row of rows) {
    const moved = step(caseLifecycle, row.state, 'resolve');
    if (!moved.ok) continue;
    const patch = { state: moved.value, resolvedAt: unit.transaction.now };
    unit.mutate({
      verb: 'case.resolve',
      change: changed(
        'exception_case',
        row,
        nextVersion(row, { ...patch, resolution: of.resolution }),
      ),
      event: 'case.resolved',
    });
  }
}
