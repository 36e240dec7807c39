import type { Instruction } from '../bank/ledger.ts';
import type { AuditDetail, OdooBill, AuditedOdoo } from './types.ts';

/** Finds what the bank executed more often, or for more, than was owed. */

type Executed = Readonly<Instruction>;

/** Executed and not returned: this money is gone. */
function isGone(instruction: Executed): boolean {
  return instruction.timesExecuted > 0 && instruction.state !== 'returned';
}

/**
 * Every execution of an EndToEndId while an earlier one had not come back. One that was returned
 * first may be paid again.
 */
export function executedTwice(instructions: readonly Executed[]): readonly AuditDetail[] {
  const executions = instructions.flatMap((item) =>
    Array.from({ length: item.timesExecuted }, () => item),
  );
  const byId = Map.groupBy(executions, (item) => item.endToEndId);
  return [...byId.values()].flatMap((list) => {
    const inOrder = list.toSorted((one, other) => dayOf(one).localeCompare(dayOf(other)));
    return inOrder
      .filter((item, index) =>
        inOrder
          .slice(0, index)
          .some((earlier) => earlier.returnedOn === null || earlier.returnedOn > dayOf(item)),
      )
      .map((item) => ({
        kind: 'executedTwice' as const,
        subject: item.endToEndId,
        explanation: `executed ${list.length} times, last from file ${item.fileName}`,
        amount: item.amount.toString(),
        currency: item.currency,
      }));
  });
}

function dayOf(instruction: Executed): string {
  return instruction.bookedOn ?? '';
}

/**
 * Letters and digits in capitals, umlauts as their bare letters: a reference is still known when a
 * bank's character set made `RÜ-7` into `RUE-7` or `RU-7`.
 */
function normalReference(text: string): string {
  return text
    .normalize('NFD')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/gu, '')
    .replaceAll(/(?<=[AOU])E/gu, '');
}

/** References shorter than this are too common to tell bills by. */
const REFERENCE_LENGTH_MIN = 5;

/** Reference words of a remittance text. */
function referencesIn(instruction: Executed): ReadonlySet<string> {
  const words = instruction.remittance.join(' ').split(/[\s,;]+/u);
  return new Set(words.map(normalReference).filter((word) => word.length >= REFERENCE_LENGTH_MIN));
}

/** Disjoint sets of names. */
class Sets {
  readonly #parents = new Map<string, string>();

  rootOf(name: string): string {
    let root = name;
    for (;;) {
      const parent = this.#parents.get(root);
      if (parent === undefined || parent === root) break;
      root = parent;
    }
    this.#parents.set(name, root);
    return root;
  }

  join(one: string, other: string): void {
    this.#parents.set(this.rootOf(one), this.rootOf(other));
  }
}

/** Bills and the instructions that pay them, joined where they share one. */
export interface PaidTogether {
  readonly bills: readonly OdooBill[];
  readonly instructions: readonly Executed[];
}

/** An instruction as such; one EndToEndId may stand for several. */
function instructionName(index: number): string {
  return `instruction ${index}`;
}

/**
 * Joins bills and instructions: by Odoo's reconciliation, and, not trusting it, by the supplier's
 * reference in the remittance text of a payment to one of the supplier's accounts. An invoice keyed
 * twice is one debt.
 */
export function paidTogether(
  instructions: readonly Executed[],
  odooBooks: AuditedOdoo,
): readonly PaidTogether[] {
  const sets = new Sets();
  const billsOfPayment = Map.groupBy(
    odooBooks.payments.filter((item) => item.hubReference !== null),
    (item) => item.hubReference ?? '',
  );
  const billsOfAccount = new Map<string, OdooBill[]>();
  for (const bill of odooBooks.bills) {
    sets.join(`bill ${bill.id}`, invoiceKey(bill));
    for (const account of bill.supplierAccounts) {
      billsOfAccount.set(account, [...(billsOfAccount.get(account) ?? []), bill]);
    }
  }
  for (const [index, instruction] of instructions.entries()) {
    const name = instructionName(index);
    for (const payment of billsOfPayment.get(instruction.endToEndId) ?? []) {
      for (const id of payment.billIds) sets.join(name, `bill ${id}`);
    }
    const words = referencesIn(instruction);
    for (const bill of billsOfAccount.get(instruction.creditorAccount) ?? []) {
      if (words.has(normalReference(bill.supplierReference))) sets.join(name, `bill ${bill.id}`);
    }
  }
  const bills = Map.groupBy(odooBooks.bills, (bill) => sets.rootOf(`bill ${bill.id}`));
  const indexed = instructions.map((instruction, index) => ({ instruction, index }));
  const paid = Map.groupBy(indexed, ({ index }) => sets.rootOf(instructionName(index)));
  return [...paid].map(([root, list]) => ({
    bills: bills.get(root) ?? [],
    instructions: list.map(({ instruction }) => instruction),
  }));
}

