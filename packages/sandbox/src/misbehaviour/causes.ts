import type { BankFaultKind } from '../bank/behaviour.ts';
import type { BankSimulator } from '../bank/bank.ts';
import type { SampleCompany } from '../company/types.ts';

/**
 * Judges whether the hub names the right cause for a payment that did not reconcile, by what the
 * banks know of it and by the faults that struck it; reads nothing of the hub but its own words.
 */
export interface Unreconciled {
  /** The hub's reference of the payment. */
  readonly endToEndId: string;
  readonly payeeName: string;
  /** Open cases that own the payment or the message it left in. */
  readonly cases: readonly NamedCase[];
}

export interface NamedCase {
  readonly kind: string;
  /** The machine word of the cause: a reason code of the bank where it gave one. */
  readonly cause: string;
}

export interface CauseVerdict {
  readonly right: number;
  readonly wrong: readonly WrongCause[];
}

export interface WrongCause {
  readonly endToEndId: string;
  readonly expected: readonly string[];
  readonly found: readonly string[];
}

/**
 * The kinds of case that a fault may leave a payment in that it struck. Those that are not named
 * here must leave no trace: the payment reconciles as if nothing had happened.
 */
export const endsOfFault: Readonly<Partial<Record<BankFaultKind, readonly string[]>>> = {
  contradictoryStatus: ['evidence_conflict'],
  unknownStatus: ['drift'],
  // A payment that the bank refused without a word is one that nobody has heard of.
  silent: ['unknown_outcome'],
  dropBeforeRename: ['unknown_outcome'],
  // A connection that is cut takes along what was on its way over it.
  down: ['unknown_outcome'],
  dropMidRead: ['unknown_outcome'],
};

interface Expected {
  readonly kind: string;
  /** Null: any cause. */
  readonly cause: string | null;
}

export interface CauseInput {
  readonly banks: readonly BankSimulator[];
  readonly company: SampleCompany;
  readonly unreconciled: readonly Unreconciled[];
}

/** Compares the cases of each payment with the causes that are true of it. */
export function judgeCauses(input: CauseInput): CauseVerdict {
  const wrong = input.unreconciled.flatMap((payment): readonly WrongCause[] => {
    const expected = expectedCauses(input, payment);
    const isRight = payment.cases.some((found) => expected.some((one) => fits(one, found)));
    if (isRight) return [];
    return [
      {
        endToEndId: payment.endToEndId,
        expected: expected.map(({ kind, cause }) => (cause === null ? kind : `${kind} ${cause}`)),
        found: payment.cases.map(({ kind, cause }) => `${kind} ${cause}`),
      },
    ];
  });
  return { right: input.unreconciled.length - wrong.length, wrong };
}

const fits = (expected: Expected, found: NamedCase): boolean =>
  expected.kind === found.kind && (expected.cause === null || expected.cause === found.cause);

function expectedCauses(input: CauseInput, payment: Unreconciled): readonly Expected[] {
  const orders = input.banks
    .flatMap((bank) => bank.books().instructions)
    .filter((order) => order.endToEndId === payment.endToEndId);
  const ofBank = orders.flatMap(({ state, reasonCode }): readonly Expected[] => {
    if (state === 'rejected') return [{ kind: 'rejected_payment', cause: reasonCode }];
    return state === 'returned' ? [{ kind: 'returned_payment', cause: reasonCode }] : [];
  });
  const ofFaults = input.banks.flatMap(({ faults }) =>
    Object.entries(endsOfFault).flatMap(([kind, ends]) =>
      // The names of the table are kinds of fault by its type.
      faults.marked(kind as BankFaultKind).includes(payment.endToEndId) ? ends : [],
    ),
  );
  // A batch has one bank line: while one of its payments waits for a person, so do the others.
  const struck = new Set(input.banks.flatMap(({ faults }) => faults.marked('contradictoryStatus')));
  const together = input.banks
    .flatMap((bank) => bank.books().accounts.flatMap((account) => account.bookings))
    .filter(({ items }) => items.some((item) => item.endToEndId === payment.endToEndId));
  const waits = together.some(({ items }) => items.some((item) => struck.has(item.endToEndId)));
  const besides = waits ? ['rejected_posting'] : [];
  const planted = orders.length === 0 && isPlanted(input.company, payment.payeeName);
  const ofPlanted = planted ? ['invalid_payment', 'duplicate_invoice'] : [];
  const kinds = [...new Set([...ofFaults, ...ofPlanted, ...besides])];
  return [...ofBank, ...kinds.map((kind) => ({ kind, cause: null }))];
}

/** Whether the sample gave this supplier something that must never be paid as it stands. */
function isPlanted({ suppliers, planted }: SampleCompany, name: string): boolean {
  const codes = suppliers.filter((supplier) => supplier.name === name).map(({ code }) => code);
  const flawed = [
    ...(planted?.withoutAccount ?? []),
    ...(planted?.withInvalidAccount ?? []),
    ...(planted === undefined ? [] : [planted.duplicate.supplierCode]),
  ];
  return codes.some((code) => flawed.includes(code));
}
