import { DatabaseError } from 'pg';
import { InvalidRow, OutOfScope, StoreUnavailable } from '../errors.ts';
import { StoreConflict } from '../port.ts';

/** Errors after which the same transaction, run again, may well succeed. */
const retriable = new Set(['40001', '40P01']);

/** unique_violation, foreign_key_violation, check_violation: Appendix A of the manual. */
const conflicts = new Set(['23505', '23503', '23514']);

/** Time limits, shut-downs and resources that ran out; class 08 and 53 as a whole. */
const passing = new Set(['57014', '55P03', '25P03', '25P04', '57P01', '57P02', '57P03']);

/** True when the database asks for the transaction to be run again. */
export const isRetriable = (error: unknown): boolean =>
  error instanceof DatabaseError && retriable.has(error.code ?? '');

/** True when the connection broke, rather than the database refusing something. */
export const isBrokenConnection = (error: unknown): boolean =>
  !(error instanceof DatabaseError) || /^(08|57P)/.test(error.code ?? '');

/**
 * What an error of the driver means to a caller of the store. Errors of the first kind that a
 * retry cures, and those that nobody foresaw, stay as they are.
 */
export function translateError(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) {
    return error instanceof Error && isConnectionError(error)
      ? new StoreUnavailable('the connection to the database broke', { cause: error })
      : error;
  }
  const code = error.code ?? '';
  if (conflicts.has(code)) return new StoreConflict(error.constraint ?? 'unnamed');
  if (code === '42501' && error.message.includes('row-level security')) {
    return new OutOfScope(/for table "(\w+)"/.exec(error.message)?.[1] ?? 'a table');
  }
  if (code.startsWith('22') || code === '23502') return new InvalidRow(`refused with ${code}`);
  if (passing.has(code) || /^(08|53)/.test(code)) {
    return new StoreUnavailable(`the database answered ${code}`, { cause: error });
  }
  return error;
}

/** Codes of sockets, and the messages of pg's own plain errors; errors of ours have names. */
const isConnectionError = (error: Error): boolean =>
  ('code' in error && /^E[A-Z]+$/.test(String(error.code))) ||
  (error.name === 'Error' &&
    /connection|timeout exceeded|read timeout|terminated|not queryable/i.test(error.message));
