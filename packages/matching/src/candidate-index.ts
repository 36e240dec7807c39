import { assert } from '@quittance/domain';
import type {
  AttemptCandidate,
  MatchCandidates,
  OpenItemCandidate,
  PaymentCandidate,
} from './candidate.ts';
import { amountKey, documentNumbersOf, numbersOfItem } from './keys.ts';

/** Candidates by key; every list is in the order of ids, so that no input order shows. */
export interface CandidateIndex {
  readonly paymentById: ReadonlyMap<string, PaymentCandidate>;
  readonly paymentsByReference: ReadonlyMap<string, readonly PaymentCandidate[]>;
  readonly paymentsByBankReference: ReadonlyMap<string, readonly PaymentCandidate[]>;
  readonly paymentsByNumber: ReadonlyMap<string, readonly PaymentCandidate[]>;
  readonly itemsByNumber: ReadonlyMap<string, readonly OpenItemCandidate[]>;
  readonly attemptsByMessage: ReadonlyMap<string, readonly AttemptCandidate[]>;
  readonly paymentsByAmount: ReadonlyMap<string, readonly PaymentCandidate[]>;
  readonly itemsByAmount: ReadonlyMap<string, readonly OpenItemCandidate[]>;
}

/** Builds all indexes in one pass over the candidates, sorted once. */
export function indexCandidates(candidates: MatchCandidates): CandidateIndex {
  const payments = sortedById(candidates.payments);
  const items = sortedById(candidates.openItems);
  const attempts = sortedById(candidates.attempts);
  return {
    paymentById: new Map(payments.map((payment) => [payment.id, payment])),
    paymentsByReference: groupBy(payments, (payment) => [payment.reference]),
    paymentsByBankReference: groupBy(payments, (payment) => payment.bankReferences),
    paymentsByNumber: groupBy(payments, documentNumbersOf),
    itemsByNumber: groupBy(items, numbersOfItem),
    attemptsByMessage: groupBy(attempts, (attempt) => [attempt.messageId]),
    paymentsByAmount: groupBy(payments, (payment) => [amountKey(payment, payment.instructedMinor)]),
    itemsByAmount: groupBy(items, (item) => [amountKey(item, item.residualMinor)]),
  };
}

/** A copy in the order of ids. Errors: `AssertionError` when one id is there twice. */
function sortedById<Candidate extends { readonly id: string }>(
  candidates: readonly Candidate[],
): readonly Candidate[] {
  const sorted = candidates.toSorted((left, right) => (left.id < right.id ? -1 : 1));
  for (const [index, candidate] of sorted.entries()) {
    assert(sorted[index + 1]?.id !== candidate.id, `candidate ${candidate.id} is there once`);
  }
  return sorted;
}

function groupBy<Candidate>(
  candidates: readonly Candidate[],
  keysOf: (candidate: Candidate) => readonly string[],
): ReadonlyMap<string, readonly Candidate[]> {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    for (const key of new Set(keysOf(candidate))) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [candidate]);
      else group.push(candidate);
    }
  }
  return groups;
}
