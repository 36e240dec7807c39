import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from './source.ts';

const SKIPPED_FOLDERS = new Set(['node_modules', '.git', '.quittance', '.cache', 'coverage']);
const TEXT_FILE = /\.(ts|mts|mjs|js|json|sql|md|yaml|yml|sh|xml|csv)$/;
/** Written by a tool, or recorded from a counterparty: not ours to keep tidy. */
const NOT_OURS =
  /(^|\/)(package-lock\.json|LICENSE)$|\/recorded\/|^packages\/api-client\/src\/schema\.ts$/;

/** Reads every text file of the repository that people write. */
export function readTree(root: string): readonly SourceFile[] {
  return listFiles(root, '').map((path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8'),
  }));
}

function listFiles(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : listFiles(root, path);
    const isText = TEXT_FILE.test(entry.name) || path.startsWith('.ci/');
    return entry.isFile() && isText && !NOT_OURS.test(path) ? [path] : [];
  });
}
