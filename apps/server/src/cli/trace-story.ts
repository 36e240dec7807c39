import { formatDecimal, money } from '@quittance/domain';
import type { PaymentTrace } from '@quittance/store';

/** One step of a payment's way: when, who, what, and the evidence for it. */
export interface StoryStep {
  readonly at: string;
  readonly actor: string;
  readonly what: string;
  readonly evidenceHash: string | null;
  readonly correlationId: string | null;
}

export interface Story {
  readonly head: readonly string[];
  readonly steps: readonly StoryStep[];
  readonly lines: readonly string[];
}

/** Tells where a payment is and how it came there, in the order in which it happened. */
export function storyOf(trace: PaymentTrace): Story {
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
  const steps = [...leafSteps(trace), ...factSteps(trace)].toSorted((left, right) =>
    left.at < right.at ? -1 : 1,
  );
  const lines = steps.map((step) => {
    const proof = step.evidenceHash === null ? '' : `  [${step.evidenceHash.slice(0, 12)}]`;
    return `${step.at}  ${step.actor.padEnd(18)} ${step.what}${proof}`;
  });
  return { head, steps, lines: [...lines, ...linkLines(trace)] };
}

const leafSteps = (trace: PaymentTrace): readonly StoryStep[] =>
  trace.leaves.map((leaf) => ({
    at: leaf.at,
    actor: `${leaf.actorKind === 'person' ? 'person ' : ''}${leaf.actorId.slice(0, 20)}`,
    what: `${leaf.verb} (${leaf.objectKind} v${leaf.objectVersion.toString()})`,
    evidenceHash: null,
    correlationId: leaf.correlationId,
  }));

const factSteps = (trace: PaymentTrace): readonly StoryStep[] =>
  trace.facts.map((fact) => ({
    at: fact.recordedAt,
    actor: fact.source,
    what:
      `evidence: ${fact.code}${fact.reason === null ? '' : ` ${fact.reason}`} ` +
      `(bank time ${fact.bankTime})`,
    evidenceHash: fact.evidenceHash,
    correlationId: null,
  }));

const linkLines = (trace: PaymentTrace): readonly string[] =>
  trace.links.length === 0
    ? []
    : [
        '',
        'known outside as:',
        ...trace.links.map((link) => `  ${link.scheme} ${link.externalId}`),
      ];
