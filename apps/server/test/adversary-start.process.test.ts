import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const BIN = fileURLToPath(new URL('../bin/quittance.mjs', import.meta.url));
const timeoutMs = 180_000;

interface Started {
  readonly child: ChildProcess;
  said(): string;
  /** Waits for words on standard error. Errors: when the process ends without them. */
  until(words: string): Promise<void>;
  end(signal?: 'SIGINT' | 'SIGKILL'): Promise<number | null>;
}

let folder = '';
let started: Started[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'quittance-start-'));
  started = [];
});
afterEach(async () => {
  for (const one of started) await one.end('SIGINT');
  rmSync(folder, { recursive: true, force: true });
});

function run(...words: readonly string[]): Started {
  const { DATABASE_URL: _database, ...env } = process.env;
  const child = spawn(process.execPath, [BIN, ...words], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const closed = once(child, 'close');
  const one: Started = {
    child,
    said: () => text,
    until: (wanted) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (text.includes(wanted)) resolve();
        };
        child.stderr.on('data', look);
        child.once('close', () => reject(new Error(`it ended: ${text}`)));
        look();
      }),
    end: async (signal) => {
      if (signal !== undefined && child.exitCode === null && child.signalCode === null)
        child.kill(signal);
      await closed;
      return child.exitCode;
    },
  };
  started.push(one);
  return one;
}

const sandbox = (): Started => run('start', '--sandbox', '--data', folder);

test(
  '[DEP-08] a second start is refused in plain words and touches nothing of the first',
  async () => {
    const first = sandbox();
    await first.until('set up');
    const read = (): readonly string[] =>
      ['sandbox.json', 'sandbox-secrets.json'].map((name) =>
        readFileSync(join(folder, name), 'utf8'),
      );
    const before = read();
    const second = sandbox();
    expect(await second.end()).toBe(1);
    expect(second.said()).toContain('Another hub has this data folder open');
    expect(read()).toEqual(before);
    // The folder of evidence is made with its first file, which a slow machine has later.
    const made = existsSync(join(folder, 'evidence')) ? ['evidence'] : [];
    for (const name of ['sandbox.json', 'sandbox-secrets.json', 'log', 'keys', ...made]) {
      expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0);
    }
    // In the middle of the shown run: it ends at once, and has nothing to complain of.
    expect(await first.end('SIGINT')).toBe(0);
    expect(first.said()).toContain('stopping');
    expect(first.said()).not.toContain('trouble');
  },
  timeoutMs,
);

test(
  '[RES-09] after kill -9 the next start takes the server over, and its log begins anew',
  async () => {
    const first = sandbox();
    await first.until('taken over');
    await first.end('SIGKILL');
    const second = sandbox();
    await second.until('open bills');
    expect(second.said()).toContain('already running');
    expect(second.said()).not.toContain('set back');
    expect(await second.end('SIGINT')).toBe(0);
  },
  timeoutMs,
);

test(
  'a data folder that cannot be used is named, with the reason',
  async () => {
    const path = join(folder, 'file', 'data');
    writeFileSync(join(folder, 'file'), '');
    const refused = run('start', '--sandbox', '--data', path);
    expect(await refused.end()).toBe(3);
    expect(refused.said()).toContain(`the data folder ${path} cannot be used: ENOTDIR`);
  },
  timeoutMs,
);
