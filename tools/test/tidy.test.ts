import { describe, expect, test } from 'vitest';
import { checkFile, longFiles } from '../tidy/check.ts';

const SERVICE = 'packages/services/src/payment/release.ts';

function rulesOf(text: string, path: string = SERVICE): readonly string[] {
  return checkFile({ path, text: `${text}\n` }).map(({ rule }) => rule);
}

describe('purity', () => {
  const impure = [
    'export const a = Date.now();',
    'export const now = Date.now;',
    `export const a = Date['now']();`,
    'export const a = globalThis.Date.now();',
    'export const a = new Date();',
    'export const a = new Date;',
    'export const a = Date();',
    'export const a = performance.now();',
    'export const a = process.hrtime.bigint();',
    'export const a = Math.random();',
    'export const a = crypto.randomUUID();',
    'export const a = globalThis.crypto.randomUUID();',
    `import { randomUUID } from 'node:crypto';`,
    `import { randomBytes as dice } from 'node:crypto';`,
    `import * as crypto from 'node:crypto'; export const a = crypto.randomUUID();`,
    `import { setTimeout as sleep } from 'node:timers/promises';`,
    `import { Temporal } from 'temporal-polyfill'; export const a = Temporal.Now.instant();`,
    'export const a = () => setTimeout(() => undefined, 1);',
    'export const a = () => setInterval(() => undefined, 1);',
    'export const a = () => setImmediate(() => undefined);',
    'export const a = setTimeout;',
    `export const a = () => fetch('x');`,
    `export const a = () => globalThis.fetch('x');`,
    'export const a = { fetch };',
  ];

  test.each(impure)('%s', (text) => {
    expect(rulesOf(text)).toContain('purity');
    expect(rulesOf(text, 'packages/sandbox/src/a.ts')).toContain('purity');
    expect(rulesOf(text, 'apps/server/src/cli/main.ts')).toContain('purity');
    expect(rulesOf(text, 'apps/server/src/adapters/clock.ts')).not.toContain('purity');
  });

  test.each([
    'export const a = (at: number) => new Date(at);',
    'export const a = (input: { fetch: (url: number) => void }) => input.fetch(0);',
    'export const a = ({ fetch }: { fetch: (url: number) => void }) => fetch(0);',
    'export const a = (setTimeout: () => void) => setTimeout();',
    'export type Port = { readonly fetch: () => void; setTimeout(): void };',
    'export const port = { fetch: () => undefined };',
    'export const a = (clock: { now(): bigint }) => clock.now();',
    `import { createHash } from 'node:crypto'; export const a = createHash;`,
  ])('what comes in as a port is pure: %s', (text) => {
    expect(rulesOf(text, 'packages/governance/src/a.ts')).toEqual([]);
  });

  test('only the server and the tools read the environment', () => {
    const text = `export const a = process.env['A'];`;
    expect(rulesOf(text)).toContain('purity');
    expect(rulesOf(text, 'apps/server/src/config.ts')).toEqual([]);
    expect(rulesOf(text, 'tools/a.ts')).toEqual([]);
  });

  test('pure rooms see nothing of Node, and connectors no Buffer', () => {
    expect(rulesOf('export const a = Buffer.from([]);', 'packages/formats/src/a.ts')).toEqual([
      'purity',
    ]);
    expect(rulesOf('export const a = Buffer.from([]);', 'packages/connectors/src/a.ts')).toEqual([
      'purity',
    ]);
    expect(rulesOf('export const a = process.pid;', 'packages/domain/src/a.ts')).toEqual([
      'purity',
    ]);
    expect(rulesOf('export const a = Buffer.from([]);', 'packages/store/src/a.ts')).toEqual([]);
  });

  test('a test may wait and call, but neither read the wall clock nor throw dice', () => {
    const path = 'packages/services/test/a.test.ts';
    expect(rulesOf('setTimeout(() => undefined, 1);', path)).toEqual([]);
    expect(rulesOf('export const a = Date.now();', path)).toEqual(['purity']);
    expect(rulesOf('export const a = Math.random();', path)).toEqual(['purity']);
    expect(rulesOf('export const a = new Date();', path)).toEqual(['purity']);
  });
});

