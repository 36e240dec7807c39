import { expect, test } from 'vitest';
import { ROOMS, type Room } from '../rooms.mjs';
import { checkFile } from '../tidy/check.ts';
import { checkManifests, checkTable } from '../tidy/table.ts';

const names = Object.keys(ROOMS);

/** Every way to name another module; each must be seen by the check. */
const FORMS: Readonly<Record<string, (specifier: string) => string>> = {
  static: (specifier) => `import { x } from '${specifier}';`,
  'side effect': (specifier) => `import '${specifier}';`,
  namespace: (specifier) => `import * as x from '${specifier}';`,
  're-export': (specifier) => `export { x } from '${specifier}';`,
  're-export of all': (specifier) => `export * from '${specifier}';`,
  'type-only': (specifier) => `import type { X } from '${specifier}';`,
  'type in braces': (specifier) => `import { type X } from '${specifier}';`,
  'type re-export': (specifier) => `export type { X } from '${specifier}';`,
  'import type': (specifier) => `export type Y = import('${specifier}').X;`,
  dynamic: (specifier) => `export const x = await import('${specifier}');`,
  'dynamic template': (specifier) => `export const x = await import(\`${specifier}\`);`,
  require: (specifier) => `export const x = require('${specifier}');`,
  'require type': (specifier) => `import type X = require('${specifier}');`,
  resolve: (specifier) => `export const x = import.meta.resolve('${specifier}');`,
};

function roomFindings(path: string, text: string): readonly string[] {
  return checkFile({ path, text: `${text}\n` })
    .filter(({ rule }) => rule === 'rooms')
    .map(({ message }) => message);
}

const forbiddenPairs = names.flatMap((from) =>
  names
    .filter((to) => to !== from && ROOMS[from]?.mayImport.includes(to) === false)
    .map((to) => ({ from, to, folder: ROOMS[from]?.folder ?? '' })),
);

test('there is a planted import for every forbidden pair', () => {
  // Each of the twelve rooms has eleven others; what is not allowed is forbidden.
  const allowed = Object.values(ROOMS).reduce((sum, room) => sum + room.mayImport.length, 0);
  expect(forbiddenPairs).toHaveLength(names.length * (names.length - 1) - allowed);
});

test.each(forbiddenPairs)('$from may not import $to in any form', ({ from, to, folder }) => {
  for (const [form, plant] of Object.entries(FORMS)) {
    for (const part of ['src/planted.ts', 'test/planted.test.ts']) {
      const messages = roomFindings(`${folder}/${part}`, plant(`@quittance/${to}`));
      expect([form, part, messages]).toEqual([
        form,
        part,
        [expect.stringContaining(`${from} may not import ${to}`)],
      ]);
    }
  }
});

test.each(names)('%s may import what the table gives it, and nothing behind a door', (from) => {
  const { folder = '', mayImport = [], typesOnly = [] } = ROOMS[from] ?? {};
  for (const to of mayImport) {
    const form = typesOnly.includes(to) ? FORMS['type-only'] : FORMS['dynamic'];
    expect(roomFindings(`${folder}/src/a.ts`, form?.(`@quittance/${to}`) ?? '')).toEqual([]);
  }
  for (const to of names) {
    for (const [form, plant] of Object.entries(FORMS)) {
      const messages = roomFindings(`${folder}/src/a.ts`, plant(`@quittance/${to}/src/x.ts`));
      expect([form, to, messages]).toEqual([form, to, [expect.stringContaining('deep import')]]);
    }
  }
});

test.each(names)('%s cannot be left by a relative path', (from) => {
  const { folder = '' } = ROOMS[from] ?? {};
  const victim = names.find((name) => name !== from) ?? '';
  const outside = `../../../${ROOMS[victim]?.folder ?? ''}/src/index.ts`;
  for (const plant of Object.values(FORMS)) {
    expect(roomFindings(`${folder}/src/a.ts`, plant(outside))).toEqual([
      expect.stringContaining(`leaves the room ${from}; import '@quittance/${victim}'`),
    ]);
    expect(roomFindings(`${folder}/test/a.test.ts`, plant('../src/a.ts'))).toEqual([]);
    expect(roomFindings(`${folder}/src/a.ts`, plant('../test/support/b.ts'))).toEqual([
      expect.stringContaining('production code imports from src only'),
    ]);
  }
  expect(roomFindings(`${folder}/src/a.ts`, `import '../../../tools/tidy.ts';`)).toHaveLength(1);
});

test.each(names.filter((name) => ROOMS[name]?.builtins !== 'all'))(
  '%s may use only its own modules of Node, and only in production code is it that strict',
  (from) => {
    const { folder = '', builtins = [] } = ROOMS[from] ?? {};
    for (const builtin of ['node:child_process', 'node:fs/promises', 'node:net', 'node:crypto']) {
      for (const plant of Object.values(FORMS)) {
        const messages = roomFindings(`${folder}/src/a.ts`, plant(builtin));
        expect([builtin, messages.length]).toEqual([builtin, builtins.includes(builtin) ? 0 : 1]);
        expect(roomFindings(`${folder}/test/a.test.ts`, plant(builtin))).toEqual([]);
      }
    }
    const call = `export const x = process.getBuiltinModule('node:child_process');`;
    expect(roomFindings(`${folder}/src/a.ts`, call)).toHaveLength(1);
  },
);

