import { checkImports } from './imports.ts';
import { checkLanguage } from './language.ts';
import { checkMoney } from './money.ts';
import { checkPurity } from './purity.ts';
import { checkSize, countLines, FILE_LINES_WARN } from './size.ts';
import { type Finding, isCode, type SourceFile } from './source.ts';
import { parse } from './syntax.ts';
import { checkManifests, checkTable } from './table.ts';
import { checkText } from './text.ts';

/** Checks one file against every rule that looks at one file. */
export function checkFile(file: SourceFile): readonly Finding[] {
  if (!isCode(file.path)) return checkText(file);
  const parsed = parse(file);
  return [
    ...checkText(file),
    ...checkImports(parsed),
    ...checkPurity(parsed),
    ...checkMoney(parsed),
    ...checkLanguage(parsed),
    ...checkSize(parsed),
  ];
}

/** Checks the whole repository. */
export function checkTree(files: readonly SourceFile[]): readonly Finding[] {
  return [...checkTable(), ...checkManifests(files), ...files.flatMap(checkFile)];
}

/** Files that are allowed but longer than they should be, the longest first. */
export function longFiles(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter(({ path }) => isCode(path))
    .map((file) => ({ path: file.path, lines: countLines(file) }))
    .filter(({ lines }) => lines > FILE_LINES_WARN)
    .toSorted((left, right) => right.lines - left.lines)
    .map(({ path, lines }) => `${path}: ${lines} lines`);
}
