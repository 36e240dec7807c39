import { placeOf } from './place.ts';
import type { Finding, SourceFile } from './source.ts';
import type { Node, Parsed } from './syntax.ts';

/** What a person can hold in the head: a file, a screen, a line. */
export const FILE_LINES_MAX = 500;
export const FILE_LINES_WARN = 300;
export const FUNCTION_LINES_MAX = 70;
export const PARAMETERS_MAX = 3;
export const COLUMNS_MAX = 100;

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Finds files, functions, parameter lists and lines that are longer than one can take in. */
export function checkSize(parsed: Parsed): readonly Finding[] {
  const functions = parsed.nodes.filter(({ node }) => FUNCTIONS.has(node.type));
  const { isTest } = placeOf(parsed.file.path);
  return [
    ...checkFileLength(parsed.file),
    ...checkColumns(parsed.file),
    ...functions.flatMap(({ node }) => checkParameters(parsed, node)),
    // A `describe` holds many tests and reads as a list; only production code is measured.
    ...(isTest ? [] : functions.flatMap(({ node }) => checkFunctionLength(parsed, node))),
  ];
}

export function countLines(file: SourceFile): number {
  return file.text.replace(/\n$/, '').split('\n').length;
}

function checkFileLength(file: SourceFile): readonly Finding[] {
  const lines = countLines(file);
  if (lines <= FILE_LINES_MAX) return [];
  const message = `the file has ${lines} lines; split it along what it does (${FILE_LINES_MAX})`;
  return [{ path: file.path, line: 1, rule: 'file-length', message }];
}

function checkColumns(file: SourceFile): readonly Finding[] {
  return file.text.split('\n').flatMap((text, index) => {
    // A long address cannot be broken and stays clickable.
    if (Array.from(text).length <= COLUMNS_MAX || /https?:\/\/\S{60,}/.test(text)) return [];
    const message = `the line is longer than ${COLUMNS_MAX} columns; break it`;
    return [{ path: file.path, line: index + 1, rule: 'columns', message }];
  });
}

function checkParameters(parsed: Parsed, node: Node): readonly Finding[] {
  const parameters = Array.isArray(node['params']) ? node['params'].length : 0;
  if (parameters <= PARAMETERS_MAX) return [];
  const message = `${parameters} parameters; take one object with named fields (${PARAMETERS_MAX})`;
  return [parsed.finding(node, 'parameters', message)];
}

function checkFunctionLength(parsed: Parsed, node: Node): readonly Finding[] {
  const lines = parsed.lineOf(node.end) - parsed.lineOf(node.start) + 1;
  if (lines <= FUNCTION_LINES_MAX) return [];
  const message = `the function has ${lines} lines; move its leaves out (${FUNCTION_LINES_MAX})`;
  return [parsed.finding(node, 'function-length', message)];
}
