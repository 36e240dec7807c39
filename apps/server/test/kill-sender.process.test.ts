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

const isMessage = (name: string): boolean => name.endsWith('.xml');

/** Bills this much overdue: a few dozen payments. */
const dueInDays = -18;

const attempts = (world: RunWorld) => rows(world.hub, 'attempt', {});

test('[RES-01][RES-05][FT-05][FT-13][I1][I14] a killed sender sends once', async () => {
  const world = await openRun({ seed: 12 });
  worlds.push(world);
  const { banks } = world.sandbox;
  await world.start('worker');
  const first = await world.start('sender');
  // A sender hands over two messages at a time. Both have their names at the banks, and the sender
  // waits for the answers when it is killed; the third has not begun.
  for (const bank of banks) bank.faults.inject('muteAfterRename', { times: 10 });
  await releasePayments(world, dueInDays);
  const delivered = (): number =>
    banks.reduce((sum, bank) => sum + names(bank, '/in').filter(isMessage).length, 0);
  await eventually('two messages are at their banks', () => delivered() === 2);
  await first.kill();
  const interrupted = (await attempts(world)).filter((attempt) => attempt.state === 'sending');
  expect(interrupted).toHaveLength(2);

  for (const bank of banks) bank.faults.clear('muteAfterRename');
  await world.start('sender');
  await settle(world, []);
  const ends = (await attempts(world)).map((attempt) => attempt.state);
  expect(new Set(ends)).toEqual(new Set(['acknowledged']));
  const asked = (await attempts(world)).filter((attempt) => attempt.resolution === 'inquiry');
  expect(asked.map((attempt) => attempt.id).toSorted()).toEqual(
    interrupted.map((attempt) => attempt.id).toSorted(),
  );
  expect(delivered()).toBe(ends.length);
  await bankDay(world, world.sandbox.today);
  const { detail: _detail, payments: _payments, ...verdict } = await verdictOf(world);
  expect(verdict, world.trouble()).toEqual(spotless);
}, 240_000);
