import type { Counters } from './world.ts';

/** What a run measured of one thing. */
export interface Measured {
  readonly name: string;
  /** The ratio to single-row commits that the design asks for. */
  readonly goal: number;
  readonly perSecond: number;
  readonly events: number;
  readonly before: Counters;
  readonly after: Counters;
  /** Most of each that one event may cost, where the design limits it. */
  readonly limits?: Costs;
}

export interface Costs {
  readonly statements: number;
  readonly commits: number;
  readonly walBytes: number;
}

/** A line of the report; ratios and costs are rounded to what the measurement is worth. */
export interface Line {
  readonly name: string;
  readonly ratio: number;
  readonly goal: number;
  readonly perSecond: number;
  readonly pgbenchCommitsPerSecond: number;
  readonly baseline: string;
  readonly statementsPerEvent: number;
  readonly commitsPerEvent: number;
  readonly walBytesPerEvent: number;
  readonly limits: Costs | null;
  readonly held: boolean;
}

/** A figure this much below its goal fails; machines that do other things too are that unsteady. */
export const tolerance = 0.8;

/** What the raw server did in the same run. */
export interface RawRate {
  readonly perSecond: number;
  readonly baseline: string;
}

/** Compares what was measured with the raw rate of the same run. */
export function lineOf(measured: Measured, raw: RawRate): Line {
  const { name, goal, perSecond, events, before, after, limits } = measured;
  const ratio = perSecond / raw.perSecond;
  const each = (field: keyof Counters): number => (after[field] - before[field]) / events;
  const costs = {
    statements: each('statements'),
    commits: each('commits'),
    walBytes: each('walBytes'),
  };
  const isCheap =
    limits === undefined ||
    (costs.statements <= limits.statements / tolerance &&
      costs.commits <= limits.commits / tolerance &&
      costs.walBytes <= limits.walBytes / tolerance);
  return {
    name,
    ratio: rounded(ratio, 3),
    goal,
    perSecond: rounded(perSecond, 0),
    pgbenchCommitsPerSecond: rounded(raw.perSecond, 0),
    baseline: raw.baseline,
    statementsPerEvent: rounded(costs.statements, 3),
    commitsPerEvent: rounded(costs.commits, 3),
    walBytesPerEvent: rounded(costs.walBytes, 0),
    limits: limits ?? null,
    held: ratio >= tolerance * goal && isCheap,
  };
}

export const rounded = (value: number, digits: number): number =>
  Math.round(value * 10 ** digits) / 10 ** digits;

/** A line for people. */
export function textOf(line: Line): string {
  const { name, perSecond, ratio, goal, statementsPerEvent, commitsPerEvent } = line;
  const speed = `${perSecond.toString().padStart(7)}/s  ratio ${ratio.toString().padStart(6)}`;
  const costs =
    `${statementsPerEvent.toString()} statements, ${commitsPerEvent.toString()} commits, ` +
    `${line.walBytesPerEvent.toString()} bytes of WAL each`;
  const verdict = line.held ? 'held' : 'NOT HELD';
  return `${name.padEnd(34)} ${speed} (goal ${goal.toString()})  ${costs}  ${verdict}`;
}