test('a module of Node is named with its prefix', () => {
  expect(roomFindings('apps/server/src/a.ts', `import 'fs';`)).toEqual([`write 'node:fs'`]);
});

test.each(names)('%s may use only the packages of the table', (from) => {
  const { folder = '', packages = [] } = ROOMS[from] ?? {};
  for (const plant of Object.values(FORMS)) {
    for (const name of packages) {
      expect(roomFindings(`${folder}/src/a.ts`, plant(`${name}/inner`))).toEqual([]);
    }
    expect(roomFindings(`${folder}/src/a.ts`, plant('left-pad'))).toHaveLength(1);
    expect(roomFindings(`${folder}/src/a.ts`, plant('@scope/left-pad/x'))).toHaveLength(1);
    expect(roomFindings(`${folder}/src/a.ts`, plant('vitest'))).toHaveLength(1);
    expect(roomFindings(`${folder}/test/a.test.ts`, plant('vitest'))).toEqual([]);
    expect(roomFindings(`${folder}/src/a.ts`, plant('file:///etc/x.js'))).toHaveLength(1);
  }
});

test('flows take types of the connector kit, and the server loads the sandbox on request', () => {
  const flow = 'packages/flows/src/a.ts';
  expect(roomFindings(flow, `import { x } from '@quittance/connector-kit';`)).toHaveLength(1);
  expect(roomFindings(flow, `import { type X, y } from '@quittance/connector-kit';`)).toHaveLength(
    1,
  );
  expect(roomFindings(flow, `import { type X } from '@quittance/connector-kit';`)).toEqual([]);
  const server = 'apps/server/src/a.ts';
  expect(roomFindings(server, `import { x } from '@quittance/sandbox';`)).toHaveLength(1);
  expect(roomFindings(server, `import type { X } from '@quittance/sandbox';`)).toEqual([]);
  expect(roomFindings(server, `await import('@quittance/sandbox');`)).toEqual([]);
});

test.each(names)('%s is entered by its door in its tests and by its files in itself', (name) => {
  const { folder = '' } = ROOMS[name] ?? {};
  const own = `import { x } from '@quittance/${name}';`;
  expect(roomFindings(`${folder}/test/a.test.ts`, own)).toEqual([]);
  expect(roomFindings(`${folder}/src/a.ts`, own)).toEqual([
    expect.stringContaining(`${name} imports itself`),
  ]);
});

test('an import that is computed cannot be checked and is refused outside the server', () => {
  const text = 'export const load = (name: string) => import(name);';
  expect(roomFindings('packages/services/src/a.ts', text)).toHaveLength(1);
  expect(roomFindings('packages/services/src/a.ts', 'require(`./${x}`);')).toHaveLength(1);
  expect(roomFindings('apps/server/src/a.ts', text)).toEqual([]);
});

test('the tools reach into a room only through a listed door', () => {
  const inner = `import '../apps/server/src/adapters/postgres/launcher.ts';`;
  expect(roomFindings('tools/a.ts', inner)).toHaveLength(1);
  const door = `import '../apps/server/src/adapters/postgres/test-cluster.ts';`;
  expect(roomFindings('tools/a.ts', door)).toEqual([]);
  expect(roomFindings('tools/a.ts', `import '../vitest.config.ts';`)).toHaveLength(1);
});

test('the table is acyclic and knows all its rooms', () => {
  expect(checkTable()).toEqual([]);
  const room = (mayImport: readonly string[]): Room => ({
    folder: 'packages/x',
    mayImport,
    packages: [],
    builtins: [],
    why: '',
  });
  const cyclic = { a: room(['b']), b: room(['c']), c: room(['a']) };
  expect(checkTable(cyclic).map(({ message }) => message)).toContain('a cycle: a → b → c → a');
  expect(checkTable({ a: room(['a']) })).toHaveLength(1);
  expect(checkTable({ a: room(['z']) })[0]?.message).toBe('a may import z, which is no room');
});

test('a package.json and the table must agree', () => {
  const rooms = { domain: { ...(ROOMS['domain'] as Room), packages: ['big.js'] } };
  const manifest = {
    name: '@quittance/domain',
    exports: { '.': './src/index.ts' },
    dependencies: { 'big.js': '7.0.1' },
  };
  const judge = (change: object): readonly string[] =>
    checkManifests(
      [{ path: 'packages/domain/package.json', text: JSON.stringify({ ...manifest, ...change }) }],
      rooms,
    ).map(({ message }) => message);
  expect(judge({})).toEqual([]);
  expect(judge({ dependencies: {} })).toEqual([expect.stringContaining('it lacks big.js')]);
  const extra = { 'big.js': '7.0.1', '@quittance/store': '0.1.0' };
  expect(judge({ dependencies: extra })).toEqual([
    expect.stringContaining('does not allow @quittance/store'),
  ]);
  expect(judge({ optionalDependencies: { 'left-pad': '1.0.0' } })).toHaveLength(1);
  expect(judge({ exports: { '.': './src/index.ts', './x': './src/x.ts' } })).toHaveLength(1);
  expect(judge({ name: '@quittance/domian' })).toHaveLength(1);
  expect(checkManifests([], rooms)[0]?.message).toContain('has no packages/domain/package.json');
});
