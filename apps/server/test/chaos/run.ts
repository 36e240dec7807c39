/** A whole run of chaos: opens the world, strikes it, lets it come to rest, and judges. */
import { within } from '../support/within.ts';
import { type BlowPlan, startBlows } from './blows.ts';
import { begin, drain, runUnderFire } from './director.ts';
import { gatherPeople, type People } from './people.ts';
import type { ChaosPlan } from './plan.ts';
import { storyOf } from './story.ts';
import { type ChaosResult, judge } from './verdict.ts';
import { type CleanUp, type ChaosWorld, openChaosWorld } from './world.ts';

/** Limits of what is waited for: they end a run that is stuck, and judge nothing. */
const openMsMax = 600_000;
const riseMsMax = 400_000;
const beginMsMax = 600_000;
/** What people had begun when the last blow fell, they bring to its end. */
const finishMsMax = 600_000;
/** A step of a payment run that was begun at the last moment. */
const stepMsMax = 900_000;
const drainMsMax = 3_600_000;
const judgeMsMax = 600_000;
const undoMsMax = 90_000;

/** All processes start in this time on two cores that do nothing else. */
const ordinaryStartMs = 8_000;
const slownessMax = 2;

/** Undoes in the other order of making, once, and goes on after what fails or hangs. */
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
          const limit = { what: 'a step of the clearing up', limitMs: undoMsMax };
          await within(limit, Promise.resolve(undo()));
        } catch (error) {
          tell(`could not clear up: ${String(error)}`);
        }
      }
    },
  };
}

interface Stage {
  readonly plan: ChaosPlan;
  readonly world: ChaosWorld;
  readonly say: (line: string) => void;
}

export async function runChaos(
  plan: ChaosPlan,
  cleanUp: CleanUp,
  tell: (line: string) => void,
): Promise<ChaosResult> {
  const startedMs = performance.now();
  const say = (line: string): void =>
    tell(`${Math.round((performance.now() - startedMs) / 1_000)} s  ${line}`);
  const world = await within(
    { what: 'the opening of the world', limitMs: openMsMax },
    openChaosWorld({ ...plan, tell: say }, cleanUp),
  );
  if ('why' in world.disk) say(`no disk will be full: ${world.disk.why}`);
  try {
    return await strike({ plan, world, say });
  } catch (error) {
    say(`the run has come to no end: ${String(error)}`);
    for (const line of await storyOf(world)) say(line);
    throw error;
  }
}

async function strike(stage: Stage): Promise<ChaosResult> {
  const { plan, world, say } = stage;
  const { slowness, people } = await rise(stage);
  say(`blows fall from here on; this machine is ${slowness.toFixed(1)} times as slow as it may be`);
  const blows = startBlows(world, slowed(plan, slowness), say);
  const untilMs = performance.now() + plan.minutes * 60_000;
  const latestMs = performance.now() + plan.minutesMax * 60_000;
  const limit = {
    what: 'the payment runs under fire',
    limitMs: latestMs - performance.now() + stepMsMax,
  };
  const runs = runUnderFire(world, people, { plan, untilMs, latestMs, tell: say });
  const day = await within(limit, Promise.race([runs, blows.broken]));
  world.calm();
  await blows.end();
  say('from here on nothing is disturbed');
  await people.finish(performance.now() + finishMsMax);
  await within({ what: 'the quiet days', limitMs: drainMsMax }, drain(world, day, say));
  return within({ what: 'the verdict', limitMs: judgeMsMax }, judge(world, people, say));
}

/** Starts the processes, reads the accounts and seats the people; nothing is disturbed yet. */
async function rise({
  plan,
  world,
  say,
}: Stage): Promise<{ readonly slowness: number; readonly people: People }> {
  const startedMs = performance.now();
  await within(
    { what: 'the start of all processes', limitMs: riseMsMax },
    Promise.all(world.members.map((member) => world.crew.revive(member))),
  );
  const slowness = Math.max(1, (performance.now() - startedMs) / ordinaryStartMs);
  say(`seed ${plan.seed}: ${world.members.map(({ name }) => name).join(', ')} are at work`);
  await within({ what: 'the first look at the accounts', limitMs: beginMsMax }, begin(world));
  const people = await within(
    { what: 'the seating of the people', limitMs: beginMsMax },
    gatherPeople(world),
  );
  return { slowness, people };
}

/** A machine that does other things too gets its blows at the pace at which it can rise again. */
function slowed(plan: ChaosPlan, slowness: number): BlowPlan {
  const factor = Math.min(slowness, slownessMax);
  return {
    ...plan,
    killEveryMs: plan.killEveryMs * factor,
    postgresEveryMs: plan.postgresEveryMs * factor,
  };
}
