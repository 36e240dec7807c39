import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { z } from 'zod';

const BENCH = fileURLToPath(new URL('../../../bench/run.ts', import.meta.url));

const lineSchema = z.strictObject({
  name: z.string(),
  ratio: z.number().positive(),
  goal: z.number().positive(),
  perSecond: z.number().positive(),
  pgbenchCommitsPerSecond: z.number().positive(),
  baseline: z.string(),
  statementsPerEvent: z.number().positive(),
  commitsPerEvent: z.number().positive(),
  walBytesPerEvent: z.number().positive(),
  limits: z
    .strictObject({ statements: z.number(), commits: z.number(), walBytes: z.number() })
    .nullable(),
  held: z.boolean(),
});

async function smoke(what: string): Promise<readonly unknown[]> {
  const { DATABASE_URL: _database, ...env } = process.env;
  const words = [BENCH, what, '--json', '--smoke'];
  const { stdout } = await promisify(execFile)(process.execPath, words, { env });
  const lines = stdout.trim().split('\n');
  return lines.map((line): unknown => JSON.parse(line));
}

const durable = async (what: 'transitions' | 'pipeline') =>
  (await smoke(what)).map((line) => lineSchema.parse(line));

const webhookSchema = z.object({
  events: z.number(),
  perSecond: z.number().positive(),
  goalPerSecond: z.literal(5_000),
  p99Ms: z.number().positive(),
  goalP99Ms: z.literal(50),
  lost: z.number(),
  duplicates: z.number(),
  ratio: z.number().positive(),
  pgbenchCommitsPerSecond: z.number().positive(),
  commitsPerEvent: z.number().positive(),
});

// What a second measures is no figure: only counts, which no clock decides, are looked at.
test('[PERF-03] the bench of transitions commits once each, or once a hundred', async () => {
  const [one, hundred] = await durable('transitions');
  expect(one).toMatchObject({ name: 'transitions one at a time', goal: 0.3 });
  expect(one?.commitsPerEvent).toBeGreaterThanOrEqual(1);
  expect(hundred).toMatchObject({ name: 'transitions in batches of 100', goal: 4 });
  expect(hundred?.commitsPerEvent).toBeLessThan(0.1);
}, 120_000);

test('[PERF-04] whole events keep statements and commits within the design', async () => {
  const [line] = await durable('pipeline');
  expect(line).toMatchObject({ goal: 0.12, limits: { statements: 0.5, commits: 0.2 } });
  expect(line?.statementsPerEvent).toBeLessThanOrEqual(0.5);
  expect(line?.commitsPerEvent).toBeLessThanOrEqual(0.2);
  // The design asks for 7 KB. This only keeps what was reached from being lost.
  expect(line?.walBytesPerEvent).toBeLessThanOrEqual(10.5 * 1_024);
}, 120_000);

test('[PERF-04][RES-13] pushed events share commits, and none is lost or kept twice', async () => {
  const [said] = await smoke('webhooks');
  const line = webhookSchema.parse(said);
  expect(line).toMatchObject({ events: 1_000, lost: 0, duplicates: 0 });
  expect(line.commitsPerEvent).toBeLessThan(1);
}, 120_000);
