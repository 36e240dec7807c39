import { absolute, type StatementLine } from '@quittance/domain';
import { ownReferencesIn } from './keys.ts';
import { hinder, type LineProposals, type ProposalSink, type ProposeContext } from './proposal.ts';
import { proposeDocuments } from './propose-document.ts';
import { proposePayments, proposeReturns } from './propose-payment.ts';

/** True for money that comes back from a payment of ours. */
export const isReturnLine = (line: StatementLine): boolean =>
  line.amountMinor > 0n &&
  (line.kind === 'return' || line.kind === 'reversal' || line.returnReason !== null);

/** Everything that the rules say of one line by itself; pure, and blind to other lines. */
export function proposeFor(line: StatementLine, context: ProposeContext): LineProposals {
  const sink: ProposalSink = {
    line,
    references: ownReferencesIn(line.remittance),
    proposals: [],
    obstacles: [],
  };
  if (isReturnLine(line)) {
    proposeReturns(sink, context);
    return sink;
  }
  if (line.amountMinor < 0n) proposePayments(sink, context);
  if (!sink.proposals.some((proposal) => proposal.evidenceClass === 'A')) {
    proposeDocuments(sink, context);
  }
  proposePosting(sink, context);
  return sink;
}

/** Fees and interest by the bank's transaction code, where nothing names a payment or bill. */
function proposePosting(sink: ProposalSink, context: ProposeContext): void {
  const { line } = sink;
  const rule = context.rules.postings.find((posting) => posting.kind === line.kind);
  if (rule === undefined) return;
  const amount = absolute(line.amountMinor);
  const max = rule.amountMaxMinor === 'any' ? amount : (rule.amountMaxMinor[line.currency] ?? 0n);
  if (amount > max) {
    const explanation = `The bank calls it ${line.kind}, but it is above what is posted unseen.`;
    hinder(sink, 'ABOVE_POSTING_LIMIT', { explanation, suggestion: null });
    return;
  }
  sink.proposals.push({
    evidenceClass: 'E',
    rule: `${rule.accountRole}@${context.rules.v}`,
    claims: [],
    allocations: [
      {
        paymentId: null,
        openItemId: null,
        accountRole: rule.accountRole,
        paymentMinor: null,
        amountMinor: line.amountMinor,
        purpose: 'posting',
      },
    ],
    proof: `The bank's transaction code says ${line.kind}, which is posted by rule.`,
  });
}
