import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Reads a text file, or null when there is none. */
export const readTextIfThere = (path: string): string | null =>
  existsSync(path) ? readFileSync(path, 'utf8') : null;

/** Writes a file that nobody else may read. */
export function writePrivate(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, text, { mode: 0o600 });
}
