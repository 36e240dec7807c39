/**
 * The gates: `npm run verify` (fast) and `npm test` (everything). Every step runs even when an
 * earlier one failed, so that one run shows all there is to mend.
 */
import { spawnSync } from 'node:child_process';
import { ROOT } from './requirements/reports.ts';

const FAST = ['format:check', 'lint', 'types', 'tidy', 'unused', 'licences', 'test:unit'];
const REST = ['test:rest', 'requirements:check'];

const isEverything = process.argv.includes('--all');
const steps = isEverything ? [...FAST, ...REST] : FAST;

const failed = steps.filter((step) => {
  const startedMs = performance.now();
  console.log(`\n── ${step}`);
  const run = spawnSync('npm', ['run', '--silent', step], { cwd: ROOT, stdio: 'inherit' });
  console.log(`── ${step}: ${run.status === 0 ? 'good' : 'FAILED'}, ${sinceSeconds(startedMs)} s`);
  return run.status !== 0;
});

function sinceSeconds(startedMs: number): string {
  return ((performance.now() - startedMs) / 1000).toFixed(1);
}

console.log(failed.length === 0 ? '\nall steps are good' : `\nfailed: ${failed.join(', ')}`);
spawnSync('npm', ['run', '--silent', 'test:summary'], { cwd: ROOT, stdio: 'inherit' });
process.exitCode = failed.length === 0 ? 0 : 1;
