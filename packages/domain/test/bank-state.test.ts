import {
  applyEvidence,
  asId,
  type AttemptId,
  type BankFact,
  type BankFactCode,
  type BankStateInput,
  deriveBankState,
  type DerivedBankState,
  evidenceMoves,
  type PaymentId,
  type PaymentState,
  paymentStates,
} from '@quittance/domain';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const uuid = (prefix: string, number: number): string =>
  `${prefix}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
const paymentId: PaymentId = asId(uuid('00000001', 1));
const live: AttemptId = asId(uuid('00000002', 1));
const older: AttemptId = asId(uuid('00000002', 2));
const instructedMinor = 100_00n;
const input: BankStateInput = { instructedMinor, liveAttemptId: live, finality: 'booked_entry' };

let counter = 0;
/** One fact; entries carry the whole amount unless told otherwise. */
function fact(code: BankFactCode, changes: Partial<BankFact> = {}): BankFact {
  counter += 1;
  const entry = code === 'booked' || code === 'returned' || code === 'reversed';
  return {
    id: asId(uuid('00000003', counter)),
    paymentId,
    attemptId: live,
    code,
    reason: null,
    amountMinor: entry ? instructedMinor : null,
    entryKey: entry ? `${code} ${counter}` : null,
    bankTime: '2026-11-23T08:00:00.000Z',
    ...changes,
  };
}

const derive = (
  codes: readonly (BankFactCode | BankFact)[],
  changes: Partial<BankStateInput> = {},
): DerivedBankState =>
  deriveBankState(
    codes.map((one) => (typeof one === 'string' ? fact(one) : one)),
    { ...input, ...changes },
  );

/** Applies evidence as it arrives, recomputing from all of it each time. */
function arrive(
  facts: readonly BankFact[],
  given: BankStateInput,
): { readonly state: PaymentState; readonly derived: DerivedBankState } {
  let state: PaymentState = 'released';
  const stored: BankFact[] = [];
  let derived = deriveBankState(stored, given);
  for (const one of facts) {
    stored.push(one);
    derived = deriveBankState(stored, given);
    ({ state } = applyEvidence(state, derived, true));
  }
  return { state, derived };
}

const codes: readonly BankFactCode[] = [
  'sent',
  'no_answer',
  'refused',
  'received',
  'accepted',
  'pending_settlement',
  'settled_status',
  'rejected',
  'cancelled',
  'held',
  'entry_pending',
  'booked',
  'returned',
  'reversed',
];

const anyFact: fc.Arbitrary<BankFact> = fc
  .record({
    number: fc.nat({ max: 40 }),
    code: fc.constantFrom(...codes),
    attemptId: fc.constantFrom(live, live, live, older),
    reason: fc.constantFrom(null, 'AC01', 'AM04'),
    amountMinor: fc.constantFrom(100_00n, 100_00n, 60_00n, 40_00n),
    entry: fc.constantFrom('one', 'one', 'two'),
    hour: fc.nat({ max: 3 }),
  })
  .map(({ number, code, entry, hour, ...rest }) =>
    fact(code, {
      ...rest,
      // One id is one fact: the number carries the code, so that duplicates are true duplicates.
      id: asId(uuid(`0000000${4 + (codes.indexOf(code) % 5)}`, number * 100 + codes.indexOf(code))),
      entryKey: `${code} ${entry}`,
      bankTime: `2026-11-23T0${hour}:00:00.000Z`,
    }),
  );

const anySet = fc
  .uniqueArray(anyFact, { selector: (one) => one.id, minLength: 1, maxLength: 9 })
  .chain((facts) =>
    fc.record({
      facts: fc.constant(facts),
      shuffled: fc.shuffledSubarray(facts, { minLength: facts.length }),
      again: fc.subarray(facts),
      given: fc.record({
        instructedMinor: fc.constant(instructedMinor),
        liveAttemptId: fc.constant(live),
        finality: fc.constantFrom('booked_entry', 'settled_status'),
      } satisfies Record<keyof BankStateInput, fc.Arbitrary<unknown>>),
    }),
  );

describe('evidence is confluent', () => {
  test('[I11][ST-08] any order, duplicates and delays end in one state with one conflict', () => {
    fc.assert(
      fc.property(anySet, ({ facts, shuffled, again, given }) => {
        const first = arrive(facts, given);
        const second = arrive([...shuffled, ...again], given);
        expect(second.derived).toEqual(first.derived);
        expect(second.state).toBe(first.state);
        expect(first.state).toBe(first.derived.state);
      }),
      { numRuns: 3_000 },
    );
  });

  test('[I11][C3] every pair of facts in both orders, for both kinds of finality', () => {
    for (const finality of ['booked_entry', 'settled_status'] as const) {
      for (const one of codes) {
        for (const other of codes) {
          const facts = [fact(one), fact(other)];
          const given = { ...input, finality };
          const there = arrive(facts, given);
          const back = arrive(facts.toReversed(), given);
          expect(back, `${one} and ${other}`).toEqual(there);
        }
      }
    }
  });

  test('[I12] a conflict never vanishes when more evidence arrives', () => {
    fc.assert(
      fc.property(anySet, ({ facts, given }) => {
        const early = deriveBankState(facts.slice(1), given);
        if (early.conflict !== null) {
          expect(deriveBankState(facts, given).conflict).not.toBeNull();
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('[I3] settled, returned and reversed amounts never shrink', () => {
    fc.assert(
      fc.property(anySet, ({ facts, given }) => {
        const early = deriveBankState(facts.slice(1), given);
        const late = deriveBankState(facts, given);
        expect(late.settledMinor).toBeGreaterThanOrEqual(early.settledMinor);
        expect(late.returnedMinor).toBeGreaterThanOrEqual(early.returnedMinor);
        expect(late.reversedMinor).toBeGreaterThanOrEqual(early.reversedMinor);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what the evidence says', () => {
  const states: readonly (readonly [readonly BankFactCode[], PaymentState])[] = [
    [[], 'released'],
    [['sent'], 'submitted'],
    [['no_answer'], 'unknown'],
    [['no_answer', 'sent'], 'submitted'],
    [['refused'], 'failed'],
    [['refused', 'sent'], 'unknown'],
    [['received'], 'submitted'],
    [['sent', 'accepted'], 'accepted'],
    [['accepted', 'pending_settlement'], 'pending_settlement'],
    [['entry_pending'], 'pending_settlement'],
    [['settled_status'], 'pending_settlement'],
    [['accepted', 'rejected'], 'failed'],
    [['accepted', 'cancelled'], 'cancelled'],
    [['settled_status', 'rejected'], 'unknown'],
    [['booked'], 'settled'],
    [['booked', 'returned'], 'returned'],
    [['booked', 'returned', 'reversed'], 'reversed'],
  ];

  test.each(states)('[ST-01][I14] %j is %s', (given, state) => {
    expect(derive(given).state).toBe(state);
  });

  test("[ST-06] which news is final is the profile's to say", () => {
    expect(derive(['settled_status'], { finality: 'settled_status' }).state).toBe('settled');
    expect(derive(['settled_status']).state).toBe('pending_settlement');
    const both = derive(['settled_status', 'rejected'], { finality: 'settled_status' });
    expect(both).toMatchObject({ state: 'settled', conflict: 'REJECTED_BUT_SETTLED_STATUS' });
  });

  test('[I14] silence is unknown, never failed', () => {
    expect(derive(['no_answer']).state).toBe('unknown');
    expect(derive(['no_answer', 'no_answer']).state).toBe('unknown');
  });

  test("our own transport counts for the live attempt only; the bank's word counts always", () => {
    expect(derive([fact('refused', { attemptId: older })]).state).toBe('released');
    expect(derive([fact('booked', { attemptId: older })]).state).toBe('settled');
    expect(derive([fact('rejected', { attemptId: null })]).state).toBe('failed');
  });

  test('[I27] one entry told twice counts once, the larger telling; two entries add', () => {
    const part = (entryKey: string, amountMinor: bigint) =>
      fact('booked', { entryKey, amountMinor });
    expect(derive([part('a', 60_00n), part('a', 60_00n)])).toMatchObject({
      settledMinor: 60_00n,
      state: 'partially_settled',
    });
    expect(derive([part('a', 60_00n), part('b', 40_00n)])).toMatchObject({
      settledMinor: 100_00n,
      state: 'settled',
    });
  });

  test('[I12] contradictions are named, and the money fact decides the state', () => {
    const conflictOf = (given: readonly (BankFactCode | BankFact)[]) => derive(given).conflict;
    expect(derive(['rejected', 'booked'])).toMatchObject({
      state: 'settled',
      conflict: 'REJECTED_BUT_BOOKED',
    });
    expect(derive(['cancelled', 'booked'])).toMatchObject({
      state: 'settled',
      conflict: 'CANCELLED_BUT_BOOKED',
    });
    expect(conflictOf(['rejected', 'settled_status'])).toBe('REJECTED_BUT_SETTLED_STATUS');
    expect(conflictOf(['refused', 'accepted'])).toBe('REFUSED_BUT_KNOWN_AT_BANK');
    expect(conflictOf(['booked', 'booked'])).toBe('BOOKED_MORE_THAN_INSTRUCTED');
    expect(conflictOf(['booked', 'returned', 'reversed'])).toBe('RETURNED_MORE_THAN_INSTRUCTED');
    expect(conflictOf(['sent', 'accepted', 'booked', 'returned'])).toBeNull();
  });

  test('reasons and holds are the latest by the time of the bank', () => {
    const at = (hour: number, reason: string | null, code: BankFactCode = 'held') =>
      fact(code, { reason, bankTime: `2026-11-23T0${hour}:00:00.000Z` });
    expect(derive([at(2, 'late'), at(1, 'early'), at(3, null)]).hold).toBe('late');
    expect(derive([at(1, 'AC01', 'rejected'), at(0, 'AC04', 'returned')]).reason).toBe('AC04');
  });
});

describe('where evidence takes a payment', () => {
  test('[I13] a payment that the bank closed is settled by a late booking', () => {
    for (const closing of ['cancelled', 'rejected'] as const) {
      const facts = [fact('sent'), fact(closing), fact('booked')];
      const { state, derived } = arrive(facts, input);
      expect(state).toBe('settled');
      expect(derived.conflict).not.toBeNull();
    }
  });

  test('[I12] what never left stays, and says so when the bank claims that money moved', () => {
    for (const present of ['draft', 'approved', 'expired', 'cancelled', 'rejected'] as const) {
      const effect = applyEvidence(present, derive(['booked']), false);
      expect(effect).toEqual({ state: present, contradictsCommand: true });
      expect(applyEvidence(present, derive(['accepted']), false)).toEqual({
        state: present,
        contradictsCommand: false,
      });
    }
  });

  test('[C3] stale evidence has no effect and is never illegal', () => {
    expect(applyEvidence('reconciled', derive(['booked']), true).state).toBe('reconciled');
    expect(applyEvidence('settled', derive(['accepted']), true).state).toBe('settled');
    expect(applyEvidence('cancel_pending', derive(['accepted']), true).state).toBe(
      'cancel_pending',
    );
  });

  test('[I13] a recall that brings the money back is recalled, whatever follows', () => {
    const back = derive(['booked', 'returned']);
    expect(applyEvidence('recall_pending', back, true).state).toBe('recalled');
    expect(applyEvidence('recalled', back, true).state).toBe('recalled');
    const reversed = derive(['booked', 'returned', 'reversed']);
    expect(applyEvidence('recalled', reversed, true).state).toBe('reversed');
    expect(applyEvidence('recall_pending', reversed, true).state).toBe('reversed');
  });

  test('[C2] moves name other states of the table, and none before the release', () => {
    for (const from of paymentStates) {
      expect(new Set(evidenceMoves[from]).size).toBe(evidenceMoves[from].length);
      for (const to of evidenceMoves[from]) expect(paymentStates).toContain(to);
      expect(evidenceMoves[from]).not.toContain(from);
    }
    for (const from of [
      'imported',
      'draft',
      'invalid',
      'validated',
      'awaiting_approval',
    ] as const) {
      expect(evidenceMoves[from]).toEqual([]);
    }
  });
});
