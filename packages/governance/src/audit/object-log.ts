import type { AuditLeaf } from '@quittance/domain';
import type { FindingSink } from './finding.ts';
import type { AuditDetail } from './leaf.ts';
import type { AuditMembers } from './row-digest.ts';

/** What the leaves say of one object; its newest version is the highest, whatever the order. */
export interface ObjectHistory {
  leaves: number;
  firstVersion: number;
  lastVersion: number;
  /** Sum of the versions: with the count it shows a gap or a version that is there twice. */
  versionSum: number;
  /** Digest of the row as the newest leaf left it. */
  lastDigest: string;
  /** Digest before the oldest leaf, for rows that came to be under a root of members. */
  digestBefore: string | null;
  seen: boolean;
}

/** Everything that checking rows and evidence needs of the leaves. */
export interface ObjectLog {
  readonly histories: Map<string, Map<string, ObjectHistory>>;
  /** By table of the members, then by the id of the object that they belong to. */
  readonly members: Map<string, Map<string, AuditMembers[]>>;
  readonly evidenceHashes: Set<string>;
}

/** An empty log. */
export const createObjectLog = (): ObjectLog => ({
  histories: new Map(),
  members: new Map(),
  evidenceHashes: new Set(),
});

/** Takes one leaf into the log. */
export function recordLeaf(log: ObjectLog, leaf: AuditLeaf, findings: FindingSink): void {
  const detail = detailOf(leaf);
  if (detail === null) {
    const { objectKind, objectId } = leaf;
    const sentence = `The detail of leaf ${leaf.id} is not the canonical text that the hub writes.`;
    findings.add({ code: 'LEAF_MALFORMED', objectKind, objectId, sentence });
    return;
  }
  for (const evidenceHash of detail.evidenceHashes ?? []) log.evidenceHashes.add(evidenceHash);
  for (const members of detail.members ?? []) {
    const byParent = entryOf(log.members, members.table, () => new Map<string, AuditMembers[]>());
    entryOf(byParent, leaf.objectId, () => []).push(members);
  }
  const byId = entryOf(log.histories, leaf.objectKind, () => new Map<string, ObjectHistory>());
  const known = byId.get(leaf.objectId);
  const before = detail.previousRowDigest ?? null;
  if (known === undefined) byId.set(leaf.objectId, firstHistory(leaf, before));
  else extendHistory(known, leaf, before);
}

const firstHistory = (leaf: AuditLeaf, digestBefore: string | null): ObjectHistory => ({
  leaves: 1,
  firstVersion: leaf.objectVersion,
  lastVersion: leaf.objectVersion,
  versionSum: leaf.objectVersion,
  lastDigest: leaf.rowDigest,
  digestBefore,
  seen: false,
});

/** Two transactions may seal in another order than they committed, so versions may come mixed. */
function extendHistory(history: ObjectHistory, leaf: AuditLeaf, before: string | null): void {
  history.leaves += 1;
  history.versionSum += leaf.objectVersion;
  if (leaf.objectVersion > history.lastVersion) {
    history.lastVersion = leaf.objectVersion;
    history.lastDigest = leaf.rowDigest;
  }
  if (leaf.objectVersion < history.firstVersion) {
    history.firstVersion = leaf.objectVersion;
    history.digestBefore = before;
  }
}

/** True when the versions from the first to the last are there once each. */
export const isGapless = (history: ObjectHistory): boolean =>
  history.leaves === history.lastVersion - history.firstVersion + 1 &&
  history.versionSum * 2 === (history.firstVersion + history.lastVersion) * history.leaves;

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

const nothing: AuditDetail = Object.freeze({});

/** Reads a detail; null when it is not an object of the known form. Most carry nothing for us. */
function detailOf(leaf: AuditLeaf): AuditDetail | null {
  const { detail } = leaf;
  if (typeof detail !== 'string') return null;
  const carries =
    detail.includes('"members"') ||
    detail.includes('"previousRowDigest"') ||
    detail.includes('"evidenceHashes"');
  if (!carries) return nothing;
  try {
    const value: unknown = JSON.parse(detail);
    return isDetail(value) ? value : null;
  } catch {
    return null;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string';

function isDetail(value: unknown): value is AuditDetail {
  if (!isRecord(value)) return false;
  const { previousRowDigest, members, evidenceHashes } = value;
  return (
    (previousRowDigest === undefined || isText(previousRowDigest)) &&
    (members === undefined || (Array.isArray(members) && members.every(isMembers))) &&
    (evidenceHashes === undefined ||
      (Array.isArray(evidenceHashes) && evidenceHashes.every(isText)))
  );
}

function isMembers(value: unknown): value is AuditMembers {
  if (!isRecord(value)) return false;
  const { table, count, firstId, lastId, root, ids } = value;
  return (
    [table, firstId, lastId, root].every(isText) &&
    typeof count === 'number' &&
    (ids === undefined || (Array.isArray(ids) && ids.every(isText)))
  );
}
