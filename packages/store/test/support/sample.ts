import {
  type Approval,
  asId,
  asInstant,
  asPlainDate,
  type Attempt,
  type AttemptItem,
  type AuditLeaf,
  type EntityId,
  type ExceptionCase,
  type Id,
  makeReference,
  type OpenItem,
  type Payment,
  type PaymentBatch,
  type PaymentItem,
} from '@quittance/domain';
import type { Content, RecordByTable, Scope, Store, TableName } from '../../src/index.ts';

/** An id whose last digits are the number; the kind of table keeps ids of two tables apart. */
export const id = <Kind extends string>(kind: number, number: number): Id<Kind> =>
  asId<Kind>(`00000000-0000-7000-8${hexDigits(kind, 3)}-${hexDigits(number, 12)}`);

const hexDigits = (number: number, length: number): string =>
  number.toString(16).padStart(length, '0');

export const entity = (number: number): EntityId => id(1, number);
export const today = asPlainDate('2026-11-23');
export const noon = asInstant('2026-11-23T12:00:00.000Z');
export const hash = (number: number): string => number.toString(16).padStart(64, '0');

/** A digest behind the version of the canonical form it was made from. */
export const contentHash = (number: number): string => `1:${hash(number)}`;

export const scopeOf = (...entities: readonly number[]): Scope => ({
  actor: { kind: 'service', id: 'test', name: 'test' },
  entityIds: entities.map(entity),
  correlationId: id(2, 1),
});

/** The ids of what {@link baseContent} makes for an entity. */
export const base = {
  person: id<'person'>(10, 1),
  party: id<'party'>(11, 1),
  connection: id<'connection'>(12, 1),
  account: (of: number): Id<'own_account'> => id(13, of),
  batch: (of: number): Id<'batch'> => id(14, of),
};

/** A group of two companies, each with one account and one open batch. */
export function baseContent(): Content {
  const { person, party, connection } = base;
  return {
    legal_entity: [1, 2].map((of) => ({
      id: entity(of),
      version: 1,
      code: `C${of}`,
      name: `Company ${of}`,
      country: 'DE',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      lockedUntil: null,
    })),
    person: [{ id: person, version: 1, name: 'Ada', email: null, active: true, machine: false }],
    party: [
      {
        id: party,
        version: 1,
        role: 'supplier',
        name: 'Supplier',
        country: null,
        street: null,
        city: null,
        postalCode: null,
        email: null,
        taxNumber: null,
      },
    ],
    connection: [
      {
        id: connection,
        version: 1,
        name: 'bank',
        connector: 'file-bank',
        active: true,
        lastSuccessAt: null,
        lastFaultAt: null,
        lastFault: null,
      },
    ],
    own_account: [1, 2].map((of) => ({
      id: base.account(of),
      version: 1,
      entityId: entity(of),
      accountNumber: `DE0${of}`,
      accountDigest: hash(of),
      bic: null,
      name: 'Main',
      currency: 'EUR',
      bankProfile: 'first',
      bankConnectionId: connection,
      routingRank: null,
      bookedBalanceMinor: null,
      balanceDate: null,
    })),
    payment_batch: [1, 2].map((of) => batch(of, of)),
  };
}

/** Inserts the base into a store, table by table in the order that foreign keys need. */
export async function insertBase(store: Store): Promise<void> {
  const content = baseContent();
  const order: readonly TableName[] = [
    'legal_entity',
    'person',
    'party',
    'connection',
    'own_account',
    'payment_batch',
  ];
  await store.transaction(scopeOf(1, 2), async (transaction) => {
    for (const table of order) await transaction.insert(table, content[table] ?? []);
  });
}

export const batch = (of: number, number: number): PaymentBatch => ({
  id: base.batch(number),
  version: 1,
  entityId: entity(of),
  reference: makeReference('B', BigInt(number) * 8n),
  ownAccountId: base.account(of),
  currency: 'EUR',
  executionDate: today,
  state: 'open',
  paymentCount: 0,
  totalMinor: 0n,
  contentHash: null,
  proposedBy: base.person,
  releasedBy: null,
  createdAt: noon,
});

