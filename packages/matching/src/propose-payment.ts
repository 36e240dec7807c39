import {
  absolute,
  explainsExchange,
  formatDecimal,
  isReference,
  money,
  type StatementLine,
} from '@quittance/domain';
import type { AttemptCandidate, PaymentCandidate } from './candidate.ts';
import { usableReference } from './keys.ts';
import {
  hinder,
  type ProposalSink,
  type ProposeContext,
  suggestPayment,
  toPayment,
} from './proposal.ts';

interface ReferenceRule {
  readonly evidenceClass: 'A' | 'B';
  readonly rule: string;
  readonly proof: string;
}

/** Rules of class A, and B by our own reference, for money that left. */
export function proposePayments(sink: ProposalSink, context: ProposeContext): void {
  const { line } = sink;
  const { index } = context;
  const endToEndId = usableReference(line.endToEndId);
  for (const payment of index.paymentsByReference.get(endToEndId ?? '') ?? []) {
    proposeSettlement(sink, payment, {
      evidenceClass: 'A',
      rule: 'end-to-end-id@1',
      proof: `The bank repeats the EndToEndId ${payment.reference}`,
    });
  }
  const bankReference = usableReference(line.bankReference);
  for (const payment of index.paymentsByBankReference.get(bankReference ?? '') ?? []) {
    if (pointsElsewhere(sink, payment)) continue;
    proposeSettlement(sink, payment, {
      evidenceClass: 'A',
      rule: 'bank-reference@1',
      proof: `The bank gave its reference ${bankReference} for payment ${payment.reference} before`,
    });
  }
  for (const attempt of index.attemptsByMessage.get(usableReference(line.messageId) ?? '') ?? []) {
    proposeBatch(sink, attempt, context);
  }
  for (const reference of sink.references) {
    for (const payment of index.paymentsByReference.get(reference) ?? []) {
      if (pointsElsewhere(sink, payment)) continue;
      proposeSettlement(sink, payment, {
        evidenceClass: 'B',
        rule: 'internal-reference@1',
        proof: `The remittance carries our reference ${payment.reference}`,
      });
    }
  }
}

/** True when the line names one of our references, and not the one of this payment. */
export function pointsElsewhere(sink: ProposalSink, payment: PaymentCandidate): boolean {
  const endToEndId = usableReference(sink.line.endToEndId);
  if (endToEndId !== null && isReference(endToEndId) && endToEndId !== payment.reference) {
    return true;
  }
  return sink.references.some((reference) => reference !== payment.reference);
}

/** True when payment and line lie on one account in one currency. */
export const onSameAccount = (
  line: StatementLine,
  of: Pick<PaymentCandidate, 'ownAccountId' | 'currency'>,
): boolean => line.ownAccountId === of.ownAccountId && line.currency === of.currency;

/** Proposes that the line settles the payment, or notes what speaks against it. */
export function proposeSettlement(
  sink: ProposalSink,
  payment: PaymentCandidate,
  rule: ReferenceRule,
): void {
  const { line } = sink;
  if (line.ownAccountId !== payment.ownAccountId) return;
  const toldMinor = minorInCurrencyOf(payment, line);
  if (toldMinor === null || hindered(sink, { payment, rule, toldMinor })) return;
  const isForeign = line.currency !== payment.currency;
  if (isForeign && isUnexplained(sink, { payment, rule, toldMinor })) return;
  const paymentMinor = isForeign ? toldMinor : null;
  sink.proposals.push({
    ...rule,
    proof: isForeign
      ? `${rule.proof}, and the instructed amount is the same to the cent: ${conversionOf(line)}.`
      : `${rule.proof}, and the amount is the same to the cent.`,
    claims: [`pay:${payment.id}`],
    allocations: [{ ...toPayment(payment.id, line, 'settlement'), paymentMinor }],
  });
}

/** What the line moved in the payment's currency, signed like the line; null: it does not say. */
function minorInCurrencyOf(payment: PaymentCandidate, line: StatementLine): bigint | null {
  if (line.currency === payment.currency) return line.amountMinor;
  const { instructedMinor, instructedCurrency } = line;
  if (instructedMinor === null || instructedCurrency !== payment.currency) return null;
  return line.amountMinor < 0n ? -instructedMinor : instructedMinor;
}

interface Weighed {
  readonly payment: PaymentCandidate;
  readonly rule: ReferenceRule;
  /** What the line moved, in the payment's currency. */
  readonly toldMinor: bigint;
}

/** A debit in another currency is taken without a person only if the bank's rate explains it. */
function isUnexplained(sink: ProposalSink, { payment, rule, toldMinor }: Weighed): boolean {
  const { line } = sink;
  const { exchangeRate: rate, exchangeUnitCurrency: unitCurrency } = line;
  const isExplained =
    rate !== null &&
    explainsExchange({
      instructed: money(payment.currency, absolute(toldMinor)),
      debited: money(line.currency, absolute(line.amountMinor)),
      exchange: { rate, unitCurrency },
    });
  if (isExplained) return false;
  const why = rate === null ? 'the bank tells no rate' : 'the rate does not make the one the other';
  hinder(sink, 'RATE_DIFFERS', {
    explanation: `${rule.proof}, but ${why}: ${conversionOf(line)}.`,
    suggestion: suggestPayment(payment, `${rule.proof}.`),
  });
  return true;
}

/** Both amounts of a line in another currency, with the bank's own rate. */
function conversionOf(line: StatementLine): string {
  const { instructedMinor, instructedCurrency, exchangeRate, exchangeSource } = line;
  const debited = formatDecimal(money(line.currency, absolute(line.amountMinor)));
  if (instructedMinor === null || instructedCurrency === null) return `${debited} ${line.currency}`;
  const instructed = formatDecimal(money(instructedCurrency, instructedMinor));
  const rate = exchangeRate === null ? '' : ` at ${exchangeRate} (${exchangeSource ?? 'bank'})`;
  return `${instructed} ${instructedCurrency} was debited as ${debited} ${line.currency}${rate}`;
}

