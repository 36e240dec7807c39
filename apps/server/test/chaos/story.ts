/** Where everything stands, for whoever reads of a run that did not come to its end. */
import { readFileSync } from 'node:fs';
import { withClient } from '../../src/adapters/postgres/connection.ts';
import { serverProcessesIn } from '../../src/adapters/postgres/proc.ts';
import { within } from '../support/within.ts';
import type { ChaosWorld } from './world.ts';

const lookMsMax = 10_000;
const logLinesMax = 12;

/** Lines on each process, the database, the queue and the proxies; each look has its own limit. */
export async function storyOf(world: ChaosWorld): Promise<readonly string[]> {
  const { tally } = world;
  return [
    `phase ${tally.phase()}; blows so far ${JSON.stringify(tally.counts())}`,
    ...world.crew.story(),
    `PostgreSQL has ${serverProcessesIn(world.postgresFolder).length} processes; its log ends:`,
    ...tailOf(world.postgresLog),
    ...(await looked('the queue', queueLines(world))),
    ...(await looked('sessions of the database', sessionLines(world))),
    ...[...world.proxies].map(
      ([name, proxy]) => `proxy ${name}: ${proxy.links()} connections open`,
    ),
  ];
}

async function looked(what: string, lines: Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await within({ what: `a look at ${what}`, limitMs: lookMsMax }, lines);
  } catch (error) {
    return [`${what}: ${String(error)}`];
  }
}

/** Tasks that are not done, by kind and state, with the oldest of each. */
const queueLines = (world: ChaosWorld): Promise<readonly string[]> =>
  linesFrom(
    world,
    `select format('task %s: %s %s, oldest begun %s, due %s, tries %s, last fault %s', name,
              count(*), state, coalesce(min(started_on)::text, 'never'), min(start_after),
              max(retry_count), coalesce(max(output::text), 'none')) as line
       from quittance_engine.job where state <= 'active' group by name, state order by name, state`,
  );

const sessionLines = (world: ChaosWorld): Promise<readonly string[]> =>
  linesFrom(
    world,
    `select format('session %s of %s: %s for %s s, waits for %s, blocked by %s: %s', pid,
              application_name, state, floor(extract(epoch from now() - state_change)),
              coalesce(wait_event, 'nothing'), pg_blocking_pids(pid), left(query, 80)) as line
       from pg_stat_activity
      where backend_type = 'client backend' and state <> 'idle' and pid <> pg_backend_pid()
      order by state_change limit 20`,
  );

const linesFrom = (world: ChaosWorld, text: string): Promise<readonly string[]> =>
  withClient(world.database.url('quittance_owner'), async (client) => {
    const { rows } = await client.query<{ readonly line: string }>(text);
    return rows.map(({ line }) => line);
  });

function tailOf(file: string): readonly string[] {
  try {
    const all = readFileSync(file, 'utf8').trim().split('\n');
    return all.slice(-logLinesMax).map((line) => `    ${line}`);
  } catch (error) {
    return [`    ${String(error)}`];
  }
}
