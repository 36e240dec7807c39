import {
  type ApprovalPolicy,
  type Currency,
  type EntityId,
  formatDecimal,
  money,
  type Problem,
  problem,
  refuse,
  type Result,
  succeed,
} from '@quittance/domain';

export interface ApprovalQuestion {
  readonly policies: readonly ApprovalPolicy[];
  readonly entityId: EntityId;
  readonly currency: Currency;
  /** Minor units of `currency`: the whole batch. */
  readonly batchTotalMinor: bigint;
  /** Minor units of `currency`: the largest single payment of it. */
  readonly largestPaymentMinor: bigint;
}

export interface ApprovalRule {
  readonly approversRequired: number;
  /** The row that rules; its version is what an approval is bound to (I18, I23). */
  readonly policy: ApprovalPolicy;
  /** Why so many, in plain words: one sentence a line. */
  explain(): readonly string[];
}

/**
 * How many persons must approve a batch: of the entity's rows in this currency, the one with the
 * highest threshold that the batch total reaches (ORC-02). Refuses with `CONFIGURATION_INVALID`
 * when no row covers it (no policy, no payment) and with `INVALID_PAYMENT` when one payment is
 * above what may leave at all.
 */
export function approversRequired(question: ApprovalQuestion): Result<ApprovalRule, Problem> {
  const { currency, batchTotalMinor, largestPaymentMinor } = question;
  const policy = rulingPolicy(question);
  if (policy === null) {
    return refuse(
      problem(
        'CONFIGURATION_INVALID',
        `No approval policy of this entity covers ${inWords(currency, batchTotalMinor)}.`,
      ),
    );
  }
  if (largestPaymentMinor > policy.paymentMaxMinor) {
    return refuse(
      problem(
        'INVALID_PAYMENT',
        `A payment of ${inWords(currency, largestPaymentMinor)} is above the limit of ` +
          `${inWords(currency, policy.paymentMaxMinor)} for a single payment.`,
      ),
    );
  }
  // A row that asks for nobody would let a payment leave unseen: one person is the floor.
  const count = Math.max(1, policy.approversRequired);
  return succeed({
    approversRequired: count,
    policy,
    explain: () => explainRule(question, policy, count),
  });
}

function rulingPolicy(question: ApprovalQuestion): ApprovalPolicy | null {
  let ruling: ApprovalPolicy | null = null;
  for (const policy of question.policies) {
    if (policy.entityId !== question.entityId || policy.currency !== question.currency) continue;
    if (policy.fromMinor > question.batchTotalMinor) continue;
    if (ruling === null || outranks(policy, ruling)) ruling = policy;
  }
  return ruling;
}

/** Higher threshold first; of two rows with one threshold the stricter, then the smaller id. */
function outranks(left: ApprovalPolicy, right: ApprovalPolicy): boolean {
  if (left.fromMinor !== right.fromMinor) return left.fromMinor > right.fromMinor;
  if (left.approversRequired !== right.approversRequired) {
    return left.approversRequired > right.approversRequired;
  }
  return left.id < right.id;
}

const inWords = (currency: Currency, minor: bigint): string =>
  `${currency} ${formatDecimal(money(currency, minor))}`;

function explainRule(
  question: ApprovalQuestion,
  policy: ApprovalPolicy,
  count: number,
): readonly string[] {
  const { currency } = question;
  const total = inWords(currency, question.batchTotalMinor);
  const persons = count === 1 ? 'One person' : `${count} different persons`;
  return [
    `The batch adds up to ${total}; its largest payment is ` +
      `${inWords(currency, question.largestPaymentMinor)}.`,
    `From ${inWords(currency, policy.fromMinor)} on, policy ${policy.id} ` +
      `(version ${policy.version}) applies.`,
    `${persons} must approve, none of whom made the bills, the payee accounts or the proposal.`,
    `No single payment above ${inWords(currency, policy.paymentMaxMinor)} may leave.`,
  ];
}
