import type { StatementLine } from '@quittance/domain';
import type { MatchCandidates, MatchResult, PaymentCandidate } from '@quittance/matching';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attempt, item, line, match, payment, referenceOf } from './world-fixture.ts';

interface World {
  readonly lines: readonly StatementLine[];
  readonly candidates: MatchCandidates;
  /** What each line really is: payment ids, in order; an empty list for what is not ours. */
  readonly truth: ReadonlyMap<string, readonly string[]>;
}

const parties = ['Acme Ltd', 'Acme Ltd.', 'Acme Limited', 'ÄCME LTD'];

/** Same amounts, near references, near numbers, near names: what makes a matcher guess wrong. */
const hardPayment = (number: number): fc.Arbitrary<PaymentCandidate> =>
  fc
    .record({
      amount: fc.constantFrom(100_00n, 100_00n, 100_01n, 10_000n * 100n),
      party: fc.nat({ max: parties.length - 1 }),
      document: fc.nat({ max: 12 }),
      released: fc.nat({ max: 9 }),
    })
    .map(({ amount, party, document, released }) =>
      payment(number, {
        instructedMinor: amount,
        partyName: parties[party] ?? null,
        payeeAccountDigest: party === 0 ? null : `digest-${party}`,
        documentNumbers: [`INV-${100 + document}`, `INV-${100 + document}${document}`],
        released: released > 0,
      }),
    );

interface Telling {
  readonly means: 'reference' | 'text' | 'number' | 'near' | 'nothing' | 'foreign';
  readonly offset: bigint;
  readonly twice: boolean;
  readonly back: boolean;
}

const telling: fc.Arbitrary<Telling> = fc.record({
  means: fc.constantFrom('reference', 'text', 'number', 'near', 'nothing', 'foreign'),
  offset: fc.constantFrom(0n, 0n, 0n, 0n, 1n, -1n),
  twice: fc.nat({ max: 9 }).map((number) => number === 0),
  back: fc.nat({ max: 5 }).map((number) => number === 0),
});

/** The bank's line for a payment, as more or less helpful banks tell it. */
function linesOf(of: PaymentCandidate, number: number, told: Telling): readonly StatementLine[] {
  const { means, offset } = told;
  const base = {
    amountMinor: -of.instructedMinor + offset,
    partyName: of.partyName,
    partyAccountDigest: of.payeeAccountDigest,
  };
  const near = (of.documentNumbers[0] ?? '').replace('1', '7');
  const byMeans: Record<Telling['means'], Partial<StatementLine>> = {
    reference: { ...base, endToEndId: of.reference },
    text: { ...base, remittance: `thanks ${of.reference}` },
    number: { ...base, remittance: `pays ${of.documentNumbers[0]}` },
    near: { ...base, remittance: `pays ${near}` },
    nothing: base,
    // Somebody else's debit with our amount, a reference like ours and a number like ours.
    foreign: { ...base, partyAccountDigest: 'x', endToEndId: referenceOf(900 + number) },
  };
  const first = line(number * 10, byMeans[means]);
  const lines = [first];
  if (told.twice) lines.push({ ...line(number * 10 + 1, byMeans[means]), entryKey: 'again' });
  if (told.back) {
    const back = { amountMinor: of.instructedMinor, kind: 'return', returnReason: 'AC04' } as const;
    lines.push(line(number * 10 + 2, { ...byMeans[means], ...back }));
  }
  return lines;
}

const world: fc.Arbitrary<World> = fc
  .integer({ min: 1, max: 14 })
  .chain((count) =>
    fc.tuple(
      fc.tuple(...Array.from({ length: count }, (_, number) => hardPayment(number))),
      fc.array(telling, { minLength: count, maxLength: count }),
      fc.boolean(),
    ),
  )
  .map(([payments, tellings, batched]) => buildWorld(payments, tellings, batched));

