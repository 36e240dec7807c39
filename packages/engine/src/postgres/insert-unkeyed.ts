import type { TaskTransaction } from '../port.ts';
import { engineSchema } from './names.ts';

/** A job as the statement below takes it; the queue's row says all else. */
export interface UnkeyedJob {
  readonly id: string;
  readonly singletonKey: string;
  readonly data?: object;
  readonly priority?: number;
  readonly startAfter?: Date | string | number;
  readonly group?: { readonly id: string };
}

/**
 * What pg-boss inserts, with one difference: a key that is the job's own id can meet no other, so
 * the row stays out of the index that holds one waiting job to a key, and nothing is looked for
 * before it is written. The key is still kept: a dead letter goes back under it. One text for all
 * queues is planned once on each connection.
 */
const insertText = `
  insert into ${engineSchema}.job (
    id, name, data, priority, start_after, created_on, singleton_key, group_id,
    expire_seconds, deletion_seconds, keep_until, retry_limit, retry_delay, retry_backoff,
    retry_delay_max, policy, dead_letter, heartbeat_seconds
  )
  select given.id, queue.name, given.data, given.priority, given.start_after,
         ${engineSchema}.job_now(), given.key, given.group,
         queue.expire_seconds, queue.deletion_seconds,
         given.start_after + queue.retention_seconds * interval '1 second',
         queue.retry_limit, queue.retry_delay, queue.retry_backoff, queue.retry_delay_max,
         'standard', queue.dead_letter, queue.heartbeat_seconds
    from (
      select id, data, priority, key, "group",
             coalesce("startAfter", ${engineSchema}.job_now()) as start_after
        from json_to_recordset($2::json) as job (
          id uuid, data jsonb, priority integer, key text, "group" text,
          "startAfter" timestamptz
        )
    ) as given
   cross join ${engineSchema}.queue
   where queue.name = $1
  returning 1`;

/** Inserts jobs that join none. Errors: the queue was never made. */
export async function insertUnkeyed(
  transaction: TaskTransaction,
  request: { readonly queue: string; readonly jobs: readonly UnkeyedJob[] },
): Promise<void> {
  const { queue, jobs } = request;
  if (jobs.length === 0) return;
  const given = jobs.map(({ id, singletonKey, data, priority, startAfter, group }) => ({
    id,
    data,
    priority: priority ?? 0,
    key: singletonKey,
    group: group?.id,
    startAfter,
  }));
  const { rows } = await transaction.executeSql(insertText, [queue, JSON.stringify(given)]);
  if (rows.length === jobs.length) return;
  throw new Error(`${queue} took ${rows.length} of ${jobs.length} task(s)`);
}
