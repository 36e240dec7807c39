import { auditBooks, type AuditedOdoo, type AuditResult, type BankBooks } from '@quittance/sandbox';
import { type BankLedger, keepBankLedger } from './bank-ledger.ts';
import type { HandedOver, HubClaims, Rule, Violation } from './claims.ts';
import { judgeControl } from './control.ts';
import type { ControlRules, Deed } from './deeds.ts';
import { judgeLines } from './lines.ts';
import { judgePayments } from './payments.ts';
import { judgeWords } from './words.ts';

export interface JudgeInput {
  readonly bankBooks: readonly BankBooks[];
  readonly odooBooks: AuditedOdoo;
  readonly handedOver: readonly HandedOver[];
  readonly claims: HubClaims;
  readonly deeds: readonly Deed[];
  readonly rules: ControlRules;
}

/**
 * The oracle: keeps a ledger of its own from the books of the banks, holds it against the books of
 * Odoo and what went over the wire, and only then looks at what the hub says of itself.
 */
export function judge(input: JudgeInput): readonly Violation[] {
  const { bankBooks, odooBooks, handedOver, claims } = input;
  const ledger = keepBankLedger(bankBooks);
  return [
    ...ledger.violations,
    ...handedOverTwice(handedOver),
    ...handedOver.flatMap(notWrittenDown),
    ...ofBooks(auditBooks({ bankBooks, odooBooks }), input),
    ...judgePayments({ ledger, odooBooks, claims }),
    ...judgeLines(ledger satisfies BankLedger, claims),
    ...judgeControl(input),
    ...judgeWords({ claims, odooBooks, handedOver }),
    ...claims.workLeft.map((what) => violation('workLeft', what, 'its time had come')),
    ...claims.auditFindings.map((sentence) => violation('audit', 'log', sentence)),
  ];
}

const violation = (rule: Rule, subject: string, explanation: string): Violation => ({
  rule,
  subject,
  explanation,
});

/** A payment is in the hands of a bank once: whoever sends it again may pay it again. */
function handedOverTwice(handedOver: readonly HandedOver[]): readonly Violation[] {
  const seen = new Map<string, string>();
  const found: Violation[] = [];
  for (const { at, path, text } of handedOver) {
    for (const [, reference = ''] of text.matchAll(/<EndToEndId>([^<]*)<\/EndToEndId>/gu)) {
      const earlier = seen.get(reference);
      seen.set(reference, `${path} at ${at}`);
      if (earlier === undefined) continue;
      found.push(violation('handedOverTwice', reference, `in ${earlier} and in ${path} at ${at}`));
    }
  }
  return found;
}

/** Before a byte leaves, its message and the digest of its bytes are committed as being sent. */
function notWrittenDown({ path, hash, writtenDown }: HandedOver): readonly Violation[] {
  if (writtenDown === null) return [violation('notWrittenDown', path, 'no message is known')];
  const { state } = writtenDown;
  const before = state === 'prepared' || state === 'void';
  return [
    ...(before ? [violation('notWrittenDown', path, `its message is ${state}`)] : []),
    ...(writtenDown.hash === hash ? [] : [violation('notWrittenDown', path, 'other bytes')]),
  ];
}

const ruleOfDetail: Readonly<Record<AuditResult['details'][number]['kind'], Rule>> = {
  executedTwice: 'paidTwice',
  paidMoreThanBilled: 'paidTwice',
  sameInstructionTwice: 'paidTwice',
  executionUnknownToOdoo: 'lost',
  executedForAnotherAmount: 'lost',
  paymentNeverExecuted: 'lost',
  entryWithoutLine: 'lost',
  closedWithoutMoney: 'lost',
  lineWithoutEntry: 'unexplained',
  balanceDiffers: 'unexplained',
};

/**
 * What the judge of bank and Odoo books found: neither side of it knows the hub. A bill that stays
 * closed after its payment came back is nobody's loss while the return itself waits in a case; the
 * payee may have been paid more than once for it, and each time the money came back.
 */
function ofBooks(
  found: AuditResult,
  of: Pick<JudgeInput, 'bankBooks' | 'claims'>,
): readonly Violation[] {
  const waits = returnsInCases(of);
  return found.details
    .filter(({ kind, subject }) => kind !== 'closedWithoutMoney' || !waits(subject))
    .map(({ kind, subject, explanation, amount, currency }) =>
      violation(ruleOfDetail[kind], subject, `${kind}: ${explanation} (${amount} ${currency})`),
    );
}

/** Whether a line that names this payment, or another one to the same payee, is in a case. */
function returnsInCases(
  of: Pick<JudgeInput, 'bankBooks' | 'claims'>,
): (reference: string) => boolean {
  const { bankBooks, claims } = of;
  const inCases = new Set(
    claims.lines
      .filter(({ id }) => claims.objectsInOpenCases.has(id))
      .map(({ reference }) => reference ?? ''),
  );
  const instructions = bankBooks.flatMap((books) => books.instructions);
  const payeeOf = new Map(instructions.map((one) => [one.endToEndId, one.creditorAccount]));
  const payees = new Set([...inCases].map((reference) => payeeOf.get(reference) ?? reference));
  return (reference) => payees.has(payeeOf.get(reference) ?? reference);
}
