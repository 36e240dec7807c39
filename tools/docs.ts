/** Writes the generated pages of `docs/reference`: `npm run docs`. A test holds them to it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedPages } from './docs/pages.ts';
import { ROOT } from './requirements/reports.ts';

for (const [path, text] of await generatedPages()) {
  const file = join(ROOT, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(path);
}
