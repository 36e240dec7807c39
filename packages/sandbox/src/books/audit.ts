import type { BankBooks, Instruction } from '../bank/ledger.ts';
import { auditAccount } from './accounts.ts';
import {
  closedWithoutMoney,
  executedTwice,
  isPosted,
  paidMoreThanBilled,
  paidTogether,
  sameInstructionTwice,
} from './duplicates.ts';
import type { AuditDetail, AuditInput, AuditResult, AuditedOdoo, OdooPayment } from './types.ts';

/** Executions that Odoo does not know, or knows for another amount. */
function unknownExecutions(
  instructions: readonly Readonly<Instruction>[],
  odooBooks: AuditedOdoo,
): readonly AuditDetail[] {
  const known = Map.groupBy(odooBooks.payments, (payment) => payment.hubReference);
  return instructions
    .filter((item) => item.timesExecuted > 0)
    .flatMap((item): readonly AuditDetail[] => {
      const payments = known.get(item.endToEndId) ?? [];
      const fits = payments.some(
        (payment) => payment.amount === item.amount && payment.currency === item.currency,
      );
      if (fits) return [];
      const [other] = payments;
      return [
        {
          kind: other === undefined ? 'executionUnknownToOdoo' : 'executedForAnotherAmount',
          subject: item.endToEndId,
          explanation:
            other === undefined
              ? `executed on ${item.bookedOn} to ${item.creditorName}`
              : `Odoo has ${other.amount} ${other.currency}`,
          amount: item.amount.toString(),
          currency: item.currency,
        },
      ];
    });
}

/** Payments of the hub posted in Odoo that the bank neither executed nor has still before it. */
function neverExecuted(
  instructions: readonly Readonly<Instruction>[],
  payments: readonly OdooPayment[],
): readonly AuditDetail[] {
  const known = new Set(
    instructions.filter((item) => item.state !== 'rejected').map((item) => item.endToEndId),
  );
  return payments
    .filter((payment) => isPosted(payment.state))
    .filter((payment) => payment.hubReference !== null && !known.has(payment.hubReference))
    .map((payment) => ({
      kind: 'paymentNeverExecuted',
      subject: payment.hubReference ?? payment.id,
      explanation: `payment ${payment.id} is ${payment.state} in Odoo`,
      amount: payment.amount.toString(),
      currency: payment.currency,
    }));
}

/** One execution too many counts once, however it was found. */
function withoutRepeatedSubjects(details: readonly AuditDetail[]): readonly AuditDetail[] {
  const seen = new Set<string>();
  return details.filter((detail) => {
    const isNew = !seen.has(detail.subject);
    seen.add(detail.subject);
    return isNew;
  });
}

/** Journals of Odoo whose account no bank keeps: their whole balance is unexplained. */
function strangeJournals(
  bankBooks: readonly BankBooks[],
  odooBooks: AuditedOdoo,
): readonly AuditDetail[] {
  const kept = new Set(
    bankBooks.flatMap((books) => books.accounts.map((account) => account.accountNumber)),
  );
  return odooBooks.journals
    .filter((journal) => !kept.has(journal.accountNumber) && journal.ledgerBalance !== 0n)
    .map((journal) => ({
      kind: 'balanceDiffers',
      subject: journal.accountNumber,
      explanation: `journal ${journal.code} of an account that no bank keeps`,
      amount: journal.ledgerBalance.toString(),
      currency: journal.currency,
    }));
}

/**
 * The independent judge of a payment run: reads only the books of the banks and of Odoo, at the end
 * and after the last statement has been loaded, and counts what must not be.
 *
 * - `duplicates`: executions too many: one EndToEndId more than once, bills paid above their total
 *   by distinct instructions, or two instructions alike
 * - `lost`: executions unknown to Odoo or known for another amount, posted payments never executed,
 *   bank entries without a statement line, bills closed by payments that came back
 * - `unexplained`: see AuditResult
 */
export function auditBooks({ bankBooks, odooBooks }: AuditInput): AuditResult {
  const instructions = bankBooks.flatMap((books) => books.instructions);
  const groups = paidTogether(instructions, odooBooks);
  const duplicates = [
    ...executedTwice(instructions),
    ...withoutRepeatedSubjects([
      ...paidMoreThanBilled(groups),
      ...sameInstructionTwice(instructions),
    ]),
  ];
  const lost = [
    ...unknownExecutions(instructions, odooBooks),
    ...neverExecuted(instructions, odooBooks.payments),
    ...closedWithoutMoney(groups, odooBooks),
  ];
  const accounts = bankBooks.flatMap((books) =>
    books.accounts.map((account) => auditAccount(account, books.firstDay, odooBooks)),
  );
  const strange = strangeJournals(bankBooks, odooBooks);
  const differences = [
    ...accounts.map((findings) => findings.unexplained),
    ...strange.map((detail) => BigInt(detail.amount)),
  ].map((amount) => (amount < 0n ? -amount : amount));
  return {
    duplicates: duplicates.length,
    lost: lost.length + accounts.reduce((sum, findings) => sum + findings.lost, 0),
    unexplained: differences.reduce((most, item) => (item > most ? item : most), 0n).toString(),
    details: [
      ...duplicates,
      ...lost,
      ...accounts.flatMap((findings) => findings.details),
      ...strange,
    ],
  };
}
