import { createRandom } from '@quittance/sandbox';
import { afterEach, expect, test } from 'vitest';
import { spotless, verdictOf } from './support/run-books.ts';
import {
  bankDay,
  eventually,
  fetchFiles,
  releasePayments,
  settle,
  workLeft,
} from './support/run-steps.ts';
import { openRun, type RunWorld } from './support/run-world.ts';

const worlds: RunWorld[] = [];

afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

/** So many answers of the Odoo after now: a random moment in the middle of the postings. */
const callsBeforeTheKill = { min: 20, max: 150 } as const;

test('[RES-01][RES-05][RES-07][FT-13][I1] 2,000 payments outlive a killed worker', async () => {
  const seed = 11;
  const world = await openRun({ seed, scale: 5 });
  worlds.push(world);
  const workers = [await world.start('worker'), await world.start('worker')];
  await world.start('sender');
  const released = await releasePayments(world);
  expect(released).toBeGreaterThanOrEqual(2_000);
  await settle(world);
  const { odoo, banks, today } = world.sandbox;
  for (const bank of banks) bank.process();
  await fetchFiles(world);
  await settle(world);
  for (const bank of banks) bank.advanceDay(today);
  await fetchFiles(world);

  const random = createRandom(seed);
  const calls = odoo.callCount() + random.integer(callsBeforeTheKill.min, callsBeforeTheKill.max);
  await eventually('postings run', () => odoo.callCount() >= calls, { everyMs: 1 });
  await workers[random.integer(0, 1)]?.kill();
  expect(await workLeft(world)).not.toEqual([]);
  await settle(world);
  await bankDay(world, today);

  const { detail, payments: _payments, ...verdict } = await verdictOf(world);
  expect(verdict, world.trouble()).toEqual(spotless);
  expect(detail.payments).toBeGreaterThanOrEqual(released);
  expect(workers.filter((worker) => worker.isRunning())).toHaveLength(1);
}, 300_000);
