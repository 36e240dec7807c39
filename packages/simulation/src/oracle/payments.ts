import type { AuditedOdoo } from '@quittance/sandbox';
import type { BankLedger, BankPosition } from './bank-ledger.ts';
import type { ClaimedPayment, HubClaims, Rule, Violation } from './claims.ts';

/** Holds what the hub says of each payment against the banks' money and Odoo's books. */
export function judgePayments(of: {
  readonly ledger: BankLedger;
  readonly odooBooks: AuditedOdoo;
  readonly claims: HubClaims;
}): readonly Violation[] {
  const { ledger, odooBooks, claims } = of;
  const known = new Map(claims.payments.map((payment) => [payment.reference, payment]));
  const strangers = [...ledger.positions.values()].filter(
    ({ reference, paid }) => paid > 0n && !known.has(reference),
  );
  const posted = Map.groupBy(
    odooBooks.payments.filter(({ state }) => state === 'in_process' || state === 'paid'),
    ({ hubReference }) => hubReference ?? '',
  );
  return [
    ...strangers.map(({ reference, paid }) =>
      violation('hubDisagrees', reference, `the bank paid ${paid}; the hub does not know it`),
    ),
    ...claims.payments.flatMap((payment) => [
      ...againstBank(payment, ledger.positions.get(payment.reference)),
      ...againstOdoo(payment, posted.get(payment.reference) ?? []),
      ...owned(payment, claims),
    ]),
  ];
}

const violation = (rule: Rule, subject: string, explanation: string): Violation => ({
  rule,
  subject,
  explanation,
});

/** States of the hub that claim money has left, and that claim that it came back. */
const paidStates: readonly string[] = ['settled', 'reconciled'];
const returnedStates: readonly string[] = ['returned', 'recalled'];
/** States that people or the hub leave no more, in which no money may have moved. */
const unpaidEnds: readonly string[] = ['cancelled', 'expired', 'rejected', 'invalid', 'draft'];

function againstBank(
  payment: ClaimedPayment,
  position: BankPosition | undefined,
): readonly Violation[] {
  const { reference, state, currency, instructed, settled, returned } = payment;
  const paid = position?.paid ?? 0n;
  const cameBack = position?.returned ?? 0n;
  const wrong: string[] = [];
  if (position !== undefined && position.currency !== currency) wrong.push('another currency');
  if (paid !== settled) wrong.push(`the bank paid ${paid}, the hub says ${settled}`);
  if (cameBack !== returned) wrong.push(`the bank returned ${cameBack}, the hub says ${returned}`);
  if (paid > instructed) wrong.push(`the bank paid ${paid} of ${instructed}`);
  if (paid > 0n && cameBack === 0n && !paidStates.includes(state)) {
    wrong.push(`the bank paid it, and it is ${state}`);
  }
  if (cameBack > 0n && !returnedStates.includes(state)) {
    wrong.push(`the bank returned it, and it is ${state}`);
  }
  if (paid === 0n && (paidStates.includes(state) || returnedStates.includes(state))) {
    wrong.push(`the bank never paid it, and it is ${state}`);
  }
  if ((position?.waiting ?? 0) > 0 && unpaidEnds.includes(state)) {
    wrong.push(`the bank has it before it, and it is ${state}`);
  }
  return wrong.map((why) => violation('hubDisagrees', reference, why));
}

function againstOdoo(
  payment: ClaimedPayment,
  posted: readonly { readonly amount: bigint; readonly currency: string }[],
): readonly Violation[] {
  const { reference, state, instructed, currency } = payment;
  const wrong: string[] = [];
  if (posted.length > 1) wrong.push(`${posted.length} posted payments carry it`);
  if (state === 'reconciled' && posted.length === 0) wrong.push('reconciled, and not posted');
  for (const { amount, currency: other } of posted) {
    if (amount !== instructed || other !== currency) wrong.push(`posted as ${amount} ${other}`);
  }
  return wrong.map((why) => violation('odooDisagrees', reference, why));
}

/** Ends at which nobody has to act: money arrived and is explained, or people took it back. */
const quietEnds: readonly string[] = ['reconciled', 'cancelled', 'expired', 'rejected'];
/** Ends that a person must have been told of, whether or not they have answered by now. */
const toldEnds: readonly string[] = ['failed', 'returned', 'reversed', 'recalled'];

function owned(payment: ClaimedPayment, claims: HubClaims): readonly Violation[] {
  const { reference, state, ids } = payment;
  if (quietEnds.includes(state)) return [];
  const cases = toldEnds.includes(state) ? claims.objectsInAnyCase : claims.objectsInOpenCases;
  if (ids.some((id) => cases.has(id))) return [];
  return [violation('notOwned', reference, `it is ${state}, and no case speaks of it`)];
}
