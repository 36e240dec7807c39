import { type Defect, edit } from '../mutant.ts';

const applyFacts = 'packages/services/src/bank-fact/apply.ts';
const bankState = 'packages/domain/src/payment/bank-state.ts';
const cases = 'packages/services/src/bank-fact/cases.ts';
const importStatus = 'packages/services/src/statement/import-status.ts';
const sweep = 'packages/services/src/deadline/sweep.ts';

/** What goes wrong with what the hub believes of a payment. */
export const stateDefects: readonly Defect[] = [
  {
    name: 'rejection-outranks-booking',
    does: 'takes a payment that was booked for failed because a status report rejected it',
    edits: [
      edit(
        bankState,
        "  if (sums.reversedMinor > 0n) return 'reversed';",
        "  if (has('rejected')) return 'failed';\n" +
          "  if (sums.reversedMinor > 0n) return 'reversed';",
      ),
    ],
  },
  {
    name: 'return-moves-nothing',
    does: 'leaves a payment settled whose money came back',
    edits: [edit(bankState, "  if (sums.returnedMinor > 0n) return 'returned';\n", '')],
  },
  {
    name: 'return-counts-as-reversal',
    does: 'takes a return of the payee’s bank for a reversal by our own',
    edits: [
      edit(
        bankState,
        "if (sums.returnedMinor > 0n) return 'returned';",
        "if (sums.returnedMinor > 0n) return 'reversed';",
      ),
    ],
  },
  {
    name: 'every-telling-counts',
    does: 'counts an entry once for each file that tells of it',
    edits: [edit(bankState, 'const key = fact.entryKey ?? fact.id;', 'const key = fact.id;')],
  },
  {
    name: 'accepted-is-settled',
    does: 'takes the acceptance of a payment for its settlement',
    edits: [
      edit(
        bankState,
        "if (has('accepted')) return 'accepted';",
        "if (has('accepted')) return 'settled';",
      ),
    ],
  },
  {
    name: 'status-is-final',
    does: 'takes the word settled for money that moved, whatever the profile of the bank says',
    edits: [
      edit(
        bankState,
        "if (settledByStatus && input.finality === 'settled_status') return 'settled';",
        "if (settledByStatus) return 'settled';",
      ),
    ],
  },
  {
    name: 'failed-is-for-ever',
    does: 'takes no word of the bank on a payment that failed before',
    edits: [
      edit(bankState, 'if (!released) return {', "if (!released || present === 'failed') return {"),
    ],
  },
  {
    name: 'reconciled-is-for-ever',
    does: 'takes no return of a payment that was reconciled before',
    edits: [
      edit(
        bankState,
        'if (!released) return {',
        "if (!released || present === 'reconciled') return {",
      ),
    ],
  },
  {
    name: 'newest-fact-alone',
    does: 'derives the state of a payment from the newest of its facts only',
    edits: [
      edit(bankState, '    .toSorted(byBankTime);', '    .toSorted(byBankTime)\n    .slice(-1);'),
    ],
  },
  {
    name: 'sums-of-fresh-facts',
    does: 'forgets the facts that it was told before when it derives the sums of a payment',
    edits: [
      edit(
        applyFacts,
        'facts: Map.groupBy([...known, ...fresh], (fact) => fact.paymentId),',
        'facts: Map.groupBy(fresh, (fact) => fact.paymentId),',
      ),
    ],
  },
  {
    name: 'amounts-stay-behind',
    does: 'moves a payment to settled and forgets how much was settled',
    edits: [
      edit(
        applyFacts,
        'const { settledMinor, returnedMinor, reversedMinor } = derived;\n  return nextVersion',
        'const { returnedMinor, reversedMinor } = derived;\n' +
          '  const { settledMinor } = payment;\n  return nextVersion',
      ),
    ],
  },
  {
    name: 'nobody-hears-of-rejections',
    does: 'opens no case for a payment that the bank rejected',
    edits: [
      edit(cases, "if (derived.state === 'failed') {", "if (derived.state === 'released') {"),
    ],
  },
  {
    name: 'nobody-hears-of-returns',
    does: 'opens no case for a payment that came back',
    edits: [
      edit(
        cases,
        "if (derived.state === 'returned' || derived.state === 'reversed') {",
        "if (derived.state === 'reversed') {",
      ),
    ],
  },
  {
    name: 'no-deadlines',
    does: 'gives a payment that stays too long in a state no owner',
    edits: [
      edit(
        sweep,
        'return addMilliseconds(payment.stateSince, deadline.hours * hourMs) < un' +
          'it.transaction.now;',
        'return addMilliseconds(payment.stateSince, deadline.hours * hourMs * 100' +
          ') < unit.transaction.now;',
      ),
    ],
  },
  {
    name: 'first-status-of-a-report',
    does: 'takes the status of the first payment of a report for that of all of them',
    edits: [
      edit(
        importStatus,
        'statuses.set(endToEndId, { code: status, reason, at });',
        'statuses.set(endToEndId, { code: status, reason, at });\n' +
          '      everyItem(status, reason);',
      ),
    ],
  },
];
