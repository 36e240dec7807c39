/** The licences of the production tree: `npm run licences`. Exit code 1 when one is refused. */
import { existsSync } from 'node:fs';
import { readJson } from './json.ts';
import { DIRECT_PACKAGES_MAX, directPackages, productionTree, refused } from './licences/check.ts';

const root = new URL('..', import.meta.url);

const tree = productionTree(readJson(new URL('package-lock.json', root)), (path) => {
  const manifest = new URL(`${path}/package.json`, root);
  return existsSync(manifest) ? readJson(manifest) : {};
});
const unwanted = refused(tree);
for (const { name, expression } of unwanted) {
  const said = expression === '' ? 'declares no licence' : `is under ${expression}`;
  console.error(`${name} ${said}, which is not on the list in tools/licences/expression.ts`);
}
const direct = directPackages();
const isTooMany = direct.length > DIRECT_PACKAGES_MAX;
console.error(
  `licences: ${tree.length} packages, ${unwanted.length} refused; ` +
    `${direct.length} direct runtime packages (at most ${DIRECT_PACKAGES_MAX}): ` +
    direct.join(', '),
);
process.exitCode = unwanted.length > 0 || isTooMany ? 1 : 0;
