import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

const BIN = fileURLToPath(new URL('../bin/quittance.mjs', import.meta.url));
const timeoutMs = 600_000;

const count = z.number().int().nonnegative();
/** The whole of what a demo prints; anything more or less on standard output is a failure. */
const resultSchema = z.strictObject({
  payments: count,
  reconciled: count,
  returned: count,
  failed: count,
  inCases: count,
  duplicates: count,
  lost: count,
  unexplained: z.string(),
  seconds: z.number().positive(),
  auditVerified: z.boolean(),
});

interface DemoRun {
  readonly exitCode: number | null;
  readonly result: z.infer<typeof resultSchema>;
  /** What each account paid, in minor units: data of the seed, without references. */
  readonly totals: readonly string[];
}

let folder = '';
let runs: readonly DemoRun[] = [];

async function runDemo(seed: number, odoo: string): Promise<DemoRun> {
  const words = ['demo', '--json', '--seed', seed.toString(), '--odoo', odoo, '--data', folder];
  // Nothing but the sources and npm: no server, no configuration.
  const { DATABASE_URL: _database, ...env } = process.env;
  const child = spawn(process.execPath, [BIN, ...words], { env });
  const [said, told] = [collect(child.stdout), collect(child.stderr)];
  await once(child, 'close');
  const totals = [...told().matchAll(/^(.*): batch \S+ with (.*), approved/gm)];
  return {
    exitCode: child.exitCode,
    result: resultSchema.parse(JSON.parse(said())),
    totals: totals.map(([, account, paid]) => `${account}: ${paid}`),
  };
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: string[] = [];
  stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  return () => chunks.join('');
}

/** A demo on each release of Odoo, and one of another seed. */
const wanted: readonly (readonly [number, string])[] = [
  [31, '18'],
  [31, '17'],
  [31, '19'],
  [32, '18'],
];

/** All of them at once in one folder: nothing of one may show in another. */
beforeAll(async () => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'quittance-demos-'));
  runs = await Promise.all(wanted.map(([seed, odoo]) => runDemo(seed, odoo)));
}, timeoutMs);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('[RES-01][RES-09][REC-01] demos at once account for every payment, spotless', () => {
  for (const { exitCode, result } of runs) {
    const { payments, reconciled, returned, failed, inCases } = result;
    expect(exitCode).toBe(0);
    expect(payments).toBeGreaterThanOrEqual(300);
    expect(reconciled).toBeGreaterThanOrEqual(payments * 0.8);
    expect(reconciled + returned + failed + inCases).toBe(payments);
    expect(result).toMatchObject({ duplicates: 0, lost: 0, unexplained: '0', auditVerified: true });
  }
});

test('[SYS-01] one seed gives the same payments and ends on every release of Odoo', () => {
  const [one, on17, on19, other] = runs.map(
    ({ result: { seconds: _seconds, ...counts }, totals }) => ({
      counts,
      totals,
    }),
  );
  expect(one?.totals).toHaveLength(4);
  expect([on17, on19]).toEqual([one, one]);
  expect(other?.totals).not.toEqual(one?.totals);
});

test('a demo leaves nothing behind', () => {
  expect(readdirSync(folder)).toEqual([]);
});
