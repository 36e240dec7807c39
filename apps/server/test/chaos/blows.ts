/** What is done to the processes and to the database while payment runs go on, by the seed. */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { randomOf } from '@quittance/sandbox';
import { withClient } from '../../src/adapters/postgres/connection.ts';
import { rows } from '../../src/demo/run-demo.ts';
import { eventually } from '../support/run-steps.ts';
import { within } from '../support/within.ts';
import type { Member } from './crew.ts';
import { heldBy, leaseMsOf, watchTakeover } from './takeover.ts';
import type { ChaosWorld } from './world.ts';

/** How often each blow falls; null: never. */
export interface BlowPlan {
  readonly killEveryMs: number;
  readonly stopEveryMs: number | null;
  readonly postgresEveryMs: number;
  /** After so many kills of the database its disk is full once, and so on. */
  readonly diskFullAfterKills: number | null;
}

export interface Blows {
  /** Rejects when a blow could not be made good again: the database stays away, for one. */
  readonly broken: Promise<never>;
  /** Ends them, wakes and revives every process, and returns when all are at work. */
  end(): Promise<void>;
}

type Tell = (line: string) => void;

/** Leases are looked over every two seconds; what is stopped for longer has surely lost them. */
const beyondLeaseMs = 6_000;
const shortestLeaseMs = 30_000;
const holdLooksMax = 40;
const awayMax = 2;
const fullMs = 8_000;
const fullLooksMsMax = 15_000;
const roomMsMax = 20_000;
const answerMsMax = 120_000;
/** A server that has room again and does not answer by then has ended. */
const patienceMs = 10_000;
/** Longer than a start, a recovery and a hold that were begun when the last blow fell. */
const endMsMax = 900_000;

export function startBlows(world: ChaosWorld, plan: BlowPlan, tell: Tell): Blows {
  const over = new AbortController();
  const { signal } = over;
  const running = Promise.all([
    killLane(world, { everyMs: plan.killEveryMs, tell }, signal),
    ...(plan.stopEveryMs === null
      ? []
      : [stopLane(world, { everyMs: plan.stopEveryMs, tell }, signal)]),
    databaseLane(world, { plan, tell }, signal),
  ]);
  const broken = running.then(() => new Promise<never>(() => undefined));
  // Who races against it hears of it; the end of the blows tells it once more.
  broken.catch(() => undefined);
  return {
    broken,
    async end() {
      over.abort();
      await within({ what: 'the blows', limitMs: endMsMax }, running);
      for (const member of world.members) world.crew.resume(member);
      await Promise.all(world.members.map((member) => world.crew.revive(member)));
    },
  };
}

const pause = (durationMs: number, signal: AbortSignal): Promise<void> =>
  wait(durationMs, undefined, { signal }).catch(() => undefined);

/** A wait that is never the same: between a half and one and a half of what is asked. */
const about = (everyMs: number, perMille: number): number =>
  Math.round((everyMs * (500 + perMille)) / 1_000);

async function killLane(
  world: ChaosWorld,
  { everyMs, tell }: { readonly everyMs: number; readonly tell: Tell },
  signal: AbortSignal,
): Promise<void> {
  const random = randomOf(world.seed, 'kills');
  const revivals: Promise<void>[] = [];
  for (;;) {
    await pause(about(everyMs, random.integer(0, 1_000)), signal);
    if (signal.aborted) break;
    const awake = world.crew.awake();
    // On a slow machine a start takes long; most of the hub stays at work all the same.
    if (awake.length < world.members.length - awayMax) continue;
    const member = random.pick(awake);
    const held = await heldBy(world, member.role);
    await world.crew.kill(member);
    world.tally.strike('appKill');
    void watchTakeover(world, held, signal);
    revivals.push(reviveLater(world, { member, afterMs: random.integer(50, 1_500), tell }));
  }
  await Promise.all(revivals);
}

/** One that does not rise under fire is started again when the blows have ended. */
async function reviveLater(
  world: ChaosWorld,
  of: { readonly member: Member; readonly afterMs: number; readonly tell: Tell },
): Promise<void> {
  await wait(of.afterMs);
  await world.crew.revive(of.member).catch((error: unknown) => of.tell(String(error)));
}

