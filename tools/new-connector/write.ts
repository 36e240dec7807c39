import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PlannedFile } from './plan.ts';

/** Writes what was planned. A file that was made by somebody else meanwhile is not overwritten. */
export function writePlan(root: string, files: readonly PlannedFile[]): void {
  for (const { path, text, isChange } of files) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: isChange ? 'w' : 'wx' });
  }
}
