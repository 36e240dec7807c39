import { isReference, type StatementLine } from '@quittance/domain';
import type { OpenItemCandidate, PaymentCandidate } from './candidate.ts';
import { documentNumbersOf, usableReference } from './keys.ts';
import {
  hinder,
  type ProposalSink,
  type ProposeContext,
  suggestItem,
  suggestPayment,
} from './proposal.ts';
import { onSameAccount, pointsElsewhere, proposeSettlement } from './propose-payment.ts';
import { normaliseName, numbersIn } from './text.ts';

/** A number that so many candidates share proves nothing, and reading them all would cost. */
const sameNumberMax = 64;

type PartyEvidence = 'account' | 'name' | 'none' | 'other';

/** Whether line and candidate name one party; a differing account outweighs an equal name. */
function partyEvidence(
  line: StatementLine,
  party: { readonly name: string | null; readonly accountDigests: readonly string[] },
): PartyEvidence {
  if (line.partyAccountDigest !== null && party.accountDigests.length > 0) {
    return party.accountDigests.includes(line.partyAccountDigest) ? 'account' : 'other';
  }
  const name = normaliseName(line.partyName ?? '');
  if (name === '' || party.name === null) return 'none';
  return name === normaliseName(party.name) ? 'name' : 'other';
}

const partyOfPayment = (payment: PaymentCandidate) => ({
  name: payment.partyName,
  accountDigests: payment.payeeAccountDigest === null ? [] : [payment.payeeAccountDigest],
});

const partyOfItem = (item: OpenItemCandidate) => ({
  name: item.partyName,
  accountDigests: item.partyAccountDigests,
});

const partyInWords: Record<'account' | 'name', string> = {
  account: 'the account of the payee',
  name: 'the name of the payee',
};

/** Rules of class B by document numbers: payments of the hub first, then bills paid elsewhere. */
export function proposeDocuments(sink: ProposalSink, context: ProposeContext): void {
  const numbers = numbersIn(sink.line.remittance);
  const hits = numbers.filter(
    (number) =>
      context.index.paymentsByNumber.has(number) || context.index.itemsByNumber.has(number),
  );
  if (hits.length === 0) return;
  const payments = proposePaymentsByNumber(sink, hits, context);
  if (payments === 0) proposeItems(sink, hits, context);
}

/** Returns how many payments of this account share a number with the line. */
function proposePaymentsByNumber(
  sink: ProposalSink,
  hits: readonly string[],
  context: ProposeContext,
): number {
  const { line } = sink;
  const named = new Map<string, PaymentCandidate>();
  for (const number of hits) {
    const sharing = context.index.paymentsByNumber.get(number) ?? [];
    if (tooCommon(sink, number, sharing.length)) return sharing.length;
    for (const payment of sharing) {
      if (onSameAccount(line, payment)) named.set(payment.id, payment);
    }
  }
  if (line.amountMinor >= 0n) return 0;
  for (const payment of named.values()) proposePaymentByNumber(sink, { payment, hits });
  return named.size;
}

function tooCommon(sink: ProposalSink, number: string, count: number): boolean {
  if (count <= sameNumberMax) return false;
  const explanation = `The number ${number} stands on ${count} candidates and proves nothing.`;
  hinder(sink, 'AMBIGUOUS', { explanation, suggestion: null });
  return true;
}

function proposePaymentByNumber(
  sink: ProposalSink,
  given: { readonly payment: PaymentCandidate; readonly hits: readonly string[] },
): void {
  const { payment, hits } = given;
  const { line } = sink;
  const own = documentNumbersOf(payment);
  const shared = hits.filter((number) => own.includes(number));
  const foreign = hits.filter((number) => !own.includes(number));
  const why = `The remittance names ${shared.join(', ')}, which payment ${payment.reference} pays`;
  const suggestion = suggestPayment(payment, `${why}.`);
  const evidence = partyEvidence(line, partyOfPayment(payment));
  if (evidence === 'other' || evidence === 'none') {
    const party = evidence === 'other' ? 'another party' : 'no party';
    const explanation = `${why}, but ${party} is named.`;
    hinder(sink, 'PARTY_DIFFERS', { explanation, suggestion });
    return;
  }
  if (foreign.length > 0 || pointsElsewhere(sink, payment)) {
    const explanation = `${why}, but it points at something else as well.`;
    hinder(sink, 'AMBIGUOUS', { explanation, suggestion });
    return;
  }
  proposeSettlement(sink, payment, {
    evidenceClass: 'B',
    rule: 'document-number-payment@1',
    proof: `${why}; ${partyInWords[evidence]} agrees`,
  });
}

