import type { Approval, ExceptionCase, Payment, PaymentBatch, Statement } from '@quittance/domain';
import { type RawBuilder, sql } from 'kysely';
import type { RecordByTable, Scope, TableName } from '../port.ts';
import { limitOf } from '../rows.ts';
import { endsOf } from '../tables/ends.ts';
import { type TableShape, tableShape } from '../tables.ts';
import { type Loose, type Reader, recordOf } from './schema.ts';

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
}

export interface CaseFilter extends Page {
  /** True: only cases that are neither resolved nor closed. */
  readonly openOnly?: boolean;
}

export interface BatchFilter extends Page {
  readonly state?: string;
}

/** Properties of a record and the value, or one of the values, that each must have. */
export type Equal = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** Any table that people may look through; `equal` names properties of its record. */
export interface ListRequest<Table extends TableName> extends Page {
  readonly table: Table;
  readonly equal?: Equal;
}

interface Condition {
  readonly filter: Page;
  /** Undefined asks nothing. */
  readonly equal?: Equal;
  /** States that no row of the page is in. */
  readonly exceptStates?: readonly string[];
}

/** The largest id there is: a first page begins before it. */
const last = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** A page of a table, newest first; one row more is read, to know whether another follows. */
async function pageOf<Table extends TableName>(
  reader: Reader,
  table: Table,
  { filter, equal = {}, exceptStates = [] }: Condition,
): Promise<Listed<RecordByTable[Table]>> {
  const limit = limitOf(filter.limit);
  const conditions = [
    sql`id < ${filter.after ?? last}`,
    ...Object.entries(equal)
      .filter(([, value]) => value !== undefined)
      .map(([column, value]) =>
        Array.isArray(value)
          ? sql`${sql.ref(column)}::text = any (${value}::text[])`
          : sql`${sql.ref(column)} = ${value}`,
      ),
    ...endConditions(tableShape(table), equal['state']),
    ...exceptStates.map((state) => sql`state <> ${state}`),
  ];
  const { rows: found } = await sql<Loose<RecordByTable[Table]>>`
    select * from ${sql.table(table)} where ${sql.join(conditions, sql` and `)}
    order by id desc limit ${limit + 1}`.execute(reader);
  const rows = found.slice(0, limit).map((row) => recordOf(table, row));
  return { rows, next: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
}

/** What an index knows of the states asked for, where the table has one of its final states. */
function endConditions(
  shape: Pick<TableShape, 'finalStates'>,
  states: Equal[string],
): readonly RawBuilder<unknown>[] {
  if (states === undefined) return [];
  const ends = endsOf(shape, Array.isArray(states) ? states : [states]);
  if (ends === null) return [];
  if (ends.final.length === 0) return [sql`final_state is null`];
  const ended = sql`final_state = any (${ends.final}::text[])`;
  return [ends.other ? sql`(final_state is null or ${ended})` : ended];
}

/** Rows of any table that fit, newest first. */
export const readRows = <Table extends TableName>(
  reader: Reader,
  { table, equal = {}, ...filter }: ListRequest<Table>,
): Promise<Listed<RecordByTable[Table]>> => pageOf(reader, table, { filter, equal });

/** Payments, newest first. */
export const readPayments = (reader: Reader, filter: PaymentFilter): Promise<Listed<Payment>> =>
  pageOf(reader, 'payment', { filter, equal: { state: filter.state } });

/** Exception cases, newest first. */
export const readCaseList = (reader: Reader, filter: CaseFilter): Promise<Listed<ExceptionCase>> =>
  pageOf(reader, 'exception_case', {
    filter,
    exceptStates: filter.openOnly === true ? ['resolved', 'closed'] : [],
  });

/** Batches, proposals among them, newest first. */
export const readBatches = (reader: Reader, filter: BatchFilter): Promise<Listed<PaymentBatch>> =>
  pageOf(reader, 'payment_batch', { filter, equal: { state: filter.state } });

/** Requests for approval, newest first. */
export const readApprovalList = (reader: Reader, filter: Page): Promise<Listed<Approval>> =>
  pageOf(reader, 'approval', { filter });

/** Statements, newest first. */
export const readStatements = (reader: Reader, filter: Page): Promise<Listed<Statement>> =>
  pageOf(reader, 'statement', { filter });
