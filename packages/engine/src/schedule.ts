import { PgBoss } from 'pg-boss';

/** Never started, so it opens no connection: only its calendar arithmetic is used. */
const calendar = new PgBoss({ connectionString: 'postgres://unused.invalid/unused' });

/**
 * The next time at which a cron expression (five fields) falls in an IANA zone, strictly after an
 * epoch in milliseconds. Errors: the expression is not valid. The same reading as on PostgreSQL.
 */
export function nextOccurrenceMs(request: {
  readonly cron: string;
  readonly timeZone: string;
  readonly afterMs: number;
}): number {
  const [next] = calendar.previewSchedule(request.cron, {
    tz: request.timeZone,
    from: new Date(request.afterMs),
    count: 1,
  });
  if (next === undefined) throw new RangeError(`${request.cron} never comes again`);
  return next.getTime();
}