/** Bills and credit notes that the line names, all of them, to the cent. */
function proposeItems(sink: ProposalSink, hits: readonly string[], context: ProposeContext): void {
  const { line } = sink;
  const endToEndId = usableReference(line.endToEndId);
  if (endToEndId !== null && isReference(endToEndId)) return;
  if (sink.references.length > 0) return;
  const named = new Map<string, NamedItem>();
  for (const number of hits) {
    const sharing = context.index.itemsByNumber.get(number) ?? [];
    if (tooCommon(sink, number, sharing.length)) return;
    const usable = sharing.flatMap((item) => usableItem(sink, item, number));
    if (usable.length > 1) {
      for (const one of usable) proposeItemSet(sink, [one]);
      const explanation = `The number ${number} stands on ${usable.length} open bills.`;
      hinder(sink, 'AMBIGUOUS', { explanation, suggestion: null });
      return;
    }
    for (const one of usable) named.set(one.item.id, one);
  }
  if (named.size > 0) proposeItemSet(sink, [...named.values()].toSorted(byItemId));
}

interface NamedItem {
  readonly item: OpenItemCandidate;
  readonly number: string;
  readonly evidence: 'account' | 'name';
}

const byItemId = (left: NamedItem, right: NamedItem): number =>
  left.item.id < right.item.id ? -1 : 1;

function usableItem(
  sink: ProposalSink,
  item: OpenItemCandidate,
  number: string,
): readonly NamedItem[] {
  const { line } = sink;
  if (item.entityId !== line.entityId || item.currency !== line.currency) return [];
  if (item.residualMinor <= 0n) return [];
  const why = `The remittance names ${number}`;
  const evidence = partyEvidence(line, partyOfItem(item));
  if (evidence === 'other' || evidence === 'none') {
    const explanation = `${why}, but the line does not name the party of that bill.`;
    hinder(sink, 'PARTY_DIFFERS', { explanation, suggestion: suggestItem(item, `${why}.`) });
    return [];
  }
  if (item.claimed) {
    const explanation = `${why}, but a payment of the hub claims that bill.`;
    hinder(sink, 'AMBIGUOUS', { explanation, suggestion: suggestItem(item, `${why}.`) });
    return [];
  }
  return [{ item, number, evidence }];
}

/** Money out settles bills, money in settles credit notes; both may be netted in one line. */
const signedResidual = (item: OpenItemCandidate): bigint =>
  item.kind === 'bill' ? -item.residualMinor : item.residualMinor;

function proposeItemSet(sink: ProposalSink, named: readonly NamedItem[]): void {
  const { line } = sink;
  const [first] = named;
  if (first === undefined) return;
  const numbers = named.map(({ number }) => number).join(', ');
  const sum = named.reduce((total, { item }) => total + signedResidual(item), 0n);
  const oneParty = named.every(({ item }) => item.partyId === first.item.partyId);
  // A claimed or foreign bill in the text means that the named ones are not the whole story.
  const whole = sink.obstacles.length === 0;
  if (sum !== line.amountMinor || !oneParty || !whole) {
    hinder(sink, sum === line.amountMinor ? 'AMBIGUOUS' : 'AMOUNT_DIFFERS', {
      explanation: `The remittance names ${numbers}, but the line is not what is open there.`,
      suggestion: suggestItem(first.item, `The remittance names ${numbers}.`),
    });
    return;
  }
  sink.proposals.push({
    evidenceClass: 'B',
    rule: named.length === 1 ? 'document-number-item@1' : 'document-numbers-items@1',
    claims: named.map(({ item }) => `item:${item.id}`),
    allocations: named.map(({ item }) => ({
      paymentId: null,
      openItemId: item.id,
      accountRole: null,
      paymentMinor: null,
      amountMinor: signedResidual(item),
      purpose: 'settlement',
    })),
    proof:
      `The remittance names ${numbers}, ${partyInWords[first.evidence]} agrees, and what is open ` +
      'there adds up to the line to the cent.',
  });
}
