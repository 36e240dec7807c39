import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROLES } from '../src/adapters/postgres/index.ts';
import { ask } from './support/launcher-fixture.ts';

const SCRIPT = fileURLToPath(new URL('support/open-test-cluster.ts', import.meta.url));

type Run = {
  readonly url: string;
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
};

let folder = '';
const runs: Run[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'quittance-runs-'));
});
afterEach(async () => {
  for (const run of runs.splice(0)) await end(run);
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a run whose temporary folder is this test's own. */
async function startRun(): Promise<Run> {
  const child = spawn(process.execPath, [SCRIPT], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  for await (const url of createInterface({ input: child.stdout })) {
    const run = { url, child };
    runs.push(run);
    return run;
  }
  throw new Error('The run ended without naming its server');
}

async function end({ child }: Run): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.stdin.end();
  await exited;
}

async function kill({ child }: Run): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

test('every role of the hub can log in to the server of a run', async () => {
  const run = await startRun();
  for (const role of ROLES) {
    const url = new URL(run.url);
    url.username = role;
    const row = await ask(url.href, 'select current_user as who');
    expect(row).toEqual({ who: role });
  }
});

test('a run ends what a killed run left, and leaves a living one alone', async () => {
  const killed = await startRun();
  const living = await startRun();
  expect(readdirSync(folder)).toHaveLength(2);
  await kill(killed);
  expect(await ask(killed.url, 'select 1 as n')).toEqual({ n: 1 });

  const next = await startRun();
  await expect(ask(killed.url, 'select 1 as n')).rejects.toThrow('ECONNREFUSED');
  expect(await ask(living.url, 'select 1 as n')).toEqual({ n: 1 });
  expect(readdirSync(folder)).toHaveLength(2);
  await end(living);
  await end(next);
  expect(readdirSync(folder)).toEqual([]);
});
