import type { Currency } from '../value/currency.ts';
import type { CaseId, EntityId, PersonId } from '../value/identifier.ts';
import type { Instant } from '../value/plain-date.ts';
import type { CaseState } from './lifecycle.ts';

/** Why a case exists; each kind has an owner role, a cause and a next action in the catalogue. */
export const caseKinds = [
  'rejected_posting',
  'duplicate_invoice',
  'closed_period',
  'rejected_payment',
  'returned_payment',
  'missing_bank_reference',
  'approval_mismatch',
  'orphaned_payment',
  'evidence_conflict',
  'unknown_outcome',
  'unmatched_line',
  'statement_gap',
  'statement_imbalance',
  'quarantined_file',
  'invalid_payment',
  'bill_changed',
  'drift',
  'bank_hold',
  'bank_confirmation',
  'dead_letter',
] as const;
export type CaseKind = (typeof caseKinds)[number];

/** An exception with an owner, money at risk and a next action (EXC). */
export interface ExceptionCase {
  readonly id: CaseId;
  readonly version: number;
  readonly entityId: EntityId;
  readonly kind: CaseKind;
  /** Technical failures and business exceptions are never mixed (EXC-14). */
  readonly nature: 'technical' | 'business';
  readonly severity: 1 | 2 | 3;
  readonly state: CaseState;
  readonly objectKind: string;
  readonly objectId: string;
  /** One open case per object and cause: the same trouble twice is one case. */
  readonly cause: string;
  readonly detail: string;
  readonly nextAction: string;
  readonly ownerRole: string;
  readonly ownerId: PersonId | null;
  readonly currency: Currency | null;
  readonly atRiskMinor: bigint;
  readonly openedAt: Instant;
  readonly dueAt: Instant;
  readonly resolvedAt: Instant | null;
  readonly resolution: string | null;
}