function hindered(sink: ProposalSink, { payment, rule, toldMinor }: Weighed): boolean {
  const suggestion = suggestPayment(payment, `${rule.proof}.`);
  const name = payment.reference;
  if (!payment.released) {
    const explanation = `${rule.proof}, but payment ${name} was never released.`;
    hinder(sink, 'NOT_RELEASED', { explanation, suggestion });
    return true;
  }
  if (-toldMinor === payment.openMinor) return false;
  const settled = payment.openMinor === 0n;
  hinder(sink, settled ? 'ALREADY_MATCHED' : 'AMOUNT_DIFFERS', {
    explanation: settled
      ? `${rule.proof}, but payment ${name} is settled by another line already.`
      : `${rule.proof}, but the amount is not what is open of payment ${name}.`,
    suggestion,
  });
  return true;
}

/** A whole message booked as one debit: number and sum of its payments must both fit. */
function proposeBatch(
  sink: ProposalSink,
  attempt: AttemptCandidate,
  context: ProposeContext,
): void {
  const { line } = sink;
  if (!onSameAccount(line, attempt)) return;
  const members = membersOf(attempt, context);
  if (members === null) return;
  const debited = [members, members.filter((member) => !member.payment.refused)].find((some) =>
    fits(line, some),
  );
  if (debited === undefined) {
    const explanation =
      `The bank repeats the message id ${attempt.messageId}, but number and sum of its open ` +
      'payments are not those of the line.';
    hinder(sink, 'AMOUNT_DIFFERS', { explanation, suggestion: null });
    return;
  }
  const left = members.length - debited.length;
  const without = left === 0 ? '' : `, without the ${left} that the bank refused`;
  const counted = line.transactionCount !== null;
  sink.proposals.push({
    evidenceClass: counted ? 'A' : 'B',
    rule: 'batch-message-id@1',
    claims: debited.map(({ payment }) => `pay:${payment.id}`),
    allocations: debited.map(({ payment, amountMinor }) => ({
      ...toPayment(payment.id, line, 'settlement'),
      amountMinor: -amountMinor,
    })),
    proof:
      `The bank repeats the message id ${attempt.messageId}, and its ${debited.length} ` +
      `payments${without} add up to the line to the cent.`,
  });
}

interface Member {
  readonly payment: PaymentCandidate;
  readonly amountMinor: bigint;
}

/** The members in the order of their ids, or null when one of them is not a candidate. */
function membersOf(attempt: AttemptCandidate, context: ProposeContext): readonly Member[] | null {
  const members: Member[] = [];
  for (const { paymentId, amountMinor } of attempt.members) {
    const payment = context.index.paymentById.get(paymentId);
    if (payment === undefined) return null;
    members.push({ payment, amountMinor });
  }
  return members.toSorted((left, right) => (left.payment.id < right.payment.id ? -1 : 1));
}

function fits(line: StatementLine, members: readonly Member[]): boolean {
  if (members.length === 0) return false;
  if (line.transactionCount !== null && line.transactionCount !== members.length) return false;
  let sum = 0n;
  for (const { payment, amountMinor } of members) {
    if (!payment.released || payment.openMinor !== amountMinor) return false;
    if (!onSameAccount(line, payment)) return false;
    sum += amountMinor;
  }
  return sum === -line.amountMinor;
}

/** Money that came back: the original EndToEndId leads to the payment that it undoes. */
export function proposeReturns(sink: ProposalSink, context: ProposeContext): void {
  const { line } = sink;
  const purpose = line.kind === 'reversal' ? 'reversal' : 'return';
  const endToEndId = usableReference(line.endToEndId);
  const byReference = context.index.paymentsByReference;
  for (const payment of byReference.get(endToEndId ?? '') ?? []) {
    proposeReturn(sink, { payment, context, purpose, evidenceClass: 'A' });
  }
  for (const reference of sink.references) {
    for (const payment of byReference.get(reference) ?? []) {
      if (pointsElsewhere(sink, payment)) continue;
      proposeReturn(sink, { payment, context, purpose, evidenceClass: 'B' });
    }
  }
}

function proposeReturn(
  sink: ProposalSink,
  given: {
    readonly payment: PaymentCandidate;
    readonly context: ProposeContext;
    readonly purpose: 'return' | 'reversal';
    readonly evidenceClass: 'A' | 'B';
  },
): void {
  const { payment, purpose, evidenceClass } = given;
  const { line } = sink;
  if (!onSameAccount(line, payment)) return;
  const carries = evidenceClass === 'A' ? 'EndToEndId' : 'remittance';
  const said = `The ${purpose} carries ${payment.reference} in its ${carries}`;
  const returnable = given.context.returnable(payment);
  if (returnable !== line.amountMinor) {
    hinder(sink, returnable === 0n ? 'ALREADY_MATCHED' : 'AMOUNT_DIFFERS', {
      explanation:
        returnable === 0n
          ? `${said}, but nothing of that payment is settled and not yet back.`
          : `${said}, but the amount is not what can come back of it.`,
      suggestion: suggestPayment(payment, `${said}.`),
    });
    return;
  }
  sink.proposals.push({
    evidenceClass,
    rule: `${purpose}-${evidenceClass === 'A' ? 'end-to-end-id' : 'internal-reference'}@1`,
    claims: [`back:${payment.id}`],
    allocations: [toPayment(payment.id, line, purpose)],
    proof: `${said}, and the amount is what was settled, to the cent.`,
  });
}
