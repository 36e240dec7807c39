import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PlannedFile, planConnector } from '../new-connector/plan.ts';
import { writePlan } from '../new-connector/write.ts';
import { ROOT } from '../requirements/reports.ts';

const rooms = ['connector-kit', 'connectors', 'domain', 'formats'];
const toolMs = 120_000;

/** A folder in which the rooms of a connector stand, with their own copy under their names. */
function copyTree(): string {
  const root = mkdtempSync(join(tmpdir(), 'quittance-connector-'));
  const copies = [
    ...rooms.flatMap((room) => [`packages/${room}/package.json`, `packages/${room}/src`]),
    'packages/connectors/test',
    'apps/server/test/support/published-card.ts',
    'docs/reference/conformance.json',
    'package.json',
    'tsconfig.json',
    '.oxlintrc.json',
  ];
  for (const path of copies) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(join(ROOT, path), join(root, path), { recursive: true });
  }
  mkdirSync(join(root, 'node_modules', '@quittance'), { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name === '@quittance' || name === '.cache') continue;
    symlinkSync(join(ROOT, 'node_modules', name), join(root, 'node_modules', name));
  }
  for (const room of rooms) {
    symlinkSync(join(root, 'packages', room), join(root, 'node_modules', '@quittance', room));
  }
  return root;
}

/** Runs a tool of the repository in the copy; answers what it said when it found fault. */
function run(root: string, tool: string, ...words: readonly string[]): string {
  const path = join(ROOT, 'node_modules', tool);
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...words], {
    cwd: root,
    encoding: 'utf8',
    timeout: toolMs,
  });
  return status === 0 ? '' : `${tool} ended with ${status ?? 'a time-out'}\n${stdout}${stderr}`;
}

describe('[GOV-08] connectors made one after the other in a copy of the rooms', () => {
  let root = '';
  const made: PlannedFile[] = [];
  beforeAll(async () => {
    root = copyTree();
    for (const [name, hasEvents] of [
      ['mill-bank', false],
      ['quay2', true],
    ] as const) {
      const plan = await planConnector({ root, name, hasEvents });
      if (!plan.ok) throw new Error(plan.why);
      writePlan(root, plan.files);
      made.push(...plan.files);
    }
  });
  afterAll(() => rmSync(root, { recursive: true }));

  const code = (): readonly string[] =>
    made.map(({ path }) => path).filter((path) => path.endsWith('.ts'));

  test('are understood by the compiler', () => {
    const config = { extends: './tsconfig.json', include: code() };
    writeFileSync(join(root, 'tsconfig.made.json'), JSON.stringify(config));
    expect(run(root, 'typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.made.json')).toBe('');
  });

  test('please the linter', () => {
    expect(run(root, 'oxlint/bin/oxlint', ...new Set(code()))).toBe('');
  });

  test('pass their own tests, and say nine times each that nothing is proven yet', () => {
    const report = join(root, 'report.json');
    const words = ['run', '--reporter=json', `--outputFile.json=${report}`];
    expect(run(root, 'vitest/vitest.mjs', ...words, 'mill-bank', 'quay2', 'shipped')).toBe('');
    const text = readFileSync(report, 'utf8');
    expect(text.match(/"title":"\w+ is blank: not written yet"/g)).toHaveLength(18);
    expect(text).not.toContain('"status":"failed"');
  });

  test('are not made twice', async () => {
    const again = await planConnector({ root, name: 'quay2', hasEvents: true });
    expect(again).toMatchObject({ ok: false, why: expect.stringContaining('is taken') as string });
    expect(() => writePlan(root, made)).toThrow('EEXIST');
  });
});

describe('the command', () => {
  const command = (...words: readonly string[]) =>
    spawnSync(process.execPath, [join(ROOT, 'tools', 'new-connector.ts'), ...words], {
      encoding: 'utf8',
      timeout: toolMs,
    });

  test.each([
    { words: ['--help'], status: 0, says: 'npm run new:connector NAME' },
    { words: [], status: 2, says: 'give one name' },
    { words: ['one-bank', 'two-bank'], status: 2, says: 'give one name' },
    { words: ['--colour', 'mill-bank'], status: 2, says: 'give one name' },
    { words: ['Mill'], status: 1, says: "'Mill' is no name" },
    { words: ['odoo'], status: 1, says: 'odoo is taken' },
  ])('with $words says what is wrong, and ends with $status', ({ words, status, says }) => {
    const ran = command(...words);
    expect(ran.status).toBe(status);
    expect(`${ran.stdout}${ran.stderr}`).toContain(says);
    expect(ran.stderr).not.toContain('    at ');
  });
});
