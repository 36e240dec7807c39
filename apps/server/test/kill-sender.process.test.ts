import type { BankSimulator } from '@quittance/sandbox';
import { afterEach, expect, test } from 'vitest';
import { rows } from '../src/demo/run-demo.ts';
import { spotless, verdictOf } from './support/run-books.ts';
import { bankDay, eventually, releasePayments, settle } from './support/run-steps.ts';
import { openRun, type RunWorld } from './support/run-world.ts';

const worlds: RunWorld[] = [];

afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

const names = (bank: BankSimulator, directory: string): readonly string[] =>
  bank.files.list(directory).map((entry) => entry.name);

/** Bills this much overdue: a few dozen payments. */
const dueInDays = -18;

const attempts = (world: RunWorld) => rows(world.hub, 'attempt', {});

test('[RES-01][RES-05][FT-05][FT-13][I1][I14] a killed sender sends once', async () => {
  const world = await openRun({ seed: 12 });
  worlds.push(world);
  const { banks } = world.sandbox;
  await world.start('worker');
  const first = await world.start('sender');
  for (const bank of banks) {
    bank.faults.inject('slow', { delayMs: 100 });
    // The connection goes with the answer; the sender is killed while it looks what happened.
    bank.faults.inject('dropAfterRename', { times: 10 });
  }
  await releasePayments(world, dueInDays);
  const renamed = (): boolean =>
    banks.some((bank) => names(bank, '/in').some((name) => name.endsWith('.xml')));
  await eventually('a file has its own name', renamed, { everyMs: 1 });
  await first.kill();
  const interrupted = (await attempts(world)).filter((attempt) => attempt.state === 'sending');
  expect(interrupted.length).toBeGreaterThan(0);

  for (const bank of banks) bank.faults.clear('slow');
  for (const bank of banks) bank.faults.clear('dropAfterRename');
  await world.start('sender');
  await settle(world, []);
  const ends = (await attempts(world)).map((attempt) => attempt.state);
  expect(new Set(ends)).toEqual(new Set(['acknowledged']));
  const asked = (await attempts(world)).filter((attempt) => attempt.inquiries > 0);
  expect(asked.map((attempt) => attempt.id).toSorted()).toEqual(
    interrupted.map((attempt) => attempt.id).toSorted(),
  );
  await bankDay(world, world.sandbox.today);
  const { detail: _detail, payments: _payments, ...verdict } = await verdictOf(world);
  expect(verdict, world.trouble()).toEqual(spotless);
}, 240_000);
