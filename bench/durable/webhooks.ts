/**
 * Events that a bank pushes over HTTP, each proven, stored durably and only then acknowledged
 * (PERF-04, RES-13). The whole API of the hub answers, on full durability; another process pushes.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { present } from '@quittance/domain';
import { Pool } from 'pg';
import { openApi } from '../../apps/server/src/api/open-api.ts';
import { systemNow } from '../../apps/server/src/adapters/clock.ts';
import { openSecrets } from '../../apps/server/src/hub/secrets.ts';
import { stoppableDatabase } from '../../apps/server/test/support/run-database.ts';
import { openRunOn, type RunWorld } from '../../apps/server/test/support/run-world.ts';
import { rounded, tolerance } from './line.ts';
import { clients } from './rate.ts';
import { openRawCommits } from './raw.ts';
import type { Load, LoadResult } from './webhook-load.ts';
import { assertDurable, type Counters, countStatements, readCounters } from './world.ts';

/** A line of the report. */
export interface WebhookLine {
  readonly name: string;
  readonly perSecond: number;
  readonly goalPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly goalP99Ms: number;
  readonly events: number;
  /** Events that were acknowledged and are not in the inbox. */
  readonly lost: number;
  /** Rows of the inbox above one an event. */
  readonly duplicates: number;
  readonly toldToWait: number;
  readonly ratio: number;
  readonly pgbenchCommitsPerSecond: number;
  readonly baseline: string;
  readonly statementsPerEvent: number;
  readonly commitsPerEvent: number;
  readonly walBytesPerEvent: number;
  readonly held: boolean;
}

const goalPerSecond = 5_000;
const goalP99Ms = 50;
const connections = 64;
const bank = 'nordhafen';

/** Pushes so many events, every tenth of them twice. */
export async function measureWebhooks(of: {
  readonly events: number;
  readonly rawSeconds: number;
}): Promise<WebhookLine> {
  countStatements();
  const doors = { [bank]: 'order-bank' } as const;
  const world = await openRunOn({ seed: 1, doors, scale: 1 }, (config) =>
    stoppableDatabase(config),
  );
  const url = world.database.url('quittance_owner');
  const plain = new Pool({ connectionString: url, max: clients });
  // Connections that end with the server are no news.
  plain.on('error', () => undefined);
  try {
    await assertDurable(plain);
    const folder = world.sandbox.config.dataDirectory;
    const raw = await openRawCommits({ pool: plain, url, folder });
    const commitsPerSecond = await raw.perSecond(of.rawSeconds);
    const before = await readCounters(plain);
    const told = await withApi(world, (address) =>
      pushAll({
        url: `${address}/webhooks/${bank}`,
        events: of.events,
        connections,
        secret: openSecrets(world.sandbox.config.secretsFile)(`${bank}-event-secret`),
        now: systemNow(),
      }),
    );
    const after = await readCounters(plain);
    const { rows } = await plain.query<{ ids: string; events: string }>(
      `select count(distinct external_id) as ids, count(*) as events
         from inbox where kind = 'event'`,
    );
    const stored = { ids: Number(rows[0]?.ids), rows: Number(rows[0]?.events) };
    const { baseline } = raw;
    return webhookLine({ told, stored, before, after, raw: { commitsPerSecond, baseline } });
  } finally {
    await plain.end();
    await world.close();
  }
}

/** The whole API of the hub, listening while the work lasts. */
async function withApi<Value>(
  world: RunWorld,
  work: (address: string) => Promise<Value>,
): Promise<Value> {
  const { config } = world.sandbox;
  let isOver = false;
  const api = await openApi({
    hub: world.hub,
    config: { ...config, api: { ...present(config.api, 'api of a sandbox'), port: 0 } },
    database: world.database,
    log: () => undefined,
    onError: (error) => {
      // Connections that end with the server are no news.
      if (!isOver) throw error;
    },
  });
  try {
    return await work(api.url);
  } finally {
    isOver = true;
    await api.close();
  }
}

/** Guarantee: the process prints one result, or fails. */
async function pushAll(load: Load): Promise<LoadResult> {
  const script = fileURLToPath(new URL('webhook-load.ts', import.meta.url));
  const words = [script, JSON.stringify(load)];
  const { stdout } = await promisify(execFile)(process.execPath, words);
  return JSON.parse(stdout) as LoadResult;
}

function webhookLine(of: {
  readonly told: LoadResult;
  readonly stored: { readonly ids: number; readonly rows: number };
  readonly before: Counters;
  readonly after: Counters;
  readonly raw: { readonly commitsPerSecond: number; readonly baseline: string };
}): WebhookLine {
  const { told, stored, before, after, raw } = of;
  const { acknowledged, repeated, seconds, p50Ms, p99Ms, toldToWait } = told;
  const each = (field: keyof Counters): number => (after[field] - before[field]) / acknowledged;
  const perSecond = (acknowledged + repeated) / seconds;
  const lost = acknowledged - stored.ids;
  const duplicates = stored.rows - stored.ids;
  const isFast = perSecond >= tolerance * goalPerSecond && p99Ms <= goalP99Ms / tolerance;
  return {
    name: 'webhooks stored',
    perSecond: rounded(perSecond, 0),
    goalPerSecond,
    p50Ms: rounded(p50Ms, 1),
    p99Ms: rounded(p99Ms, 1),
    goalP99Ms,
    events: acknowledged,
    lost,
    duplicates,
    toldToWait,
    ratio: rounded(perSecond / raw.commitsPerSecond, 3),
    pgbenchCommitsPerSecond: rounded(raw.commitsPerSecond, 0),
    baseline: raw.baseline,
    statementsPerEvent: rounded(each('statements'), 3),
    commitsPerEvent: rounded(each('commits'), 3),
    walBytesPerEvent: rounded(each('walBytes'), 0),
    held: lost === 0 && duplicates === 0 && isFast,
  };
}

/** A line for people. */
export function webhookText(line: WebhookLine): string {
  const { name, perSecond, p99Ms, events, lost, statementsPerEvent, commitsPerEvent } = line;
  return [
    `${name}  ${perSecond}/s (goal ${goalPerSecond})`,
    `99 of 100 within ${p99Ms} ms (goal ${goalP99Ms})`,
    `${lost} of ${events} lost`,
    `${statementsPerEvent} statements, ${commitsPerEvent} commits each`,
    line.held ? 'held' : 'NOT HELD',
  ].join('  ');
}
