import {
  approvalLifecycle,
  approvalStates,
  attemptLifecycle,
  attemptStates,
  batchLifecycle,
  batchStates,
  evidenceMoves,
  finalStates,
  legalMoves,
  paymentLifecycle,
  paymentStates,
} from '@quittance/domain';
import type { TableDescription } from './description.ts';

/** Moves by command and moves that evidence may make, each pair once. */
function paymentMoves(): readonly { readonly from: string; readonly to: string }[] {
  const byEvidence = paymentStates.flatMap((from) =>
    evidenceMoves[from].map((to) => ({ from, to })),
  );
  const pairs = [...legalMoves(paymentLifecycle), ...byEvidence];
  return [...new Map(pairs.map((pair) => [`${pair.from} ${pair.to}`, pair])).values()];
}

export const paymentTable: TableDescription<'payment'> = {
  entity: 'required',
  columns: {
    id: 'uuid',
    version: 'integer',
    entityId: 'uuid',
    reference: 'text',
    batchId: 'uuid',
    ownAccountId: 'uuid',
    partyId: 'uuid',
    bankDetailsId: 'uuid?',
    bankDetailsVersion: 'integer?',
    currency: 'text',
    instructedMinor: 'bigint',
    settledMinor: 'bigint',
    returnedMinor: 'bigint',
    reversedMinor: 'bigint',
    executionDate: 'date',
    priority: 'text',
    remittance: 'text',
    state: 'text',
    stateSince: 'instant',
    contentHash: 'hash?',
    liveAttemptId: 'uuid?',
    hold: 'text?',
    reason: 'text?',
    accountsState: 'text',
    replacesPaymentId: 'uuid?',
  },
  unique: [{ name: 'payment_reference_unique', columns: ['reference'] }],
  references: [
    { name: 'payment_batch_of', column: 'batchId', table: 'payment_batch' },
    { name: 'payment_own_account', column: 'ownAccountId', table: 'own_account' },
    { name: 'payment_party', column: 'partyId', table: 'party' },
    { name: 'payment_bank_details', column: 'bankDetailsId', table: 'party_bank_details' },
    { name: 'payment_live_attempt', column: 'liveAttemptId', table: 'attempt' },
    { name: 'payment_replaces', column: 'replacesPaymentId', table: 'payment' },
  ],
  nonNegative: ['instructedMinor', 'settledMinor', 'returnedMinor', 'reversedMinor'],
  states: paymentStates,
  lifecycle: {
    moves: paymentMoves(),
    initial: paymentLifecycle.initial,
  },
  finalStates,
};

export const paymentItemTable: TableDescription<'payment_item'> = {
  entity: 'required',
  columns: {
    id: 'uuid',
    version: 'integer',
    entityId: 'uuid',
    paymentId: 'uuid',
    openItemId: 'uuid',
    amountMinor: 'bigint',
    discountMinor: 'bigint',
    live: 'boolean',
  },
  unique: [
    {
      name: 'payment_item_live_claim_unique',
      columns: ['entityId', 'openItemId'],
      where: { column: 'live', in: [true] },
    },
  ],
  references: [
    { name: 'payment_item_payment', column: 'paymentId', table: 'payment' },
    { name: 'payment_item_open_item', column: 'openItemId', table: 'open_item' },
  ],
  nonNegative: ['discountMinor'],
};

export const paymentBatchTable: TableDescription<'payment_batch'> = {
  entity: 'required',
  columns: {
    id: 'uuid',
    version: 'integer',
    entityId: 'uuid',
    reference: 'text',
    ownAccountId: 'uuid',
    currency: 'text',
    executionDate: 'date',
    state: 'text',
    paymentCount: 'integer',
    totalMinor: 'bigint',
    contentHash: 'hash?',
    proposedBy: 'uuid',
    releasedBy: 'uuid?',
    createdAt: 'instant',
  },
  unique: [{ name: 'payment_batch_reference_unique', columns: ['reference'] }],
  references: [
    { name: 'payment_batch_own_account', column: 'ownAccountId', table: 'own_account' },
    { name: 'payment_batch_proposer', column: 'proposedBy', table: 'person' },
    { name: 'payment_batch_releaser', column: 'releasedBy', table: 'person' },
  ],
  nonNegative: ['paymentCount', 'totalMinor'],
  states: batchStates,
  lifecycle: {
    moves: legalMoves(batchLifecycle),
    initial: batchLifecycle.initial,
  },
};

