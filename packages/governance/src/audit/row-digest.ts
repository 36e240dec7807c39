import { createHmac } from 'node:crypto';
import { assert } from '@quittance/domain';
import { saltBytesMin } from '../account-digest.ts';
import { canonicalJson } from '../canonical-json.ts';
import { digestKeyOf } from '../digest-key.ts';
import { createMerkleAccumulator } from './merkle.ts';

/** Any record of a table: it has an id, and a version when its rows change. */
export interface AuditedRow {
  readonly id: string;
  readonly version?: number;
}

/**
 * Digest of a whole row: HMAC-SHA-256, lower-case hex, over its canonical form. The salt is the
 * installation's audit salt, kept outside the database, so that whoever may write every row still
 * cannot make the digest that a leaf would need. Columns that are null are left out, so that a
 * release which adds a nullable column changes no digest.
 */
export function rowDigest(input: {
  readonly table: string;
  readonly row: object;
  readonly salt: Uint8Array;
}): string {
  assert(input.salt.length >= saltBytesMin, 'the audit salt has at least sixteen bytes');
  const columns: Record<string, unknown> = {};
  for (const [column, value] of Object.entries(input.row)) {
    if (value !== null && value !== undefined) columns[column] = value;
  }
  const text = canonicalJson({ v: 1, table: input.table, columns });
  return createHmac('sha256', digestKeyOf(input.salt)).update(text, 'utf8').digest('hex');
}

/**
 * Many rows under one leaf: a file load writes one leaf that carries the Merkle root of its lines.
 * It covers exactly the rows of the table that belong to the leaf's object and whose id lies in
 * the range, in the order of their ids.
 */
export interface AuditMembers {
  readonly table: string;
  readonly count: number;
  readonly firstId: string;
  readonly lastId: string;
  readonly root: string;
  /**
   * The ids themselves where they are few: two verbs at one moment may add members of one object
   * whose ranges interleave. A file load, alone on its object, is told by its range.
   */
  readonly ids?: readonly string[];
}

/** Up to so many members are listed by id, so that a leaf stays below a few kilobytes. */
export const memberIdsMax = 50;

/** True when the members under this root include the row. */
export const coversMember = (members: AuditMembers, id: string): boolean =>
  members.ids === undefined
    ? members.firstId <= id && id <= members.lastId
    : members.ids.includes(id);

/** Covers new rows of one object by their common root. The rows may come in any order. */
export function auditMembers(input: {
  readonly table: string;
  readonly rows: readonly AuditedRow[];
  readonly salt: Uint8Array;
}): AuditMembers {
  const { table, salt } = input;
  const digests = input.rows.map((row) => ({
    id: row.id,
    digest: rowDigest({ table, row, salt }),
  }));
  return membersOfDigests(table, digests);
}

/** The same from digests that are known already; at least one. */
export function membersOfDigests(
  table: string,
  digests: readonly { readonly id: string; readonly digest: string }[],
): AuditMembers {
  const sorted = digests.toSorted((left, right) => (left.id < right.id ? -1 : 1));
  const first = sorted.at(0);
  const last = sorted.at(-1);
  assert(first !== undefined && last !== undefined, 'a root covers at least one row');
  const tree = createMerkleAccumulator();
  for (const { digest } of sorted) tree.append(digest);
  const members = { table, count: sorted.length, firstId: first.id, lastId: last.id };
  const ids = sorted.map(({ id }) => id);
  const root = tree.root();
  return ids.length > memberIdsMax ? { ...members, root } : { ...members, root, ids };
}
