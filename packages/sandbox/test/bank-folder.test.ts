import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mirrorToFolder } from '../src/index.ts';
import { bankOf, orders, paymentFile, TODAY } from './bank-support.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bank-'));
});

afterEach(() => rmSync(directory, { recursive: true }));

test('the same bank works on a plain folder', () => {
  const bank = bankOf('kingsway');
  const mirror = mirrorToFolder(bank, directory);
  const path = join(directory, 'in', 'one.xml');
  writeFileSync(`${path}.part`, paymentFile({ messageId: 'B1', orders: orders(2) }));
  expect(mirror.sync()).toBe(0);
  renameSync(`${path}.part`, path);
  expect(mirror.sync()).toBe(1);
  expect(readdirSync(join(directory, 'in'))).toEqual([]);
  bank.closeDay(TODAY);
  mirror.sync();
  const names = bank.files.list('/out').map((entry) => entry.name);
  expect(names.length).toBeGreaterThan(2);
  expect(readdirSync(join(directory, 'out')).toSorted()).toEqual(names);
  for (const name of names) {
    const bytes = new Uint8Array(readFileSync(join(directory, 'out', name)));
    expect(bytes).toEqual(bank.files.read(`/out/${name}`));
  }
  expect(mirror.sync()).toBe(0);
});

test('nothing moves while the bank is down, and everything afterwards', () => {
  const bank = bankOf('nordhafen');
  const mirror = mirrorToFolder(bank, directory);
  bank.faults.inject('down');
  writeFileSync(
    join(directory, 'in', 'one.xml'),
    paymentFile({ messageId: 'B1', orders: orders(1) }),
  );
  expect(mirror.sync()).toBe(0);
  expect(readdirSync(join(directory, 'in'))).toEqual(['one.xml']);
  bank.faults.clear('down');
  expect(mirror.sync()).toBe(1);
  expect(bank.process()).toBe(1);
});
