/** What a run of chaos is to do, and what must have happened or it has shown nothing. */
import type { BlowPlan } from './blows.ts';
import { phases, type Tally } from './tally.ts';
import type { ChaosResult } from './verdict.ts';

export interface ChaosPlan extends BlowPlan {
  readonly seed: number;
  /** How long the blows fall at least. */
  readonly minutes: number;
  /** A slow machine may take so long until what must happen has happened. */
  readonly minutesMax: number;
  /** Multiplies the bills of the sample company. */
  readonly scale: number;
  /** Payment runs among which the due bills are divided. */
  readonly runs: number;
  readonly least: Least;
}

export interface Least {
  readonly payments: number;
  readonly appKills: number;
  readonly postgresKills: number;
  readonly stops: number;
  readonly diskFull: number;
  /** Whether the proxies must have spoilt something in every phase of a payment run. */
  readonly everyPhase: boolean;
}

/** Half a minute of blows. */
export const smokePlan = (seed: number): ChaosPlan => ({
  seed,
  minutes: 0.4,
  minutesMax: 4,
  scale: 1,
  runs: 2,
  killEveryMs: 4_000,
  stopEveryMs: null,
  postgresEveryMs: 9_000,
  diskFullAfterKills: null,
  least: {
    payments: 50,
    appKills: 2,
    postgresKills: 1,
    stops: 0,
    diskFull: 0,
    everyPhase: false,
  },
});

/** Per five minutes: some fifty processes and eight databases killed, four stops, a full disk. */
export function planOf(seed: number, minutes: number): ChaosPlan {
  return {
    seed,
    minutes,
    minutesMax: minutes * 3,
    scale: Math.min(Math.max(Math.ceil(minutes), 2), 30),
    runs: Math.max(2, Math.round(minutes)),
    killEveryMs: 6_000,
    stopEveryMs: 60_000,
    postgresEveryMs: 30_000,
    diskFullAfterKills: minutes >= 5 ? 4 : 2,
    least: leastOf(minutes),
  };
}

/** Floors of five minutes and of thirty; a longer run is asked for less in each of its minutes. */
const ofFive = { payments: 1_000, appKills: 30, postgresKills: 5, stops: 3, diskFull: 1 };
const ofThirty = { payments: 1_000, appKills: 100, postgresKills: 20, stops: 20, diskFull: 3 };

function leastOf(minutes: number): Least {
  const least = (name: keyof typeof ofFive): number => {
    const [five, thirty] = [ofFive[name], ofThirty[name]];
    const share = (minutes - 5) / 25;
    return Math.floor(minutes < 5 ? (five * minutes) / 5 : five + (thirty - five) * share);
  };
  return {
    payments: least('payments'),
    appKills: least('appKills'),
    postgresKills: least('postgresKills'),
    stops: least('stops'),
    diskFull: least('diskFull'),
    everyPhase: minutes >= 5,
  };
}

/** What has happened so far, of what must. */
export interface Reached extends Omit<Least, 'everyPhase'> {
  readonly proxyFaultsByPhase: ChaosResult['proxyFaultsByPhase'];
  /** Why no disk can be full on this machine. */
  readonly diskFullLeftOut?: string;
}

export const reachedOf = (tally: Tally): Omit<Reached, 'payments'> => ({
  appKills: tally.count('appKill'),
  postgresKills: tally.count('postgresKill'),
  stops: tally.count('stop'),
  diskFull: tally.count('diskFull'),
  proxyFaultsByPhase: tally.proxyFaultsByPhase(),
});

/** Sentences on what has not happened often enough; none when all has. */
export function missing(reached: Reached, least: Least): readonly string[] {
  const floors = ['payments', 'appKills', 'postgresKills', 'stops', 'diskFull'] as const;
  const quiet = phases.filter((phase) => reached.proxyFaultsByPhase[phase] === 0);
  return [
    ...floors
      .filter((name) => name !== 'diskFull' || reached.diskFullLeftOut === undefined)
      .filter((name) => reached[name] < least[name])
      .map((name) => `${name}: ${reached[name]}, fewer than ${least[name]}`),
    ...(least.everyPhase && quiet.length > 0
      ? [`no fault of a proxy while ${quiet.join(', ')}`]
      : []),
  ];
}

/** Why a run has failed; nothing when it has not. */
export function shortcomings(result: ChaosResult, plan: ChaosPlan): readonly string[] {
  const zeros = [
    'lost',
    'duplicates',
    'unexplained',
    'stuckWithoutOwner',
    'historyViolations',
    'unexpectedEnds',
    'unforeseenErrors',
    'auditFindings',
  ] as const;
  return [
    ...zeros.filter((name) => result[name] !== 0).map((name) => `${name}: ${result[name]}, not 0`),
    ...missing(result, plan.least),
  ];
}
