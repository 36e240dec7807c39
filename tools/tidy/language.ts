import { placeOf } from './place.ts';
import type { Finding } from './source.ts';
import {
  identifierName,
  isNode,
  memberPath,
  type Node,
  type Parsed,
  type Visited,
} from './syntax.ts';

/** Finds the parts of the language this house does without. */
export function checkLanguage(parsed: Parsed): readonly Finding[] {
  const { path } = parsed.file;
  const isConfig = /(^|\/)[a-z.]+\.config\.ts$/.test(path);
  const { isTest } = placeOf(path);
  const inCode = parsed.nodes.flatMap((visited) => {
    const breach = breachOf(visited, { isConfig, isTest });
    return breach === undefined ? [] : [parsed.finding(visited.node, breach[0], breach[1])];
  });
  return [...inCode, ...parsed.comments.flatMap((comment) => checkComment(parsed, comment))];
}

type Breach = readonly [rule: string, message: string] | undefined;

const FORBIDDEN_NODES: Readonly<Record<string, readonly [string, string]>> = {
  TSAnyKeyword: ['any', 'any switches the checker off; use unknown and narrow it'],
  TSNonNullExpression: ['non-null', '! asserts what nobody checked; test for undefined'],
  TSEnumDeclaration: ['enum', 'enum is no erasable syntax; use a union of string literals'],
  TSParameterProperty: ['erasable', 'a parameter property is not erasable; assign the field'],
  TSImportEqualsDeclaration: ['erasable', 'import = is not erasable; use import'],
  TSExportAssignment: ['erasable', 'export = is not erasable; use export'],
  TSTypeAssertion: ['erasable', '<T>x is not erasable; use a helper that checks'],
};

function breachOf(
  { node, parents }: Visited,
  where: { readonly isConfig: boolean; readonly isTest: boolean },
): Breach {
  const forbidden = FORBIDDEN_NODES[node.type];
  if (forbidden !== undefined) return forbidden;
  if (node['definite'] === true) {
    return ['non-null', 'a definite ! asserts what nobody checked; give it a value'];
  }
  if (node.type === 'TSModuleDeclaration' && node['declare'] !== true) {
    return ['erasable', 'a namespace is not erasable; use a module'];
  }
  if (isDefaultExport(node) && !where.isConfig) {
    return ['default-export', 'export by name, so that a thing has one name everywhere'];
  }
  if (node.type === 'TSAsExpression' && !where.isTest) return checkAssertion(node, parents);
  return where.isTest ? checkTestCall(node) : undefined;
}

function isDefaultExport(node: Node): boolean {
  if (node.type === 'ExportDefaultDeclaration') return true;
  return node.type === 'ExportSpecifier' && identifierName(node['exported']) === 'default';
}

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** `as` is for a helper whose name says what it guarantees, not for the middle of the work. */
function checkAssertion(node: Node, parents: readonly Node[]): Breach {
  const type = node['typeAnnotation'];
  const isConst =
    isNode(type) && type.type === 'TSTypeReference' && identifierName(type['typeName']) === 'const';
  if (isConst || parents.some(({ type: parent }) => FUNCTIONS.has(parent))) return undefined;
  return ['as', 'as stands outside any function; put it into a small helper that says why'];
}

/** A test that is left out, or that leaves the others out, proves nothing. */
function checkTestCall(node: Node): Breach {
  const path = memberPath(node);
  if (path === undefined || !['test', 'it', 'describe'].includes(path[0])) return undefined;
  if (!['only', 'skip', 'todo', 'fails'].includes(path[1])) return undefined;
  return ['test', `${path[0]}.${path[1]} hides tests; write the test, or use skipIf and say why`];
}

function checkComment(
  parsed: Parsed,
  comment: { readonly value: string; readonly start: number },
): readonly Finding[] {
  if (/\b(TODO|FIXME|XXX|HACK)\b/.test(comment.value)) {
    const message = 'finish it now or file an issue; the code holds no notes of what is missing';
    return [parsed.finding(comment, 'todo', message)];
  }
  if (/^\s*@ts-(ignore|nocheck|expect-error)|(oxlint|eslint)-disable/.test(comment.value)) {
    return [parsed.finding(comment, 'suppression', 'mend the code instead of silencing the check')];
  }
  if (/^\/\s*<reference\s/.test(comment.value)) {
    return [parsed.finding(comment, 'rooms', 'import the module instead of referencing its file')];
  }
  return [];
}
