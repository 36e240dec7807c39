import type { RecordByTable, VersionedTable } from '@quittance/store';
import { added, type Change, changed, type UnitOfWork } from './unit-of-work.ts';

/** Tables whose rows follow another system's: that system is the owner, the hub keeps a mirror. */
export type MirrorTable = 'legal_entity' | 'person' | 'party' | 'party_bank_details' | 'open_item';

export interface MirrorTally {
  added: number;
  changed: number;
  unchanged: number;
}

export const emptyTally = (): MirrorTally => ({ added: 0, changed: 0, unchanged: 0 });

/** How one mirror pass writes: which verb it is, and what it counted. */
export interface MirrorPass {
  readonly unit: UnitOfWork;
  readonly verb: string;
  readonly tally: MirrorTally;
  /** Canonical events for other systems, where they are to hear of it. */
  readonly event?: { readonly added: string; readonly changed: string };
}

/**
 * Brings one row in step with what its owner tells. An unchanged row is not touched, so that a
 * repeated pass has no effect (SYN-10). `fresh` carries the id of the existing row, or a new one.
 */
export function keepInStep<Table extends MirrorTable & VersionedTable>(
  pass: MirrorPass,
  table: Table,
  rows: {
    readonly existing: RecordByTable[Table] | undefined;
    readonly fresh: RecordByTable[Table];
  },
): void {
  const { existing, fresh } = rows;
  const { verb, event } = pass;
  if (existing === undefined) {
    pass.tally.added += 1;
    pass.unit.mutate({ verb, event: event?.added, change: widen(added(table, fresh)) });
    return;
  }
  const next = { ...fresh, version: existing.version };
  if (sameContent(existing, next)) {
    pass.tally.unchanged += 1;
    return;
  }
  pass.tally.changed += 1;
  const after = { ...next, version: existing.version + 1 };
  pass.unit.mutate({
    verb,
    event: event?.changed,
    change: widen(changed(table, existing, after)),
  });
}

/** Safe: a change of one table is a change of some table. */
const widen = <Table extends VersionedTable>(change: Change<Table>): Change => change;

const sameContent = (left: object, right: object): boolean => {
  const rightFields = new Map<string, unknown>(Object.entries(right));
  return Object.entries(left).every(([field, value]) => rightFields.get(field) === value);
};
