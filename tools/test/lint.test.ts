import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { lintConfig } from '../lint-config.ts';
import { ROOMS } from '../rooms.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CONFIG = join(ROOT, '.oxlintrc.json');

const reportSchema = z.object({
  diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })),
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quittance-lint-'));
  cpSync(CONFIG, join(folder, '.oxlintrc.json'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function plant(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Runs the real linter over the planted files; returns "file: rule" for each finding. */
function lint(): readonly string[] {
  const oxlint = join(ROOT, 'node_modules', 'oxlint', 'bin', 'oxlint');
  const run = spawnSync(process.execPath, [oxlint, '--format=json'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const { diagnostics } = reportSchema.parse(JSON.parse(run.stdout));
  return diagnostics.map(({ code, filename }) => `${filename}: ${code}`);
}

test('what is committed is what the table of rooms generates', () => {
  expect(JSON.parse(readFileSync(CONFIG, 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(lintConfig())),
  );
});

test('the linter refuses every forbidden pair of rooms, deep imports and modules of Node', () => {
  const expected = Object.entries(ROOMS).flatMap(([from, room]) => {
    const forbidden = Object.keys(ROOMS).filter((to) => !room.mayImport.includes(to));
    const specifiers = [
      ...forbidden.map((to) => `@quittance/${to}`),
      ...Object.keys(ROOMS).map((to) => `@quittance/${to}/src/x.ts`),
      ...(room.builtins === 'all' ? [] : ['node:child_process', 'node:dns/promises']),
    ];
    return specifiers.map((specifier, index) => {
      const path = `${room.folder}/src/${from}-${index}.ts`;
      plant(path, `import { x } from '${specifier}';\nexport const y = x;\n`);
      return `${path}: eslint(no-restricted-imports)`;
    });
  });
  expect(lint().toSorted()).toEqual(expected.toSorted());
});

test('the linter lets through what the table allows', () => {
  for (const [from, room] of Object.entries(ROOMS)) {
    const builtins = room.builtins === 'all' ? ['node:net'] : room.builtins;
    const specifiers = [...room.mayImport.map((to) => `@quittance/${to}`), ...builtins];
    for (const [index, specifier] of specifiers.entries()) {
      const path = `${room.folder}/src/${from}-${index}.ts`;
      plant(path, `import { x } from '${specifier}';\nexport const y = x;\n`);
    }
  }
  expect(lint()).toEqual([]);
});

test.each([
  ['typescript(no-explicit-any)', 'export const a = (x: any): void => x;\n'],
  ['typescript(no-non-null-assertion)', 'export const a = (x?: string): string => x!;\n'],
  ['eslint(no-console)', `console.log('x');\n`],
  ['eslint(eqeqeq)', 'export const a = (x: string): boolean => x == `y`;\n'],
])('the linter refuses %s', (rule, text) => {
  plant('packages/domain/src/a.ts', text);
  expect(lint()).toContain(`packages/domain/src/a.ts: ${rule}`);
});
