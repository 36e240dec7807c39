import {
  type Approval,
  type ApprovalDecision,
  type ApprovalPolicy,
  asId,
  asInstant,
  asMessageReference,
  asPaymentReference,
  asPlainDate,
  type Grant,
  makeReference,
  type OwnAccount,
  type PartyBankDetails,
  type Payment,
  type PaymentBatch,
  type PaymentItem,
  type Person,
  type PersonId,
  type Role,
} from '@quittance/domain';

const id = <Kind extends string>(number: number) =>
  asId<Kind>(`00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`);

export const entityId = id<'entity'>(1);
export const otherEntityId = id<'entity'>(2);
const partyId = id<'party'>(3);
export const now = asInstant('2026-11-23T08:00:00.000Z');
const reference = asPaymentReference(makeReference('Q', 4711n));
const messageReference = asMessageReference(makeReference('B', 4712n));

export const personId = (number: number): PersonId => id(100 + number);

export const person = (number: number, changes: Partial<Person> = {}): Person => ({
  id: personId(number),
  version: 1,
  name: `Person ${number}`,
  email: null,
  active: true,
  machine: false,
  ...changes,
});

export const grant = (number: number, role: Role, changes: Partial<Grant> = {}): Grant => ({
  id: id(200 + number),
  version: 1,
  entityId,
  personId: personId(number),
  role,
  limitMinor: null,
  active: true,
  ...changes,
});

export const policy = (
  fromMinor: bigint,
  approversRequired: number,
  changes: Partial<ApprovalPolicy> = {},
): ApprovalPolicy => ({
  id: id(300 + approversRequired),
  version: 4,
  entityId,
  currency: 'EUR',
  fromMinor,
  approversRequired,
  paymentMaxMinor: 1_000_000_00n,
  ...changes,
});

export const approval = (changes: Partial<Approval> = {}): Approval => ({
  id: id(400),
  version: 1,
  entityId,
  subject: 'batch',
  subjectId: id(5),
  contentHash: 'hash',
  policyVersion: 4,
  approversRequired: 2,
  state: 'requested',
  requestedBy: personId(9),
  requestedAt: asInstant('2026-11-22T08:00:00.000Z'),
  expiresAt: asInstant('2026-11-30T08:00:00.000Z'),
  ...changes,
});

export const decision = (
  number: number,
  changes: Partial<ApprovalDecision> = {},
): ApprovalDecision => ({
  id: id(500 + number),
  entityId,
  approvalId: id(400),
  personId: personId(number),
  decision: 'approve',
  contentHash: 'hash',
  reason: null,
  decidedAt: now,
  ...changes,
});

export const payment: Payment = {
  id: id(4),
  version: 3,
  entityId,
  reference,
  batchId: id(5),
  ownAccountId: id(6),
  partyId,
  bankDetailsId: id(7),
  bankDetailsVersion: 2,
  currency: 'EUR',
  instructedMinor: 150_00n,
  settledMinor: 0n,
  returnedMinor: 0n,
  reversedMinor: 0n,
  executionDate: asPlainDate('2026-11-24'),
  priority: 'normal',
  remittance: 'INV 1, INV 2',
  state: 'validated',
  stateSince: now,
  contentHash: null,
  liveAttemptId: null,
  hold: null,
  reason: null,
  accountsState: 'none',
  replacesPaymentId: null,
};

export const item = (number: number, amountMinor: bigint): PaymentItem => ({
  id: id(600 + number),
  version: 1,
  entityId,
  paymentId: payment.id,
  openItemId: id(700 + number),
  amountMinor,
  discountMinor: 0n,
  live: true,
});

export const ownAccount: OwnAccount = {
  id: id(6),
  version: 1,
  entityId,
  accountNumber: 'DE89370400440532013000',
  accountDigest: 'own digest',
  bic: null,
  name: 'Main account',
  currency: 'EUR',
  bankProfile: 'bank',
  bankConnectionId: id(8),
  routingRank: null,
  bookedBalanceMinor: null,
  balanceDate: null,
};

export const bankDetails: PartyBankDetails = {
  id: id(7),
  version: 2,
  partyId,
  accountNumber: 'FR1420041010050500013M02606',
  accountDigest: 'payee digest',
  bic: null,
  clearingNumber: null,
  currency: null,
  trusted: true,
  lastEditedBy: personId(8),
  active: true,
};

export const batch: PaymentBatch = {
  id: id(5),
  version: 2,
  entityId,
  reference: messageReference,
  ownAccountId: id(6),
  currency: 'EUR',
  executionDate: asPlainDate('2026-11-24'),
  state: 'open',
  paymentCount: 2,
  totalMinor: 250_00n,
  contentHash: null,
  proposedBy: personId(9),
  releasedBy: null,
  createdAt: now,
};
