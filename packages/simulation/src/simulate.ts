import { digestOf } from './run/digest.ts';
import { examine } from './run/examine.ts';
import { runSeed } from './run/run-seed.ts';
import { sometimesOf } from './run/sometimes.ts';
import { transitionsOf } from './run/transitions.ts';
import { rare, unreachable } from './run/unreachable.ts';
import { createTally, type SeedOutcome, type SimulationResult } from './tally.ts';

export interface SimulationInput {
  readonly firstSeed: number;
  readonly seeds: number;
}

/** Simulates the payment path for many seeds, one after the other. */
export async function simulate(input: SimulationInput): Promise<SimulationResult> {
  const tally = createTally();
  for (let seed = input.firstSeed; seed < input.firstSeed + input.seeds; seed += 1) {
    tally.add(await simulateSeed(seed));
  }
  return tally.result();
}

/** Runs one seed and has it judged. */
export async function simulateSeed(seed: number): Promise<SeedOutcome> {
  const run = await runSeed(seed);
  const { world } = run;
  const instructions = world.banks.flatMap((bank) => bank.books().instructions);
  return {
    seed,
    payments: new Set(instructions.map((instruction) => instruction.endToEndId)).size,
    faults: world.swarm.hits(),
    transitions: await transitionsOf(world.memory),
    sometimes: await sometimesOf(world),
    violations: await examine(run),
    digest: await digestOf(run),
  };
}

/** What a run of many seeds never came to: every one of these makes the run worthless. */
export function neverHappened(
  result: Pick<SimulationResult, 'faults' | 'transitions' | 'sometimes'>,
): readonly string[] {
  const { faults, transitions, sometimes } = result;
  return [faults, transitions, sometimes]
    .flatMap((counts) => Object.entries(counts))
    .filter(([name, count]) => count === 0 && rare[name] === undefined)
    .map(([name]) => name);
}

/** Moves that happened although they are listed as out of reach: the list is to be mended. */
export const happenedAllTheSame = (
  result: Pick<SimulationResult, 'transitions'>,
): readonly string[] =>
  Object.keys(result.transitions).filter((name) => unreachable[name] !== undefined);
