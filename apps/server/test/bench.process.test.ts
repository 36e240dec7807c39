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

async function smoke(what: 'transitions' | 'pipeline') {
  const { DATABASE_URL: _database, ...env } = process.env;
  const words = [BENCH, what, '--json', '--smoke'];
  const { stdout } = await promisify(execFile)(process.execPath, words, { env });
  const lines = stdout.trim().split('\n');
  return lines.map((line) => lineSchema.parse(JSON.parse(line)));
}

// What a second measures is no figure: only counts, which no clock decides, are looked at.
test('[PERF-03] the bench of transitions commits once each, or once a hundred', async () => {
  const [one, hundred] = await smoke('transitions');
  expect(one).toMatchObject({ name: 'transitions one at a time', goal: 0.3 });
  expect(one?.commitsPerEvent).toBeGreaterThanOrEqual(1);
  expect(hundred).toMatchObject({ name: 'transitions in batches of 100', goal: 4 });
  expect(hundred?.commitsPerEvent).toBeLessThan(0.1);
}, 120_000);

test('[PERF-04] whole events keep statements and commits within the design', async () => {
  const [line] = await smoke('pipeline');
  expect(line).toMatchObject({ goal: 0.12, limits: { statements: 0.5, commits: 0.2 } });
  expect(line?.statementsPerEvent).toBeLessThanOrEqual(0.5);
  expect(line?.commitsPerEvent).toBeLessThanOrEqual(0.2);
  // The design asks for 7 KB. This only keeps what was reached from being lost.
  expect(line?.walBytesPerEvent).toBeLessThanOrEqual(10.5 * 1_024);
}, 120_000);
