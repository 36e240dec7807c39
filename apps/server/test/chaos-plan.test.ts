import { expect, test } from 'vitest';
import { missing, planOf, type Reached, smokePlan } from './chaos/plan.ts';
import { eventually } from './support/run-steps.ts';
import { within } from './support/within.ts';

const everywhere = { proposing: 1, approving: 1, releasing: 1, answering: 1, booking: 1 };

const reached = (change: Partial<Reached> = {}): Reached => ({
  payments: 1_000,
  appKills: 30,
  postgresKills: 5,
  stops: 3,
  diskFull: 1,
  proxyFaultsByPhase: everywhere,
  ...change,
});

const lacking = (change: Partial<Reached>, minutes = 5): readonly string[] =>
  missing(reached(change), planOf(1, minutes).least);

test('five minutes have shown something only when each kind of blow fell often enough', () => {
  expect(lacking({})).toEqual([]);
  expect(lacking({ payments: 999 })).toEqual(['payments: 999, fewer than 1000']);
  expect(lacking({ appKills: 29 })).toEqual(['appKills: 29, fewer than 30']);
  expect(lacking({ postgresKills: 4 })).toEqual(['postgresKills: 4, fewer than 5']);
  expect(lacking({ stops: 2 })).toEqual(['stops: 2, fewer than 3']);
  expect(lacking({ diskFull: 0 })).toEqual(['diskFull: 0, fewer than 1']);
  expect(lacking({ diskFull: 0, diskFullLeftOut: 'no right' })).toEqual([]);
  const proxyFaultsByPhase = { ...everywhere, booking: 0 };
  expect(lacking({ proxyFaultsByPhase })).toEqual(['no fault of a proxy while booking']);
});

test('thirty minutes ask for more, half a minute for less, and a slow machine gets longer', () => {
  const thirty = planOf(1, 30);
  expect(thirty.least).toMatchObject({ appKills: 100, postgresKills: 20, stops: 20, diskFull: 3 });
  expect(thirty.minutesMax).toBe(90);
  const little = reached({ payments: 50, appKills: 2, postgresKills: 1, stops: 0, diskFull: 0 });
  expect(missing(little, smokePlan(1).least)).toEqual([]);
});

test('a look that does not come back ends with the wait, which keeps the last answer', async () => {
  let looks = 0;
  const look = (): Promise<boolean> => {
    looks += 1;
    if (looks === 1) throw new Error('two tasks are left');
    return new Promise<boolean>(() => undefined);
  };
  const wait = eventually('no task is left', look, { timeoutMs: 50, everyMs: 1 });
  await expect(wait).rejects.toThrow(/in vain until no task is left: Error: two tasks are left/);
});

test('work that ends in time is not touched, and its error is its own', async () => {
  const limit = { what: 'the work', limitMs: 60_000 };
  expect(await within(limit, Promise.resolve(1))).toBe(1);
  await expect(within(limit, Promise.reject(new Error('its own')))).rejects.toThrow('its own');
  const never = within({ ...limit, limitMs: 5 }, new Promise(() => undefined));
  await expect(never).rejects.toThrow('the work did not come to an end within 0 s');
});
