import { caseLifecycle, caseStates, legalMoves } from '@quittance/domain';
import type { TableDescription } from './description.ts';

/** Tables of one legal entity that are not payments or statements. */
export const grantTable: TableDescription<'grant'> = {
  entity: 'required',
  columns: {
    id: 'uuid',
    version: 'integer',
    entityId: 'uuid',
    personId: 'uuid',
    role: 'text',
    limitMinor: 'bigint?',
    active: 'boolean',
  },
  references: [
    { name: 'grant_legal_entity', column: 'entityId', table: 'legal_entity' },
    { name: 'grant_person', column: 'personId', table: 'person' },
  ],
  nonNegative: ['limitMinor'],
};

export const approvalPolicyTable: TableDescription<'approval_policy'> = {
  entity: 'required',
  columns: {
    id: 'uuid',
    version: 'integer',
    entityId: 'uuid',
    currency: 'text',
    fromMinor: 'bigint',
    approversRequired: 'integer',
    paymentMaxMinor: 'bigint',
  },
  unique: [
    {
      name: 'approval_policy_threshold_unique',
      columns: ['entityId', 'currency', 'fromMinor'],
    },
  ],
  references: [{ name: 'approval_policy_legal_entity', column: 'entityId', table: 'legal_entity' }],
  nonNegative: ['fromMinor', 'approversRequired', 'paymentMaxMinor'],
};

export const ownAccountTable: TableDescription<'own_account'> = {
  entity: 'required',
  columns: {
    id: 'uuid',
    version: 'integer',
    entityId: 'uuid',
    accountNumber: 'text',
    accountDigest: 'text',
    bic: 'text?',
    name: 'text',
    currency: 'text',
    bankProfile: 'text',
    bankConnectionId: 'uuid',
    routingRank: 'integer?',
    bookedBalanceMinor: 'bigint?',
    balanceDate: 'date?',
  },
  references: [
    { name: 'own_account_legal_entity', column: 'entityId', table: 'legal_entity' },
    { name: 'own_account_connection', column: 'bankConnectionId', table: 'connection' },
  ],
};

export const openItemTable: TableDescription<'open_item'> = {
  entity: 'required',
  columns: {
    id: 'uuid',
    version: 'integer',
    entityId: 'uuid',
    connectionId: 'uuid',
    kind: 'text',
    partyId: 'uuid',
    number: 'text',
    supplierReference: 'text?',
    invoiceDate: 'date',
    dueDate: 'date',
    discountDate: 'date?',
    discountMinor: 'bigint?',
    currency: 'text',
    totalMinor: 'bigint',
    residualMinor: 'bigint',
    state: 'text',
    blocked: 'boolean',
    baselined: 'boolean',
    createdBy: 'uuid?',
    lastEditedBy: 'uuid?',
  },
  references: [
    { name: 'open_item_connection', column: 'connectionId', table: 'connection' },
    { name: 'open_item_party', column: 'partyId', table: 'party' },
    { name: 'open_item_creator', column: 'createdBy', table: 'person' },
    { name: 'open_item_last_editor', column: 'lastEditedBy', table: 'person' },
  ],
  nonNegative: ['discountMinor', 'totalMinor', 'residualMinor'],
  states: ['open', 'paid', 'reset', 'cancelled'],
};

export const exceptionCaseTable: TableDescription<'exception_case'> = {
  entity: 'required',
  columns: {
    id: 'uuid',
    version: 'integer',
    entityId: 'uuid',
    kind: 'text',
    nature: 'text',
    severity: 'integer',
    state: 'text',
    objectKind: 'text',
    objectId: 'text',
    cause: 'text',
    detail: 'text',
    nextAction: 'text',
    ownerRole: 'text',
    ownerId: 'uuid?',
    currency: 'text?',
    atRiskMinor: 'bigint',
    openedAt: 'instant',
    dueAt: 'instant',
    resolvedAt: 'instant?',
    resolution: 'text?',
  },
  unique: [
    {
      name: 'exception_case_open_unique',
      columns: ['entityId', 'objectKind', 'objectId', 'kind', 'cause'],
      where: {
        column: 'state',
        in: caseStates.filter((state) => state !== 'resolved' && state !== 'closed'),
      },
    },
  ],
  references: [{ name: 'exception_case_owner', column: 'ownerId', table: 'person' }],
  nonNegative: ['atRiskMinor'],
  states: caseStates,
  lifecycle: {
    moves: legalMoves(caseLifecycle),
    initial: caseLifecycle.initial,
  },
};

export const outboxEventTable: TableDescription<'outbox_event'> = {
  entity: 'required',
  columns: {
    id: 'uuid',
    entityId: 'uuid',
    type: 'text',
    v: 'integer',
    objectKind: 'text',
    objectId: 'text',
    occurredAt: 'instant',
    correlationId: 'text',
    payload: 'text',
  },
};

export const webhookDeliveryTable: TableDescription<'webhook_delivery'> = {
  entity: 'required',
  columns: {
    id: 'uuid',
    version: 'integer',
    subscriptionId: 'uuid',
    eventId: 'uuid',
    entityId: 'uuid',
    state: 'text',
    attempts: 'integer',
    lastStatus: 'text?',
  },
  unique: [
    {
      name: 'webhook_delivery_event_unique',
      columns: ['entityId', 'subscriptionId', 'eventId'],
    },
  ],
  references: [
    {
      name: 'webhook_delivery_subscription',
      column: 'subscriptionId',
      table: 'webhook_subscription',
    },
    { name: 'webhook_delivery_event', column: 'eventId', table: 'outbox_event' },
  ],
  nonNegative: ['attempts'],
  states: ['pending', 'delivered', 'dead_letter'],
};