export const payment = (of: number, number: number, more: Partial<Payment> = {}): Payment => ({
  id: id(20 + of, number),
  version: 1,
  entityId: entity(of),
  reference: makeReference('Q', BigInt(of * 1_000_000 + number) * 8n),
  batchId: base.batch(of),
  ownAccountId: base.account(of),
  partyId: base.party,
  bankDetailsId: null,
  bankDetailsVersion: null,
  currency: 'EUR',
  instructedMinor: 1_000n,
  settledMinor: 0n,
  returnedMinor: 0n,
  reversedMinor: 0n,
  executionDate: today,
  priority: 'normal',
  remittance: `Invoice ${number}`,
  state: 'draft',
  stateSince: noon,
  contentHash: null,
  liveAttemptId: null,
  hold: null,
  reason: null,
  accountsState: 'none',
  replacesPaymentId: null,
  ...more,
});

export const openItem = (of: number, number: number): OpenItem => ({
  id: id(30 + of, number),
  version: 1,
  entityId: entity(of),
  connectionId: base.connection,
  kind: 'bill',
  partyId: base.party,
  number: `BILL/${number}`,
  supplierReference: null,
  invoiceDate: today,
  dueDate: today,
  discountDate: null,
  discountMinor: null,
  currency: 'EUR',
  totalMinor: 1_000n,
  residualMinor: 1_000n,
  state: 'open',
  blocked: false,
  baselined: false,
  createdBy: base.person,
  lastEditedBy: null,
});

export const paymentItem = (of: number, number: number, item: number): PaymentItem => ({
  id: id(40 + of, number),
  version: 1,
  entityId: entity(of),
  paymentId: id(20 + of, number),
  openItemId: id(30 + of, item),
  amountMinor: 1_000n,
  discountMinor: 0n,
  live: true,
});

export const attempt = (of: number, number: number): Attempt => ({
  id: id(50 + of, number),
  version: 1,
  entityId: entity(of),
  batchId: base.batch(of),
  ownAccountId: base.account(of),
  messageId: makeReference('B', BigInt(of * 1_000_000 + number) * 8n),
  number,
  fileName: `${number}.xml`,
  payloadHash: hash(number),
  paymentCount: 1,
  totalMinor: 1_000n,
  state: 'prepared',
  fencingToken: 1n,
  inquiries: 0,
  preparedAt: noon,
  sentAt: null,
  unknownSince: null,
  firstAbsentAt: null,
  lastAbsentAt: null,
  reopenAskedBy: null,
  resolvedAt: null,
  resolution: null,
});

export const attemptItem = (of: number, number: number, of_: number): AttemptItem => ({
  id: id(60 + of, number),
  version: 1,
  entityId: entity(of),
  attemptId: id(50 + of, number),
  paymentId: id(20 + of, of_),
  ownAccountId: base.account(of),
  endToEndId: makeReference('Q', BigInt(of * 1_000_000 + of_) * 8n),
  amountMinor: 1_000n,
  live: true,
});

export const approval = (of: number, number: number): Approval => ({
  id: id(70 + of, number),
  version: 1,
  entityId: entity(of),
  subject: 'batch',
  subjectId: base.batch(of),
  contentHash: contentHash(number),
  policyVersion: 1,
  approversRequired: 2,
  state: 'requested',
  requestedBy: base.person,
  requestedAt: noon,
  expiresAt: noon,
});

export const exceptionCase = (of: number, number: number, cause: string): ExceptionCase => ({
  id: id(80 + of, number),
  version: 1,
  entityId: entity(of),
  kind: 'unknown_outcome',
  nature: 'technical',
  severity: 1,
  state: 'open',
  objectKind: 'payment',
  objectId: id(20 + of, 1),
  cause,
  detail: 'silence',
  nextAction: 'ask the bank',
  ownerRole: 'releaser',
  ownerId: null,
  currency: 'EUR',
  atRiskMinor: 1_000n,
  openedAt: noon,
  dueAt: noon,
  resolvedAt: null,
  resolution: null,
});

export const leaf = (of: number | null, number: number): AuditLeaf => ({
  id: id(90, number),
  v: 1,
  entityId: of === null ? null : entity(of),
  at: noon,
  actorKind: 'service',
  actorId: 'test',
  correlationId: id(2, 1),
  verb: 'test',
  objectKind: 'payment',
  objectId: id(21, number),
  objectVersion: 1,
  rowDigest: hash(number),
  detail: '{"v":1}',
  leafHash: hash(number),
});

/** The next version of a record with changes. */
export const next = <Row extends { readonly version: number }>(
  row: Row,
  more: Partial<Row>,
): Row => ({
  ...row,
  ...more,
  version: row.version + 1,
});

export type AnyRecord = RecordByTable[TableName];
