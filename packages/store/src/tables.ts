import type { RecordByTable, TableName, VersionedTable } from './port.ts';
import type { ColumnType, TableDescription } from './tables/description.ts';
import * as entity from './tables/entity-tables.ts';
import * as group from './tables/group-tables.ts';
import * as payment from './tables/payment-tables.ts';
import * as statement from './tables/statement-tables.ts';

/** The one description of every table, from which both stores work. */
export const tables: { readonly [Table in TableName]: TableDescription<Table> } = {
  api_token: group.apiTokenTable,
  approval: payment.approvalTable,
  approval_decision: payment.approvalDecisionTable,
  approval_policy: entity.approvalPolicyTable,
  attempt: payment.attemptTable,
  attempt_item: payment.attemptItemTable,
  audit_leaf: group.auditLeafTable,
  bank_fact: payment.bankFactTable,
  connection: group.connectionTable,
  emergency_stop: group.emergencyStopTable,
  evidence: group.evidenceTable,
  exception_case: entity.exceptionCaseTable,
  grant: entity.grantTable,
  inbox: group.inboxTable,
  legal_entity: group.legalEntityTable,
  link: group.linkTable,
  match: statement.matchTable,
  match_allocation: statement.matchAllocationTable,
  open_item: entity.openItemTable,
  outbox_event: entity.outboxEventTable,
  own_account: entity.ownAccountTable,
  party: group.partyTable,
  party_bank_details: group.partyBankDetailsTable,
  payment: payment.paymentTable,
  payment_batch: payment.paymentBatchTable,
  payment_item: payment.paymentItemTable,
  person: group.personTable,
  statement: statement.statementTable,
  statement_line: statement.statementLineTable,
  sync_cursor: group.syncCursorTable,
  webhook_delivery: entity.webhookDeliveryTable,
  webhook_subscription: group.webhookSubscriptionTable,
};

/** Guarantee: `tables` is total over TableName. */
const namesOfTables = (): readonly TableName[] => Object.keys(tables) as readonly TableName[];

/** Every table, in alphabetical order. */
export const tableNames = namesOfTables();

/** One column of a table as both stores see it. */
export interface Column {
  /** The property of the record: `entityId`. */
  readonly property: string;
  /** The column in the database: `entity_id`. */
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
}

/** A description with its table forgotten: what code that works on any table needs. */
export interface TableShape extends Omit<TableDescription, 'columns' | 'unique' | 'references'> {
  readonly table: TableName;
  readonly columns: readonly Column[];
  readonly columnByProperty: ReadonlyMap<string, Column>;
  readonly versioned: boolean;
  readonly unique: NonNullable<TableDescription['unique']>;
  readonly references: NonNullable<TableDescription['references']>;
  /** Check constraints in the order of their names, which is the order PostgreSQL tests them in. */
  readonly checks: readonly Check[];
}

export interface Check {
  readonly name: string;
  readonly property: string;
  readonly holds: (value: unknown) => boolean;
}

/** The name of a property in the database: `entityId` is `entity_id`. */
export const columnName = (property: string): string =>
  property.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const hashForm = /^[0-9a-f]{64}$/;
/** A content hash names the version of its canonical form first: `1:` and the digest. */
const contentHashForm = /^[0-9]{1,4}:[0-9a-f]{64}$/;

const formOf = (column: Column): RegExp =>
  column.property === 'contentHash' ? contentHashForm : hashForm;

function checksOf(table: TableName, columns: readonly Column[]): readonly Check[] {
  const { nonNegative, states } = anyDescription(table);
  const checks: Check[] = columns
    .filter((column) => column.type === 'hash')
    .map((column) => ({
      name: `${table}_${column.name}_hex`,
      property: column.property,
      holds: (value) => value === null || (typeof value === 'string' && formOf(column).test(value)),
    }));
  for (const property of nonNegative ?? []) {
    checks.push({
      name: `${table}_${columnName(property)}_nonnegative`,
      property,
      holds: (value) =>
        value === null || (typeof value === 'bigint' ? value >= 0n : Number(value) >= 0),
    });
  }
  if (states !== undefined) {
    const known = new Set(states);
    checks.push({
      name: `${table}_state_known`,
      property: 'state',
      holds: (value) => known.has(String(value)),
    });
  }
  return checks.toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

/** Forgets which table it is. Guarantee: a description's keys are the properties of its record. */
const anyDescription = (table: TableName): TableDescription =>
  tables[table] as unknown as TableDescription;

function shapeOf(table: TableName): TableShape {
  const description = anyDescription(table);
  const columns = Object.entries<string>(description.columns).map(([property, spec]) => ({
    property,
    name: columnName(property),
    // Guarantee: a spec is a column type, with a question mark when it may be null.
    type: spec.replace('?', '') as ColumnType,
    nullable: spec.endsWith('?'),
  }));
  return {
    ...description,
    table,
    columns,
    columnByProperty: new Map(columns.map((column) => [column.property, column])),
    versioned: columns.some((column) => column.property === 'version'),
    unique: description.unique ?? [],
    references: description.references ?? [],
    checks: checksOf(table, columns),
  };
}

const shapes = new Map(tableNames.map((table) => [table, shapeOf(table)]));

/** The description of a table in the form that generic code uses. */
export function tableShape(table: TableName): TableShape {
  const shape = shapes.get(table);
  if (shape === undefined) throw new Error(`no such table: ${table}`);
  return shape;
}

/** Guarantee: only the records of a VersionedTable have a `version`. */
const isVersioned = (table: TableName): table is VersionedTable => tableShape(table).versioned;

/** The tables whose rows change, in alphabetical order. */
export const versionedTables: readonly VersionedTable[] = tableNames.filter(isVersioned);

/** A record of a table whose columns have been checked. Guarantee: the caller's check. */
export const asRecord = <Table extends TableName>(
  _table: Table,
  row: Readonly<Record<string, unknown>>,
): RecordByTable[Table] => row as unknown as RecordByTable[Table];
