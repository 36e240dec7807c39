import {
  type Actor,
  type AuditLeaf,
  type EntityId,
  type Id,
  type Instant,
  present,
} from '@quittance/domain';
import canonicalize from 'canonicalize';
import { canonicalJson } from '../canonical-json.ts';
import { hashLeafData } from './merkle.ts';
import type { AuditMembers } from './row-digest.ts';

/** The form of leaves written today; a verifier knows every earlier one. */
export const auditLeafVersion = 1;

export interface AuditLeafInput {
  readonly id: Id<'leaf'>;
  readonly entityId: EntityId | null;
  readonly at: Instant;
  readonly actor: Pick<Actor, 'kind' | 'id'>;
  readonly correlationId: string;
  /** The verb's name: `releasePayment`. */
  readonly verb: string;
  /** The name of the table whose row changed: `payment`. */
  readonly objectKind: string;
  readonly objectId: string;
  /** The version of the row as this mutation left it; 1 for rows that never change. */
  readonly objectVersion: number;
  /** `rowDigest` of the row as this mutation left it. */
  readonly rowDigest: string;
  /**
   * `rowDigest` of the row before. Needed only by the first leaf of a row that came to be under a
   * root of `members`, so that the root can still be proven after the row has moved on.
   */
  readonly previousRowDigest?: string;
  /** Rows that this leaf covers by a common root. */
  readonly members?: readonly AuditMembers[];
  /** SHA-256 of every evidence file that this mutation relies on; a verifier opens each. */
  readonly evidenceHashes?: readonly string[];
  /** What changed: ids, states, amounts, digests. Never names, account numbers, remittance. */
  readonly changes?: Readonly<Record<string, unknown>>;
}

/** What a leaf's `detail` holds, as {@link makeAuditLeaf} writes it. */
export interface AuditDetail {
  readonly changes?: Readonly<Record<string, unknown>>;
  readonly previousRowDigest?: string;
  readonly members?: readonly AuditMembers[];
  readonly evidenceHashes?: readonly string[];
}

/** Makes the one leaf of a mutation, frozen, with its RFC 6962 leaf hash (I21, AUD-01, AUD-02). */
export function makeAuditLeaf(input: AuditLeafInput): AuditLeaf {
  const detail: AuditDetail = {
    ...(input.changes === undefined ? {} : { changes: input.changes }),
    ...(input.previousRowDigest === undefined
      ? {}
      : { previousRowDigest: input.previousRowDigest }),
    ...(input.members === undefined ? {} : { members: input.members }),
    ...(input.evidenceHashes === undefined ? {} : { evidenceHashes: input.evidenceHashes }),
  };
  const body: Omit<AuditLeaf, 'leafHash'> = {
    id: input.id,
    v: auditLeafVersion,
    entityId: input.entityId,
    at: input.at,
    actorKind: input.actor.kind,
    actorId: input.actor.id,
    correlationId: input.correlationId,
    verb: input.verb,
    objectKind: input.objectKind,
    objectId: input.objectId,
    objectVersion: input.objectVersion,
    rowDigest: input.rowDigest,
    detail: canonicalJson(detail),
  };
  return Object.freeze({ ...body, leafHash: hashOfBody(body) });
}

/** The hash that a leaf must carry: SHA-256 over 0x00 and the canonical leaf without its hash. */
export function leafHashOf(leaf: AuditLeaf): string {
  return hashOfBody({
    id: leaf.id,
    v: leaf.v,
    entityId: leaf.entityId,
    at: leaf.at,
    actorKind: leaf.actorKind,
    actorId: leaf.actorId,
    correlationId: leaf.correlationId,
    verb: leaf.verb,
    objectKind: leaf.objectKind,
    objectId: leaf.objectId,
    objectVersion: leaf.objectVersion,
    rowDigest: leaf.rowDigest,
    detail: leaf.detail,
  });
}

/** A body is flat and holds texts, whole numbers and null, so it needs none of our own rules. */
const hashOfBody = (body: Omit<AuditLeaf, 'leafHash'>): string =>
  hashLeafData(present(canonicalize(body), 'the canonical form of a leaf'));