export const approvalTable: TableDescription<'approval'> = {
  entity: 'required',
  columns: {
    id: 'uuid',
    version: 'integer',
    entityId: 'uuid',
    subject: 'text',
    subjectId: 'text',
    contentHash: 'hash',
    policyVersion: 'integer',
    approversRequired: 'integer',
    state: 'text',
    requestedBy: 'uuid',
    requestedAt: 'instant',
    expiresAt: 'instant',
  },
  references: [{ name: 'approval_requester', column: 'requestedBy', table: 'person' }],
  nonNegative: ['approversRequired'],
  states: approvalStates,
  lifecycle: {
    moves: legalMoves(approvalLifecycle),
    initial: approvalLifecycle.initial,
  },
};

export const approvalDecisionTable: TableDescription<'approval_decision'> = {
  entity: 'required',
  columns: {
    id: 'uuid',
    entityId: 'uuid',
    approvalId: 'uuid',
    personId: 'uuid',
    decision: 'text',
    contentHash: 'hash',
    reason: 'text?',
    decidedAt: 'instant',
  },
  unique: [
    {
      name: 'approval_decision_person_unique',
      columns: ['entityId', 'approvalId', 'personId'],
    },
  ],
  references: [
    { name: 'approval_decision_approval', column: 'approvalId', table: 'approval' },
    { name: 'approval_decision_person', column: 'personId', table: 'person' },
  ],
};

export const attemptTable: TableDescription<'attempt'> = {
  entity: 'required',
  columns: {
    id: 'uuid',
    version: 'integer',
    entityId: 'uuid',
    batchId: 'uuid',
    ownAccountId: 'uuid',
    messageId: 'text',
    number: 'integer',
    fileName: 'text',
    payloadHash: 'hash',
    paymentCount: 'integer',
    totalMinor: 'bigint',
    state: 'text',
    fencingToken: 'bigint',
    inquiries: 'integer',
    preparedAt: 'instant',
    sentAt: 'instant?',
    unknownSince: 'instant?',
    firstAbsentAt: 'instant?',
    lastAbsentAt: 'instant?',
    reopenAskedBy: 'uuid?',
    resolvedAt: 'instant?',
    resolution: 'text?',
  },
  unique: [
    { name: 'attempt_message_id_unique', columns: ['messageId'] },
    { name: 'attempt_number_unique', columns: ['entityId', 'batchId', 'number'] },
  ],
  references: [
    { name: 'attempt_batch', column: 'batchId', table: 'payment_batch' },
    { name: 'attempt_own_account', column: 'ownAccountId', table: 'own_account' },
    { name: 'attempt_reopen_asker', column: 'reopenAskedBy', table: 'person' },
  ],
  nonNegative: ['paymentCount', 'totalMinor', 'inquiries', 'fencingToken'],
  states: attemptStates,
  lifecycle: {
    moves: legalMoves(attemptLifecycle),
    initial: attemptLifecycle.initial,
  },
  monotone: ['fencingToken'],
};

export const attemptItemTable: TableDescription<'attempt_item'> = {
  entity: 'required',
  columns: {
    id: 'uuid',
    version: 'integer',
    entityId: 'uuid',
    attemptId: 'uuid',
    paymentId: 'uuid',
    ownAccountId: 'uuid',
    endToEndId: 'text',
    amountMinor: 'bigint',
    live: 'boolean',
  },
  unique: [
    {
      name: 'attempt_item_live_payment_unique',
      columns: ['entityId', 'paymentId'],
      where: { column: 'live', in: [true] },
    },
    {
      name: 'attempt_item_live_end_to_end_id_unique',
      columns: ['entityId', 'ownAccountId', 'endToEndId'],
      where: { column: 'live', in: [true] },
    },
  ],
  references: [
    { name: 'attempt_item_attempt', column: 'attemptId', table: 'attempt' },
    { name: 'attempt_item_payment', column: 'paymentId', table: 'payment' },
    { name: 'attempt_item_own_account', column: 'ownAccountId', table: 'own_account' },
  ],
  nonNegative: ['amountMinor'],
};

export const bankFactTable: TableDescription<'bank_fact'> = {
  entity: 'required',
  columns: {
    id: 'uuid',
    paymentId: 'uuid',
    attemptId: 'uuid?',
    code: 'text',
    reason: 'text?',
    amountMinor: 'bigint?',
    entryKey: 'text?',
    bankTime: 'text',
    entityId: 'uuid',
    source: 'text',
    evidenceHash: 'hash',
    recordedAt: 'instant',
  },
  references: [
    { name: 'bank_fact_payment', column: 'paymentId', table: 'payment' },
    { name: 'bank_fact_attempt', column: 'attemptId', table: 'attempt' },
  ],
  nonNegative: ['amountMinor'],
};
