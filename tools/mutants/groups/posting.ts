import { type Defect, edit } from '../mutant.ts';

const accountsFlow = 'packages/flows/src/supplier-payment/accounts.ts';
const applyFacts = 'packages/services/src/bank-fact/apply.ts';
const flow = 'packages/flows/src/flow/flow.ts';
const planPayments = 'packages/services/src/posting/plan-payments.ts';
const postLines = 'packages/services/src/posting/lines.ts';
const postMatches = 'packages/services/src/posting/matches.ts';
const reconciliations = 'packages/connectors/src/odoo/reconciliations.ts';
const recordPayments = 'packages/services/src/posting/record-payments.ts';
const statementLines = 'packages/connectors/src/odoo/statement-lines.ts';
const undo = 'packages/flows/src/statement-sync/undo.ts';

/** What goes wrong between the hub and the accounts. */
export const postingDefects: readonly Defect[] = [
  {
    name: 'lines-without-a-name',
    does: 'posts every bank line under a reference of its own making, so that none is found again',
    edits: [
      edit(
        postLines,
        'hubReference: `L${line.id}`,',
        'hubReference: `L${unit.transaction.now}${line.id}`,',
      ),
    ],
  },
  {
    name: 'line-of-another-amount',
    does: 'posts bank lines with one minor unit less',
    edits: [
      edit(
        postLines,
        'amountMinor: line.amountMinor,\n        foreign',
        'amountMinor: line.amountMinor - 1n,\n        foreign',
      ),
    ],
  },
  {
    name: 'lines-are-dropped',
    does: 'posts bank lines of money that came in and takes all others for posted',
    edits: [
      edit(
        postLines,
        'const lines = rows.filter((line) => !line.posted);',
        'const lines = rows.filter((line) => !line.posted && line.amountMinor > 0n);',
      ),
    ],
  },
  {
    name: 'silence-is-forgotten',
    does: 'asks the accounts no more for what they did not answer',
    edits: [
      edit(
        flow,
        'else if (isWorthAnotherTry(outcome.error)) again ??= outcome.error;',
        'else if (isWorthAnotherTry(outcome.error)) continue;',
      ),
      edit(flow, 'if (missing.length > 0) {', 'if (missing.length > 1_000_000) {'),
    ],
  },
  {
    name: 'silence-is-refused',
    does: 'takes what the accounts did not answer for refused, and tells a person only',
    edits: [
      edit(flow, 'else if (isWorthAnotherTry(outcome.error)) again ??= outcome.error;\n', ''),
    ],
  },
  {
    name: 'posted-at-acceptance',
    does: 'posts payments to the accounts as soon as the bank accepted them',
    edits: [
      edit(
        applyFacts,
        "const settled = changedState.filter(({ after }) => after.state === 'settled');",
        'const settled = changedState.filter(\n' +
          "    ({ after }) => after.state === 'settled' || after.state === 'accepted',\n" +
          '  );',
      ),
      edit(
        accountsFlow,
        "(posting) => posting.accountsState !== 'posted' && posting.isSettledWhole,",
        "(posting) => posting.accountsState !== 'posted',",
      ),
    ],
  },
  {
    name: 'posted-at-submission',
    does: 'posts payments to the accounts when they are released',
    edits: [
      edit(
        accountsFlow,
        "'payments.register',\n  )({ payments: wanted.map(registrationOf) });",
        "'payments.settle',\n  )({ payments: wanted.map(registrationOf) });",
      ),
    ],
  },
  {
    name: 'payment-of-another-amount',
    does: 'registers payments in the accounts with one minor unit more',
    edits: [
      edit(
        planPayments,
        'amountMinor: payment.instructedMinor,',
        'amountMinor: payment.instructedMinor + 1n,',
      ),
    ],
  },
  {
    name: 'payments-without-a-name',
    does: 'registers payments in the accounts under another reference than the bank knows',
    edits: [
      edit(
        'packages/connectors/src/odoo/translate.ts',
        'x_hub_ref: payment.reference,',
        'x_hub_ref: `${payment.reference}X`,',
      ),
    ],
  },
  {
    name: 'settled-is-not-posted',
    does: 'never posts settled payments to the accounts, and says it did',
    edits: [
      edit(
        accountsFlow,
        "'payments.settle',\n  )({ payments: wanted.map(registrationOf) });",
        "'payments.register',\n  )({ payments: wanted.map(registrationOf) });",
      ),
    ],
  },
  {
    name: 'reconciled-without-posting',
    does: 'takes a payment for reconciled as soon as its line was matched here',
    edits: [
      edit(
        postMatches,
        '  return (read.allocations.get(match.id) ?? []).every(\n    (part) =>\n' +
          '      part.paymentId === null ||',
        '  return (read.allocations.get(match.id) ?? []).every(\n    (part) =>\n' +
          "      part.kind === 'payment' ||\n      part.paymentId === null ||",
      ),
      edit(
        'packages/flows/src/statement-sync/accounts.ts',
        'const { done, refused, again } = sortOutcomes([...idOf.keys()], outcomes' +
          ');\n  const recorded = await recordMatches({',
        'const { refused, again } = sortOutcomes<{ readonly externalIds: readonly string[] }>(\n' +
          '    [],\n    [],\n  );\n' +
          '  const done = outcomes.map(({ key }) => ({ key, value: { externalIds: [] } }));\n' +
          '  const recorded = await recordMatches({',
      ),
    ],
  },
  {
    name: 'matches-are-forgotten',
    does: 'does not post a match whose line or payment was not in the accounts at first',
    edits: [
      edit(postLines, 'await wakeMatches(unit, posted);', 'await wakeMatches(unit, []);'),
      edit(
        recordPayments,
        "if (input.accountsState === 'posted') await wakeMatches(unit, moved);",
        "if (input.accountsState === 'posted') await wakeMatches(unit, []);",
      ),
    ],
  },
  {
    name: 'undone-here-alone',
    does: 'takes a match back in the hub and not in the accounts',
    edits: [
      edit(
        undo,
        'if (statementLineExternalId === null) {',
        "if (statementLineExternalId !== '') {",
      ),
    ],
  },
  {
    name: 'undone-there-alone',
    does: 'takes a match back in the accounts and not in the hub',
    edits: [
      edit(
        undo,
        'done: done.map(({ value }) => value),',
        'done: done.slice(done.length).map(({ value }) => value),',
      ),
    ],
  },
  {
    name: 'bills-stay-closed',
    does: 'leaves bills closed in the accounts whose payment came back',
    edits: [
      edit(
        reconciliations,
        'for (const returned of returnedPayments(parts)) {',
        'for (const returned of returnedPayments(parts).slice(parts.length)) {',
      ),
      edit(
        reconciliations,
        'if (!isTouched) return refuse(notMatched);',
        'if (!isTouched) continue;',
      ),
    ],
  },
  {
    name: 'posts-without-looking',
    does: 'creates a bank line in the accounts without looking whether it stands there already',
    edits: [
      edit(
        statementLines,
        'const missing = lines.filter(({ hubReference }) => !before.value.has(hubReference));',
        'const missing = lines.filter(() => before.ok);',
      ),
      edit(
        'packages/connectors/src/odoo/translate.ts',
        'x_hub_ref: line.hubReference,',
        "x_hub_ref: `${line.hubReference}${line.amountMinor > 0n ? '' : '-'}`,",
      ),
    ],
  },
];
