import { parseSync } from 'oxc-parser';
import type { Finding, SourceFile } from './source.ts';

/** A node of the syntax tree, as far as the checks need it: ESTree with TypeScript's nodes. */
export type Node = { readonly type: string; readonly start: number; readonly end: number } & {
  readonly [field: string]: unknown;
};

export type Comment = { readonly value: string; readonly start: number; readonly end: number };

/** A parsed file with what the checks ask again and again. */
export type Parsed = {
  readonly file: SourceFile;
  /** Every node in source order, each with its parents from the inside out. */
  readonly nodes: readonly Visited[];
  readonly comments: readonly Comment[];
  /** Every name the file itself binds: imports, parameters, variables, functions, types. */
  readonly bound: ReadonlySet<string>;
  readonly lineOf: (offset: number) => number;
  readonly finding: (node: { readonly start: number }, rule: string, message: string) => Finding;
};

export type Visited = { readonly node: Node; readonly parents: readonly Node[] };

/** Parses a file; a syntax error is thrown, since nothing can be said about such a file. */
export function parse(file: SourceFile): Parsed {
  const parsed = parseSync(file.path, file.text);
  const error = parsed.errors[0];
  if (error !== undefined) throw new Error(`${file.path}: ${error.message}`);
  const nodes: Visited[] = [];
  collect(parsed.program, [], nodes);
  const lineStarts = startsOfLines(file.text);
  const lineOf = (offset: number): number => lineStarts.findLastIndex((at) => at <= offset) + 1;
  return {
    file,
    nodes,
    comments: parsed.comments,
    bound: boundNames(nodes),
    lineOf,
    finding: (node, rule, message) => ({
      path: file.path,
      line: lineOf(node.start),
      rule,
      message,
    }),
  };
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The name of an identifier, or '' for any other node. */
export function identifierName(value: unknown): string {
  if (!isNode(value) || value.type !== 'Identifier') return '';
  return typeof value['name'] === 'string' ? value['name'] : '';
}

/** The text of a string literal or of a template without holes; undefined for anything else. */
export function literalText(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'Literal' && typeof value['value'] === 'string') return value['value'];
  if (value.type !== 'TemplateLiteral') return undefined;
  const quasis = value['quasis'];
  if (!Array.isArray(quasis) || quasis.length !== 1) return undefined;
  const only: unknown = quasis[0];
  const inner: unknown = isNode(only) ? only['value'] : undefined;
  if (typeof inner !== 'object' || inner === null || !('cooked' in inner)) return undefined;
  return typeof inner.cooked === 'string' ? inner.cooked : undefined;
}

/** `a.b` and `a['b']` as ['a', 'b']; the object is '' when it is no plain name. */
export function memberPath(node: Node): readonly [object: string, property: string] | undefined {
  if (node.type !== 'MemberExpression') return undefined;
  const property =
    node['computed'] === true ? literalText(node['property']) : identifierName(node['property']);
  if (property === undefined || property === '') return undefined;
  return [identifierName(node['object']), property];
}

function collect(value: unknown, parents: readonly Node[], into: Visited[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, parents, into);
    return;
  }
  if (!isNode(value)) return;
  into.push({ node: value, parents });
  const inner = [value, ...parents];
  for (const [field, child] of Object.entries(value)) {
    if (field !== 'type' && typeof child === 'object' && child !== null) {
      collect(child, inner, into);
    }
  }
}

const BINDING_PARENTS = new Set([
  'VariableDeclarator',
  'FunctionDeclaration',
  'ClassDeclaration',
  'TSTypeAliasDeclaration',
  'TSInterfaceDeclaration',
]);
const IMPORT_PARENTS = new Set([
  'ImportSpecifier',
  'ImportDefaultSpecifier',
  'ImportNamespaceSpecifier',
]);
const PATTERNS = new Set(['ObjectPattern', 'ArrayPattern', 'RestElement', 'AssignmentPattern']);

function boundNames(nodes: readonly Visited[]): ReadonlySet<string> {
  return new Set(nodes.filter(isBinding).map(({ node }) => identifierName(node)));
}

function isBinding({ node, parents }: Visited): boolean {
  const [parent, grandparent] = parents;
  if (node.type !== 'Identifier' || parent === undefined) return false;
  if (BINDING_PARENTS.has(parent.type)) return parent['id'] === node;
  if (IMPORT_PARENTS.has(parent.type)) return parent['local'] === node;
  if (Array.isArray(parent['params'])) return parent['params'].includes(node);
  if (parent.type === 'Property') {
    return grandparent?.type === 'ObjectPattern' && parent['value'] === node;
  }
  if (parent.type === 'AssignmentPattern') return parent['left'] === node;
  return PATTERNS.has(parent.type);
}

function startsOfLines(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
