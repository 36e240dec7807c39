/**
 * The sample company as plain data: what the simulated Odoo is loaded with and what the simulated
 * banks know of their customers. Amounts are decimal strings in the currency of the record (never
 * floats), dates are `YYYY-MM-DD`.
 */
export interface SampleCompany {
  readonly seed: number;
  /** The business day on which the sample opens; every other date is relative to it. */
  readonly today: string;
  readonly users: readonly SampleUser[];
  readonly entities: readonly SampleEntity[];
  readonly bankAccounts: readonly SampleBankAccount[];
  readonly suppliers: readonly SampleSupplier[];
  /** Open bills and credit notes, about 400. */
  readonly documents: readonly SampleDocument[];
  /** Six months of history: already paid documents with the bank lines that paid them. */
  readonly history: readonly SampleHistory[];
  /** What was planted on purpose, so that tests and the demo can look for it. */
  readonly planted?: SamplePlanted;
}

export interface SamplePlanted {
  /** Suppliers without any bank account. */
  readonly withoutAccount: readonly string[];
  /** Suppliers whose only IBAN has wrong check digits. */
  readonly withInvalidAccount: readonly string[];
  /** The supplier that sent one invoice twice, and the reference of both documents. */
  readonly duplicate: { readonly supplierCode: string; readonly supplierReference: string };
  /** Suppliers with a due bill and an open credit note. */
  readonly withCreditNote: readonly string[];
}

export interface SampleUser {
  readonly login: string;
  readonly name: string;
  readonly email: string;
  /** What the person does in the sample; `service` is the hub's own user. */
  readonly role?: 'bookkeeper' | 'approver' | 'treasurer' | 'service';
}

export interface SampleEntity {
  /** Short code of the company, for example `HDE`. */
  readonly code: string;
  readonly name: string;
  readonly country: string;
  readonly currency: 'EUR' | 'GBP' | 'USD';
  /** Global lock date (Odoo 18 `fiscalyear_lock_date`), or null. */
  readonly lockDate: string | null;
}

export interface SampleBankAccount {
  readonly entityCode: string;
  /** Code of the Odoo bank journal, at most five letters. */
  readonly journalCode: string;
  readonly bank: 'nordhafen' | 'kingsway';
  /** IBAN, or a national account number where the country has none. */
  readonly accountNumber: string;
  readonly bic: string;
  readonly currency: 'EUR' | 'GBP' | 'USD';
  /** Balance at the end of the day before `today`: bank and Odoo agree on it. */
  readonly openingBalance: string;
}

export interface SampleSupplier {
  readonly code: string;
  readonly name: string;
  readonly country: string;
  readonly city: string;
  readonly street: string;
  readonly postalCode: string;
  readonly email: string;
  readonly vat: string | null;
  readonly accounts: readonly SampleSupplierAccount[];
}

export interface SampleSupplierAccount {
  readonly accountNumber: string;
  readonly bic: string | null;
  /** US routing number (ABA) where there is no IBAN. */
  readonly routingNumber: string | null;
  readonly currency: string | null;
  /** Odoo `allow_out_payment`. */
  readonly trusted: boolean;
  /** Login of the user who keyed or last edited the account. */
  readonly lastEditedBy: string;
}

export interface SampleDocument {
  readonly entityCode: string;
  readonly kind: 'in_invoice' | 'in_refund';
  readonly supplierCode: string;
  /** The supplier's own number: Odoo `ref`. */
  readonly supplierReference: string;
  readonly invoiceDate: string;
  readonly dueDate: string;
  readonly currency: string;
  readonly total: string;
  readonly lines: readonly { readonly description: string; readonly amount: string }[];
  /** Early payment discount, or null. */
  readonly discount: { readonly date: string; readonly percent: string } | null;
  /** True: not to be paid (payment blocked or disputed in Odoo). */
  readonly blocked: boolean;
  readonly createdBy: string;
}

export interface SampleHistory {
  readonly document: SampleDocument;
  readonly journalCode: string;
  readonly paidOn: string;
}
