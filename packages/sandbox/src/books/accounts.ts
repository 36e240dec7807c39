import type { BankAccountBooks, Booking } from '../bank/ledger.ts';
import type { AuditDetail, AuditedOdoo, OdooJournal, OdooStatementLine } from './types.ts';

/** Compares one bank account with its journal in Odoo, entry by entry and in total. */
export interface AccountFindings {
  readonly details: readonly AuditDetail[];
  readonly lost: number;
  /** Absolute minor units that nothing explains. */
  readonly unexplained: bigint;
}

function magnitude(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

interface Unmatched {
  readonly entries: readonly Booking[];
  readonly lines: readonly OdooStatementLine[];
}

/** Pairs entries and lines of the same key one to one; answers those left over. */
function pair(
  { entries, lines }: Unmatched,
  keyOf: (item: { readonly date: string; readonly amount: bigint }) => string,
): Unmatched {
  const waiting = new Map<string, OdooStatementLine[]>();
  for (const line of lines) waiting.set(keyOf(line), [...(waiting.get(keyOf(line)) ?? []), line]);
  const left = entries.filter((entry) => waiting.get(keyOf(entry))?.shift() === undefined);
  return { entries: left, lines: [...waiting.values()].flat() };
}

/** By day and amount first; then by amount alone, since Odoo moves lines out of locked periods. */
function unmatched(all: Unmatched): Unmatched {
  const rest = pair(all, (item) => `${item.date} ${item.amount}`);
  return pair(rest, (item) => item.amount.toString());
}

function entryDetail(entry: Booking): AuditDetail {
  return {
    kind: 'entryWithoutLine',
    subject: entry.reference,
    explanation: `${entry.kind} of ${entry.date}: ${entry.text}`,
    amount: entry.amount.toString(),
    currency: entry.currency,
  };
}

function lineDetail(line: OdooStatementLine, currency: string): AuditDetail {
  return {
    kind: 'lineWithoutEntry',
    subject: line.id,
    explanation: `line of ${line.date} in journal ${line.journal}`,
    amount: line.amount.toString(),
    currency,
  };
}

function balanceDetail(account: BankAccountBooks, journal: OdooJournal | undefined): AuditDetail {
  const ledger = journal === undefined ? 'no journal' : journal.ledgerBalance.toString();
  return {
    kind: 'balanceDiffers',
    subject: account.accountNumber,
    explanation: `bank ${account.closingBalance}, Odoo ${ledger}`,
    amount: (account.closingBalance - (journal?.ledgerBalance ?? 0n)).toString(),
    currency: account.currency,
  };
}

/** Findings for one account; `firstDay` is the first day on which the bank booked anything. */
export function auditAccount(
  account: BankAccountBooks,
  firstDay: string,
  odooBooks: AuditedOdoo,
): AccountFindings {
  const journal = odooBooks.journals.find(
    (item) => item.accountNumber === account.accountNumber && item.currency === account.currency,
  );
  const lines = odooBooks.statementLines.filter(
    (line) =>
      journal !== undefined &&
      line.journal === journal.code &&
      line.company === journal.company &&
      line.date >= firstDay,
  );
  const left = unmatched({ entries: account.bookings, lines });
  const surplus = left.lines.reduce((sum, line) => sum + magnitude(line.amount), 0n);
  const difference = magnitude(account.closingBalance - (journal?.ledgerBalance ?? 0n));
  return {
    details: [
      ...left.entries.map(entryDetail),
      ...left.lines.map((line) => lineDetail(line, account.currency)),
      ...(difference === 0n ? [] : [balanceDetail(account, journal)]),
    ],
    lost: left.entries.length,
    unexplained: surplus > difference ? surplus : difference,
  };
}
