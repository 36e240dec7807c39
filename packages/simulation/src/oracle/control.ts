import type { HandedOver, Rule, Violation } from './claims.ts';
import { type Approved, judgeAct } from './acts.ts';
import type { ControlRules, Deed } from './deeds.ts';
import { judgeStops } from './stops.ts';
import { paymentsIn, type WiredPayment } from './wire.ts';

export interface ControlInput {
  readonly deeds: readonly Deed[];
  readonly handedOver: readonly HandedOver[];
  readonly rules: ControlRules;
}

/**
 * Whether people had the say that they must have (I17, I18, I19): judged from what they did, what
 * they saw when they did it, and what the banks got; what the hub wrote down about it counts not.
 */
export function judgeControl(input: ControlInput): readonly Violation[] {
  const { deeds, handedOver, rules } = input;
  const wired = handedOver.flatMap((file) => paymentsIn(file));
  const deedsOf = Map.groupBy(deeds.filter(isOfBatch), (deed) => deed.batch);
  const batchOf = new Map(
    deeds.flatMap((deed) =>
      deed.what === 'proposed'
        ? deed.references.map((reference): readonly [string, string] => [reference, deed.batch])
        : [],
    ),
  );
  const cancelled = new Map(
    deeds.flatMap((deed) => (deed.what === 'cancelled' ? [[deed.reference, deed] as const] : [])),
  );
  return [
    ...deeds.flatMap((deed) => judgeAct(deed, { deeds, rules })),
    ...judgeStops(input, { wired, batchOf }),
    ...wired.flatMap((payment) => {
      const ofBatch = deedsOf.get(batchOf.get(payment.reference) ?? '') ?? [];
      return judgeReleased(payment, { ofBatch, rules });
    }),
    ...wired.flatMap((payment) => {
      const deed = cancelled.get(payment.reference);
      if (deed === undefined || !deed.at.sure || payment.releasedFrom <= deed.at.answered)
        return [];
      return [violation('notApproved', payment.reference, 'it left after it was cancelled')];
    }),
    ...judgeBills(wired, input),
  ];
}

export const violation = (rule: Rule, subject: string, explanation: string): Violation => ({
  rule,
  subject,
  explanation,
});

type OfBatch = Extract<Deed, { readonly batch: string }>;
const isOfBatch = (deed: Deed): deed is OfBatch => 'batch' in deed;

/** Who approved a payment that left, what they had seen, and who let it go. */
function judgeReleased(
  payment: WiredPayment,
  of: { readonly ofBatch: readonly OfBatch[]; readonly rules: ControlRules },
): readonly Violation[] {
  const { ofBatch, rules } = of;
  const { reference, releasedFrom, releasedUntil } = payment;
  const before = ofBatch.filter((deed) => deed.at.asked <= releasedUntil);
  const wrong: string[] = [];
  if (!before.some((deed) => deed.what === 'proposed'))
    return [violation('notApproved', reference, 'nobody proposed it')];
  const reopened = before.findLastIndex((deed) => deed.what === 'reopened' && deed.at.sure);
  const since = before.slice(reopened + 1);
  const approvals = since.filter((deed): deed is Approved => deed.what === 'approved');
  const approvers = new Set(approvals.map((deed) => deed.person));
  const required = approversFor(approvals[0], rules);
  if (approvers.size < required) wrong.push(`${approvers.size} of ${required} approved it`);
  if (since.some((deed) => deed.what === 'rejected' && deed.at.sure)) wrong.push('it was rejected');
  const releaser = since.findLast((deed) => deed.what === 'released')?.person;
  if (releaser === undefined) wrong.push('nobody asked for its release');
  const releases = since.filter((deed) => deed.what === 'released');
  const proposers = before.filter((deed) => deed.what === 'proposed');
  const makers = new Set([...approvers, ...proposers.map((deed) => deed.person)]);
  if (releases.length > 0 && releases.every((deed) => makers.has(deed.person))) {
    wrong.push(`${releaser} had approved or proposed it, and released it`);
  }
  for (const approval of approvals) wrong.push(...differences(payment, approval));
  const oldest = approvals[0]?.at.answered ?? releasedFrom;
  const hours = (Date.parse(releasedFrom) - Date.parse(oldest)) / 3_600_000;
  if (hours > rules.approvalHours) wrong.push(`its approval was ${Math.floor(hours)} hours old`);
  return wrong.map((why) => violation('notApproved', reference, why));
}

/** Of the policy rows for the company and currency, the one with the highest threshold reached. */
function approversFor(approval: Approved | undefined, rules: ControlRules): number {
  if (approval === undefined) return 1;
  const { company, currency, totalMinor } = approval.stood;
  const [row] = rules.policies
    .filter((one) => one.company === company && one.currency === currency)
    .filter((one) => one.fromMinor <= totalMinor)
    .toSorted((left, right) => (left.fromMinor > right.fromMinor ? -1 : 1));
  return row?.approversRequired ?? 1;
}

/** What the bank got is what was on the screen of each person who approved it. */
function differences(payment: WiredPayment, approval: Approved): readonly string[] {
  const { person, saw } = approval;
  const seen = saw.payments.find((one) => one.reference === payment.reference);
  if (seen === undefined) return [`${person} never saw it`];
  const wrong: string[] = [];
  if (seen.amountMinor !== payment.amountMinor || saw.currency !== payment.currency) {
    wrong.push(`${person} approved ${seen.amountMinor}, the bank got ${payment.amountMinor}`);
  }
  if (seen.payeeAccount !== payment.payeeAccount) {
    wrong.push(`${person} approved another account than the bank got`);
  }
  if (seen.executionDate !== payment.executionDate) {
    wrong.push(`${person} approved ${seen.executionDate}, the bank got ${payment.executionDate}`);
  }
  return wrong;
}

/** The bills are read again before a release: what was read is at most this old, with a margin. */
const rereadMsMax = 90_000;

/** Bills that were blocked, or paid in the accounts, when a payment of them was released. */
function judgeBills(wired: readonly WiredPayment[], input: ControlInput): readonly Violation[] {
  const { deeds, rules } = input;
  const takenAt = new Map([...rules.blocked].map((bill) => [bill, '']));
  for (const deed of deeds) {
    if (deed.what === 'billTaken' && !takenAt.has(deed.bill)) {
      takenAt.set(deed.bill, deed.at.answered);
    }
  }
  const billsOf = new Map(
    deeds.flatMap((deed) =>
      deed.what === 'approved'
        ? deed.saw.payments.map((one) => [one.reference, one.bills] as const)
        : [],
    ),
  );
  return wired.flatMap(({ reference, releasedFrom }) =>
    (billsOf.get(reference) ?? []).flatMap((bill) => {
      const at = rules.keyedBy.has(bill) ? takenAt.get(bill) : undefined;
      if (at === undefined || Date.parse(releasedFrom) < (Date.parse(at) || 0) + rereadMsMax)
        return [];
      return [violation('notApproved', reference, `bill ${bill} was taken from payment ${at}`)];
    }),
  );
}
