import {
  approvalStates,
  attemptStates,
  batchStates,
  caseKinds,
  caseStates,
  paymentStates,
  statementFileStates,
  statementLineStates,
} from '@quittance/domain';
import { z } from 'zod';
import { contentHash, currency, day, hash, id, instant, minor, named } from './shape.ts';

const version = z.number().int().min(1).describe('Moves up by one with each change; the ETag.');
const entityId = id.describe('The company it belongs to.');

/** The canonical objects as the API tells them: the same words as everywhere in the hub. */
export const entity = named(
  'Entity',
  z
    .object({
      id,
      version,
      code: z.string(),
      name: z.string(),
      country: z.string(),
      currency,
      timeZone: z.string().describe('IANA zone of its business day.'),
      lockedUntil: day.nullable().describe('Nothing is posted on or before it.'),
    })
    .describe('A company of the group.'),
);

export const person = named(
  'Person',
  z
    .object({
      id,
      version,
      name: z.string(),
      active: z.boolean(),
      machine: z.boolean().describe('True for a service account, which never approves.'),
    })
    .describe('Somebody who acts in the hub.'),
);

export const party = named(
  'Party',
  z
    .object({
      id,
      version,
      role: z.enum(['supplier', 'customer', 'employee']),
      name: z.string(),
      country: z.string().nullable(),
      city: z.string().nullable(),
    })
    .describe('Somebody the group trades with.'),
);

export const bankDetails = named(
  'BankDetails',
  z
    .object({
      id,
      version,
      partyId: id,
      account: z.string().describe('The account number, masked.'),
      bic: z.string().nullable(),
      currency: currency.nullable(),
      trusted: z.boolean(),
      active: z.boolean(),
    })
    .describe('Where a party is paid.'),
);

export const ownAccount = named(
  'OwnAccount',
  z
    .object({
      id,
      version,
      entityId,
      account: z.string().describe('The account number, masked.'),
      bic: z.string().nullable(),
      name: z.string(),
      currency,
      bankProfile: z.string(),
      bankConnectionId: id,
      bookedBalanceMinor: minor.nullable(),
      balanceDate: day.nullable().describe('The day of the newest statement.'),
    })
    .describe('A bank account of our own.'),
);

export const openItem = named(
  'OpenItem',
  z
    .object({
      id,
      version,
      entityId,
      kind: z.enum(['bill', 'credit_note']),
      partyId: id,
      number: z.string(),
      supplierReference: z.string().nullable(),
      invoiceDate: day,
      dueDate: day,
      discountDate: day.nullable(),
      discountMinor: minor.nullable(),
      currency,
      totalMinor: minor,
      residualMinor: minor,
      state: z.enum(['open', 'paid', 'reset', 'cancelled']),
      blocked: z.boolean(),
      baselined: z.boolean().describe('Open or sent before go-live: not the hub’s to pay.'),
    })
    .describe('A bill or credit note as the accounts last told it.'),
);

export const batch = named(
  'Batch',
  z
    .object({
      id,
      version,
      entityId,
      reference: z.string(),
      ownAccountId: id,
      currency,
      executionDate: day,
      state: z.enum(batchStates),
      paymentCount: z.number().int(),
      totalMinor: minor,
      contentHash: contentHash.nullable().describe('What people approve; null before submission.'),
      proposedBy: id,
      releasedBy: id.nullable(),
      createdAt: instant,
    })
    .describe('Payments of one account and day; a proposal while it is open.'),
);

export const payment = named(
  'Payment',
  z
    .object({
      id,
      version,
      entityId,
      reference: z.string().describe('The EndToEndId: used by people and banks alike.'),
      batchId: id,
      ownAccountId: id,
      partyId: id,
      currency,
      instructedMinor: minor,
      settledMinor: minor,
      returnedMinor: minor,
      reversedMinor: minor,
      executionDate: day,
      priority: z.enum(['normal', 'urgent']),
      remittance: z.string(),
      state: z.enum(paymentStates),
      stateSince: instant,
      contentHash: contentHash.nullable(),
      liveAttemptId: id.nullable(),
      hold: z.string().nullable(),
      reason: z.string().nullable(),
      accountsState: z.enum(['none', 'registered', 'posted', 'withdrawn']),
      replacesPaymentId: id.nullable(),
    })
    .describe('One instruction to pay one party.'),
);

export const approval = named(
  'Approval',
  z
    .object({
      id,
      version,
      entityId,
      subject: z.enum(['batch', 'case_resolution', 'reopen_unknown', 'resume']),
      subjectId: z.string(),
      contentHash,
      policyVersion: z.number().int(),
      approversRequired: z.number().int(),
      state: z.enum(approvalStates),
      requestedBy: id,
      requestedAt: instant,
      expiresAt: instant,
    })
    .describe('A request for approval, bound to one content hash.'),
);

