/** A whole run of chaos: opens the world, strikes it, lets it come to rest, and judges. */
import { type BlowPlan, startBlows } from './blows.ts';
import { begin, drain, runUnderFire } from './director.ts';
import { gatherPeople } from './people.ts';
import { phases } from './tally.ts';
import { type ChaosResult, judge } from './verdict.ts';
import { type CleanUp, openChaosWorld } from './world.ts';

export interface ChaosPlan extends BlowPlan {
  readonly seed: number;
  /** How long the blows fall. */
  readonly minutes: number;
  /** Multiplies the bills of the sample company. */
  readonly scale: number;
  /** Payment runs among which the due bills are divided. */
  readonly runs: number;
  /** What must have happened, or the run has shown nothing. */
  readonly least: Least;
}

export interface Least {
  readonly payments: number;
  readonly appKills: number;
  readonly postgresKills: number;
  readonly stops: number;
  readonly diskFull: number;
}

/** Half a minute of blows, for the tests of each change. */
export const smokePlan = (seed: number): ChaosPlan => ({
  seed,
  minutes: 0.4,
  scale: 1,
  runs: 2,
  killEveryMs: 4_000,
  stopEveryMs: null,
  postgresEveryMs: 9_000,
  diskFullAfterKills: null,
  least: { payments: 50, appKills: 1, postgresKills: 1, stops: 0, diskFull: 0 },
});

/** Per five minutes: some fifty processes and eight databases killed, four stops, a full disk. */
export function planOf(seed: number, minutes: number): ChaosPlan {
  const share = minutes / 5;
  const isLong = minutes >= 5;
  return {
    seed,
    minutes,
    scale: Math.min(Math.max(Math.ceil(minutes), 2), 30),
    runs: Math.max(2, Math.round(minutes)),
    killEveryMs: 6_000,
    stopEveryMs: 60_000,
    postgresEveryMs: 30_000,
    diskFullAfterKills: isLong ? 4 : 2,
    least: {
      payments: Math.floor(1_000 * Math.min(share, 1)),
      // A longer run is asked for less in a minute, since more of it is recovery.
      appKills: isLong ? Math.max(30, Math.floor(minutes * 3.3)) : Math.floor(30 * share),
      postgresKills: Math.floor(isLong ? Math.max(5, minutes * 0.66) : 5 * share),
      stops: Math.floor(isLong ? Math.max(3, minutes * 0.66) : 3 * share),
      diskFull: isLong ? Math.max(1, Math.floor(minutes / 10)) : 0,
    },
  };
}

/** Undoes in the other order of making, once, and goes on after what fails. */
export function openCleanUp(tell: (line: string) => void): CleanUp {
  const undos: (() => void | Promise<void>)[] = [];
  let isOver = false;
  return {
    add: (undo) => {
      if (isOver) throw new Error('everything is being cleared up already');
      undos.push(undo);
    },
    run: async () => {
      isOver = true;
      for (let undo = undos.pop(); undo !== undefined; undo = undos.pop()) {
        try {
          await undo();
        } catch (error) {
          tell(`could not clear up: ${String(error)}`);
        }
      }
    },
  };
}

export async function runChaos(
  plan: ChaosPlan,
  cleanUp: CleanUp,
  tell: (line: string) => void,
): Promise<ChaosResult> {
  const startedMs = performance.now();
  const say = (line: string): void =>
    tell(`${Math.round((performance.now() - startedMs) / 1_000)} s  ${line}`);
  const world = await openChaosWorld({ ...plan, tell: say }, cleanUp);
  if ('why' in world.disk) say(`no disk will be full: ${world.disk.why}`);
  const openedMs = performance.now();
  await Promise.all(world.members.map((member) => world.crew.revive(member)));
  const slowness = Math.max(1, (performance.now() - openedMs) / ordinaryStartMs);
  say(`seed ${plan.seed}: ${world.members.map(({ name }) => name).join(', ')} are at work`);
  await begin(world);
  const people = await gatherPeople(world);
  say(`blows fall from here on; this machine is ${slowness.toFixed(1)} times as slow as it may be`);
  const blows = startBlows(world, slowed(plan, slowness), say);
  const untilMs = performance.now() + plan.minutes * 60_000;
  try {
    const day = await runUnderFire(world, people, { runs: plan.runs, untilMs, tell: say });
    world.calm();
    await blows.end();
    say('from here on nothing is disturbed');
    await people.finish(performance.now() + finishMsMax);
    await drain(world, day, say);
    return await judge(world, people, say);
  } catch (error) {
    say(world.crew.trouble());
    throw error;
  }
}

/** What people had begun when the last blow fell, they bring to its end. */
const finishMsMax = 120_000;

/** All processes start in this time on two cores that do nothing else. */
const ordinaryStartMs = 8_000;

/** A machine that does other things too gets its blows at the pace at which it can rise again. */
function slowed(plan: ChaosPlan, slowness: number): BlowPlan {
  const factor = Math.min(slowness, slownessMax);
  const wholeMs = plan.minutes * 60_000;
  return {
    ...plan,
    killEveryMs: Math.min(plan.killEveryMs * factor, wholeMs / 4),
    postgresEveryMs: Math.min(plan.postgresEveryMs * factor, wholeMs / 3),
  };
}

const slownessMax = 2;

/** Why a run has failed; nothing when it has not. */
export function shortcomings(result: ChaosResult, plan: ChaosPlan): readonly string[] {
  const { least } = plan;
  const zeros = [
    'lost',
    'duplicates',
    'unexplained',
    'stuckWithoutOwner',
    'historyViolations',
    'unexpectedEnds',
  ] as const;
  const floors = ['payments', 'appKills', 'postgresKills', 'stops'] as const;
  const quiet = phases.filter((phase) => result.faultsByPhase[phase] === 0);
  return [
    ...zeros.filter((name) => result[name] !== 0).map((name) => `${name}: ${result[name]}, not 0`),
    ...floors
      .filter((name) => result[name] < least[name])
      .map((name) => `${name}: ${result[name]}, fewer than ${least[name]}`),
    ...(result.diskFull < least.diskFull && result.diskFullLeftOut === undefined
      ? [`diskFull: ${result.diskFull}, fewer than ${least.diskFull}`]
      : []),
    ...(quiet.length > 0 && plan.minutes >= 1 ? [`no fault while ${quiet.join(', ')}`] : []),
  ];
}