async function stopLane(
  world: ChaosWorld,
  { everyMs, tell }: { readonly everyMs: number; readonly tell: Tell },
  signal: AbortSignal,
): Promise<void> {
  const random = randomOf(world.seed, 'stops');
  await pause(Math.round(everyMs / 6), signal);
  for (let number = 0; !signal.aborted; number += 1) {
    const role = number % 3 === 1 ? 'sender' : 'worker';
    const member = await busyMember(world, role, signal);
    if (member === null) continue;
    const held = await heldBy(world, role);
    if (!world.crew.pause(member)) continue;
    const holdMs = Math.max(leaseMsOf(held), shortestLeaseMs) + beyondLeaseMs;
    void watchTakeover(world, held, signal);
    await pause(holdMs, signal);
    // One that was killed meanwhile has not stood still for long.
    if (world.crew.resume(member) && !signal.aborted) {
      world.tally.strike('stop');
      tell(`${member.name} stood still for ${Math.round(holdMs / 1_000)} s`);
    }
    await pause(about(Math.max(everyMs - holdMs, 1_000), random.integer(0, 1_000)), signal);
  }
}

/** A member of the role, at a moment when tasks are in hands if such a moment comes soon. */
async function busyMember(
  world: ChaosWorld,
  role: Member['role'],
  signal: AbortSignal,
): Promise<Member | null> {
  for (let looks = 0; looks < holdLooksMax && !signal.aborted; looks += 1) {
    if ((await heldBy(world, role)).length > 0) break;
    await pause(100, signal);
  }
  return world.crew.awake().find((one) => one.role === role) ?? (await nothingAfter(500, signal));
}

async function nothingAfter(durationMs: number, signal: AbortSignal): Promise<null> {
  await pause(durationMs, signal);
  return null;
}

async function databaseLane(
  world: ChaosWorld,
  { plan, tell }: { readonly plan: BlowPlan; readonly tell: Tell },
  signal: AbortSignal,
): Promise<void> {
  const random = randomOf(world.seed, 'database');
  const { diskFullAfterKills } = plan;
  for (let kills = 0; ;) {
    await pause(about(plan.postgresEveryMs, random.integer(0, 1_000)), signal);
    if (signal.aborted) return;
    await killDatabase(world, tell);
    kills += 1;
    if (diskFullAfterKills === null || kills % diskFullAfterKills !== 0) continue;
    await pause(Math.round(plan.postgresEveryMs / 3), signal);
    if (signal.aborted) return;
    await fillDisk(world, tell);
  }
}

async function killDatabase(world: ChaosWorld, tell: Tell): Promise<void> {
  const startedMs = performance.now();
  await world.database.crash();
  world.tally.strike('postgresKill');
  await startDatabase(world, tell);
  await answers(world);
  world.tally.recovery(performance.now() - startedMs);
}

/** A start that fails is tried again: its port or its room may be somebody else's for a moment. */
async function startDatabase(world: ChaosWorld, tell: Tell): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await within({ what: 'the start of PostgreSQL', limitMs: endMsMax }, world.database.start());
      return;
    } catch (error) {
      if (tries === startTriesMax) throw error;
      tell(`PostgreSQL does not start: ${String(error)}`);
      await wait(startPauseMs);
    }
  }
}

const startTriesMax = 10;
const startPauseMs = 2_000;

/** Waits until the hub's own transactions are answered. */
const answers = (world: ChaosWorld, timeoutMs: number = answerMsMax): Promise<void> =>
  eventually(
    'the database answers',
    async () => {
      await rows(world.hub, 'legal_entity', {});
      return true;
    },
    { timeoutMs, everyMs: 50 },
  );

/** The disk is full until PostgreSQL has said so and a while longer; then there is room again. */
async function fillDisk(world: ChaosWorld, tell: Tell): Promise<void> {
  const { disk } = world;
  if ('why' in disk) return;
  const before = fullTimes(world);
  disk.fill();
  try {
    await eventually(
      'PostgreSQL meets the full disk',
      async () => {
        await wantRoom(world).catch(() => undefined);
        return fullTimes(world) > before;
      },
      { timeoutMs: fullLooksMsMax },
    );
    world.tally.strike('diskFull');
    await wait(fullMs);
  } catch {
    tell('the disk was full, and PostgreSQL wrote nothing meanwhile');
  } finally {
    disk.free();
  }
  const startedMs = performance.now();
  const met = fullTimes(world) - before;
  await answers(world, patienceMs).catch(async () => {
    // It ended for want of room, and comes back as after a crash.
    await world.database.crash();
    await startDatabase(world, tell);
    await answers(world);
  });
  world.tally.recovery(performance.now() - startedMs);
  tell(`the disk was full: PostgreSQL said so ${met} times`);
}

/** A table that is gone with its connection: it makes sure that the server asks for room. */
const wantRoom = (world: ChaosWorld): Promise<unknown> =>
  within(
    { what: 'a wish for room', limitMs: roomMsMax },
    withClient(world.database.url('quittance_owner'), (client) =>
      client.query(
        `create temporary table filling as
           select repeat(md5(number::text), 200) as text from generate_series(1, 20000) number`,
      ),
    ),
  );

const fullTimes = (world: ChaosWorld): number =>
  readFileSync(world.postgresLog, 'utf8').split('No space left on device').length - 1;
