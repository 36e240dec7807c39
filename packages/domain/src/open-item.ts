import type { Currency } from './value/currency.ts';
import type { ConnectionId, EntityId, OpenItemId, PartyId, PersonId } from './value/identifier.ts';
import type { PlainDate } from './value/plain-date.ts';

export type OpenItemKind = 'bill' | 'credit_note';
export type OpenItemState = 'open' | 'paid' | 'reset' | 'cancelled';

/**
 * A posted bill or credit note of a supplier as the accounts last told it: a mirror, never the
 * record. `residualMinor` is positive for both kinds; a credit note reduces what is paid.
 */
export interface OpenItem {
  readonly id: OpenItemId;
  readonly version: number;
  readonly entityId: EntityId;
  readonly connectionId: ConnectionId;
  readonly kind: OpenItemKind;
  readonly partyId: PartyId;
  /** The number in our accounts, for example `BILL/2026/11/0042`. */
  readonly number: string;
  /** The supplier's own number, used in the remittance. */
  readonly supplierReference: string | null;
  readonly invoiceDate: PlainDate;
  readonly dueDate: PlainDate;
  readonly discountDate: PlainDate | null;
  readonly discountMinor: bigint | null;
  readonly currency: Currency;
  readonly totalMinor: bigint;
  readonly residualMinor: bigint;
  readonly state: OpenItemState;
  /** Blocked or disputed in the accounts: never proposed. */
  readonly blocked: boolean;
  /** Open or already sent before go-live, hence not the hub's to pay. */
  readonly baselined: boolean;
  readonly createdBy: PersonId | null;
  readonly lastEditedBy: PersonId | null;
}
