import { describe, expect, test } from 'vitest';
import { DIRECT_PACKAGES_MAX, directPackages, productionTree, refused } from '../licences/check.ts';
import { isAccepted } from '../licences/expression.ts';

describe('an SPDX expression', () => {
  test.each([
    'MIT',
    '(MIT)',
    'MIT or MPL-2.0',
    '(MIT OR GPL-3.0-only)',
    'GPL-3.0-only OR (BSD-3-Clause AND MIT)',
    'Apache-2.0 WITH LLVM-exception',
    'MIT AND (ISC OR GPL-2.0)',
  ])('%s is accepted', (expression) => {
    expect(isAccepted(expression)).toBe(true);
  });

  test.each([
    '',
    'GPL-3.0-only',
    'AGPL-3.0-or-later',
    'SSPL-1.0',
    'BUSL-1.1',
    'UNLICENSED',
    'SEE LICENSE IN LICENSE.md',
    'MIT AND GPL-2.0',
    '(MIT OR ISC) AND GPL-2.0',
    'MIT OR',
    'MIT ISC',
    '(MIT',
    'toString',
  ])('%s is refused', (expression) => {
    expect(isAccepted(expression)).toBe(false);
  });
});

test('the production tree leaves out development and workspaces, and reads old manifests', () => {
  const lock = {
    packages: {
      '': { license: 'Apache-2.0' },
      'packages/domain': { license: 'Apache-2.0' },
      'node_modules/@quittance/domain': { link: true },
      'node_modules/tester': { license: 'GPL-3.0-only', dev: true },
      'node_modules/good': { license: 'MIT' },
      'node_modules/good/node_modules/@inner/bad': { license: 'GPL-3.0-only' },
      'node_modules/old': {},
      'node_modules/silent': {},
    },
  };
  const manifestOf = (path: string): unknown =>
    path.endsWith('old') ? { licenses: [{ type: 'GPL-2.0' }, { type: 'MIT' }] } : {};
  const tree = productionTree(lock, manifestOf);
  expect(tree).toEqual([
    { name: 'good', expression: 'MIT' },
    { name: '@inner/bad', expression: 'GPL-3.0-only' },
    { name: 'old', expression: 'GPL-2.0 OR MIT' },
    { name: 'silent', expression: '' },
  ]);
  expect(refused(tree).map(({ name }) => name)).toEqual(['@inner/bad', 'silent']);
});

test('few packages stand between an approval and the bank', () => {
  expect(directPackages().length).toBeLessThanOrEqual(DIRECT_PACKAGES_MAX);
  expect(directPackages()).toContain('pg');
  expect(directPackages()).not.toContain('ssh2');
});
