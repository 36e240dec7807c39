import type { MutantGroup } from './mutant.ts';

/** What became of one planted defect. */
export interface Fate {
  readonly name: string;
  readonly group: MutantGroup;
  /** Seeds until it was found, or all that were tried. */
  readonly seeds: number;
  /** The first thing that gave it away, or null: it survived. */
  readonly caughtBy: {
    /** A rule of the oracle, or `crash`: an assertion of the product stopped the world. */
    readonly rule: string;
    readonly subject: string;
    readonly explanation: string;
  } | null;
}

/** What became of all of them; the form in which it is printed. */
export interface Fates {
  readonly mutants: number;
  readonly survived: readonly string[];
  /** Over those that were found; 0 when none was. */
  readonly medianSeeds: number;
  readonly each: readonly (Omit<Fate, 'caughtBy'> & { readonly caughtBy: string | null })[];
}

/** Sums fates up, in the order in which they are given. */
export function sumUp(fates: readonly Fate[]): Fates {
  const found = fates.filter(({ caughtBy }) => caughtBy !== null).map(({ seeds }) => seeds);
  const inOrder = found.toSorted((left, right) => left - right);
  return {
    mutants: fates.length,
    survived: fates.filter(({ caughtBy }) => caughtBy === null).map(({ name }) => name),
    medianSeeds: inOrder[Math.floor(inOrder.length / 2)] ?? 0,
    each: fates.map(({ name, group, seeds, caughtBy }) => ({
      name,
      group,
      seeds,
      caughtBy: caughtBy?.rule ?? null,
    })),
  };
}
