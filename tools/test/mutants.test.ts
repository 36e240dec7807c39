import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mutants } from '../mutants/catalogue.ts';
import { sumUp } from '../mutants/fate.ts';
import { mutantGroups } from '../mutants/mutant.ts';
import { patched } from '../mutants/patch.ts';

const textOf = (file: string): string =>
  readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

test.each(mutants)(
  'the planted defect $name still fits the code that it is planted in',
  (mutant) => {
    const files = Map.groupBy(mutant.edits, (edit) => edit.file);
    for (const [file, edits] of files) {
      expect(patched(textOf(file), edits)).not.toBe(textOf(file));
    }
  },
);

test('an edit whose text is not there, or stands there twice, is refused', () => {
  const edit = { file: 'some.ts', find: 'a', replace: 'b' };
  expect(() => patched('xyz', [edit])).toThrow(/0 times/u);
  expect(() => patched('aya', [edit])).toThrow(/2 times/u);
  expect(patched('xaz', [edit])).toBe('xbz');
});

test('fates are summed up: survivors by name, the median over those that were found', () => {
  const caughtBy = { rule: 'paidTwice', subject: 'Q1', explanation: 'twice' };
  const fates = [
    { name: 'a', group: 'money', seeds: 1, caughtBy },
    { name: 'b', group: 'money', seeds: 9, caughtBy },
    { name: 'c', group: 'state', seeds: 2_000, caughtBy: null },
    { name: 'd', group: 'state', seeds: 4, caughtBy },
  ] as const;
  const { mutants: count, survived, medianSeeds, each } = sumUp(fates);
  expect({ count, survived, medianSeeds }).toEqual({ count: 4, survived: ['c'], medianSeeds: 4 });
  expect(each[0]).toEqual({ name: 'a', group: 'money', seeds: 1, caughtBy: 'paidTwice' });
});

test('at least sixty defects are planted, under names of their own, in every group', () => {
  expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  expect(mutants.length).toBeGreaterThanOrEqual(60);
  expect(new Set(mutants.map(({ group }) => group))).toEqual(new Set(mutantGroups));
});
