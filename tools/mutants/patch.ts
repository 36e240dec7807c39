import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Edit, Mutant } from './mutant.ts';

const ROOT = new URL('../../', import.meta.url);

/**
 * Lets every module that is loaded from now on be the one of the mutant. Errors: an edit whose text
 * does not stand exactly once, so that a mutant never quietly turns into the product.
 */
export function plant(mutant: Mutant): void {
  const editsOf = new Map(
    [...Map.groupBy(mutant.edits, (edit) => edit.file)].map(([file, edits]) => [
      new URL(file, ROOT).href,
      edits,
    ]),
  );
  for (const [url, edits] of editsOf) patched(readFileSync(fileURLToPath(url), 'utf8'), edits);
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const edits = editsOf.get(url);
      if (edits === undefined) return loaded;
      return { ...loaded, source: patched(readFileSync(fileURLToPath(url), 'utf8'), edits) };
    },
  });
}

/** The text with every edit made. */
export function patched(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const { file, find, replace } of edits) {
    const places = result.split(find).length - 1;
    if (places !== 1) throw new Error(`${file}: the text of the edit stands there ${places} times`);
    result = result.replace(find, () => replace);
  }
  return result;
}
