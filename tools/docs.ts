/**
 * Writes the generated pages of `docs/reference`: `npm run docs`. Tests hold them to it. Exit code
 * 1, and nothing written, when a connector fails its conformance suite.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format } from 'prettier';
import { faultsOf } from './conformance/cards.ts';
import { CARDS, collectCards } from './conformance/run.ts';
import { generatedPages } from './docs/pages.ts';
import { ROOT } from './requirements/reports.ts';

function write(path: string, text: string): void {
  const file = join(ROOT, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(path);
}

const cards = collectCards();
const faults = cards.length === 0 ? ['no conformance suite ran'] : cards.flatMap(faultsOf);
if (faults.length > 0) {
  console.error(`the score cards are not good:\n  ${faults.join('\n  ')}`);
  process.exitCode = 1;
} else {
  write(CARDS, await format(JSON.stringify(cards), { parser: 'json', printWidth: 100 }));
  for (const [path, text] of await generatedPages()) write(path, text);
}
