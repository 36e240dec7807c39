import type { Attempt, PlainDate } from '@quittance/domain';
import { flows, workFlows } from '@quittance/flows';
import { randomOf } from '@quittance/sandbox';
import { drawSwarm } from '../faults/swarm.ts';
import { askFor, askForSweeps, type Hub, openHub, type World } from '../hub/open-hub.ts';
import { odooConnectionName } from '../hub/installation.ts';
import { openBookkeeping } from '../people/bookkeeping.ts';
import { openTreasury, type Treasury } from '../people/treasury.ts';
import { startProcess } from '../virtual/process.ts';
import { type BankDays, openBankDays } from './bank-days.ts';
import { buildWorld, openAdmin } from './build-world.ts';
import { firstDay, nextOpenDay, timeOf } from './days.ts';
import { createWorkers, type Workers } from './workers.ts';

/** Everything that a seed left behind, for the oracle, the counters and the digest. */
export interface SeedRun {
  readonly seed: number;
  readonly world: World;
  readonly handOvers: readonly HandOver[];
  readonly errors: readonly string[];
  readonly deaths: readonly string[];
}

export interface HandOver {
  readonly at: string;
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The messages that the database knew at that instant. */
  readonly attempts: Promise<readonly Attempt[]>;
}

/** Business days with faults, and those after them without: every deadline strikes within these. */
const faultDaysMin = 2;
const faultDaysMax = 4;
const calmDays = 4;

/**
 * Runs the world of one seed to its end: days of faults, then days in which everything works. The
 * same seed makes the same world, step by step; `tell` hears of its faults as they happen.
 */
export async function runSeed(
  seed: number,
  tell: (at: string, what: string) => void = () => undefined,
): Promise<SeedRun> {
  const day = firstDay(randomOf(seed, 'day'));
  const swarm = drawSwarm(seed);
  const handOvers: HandOver[] = [];
  const errors: string[] = [];
  const world = await buildWorld({
    seed,
    day,
    swarm,
    onHandOver: (bank, path, bytes) => {
      const { memory, scheduler } = world;
      handOvers.push({ at: scheduler.now(), path, bytes, attempts: memory.dump('attempt') });
      run.banks.noticeSoon(bank, () => ask(run, 'bank.fetch'));
    },
    onError: (error) => errors.push(error instanceof Error ? error.name : String(error)),
  });
  const run: Run = startRun(world, seed);
  swarm.onHit = (kind) => tell(world.scheduler.now(), kind);
  await runDays(run, day);
  run.banks.noteFaults();
  return { seed, world, handOvers, errors, deaths: run.workers.deaths() };
}

interface Run {
  readonly world: World;
  readonly workers: Workers;
  /** The process that the schedules run in; it never dies, as an operating system's timer. */
  readonly clock: Hub;
  readonly treasury: Treasury;
  readonly banks: BankDays;
  readonly meddle: () => Promise<void>;
  readonly faultDays: number;
  readonly random: ReturnType<typeof randomOf>;
}

function startRun(world: World, seed: number): Run {
  const { scheduler } = world;
  const open = (name: string): Hub => openHub(world, startProcess({ name, scheduler }));
  const random = randomOf(seed, 'days');
  const books = open('books');
  const bookkeeping = openBookkeeping({
    world,
    admin: openAdmin(world, books.process),
    random: randomOf(seed, 'books'),
  });
  return {
    world,
    workers: createWorkers(world, async (hub) => {
      await workFlows(hub.queue, hub.ports, { flows, options: { concurrency: 2 } });
    }),
    clock: open('clock'),
    treasury: openTreasury(world, open('people'), randomOf(seed, 'people')),
    banks: openBankDays(world, randomOf(seed, 'bank days')),
    meddle: () => bookkeeping.meddle(),
    faultDays: random.integer(faultDaysMin, faultDaysMax),
    random,
  };
}

async function runDays(run: Run, first: PlainDate): Promise<void> {
  const { world, faultDays } = run;
  const { scheduler } = world;
  let day = first;
  for (let passed = 0; passed < faultDays + calmDays; passed += 1) {
    if (passed === faultDays) calm(run);
    planDay(run, day);
    if (passed < faultDays && passed % 2 === 0) planPaymentRun(run, day);
    await scheduler.runUntil(timeOf(day, 23, 59));
    day = nextOpenDay(day);
  }
  run.workers.stop();
}

/** Faults end: whoever stands still goes on, whoever is away comes back. */
function calm(run: Run): void {
  const { world } = run;
  world.swarm.calm();
  world.odoo.faults.clear();
  world.odoo.faults.release();
  run.banks.calm();
  run.workers.thaw();
}

/** What comes back every day: the schedules of the hub, the hours of the banks. */
function planDay(run: Run, day: PlainDate): void {
  const { world, banks, random } = run;
  const { scheduler, wire } = world;
  const at = (hour: number, minute: number, work: () => void): void =>
    scheduler.at(wire, timeOf(day, hour, minute) + random.integer(0, 60_000), work);
  at(6, 30, () => ask(run, 'accounts.sync'));
  for (const hour of [5, 22]) at(hour, 45, () => sweep(run));
  for (const hour of [8, 10, 12, 14, 16, 18, 21]) at(hour, 10, () => banks.process());
  for (const hour of [9, 11, 13, 15, 17, 21]) at(hour, 25, () => ask(run, 'bank.fetch'));
  at(20, 0, () => banks.closeDay(day));
  for (const hour of [10, 14]) at(hour, 0, () => watch(run, run.meddle()));
  at(16, 0, () => watch(run, run.treasury.undoOneMatch()));
  at(9, 0, () => planOutage(run));
}

/** Odoo is away for at most three hours. */
const downMsMax = 3 * 3_600_000;

function planOutage({ world, random }: Run): void {
  const { odoo, scheduler, wire, swarm } = world;
  if (!random.chance(swarm.ratePerMille('odoo.down'))) return;
  const fromMs = scheduler.nowMs() + random.integer(0, downMsMax);
  scheduler.at(wire, fromMs, () => {
    if (!swarm.isCalm) odoo.faults.down = true;
  });
  scheduler.at(wire, fromMs + random.integer(60_000, downMsMax), () => {
    odoo.faults.down = false;
  });
}

function planPaymentRun(run: Run, day: PlainDate): void {
  const { world, treasury, random } = run;
  const { scheduler, wire, swarm } = world;
  const hour = random.pick([7, 8, 8, 9, 12]);
  scheduler.at(wire, timeOf(day, hour), () => watch(run, treasury.payDueBills(day)));
  if (swarm.strikes('people.emergencyStop')) {
    const stopHour = random.integer(hour, hour + 4);
    scheduler.at(wire, timeOf(day, stopHour), () => watch(run, treasury.stopAndResume()));
  }
}

function ask(run: Run, task: 'accounts.sync' | 'bank.fetch'): void {
  const { clock, world } = run;
  const names = task === 'bank.fetch' ? world.installation.banks : [odooConnectionName];
  for (const connectionName of names) watch(run, askFor(clock, { task, connectionName }));
}

const sweep = (run: Run): void =>
  watch(run, askForSweeps(run.clock, [...run.world.installation.entityIds.values()]));

function watch({ world }: Run, work: Promise<unknown>): void {
  work.catch((error: unknown) => world.onError(error));
}
