import { asId, type BankFact, type BankFactCode, deriveBankState } from '@quittance/domain';
import { expect, test } from 'vitest';

const id = (last: string) => `01930000-0000-7000-8000-00000000000${last}`;
const live = asId<'attempt'>(id('a'));

const fact = (last: string, code: BankFactCode, reason: string | null = null): BankFact => ({
  id: asId<'bank_fact'>(id(last)),
  paymentId: asId<'payment'>(id('b')),
  attemptId: live,
  code,
  reason,
  amountMinor: code === 'booked' ? 10_000n : null,
  entryKey: null,
  bankTime: '2026-11-23T10:00:00.000Z',
});

const derive = (facts: readonly BankFact[]) =>
  deriveBankState(facts, {
    instructedMinor: 10_000n,
    liveAttemptId: live,
    finality: 'booked_entry',
  });

test('[I12] a word of acceptance does not remove the conflict of a refused duplicate', () => {
  const facts = [fact('1', 'rejected', 'AM05'), fact('2', 'booked')];
  expect(derive(facts)).toMatchObject({ state: 'settled', conflict: 'REJECTED_BUT_BOOKED' });
  const more = [...facts, fact('3', 'accepted')];
  expect(derive(more)).toMatchObject({ state: 'settled', conflict: 'REJECTED_BUT_BOOKED' });
});
