import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const BIN = fileURLToPath(new URL('../bin/quittance.mjs', import.meta.url));
const BUNDLED = `node-${process.platform}-${process.arch}`;

/** A Node that says it is 20: the launcher cannot tell it from a real one. */
const OLD_NODE = `
  Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.9.0' } });
  Object.defineProperty(process, 'version', { value: 'v20.9.0' });
`;

/** A command line that shows what it was given, and ends as it is told. */
const MAIN = `
  const [word, value] = process.argv.slice(2);
  if (word === 'wait') {
    process.on('SIGTERM', () => process.exit(7));
    setInterval(() => undefined, 1000);
  }
  const shown: string = JSON.stringify({ word, value, flags: process.execArgv });
  console.log(shown);
  process.emitWarning('of no interest', 'ExperimentalWarning');
  if (word === 'exit') process.exitCode = Number(value);
  if (word === 'die') process.kill(process.pid, 'SIGKILL');
`;

let folder = '';
let bin = '';

beforeEach(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'quittance-bin-'));
  bin = join(folder, 'apps/server/bin/quittance.mjs');
  plant('apps/server/src/cli/main.ts', MAIN);
  plant('apps/server/package.json', '{ "type": "module" }');
  plant('old.cjs', OLD_NODE);
  mkdirSync(dirname(bin), { recursive: true });
  cpSync(BIN, bin);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Puts a bundled Node in place: a link to this one. */
function bundleNode(): void {
  plant(`node_modules/${BUNDLED}/package.json`, '{}');
  mkdirSync(join(folder, `node_modules/${BUNDLED}/bin`));
  symlinkSync(process.execPath, join(folder, `node_modules/${BUNDLED}/bin/node`));
}

function oldNode(...words: readonly string[]): readonly string[] {
  return ['--require', join(folder, 'old.cjs'), bin, ...words];
}

test('a Node that is new enough runs the command in place, without its own remarks', () => {
  const run = spawnSync(process.execPath, [bin, 'exit', '3'], { encoding: 'utf8' });
  expect(JSON.parse(run.stdout)).toMatchObject({ word: 'exit', value: '3' });
  expect(run.stderr).toBe('');
  expect(run.status).toBe(3);
});

test('an older Node hands over to the one that npm brought', () => {
  bundleNode();
  const run = spawnSync(process.execPath, oldNode('exit', '3'), { encoding: 'utf8' });
  // The child was started by the launcher: it has the launcher's flag, not ours.
  const flags = ['--disable-warning=ExperimentalWarning'];
  expect(JSON.parse(run.stdout)).toEqual({ word: 'exit', value: '3', flags });
  expect(run.stderr).toBe('');
  expect(run.status).toBe(3);
});

test('a signal reaches the command, and its exit code comes back', async () => {
  bundleNode();
  const child = spawn(process.execPath, oldNode('wait'), { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exited).toEqual([7, null]);
});

test('a command that was killed is reported as a shell would', () => {
  bundleNode();
  const run = spawnSync(process.execPath, oldNode('die'), { encoding: 'utf8' });
  expect(run.status).toBe(137);
});

test('without any Node that is new enough it says what to do', () => {
  const run = spawnSync(process.execPath, oldNode('exit', '0'), { encoding: 'utf8' });
  expect(run.stdout).toBe('');
  expect(run.stderr).toContain('quittance needs Node 24; this is v20.9.0');
  expect(run.stderr).toContain('npm ci without --omit=optional');
  expect(run.status).toBe(1);
});
