import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';

const BIN = fileURLToPath(new URL('../bin/quittance.mjs', import.meta.url));

/** The long suite lets all counterparties misbehave for three days, npm test for one. */
const [DAYS, KINDS] = process.env['QUITTANCE_LONG'] === '1' ? [3, 40] : [1, 12];

const count = z.number().int().nonnegative();
const resultSchema = z.looseObject({
  payments: count,
  reconciled: count,
  returned: count,
  failed: count,
  inCases: count,
  duplicates: count,
  lost: count,
  unexplained: z.string(),
  auditVerified: z.boolean(),
  faults: z.record(z.string(), count.positive()),
  causesRight: count,
  causesWrong: count,
});

test('[RES-06][RES-08][I11][I14] under faults nothing is lost, each cause is true', async () => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'quittance-faults-'));
  try {
    const words = ['demo', '--faults', DAYS.toString(), '--json', '--data', folder];
    const { DATABASE_URL: _database, ...env } = process.env;
    const child = spawn(process.execPath, [BIN, ...words], { env });
    const [said, told] = [text(child.stdout), text(child.stderr)];
    await once(child, 'close');
    const result = resultSchema.parse(JSON.parse(await said));
    const spotless = { duplicates: 0, lost: 0, unexplained: '0', auditVerified: true };
    expect(result, await told).toMatchObject({ ...spotless, causesWrong: 0 });
    expect(Object.keys(result.faults).length).toBeGreaterThanOrEqual(KINDS);
    const { payments, reconciled, returned, failed, inCases } = result;
    expect(reconciled + returned + failed + inCases).toBe(payments);
    expect(result.causesRight).toBe(payments - reconciled);
    expect(child.exitCode).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 400_000);
