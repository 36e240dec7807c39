import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mutants } from '../mutants/catalogue.ts';
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
