/** Payment runs one after another while the blows fall, then quiet days until all has ended. */
import { addDays, asPlainDate, instantOfLocalTime, type PlainDate } from '@quittance/domain';
import { ask, prepareAccounts, rows, sweepEveryDeadline } from '../../src/demo/run-demo.ts';
import { eventually } from '../support/run-steps.ts';
import type { People } from './people.ts';
import { type ChaosPlan, missing, reachedOf } from './plan.ts';
import type { ChaosWorld } from './world.ts';

type Tell = (line: string) => void;

/** Bills due later than this from the first day on are not paid. */
const dueDaysAhead = 5;
const payMsMin = 240_000;
const leaveMsMin = 120_000;
const restMs = 12_000;
const bookingMs = 20_000;
/** Tries wait up to five minutes for their next go, and a lease before it. */
const drainMsMax = 420_000;
/** Returns of banks come within a week, and what nobody explains is overdue after three days. */
const quietDays = 2;
const laterDays = 17;

/** Tasks that wait for hours by design: nobody waits for them here. */
const patientTasks: readonly string[] = ['attempt.inquire'];

/** What brings a released batch to its bank. */
const leavingTasks: readonly string[] = ['batch.release', 'attempt.submit'];

/** Installs the hub's columns in Odoo and reads its books; nothing is disturbed yet. */
export async function begin(world: ChaosWorld): Promise<void> {
  const run = { hub: world.hub, sandbox: world.sandbox, tell: () => undefined };
  await prepareAccounts(run);
  if ((await rows(world.hub, 'open_item', { state: 'open' })).length > 0) return;
  throw new Error('the accounts were read, and no bill is open');
}

/** Days on which the bills of all runs are due: each run pays as many as another. */
function dueDays(world: ChaosWorld, runs: number): readonly PlainDate[] {
  const { today, company } = world.sandbox;
  const last = addDays(today, dueDaysAhead);
  const due = company.documents
    .map((document) => asPlainDate(document.dueDate))
    .filter((day) => day <= last)
    .toSorted();
  return Array.from({ length: runs }, (_, index) =>
    index === runs - 1 ? last : (due[Math.floor(((index + 1) * due.length) / runs)] ?? last),
  );
}

export interface UnderFire {
  readonly plan: Pick<ChaosPlan, 'runs' | 'least'>;
  /** On the clock of `performance`. */
  readonly untilMs: number;
  /** By then it ends, whatever has not happened yet. */
  readonly latestMs: number;
  readonly tell: Tell;
}

/**
 * Payment runs, until the time is over and what must happen has happened. Returns the first day
 * that the banks have not closed.
 */
export async function runUnderFire(
  world: ChaosWorld,
  people: People,
  of: UnderFire,
): Promise<PlainDate> {
  const { plan, untilMs, tell } = of;
  const days = dueDays(world, plan.runs);
  let day = world.sandbox.today;
  let isLonger = false;
  for (let run = 0; ; run += 1) {
    const dueUntil = days[Math.min(run, days.length - 1)];
    if (dueUntil === undefined) throw new Error('no run was asked for');
    // People see their run through for as long as the blows fall.
    await people.pay(dueUntil, Math.max(untilMs, performance.now() + payMsMin));
    world.tally.enter('answering');
    // Messages that were to leave today are refused tomorrow: the day lasts until they have left.
    await left(world, Math.max(untilMs - performance.now(), leaveMsMin));
    await answer(world);
    await rest(world, restMs);
    tell(`run ${run + 1}, ${day}: ${orders(world)} orders at the banks; ${blowsOf(world)}`);
    const lacking = isOver(world, of);
    if (lacking === null) return day;
    if (lacking.length > 0 && !isLonger) tell(`goes on for longer; ${lacking.join('; ')}`);
    isLonger ||= lacking.length > 0;
    world.tally.enter('booking');
    await book(world, day);
    await rest(world, bookingMs);
    day = await nextDay(world, day, 1);
  }
}

/** Null when it is; otherwise what is lacking at a time when it should be over. */
function isOver(world: ChaosWorld, of: UnderFire): readonly string[] | null {
  const nowMs = performance.now();
  if (nowMs < of.untilMs) return [];
  if (nowMs > of.latestMs) return null;
  const { disk, tally } = world;
  // Not every order of a bank becomes a payment that ends: some wait in a case.
  const payments = Math.floor(orders(world) * endingShare);
  const leftOut = 'why' in disk ? { diskFullLeftOut: disk.why } : {};
  const lacking = missing({ ...reachedOf(tally), ...leftOut, payments }, of.plan.least);
  return lacking.length === 0 ? null : lacking;
}