export const approvalDecision = named(
  'ApprovalDecision',
  z.object({
    id,
    approvalId: id,
    personId: id,
    decision: z.enum(['approve', 'reject']),
    contentHash,
    reason: z.string().nullable(),
    decidedAt: instant,
  }),
);

export const attempt = named(
  'Attempt',
  z
    .object({
      id,
      version,
      entityId,
      batchId: id,
      ownAccountId: id,
      messageId: z.string(),
      number: z.number().int(),
      fileName: z.string(),
      payloadHash: hash.describe('The evidence that holds the bytes of the message.'),
      paymentCount: z.number().int(),
      totalMinor: minor,
      state: z.enum(attemptStates),
      inquiries: z.number().int(),
      preparedAt: instant,
      sentAt: instant.nullable(),
    })
    .describe('One message to a bank, committed before any byte left.'),
);

export const statement = named(
  'Statement',
  z
    .object({
      id,
      version,
      entityId,
      ownAccountId: id,
      evidenceHash: hash,
      bankStatementId: z.string(),
      sequenceNumber: z.string().nullable(),
      currency,
      fromDate: day,
      toDate: day,
      openingMinor: minor,
      closingMinor: minor,
      lineCount: z.number().int(),
      state: z.enum(statementFileStates),
      importedAt: instant,
    })
    .describe('One statement of one account as the bank sent it.'),
);

export const statementLine = named(
  'StatementLine',
  z
    .object({
      id,
      version,
      entityId,
      ownAccountId: id,
      statementId: id,
      entryKey: z.string(),
      bookingDate: day,
      valueDate: day,
      currency,
      amountMinor: minor.describe('Signed: money in is positive.'),
      kind: z.string(),
      bankReference: z.string().nullable(),
      endToEndId: z.string().nullable(),
      partyName: z.string().nullable(),
      remittance: z.string(),
      returnReason: z.string().nullable(),
      state: z.enum(statementLineStates),
      posted: z.boolean().describe('True once it stands in the accounts.'),
    })
    .describe('One booked entry.'),
);

export const match = named(
  'Match',
  z
    .object({
      id,
      version,
      entityId,
      statementLineId: id,
      evidenceClass: z.enum(['A', 'B', 'C', 'D', 'E']),
      rule: z.string(),
      explanation: z.string(),
      state: z.enum(['proposed', 'posting', 'posted', 'undone']),
      madeAt: instant,
      externalReconciliation: z.string().nullable(),
    })
    .describe('A booked line explained, with its proof.'),
);

export const matchAllocation = named(
  'MatchAllocation',
  z.object({
    id,
    matchId: id,
    kind: z.enum(['payment', 'open_item', 'account', 'return']),
    paymentId: id.nullable(),
    openItemId: id.nullable(),
    accountRole: z.string().nullable(),
    amountMinor: minor,
  }),
);

export const exceptionCase = named(
  'Case',
  z
    .object({
      id,
      version,
      entityId,
      kind: z.enum(caseKinds),
      nature: z.enum(['technical', 'business']),
      severity: z.number().int().min(1).max(3),
      state: z.enum(caseStates),
      objectKind: z.string(),
      objectId: z.string(),
      cause: z.string(),
      detail: z.string(),
      nextAction: z.string(),
      ownerRole: z.string(),
      ownerId: id.nullable(),
      currency: currency.nullable(),
      atRiskMinor: minor,
      openedAt: instant,
      dueAt: instant,
      resolvedAt: instant.nullable(),
      resolution: z.string().nullable(),
    })
    .describe('An exception with an owner, money at risk and a next action.'),
);

export const stop = named(
  'Stop',
  z
    .object({
      id,
      version,
      entityId: id.nullable(),
      ownAccountId: id.nullable(),
      active: z.boolean(),
      reason: z.string(),
      stoppedBy: id,
      stoppedAt: instant,
      resumedBy: z.array(id),
    })
    .describe('An emergency stop: one person stops, two resume.'),
);

export const connection = named(
  'Connection',
  z
    .object({
      id,
      version,
      name: z.string(),
      connector: z.string(),
      active: z.boolean(),
      lastSuccessAt: instant.nullable(),
      lastFaultAt: instant.nullable(),
      lastFault: z.string().nullable().describe('Null: it answered last time.'),
    })
    .describe('A counterparty and how it last answered.'),
);

export const token = named(
  'Token',
  z
    .object({
      id,
      version,
      name: z.string(),
      personId: id,
      permissions: z.array(z.string()),
      entityIds: z.array(id),
      createdAt: instant,
      expiresAt: instant,
      revokedAt: instant.nullable(),
    })
    .describe('A key to this API, without its text.'),
);
