import { formatDecimal, money } from '@quittance/domain';
import type { PaymentTrace } from '@quittance/store';
import { type Names, stepsOf, type TraceStep } from './trace-steps.ts';

export interface Story {
  readonly head: readonly string[];
  /** In business order. */
  readonly steps: readonly TraceStep[];
  /** In the order in which it happened. */
  readonly lines: readonly string[];
}

/** Tells where a payment is and how it came there. */
export function storyOf(trace: PaymentTrace, names: Names): Story {
  const { payment, party } = trace;
  const { currency, instructedMinor } = payment;
  const amount = `${formatDecimal(money(currency, instructedMinor))} ${currency}`;
  const bills = trace.bills.map(({ openItem }) => openItem?.number ?? 'unknown bill').join(', ');
  const head = [
    `${payment.reference}  ${amount}  ${payment.state}  since ${payment.stateSince}`,
    `to ${party?.name ?? 'unknown'} for ${bills}`,
    ...(payment.hold === null ? [] : [`on hold: ${payment.hold}`]),
    ...(payment.reason === null ? [] : [`reason: ${payment.reason}`]),
  ];
  const steps = stepsOf(trace, names);
  const lines = steps
    .toSorted((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0))
    .map(lineOf);
  return { head, steps, lines: [...lines, ...linkLines(trace)] };
}

function lineOf(step: TraceStep): string {
  const proof = step.evidence === 'file' ? `  [${step.evidenceHash.slice(0, 12)}]` : '';
  return `${step.at}  ${step.actor.name.padEnd(18)} ${step.what}${proof}`;
}

const linkLines = (trace: PaymentTrace): readonly string[] =>
  trace.links.length === 0
    ? []
    : [
        '',
        'known outside as:',
        ...trace.links.map((link) => `  ${link.scheme} ${link.externalId}`),
      ];
