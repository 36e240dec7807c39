import { createHash } from 'node:crypto';
import { faultKindNames } from './faults/kinds.ts';
import type { Violation } from './oracle/claims.ts';
import { digestOf } from './run/digest.ts';
import { examine } from './run/examine.ts';
import { runSeed } from './run/run-seed.ts';
import { declaredTransitions, transitionsOf } from './run/transitions.ts';
import { rare, unreachable } from './run/unreachable.ts';

export interface SimulationInput {
  readonly firstSeed: number;
  readonly seeds: number;
  /** Hears of each seed when it is judged. */
  readonly onSeed?: (outcome: SeedOutcome) => void;
  /** Stops after the first seed with a violation. */
  readonly stopAtViolation?: boolean;
}

/** What one seed came to. */
export interface SeedOutcome {
  readonly seed: number;
  /** Payments that a bank was handed. */
  readonly payments: number;
  readonly faults: ReadonlyMap<string, number>;
  readonly transitions: ReadonlyMap<string, number>;
  readonly violations: readonly Violation[];
  readonly digest: string;
}

/** What a simulation of many seeds came to; the form in which it is printed. */
export interface SimulationResult {
  readonly seeds: number;
  readonly payments: number;
  /** How often each kind of fault struck; every kind is named. */
  readonly faults: Readonly<Record<string, number>>;
  /** How often each move of a lifecycle was made; those that cannot be reached are left out. */
  readonly transitions: Readonly<Record<string, number>>;
  readonly violations: readonly (Violation & { readonly seed: number })[];
  /** Over the digests of all seeds, in their order. */
  readonly digest: string;
}

/** Simulates the payment path for many seeds, one after the other. */
export async function simulate(input: SimulationInput): Promise<SimulationResult> {
  const faults = new Map<string, number>(faultKindNames.map((kind) => [kind, 0]));
  const transitions = new Map<string, number>(reachableTransitions().map((name) => [name, 0]));
  const violations: (Violation & { readonly seed: number })[] = [];
  const digest = createHash('sha256');
  let payments = 0;
  let seeds = 0;
  for (let seed = input.firstSeed; seed < input.firstSeed + input.seeds; seed += 1) {
    const outcome = await simulateSeed(seed);
    seeds += 1;
    payments += outcome.payments;
    addTo(faults, outcome.faults);
    addTo(transitions, outcome.transitions);
    violations.push(...outcome.violations.map((violation) => ({ seed, ...violation })));
    digest.update(outcome.digest);
    input.onSeed?.(outcome);
    if (input.stopAtViolation === true && violations.length > 0) break;
  }
  return {
    seeds,
    payments,
    faults: Object.fromEntries(faults),
    transitions: Object.fromEntries(transitions),
    violations,
    digest: digest.digest('hex'),
  };
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
    violations: await examine(run),
    digest: await digestOf(run),
  };
}

/** Moves that this path makes; the others are listed with the reason why it does not. */
const reachableTransitions = (): readonly string[] =>
  declaredTransitions.filter((name) => unreachable[name] === undefined);

/** What a run of many seeds never came to: every one of these makes the run worthless. */
export function neverHappened(
  result: Pick<SimulationResult, 'faults' | 'transitions'>,
): readonly string[] {
  return [...Object.entries(result.faults), ...Object.entries(result.transitions)]
    .filter(([name, count]) => count === 0 && rare[name] === undefined)
    .map(([name]) => name);
}

/** Moves that happened although they are listed as out of reach: the list is to be mended. */
export const happenedAllTheSame = (
  result: Pick<SimulationResult, 'transitions'>,
): readonly string[] =>
  Object.keys(result.transitions).filter((name) => unreachable[name] !== undefined);

function addTo(sums: Map<string, number>, counts: ReadonlyMap<string, number>): void {
  for (const [name, count] of counts) sums.set(name, (sums.get(name) ?? 0) + count);
}