describe('money', () => {
  const floats = [
    `export const a = parseFloat('1.1');`,
    `export const a = Number.parseFloat('1.1');`,
    `export const a = Number('1.1');`,
    `export const a = ['1.1'].map(Number);`,
    'export const a = (x: string) => +x;',
    'export const a = (x: number) => x.toFixed(2);',
    'export const a = (x: number) => x.toPrecision(2);',
    `export const a = Number.parseInt('1', 10);`,
    `export const a = parseInt('1', 10);`,
  ];

  test.each(floats)('%s', (text) => {
    for (const room of ['domain', 'formats', 'matching', 'governance', 'services', 'connectors']) {
      expect([room, rulesOf(text, `packages/${room}/src/a.ts`)]).toEqual([room, ['money']]);
    }
    expect(rulesOf(text, 'packages/engine/src/a.ts')).toEqual([]);
  });

  test.each(floats)('a count may be read when it says that it is one: %s', (text) => {
    expect(rulesOf(`${text} // not money: a number of lines`)).toEqual([]);
    expect(rulesOf(`// not money: a number of lines\n${text}`)).toEqual([]);
    expect(rulesOf(`${text} // not money:`)).toEqual(['money']);
    expect(rulesOf(`// not money: a number of lines\n\n${text}`)).toEqual(['money']);
  });

  test.each([
    'export const a = (x: number) => Number.isSafeInteger(x);',
    'export const a = Number.MAX_SAFE_INTEGER;',
    'export const a = { Number: 1 };',
    'export type A = { readonly Number: number };',
    'export const a = +1;',
    'export const a = (x: bigint, y: bigint) => x + y;',
  ])('harmless: %s', (text) => {
    expect(rulesOf(text)).toEqual([]);
  });
});

describe('language', () => {
  test.each([
    ['any', 'export const a = (x: any) => x;'],
    ['any', 'export type A = Record<string, any>;'],
    ['non-null', 'export const a = (x?: string) => x!;'],
    ['non-null', 'export const a = (x?: { y: string }) => x!.y;'],
    ['non-null', 'export let a!: string;'],
    ['enum', 'export enum A { B }'],
    ['enum', 'export const enum A { B }'],
    ['erasable', 'export namespace A { export const b = 1; }'],
    ['erasable', 'export class A { constructor(readonly b: string) {} }'],
    ['erasable', 'export const a = <string>b;'],
    ['as', 'export const a = b as string;'],
    ['default-export', 'export default 1;'],
    ['default-export', 'const a = 1; export { a as default };'],
    ['suppression', '// @ts-ignore\nexport const a = 1;'],
    ['suppression', '// @ts-expect-error it is so\nexport const a = 1;'],
    ['suppression', '/* oxlint-disable no-console */'],
    ['suppression', '// eslint-disable-next-line'],
    ['rooms', '/// <reference path="../../store/src/index.ts" />'],
  ])('%s: %s', (rule, text) => {
    expect(rulesOf(text)).toEqual([rule]);
  });

  test('notes of what is missing', () => {
    for (const word of ['TODO', 'FIXME', 'XXX']) {
      expect(rulesOf(`// ${word}: later`)).toEqual(['todo']);
      expect(rulesOf(`/** ${word} */`)).toEqual(['todo']);
    }
    expect(rulesOf("export const a = 'TODO';")).toEqual([]);
  });

  test.each([
    'export const a = [1] as const;',
    'export const asRow = (x: unknown): string => x as string;',
    `declare module 'x' { export const y: string; }`,
  ])('allowed: %s', (text) => {
    expect(rulesOf(text)).toEqual([]);
  });

  test('a configuration file exports by default because its framework asks for it', () => {
    expect(rulesOf('export default 1;', 'vitest.config.ts')).toEqual([]);
    expect(rulesOf('export default 1;', 'apps/server/vitest.config.ts')).toEqual([]);
    expect(rulesOf('export default 1;', 'apps/server/src/config.ts')).toEqual(['default-export']);
  });

  test('a test that hides tests', () => {
    const path = 'packages/domain/test/a.test.ts';
    expect(rulesOf(`test.only('a', () => undefined);`, path)).toEqual(['test']);
    expect(rulesOf(`describe.skip('a', () => undefined);`, path)).toEqual(['test']);
    expect(rulesOf(`it.todo('a');`, path)).toEqual(['test']);
    expect(rulesOf(`test.skipIf(true)('a', () => undefined);`, path)).toEqual([]);
  });

  test('a file that is no TypeScript is an error that names it', () => {
    expect(() => rulesOf('export const = ;')).toThrow(SERVICE);
  });
});

