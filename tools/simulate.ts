import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import {
  createTally,
  happenedAllTheSame,
  neverHappened,
  type SimulationResult,
  tellSeed,
} from '@quittance/simulation';
import { simulateInProcesses } from './simulation/pool.ts';
import { createProgress } from './simulation/progress.ts';

/**
 * `npm run simulate -- --seeds N [--from S] [--workers W] [--json]` simulates N seeds in W
 * processes and judges each; `npm run simulate -- --seed S` tells what happened in one. Exits with
 * 1 when the oracle found anything, or when so many seeds left out a fault or a move that they
 * should have met.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    workers: { type: 'string', default: availableParallelism().toString() },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

/** From so many seeds on, a fault or move that never happened makes the run worthless. */
const coverageSeeds = 1_000;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function replay(seed: number): Promise<number> {
  const { violations, lines } = await tellSeed(seed);
  for (const line of lines) process.stdout.write(`${line}\n`);
  for (const { rule, subject, explanation } of violations) {
    process.stdout.write(`${rule}  ${subject}: ${explanation}\n`);
  }
  return violations.length;
}

async function runSeeds(): Promise<number> {
  const seeds = wholeNumber(values.seeds);
  const tally = createTally();
  const progress = createProgress(seeds, say);
  await simulateInProcesses({
    firstSeed: wholeNumber(values.from),
    seeds,
    workers: Math.max(1, wholeNumber(values.workers)),
    onOutcome: (outcome) => {
      const { seed, violations } = outcome;
      tally.add(outcome);
      progress.step();
      if (violations.length > 0) say(`seed ${seed} fails: npm run simulate -- --seed ${seed}`);
    },
  });
  const result = tally.result();
  const missing = result.seeds < coverageSeeds ? [] : neverHappened(result);
  const surprising = happenedAllTheSame(result);
  for (const name of missing) say(`never happened: ${name}`);
  for (const name of surprising) say(`listed as out of reach, and happened: ${name}`);
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else summarise(result);
  return result.violations.length + missing.length + surprising.length;
}

function summarise({ seeds, payments, faults, violations, digest }: SimulationResult): void {
  const struck = Object.values(faults).reduce((sum, count) => sum + count, 0);
  process.stdout.write(
    `${seeds} seeds, ${payments} payments, ${struck} faults, ${violations.length} violations\n` +
      `digest ${digest}\n`,
  );
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw new RangeError(`not a whole number: ${text}`);
  return Number(text);
}

const found = values.seed === undefined ? await runSeeds() : await replay(wholeNumber(values.seed));
process.exitCode = found === 0 ? 0 : 1;
