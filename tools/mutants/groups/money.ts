import { type Defect, edit } from '../mutant.ts';

const draft = 'packages/services/src/proposal/draft.ts';
const earlierPayments = 'packages/services/src/batch/earlier-payments.ts';
const entryFacts = 'packages/services/src/statement/entry-facts.ts';
const line = 'packages/services/src/statement/line.ts';
const matchAccount = 'packages/services/src/match/match-account.ts';
const paymentFile = 'packages/services/src/batch/payment-file.ts';
const select = 'packages/services/src/proposal/select.ts';
const validate = 'packages/services/src/batch/validate.ts';

/** What goes wrong with amounts: too much, to the wrong payee, for a bill that is paid. */
export const moneyDefects: readonly Defect[] = [
  {
    name: 'one-unit-too-much',
    does: 'sends every payment with one minor unit more than was approved',
    edits: [
      edit(
        paymentFile,
        'amount: money(payment.currency, payment.instructedMinor),',
        'amount: money(payment.currency, payment.instructedMinor + 1n),',
      ),
    ],
  },
  {
    name: 'floating-point',
    does: 'rounds large amounts to whole units on the way to the bank',
    edits: [
      edit(
        paymentFile,
        'amount: money(payment.currency, payment.instructedMinor),',
        'amount: money(payment.currency, (payment.instructedMinor / 100n) * 100n || 1n),',
      ),
    ],
  },
  {
    name: 'neighbours-account',
    does: 'pays the second payment of a message to the account of the first',
    edits: [
      edit(
        paymentFile,
        'transactions: source.leaving.map((payment) => {',
        'transactions: source.leaving.map((payment, place) => {',
      ),
      edit(
        paymentFile,
        "const details = source.contents.details.get(payment.bankDetailsId ?? '');",
        'const other = place === 1 ? source.leaving[0] : payment;\n' +
          "          const details = source.contents.details.get(other?.bankDetailsId ?? '');",
      ),
    ],
  },
  {
    name: 'credit-notes-are-added',
    does: 'adds credit notes to a payment instead of taking them off',
    edits: [
      edit(
        select,
        'selected.push({ item, amountMinor: -item.residualMinor, discountMinor: 0n });',
        'selected.push({ item, amountMinor: item.residualMinor, discountMinor: 0n });',
      ),
    ],
  },
  {
    name: 'twins-are-paid',
    does: 'pays an invoice that was keyed twice both times',
    edits: [
      edit(
        validate,
        'if (twin !== undefined) reasons.push(',
        "if (twin === 'never') reasons.push(",
      ),
    ],
  },
  {
    name: 'forgets-earlier-payments',
    does: 'pays a bill anew although the bank may have paid an earlier payment of it',
    edits: [
      edit(
        earlierPayments,
        'const claims = earlier.claims.get(of.billId) ?? [];',
        'const claims = (earlier.claims.get(of.billId) ?? []).slice(0, 0);',
      ),
    ],
  },
  {
    name: 'settles-what-is-pending',
    does: 'counts an entry that is still pending as booked',
    edits: [
      edit(
        entryFacts,
        "if (entry.status === 'PDNG') return 'entry_pending';\n" +
          "  if (entry.status !== 'BOOK') return null;",
        "if (entry.status === 'INFO') return null;",
      ),
    ],
  },
  {
    name: 'booked-twice-by-match',
    does: 'counts the booking of a payment once by its entry and once by its match',
    edits: [
      edit(
        matchAccount,
        'entryKey: line.entryKey,\n      bankTime',
        'entryKey: null,\n      bankTime',
      ),
    ],
  },
  {
    name: 'whole-entry-for-each',
    does: 'takes the amount of a collective entry for the amount of each of its payments',
    edits: [
      edit(entryFacts, 'const isAlone = entry.transactions.length === 1;', 'const isAlone = true;'),
    ],
  },
  {
    name: 'return-is-a-payment',
    does: 'takes money that came back for money that left',
    edits: [
      edit(
        entryFacts,
        "if (transaction.returnInfo !== null) return 'returned';",
        "if (transaction.returnInfo !== null) return 'booked';",
      ),
    ],
  },
  {
    name: 'lines-without-sign',
    does: 'keeps every line of a statement as money that came in',
    edits: [
      edit(
        line,
        'amountMinor: entry.amountMinor,',
        'amountMinor: entry.amountMinor < 0n ? -entry.amountMinor : entry.amountMinor,',
      ),
    ],
  },
  {
    name: 'first-account-for-all',
    does: 'pays every supplier of a batch to the account of the first one',
    edits: [
      edit(
        draft,
        'details: details.get(group.partyId) ?? null })',
        'details: [...details.values()][0] ?? null })',
      ),
      edit(
        'packages/services/src/batch/contents.ts',
        'if (bankDetails === undefined || bankDetails.partyId !== payment.partyId) return null;',
        'if (bankDetails === undefined) return null;',
      ),
      edit(
        'packages/governance/src/content.ts',
        "  assert(payment.partyId === bankDetails.partyId, 'the bank details belo" +
          "ng to the payee');\n",
        '',
      ),
    ],
  },
];