const endingShare = 0.95;

function blowsOf({ tally }: ChaosWorld): string {
  const { appKill, postgresKill, stop, diskFull, proxy } = tally.counts();
  return (
    `${appKill} processes and PostgreSQL ${postgresKill} times killed, ${stop} stopped, ` +
    `disk full ${diskFull} times, ${proxy} exchanges spoilt`
  );
}

const orders = (world: ChaosWorld): number =>
  world.sandbox.banks.reduce((sum, bank) => sum + bank.books().instructions.length, 0);

/** Banks take in what lies there and answer, and their answers are fetched. */
async function answer(world: ChaosWorld): Promise<void> {
  for (const bank of world.sandbox.banks) bank.process();
  await fetchAnswers(world);
}

async function book(world: ChaosWorld, day: PlainDate): Promise<void> {
  for (const bank of world.sandbox.banks) bank.advanceDay(day);
  await fetchAnswers(world);
  await askFor(world, 'accounts.sync', 'odoo');
}

async function fetchAnswers(world: ChaosWorld): Promise<void> {
  for (const bank of world.sandbox.banks) await askFor(world, 'bank.fetch', bank.name);
}

/** The database may be away: asked for again until it is written down. */
const askFor = (world: ChaosWorld, name: string, connectionName: string): Promise<void> =>
  eventually(`${name} is asked for`, async () => {
    await ask(world.hub, { name, connectionName });
    return true;
  });

async function nextDay(world: ChaosWorld, day: PlainDate, days: number): Promise<PlainDate> {
  const { sandbox, hub } = world;
  let next = day;
  for (let passed = 0; passed < days; passed += 1) next = sandbox.nextBusinessDay(next);
  sandbox.clock.moveTo(instantOfLocalTime(next, '09:00', 'UTC'));
  await eventually('the day begins', async () => {
    await hub.store.moveSandboxClock(sandbox.clock.offsetSeconds());
    return true;
  });
  return next;
}

async function workLeft(
  world: ChaosWorld,
  counts: (name: string) => boolean,
): Promise<readonly string[]> {
  const depths = await world.hub.queue.depths();
  return depths
    .filter(({ name, waiting, active }) => counts(name) && waiting + active > 0)
    .map(({ name, waiting, active }) => `${name} ${waiting} waiting, ${active} active`);
}

/** Gives the work some time, and goes on whether it is done or not. */
async function rest(world: ChaosWorld, timeoutMs: number): Promise<void> {
  await settled(world, timeoutMs).catch(() => undefined);
}

const settled = (world: ChaosWorld, timeoutMs: number): Promise<void> =>
  until(world, timeoutMs, (name) => !patientTasks.includes(name));

/** Waits for the messages to the banks, and goes on without those that take too long. */
async function left(world: ChaosWorld, timeoutMs: number): Promise<void> {
  await until(world, timeoutMs, (name) => leavingTasks.includes(name)).catch(() => undefined);
}

const until = (
  world: ChaosWorld,
  timeoutMs: number,
  counts: (name: string) => boolean,
): Promise<void> =>
  eventually(
    'no work is left',
    async () => {
      const open = await workLeft(world, counts);
      if (open.length > 0) throw new Error(open.join('; '));
      return true;
    },
    { timeoutMs, everyMs: 200 },
  );

/** Nothing is disturbed any more: days pass until everything has ended or has its owner. */
export async function drain(world: ChaosWorld, from: PlainDate, tell: Tell): Promise<void> {
  await settled(world, drainMsMax);
  tell('no work was left behind');
  let day = from;
  for (let passed = 0; passed < quietDays; passed += 1) {
    await quietDay(world, day);
    tell(`${day}: a quiet day has passed`);
    day = await nextDay(world, day, passed === quietDays - 1 ? laterDays : 1);
  }
  await quietDay(world, day);
  await quietDay(world, day);
  await sweepEveryDeadline(world.hub);
  tell(`${day}: every deadline was looked at`);
}

async function quietDay(world: ChaosWorld, day: PlainDate): Promise<void> {
  await answer(world);
  await settled(world, drainMsMax);
  await book(world, day);
  await settled(world, drainMsMax);
}
