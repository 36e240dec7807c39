import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'prettier';
import { describe, expect, test } from 'vitest';
import { readJson } from '../json.ts';
import { faultOfName } from '../new-connector/names.ts';
import { planConnector, style } from '../new-connector/plan.ts';
import { ROOT } from '../requirements/reports.ts';
import { checkFile } from '../tidy/check.ts';

describe.each([
  ['mill-bank', false],
  ['quay2', true],
] as const)('[GOV-08] the files planned for %s, with events: %s', async (name, hasEvents) => {
  const plan = await planConnector({ root: ROOT, name, hasEvents });
  const files = plan.ok ? plan.files : [];

  test('are the fixed set', () => {
    const own = files.filter(({ isChange }) => !isChange).map(({ path }) => path);
    expect(own.filter((path) => path.includes('/webhook'))).toHaveLength(hasEvents ? 2 : 0);
    const parts = own.flatMap((path) => path.split(`src/${name}/`).slice(1));
    expect(parts.filter((part) => part !== 'webhook.ts').toSorted()).toEqual([
      'MAPPING.md',
      'client.ts',
      'config.ts',
      'connector.ts',
      'faults.ts',
      'index.ts',
      'translate.ts',
    ]);
    expect(own).toContain(`apps/server/test/conformance-${name}.test.ts`);
    expect(own).toContain(`packages/connectors/test/${name}/exchanges.jsonl`);
  });

  test('name it where every connector is named', () => {
    const changed = files.filter(({ isChange }) => isChange);
    expect(changed).toHaveLength(3);
    for (const { path, text } of changed) expect(text, path).toContain(name);
  });

  test('are tidy and formatted', async () => {
    expect(files.flatMap(checkFile)).toEqual([]);
    for (const { path, text } of files.filter((file) => file.path.endsWith('.ts'))) {
      expect(await format(text, { ...style, parser: 'typescript' }), path).toBe(text);
    }
  });
});

test.each([
  ['', '3 to 30'],
  ['ab', '3 to 30'],
  ['a'.repeat(31), '3 to 30'],
  ['Mill', 'no name'],
  ['mill_bank', 'no name'],
  ['mill--bank', 'no name'],
  ['-mill', 'no name'],
  ['mill-2', 'no name'],
  ['../mill', 'no name'],
])('%j is refused as a name', (name, why) => {
  expect(faultOfName(name)).toContain(why);
});

test.each(['odoo', 'file-bank'])('%s is taken', async (name) => {
  const plan = await planConnector({ root: ROOT, name, hasEvents: false });
  expect(plan).toMatchObject({ ok: false, why: expect.stringContaining('taken') as string });
});

test('a tree that lists connectors otherwise is left alone', async () => {
  const root = mkdtempSync(join(tmpdir(), 'quittance-connector-'));
  const plan = await planConnector({ root, name: 'mill-bank', hasEvents: false });
  expect(plan).toMatchObject({
    ok: false,
    why: expect.stringContaining('does not list') as string,
  });
  expect(readdirSync(root)).toEqual([]);
  rmSync(root, { recursive: true });
});

test('the generator writes in the style of the repository', () => {
  expect(readJson(join(ROOT, '.prettierrc.json'))).toEqual(style);
});
