import type { BankBooks } from '../bank/ledger.ts';

/**
 * What the judge needs of Odoo's books: plain structures that any Odoo, simulated or real, can
 * fill. Amounts are bigint minor units of the currency named beside them.
 */
export interface AuditedOdoo {
  readonly companies: readonly OdooCompany[];
  readonly journals: readonly OdooJournal[];
  readonly statementLines: readonly OdooStatementLine[];
  readonly payments: readonly OdooPayment[];
  readonly bills: readonly OdooBill[];
}

export interface OdooCompany {
  readonly code: string;
  readonly currency: string;
}

/** A bank journal. */
export interface OdooJournal {
  readonly code: string;
  readonly company: string;
  readonly accountNumber: string;
  readonly currency: string;
  /** Balance of the journal's bank account in the ledger, all posted moves. */
  readonly ledgerBalance: bigint;
}

export interface OdooStatementLine {
  readonly id: string;
  readonly company: string;
  /** Code of its journal. */
  readonly journal: string;
  readonly date: string;
  /** Signed: money out is negative. */
  readonly amount: bigint;
  readonly hubReference: string | null;
  readonly reconciled: boolean;
}

export interface OdooPayment {
  readonly id: string;
  readonly company: string;
  /** The hub's payment reference, which is the EndToEndId at the bank; null: not the hub's. */
  readonly hubReference: string | null;
  readonly amount: bigint;
  readonly currency: string;
  readonly state: 'draft' | 'in_process' | 'paid' | 'canceled' | 'rejected';
  /** Bills and credit notes it is reconciled with. */
  readonly billIds: readonly string[];
}

export interface OdooBill {
  readonly id: string;
  readonly company: string;
  readonly kind: 'in_invoice' | 'in_refund';
  /** Anything that tells suppliers apart. */
  readonly supplier: string;
  /** Account numbers of the supplier, without blanks. */
  readonly supplierAccounts: readonly string[];
  readonly supplierReference: string;
  readonly currency: string;
  /** Positive for bills and credit notes alike. */
  readonly total: bigint;
  /** What is still open, positive. */
  readonly residual: bigint;
  /** Odoo's `x_hub_state`. */
  readonly hubState: string | null;
}

export interface AuditInput {
  readonly bankBooks: readonly BankBooks[];
  readonly odooBooks: AuditedOdoo;
}

export type AuditDetailKind =
  /** One EndToEndId executed more than once. */
  | 'executedTwice'
  /** Instructions for the same bills that pay more than the bills' total. */
  | 'paidMoreThanBilled'
  /** Two instructions with the same payee, amount and remittance text. */
  | 'sameInstructionTwice'
  /** Executed at the bank, unknown to Odoo. */
  | 'executionUnknownToOdoo'
  /** Executed for another amount or currency than Odoo's payment says. */
  | 'executedForAnotherAmount'
  /** Posted in Odoo, never executed at the bank. */
  | 'paymentNeverExecuted'
  /** Booked at the bank, without a statement line in Odoo. */
  | 'entryWithoutLine'
  /** Bills closed by payments of the hub that all came back. */
  | 'closedWithoutMoney'
  /** A statement line in Odoo that the bank never booked. */
  | 'lineWithoutEntry'
  /** Bank and ledger differ. */
  | 'balanceDiffers';

export interface AuditDetail {
  readonly kind: AuditDetailKind;
  /** EndToEndId, bill, entry or account concerned. */
  readonly subject: string;
  readonly explanation: string;
  /** Minor units at stake, as a decimal integer. */
  readonly amount: string;
  readonly currency: string;
}

export interface AuditResult {
  /** Executions too many. */
  readonly duplicates: number;
  /** Facts that one side has and the other does not. */
  readonly lost: number;
  /**
   * The largest absolute difference over all accounts: between the bank's balance and Odoo's, or
   * the sum of the lines Odoo has and the bank has not, whichever is more; minor units as a decimal
   * integer, `0` when all is explained.
   */
  readonly unexplained: string;
  readonly details: readonly AuditDetail[];
}
