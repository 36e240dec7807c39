import { expect, test } from 'vitest';
import { asError } from '../src/postgres/trouble.ts';

test('what pg-boss tells of trouble keeps its words, whatever form it has', () => {
  const told = asError({ message: 'connect ECONNREFUSED', stack: '', code: 'ECONNREFUSED' });
  expect(String(told)).toBe('Error: connect ECONNREFUSED');
  const error = new TypeError('as it is');
  expect(asError(error)).toBe(error);
  expect(asError('a word')).toBe('a word');
});
