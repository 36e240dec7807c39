import { mkdtempSync, readdirSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AnchorTaken, openAnchorFolder } from '../src/audit/index.ts';
import { HorizonWatch } from '../src/audit/horizon-watch.ts';
import { instantFromEpoch } from '@quittance/domain';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), 'quittance-anchor-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('[I21] checkpoints are told in the order of their numbers, across folders', async () => {
  const anchor = openAnchorFolder(folder);
  expect(await anchor.newest()).toBeNull();
  const numbers = [1, 2, 9_999, 10_000, 10_001, 123_456_789];
  for (const number of numbers.toReversed()) await anchor.put({ number, note: `note ${number}` });
  const told: number[] = [];
  for await (const { number, note } of anchor.all()) {
    told.push(number);
    expect(note).toBe(`note ${number}`);
  }
  expect(told).toEqual(numbers);
  expect(await anchor.newest()).toEqual({ number: 123_456_789, note: 'note 123456789' });
  expect(await anchor.get(9_999)).toBe('note 9999');
  expect(await anchor.get(3)).toBeNull();
});

test('[I21] what is anchored is never replaced', async () => {
  const anchor = openAnchorFolder(folder);
  await anchor.put({ number: 7, note: 'first' });
  await anchor.put({ number: 7, note: 'first' });
  await expect(anchor.put({ number: 7, note: 'second' })).rejects.toThrow(AnchorTaken);
  expect(await anchor.get(7)).toBe('first');
  const [shard = ''] = readdirSync(folder);
  const files = readdirSync(join(folder, shard));
  expect(files).toEqual(['00000000000007.checkpoint']);
  expect(statSync(join(folder, shard, files[0] ?? '')).mode & 0o222).toBe(0);
});

test('a draft that a killed process left is no checkpoint', async () => {
  const anchor = openAnchorFolder(folder);
  await anchor.put({ number: 7, note: 'first' });
  const [shard = ''] = readdirSync(folder);
  writeFileSync(join(folder, shard, '00000000000008.checkpoint.1.1.part'), 'half a no');
  expect(await anchor.newest()).toEqual({ number: 7, note: 'first' });
});

const at = (seconds: number) => instantFromEpoch(Date.UTC(2026, 10, 23) + seconds * 1_000);

test('a horizon that stands still is told once; one that moves is not', () => {
  const watch = new HorizonWatch(30_000);
  const look = (seconds: number, lag: bigint, sealed = 0): number | null =>
    watch.look({ at: at(seconds), lag, sealed });
  expect(look(0, 1n)).toBeNull();
  expect(look(29, 5n)).toBeNull();
  expect(look(30, 5n)).toBe(30_000);
  expect(look(90, 9n)).toBeNull();
  // The long transaction has ended, and others are on their way.
  expect(look(91, 2n)).toBeNull();
  expect(look(120, 2n)).toBeNull();
  expect(look(121, 3n)).toBe(30_000);
  expect(look(122, 0n)).toBeNull();
  // Busy, but moving: leaves are sealed all the time.
  for (let second = 130; second < 200; second += 10) expect(look(second, 4n, 1)).toBeNull();
});
