/**
 * The gates: `npm run verify` (fast) and `npm test` (everything). Every step runs even when an
 * earlier one failed, so that one run shows all there is to mend. The checks that run no tests are
 * short and run side by side; what each says is printed whole, in their order.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { ROOT } from './requirements/reports.ts';

const CHECKS = ['format:check', 'lint', 'types', 'tidy', 'unused', 'licences'];
const REST = ['test:rest', 'requirements:check'];

const isEverything = process.argv.includes('--all');
const tests = isEverything ? ['test:unit', ...REST] : ['test:unit'];

const sinceSeconds = (startedMs: number): string =>
  ((performance.now() - startedMs) / 1000).toFixed(1);

const verdictOf = (step: string, isGood: boolean, startedMs: number): string =>
  `── ${step}: ${isGood ? 'good' : 'FAILED'}, ${sinceSeconds(startedMs)} s`;

interface Checked {
  readonly step: string;
  readonly isGood: boolean;
  readonly said: string;
}

async function check(step: string): Promise<Checked> {
  const startedMs = performance.now();
  const stdio = ['ignore', 'pipe', 'pipe'] as const;
  const run = spawn('npm', ['run', '--silent', step], { cwd: ROOT, stdio: [...stdio] });
  const chunks: Buffer[] = [];
  run.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  run.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(run, 'close');
  const isGood = run.exitCode === 0;
  const verdict = verdictOf(step, isGood, startedMs);
  return { step, isGood, said: `\n── ${step}\n${Buffer.concat(chunks).toString()}${verdict}` };
}

const failed: string[] = [];
const checked = await Promise.all(CHECKS.map((step) => check(step)));
for (const { step, isGood, said } of checked) {
  console.log(said);
  if (!isGood) failed.push(step);
}
for (const step of tests) {
  const startedMs = performance.now();
  console.log(`\n── ${step}`);
  const run = spawnSync('npm', ['run', '--silent', step], { cwd: ROOT, stdio: 'inherit' });
  console.log(verdictOf(step, run.status === 0, startedMs));
  if (run.status !== 0) failed.push(step);
}

console.log(failed.length === 0 ? '\nall steps are good' : `\nfailed: ${failed.join(', ')}`);
spawnSync('npm', ['run', '--silent', 'test:summary'], { cwd: ROOT, stdio: 'inherit' });
process.exitCode = failed.length === 0 ? 0 : 1;
