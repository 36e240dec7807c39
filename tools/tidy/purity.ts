import { ADAPTER_FOLDERS, PURE_ROOMS } from '../rooms.mjs';
import { placeOf } from './place.ts';
import type { Finding } from './source.ts';
import {
  identifierName,
  isNode,
  literalText,
  memberPath,
  type Node,
  type Parsed,
  type Visited,
} from './syntax.ts';

const CLOCK = 'take the time as a parameter (the Clock port, or the store’s now)';
const TIMER = 'let the engine schedule it, or take a timer as a port';
const RANDOM = 'take randomness or ids as a port, so that a seed replays the run';
const NETWORK = 'take the HTTP client as a port';
const NODE = 'pure rooms know nothing of Node; take it as a parameter';

const GLOBAL_FUNCTIONS: Readonly<Record<string, string>> = {
  setTimeout: TIMER,
  setInterval: TIMER,
  setImmediate: TIMER,
  fetch: NETWORK,
  WebSocket: NETWORK,
};

const MEMBERS: Readonly<Record<string, string>> = {
  'Date.now': CLOCK,
  'performance.now': CLOCK,
  'performance.timeOrigin': CLOCK,
  'process.hrtime': CLOCK,
  'Temporal.Now': CLOCK,
  'Math.random': RANDOM,
  'crypto.randomUUID': RANDOM,
  'crypto.randomBytes': RANDOM,
  'crypto.randomInt': RANDOM,
  'crypto.getRandomValues': RANDOM,
};

const IMPORTED_NAMES: Readonly<Record<string, string>> = {
  'node:crypto randomUUID': RANDOM,
  'node:crypto randomBytes': RANDOM,
  'node:crypto randomInt': RANDOM,
  'node:crypto randomFill': RANDOM,
  'node:crypto randomFillSync': RANDOM,
  'node:crypto webcrypto': RANDOM,
  'node:perf_hooks performance': CLOCK,
};

const IMPORTED_MODULES: Readonly<Record<string, string>> = {
  'node:timers': TIMER,
  'node:timers/promises': TIMER,
  uuidv7: RANDOM,
};

/** In tests real sockets and timers are welcome; a wall clock or a dice makes them unrepeatable. */
const FORBIDDEN_IN_TESTS = new Set(['Date.now', 'Math.random', 'new Date()']);

/** Finds what reads the clock, throws dice, waits or calls out without having been handed it. */
export function checkPurity(parsed: Parsed): readonly Finding[] {
  const { path } = parsed.file;
  const place = placeOf(path);
  if (place.room === '' || place.room === 'tools') return [];
  if (ADAPTER_FOLDERS.some((folder) => path.startsWith(folder))) return [];
  return parsed.nodes.flatMap((visited) => {
    const impurity = impurityOf(visited, parsed, place.room);
    if (impurity === undefined) return [];
    const [name, remedy] = impurity;
    if (place.isTest && !FORBIDDEN_IN_TESTS.has(name)) return [];
    const instead = place.isTest ? 'a test must repeat; use a fixed instant or a seed' : remedy;
    return [parsed.finding(visited.node, 'purity', `${name} is impure here; ${instead}`)];
  });
}

type Impurity = readonly [name: string, remedy: string] | undefined;

function impurityOf(visited: Visited, parsed: Parsed, room: string): Impurity {
  const { node } = visited;
  switch (node.type) {
    case 'MemberExpression':
      return impureMember(node, parsed, room);
    case 'NewExpression':
    case 'CallExpression':
      return impureDate(node);
    case 'ImportDeclaration':
      return impureImport(node);
    case 'Identifier':
      return impureGlobal(visited, parsed, room);
    default:
      return undefined;
  }
}

function impureMember(node: Node, parsed: Parsed, room: string): Impurity {
  const path = memberPath(node);
  if (path === undefined) return undefined;
  const [object, property] = path;
  if (object === 'globalThis' || object === 'global') return fromGlobalThis(property);
  const owner = object === '' ? innerProperty(node) : object;
  const name = `${owner}.${property}`;
  if (name === 'process.env' && room !== 'server') {
    return [name, 'take the setting as a parameter; only the server reads the environment'];
  }
  // `import * as crypto` binds the name and is as impure as the global; a parameter is not.
  const isOwn = parsed.bound.has(owner) && owner !== 'crypto' && owner !== 'Temporal';
  const remedy = MEMBERS[name];
  return remedy === undefined || isOwn ? undefined : [name, remedy];
}

function fromGlobalThis(property: string): Impurity {
  const remedy = GLOBAL_FUNCTIONS[property];
  return remedy === undefined ? undefined : [property, remedy];
}

/** For `globalThis.Date.now` the object of `.now` is `globalThis.Date`: its last name counts. */
function innerProperty(node: Node): string {
  const object = node['object'];
  if (!isNode(object)) return '';
  const path = memberPath(object);
  return path !== undefined && path[0] === 'globalThis' ? path[1] : '';
}

function impureDate(node: Node): Impurity {
  if (identifierName(node['callee']) !== 'Date') return undefined;
  if (node.type === 'CallExpression') return ['new Date()', CLOCK];
  const hasArguments = Array.isArray(node['arguments']) && node['arguments'].length > 0;
  return hasArguments ? undefined : ['new Date()', CLOCK];
}

function impureImport(node: Node): Impurity {
  const source = literalText(node['source']) ?? '';
  if (node['importKind'] === 'type') return undefined;
  const whole = IMPORTED_MODULES[source];
  if (whole !== undefined) return [source, whole];
  const specifiers: readonly unknown[] = Array.isArray(node['specifiers'])
    ? node['specifiers']
    : [];
  for (const specifier of specifiers) {
    const name = isNode(specifier) ? identifierName(specifier['imported']) : '';
    const remedy = IMPORTED_NAMES[`${source} ${name}`];
    if (remedy !== undefined) return [name, remedy];
  }
  return undefined;
}

function impureGlobal({ node, parents }: Visited, parsed: Parsed, room: string): Impurity {
  const name = identifierName(node);
  if (parsed.bound.has(name) || !isReference(node, parents[0])) return undefined;
  const remedy = GLOBAL_FUNCTIONS[name];
  if (remedy !== undefined) return [name, remedy];
  const isNodeGlobal = name === 'Buffer' || name === 'process' || name === 'require';
  const isForbidden = PURE_ROOMS.includes(room) || (room === 'connectors' && name === 'Buffer');
  return isNodeGlobal && isForbidden ? [name, NODE] : undefined;
}

/** Whether an identifier reads a value, rather than naming a property, a field or a type. */
function isReference(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined || parent.type.startsWith('TS')) return false;
  if (parent.type === 'MemberExpression') return parent['object'] === node;
  if (parent.type === 'Property') return parent['value'] === node;
  const isName = ['PropertyDefinition', 'MethodDefinition', 'LabeledStatement'];
  return !(isName.includes(parent.type) && parent['key'] === node);
}
