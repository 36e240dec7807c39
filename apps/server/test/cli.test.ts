import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Sandbox, startSandbox } from '../src/sandbox/start-sandbox.ts';
import { quittance } from './support/journey-cli.ts';

const golden = fileURLToPath(
  new URL('../../../packages/formats/test/golden/camt053.xml', import.meta.url),
);

const failure = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    detail: z.string(),
    title: z.string(),
    moneyMoved: z.string(),
    action: z.string().min(1),
  }),
});

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

/** A configuration that is the sandbox's own but for what a test changes. */
function configured(change: (config: Record<string, unknown>) => void): string {
  const text = readFileSync(join(folder, 'sandbox.json'), 'utf8');
  const config = z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  change(config);
  const file = join(folder, `changed-${Math.floor(performance.now() * 1_000).toString()}.json`);
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** What a command that fails says: on standard output one document, and words for people. */
async function refusal(configFile: string, ...words: readonly string[]) {
  const told = await quittance({ configFile }, ...words, '--json');
  const { error } = failure.parse(told.json());
  expect(told.err).toContain(error.detail);
  expect(told.err).toContain('Next:');
  return { exitCode: told.exitCode, ...error };
}

describe('the configuration', () => {
  const first = (config: Record<string, unknown>, list: string): Record<string, unknown> => {
    const rows = z.array(z.record(z.string(), z.unknown())).parse(config[list]);
    config[list] = rows;
    return rows[0] ?? {};
  };

  test.each([
    [
      'an unknown key',
      (config: Record<string, unknown>) => void (config['colour'] = 'blue'),
      /colour/,
    ],
    [
      'an unknown key of an entity',
      (config: Record<string, unknown>) => void (first(config, 'entities')['colour'] = 'blue'),
      /entities\.0.*colour/,
    ],
    [
      'a wrong currency',
      (config: Record<string, unknown>) => void (first(config, 'entities')['currency'] = 'EURO'),
      /entities\.0\.currency/,
    ],
    [
      'an account of no entity',
      (config: Record<string, unknown>) => void (first(config, 'accounts')['entity'] = 'NONE'),
      /accounts\.0\.entity: there is no entity NONE/,
    ],
    [
      'a connection without an address',
      (config: Record<string, unknown>) => void (first(config, 'connections')['config'] = {}),
      /connections\.odoo\.config\.url/,
    ],
  ])('%s is named', async (_, change, key) => {
    const told = await refusal(configured(change), 'config', 'check');
    expect(told).toMatchObject({ code: 'CONFIGURATION_INVALID', exitCode: 3 });
    expect(told.detail).toMatch(key);
  });

  test('a file that is not there, or no JSON, is named', async () => {
    const missing = await refusal(join(folder, 'none.json'), 'payments', 'list');
    expect(missing).toMatchObject({ code: 'CONFIGURATION_INVALID', exitCode: 3 });
    expect(missing.detail).toContain('none.json');
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, '{ "kind": ');
    const told = await refusal(broken, 'config', 'check');
    expect(told.detail).toContain('broken.json');
  });

  test('check and print say that it is well; secrets are named, never written', async () => {
    const configFile = join(folder, 'sandbox.json');
    const checked = await quittance({ configFile }, 'config', 'check', '--json');
    expect(checked.json()).toEqual({ ok: true, path: configFile, kind: 'sandbox' });
    const printed = await quittance({ configFile }, 'config', 'print', '--json');
    const secrets = Object.values(
      JSON.parse(readFileSync(join(folder, 'sandbox-secrets.json'), 'utf8')) as object,
    ).map(String);
    expect(secrets.length).toBeGreaterThan(2);
    for (const secret of secrets) expect(printed.out).not.toContain(secret);
    expect(printed.json()).toMatchObject({ rereadSecondsMax: 60, approvalHours: 72 });
  });

  test('a missing secret is named, with the variable that sets it', async () => {
    const configFile = configured((config) => void (config['secretsFile'] = join(folder, 'no')));
    const told = await refusal(configFile, 'odoo', 'setup');
    expect(told).toMatchObject({ code: 'CONFIGURATION_INVALID', exitCode: 3 });
    expect(told.detail).toMatch(/odoo-admin-key.*QUITTANCE_SECRET_ODOO_ADMIN_KEY/);
  });
});

