import type { FindingSink } from './finding.ts';
import { isGapless, type ObjectHistory, type ObjectLog } from './object-log.ts';
import {
  type AuditedRow,
  type AuditMembers,
  coversMember,
  membersOfDigests,
  rowDigest,
} from './row-digest.ts';

/** A table to hold against the log. */
export interface VerifiedTable {
  /** Its name, which is the `objectKind` of its leaves. */
  readonly table: string;
  /** Every row of it, in any order. */
  readonly rows: Iterable<AuditedRow> | AsyncIterable<AuditedRow>;
  /** For rows that come to be under the leaf of another object: the id of that object. */
  readonly memberOf?: (row: AuditedRow) => string;
}

/** Tables whose rows come to be under the leaf of another object, and the column that names it. */
const memberColumnByTable: ReadonlyMap<string, string> = new Map([
  ['approval_decision', 'approvalId'],
  ['attempt_item', 'attemptId'],
  ['bank_fact', 'paymentId'],
  ['match_allocation', 'matchId'],
  ['outbox_event', 'objectId'],
  ['payment_item', 'paymentId'],
  ['statement_line', 'statementId'],
]);

/** A table of the hub, with the object that its rows belong to where they do. */
export function verifiedTable(table: string, rows: VerifiedTable['rows']): VerifiedTable {
  const column = memberColumnByTable.get(table);
  if (column === undefined) return { table, rows };
  return {
    table,
    rows,
    memberOf: (row) => {
      const owner: unknown = Object.getOwnPropertyDescriptor(row, column)?.value;
      return typeof owner === 'string' ? owner : '';
    },
  };
}

interface MemberRow {
  readonly id: string;
  readonly digest: string;
}

interface TableContext {
  readonly table: VerifiedTable;
  readonly salt: Uint8Array;
  readonly log: ObjectLog;
  readonly findings: FindingSink;
  readonly members: Map<string, MemberRow[]>;
}

/** Holds every row against its newest leaf, and every leaf against its row. Returns the rows. */
export async function verifyTable(
  table: VerifiedTable,
  given: Pick<TableContext, 'salt' | 'log' | 'findings'>,
): Promise<number> {
  const context: TableContext = { ...given, table, members: new Map() };
  const histories = context.log.histories.get(table.table) ?? new Map<string, ObjectHistory>();
  let rowsChecked = 0;
  for await (const row of table.rows) {
    rowsChecked += 1;
    checkRow(row, histories.get(row.id), context);
  }
  for (const [objectId, history] of histories) {
    if (!history.seen) {
      const sentence = `The log knows ${table.table} ${objectId}, but its row is gone.`;
      report(context, { code: 'ROW_MISSING', objectId, sentence });
    }
    if (!isGapless(history)) {
      const sentence = `The leaves of ${table.table} ${objectId} skip or repeat a version.`;
      report(context, { code: 'VERSION_GAP', objectId, sentence });
    }
  }
  checkMembers(context);
  return rowsChecked;
}

type RowFindingCode =
  | 'ROW_DIFFERS'
  | 'ROW_WITHOUT_LEAF'
  | 'ROW_MISSING'
  | 'ROW_TWICE'
  | 'VERSION_GAP'
  | 'MEMBERS_DIFFER';

const report = (
  context: TableContext,
  finding: { readonly code: RowFindingCode; readonly objectId: string; readonly sentence: string },
): void => context.findings.add({ ...finding, objectKind: context.table.table });

function checkRow(
  row: AuditedRow,
  history: ObjectHistory | undefined,
  context: TableContext,
): void {
  const { table, memberOf } = context.table;
  const digest = rowDigest({ table, row, salt: context.salt });
  if (history === undefined) {
    if (memberOf === undefined) reportUncovered(context, row.id);
    else collectMember(context, memberOf(row), { id: row.id, digest });
    return;
  }
  if (history.seen) {
    report(context, {
      code: 'ROW_TWICE',
      objectId: row.id,
      sentence: `${table} ${row.id} is there twice.`,
    });
  }
  history.seen = true;
  if (digest !== history.lastDigest || (row.version ?? 1) !== history.lastVersion) {
    const recorded = `what its last leaf (version ${history.lastVersion}) recorded`;
    const sentence = `${table} ${row.id} differs from ${recorded}.`;
    report(context, { code: 'ROW_DIFFERS', objectId: row.id, sentence });
  }
  if (history.firstVersion === 1) return;
  // The row came to be under a root of members, which saw it as it was before its first leaf.
  if (memberOf === undefined || history.digestBefore === null) reportUncovered(context, row.id);
  else collectMember(context, memberOf(row), { id: row.id, digest: history.digestBefore });
}

function reportUncovered(context: TableContext, objectId: string): void {
  const sentence = `No leaf accounts for the beginning of ${context.table.table} ${objectId}.`;
  report(context, { code: 'ROW_WITHOUT_LEAF', objectId, sentence });
}

function collectMember(context: TableContext, parentId: string, member: MemberRow): void {
  const known = context.members.get(parentId);
  if (known === undefined) context.members.set(parentId, [member]);
  else known.push(member);
}

/** Holds the collected members of each object against the roots that its leaves carry. */
function checkMembers(context: TableContext): void {
  const byParent = context.log.members.get(context.table.table);
  for (const [parentId, roots] of byParent ?? []) {
    const rows = (context.members.get(parentId) ?? []).toSorted((left, right) =>
      left.id < right.id ? -1 : 1,
    );
    for (const root of roots) checkRoot({ parentId, rows, root }, context);
  }
  for (const [parentId, rows] of context.members) {
    const roots = byParent?.get(parentId) ?? [];
    for (const { id } of rows) {
      const covered = roots.some((root) => coversMember(root, id));
      if (!covered) reportUncovered(context, id);
    }
  }
}

function checkRoot(
  given: {
    readonly parentId: string;
    readonly rows: readonly MemberRow[];
    readonly root: AuditMembers;
  },
  context: TableContext,
): void {
  const { parentId, rows, root } = given;
  const inRange = rows.filter(({ id }) => coversMember(root, id));
  const matches =
    inRange.length === root.count &&
    inRange.length > 0 &&
    membersOfDigests(root.table, inRange).root === root.root;
  if (matches) return;
  report(context, {
    code: 'MEMBERS_DIFFER',
    objectId: parentId,
    sentence:
      `The ${root.count} rows of ${root.table} that belong to ${parentId} are not those ` +
      `recorded: ${inRange.length} are there, or one was edited.`,
  });
}
