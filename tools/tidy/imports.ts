import { isBuiltin } from 'node:module';
import { dirname, join, normalize } from 'node:path/posix';
import { ROOMS, TEST_PACKAGES, TOOL_DOORS, TOOL_PACKAGES } from '../rooms.mjs';
import { placeOf } from './place.ts';
import type { Finding, Place } from './source.ts';
import {
  identifierName,
  isNode,
  literalText,
  memberPath,
  type Node,
  type Parsed,
} from './syntax.ts';

const SCOPE = '@quittance/';

/** How an import takes its module: its values at once, on request, or its types alone. */
type Manner = 'value' | 'type' | 'request';

/** One import; the specifier is undefined when it is computed while the program runs. */
type Import = {
  readonly node: Node;
  readonly specifier: string | undefined;
  readonly manner: Manner;
};

/** Checks every import of a file, in any of its forms, against the table of rooms. */
export function checkImports(parsed: Parsed): readonly Finding[] {
  const place = placeOf(parsed.file.path);
  if (place.room === '') return [];
  return parsed.nodes.flatMap(({ node }) => {
    const found = importOf(node);
    const message = found === undefined ? undefined : judge(parsed.file.path, place, found);
    return message === undefined ? [] : [parsed.finding(node, 'rooms', message)];
  });
}

function importOf(node: Node): Import | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
      return { node, specifier: literalText(node['source']), manner: mannerOfImport(node) };
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration': {
      if (!isNode(node['source'])) return undefined;
      const manner = node['exportKind'] === 'type' ? 'type' : 'value';
      return { node, specifier: literalText(node['source']), manner };
    }
    case 'ImportExpression':
      return { node, specifier: literalText(node['source']), manner: 'request' };
    case 'TSImportType':
      return { node, specifier: literalText(node['source']), manner: 'type' };
    case 'TSExternalModuleReference':
      return { node, specifier: literalText(node['expression']), manner: 'value' };
    case 'CallExpression':
      return importOfCall(node);
    default:
      return undefined;
  }
}

/** `import { type A, type B }` takes types alone, as `import type { A, B }` does. */
function mannerOfImport(node: Node): Manner {
  if (node['importKind'] === 'type') return 'type';
  const specifiers: readonly unknown[] = Array.isArray(node['specifiers'])
    ? node['specifiers']
    : [];
  const isTypeOnly = (specifier: unknown): boolean =>
    isNode(specifier) && specifier['importKind'] === 'type';
  return specifiers.length > 0 && specifiers.every(isTypeOnly) ? 'type' : 'value';
}

const LOADERS = new Set(['getBuiltinModule', 'resolve']);

/** `require(x)`, `require.resolve(x)`, `import.meta.resolve(x)`, `process.getBuiltinModule(x)`. */
function importOfCall(node: Node): Import | undefined {
  const callee = node['callee'];
  const first: unknown = Array.isArray(node['arguments']) ? node['arguments'][0] : undefined;
  const found: Import = { node, specifier: literalText(first), manner: 'request' };
  if (identifierName(callee) === 'require') return found;
  if (!isNode(callee)) return undefined;
  const path = memberPath(callee);
  if (path === undefined || !LOADERS.has(path[1])) return undefined;
  const object = callee['object'];
  const isMeta = isNode(object) && object.type === 'MetaProperty';
  return isMeta || path[0] === 'require' || path[0] === 'process' ? found : undefined;
}

function judge(path: string, place: Place, found: Import): string | undefined {
  const { specifier } = found;
  if (specifier === undefined) return judgeComputed(place);
  if (specifier.startsWith('.')) return judgeRelative(path, place, specifier);
  if (specifier.startsWith(SCOPE)) return judgeRoom(place, specifier, found.manner);
  if (/^(\/|#|file:|data:|https?:)/.test(specifier)) {
    return `'${specifier}' is no package; import the package or a file of this room`;
  }
  return isBuiltin(specifier) ? judgeBuiltin(place, specifier) : judgePackage(place, specifier);
}

function judgeComputed(place: Place): string | undefined {
  if (place.room === 'tools' || place.isTest) return undefined;
  if (ROOMS[place.room]?.builtins === 'all') return undefined;
  return 'the module of this import is computed; write its name, so that it can be checked';
}

function judgeRelative(path: string, place: Place, specifier: string): string | undefined {
  const target = normalize(join(dirname(path), specifier));
  if (place.room === 'tools') {
    const isInside = target.startsWith('tools/') || TOOL_DOORS[target] !== undefined;
    return isInside ? undefined : `'${specifier}' reaches into a room; list it in TOOL_DOORS`;
  }
  const folder = ROOMS[place.room]?.folder ?? '';
  if (!target.startsWith(`${folder}/`)) {
    const owner = placeOf(target).room;
    const remedy = owner === '' ? 'move the file into the room' : `import '${SCOPE}${owner}'`;
    return `'${specifier}' leaves the room ${place.room}; ${remedy}`;
  }
  if (!place.isTest && target.startsWith(`${folder}/test/`)) {
    return `'${specifier}' is a test; production code imports from src only`;
  }
  return undefined;
}

function judgeRoom(place: Place, specifier: string, manner: Manner): string | undefined {
  const [name = '', ...inner] = specifier.slice(SCOPE.length).split('/');
  const room = ROOMS[place.room];
  if (inner.length > 0) return `'${specifier}' is a deep import; import '${SCOPE}${name}'`;
  if (room === undefined) return undefined;
  if (name === place.room) {
    // A test that enters by the door sees what every other room sees.
    return place.isTest ? undefined : `${name} imports itself; import the file of this room`;
  }
  if (!room.mayImport.includes(name)) {
    const allowed = room.mayImport.length === 0 ? 'no room' : room.mayImport.join(', ');
    return `${place.room} may not import ${name}; it may import ${allowed} (tools/rooms.mjs)`;
  }
  if (room.typesOnly?.includes(name) === true && manner !== 'type') {
    return `${place.room} may take only types from ${name}; write import type`;
  }
  if (room.onRequest?.includes(name) === true && manner === 'value' && !place.isTest) {
    return `${place.room} loads ${name} on request; write await import('${SCOPE}${name}')`;
  }
  return undefined;
}

function judgeBuiltin(place: Place, specifier: string): string | undefined {
  if (!specifier.startsWith('node:')) return `write 'node:${specifier}'`;
  const allowed = ROOMS[place.room]?.builtins ?? 'all';
  // Tests read fixtures and open sockets; the code they test does not become impure by that.
  if (place.isTest || allowed === 'all' || allowed.includes(specifier)) return undefined;
  return `${place.room} may not use ${specifier}; take what it gives as a port (a parameter)`;
}

function judgePackage(place: Place, specifier: string): string | undefined {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const room = ROOMS[place.room];
  const own = room === undefined ? TOOL_PACKAGES : room.packages;
  const test = place.isTest ? [...TEST_PACKAGES, ...(room?.testPackages ?? [])] : [];
  if (own.includes(name) || test.includes(name)) return undefined;
  return `${place.room} may not use the package ${name}; it is not in tools/rooms.mjs`;
}
