import type { BankBooks } from '@quittance/sandbox';
import { expect, test } from 'vitest';
import { type Attempt, type HistoryInput, judgeHistory } from './chaos/history.ts';

const batchId = 'B1';

/** Books of a bank that has these orders, each received so many times. */
const bookOf = (received: Readonly<Record<string, number>>): BankBooks => ({
  bank: 'nordhafen',
  firstDay: '2026-11-30',
  accounts: [],
  instructions: Object.keys(received).map((endToEndId) => ({
    endToEndId,
    instructionId: null,
    messageId: 'M1',
    paymentInformationId: 'P1',
    fileName: 'M1.xml',
    debtorAccount: 'DE02120300000000202051',
    creditorName: 'Aster GmbH',
    creditorAccount: 'DE02500105170137075030',
    creditorAccountIsIban: true,
    amount: 100n,
    currency: 'EUR',
    remittance: ['RE-1'],
    executionDate: '2026-11-30',
    state: 'booked',
    reasonCode: null,
    timesExecuted: 1,
    bookedOn: '2026-11-30',
    returnedOn: null,
    bookingReference: null,
  })),
  timesReceived: new Map(Object.entries(received)),
  trialBalance: new Map(),
});

const deeds = [
  ['submit', 'Petra'],
  ['approve', 'Sabine'],
  ['approve', 'James'],
  ['release', 'Helena'],
] as const;

/** A batch that was asked for, approved by two and released by a third, one after another. */
const orderly: readonly Attempt[] = deeds.map(([deed, person], index) => ({
  deed,
  person,
  batchId,
  key: `${deed} ${person}`,
  forbidden: false,
  outcome: 'ok',
  invoked: 2 * index,
  ended: 2 * index + 1,
}));

const judge = (change: Partial<HistoryInput>): readonly string[] =>
  judgeHistory({
    attempts: orderly,
    batches: [{ batchId, approversRequired: 2, references: ['Q1', 'Q2'] }],
    books: [bookOf({ Q1: 1, Q2: 1 })],
    ...change,
  });

const without = (deed: string, person: string): readonly Attempt[] =>
  orderly.filter((one) => !(one.deed === deed && one.person === person));

const changed = (key: string, change: Partial<Attempt>): readonly Attempt[] =>
  orderly.map((one) => (one.key === key ? { ...one, ...change } : one));

test('[I1][I17][I18] what was asked for, approved by two and released by a third may leave', () => {
  expect(judge({})).toEqual([]);
});

test('an answer that never came may have been a yes', () => {
  const attempts = changed('approve James', { outcome: 'unknown' });
  expect(judge({ attempts })).toEqual([]);
});

test('the same request, asked for again, is one word', () => {
  const again = orderly.filter((one) => one.key === 'approve James');
  expect(judge({ attempts: [...orderly, ...again] })).toEqual([]);
});

test.each<readonly [string, string, Partial<HistoryInput>]>([
  ['one approver', 'B1 left with 1 approvers of 2', { attempts: without('approve', 'James') }],
  [
    'an approver who was refused',
    'B1 left with 1 approvers of 2',
    { attempts: changed('approve James', { outcome: 'refused' }) },
  ],
  [
    'an approval that came after the release',
    'B1 left with 1 approvers of 2',
    { attempts: changed('approve James', { invoked: 20, ended: 21 }) },
  ],
  ['no release', 'B1 left without a release', { attempts: without('release', 'Helena') }],
  ['no request', 'nobody had asked for its approval', { attempts: without('submit', 'Petra') }],
  [
    'a releaser who approved',
    'Sabine had a hand in it twice',
    { attempts: changed('release Helena', { person: 'Sabine' }) },
  ],
  [
    'an approver who made it',
    'Petra approved what they made',
    { attempts: changed('approve James', { person: 'Petra' }) },
  ],
  [
    'a right that nobody has',
    'Helena was allowed to release batch B1',
    { attempts: changed('release Helena', { forbidden: true }) },
  ],
  [
    'two words of one person',
    'James approved batch B1 twice',
    { attempts: changed('approve Sabine', { person: 'James' }) },
  ],
  ['an order received twice', 'received Q1 2 times', { books: [bookOf({ Q1: 2, Q2: 1 })] }],
  ['a strange order', 'the bank has Q9, which nobody proposed', { books: [bookOf({ Q9: 1 })] }],
])('%s is found', (_title, sentence, change) => {
  expect(judge(change).join('\n')).toContain(sentence);
});
