import type { Violation } from './claims.ts';
import type { ControlRules, Deed, Screen } from './deeds.ts';

export type Approved = Extract<Deed, { readonly what: 'approved' }>;

/** Acts that the hub must refuse to a person, whatever comes of them. */
export function judgeAct(
  deed: Deed,
  of: { readonly deeds: readonly Deed[]; readonly rules: ControlRules },
): readonly Violation[] {
  if (deed.what !== 'approved' || !deed.at.sure) return [];
  return wrongApprovals(deed, of).map((explanation) => ({
    rule: 'notApproved',
    subject: deed.batch,
    explanation: `${deed.person} ${explanation}`,
  }));
}

function wrongApprovals(
  deed: Approved,
  of: { readonly deeds: readonly Deed[]; readonly rules: ControlRules },
): readonly string[] {
  const { deeds, rules } = of;
  const { batch, person, saw, stood } = deed;
  const wrong: string[] = [];
  const isProposer = deeds.some(
    (one) => one.what === 'proposed' && one.batch === batch && one.person === person,
  );
  if (isProposer) wrong.push('approved what they proposed themselves');
  const own = stood.payments
    .flatMap((payment) => payment.bills)
    .find((bill) => rules.keyedBy.get(bill) === person);
  if (own !== undefined) wrong.push(`approved bill ${own}, which they keyed themselves`);
  if (!isSame(saw, stood)) wrong.push('approved something else than they saw');
  const role = rules.approvers.find(
    (one) => one.person === person && one.company === stood.company,
  );
  if (role === undefined) wrong.push('approved without being an approver');
  else if (isAboveLimit(role.limitMinor, stood, rules)) wrong.push('approved above their limit');
  return wrong;
}

function isAboveLimit(limitMinor: bigint | null, stood: Screen, rules: ControlRules): boolean {
  if (limitMinor === null) return false;
  if (rules.currencies.get(stood.company) !== stood.currency) return true;
  return stood.payments.some((payment) => payment.amountMinor > limitMinor);
}

const textOf = (screen: Screen): string =>
  screen.payments
    .map((one) => `${one.reference} ${one.amountMinor} ${one.payeeAccount} ${one.executionDate}`)
    .toSorted()
    .join('\n');

const isSame = (one: Screen, other: Screen): boolean => textOf(one) === textOf(other);
