import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../../tools/simulate.ts', import.meta.url));

/** Guarantee: the script prints one line of this form. */
async function digestIn(zone: string): Promise<string> {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [script, '--seeds', '3', '--json'], {
    env: { ...process.env, TZ: zone },
  });
  return (JSON.parse(stdout) as { readonly digest: string }).digest;
}

test('the digest is the same in every time zone and on a second run', async () => {
  const digests = [];
  for (const zone of ['UTC', 'UTC', 'America/St_Johns', 'Pacific/Kiritimati']) {
    digests.push(await digestIn(zone));
  }
  expect(new Set(digests).size).toBe(1);
  expect(digests[0]).toMatch(/^[0-9a-f]{64}$/u);
});
