import { claimingStates } from '@quittance/domain';
import { sql } from 'kysely';
import type { Reader } from './schema.ts';

/** A count under one or two words. */
export interface Counted {
  readonly entityId: string;
  readonly word: string;
  readonly count: bigint;
}

/** What people and their alarms watch (OBS-01, OBS-11). Ages and delays are seconds. */
export interface Figures {
  /** Payments that are not at their end, by state. */
  readonly payments: readonly Counted[];
  /** Events of the window, by type. */
  readonly events: readonly Counted[];
  /** From submission to settlement, of payments that settled in the window. */
  readonly settlement: readonly {
    readonly entityId: string;
    readonly count: bigint;
    readonly averageSeconds: string;
    readonly longestSeconds: string;
  }[];
  /** Booked lines that nothing explains yet, by state. */
  readonly unmatchedLines: readonly Counted[];
  /** Open cases by kind, with the age of the oldest. */
  readonly cases: readonly (Counted & { readonly oldestSeconds: string })[];
  /** Own accounts, and how many days old their newest statement is; null before the first. */
  readonly accounts: readonly {
    readonly entityId: string;
    readonly name: string;
    readonly statementAgeDays: string | null;
  }[];
  readonly connections: readonly { readonly name: string; readonly up: boolean }[];
}

export interface FiguresRequest {
  /** The moment of the figures. */
  readonly now: string;
  /** Where the window of events begins: the smallest id that can have been made in it. */
  readonly firstId: string;
}

const unexplained = ['new', 'candidate', 'suggested', 'case', 'suspense'];
const ended = ['resolved', 'closed'];

/** Reads all figures in one snapshot; every part is bounded by what is open or in the window. */
export async function readFigures(
  reader: Reader,
  { now, firstId }: FiguresRequest,
): Promise<Figures> {
  const payments = await sql<Counted>`
    select entity_id, state as word, count(*) as count from payment
    where final_state is null and state = any (${claimingStates}::text[])
    group by entity_id, state`.execute(reader);
  const events = await sql<Counted>`
    select entity_id, type as word, count(*) as count from outbox_event
    where id >= ${firstId}::uuid group by entity_id, type`.execute(reader);
  const settlement = await sql<Figures['settlement'][number]>`
    select settled.entity_id, count(*) as count,
      round(avg(extract(epoch from settled.occurred_at - submitted.occurred_at)))::text
        as average_seconds,
      round(max(extract(epoch from settled.occurred_at - submitted.occurred_at)))::text
        as longest_seconds
    from outbox_event settled
    join outbox_event submitted on submitted.entity_id = settled.entity_id
      and submitted.object_id = settled.object_id and submitted.type = 'payment.submitted'
    where settled.id >= ${firstId}::uuid and settled.type = 'payment.settled'
    group by settled.entity_id`.execute(reader);
  const unmatchedLines = await sql<Counted>`
    select entity_id, state as word, count(*) as count from statement_line
    where state = any (${unexplained}::text[]) group by entity_id, state`.execute(reader);
  const cases = await sql<Figures['cases'][number]>`
    select entity_id, kind as word, count(*) as count,
      round(extract(epoch from ${now}::timestamptz - min(opened_at)))::text as oldest_seconds
    from exception_case where state <> all (${ended}::text[])
    group by entity_id, kind`.execute(reader);
  const accounts = await sql<Figures['accounts'][number]>`
    select entity_id, name,
      ((${now}::timestamptz at time zone 'UTC')::date - balance_date)::text as statement_age_days
    from own_account`.execute(reader);
  const connections = await sql<Figures['connections'][number]>`
    select name, last_fault is null as up from connection
    where active and last_success_at is not null or last_fault is not null`.execute(reader);
  return {
    payments: payments.rows,
    events: events.rows,
    settlement: settlement.rows,
    unmatchedLines: unmatchedLines.rows,
    cases: cases.rows,
    accounts: accounts.rows,
    connections: connections.rows,
  };
}
