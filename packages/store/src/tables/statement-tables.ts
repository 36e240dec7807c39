import {
  legalMoves,
  statementFileLifecycle,
  statementFileStates,
  statementLineLifecycle,
  statementLineStates,
} from '@quittance/domain';
import type { TableDescription } from './description.ts';

export const statementTable: TableDescription<'statement'> = {
  entity: 'required',
  columns: {
    id: 'uuid',
    version: 'integer',
    entityId: 'uuid',
    ownAccountId: 'uuid',
    evidenceHash: 'hash',
    bankStatementId: 'text',
    sequenceNumber: 'text?',
    currency: 'text',
    fromDate: 'date',
    toDate: 'date',
    openingMinor: 'bigint',
    closingMinor: 'bigint',
    lineCount: 'integer',
    state: 'text',
    importedAt: 'instant',
  },
  references: [{ name: 'statement_own_account', column: 'ownAccountId', table: 'own_account' }],
  nonNegative: ['lineCount'],
  states: statementFileStates,
  // A row is written once its file has been read, so it may begin in any state of the file.
  lifecycle: {
    moves: legalMoves(statementFileLifecycle),
    initial: null,
  },
};

export const statementLineTable: TableDescription<'statement_line'> = {
  entity: 'required',
  columns: {
    id: 'uuid',
    version: 'integer',
    entityId: 'uuid',
    ownAccountId: 'uuid',
    statementId: 'uuid',
    entryKey: 'text',
    bookingDate: 'date',
    valueDate: 'date',
    currency: 'text',
    amountMinor: 'bigint',
    kind: 'text',
    bankReference: 'text?',
    endToEndId: 'text?',
    messageId: 'text?',
    transactionCount: 'integer?',
    partyName: 'text?',
    partyAccountDigest: 'text?',
    remittance: 'text',
    returnReason: 'text?',
    instructedMinor: 'bigint?',
    instructedCurrency: 'text?',
    exchangeRate: 'text?',
    exchangeUnitCurrency: 'text?',
    exchangeSource: 'text?',
    state: 'text',
    posted: 'boolean',
  },
  unique: [
    {
      name: 'statement_line_entry_key_unique',
      columns: ['entityId', 'ownAccountId', 'entryKey'],
    },
  ],
  references: [
    { name: 'statement_line_own_account', column: 'ownAccountId', table: 'own_account' },
    { name: 'statement_line_statement', column: 'statementId', table: 'statement' },
  ],
  nonNegative: ['transactionCount'],
  states: statementLineStates,
  lifecycle: {
    moves: legalMoves(statementLineLifecycle),
    initial: statementLineLifecycle.initial,
  },
};

export const matchTable: TableDescription<'match'> = {
  entity: 'required',
  columns: {
    id: 'uuid',
    version: 'integer',
    entityId: 'uuid',
    statementLineId: 'uuid',
    evidenceClass: 'text',
    rule: 'text',
    explanation: 'text',
    state: 'text',
    madeAt: 'instant',
    externalReconciliation: 'text?',
  },
  references: [{ name: 'match_line', column: 'statementLineId', table: 'statement_line' }],
  states: ['proposed', 'posting', 'posted', 'undone'],
};

export const matchAllocationTable: TableDescription<'match_allocation'> = {
  entity: 'required',
  columns: {
    id: 'uuid',
    entityId: 'uuid',
    matchId: 'uuid',
    kind: 'text',
    paymentId: 'uuid?',
    openItemId: 'uuid?',
    accountRole: 'text?',
    amountMinor: 'bigint',
    paymentMinor: 'bigint?',
  },
  references: [
    { name: 'match_allocation_match', column: 'matchId', table: 'match' },
    { name: 'match_allocation_payment', column: 'paymentId', table: 'payment' },
    { name: 'match_allocation_open_item', column: 'openItemId', table: 'open_item' },
  ],
};
