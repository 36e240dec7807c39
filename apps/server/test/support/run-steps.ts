/** What happens in a run, step by step; each step survives counterparties that are away. */
import { setTimeout as wait } from 'node:timers/promises';
import { addDays, instantOfLocalTime, type PlainDate } from '@quittance/domain';
import { ask, prepareAccounts, releaseDueBills } from '../../src/demo/run-demo.ts';
import type { RunWorld } from './run-world.ts';
import { within } from './within.ts';

/** Longer than any lease with the tries that follow it, shorter than the tests that wait. */
const settleMsMax = 200_000;

/**
 * Waits until `look` says so, whatever errors it meets on the way; says what it waited for. A look
 * that does not come back ends with the wait.
 */
export async function eventually(
  what: string,
  look: () => boolean | Promise<boolean>,
  options: { readonly everyMs?: number; readonly timeoutMs?: number } = {},
): Promise<void> {
  const limitMs = options.timeoutMs ?? settleMsMax;
  let last: unknown = 'it was not so';
  const over = new AbortController();
  const looks = async (): Promise<void> => {
    while (!over.signal.aborted) {
      try {
        if (await look()) return;
        last = 'it was not so';
      } catch (error) {
        last = error;
      }
      await wait(options.everyMs ?? 100);
    }
  };
  try {
    await within({ what: 'the last look', limitMs }, looks());
  } catch {
    const seconds = Math.round(limitMs / 1_000);
    throw new Error(`waited ${seconds} s in vain until ${what}: ${String(last)}`);
  } finally {
    over.abort();
  }
}

/** Tasks that wait or run, tries that wait for another go included, by name. */
export async function workLeft(
  world: RunWorld,
  except: readonly string[] = ['attempt.inquire'],
): Promise<readonly string[]> {
  const depths = await world.hub.queue.depths();
  return depths
    .filter((depth) => !except.includes(depth.name) && depth.waiting + depth.active > 0)
    .map((depth) => `${depth.name} ${depth.waiting} waiting, ${depth.active} active`);
}

export const settle = (world: RunWorld, except?: readonly string[]): Promise<void> =>
  eventually('no work is left', async () => {
    const left = await workLeft(world, except);
    if (left.length > 0) throw new Error(left.join('; '));
    return true;
  });

/** Reads the accounts, and has people propose, approve and release what is due. */
export async function releasePayments(world: RunWorld, dueInDays = 5): Promise<number> {
  const run = { hub: world.hub, sandbox: world.sandbox, tell: () => undefined };
  await prepareAccounts(run);
  const proposals = await releaseDueBills(run, addDays(world.sandbox.today, dueInDays));
  return proposals.reduce((sum, proposal) => sum + proposal.paymentCount, 0);
}

/** Asks for the banks' files until every one is taken: a file may have to be looked at twice. */
export async function fetchFiles(world: RunWorld): Promise<void> {
  const { hub, sandbox } = world;
  await eventually('the banks have no files left', async () => {
    const waiting = sandbox.banks.filter((bank) => bank.files.list('/out').length > 0);
    for (const bank of waiting) await ask(hub, { name: 'bank.fetch', connectionName: bank.name });
    return waiting.length === 0;
  });
}

/** The banks take in and answer what lies there, close their day, and everything is taken over. */
export async function bankDay(world: RunWorld, day: PlainDate): Promise<void> {
  const { hub, sandbox } = world;
  for (const bank of sandbox.banks) bank.process();
  await fetchFiles(world);
  await settle(world);
  for (const bank of sandbox.banks) bank.advanceDay(day);
  await fetchFiles(world);
  await eventually('the accounts are asked', async () => {
    await ask(hub, { name: 'accounts.sync', connectionName: 'odoo' });
    return true;
  });
  await settle(world);
}

/** Moves every clock of the sandbox to the morning of its next business day. */
export async function nextMorning(world: RunWorld, day: PlainDate): Promise<PlainDate> {
  const { hub, sandbox } = world;
  const next = sandbox.nextBusinessDay(day);
  sandbox.clock.moveTo(instantOfLocalTime(next, '09:00', 'UTC'));
  await hub.store.moveSandboxClock(sandbox.clock.offsetSeconds());
  return next;
}
