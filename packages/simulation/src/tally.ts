import { createHash } from 'node:crypto';
import { faultKindNames } from './faults/kinds.ts';
import type { Violation } from './oracle/claims.ts';
import { wantedSometimes } from './run/sometimes.ts';
import { declaredTransitions } from './run/transitions.ts';
import { unreachable } from './run/unreachable.ts';

/** What one seed came to. */
export interface SeedOutcome {
  readonly seed: number;
  /** Payments that a bank was handed. */
  readonly payments: number;
  readonly faults: ReadonlyMap<string, number>;
  readonly transitions: ReadonlyMap<string, number>;
  readonly sometimes: ReadonlyMap<string, number>;
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
  /** What worlds had or came to, with how often: Odoo's releases, words of banks, cases. */
  readonly sometimes: Readonly<Record<string, number>>;
  readonly violations: readonly (Violation & { readonly seed: number })[];
  /** Over the digests of all seeds, in their order. */
  readonly digest: string;
}

/** Adds up the outcomes of seeds, which come in the order of the seeds. */
export interface Tally {
  add(outcome: SeedOutcome): void;
  result(): SimulationResult;
}

export function createTally(): Tally {
  const faults = new Map<string, number>(faultKindNames.map((kind) => [kind, 0]));
  const transitions = new Map<string, number>(reachableTransitions().map((name) => [name, 0]));
  const sometimes = new Map<string, number>(wantedSometimes.map((name) => [name, 0]));
  const violations: (Violation & { readonly seed: number })[] = [];
  const digest = createHash('sha256');
  const sum = { seeds: 0, payments: 0 };
  return {
    add(outcome) {
      const { seed } = outcome;
      sum.seeds += 1;
      sum.payments += outcome.payments;
      addTo(faults, outcome.faults);
      addTo(transitions, outcome.transitions);
      addTo(sometimes, outcome.sometimes);
      violations.push(...outcome.violations.map((violation) => ({ seed, ...violation })));
      digest.update(outcome.digest);
    },
    result: () => ({
      ...sum,
      faults: Object.fromEntries(faults),
      transitions: Object.fromEntries(transitions),
      sometimes: Object.fromEntries([...sometimes].toSorted(byName)),
      violations,
      digest: digest.copy().digest('hex'),
    }),
  };
}

/** The outcome of a seed whose world ended before anybody could judge it. */
export const brokenDown = (seed: number, explanation: string): SeedOutcome => ({
  seed,
  payments: 0,
  faults: new Map(),
  transitions: new Map(),
  sometimes: new Map(),
  violations: [{ rule: 'brokenDown', subject: `seed ${seed}`, explanation }],
  digest: 'broken down',
});

/** Moves that this path makes; the others are listed with the reason why it does not. */
const reachableTransitions = (): readonly string[] =>
  declaredTransitions.filter((name) => unreachable[name] === undefined);

function addTo(sums: Map<string, number>, counts: ReadonlyMap<string, number>): void {
  for (const [name, count] of counts) sums.set(name, (sums.get(name) ?? 0) + count);
}

/** By UTF-16 unit, the same in every place. */
const byName = ([left]: readonly [string, number], [right]: readonly [string, number]): number =>
  left < right ? -1 : 1;
