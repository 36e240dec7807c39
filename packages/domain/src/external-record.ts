import type { OpenItemKind, OpenItemState } from './open-item.ts';
import type { Currency } from './value/currency.ts';
import type { PlainDate } from './value/plain-date.ts';

/** What identifies one company of the accounts and what the hub needs to know of it. */
export interface CompanyRecord {
  readonly externalId: string;
  readonly name: string;
  readonly country: string;
  readonly currency: Currency;
  /** Latest date on or before which nothing can be posted, or null. */
  readonly lockedUntil: PlainDate | null;
}

export interface UserRecord {
  readonly externalId: string;
  readonly login: string;
  readonly name: string;
  readonly email: string | null;
  readonly active: boolean;
}

export interface PartyRecord {
  readonly externalId: string;
  readonly name: string;
  readonly country: string | null;
  readonly street: string | null;
  readonly city: string | null;
  readonly postalCode: string | null;
  readonly email: string | null;
  readonly taxNumber: string | null;
  readonly active: boolean;
}

export interface PartyBankRecord {
  readonly externalId: string;
  readonly partyExternalId: string;
  /** As keyed; blanks removed. */
  readonly accountNumber: string;
  readonly bic: string | null;
  readonly clearingNumber: string | null;
  readonly currency: Currency | null;
  readonly trusted: boolean;
  readonly lastEditedByExternalId: string | null;
  readonly active: boolean;
}

export interface BankJournalRecord {
  readonly externalId: string;
  readonly companyExternalId: string;
  readonly code: string;
  readonly accountNumber: string | null;
  readonly bic: string | null;
  readonly currency: Currency;
}

/** Everything the accounts know that changes rarely, read whole (a few thousand rows). */
export interface MasterData {
  readonly companies: readonly CompanyRecord[];
  readonly users: readonly UserRecord[];
  readonly parties: readonly PartyRecord[];
  readonly partyBanks: readonly PartyBankRecord[];
  readonly bankJournals: readonly BankJournalRecord[];
}

/** A bill or credit note as the accounts tell it now. Amounts positive, minor units. */
export interface OpenItemRecord {
  readonly externalId: string;
  readonly companyExternalId: string;
  readonly kind: OpenItemKind;
  readonly partyExternalId: string;
  readonly number: string;
  readonly supplierReference: string | null;
  readonly invoiceDate: PlainDate;
  readonly dueDate: PlainDate;
  readonly discountDate: PlainDate | null;
  readonly discountMinor: bigint | null;
  readonly currency: Currency;
  readonly totalMinor: bigint;
  readonly residualMinor: bigint;
  readonly state: OpenItemState;
  readonly blocked: boolean;
  readonly createdByExternalId: string | null;
  readonly lastEditedByExternalId: string | null;
}
