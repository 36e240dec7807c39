import type { AuditLeaf } from '@quittance/domain';
import { auditMembers, leafHashOf, rowDigest } from '@quittance/governance';
import { type TableName, versionedTables } from '@quittance/store';
import type { House } from './house.ts';

interface AnyRow {
  readonly id: string;
  readonly version?: number;
}

interface Snapshot {
  readonly leaves: ReadonlySet<string>;
  readonly rows: ReadonlyMap<string, AnyRow>;
}

/** Tables whose rows must be told by the log: all whose rows change, and the records of verbs. */
const audited: readonly TableName[] = [
  ...versionedTables,
  'approval_decision',
  'bank_fact',
  'link',
  'match_allocation',
  'outbox_event',
];

export async function snapshotOf(house: House): Promise<Snapshot> {
  const rows = new Map<string, AnyRow>();
  for (const table of audited) {
    for (const row of await house.store.dump(table)) rows.set(`${table} ${row.id}`, row);
  }
  const leaves = await house.store.dump('audit_leaf');
  return { leaves: new Set(leaves.map((leaf) => leaf.id)), rows };
}

interface Detail {
  readonly members?: readonly {
    readonly table: string;
    readonly ids?: readonly string[];
    readonly root: string;
  }[];
}

/** The one cast here: `makeAuditLeaf` writes its detail in this form. */
const detailOf = (leaf: AuditLeaf): Detail => JSON.parse(leaf.detail) as Detail;

export interface Watched {
  /** The leaves that came since the snapshot. */
  readonly leaves: readonly AuditLeaf[];
  /** What the log does not tell of what changed, or tells wrongly; empty when it is complete. */
  readonly findings: readonly string[];
}

/**
 * Holds every row that changed since the snapshot against the leaves that came since: exactly one
 * leaf with its version and digest, or a root that covers it; and no leaf without a row (I21).
 */
export async function watch(house: House, before: Snapshot): Promise<Watched> {
  const salt = house.ports.settings.digestSalt;
  const all = await house.store.dump('audit_leaf');
  const leaves = all.filter((leaf) => !before.leaves.has(leaf.id));
  const after = await snapshotOf(house);
  const findings: string[] = [];
  const byObject = Map.groupBy(leaves, (leaf) => `${leaf.objectKind} ${leaf.objectId}`);
  const roots = leaves.flatMap((leaf) => detailOf(leaf).members ?? []);
  const covered = new Set(
    roots.flatMap(({ table, ids = [] }) => ids.map((id) => `${table} ${id}`)),
  );
  for (const [key, row] of after.rows) {
    const known = before.rows.get(key);
    if (known !== undefined && known.version === row.version) continue;
    const ofRow = byObject.get(key) ?? [];
    const versions = (row.version ?? 1) - (known?.version ?? 0);
    if (ofRow.length === 0 && covered.has(key)) continue;
    if (ofRow.length !== versions) findings.push(`${key}: ${ofRow.length.toString()} leaves`);
    const last = ofRow.at(-1);
    const table = key.slice(0, key.indexOf(' '));
    if (last?.rowDigest !== rowDigest({ table, row, salt })) findings.push(`${key}: digest`);
    if (last?.objectVersion !== (row.version ?? 1)) findings.push(`${key}: version`);
  }
  for (const leaf of leaves) {
    if (leafHashOf(leaf) !== leaf.leafHash) findings.push(`${leaf.verb}: leaf hash`);
    // A task is a row of the queue, which is no part of the store.
    if (leaf.objectKind === 'task') continue;
    if (!after.rows.has(`${leaf.objectKind} ${leaf.objectId}`))
      findings.push(`${leaf.verb}: no row`);
  }
  for (const { table, ids = [], root } of roots) {
    const rows = ids.flatMap((id) => after.rows.get(`${table} ${id}`) ?? []);
    if (rows.length !== ids.length) findings.push(`${table}: members are missing`);
    else if (auditMembers({ table, rows, salt }).root !== root) findings.push(`${table}: root`);
  }
  return { leaves, findings };
}
