import type {
  AccountCash,
  Approval,
  ExceptionCase,
  Payment,
  PaymentBatch,
  Statement,
} from '@quittance/domain';
import { type Kysely, sql } from 'kysely';
import type { RecordByTable, Scope, TableName } from '../port.ts';
import { translateError } from '../postgres/faults.ts';
import { inspectDatabase } from '../postgres/inspect.ts';
import { makePool, type PostgresStoreOptions } from '../postgres/store.ts';
import { storeTypes } from '../postgres/types.ts';
import {
  type BatchFilter,
  type CaseFilter,
  type Listed,
  type ListRequest,
  type Page,
  type PaymentFilter,
  readApprovalList,
  readBatches,
  readCaseList,
  readPayments,
  readRows,
  readStatements,
} from './lists.ts';
import { type AuditCheckpointRow, readCheckpoints } from './checkpoints.ts';
import { readAccountCash } from './cash.ts';
import { type Figures, type FiguresRequest, readFigures } from './figures.ts';
import { resolvePayments } from './resolve.ts';
import { openSchema, type Reader, reading, recordOf, type Schema } from './schema.ts';
import { readTotalsByState, type StateTotal } from './totals.ts';
import { type PaymentTrace, readTrace } from './trace.ts';

type ScopeOnly = { readonly scope: Pick<Scope, 'entityIds'> };

/** What an id names: nothing the scope may see, one payment with all about it, or several. */
export type TraceResult =
  | { readonly found: 'none' }
  | { readonly found: 'one'; readonly trace: PaymentTrace }
  | { readonly found: 'many'; readonly payments: readonly Payment[] };

/**
 * Lists, totals and search, for people and reports; a verb never reads through it. Each call reads
 * one snapshot, sees the entities of its scope, and writes nothing.
 */
export interface Queries {
  listPayments(filter: PaymentFilter): Promise<Listed<Payment>>;
  /** Finds a payment by any id that anybody knows it by, and tells all about it (CAN-03). */
  tracePayment(request: ScopeOnly & { readonly anyId: string }): Promise<TraceResult>;
  listCases(filter: CaseFilter): Promise<Listed<ExceptionCase>>;
  listBatches(filter: BatchFilter): Promise<Listed<PaymentBatch>>;
  listApprovals(filter: Page): Promise<Listed<Approval>>;
  listStatements(filter: Page): Promise<Listed<Statement>>;
  /** Rows of any table that fit, newest first; stable however many are added meanwhile. */
  list<Table extends TableName>(request: ListRequest<Table>): Promise<Listed<RecordByTable[Table]>>;
  /** The row with this id, or null when the scope sees none. */
  read<Table extends TableName>(
    request: ScopeOnly & { readonly table: Table; readonly id: string },
  ): Promise<RecordByTable[Table] | null>;
  totalsByState(request: ScopeOnly): Promise<readonly StateTotal[]>;
  /** What people and their alarms watch, of the entities of the scope. */
  figures(request: ScopeOnly & FiguresRequest): Promise<Figures>;
  /** The newest signed checkpoints of the audit log, newest first. */
  checkpoints(limit: number): Promise<readonly AuditCheckpointRow[]>;
  /** Resolves when the database answers. Errors: `StoreUnavailable`. */
  ping(): Promise<void>;
  /** What is known of the money of every own account; see `cashPosition`. */
  accountCash(request: ScopeOnly): Promise<readonly AccountCash[]>;
  close(): Promise<void>;
}

/** Opens the queries on a migrated database. Errors: `WrongDatabase`. */
export async function openQueries(options: PostgresStoreOptions): Promise<Queries> {
  const pool = makePool(options, storeTypes);
  try {
    await inspectDatabase(pool, options);
    return queriesOn(openSchema(pool));
  } catch (error) {
    await pool.end();
    throw translateError(error);
  }
}

function queriesOn(database: Kysely<Schema>): Queries {
  const read = async <Value>(
    { scope }: ScopeOnly,
    work: (reader: Reader) => Promise<Value>,
  ): Promise<Value> => {
    try {
      return await reading(database, scope, work);
    } catch (error) {
      throw translateError(error);
    }
  };
  return {
    listPayments: (filter) => read(filter, (reader) => readPayments(reader, filter)),
    tracePayment: (request) => read(request, (reader) => trace(reader, request.anyId)),
    listCases: (filter) => read(filter, (reader) => readCaseList(reader, filter)),
    listBatches: (filter) => read(filter, (reader) => readBatches(reader, filter)),
    listApprovals: (filter) => read(filter, (reader) => readApprovalList(reader, filter)),
    listStatements: (filter) => read(filter, (reader) => readStatements(reader, filter)),
    list: (request) => read(request, (reader) => readRows(reader, request)),
    read: async ({ scope, table, id }) => {
      const request = { scope, table, equal: { id }, limit: 1 };
      const page = await read(request, (reader) => readRows(reader, request));
      return page.rows[0] ?? null;
    },
    totalsByState: (request) => read(request, readTotalsByState),
    figures: (request) => read(request, (reader) => readFigures(reader, request)),
    checkpoints: (limit) =>
      read({ scope: { entityIds: [] } }, (reader) => readCheckpoints(reader, limit)),
    ping: async () => {
      await read({ scope: { entityIds: [] } }, (reader) => sql`select 1`.execute(reader));
    },
    accountCash: (request) => read(request, readAccountCash),
    close: () => database.destroy(),
  };
}

async function trace(reader: Reader, anyId: string): Promise<TraceResult> {
  const ids = await resolvePayments(reader, anyId);
  const [first] = ids;
  if (first === undefined) return { found: 'none' };
  if (ids.length === 1) {
    const found = await readTrace(reader, first);
    return found === null ? { found: 'none' } : { found: 'one', trace: found };
  }
  const rows = await reader
    .selectFrom('payment')
    .selectAll()
    .where('id', 'in', ids)
    .orderBy('id')
    .execute();
  return { found: 'many', payments: rows.map((row) => recordOf('payment', row)) };
}