/** What a supplier would call one invoice, however often it was keyed. */
function invoiceKey(bill: OdooBill): string {
  const reference = normalReference(bill.supplierReference);
  // Without a reference each bill is a debt of its own.
  const name = reference === '' ? bill.id : reference;
  return JSON.stringify([bill.company, bill.supplier, bill.kind, name]);
}

/** What a set of bills may cost: a reference that a supplier used twice is owed once. */
function owedFor(bills: readonly OdooBill[]): bigint {
  const invoices = bills.filter((bill) => bill.kind === 'in_invoice');
  const once = Map.groupBy(invoices, invoiceKey);
  return [...once.values()].reduce((sum, list) => {
    const largest = list.reduce((most, bill) => (bill.total > most ? bill.total : most), 0n);
    return sum + largest;
  }, 0n);
}

/** Every instruction that takes the payments of a set of bills above the bills' total. */
export function paidMoreThanBilled(groups: readonly PaidTogether[]): readonly AuditDetail[] {
  return groups.flatMap(({ bills, instructions }): readonly AuditDetail[] => {
    if (bills.length === 0) return [];
    const owed = owedFor(bills);
    let paid = 0n;
    const seen = new Set<string>();
    const details: AuditDetail[] = [];
    for (const item of instructions) {
      // The same EndToEndId again is counted by `executedTwice`.
      if (!isGone(item) || seen.has(item.endToEndId)) continue;
      seen.add(item.endToEndId);
      paid += item.amount;
      if (paid <= owed) continue;
      const references = bills.map((bill) => bill.supplierReference).join(', ');
      details.push({
        kind: 'paidMoreThanBilled',
        subject: item.endToEndId,
        explanation: `bills ${references} come to ${owed}, paid ${paid}`,
        amount: (paid - owed).toString(),
        currency: item.currency,
      });
    }
    return details;
  });
}

/** Two payments to one account of one amount and one remittance text, whatever Odoo says. */
export function sameInstructionTwice(instructions: readonly Executed[]): readonly AuditDetail[] {
  const alike = Map.groupBy(instructions.filter(isGone), (item) =>
    JSON.stringify([
      item.creditorAccount,
      item.currency,
      item.amount.toString(),
      item.remittance.map(normalReference),
    ]),
  );
  return [...alike.values()].flatMap((list) => {
    const ids = [...new Set(list.map((item) => item.endToEndId))];
    const [first] = list;
    if (first === undefined || first.remittance.length === 0) return [];
    return ids.slice(1).map((endToEndId) => ({
      kind: 'sameInstructionTwice' as const,
      subject: endToEndId,
      explanation: `the same as ${first.endToEndId}: ${first.remittance.join(' ')}`,
      amount: first.amount.toString(),
      currency: first.currency,
    }));
  });
}

/** Bills that Odoo holds for paid although every payment the hub made for them came back. */
export function closedWithoutMoney(
  groups: readonly PaidTogether[],
  odooBooks: AuditedOdoo,
): readonly AuditDetail[] {
  const byHand = new Set(
    odooBooks.payments
      .filter((item) => item.hubReference === null && isPosted(item.state))
      .flatMap((item) => item.billIds),
  );
  return groups.flatMap(({ bills, instructions }): readonly AuditDetail[] => {
    if (instructions.some((item) => isGone(item) || item.state === 'accepted')) return [];
    // A bill may be closed by a credit note of the same set; only the surplus needs money.
    const closed = bills
      .filter((bill) => !byHand.has(bill.id))
      .reduce((sum, bill) => {
        const settled = bill.total - bill.residual;
        return bill.kind === 'in_invoice' ? sum + settled : sum - settled;
      }, 0n);
    const [first] = instructions;
    if (closed <= 0n || first === undefined) return [];
    return [
      {
        kind: 'closedWithoutMoney',
        subject: first.endToEndId,
        explanation: `${first.state} at the bank, yet bills are closed`,
        amount: closed.toString(),
        currency: first.currency,
      },
    ];
  });
}

/** True for a payment that counts in Odoo's ledger. */
export function isPosted(state: AuditedOdoo['payments'][number]['state']): boolean {
  return state === 'in_process' || state === 'paid';
}
