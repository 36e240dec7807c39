import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskText } from '../src/index.ts';

describe('masking', () => {
  test.each([
    ['paid to DE89370400440532013000 today', 'paid to DE•••3000 today'],
    ['paid to DE89 3704 0044 0532 0130 00 today', 'paid to DE•••3000 today'],
    ['GB33BUKB20201555555555', 'GB•••5555'],
    ['Authorization: Bearer abcdef123456', 'Authorization: ••• •••'],
    ['sent with Bearer abcdef123456.xyz', 'sent with Bearer •••'],
    ['{"api_key":"k-1234","user":"a"}', '{"api_key":•••,"user":"a"}'],
    ['password=geheim&user=a', 'password=•••&user=a'],
    ['postgres://app:geheim@db/x', 'postgres://•••@db/x'],
    ['-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----', '•••'],
    ['message QABCDEFGHJKMN of 12.00 EUR', 'message QABCDEFGHJKMN of 12.00 EUR'],
    ['camt.053.001.08 and pain.001.001.09', 'camt.053.001.08 and pain.001.001.09'],
  ])('[SEC-11][I24] %s', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  test('e-mail addresses are masked when asked for', () => {
    expect(maskText('to ada@example.com')).toBe('to ada@example.com');
    expect(maskText('to ada@example.com', { emails: true })).toBe('to •••');
  });

  test('[I24] a known secret is gone wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ minLength: 6 }),
        fc.string(),
        (before, secret, after) => {
          fc.pre(!'•••'.includes(secret));
          expect(maskText(before + secret + after, { secrets: [secret, ''] })).not.toContain(
            secret,
          );
        },
      ),
    );
  });
});