describe('words that nobody understands', () => {
  test.each([
    ['an unknown command', ['dance']],
    ['an unknown option', ['payments', 'list', '--colour']],
    ['a missing argument', ['payments', 'trace']],
    ['a missing option', ['matches', 'undo', 'x']],
  ])('%s ends with 2 and help', async (_, words) => {
    const told = await quittance({}, ...words);
    expect(told.exitCode).toBe(2);
    expect(told.out).toBe('');
    expect(told.err).toMatch(/error: .*[\s\S]*Usage: quittance/);
  });

  test('help and version end with 0', async () => {
    expect(await quittance({}, '--version')).toMatchObject({ exitCode: 0 });
    expect((await quittance({}, 'payments', '--help')).out).toContain('trace');
  });
});

describe('read FILE', () => {
  const summary = z.object({
    faults: z.array(z.object({ line: z.number(), rule: z.string(), severity: z.string() })),
  });

  test('[WF-14] says what a good file holds', async () => {
    const told = await quittance({}, 'read', golden, '--json');
    expect(told.exitCode).toBe(0);
    expect(summary.parse(told.json()).faults.filter((one) => one.severity === 'fatal')).toEqual([]);
    expect(told.out).toContain('camt.053');
  });

  test('[RES-14] names line and rule of each fault of a malformed one', async () => {
    const text = readFileSync(golden, 'utf8');
    const cut = join(folder, 'cut.xml');
    writeFileSync(cut, text.slice(0, Math.floor(text.length / 2)));
    const told = await quittance({}, 'read', cut, '--json');
    expect(told.exitCode).toBe(1);
    const faults = summary.parse(told.json()).faults;
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) {
      expect(fault.line).toBeGreaterThan(1);
      expect(fault.rule).not.toBe('');
    }
    const people = await quittance({}, 'read', cut);
    expect(people.out).toMatch(/fatal line \d+/);
  });

  test('a file that is not there is bad input', async () => {
    const told = await quittance({}, 'read', join(folder, 'none.xml'), '--json');
    expect(told.exitCode).toBe(2);
    expect(failure.parse(told.json()).error.detail).toContain('none.xml');
  });
});

describe('odoo setup', () => {
  const steps = z.strictObject({ act: z.string(), steps: z.array(z.string()) });
  const setup = async (...words: readonly string[]) => {
    const configFile = join(folder, 'sandbox.json');
    const told = await quittance({ configFile }, 'odoo', 'setup', ...words, '--json');
    expect(told.exitCode, told.err).toBe(0);
    return steps.parse(told.json());
  };
  const missing = async (): Promise<number> =>
    (await setup()).steps.filter((one) => one.startsWith('missing')).length;

  test('[SYS-01] shows first, installs, has nothing left to do, takes it back', async () => {
    const wanted = await missing();
    expect(wanted).toBeGreaterThan(5);
    const calls = sandbox.odoo.callCount();
    expect(await missing()).toBe(wanted);
    expect(sandbox.odoo.callCount()).toBeGreaterThan(calls);
    expect((await setup('--apply')).act).toBe('apply');
    expect(await missing()).toBe(0);
    expect((await setup('--apply')).steps).toEqual([]);
    expect((await setup('--undo')).steps.length).toBeGreaterThan(0);
    expect(await missing()).toBe(wanted);
    const both = await refusal(join(folder, 'sandbox.json'), 'odoo', 'setup', '--apply', '--undo');
    expect(both).toMatchObject({ code: 'BAD_INPUT', exitCode: 2 });
  });

  test('an Odoo that is down is said to be down', async () => {
    sandbox.odoo.faults.down = true;
    const told = await refusal(join(folder, 'sandbox.json'), 'odoo', 'setup');
    sandbox.odoo.faults.clear();
    expect(told).toMatchObject({ code: 'COUNTERPARTY_DOWN', exitCode: 4 });
  });
});

test('a database that is down is said to be down', async () => {
  const told = await quittance(
    {
      configFile: join(folder, 'sandbox.json'),
      environment: { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
    },
    'payments',
    'list',
    '--json',
  );
  expect(failure.parse(told.json()).error.code).toBe('DATABASE_DOWN');
  expect(told.exitCode).toBe(4);
});
