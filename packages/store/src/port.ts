import type {
  ApiToken,
  Approval,
  ApprovalDecision,
  ApprovalPolicy,
  Actor,
  Attempt,
  AttemptItem,
  AuditLeaf,
  Connection,
  CorrelationId,
  EmergencyStop,
  EntityId,
  Evidence,
  ExceptionCase,
  Grant,
  InboxItem,
  Instant,
  LegalEntity,
  Link,
  Match,
  MatchAllocation,
  OpenItem,
  OutboxEvent,
  OwnAccount,
  Party,
  PartyBankDetails,
  Payment,
  PaymentBatch,
  PaymentItem,
  Person,
  Statement,
  StatementLine,
  StoredBankFact,
  SyncCursor,
  WebhookDelivery,
  WebhookSubscription,
} from '@quittance/domain';

/** Every table of commands and the record that one of its rows is. */
export interface RecordByTable {
  readonly api_token: ApiToken;
  readonly approval: Approval;
  readonly approval_decision: ApprovalDecision;
  readonly approval_policy: ApprovalPolicy;
  readonly attempt: Attempt;
  readonly attempt_item: AttemptItem;
  readonly audit_leaf: AuditLeaf;
  readonly bank_fact: StoredBankFact;
  readonly connection: Connection;
  readonly emergency_stop: EmergencyStop;
  readonly evidence: Evidence;
  readonly exception_case: ExceptionCase;
  readonly grant: Grant;
  readonly inbox: InboxItem;
  readonly legal_entity: LegalEntity;
  readonly link: Link;
  readonly match: Match;
  readonly match_allocation: MatchAllocation;
  readonly open_item: OpenItem;
  readonly outbox_event: OutboxEvent;
  readonly own_account: OwnAccount;
  readonly party: Party;
  readonly party_bank_details: PartyBankDetails;
  readonly payment: Payment;
  readonly payment_batch: PaymentBatch;
  readonly payment_item: PaymentItem;
  readonly person: Person;
  readonly statement: Statement;
  readonly statement_line: StatementLine;
  readonly sync_cursor: SyncCursor;
  readonly webhook_delivery: WebhookDelivery;
  readonly webhook_subscription: WebhookSubscription;
}

export type TableName = keyof RecordByTable;

/** Tables whose rows change: each change moves `version` up by exactly one. */
export type VersionedTable = {
  [Table in TableName]: RecordByTable[Table] extends { readonly version: number } ? Table : never;
}[TableName];

/** Who acts, where, and which piece of work it belongs to. Nothing set, nothing seen. */
export interface Scope {
  readonly actor: Actor;
  readonly entityIds: readonly EntityId[];
  readonly correlationId: CorrelationId;
}

/** Equality of columns; `in` lists take at most {@link rowsMax} values. Null means "is null". */
export type Criteria<Row> = {
  readonly [Column in keyof Row]?:
    Row[Column] | { readonly in: readonly NonNullable<Row[Column]>[] };
};

/** A transaction touches at most this many rows a call, so that none lasts longer than a second. */
export const rowsMax = 5_000;

/**
 * One transaction. Every method is set-based: one statement, whatever the number of rows. Rows
 * beyond {@link rowsMax} are refused. All reads see the transaction's own writes.
 * Calls run in the order in which they are made, also when one is made before the one ahead of it
 * has ended.
 */
export interface StoreTransaction {
  /** The store's clock, read once when the transaction opened (I30). */
  readonly now: Instant;
  readonly scope: Scope;

  /** Inserts rows. Errors: `StoreConflict` naming the unique constraint; nothing is inserted. */
  insert<Table extends TableName>(
    table: Table,
    rows: readonly RecordByTable[Table][],
  ): Promise<void>;

  /** Inserts the rows that break no unique constraint and returns exactly those. */
  insertNew<Table extends TableName>(
    table: Table,
    rows: readonly RecordByTable[Table][],
  ): Promise<readonly RecordByTable[Table][]>;

  /**
   * Writes whole rows whose `version` is the stored one plus one. Errors: `StaleVersion` when any
   * row has moved on (nothing is written), `StoreConflict` for a unique or state constraint.
   */
  update<Table extends VersionedTable>(
    table: Table,
    rows: readonly RecordByTable[Table][],
  ): Promise<void>;

  /** Rows that fit all criteria, ordered by id, at most `limit` (default and maximum rowsMax). */
  find<Table extends TableName>(
    table: Table,
    criteria: Criteria<RecordByTable[Table]>,
    options?: { readonly limit?: number; readonly afterId?: string },
  ): Promise<readonly RecordByTable[Table][]>;

  /** Like `find`, and holds the rows until the transaction ends (`for update`, ordered by id). */
  lock<Table extends VersionedTable>(
    table: Table,
    criteria: Criteria<RecordByTable[Table]>,
  ): Promise<readonly RecordByTable[Table][]>;

  /** Serialises with every transaction that asks for the same key until this one ends. */
  lockKey(key: string): Promise<void>;

  /**
   * Runs SQL inside this transaction, for the task queue only. Errors on a store without SQL.
   */
  executeSql(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;

  /** Runs work after the commit has succeeded, in order; never when it rolled back. */
  onCommit(work: () => void): void;
}

export interface Store {
  /** Runs work in one transaction; rolls back when it throws, and throws the same. */
  transaction<Value>(
    scope: Scope,
    work: (transaction: StoreTransaction) => Promise<Value>,
  ): Promise<Value>;
  close(): Promise<void>;
}

/** A unique or check constraint refused the rows; `constraint` is its name in both stores. */
export class StoreConflict extends Error {
  override readonly name = 'StoreConflict';
  readonly constraint: string;
  constructor(constraint: string) {
    super(`the store refused a row: ${constraint}`);
    this.constraint = constraint;
  }
}

/** Somebody else changed a row first; read again and decide again. */
export class StaleVersion extends Error {
  override readonly name = 'StaleVersion';
  readonly table: string;
  constructor(table: string) {
    super(`a row of ${table} changed meanwhile`);
    this.table = table;
  }
}

/** Immutable bytes under their SHA-256 (lower-case hex): write, sync, rename, only then rows. */
export interface EvidenceStore {
  /** Stores the bytes and returns their hash; the same bytes twice are one file. */
  put(bytes: Uint8Array): Promise<string>;
  /** The bytes. Errors: `EvidenceMissing`, `EvidenceCorrupt` when their hash is another. */
  get(hash: string): Promise<Uint8Array>;
}