function buildWorld(
  payments: readonly PaymentCandidate[],
  tellings: readonly Telling[],
  batched: boolean,
): World {
  const truth = new Map<string, readonly string[]>();
  const lines: StatementLine[] = [];
  for (const [number, of] of payments.entries()) {
    const told = tellings[number];
    if (told === undefined) continue;
    for (const one of linesOf(of, number, told)) {
      lines.push(one);
      const foreign = told.means === 'foreign' || told.means === 'near';
      truth.set(one.id, foreign ? [] : [of.id]);
    }
  }
  const members = payments.slice(0, 3).filter((one) => one.released);
  const attempts = batched && members.length > 0 ? [attempt('MSG', members)] : [];
  if (attempts.length > 0) {
    const sum = members.reduce((total, one) => total + one.instructedMinor, 0n);
    const count = members.length;
    const debit = line(5000, { messageId: 'MSG', transactionCount: count, amountMinor: -sum });
    lines.push(debit);
    truth.set(debit.id, members.map((one) => one.id).toSorted());
  }
  const fee = line(6000, { kind: 'fee', amountMinor: -100_00n });
  lines.push(fee);
  truth.set(fee.id, []);
  return { lines, truth, candidates: { payments, attempts, openItems: [item(1), item(2)] } };
}

const run = ({ lines, candidates }: World): MatchResult => match(lines, candidates);

const runs = { numRuns: 400 };

describe('laws of the matcher', () => {
  test('[I6] every line is explained or left, once, and its parts add up to it', () => {
    fc.assert(
      fc.property(world, (given) => {
        const result = run(given);
        const told = [...result.matches, ...result.unmatched].map((one) => one.lineId);
        expect(told.toSorted()).toEqual(given.lines.map((one) => one.id).toSorted());
        for (const one of result.matches) {
          const amount = given.lines.find(({ id }) => id === one.lineId)?.amountMinor;
          const sum = one.allocations.reduce((total, part) => total + part.amountMinor, 0n);
          expect(sum).toBe(amount);
          expect(one.explanation).toMatch(/^The .*(R|r)unner-up/);
        }
        for (const one of result.unmatched) expect(one.explanation).toMatch(/^.+\.$/);
      }),
      runs,
    );
  });

  test('[I6] no payment is settled beyond what is open, or returned beyond what is settled', () => {
    fc.assert(
      fc.property(world, (given) => {
        const parts = run(given).matches.flatMap((one) => one.allocations);
        for (const of of given.candidates.payments) {
          const own = parts.filter((part) => part.paymentId === of.id);
          const settled = own.filter((part) => part.purpose === 'settlement');
          const back = own.filter((part) => part.purpose !== 'settlement');
          expect(settled.length).toBeLessThanOrEqual(1);
          expect(back.length).toBeLessThanOrEqual(1);
          const sum = own.reduce((total, part) => total - part.amountMinor, 0n);
          expect(sum).toBeGreaterThanOrEqual(0n);
          expect(sum).toBeLessThanOrEqual(of.openMinor);
        }
      }),
      runs,
    );
  });

  test('[REC-01] on adversarial data every automatic match is right', () => {
    let automatic = 0;
    fc.assert(
      fc.property(world, (given) => {
        for (const one of run(given).matches) {
          if (one.evidenceClass === 'E') continue;
          automatic += 1;
          const matched = one.allocations.map((part) => part.paymentId ?? '');
          expect(matched.toSorted()).toEqual(given.truth.get(one.lineId));
        }
      }),
      { numRuns: 1_000 },
    );
    expect(automatic).toBeGreaterThan(500);
  });

  test('[I11] the order of lines and candidates does not matter', () => {
    const shuffled = world.chain((given) =>
      fc.record({
        given: fc.constant(given),
        lines: fc.shuffledSubarray([...given.lines], { minLength: given.lines.length }),
        payments: fc.shuffledSubarray([...given.candidates.payments], {
          minLength: given.candidates.payments.length,
        }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ given, lines, payments }) => {
        const candidates = { ...given.candidates, payments };
        expect(match(lines, candidates)).toEqual(run(given));
      }),
      runs,
    );
  });

  test('on easy data everything is matched', () => {
    const easy = Array.from({ length: 200 }, (_, number) => payment(number));
    const lines = easy.map((one, number) => line(number, { endToEndId: one.reference }));
    expect(match(lines, { payments: easy }).matches).toHaveLength(200);
  });
});
