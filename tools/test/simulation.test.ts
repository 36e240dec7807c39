import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SeedOutcome } from '@quittance/simulation';
import { simulateInProcesses } from '../simulation/pool.ts';

/** A worker without a world: its seeds take their time by turns, and one of them kills it. */
const workerText = `
process.once('disconnect', () => process.exit());
process.on('message', (seed) => {
  if (seed === 7) process.kill(process.pid, 'SIGKILL');
  const answer = () => process.send({
    seed, payments: 1, faults: new Map([['a', seed]]), transitions: new Map(), sometimes: new Map(),
    violations: [], digest: String(seed),
  });
  setTimeout(answer, seed % 3 === 0 ? 40 : 0);
});
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulation-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function outcomesOf(workers: number): Promise<readonly SeedOutcome[]> {
  const program = join(folder, 'worker.mjs');
  writeFileSync(program, workerText);
  const outcomes: SeedOutcome[] = [];
  await simulateInProcesses({
    firstSeed: 5,
    seeds: 12,
    workers,
    program,
    onOutcome: (outcome) => outcomes.push(outcome),
  });
  return outcomes;
}

test('outcomes come in the order of the seeds, however many processes there are', async () => {
  const alone = await outcomesOf(1);
  const together = await outcomesOf(3);
  expect(together).toEqual(alone);
  expect(together.map((outcome) => outcome.seed)).toEqual(
    Array.from({ length: 12 }, (_, i) => i + 5),
  );
  expect(together[0]?.faults).toEqual(new Map([['a', 5]]));
});

test('a process that dies has its seed named, and the others go on', async () => {
  const outcomes = await outcomesOf(2);
  const broken = outcomes.filter((outcome) => outcome.violations.length > 0);
  expect(broken.map((outcome) => outcome.seed)).toEqual([7]);
  expect(broken[0]?.violations).toEqual([
    { rule: 'brokenDown', subject: 'seed 7', explanation: 'its process ended by SIGKILL' },
  ]);
});
