import { expect, test } from 'vitest';
import { outcomeOfOrder } from '../../src/order-bank/faults.ts';

test.each([
  ['7', 7_000],
  ['Mon, 23 Nov 2026 10:00:05 GMT', 5_000],
])('[RES-15] an order that is to wait %s waits so long from now on', (asked, waitMs) => {
  const nowMs = Date.parse('2026-11-23T10:00:00.000Z');
  const headers = { 'retry-after': asked };
  const outcome = outcomeOfOrder(
    { kind: 'answer', status: 429, headers, body: '' },
    { clientOrderId: 'Q000000000001', nowMs },
  );
  expect(outcome).toMatchObject({
    kind: 'notSent',
    fault: { kind: 'retryAfter', retryAfterMs: waitMs },
  });
});
