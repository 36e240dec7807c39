import {
  addDays,
  asPlainDate,
  instantFromEpoch,
  InvalidDateError,
  isInstant,
  isPlainDate,
} from '@quittance/domain';
import { expect, test } from 'vitest';

test.each([
  ['0000-02-29', true],
  ['1900-02-29', false],
  ['2000-02-29', true],
  ['2023-02-29', false],
  ['2024-02-29', true],
  ['2026-04-31', false],
  ['2026-13-01', false],
  ['2026-00-10', false],
])('[I30] whether %s is a day: %s, and so its last moment', (text, exists) => {
  expect(isPlainDate(text)).toBe(exists);
  expect(isInstant(`${text}T23:59:59.999Z`)).toBe(exists);
});

test('a fraction of a day or millisecond, and a year beyond the form, are refused', () => {
  expect(() => addDays(asPlainDate('2026-03-02'), 0.4)).toThrow(RangeError);
  expect(() => instantFromEpoch(0.5)).toThrow(RangeError);
  expect(() => instantFromEpoch(Number.NaN)).toThrow(RangeError);
  expect(() => addDays(asPlainDate('9999-12-31'), 1)).toThrow(InvalidDateError);
  expect(() => addDays(asPlainDate('0000-01-01'), -1)).toThrow(InvalidDateError);
});
