import type {
  Approval,
  EntityId,
  ExceptionCase,
  Payment,
  PaymentBatch,
  Statement,
} from '@quittance/domain';
import type { Scope } from '../port.ts';
import { limitOf } from '../rows.ts';
import { type Reader, recordOf } from './schema.ts';

/** What every list takes: newest first, the id of the last row seen, at most `limit` rows. */
export interface Page {
  readonly scope: Pick<Scope, 'entityIds'>;
  /** At most `rowsMax`. */
  readonly limit: number;
  /** The id after which the page begins; null or absent for the first page. */
  readonly after?: string | null;
}

/** A page of rows, and the id to ask for the next one with; null after the last. */
export interface Listed<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

export interface PaymentFilter extends Page {
  readonly state?: string;
  readonly batchId?: string;
  readonly reference?: string;
}

/** The largest id there is: a first page begins before it. */
const last = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const listed = <Row extends { readonly id: string }>(
  rows: readonly Row[],
  limit: number,
): Listed<Row> => ({
  rows: rows.slice(0, limit),
  next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null,
});

/** Payments, newest first. */
export async function readPayments(
  reader: Reader,
  filter: PaymentFilter,
): Promise<Listed<Payment>> {
  const limit = limitOf(filter.limit);
  let query = reader
    .selectFrom('payment')
    .selectAll()
    .where('id', '<', filter.after ?? last);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.batchId !== undefined) query = query.where('batchId', '=', filter.batchId);
  if (filter.reference !== undefined) query = query.where('reference', '=', filter.reference);
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return listed(
    rows.map((row) => recordOf('payment', row)),
    limit,
  );
}

export interface CaseFilter extends Page {
  readonly state?: string;
  readonly kind?: string;
  readonly objectId?: string;
  /** True: only cases that are neither resolved nor closed. */
  readonly openOnly?: boolean;
}

/** Exception cases, newest first. */
export async function readCaseList(
  reader: Reader,
  filter: CaseFilter,
): Promise<Listed<ExceptionCase>> {
  const limit = limitOf(filter.limit);
  let query = reader
    .selectFrom('exception_case')
    .selectAll()
    .where('id', '<', filter.after ?? last);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind);
  if (filter.objectId !== undefined) query = query.where('objectId', '=', filter.objectId);
  if (filter.openOnly === true) query = query.where('state', 'not in', ['resolved', 'closed']);
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return listed(
    rows.map((row) => recordOf('exception_case', row)),
    limit,
  );
}

export interface BatchFilter extends Page {
  readonly state?: string;
  readonly ownAccountId?: string;
}

/** Batches, proposals among them, newest first. */
export async function readBatches(
  reader: Reader,
  filter: BatchFilter,
): Promise<Listed<PaymentBatch>> {
  const limit = limitOf(filter.limit);
  let query = reader
    .selectFrom('payment_batch')
    .selectAll()
    .where('id', '<', filter.after ?? last);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.ownAccountId !== undefined) {
    query = query.where('ownAccountId', '=', filter.ownAccountId);
  }
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return listed(
    rows.map((row) => recordOf('payment_batch', row)),
    limit,
  );
}

export interface ApprovalFilter extends Page {
  readonly state?: string;
  readonly subjectId?: string;
}

/** Requests for approval, newest first. */
export async function readApprovalList(
  reader: Reader,
  filter: ApprovalFilter,
): Promise<Listed<Approval>> {
  const limit = limitOf(filter.limit);
  let query = reader
    .selectFrom('approval')
    .selectAll()
    .where('id', '<', filter.after ?? last);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.subjectId !== undefined) query = query.where('subjectId', '=', filter.subjectId);
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return listed(
    rows.map((row) => recordOf('approval', row)),
    limit,
  );
}

export interface StatementFilter extends Page {
  readonly ownAccountId?: string;
  readonly state?: string;
}

/** Statements, newest first. */
export async function readStatements(
  reader: Reader,
  filter: StatementFilter,
): Promise<Listed<Statement>> {
  const limit = limitOf(filter.limit);
  let query = reader
    .selectFrom('statement')
    .selectAll()
    .where('id', '<', filter.after ?? last);
  if (filter.state !== undefined) query = query.where('state', '=', filter.state);
  if (filter.ownAccountId !== undefined) {
    query = query.where('ownAccountId', '=', filter.ownAccountId);
  }
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  return listed(
    rows.map((row) => recordOf('statement', row)),
    limit,
  );
}

/** Payments of one entity, currency and state, counted and added up. Amounts are minor units. */
export interface StateTotal {
  readonly entityId: EntityId;
  readonly currency: string;
  readonly state: string;
  readonly count: bigint;
  readonly instructedMinor: bigint;
  readonly settledMinor: bigint;
  readonly returnedMinor: bigint;
}

/** Open items of one entity, currency and state, counted and added up. */
export interface OpenItemTotal {
  readonly entityId: EntityId;
  readonly currency: string;
  readonly kind: string;
  readonly state: string;
  readonly blocked: boolean;
  readonly baselined: boolean;
  readonly count: bigint;
  readonly residualMinor: bigint;
  readonly earliestDueDate: string;
}
