import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';

const bin = fileURLToPath(new URL('../bin/quittance.mjs', import.meta.url));

/** Runs the program as a person does; standard output and error apart. */
async function quittance(...words: readonly string[]) {
  const child = spawn(process.execPath, [bin, ...words], {
    env: { ...process.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
  await once(child, 'close');
  return { exitCode: child.exitCode, out, err };
}

let folder = '';
let sandbox: Sandbox;
beforeAll(async () => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'quittance-cli-'));
  sandbox = await startSandbox({ seed: 1, dataDirectory: folder, database: 'cli' });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a spawned command with --json', () => {
  const config = (): readonly string[] => ['--config', join(folder, 'sandbox.json')];

  test.each([
    ['that succeeds', ['config', 'check'], 0],
    ['that shows what Odoo lacks', ['odoo', 'setup'], 0],
    ['whose database is down', ['payments', 'list'], 4],
    ['whose input is wrong', ['read', 'nothing.xml'], 2],
  ])('%s writes one document on standard output, and nothing else', async (_, words, code) => {
    const told = await quittance(...words, '--json', ...config());
    expect(told.exitCode, told.err).toBe(code);
    expect(told.out.endsWith('\n')).toBe(true);
    expect(told.out.trimEnd().split('\n')).toHaveLength(1);
    expect(typeof JSON.parse(told.out)).toBe('object');
    if (code !== 0) expect(told.err).toContain('Next:');
  });

  test('and one that nobody understands writes nothing there', async () => {
    const told = await quittance('payments', 'dance', '--json', ...config());
    expect(told).toMatchObject({ exitCode: 2, out: '' });
    expect(told.err).toContain("unknown command 'dance'");
  });
});
