import { readFileSync } from 'node:fs';

/** The lines of a vector file without comments; quoted lines lose their quotes. */
export function vectors(name: string): readonly string[] {
  const text = readFileSync(new URL(`vectors/${name}.txt`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace(/^"(.*)"$/, '$1'));
}
