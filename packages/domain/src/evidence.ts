import type { ConnectionId, EntityId, Id, InboxId } from './value/identifier.ts';
import type { Instant } from './value/plain-date.ts';

/** A raw thing as received or sent; the bytes lie in the evidence store under `hash` (SHA-256). */
export interface Evidence {
  readonly id: Id<'evidence'>;
  readonly hash: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** What it is to us: `pain.001`, `pain.002`, `camt.053`, `odoo.record`, `mail`. */
  readonly kind: string;
  readonly receivedAt: Instant;
}

/** One delivery from outside, stored before it is acknowledged (I12); deduped for ever (I26). */
export interface InboxItem {
  readonly id: InboxId;
  readonly version: number;
  readonly connectionId: ConnectionId;
  /** The sender's id of the delivery: a file name with its digest, an event id. */
  readonly externalId: string;
  readonly kind: string;
  readonly evidenceHash: string;
  readonly state: 'received' | 'applied' | 'no_effect' | 'parked' | 'quarantined';
  readonly note: string | null;
  readonly receivedAt: Instant;
  readonly appliedAt: Instant | null;
}

/** A canonical event for other systems; `v` versions its payload (CAN-02, CAN-13). */
export interface OutboxEvent {
  readonly id: Id<'event'>;
  readonly entityId: EntityId;
  readonly type: string;
  readonly v: number;
  readonly objectKind: string;
  readonly objectId: string;
  readonly occurredAt: Instant;
  readonly correlationId: string;
  /** Canonical JSON text; ids, states and amounts, never names or account numbers. */
  readonly payload: string;
}

export interface WebhookSubscription {
  readonly id: Id<'subscription'>;
  readonly version: number;
  readonly name: string;
  readonly url: string;
  readonly eventTypes: readonly string[];
  /** Name of the secret in the configuration; the secret itself is never stored. */
  readonly secretName: string;
  readonly active: boolean;
}

export interface WebhookDelivery {
  readonly id: Id<'delivery'>;
  readonly version: number;
  readonly subscriptionId: Id<'subscription'>;
  readonly eventId: Id<'event'>;
  readonly entityId: EntityId;
  readonly state: 'pending' | 'delivered' | 'dead_letter';
  readonly attempts: number;
  readonly lastStatus: string | null;
}

/** Where a poll of a counterparty stands: opaque to everybody but its connector. */
export interface SyncCursor {
  readonly id: Id<'cursor'>;
  readonly version: number;
  readonly connectionId: ConnectionId;
  readonly stream: string;
  readonly state: string;
  readonly updatedAt: Instant;
}

/** Who acts: a person, or a part of the hub itself. */
export interface Actor {
  readonly kind: 'person' | 'service';
  readonly id: string;
  readonly name: string;
}

/**
 * One line of the audit log: one verb on one aggregate. Ids, states, amounts and salted digests,
 * never names, account numbers or remittance text, so that erasure leaves the log verifiable.
 */
export interface AuditLeaf {
  readonly id: Id<'leaf'>;
  readonly v: number;
  readonly entityId: EntityId | null;
  readonly at: Instant;
  readonly actorKind: 'person' | 'service';
  readonly actorId: string;
  readonly correlationId: string;
  readonly verb: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly objectVersion: number;
  /** Digest of the whole row as this mutation left it; lets a verifier find a row edited since. */
  readonly rowDigest: string;
  /** Canonical JSON text of what changed. */
  readonly detail: string;
  /** SHA-256 of the canonical form of everything above (RFC 6962 leaf prefix 0x00). */
  readonly leafHash: string;
}
