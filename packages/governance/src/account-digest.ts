import { createHmac } from 'node:crypto';
import { assert, normaliseAccountNumber } from '@quittance/domain';
import { digestKeyOf } from './digest-key.ts';

/** HMAC keys are at least as long as the digest is strong (RFC 2104, section 3). */
export const saltBytesMin = 16;

/**
 * The look-up digest that stands for an account number outside the account tables: HMAC-SHA-256,
 * lower-case hex, over the normalised number. Account numbers are few enough to be guessed, hence
 * the salt of the installation, which is kept outside the database.
 */
export function accountDigest(input: {
  readonly accountNumber: string;
  readonly salt: Uint8Array;
}): string {
  assert(input.salt.length >= saltBytesMin, 'the account salt has at least sixteen bytes');
  const number = normaliseAccountNumber(input.accountNumber);
  assert(number.length > 0, 'an account number is not empty');
  return createHmac('sha256', digestKeyOf(input.salt))
    .update(`account:${number}`, 'utf8')
    .digest('hex');
}
