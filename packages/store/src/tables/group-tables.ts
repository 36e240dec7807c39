import type { TableDescription } from './description.ts';

/** Tables of the whole group of companies, and what stands between the hub and the outside. */
export const legalEntityTable: TableDescription<'legal_entity'> = {
  entity: 'none',
  columns: {
    id: 'uuid',
    version: 'integer',
    code: 'text',
    name: 'text',
    country: 'text',
    currency: 'text',
    timeZone: 'text',
    lockedUntil: 'date?',
  },
  unique: [{ name: 'legal_entity_code_unique', columns: ['code'] }],
};

export const apiTokenTable: TableDescription<'api_token'> = {
  entity: 'none',
  columns: {
    id: 'uuid',
    version: 'integer',
    name: 'text',
    tokenDigest: 'hash',
    personId: 'uuid',
    permissions: 'text[]',
    entityIds: 'uuid[]',
    createdAt: 'instant',
    expiresAt: 'instant',
    revokedAt: 'instant?',
  },
  unique: [{ name: 'api_token_token_digest_unique', columns: ['tokenDigest'] }],
  references: [{ name: 'api_token_person', column: 'personId', table: 'person' }],
};

export const partyTable: TableDescription<'party'> = {
  entity: 'none',
  columns: {
    id: 'uuid',
    version: 'integer',
    role: 'text',
    name: 'text',
    country: 'text?',
    street: 'text?',
    city: 'text?',
    postalCode: 'text?',
    email: 'text?',
    taxNumber: 'text?',
  },
};

export const partyBankDetailsTable: TableDescription<'party_bank_details'> = {
  entity: 'none',
  columns: {
    id: 'uuid',
    version: 'integer',
    partyId: 'uuid',
    accountNumber: 'text',
    accountDigest: 'text',
    bic: 'text?',
    clearingNumber: 'text?',
    currency: 'text?',
    trusted: 'boolean',
    lastEditedBy: 'uuid?',
    active: 'boolean',
  },
  references: [
    { name: 'party_bank_details_party', column: 'partyId', table: 'party' },
    { name: 'party_bank_details_last_editor', column: 'lastEditedBy', table: 'person' },
  ],
};

export const personTable: TableDescription<'person'> = {
  entity: 'none',
  columns: {
    id: 'uuid',
    version: 'integer',
    name: 'text',
    email: 'text?',
    active: 'boolean',
    machine: 'boolean',
  },
};

export const connectionTable: TableDescription<'connection'> = {
  entity: 'none',
  columns: {
    id: 'uuid',
    version: 'integer',
    name: 'text',
    connector: 'text',
    active: 'boolean',
    lastSuccessAt: 'instant?',
    lastFaultAt: 'instant?',
    lastFault: 'text?',
  },
  unique: [{ name: 'connection_name_unique', columns: ['name'] }],
};

export const evidenceTable: TableDescription<'evidence'> = {
  entity: 'none',
  columns: {
    id: 'uuid',
    hash: 'hash',
    mediaType: 'text',
    sizeBytes: 'integer',
    kind: 'text',
    receivedAt: 'instant',
  },
  nonNegative: ['sizeBytes'],
};

export const inboxTable: TableDescription<'inbox'> = {
  entity: 'none',
  columns: {
    id: 'uuid',
    version: 'integer',
    connectionId: 'uuid',
    externalId: 'text',
    kind: 'text',
    evidenceHash: 'hash',
    state: 'text',
    note: 'text?',
    receivedAt: 'instant',
    appliedAt: 'instant?',
  },
  unique: [{ name: 'inbox_delivery_unique', columns: ['connectionId', 'externalId'] }],
  references: [{ name: 'inbox_connection', column: 'connectionId', table: 'connection' }],
  states: ['received', 'applied', 'no_effect', 'parked', 'quarantined'],
};

export const syncCursorTable: TableDescription<'sync_cursor'> = {
  entity: 'none',
  columns: {
    id: 'uuid',
    version: 'integer',
    connectionId: 'uuid',
    stream: 'text',
    state: 'text',
    updatedAt: 'instant',
  },
  unique: [{ name: 'sync_cursor_stream_unique', columns: ['connectionId', 'stream'] }],
  references: [{ name: 'sync_cursor_connection', column: 'connectionId', table: 'connection' }],
};

export const webhookSubscriptionTable: TableDescription<'webhook_subscription'> = {
  entity: 'none',
  columns: {
    id: 'uuid',
    version: 'integer',
    name: 'text',
    url: 'text',
    eventTypes: 'text[]',
    secretName: 'text',
    active: 'boolean',
  },
};

export const emergencyStopTable: TableDescription<'emergency_stop'> = {
  entity: 'optional',
  columns: {
    id: 'uuid',
    version: 'integer',
    entityId: 'uuid?',
    ownAccountId: 'uuid?',
    active: 'boolean',
    reason: 'text',
    stoppedBy: 'uuid',
    stoppedAt: 'instant',
    resumedBy: 'uuid[]',
  },
  references: [
    { name: 'emergency_stop_own_account', column: 'ownAccountId', table: 'own_account' },
    { name: 'emergency_stop_stopper', column: 'stoppedBy', table: 'person' },
  ],
};

export const linkTable: TableDescription<'link'> = {
  entity: 'optional',
  columns: {
    id: 'uuid',
    entityId: 'uuid?',
    scheme: 'text',
    externalId: 'text',
    objectKind: 'text',
    objectId: 'text',
  },
  unique: [
    {
      name: 'link_external_id_unique',
      columns: ['entityId', 'scheme', 'externalId', 'objectKind'],
      nullsEqual: true,
    },
  ],
};

export const auditLeafTable: TableDescription<'audit_leaf'> = {
  entity: 'optional',
  columns: {
    id: 'uuid',
    v: 'integer',
    entityId: 'uuid?',
    at: 'instant',
    actorKind: 'text',
    actorId: 'text',
    correlationId: 'text',
    verb: 'text',
    objectKind: 'text',
    objectId: 'text',
    objectVersion: 'integer',
    rowDigest: 'hash',
    detail: 'text',
    leafHash: 'hash',
  },
};
