import { asInstant, instantFromEpoch, isId } from '@quittance/domain';
import type { Db, PgBoss } from 'pg-boss';
import type { DeadLetter, Progress, QueueDepth } from '../port.ts';
import { type FailureCause, describeCause } from '../work/failure.ts';
import { countOf, query, type Row, textOf } from './database.ts';
import {
  deadLetterQueueName,
  engineSchema,
  isDeadLetterQueue,
  isTaskQueue,
  kindOfQueue,
} from './names.ts';
import { readTaskData } from './task-data.ts';

/** At most this many dead letters are read at once, oldest first. */
export const deadLettersMax = 10_000;

/** Dead letters that still wait for somebody, oldest first. */
export async function listDeadLetters(
  database: Db,
  kindName: string | undefined,
): Promise<readonly DeadLetter[]> {
  const rows = await query(
    database,
    `select job.id, job.name, job.data, job.source_retry_count, job.source_output,
            floor(extract(epoch from job.created_on) * 1000)::bigint::text as failed_at
       from ${engineSchema}.job
       join ${engineSchema}.queue on queue.name = job.name
      where job.state = 'created' and job.name like '%.dead'
        and ($1::text is null or job.name = $1)
      order by job.created_on, job.id
      limit ${deadLettersMax}`,
    [kindName === undefined ? null : deadLetterQueueName(kindName)],
  );
  return rows.map(readDeadLetter);
}

const readDeadLetter = (row: Row): DeadLetter => ({
  id: textOf(row, 'id'),
  name: kindOfQueue(textOf(row, 'name')),
  data: readTaskData(row['data']),
  failedAt: asInstant(instantFromEpoch(countOf(row, 'failed_at'))),
  attempts: countOf(row, 'source_retry_count') + 1,
  cause: readCause(row['source_output']),
});

/** A task that dies with its worker has no cause of ours, only the supervisor's note. */
function readCause(output: unknown): string {
  const fields = new Map<string, unknown>(
    typeof output === 'object' && output !== null ? Object.entries(output) : [],
  );
  const [kind, code, message] = ['kind', 'code', 'message'].map((name) => fields.get(name));
  if (typeof code === 'string' && typeof message === 'string' && isFaultKind(kind)) {
    return describeCause({ kind, code, message });
  }
  return describeCause({
    kind: 'retry',
    code: 'LEASE_EXPIRED',
    message: 'the worker fell silent and its lease ran out',
  });
}

const isFaultKind = (kind: unknown): kind is FailureCause['kind'] =>
  typeof kind === 'string' &&
  ['retry', 'retryAfter', 'unknownOutcome', 'rejected']
    .concat('unauthorised', 'drift', 'unsupported')
    .includes(kind);

/** Puts these dead letters back; one that went back before is not there any more. */
export async function redriveDeadLetters(
  boss: PgBoss,
  ids: readonly string[],
  db: Db = boss.getDb(),
): Promise<number> {
  const known = ids.filter(isId);
  if (known.length === 0) return 0;
  const rows = await query(
    db,
    `select name, array_agg(id::text) as ids from ${engineSchema}.job
      where id = any($1::uuid[]) and state = 'created' and name like '%.dead' group by name`,
    [known],
  );
  let moved = 0;
  for (const row of rows) {
    const found = row['ids'];
    if (!Array.isArray(found)) continue;
    const given = found.map(String);
    moved += await boss.redrive(textOf(row, 'name'), { ids: given, limit: given.length, db });
  }
  return moved;
}

/** Counts of every kind that the installation knows, in order of name. */
export async function readDepths(database: Db): Promise<readonly QueueDepth[]> {
  const rows = await query(
    database,
    `select queue.name,
            count(job.id) filter (where job.state < 'active')::text as waiting,
            count(job.id) filter (where job.state = 'active')::text as active
       from ${engineSchema}.queue
       left join ${engineSchema}.job on job.name = queue.name and job.state <= 'active'
      group by queue.name`,
  );
  const depths = new Map<string, QueueDepth>();
  for (const row of rows) {
    const queue = textOf(row, 'name');
    if (!isTaskQueue(queue) && !isDeadLetterQueue(queue)) continue;
    const name = kindOfQueue(queue);
    const sum = depths.get(name) ?? { name, waiting: 0, active: 0, deadLetters: 0 };
    const waiting = countOf(row, 'waiting');
    depths.set(
      name,
      isDeadLetterQueue(queue)
        ? { ...sum, deadLetters: sum.deadLetters + waiting }
        : {
            ...sum,
            waiting: sum.waiting + waiting,
            active: sum.active + countOf(row, 'active'),
          },
    );
  }
  return [...depths.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Tasks of one piece of work that have not ended well. */
export async function readProgress(database: Db, correlationId: string): Promise<Progress> {
  const [row] = await query(
    database,
    `with job as (
       select state, name, state = 'created' and start_after > ${engineSchema}.job_now() as later
         from ${engineSchema}.job where state <= 'active' and data->>'correlationId' = $1
     )
     select count(*) filter (where state < 'active' and name not like '%.dead' and not later)::text
              as waiting,
            count(*) filter (where name not like '%.dead' and later)::text as later,
            count(*) filter (where state = 'active')::text as active,
            count(*) filter (where state < 'active' and name like '%.dead')::text as dead
       from job`,
    [correlationId],
  );
  if (row === undefined) return { waiting: 0, later: 0, active: 0, deadLetters: 0 };
  return {
    waiting: countOf(row, 'waiting'),
    later: countOf(row, 'later'),
    active: countOf(row, 'active'),
    deadLetters: countOf(row, 'dead'),
  };
}

/** How many tasks of these queues run or are due now. */
export async function countDue(database: Db, queues: readonly string[]): Promise<number> {
  const rows = await query(
    database,
    `select count(*)::text as due from ${engineSchema}.job
      where name = any($1::text[])
        and (state = 'active' or (state < 'active' and start_after <= ${engineSchema}.job_now()))`,
    [queues],
  );
  const row = rows[0];
  return row === undefined ? 0 : countOf(row, 'due');
}
