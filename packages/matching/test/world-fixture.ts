import {
  asId,
  asPlainDate,
  type EntityId,
  type Id,
  makeReference,
  type OpenItem,
  type OwnAccountId,
  type StatementLine,
} from '@quittance/domain';
import {
  type AttemptCandidate,
  defaultMatchRules,
  type MatchCandidates,
  matchLines,
  type MatchResult,
  type OpenItemCandidate,
  type PaymentCandidate,
} from '@quittance/matching';

export const uuid = <Kind extends string>(kind: string, number: number): Id<Kind> =>
  asId(`${kind.padStart(8, '0')}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`);

export const entityId: EntityId = uuid('e', 1);
export const ownAccountId: OwnAccountId = uuid('acc', 1);
export const today = asPlainDate('2026-11-23');
export const referenceOf = (number: number): string =>
  makeReference('Q', BigInt(number) * 7_919_777n + 31n);

export function payment(number: number, changes: Partial<PaymentCandidate> = {}): PaymentCandidate {
  const amount = changes.instructedMinor ?? 100_00n;
  return {
    id: uuid('a', number),
    entityId,
    ownAccountId,
    reference: referenceOf(number),
    currency: 'EUR',
    instructedMinor: amount,
    openMinor: amount,
    returnableMinor: 0n,
    released: true,
    refused: false,
    partyName: 'Müller & Söhne GmbH',
    payeeAccountDigest: 'digest-1',
    documentNumbers: [`INV-${1000 + number}`],
    bankReferences: [],
    ...changes,
  };
}

export const item = (
  number: number,
  changes: Partial<OpenItemCandidate> = {},
): OpenItemCandidate => ({
  id: uuid('b', number),
  entityId,
  kind: 'bill',
  partyId: uuid('c', 1),
  partyName: 'Stadtwerke',
  partyAccountDigests: ['digest-9'],
  number: `BILL/2026/11/${1000 + number}`,
  supplierReference: `SW-${5000 + number}`,
  currency: 'EUR',
  residualMinor: 80_00n,
  dueDate: asPlainDate('2026-11-20'),
  claimed: false,
  ...changes,
});

export const line = (number: number, changes: Partial<StatementLine> = {}): StatementLine => ({
  id: uuid('d', number),
  version: 1,
  entityId,
  ownAccountId,
  statementId: uuid('f', 1),
  entryKey: `entry ${number}`,
  bookingDate: asPlainDate('2026-11-23'),
  valueDate: asPlainDate('2026-11-23'),
  currency: 'EUR',
  amountMinor: -100_00n,
  kind: 'payment',
  bankReference: null,
  endToEndId: null,
  messageId: null,
  transactionCount: null,
  partyName: null,
  partyAccountDigest: null,
  remittance: '',
  returnReason: null,
  instructedMinor: null,
  instructedCurrency: null,
  exchangeRate: null,
  exchangeUnitCurrency: null,
  exchangeSource: null,
  state: 'new',
  posted: false,
  ...changes,
});

export const attempt = (
  messageId: string,
  members: readonly PaymentCandidate[],
): AttemptCandidate => ({
  id: uuid('ab', members.length),
  ownAccountId,
  currency: 'EUR',
  messageId,
  members: members.map(({ id, instructedMinor }) => ({
    paymentId: id,
    amountMinor: instructedMinor,
  })),
});

export const match = (
  lines: readonly StatementLine[],
  candidates: Partial<MatchCandidates>,
): MatchResult =>
  matchLines({
    lines,
    candidates: { payments: [], attempts: [], openItems: [], ...candidates },
    rules: defaultMatchRules,
    today,
  });

/** The rule of each line, or the reason why it has none, in the order of lines. */
export function outcomes(result: MatchResult): readonly string[] {
  return [
    ...result.matches.map((one) => ({ id: one.lineId, word: `${one.evidenceClass} ${one.rule}` })),
    ...result.unmatched.map((one) => ({ id: one.lineId, word: one.reason })),
  ]
    .toSorted((left, right) => (left.id < right.id ? -1 : 1))
    .map(({ word }) => word);
}

export const bill = (number: number, changes: Partial<OpenItem> = {}): OpenItem => ({
  id: uuid('b', number),
  version: 1,
  entityId,
  connectionId: uuid('cc', 1),
  kind: 'bill',
  partyId: uuid('c', 1),
  number: `BILL/${number}`,
  supplierReference: 'INV-2026-0042',
  invoiceDate: asPlainDate('2026-11-01'),
  dueDate: asPlainDate('2026-12-01'),
  discountDate: null,
  discountMinor: null,
  currency: 'EUR',
  totalMinor: 119_00n,
  residualMinor: 119_00n,
  state: 'open',
  blocked: false,
  baselined: false,
  createdBy: null,
  lastEditedBy: null,
  ...changes,
});
