import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { REPORTS, ROOT } from './reports.ts';

/** The projects of `vitest.config.ts`, the quick one first. */
export const PROJECTS = ['unit', 'database', 'process'] as const;

/** Runs one project with its report beside the others; what Vitest says goes to `output`. */
export function runProject(project: string, output: 'stdout' | 'stderr'): boolean {
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
  const report = join(REPORTS, `${project}.json`);
  const run = spawnSync(
    process.execPath,
    [
      vitest,
      'run',
      `--project=${project}`,
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: ROOT, stdio: ['ignore', output === 'stdout' ? 'inherit' : 2, 'inherit'] },
  );
  return run.status === 0;
}
