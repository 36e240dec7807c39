import type { Currency } from './value/currency.ts';
import type {
  BankDetailsId,
  ConnectionId,
  EntityId,
  Id,
  OwnAccountId,
  PartyId,
  PersonId,
} from './value/identifier.ts';
import type { Instant, PlainDate } from './value/plain-date.ts';

/** A company of the group; one company of Odoo. */
export interface LegalEntity {
  readonly id: EntityId;
  readonly version: number;
  readonly code: string;
  readonly name: string;
  readonly country: string;
  readonly currency: Currency;
  /** IANA zone in which the entity's business day begins and ends (I30). */
  readonly timeZone: string;
  /** The latest of the entity's lock dates in the accounts: nothing is posted on or before it. */
  readonly lockedUntil: PlainDate | null;
}

export type PartyRole = 'supplier' | 'customer' | 'employee';

/** Somebody the group trades with. A group table: one party may serve several entities. */
export interface Party {
  readonly id: PartyId;
  readonly version: number;
  readonly role: PartyRole;
  readonly name: string;
  readonly country: string | null;
  readonly street: string | null;
  readonly city: string | null;
  readonly postalCode: string | null;
  readonly email: string | null;
  readonly taxNumber: string | null;
}

/** Account numbers of parties live in this table only; elsewhere the digest stands for them. */
export interface PartyBankDetails {
  readonly id: BankDetailsId;
  readonly version: number;
  readonly partyId: PartyId;
  /** IBAN without blanks, or the national account number. */
  readonly accountNumber: string;
  readonly accountDigest: string;
  readonly bic: string | null;
  /** Clearing system member id (ABA, sort code) where there is no IBAN. */
  readonly clearingNumber: string | null;
  readonly currency: Currency | null;
  readonly trusted: boolean;
  /** The person who last keyed or changed it: may not approve payments to it (I17). */
  readonly lastEditedBy: PersonId | null;
  readonly active: boolean;
}

/** A human being. Linked identities of one human collapse into one person (I17). */
export interface Person {
  readonly id: PersonId;
  readonly version: number;
  readonly name: string;
  readonly email: string | null;
  readonly active: boolean;
  /** True for a service account: a machine never approves. */
  readonly machine: boolean;
}

export type Role = 'preparer' | 'approver' | 'releaser' | 'reconciler' | 'controller' | 'auditor';

/** A role of a person in one entity. */
export interface Grant {
  readonly id: Id<'grant'>;
  readonly version: number;
  readonly entityId: EntityId;
  readonly personId: PersonId;
  readonly role: Role;
  /** Largest amount per payment in the entity's currency, or null for no limit. */
  readonly limitMinor: bigint | null;
  readonly active: boolean;
}

/** How many persons must approve from which amount on; the highest row that fits rules. */
export interface ApprovalPolicy {
  readonly id: Id<'policy'>;
  readonly version: number;
  readonly entityId: EntityId;
  readonly currency: Currency;
  readonly fromMinor: bigint;
  readonly approversRequired: number;
  /** No single payment above it leaves at all. */
  readonly paymentMaxMinor: bigint;
}

/** A bank account of our own. The number lives in this table only. */
export interface OwnAccount {
  readonly id: OwnAccountId;
  readonly version: number;
  readonly entityId: EntityId;
  readonly accountNumber: string;
  readonly accountDigest: string;
  readonly bic: string | null;
  readonly name: string;
  readonly currency: Currency;
  /** Key of the bank profile that describes how this bank behaves. */
  readonly bankProfile: string;
  readonly bankConnectionId: ConnectionId;
  /** Its place among the accounts of the entity where several could pay, lowest first. */
  readonly routingRank: number | null;
  /** Booked balance of the newest statement, and its day; null before the first one. */
  readonly bookedBalanceMinor: bigint | null;
  readonly balanceDate: PlainDate | null;
}

/** A configured counterparty: one Odoo, one bank folder. Secrets stay in the configuration. */
export interface Connection {
  readonly id: ConnectionId;
  readonly version: number;
  readonly name: string;
  readonly connector: string;
  readonly active: boolean;
  /** Health as last seen; the counterparty that is down is shown as down. */
  readonly lastSuccessAt: Instant | null;
  readonly lastFaultAt: Instant | null;
  readonly lastFault: string | null;
}

/** Ties an external id to the object that it names; any one finds all the others (CAN-03). */
export interface Link {
  readonly id: Id<'link'>;
  /** Null for an object of a group table. */
  readonly entityId: EntityId | null;
  /** Where the id comes from: `odoo:openItem`, `MsgId`, `EndToEndId`, `UETR`, `AcctSvcrRef`. */
  readonly scheme: string;
  readonly externalId: string;
  readonly objectKind: string;
  readonly objectId: string;
}