describe('size', () => {
  const lines = (count: number): string => 'export {};\n'.repeat(count).trimEnd();
  const functionOf = (count: number): string =>
    `export function a() {\n${'  b();\n'.repeat(count - 2)}}`;

  test('a file', () => {
    expect(rulesOf(lines(500))).toEqual([]);
    expect(rulesOf(lines(501))).toEqual(['file-length']);
    const files = [300, 301, 400].map((count) => ({ path: `${count}.ts`, text: lines(count) }));
    expect(longFiles(files)).toEqual(['400.ts: 400 lines', '301.ts: 301 lines']);
  });

  test('a function', () => {
    expect(rulesOf(functionOf(70))).toEqual([]);
    expect(rulesOf(functionOf(71))).toEqual(['function-length']);
    expect(rulesOf(functionOf(71).replace('function a()', 'const a = () =>'))).toEqual([
      'function-length',
    ]);
    expect(rulesOf(functionOf(71), 'packages/domain/test/a.test.ts')).toEqual([]);
  });

  test('parameters', () => {
    expect(rulesOf('export const a = (b: 1, c: 1, d: 1) => b;')).toEqual([]);
    expect(rulesOf('export const a = (b: 1, c: 1, d: 1, e: 1) => b;')).toEqual(['parameters']);
    expect(rulesOf('export class A { m(b: 1, c: 1, d: 1, ...e: 1[]) {} }')).toEqual(['parameters']);
  });

  test('columns', () => {
    expect(rulesOf(`// ${'x'.repeat(97)}`)).toEqual([]);
    expect(rulesOf(`// ${'x'.repeat(98)}`)).toEqual(['columns']);
    expect(rulesOf(`// ${'é'.repeat(97)}`)).toEqual([]);
    expect(rulesOf(`// https://example.com/${'x'.repeat(98)}`)).toEqual([]);
  });
});

describe('text', () => {
  test('paths of one developer’s machine', () => {
    for (const folder of ['work', 'home', 'Users']) {
      const path = `/${folder}/someone/main`;
      expect(rulesOf(`export const a = '${path}';`)).toEqual(['developer-path']);
      expect(rulesOf(`See ${path}.`, 'docs/a.md')).toEqual(['developer-path']);
    }
    expect(rulesOf('See https://example.com/work/around and ./home/page.', 'docs/a.md')).toEqual(
      [],
    );
  });

  test('SQL that reads a clock', () => {
    const path = 'packages/store/src/migrations/0001.sql';
    for (const clock of ['now()', 'NOW ( )', 'current_timestamp', 'clock_timestamp()']) {
      expect(rulesOf(`alter table t add at timestamptz default ${clock};`, path)).toEqual([
        'sql-clock',
      ]);
    }
    expect(rulesOf('-- now() is not read here\nselect 1;', path)).toEqual([]);
  });

  test('a finding names its place', () => {
    const [finding] = checkFile({ path: SERVICE, text: '\n\nexport let a: any;\n' });
    expect(finding).toMatchObject({ path: SERVICE, line: 3, rule: 'any' });
    expect(finding?.message).toContain('use unknown');
  });
});
