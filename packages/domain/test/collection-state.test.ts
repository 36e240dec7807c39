import {
  asId,
  type CollectionFact,
  collectionFactCodes,
  type CollectionFactCode,
  collectionStates,
  deriveCollectionState,
  type DerivedCollectionState,
} from '@quittance/domain';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const askedMinor = 100_00n;

let counter = 0;
function fact(code: CollectionFactCode, changes: Partial<CollectionFact> = {}): CollectionFact {
  counter += 1;
  const id = `00000009-0000-7000-8000-${counter.toString(16).padStart(12, '0')}`;
  return { id: asId(id), code, entryKey: 'one', amountMinor: askedMinor, ...changes };
}

/** Part of the money left by a payout of its own. */
const part = fact('paid_out', { entryKey: 'two', amountMinor: 60_00n });

const derive = (told: readonly (CollectionFactCode | CollectionFact)[]): DerivedCollectionState =>
  deriveCollectionState(
    told.map((one) => (typeof one === 'string' ? fact(one) : one)),
    askedMinor,
  );

const anyFact: fc.Arbitrary<CollectionFact> = fc
  .record({
    code: fc.constantFrom(...collectionFactCodes),
    entryKey: fc.constantFrom('one', 'two'),
    amountMinor: fc.constantFrom(100_00n, 60_00n, 40_00n),
  })
  .map((given) => fact(given.code, given));

describe('the state of a collection', () => {
  test.each<[string, readonly (CollectionFactCode | CollectionFact)[]]>([
    ['pending', []],
    ['authorised', ['authorised']],
    ['captured', ['authorised', 'captured']],
    ['settled', ['captured', 'paid_out']],
    ['failed', ['failed']],
    ['cancelled', ['authorised', 'cancelled']],
    ['refunded', ['captured', 'paid_out', 'refunded']],
    ['partially_refunded', ['captured', fact('refunded', { amountMinor: 30_00n })]],
    ['captured', ['captured', 'refunded', 'refund_failed']],
    ['disputed', ['captured', 'paid_out', 'dispute_opened', 'funds_withdrawn']],
    ['disputed', ['captured', 'paid_out', 'funds_withdrawn']],
    ['disputed', ['captured', 'paid_out', 'dispute_opened']],
    ['disputed', ['captured', 'dispute_lost', fact('dispute_opened', { entryKey: 'two' })]],
    ['charged_back', ['captured', 'dispute_opened', 'funds_withdrawn', 'dispute_lost']],
    ['settled', ['captured', 'paid_out', 'dispute_opened', 'dispute_won']],
    ['transfer_failed', ['captured', 'paid_out', 'transfer_failed']],
    ['settled', ['captured', 'paid_out', 'transfer_failed', fact('paid_out', { entryKey: 'two' })]],
    ['captured', ['captured', fact('paid_out', { amountMinor: 60_00n })]],
    ['transfer_failed', ['captured', part, fact('paid_out'), 'transfer_failed']],
  ])('[ST-09] is %s, row %#', (state, told) => {
    expect(derive(told).state).toBe(state);
  });

  test('[ST-09] every state is reached by some set of facts', () => {
    const reached = new Set<string>();
    const subsets = collectionFactCodes.reduce<readonly (readonly CollectionFactCode[])[]>(
      (all, code) => [...all, ...all.map((set) => [...set, code])],
      [[]],
    );
    const half = fact('refunded', { amountMinor: 50_00n });
    for (const set of subsets) reached.add(derive(set).state);
    reached.add(derive(['captured', half]).state);
    expect([...reached].toSorted()).toEqual([...collectionStates].toSorted());
  });

  test('[ST-09][ST-08][I11] order, duplicates and lateness do not matter', () => {
    const sets = fc.array(anyFact, { minLength: 1, maxLength: 9 }).chain((facts) =>
      fc.record({
        facts: fc.constant(facts),
        shuffled: fc.shuffledSubarray(facts, { minLength: facts.length }),
        again: fc.subarray(facts),
      }),
    );
    fc.assert(
      fc.property(sets, ({ facts, shuffled, again }) => {
        const whole = deriveCollectionState(facts, askedMinor);
        expect(deriveCollectionState([...shuffled, ...again], askedMinor)).toEqual(whole);
      }),
      { numRuns: 2_000 },
    );
  });

  test('[ST-09][I12] a conflict never vanishes when more is told', () => {
    fc.assert(
      fc.property(fc.array(anyFact, { maxLength: 8 }), anyFact, (facts, late) => {
        const early = deriveCollectionState(facts, askedMinor);
        if (early.conflict === null) return;
        expect(deriveCollectionState([...facts, late], askedMinor).conflict).not.toBeNull();
      }),
      { numRuns: 1_000 },
    );
  });

  test('[ST-09][I12] money outranks words, and what contradicts itself is said', () => {
    expect(derive(['failed', 'captured'])).toMatchObject({ state: 'captured', conflict: null });
    expect(derive(['captured', 'cancelled'])).toMatchObject({
      state: 'captured',
      conflict: 'CANCELLED_BUT_CAPTURED',
    });
    const twice = derive(['captured', fact('captured', { entryKey: 'two' })]);
    expect(twice).toMatchObject({ capturedMinor: 200_00n, conflict: 'CAPTURED_MORE_THAN_ASKED' });
  });

  test('[ST-09][I3] the same news by webhook and by report counts once', () => {
    const told = derive(['captured', 'captured', 'paid_out', 'paid_out', 'refunded', 'refunded']);
    expect(told).toMatchObject({
      capturedMinor: askedMinor,
      settledMinor: askedMinor,
      refundedMinor: askedMinor,
      withdrawnMinor: 0n,
    });
  });
});
