import type { Currency, Instant, Money, PlainDate } from '@quittance/domain';

/** An account as the rail names it. */
export type PaymentAccount =
  | { readonly kind: 'iban'; readonly number: string }
  | { readonly kind: 'other'; readonly number: string };

/**
 * A postal address. Structured elements and free lines (`AdrLine`) may both be given; a bank
 * profile that asks for structured addresses takes no lines.
 */
export interface PaymentAddress {
  readonly country: string | null;
  readonly street: string | null;
  readonly buildingNumber: string | null;
  readonly postalCode: string | null;
  readonly town: string | null;
  readonly lines: readonly string[];
}

/** A member of a national clearing system, for example `USABA` 021000021 or `GBDSC` 601613. */
export interface ClearingMember {
  readonly system: string;
  readonly memberId: string;
}

export interface PaymentTransaction {
  readonly endToEndId: string;
  readonly amount: Money;
  readonly creditorName: string;
  readonly creditorAddress: PaymentAddress | null;
  readonly creditorAccount: PaymentAccount;
  /** Null for an account whose bank follows from its number (IBAN). */
  readonly creditorAgentBic: string | null;
  readonly creditorAgentClearing: ClearingMember | null;
  /** Text for the payee; empty for none. */
  readonly remittance: string;
}

/** Who bears the charges outside of SEPA, where it is always `SLEV`. */
export type ChargeBearer = 'SHAR' | 'DEBT' | 'CRED';

/** Payments of one debtor account, one currency and one day (`PmtInf`). */
export interface PaymentBatchInput {
  readonly id: string;
  readonly debtorName: string;
  readonly debtorAccount: PaymentAccount;
  readonly debtorAccountCurrency: Currency | null;
  readonly debtorAgentBic: string | null;
  readonly debtorAgentClearing: ClearingMember | null;
  readonly executionDate: PlainDate;
  /** True: the bank books the batch as one debit; false: each payment. */
  readonly batchBooking: boolean;
  readonly urgent: boolean;
  readonly chargeBearer: ChargeBearer | null;
  readonly transactions: readonly PaymentTransaction[];
}

/** A credit transfer initiation: what is to be paid, before the bank's charset and lengths. */
export interface PaymentFileInput {
  readonly messageId: string;
  readonly createdAt: Instant;
  readonly initiatingParty: { readonly name: string; readonly id: string | null };
  readonly batches: readonly PaymentBatchInput[];
}

/** How a payment travels: `SEPA` in euro within SEPA, `URGP` urgent, `NURG` otherwise. */
export type ServiceLevel = 'SEPA' | 'URGP' | 'NURG';
