import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  askCircuit,
  createCircuitBreaker,
  createTokenBucket,
  drainTokens,
  reportCircuit,
  takeToken,
  type TokenBucket,
} from '../src/index.ts';

describe('the token bucket', () => {
  test('[RES-15] no window lets more through than its capacity and refill', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 200 }),
        (requests, perSeconds, gaps) => {
          let bucket = createTokenBucket({ requests, perSeconds, nowMs: 0 });
          let nowMs = 0;
          let granted = 0;
          for (const gap of gaps) {
            nowMs += gap;
            const grant = takeToken(bucket, nowMs);
            bucket = grant.bucket;
            if (grant.granted) granted += 1;
          }
          const allowed = requests + (nowMs / 1_000) * (requests / perSeconds);
          expect(granted).toBeLessThanOrEqual(allowed + 1e-6);
        },
      ),
    );
  });

  test('waiting as told is enough, and not much more than needed', () => {
    let bucket: TokenBucket = createTokenBucket({ requests: 2, perSeconds: 1, nowMs: 0 });
    for (let taken = 0; taken < 2; taken += 1) bucket = takeToken(bucket, 0).bucket;
    const refused = takeToken(bucket, 0);
    expect(refused).toMatchObject({ granted: false, waitMs: 500 });
    expect(takeToken(refused.bucket, 499).granted).toBe(false);
    expect(takeToken(refused.bucket, 500).granted).toBe(true);
  });

  test('a pause that the counterparty asked for empties the bucket for that long', () => {
    const full = createTokenBucket({ requests: 100, perSeconds: 10, nowMs: 0 });
    const drained = drainTokens(full, 0, 30_000);
    expect(takeToken(drained, 29_900).granted).toBe(false);
    expect(takeToken(drained, 30_000).granted).toBe(true);
  });

  test('a clock that is set back grants nothing for it', () => {
    let bucket = createTokenBucket({ requests: 1, perSeconds: 1, nowMs: 10_000 });
    bucket = takeToken(bucket, 10_000).bucket;
    const back = takeToken(bucket, 0);
    expect(back.granted).toBe(false);
    expect(takeToken(back.bucket, 10_000).granted).toBe(false);
  });

  test('a limit that allows nothing is refused', () => {
    const make = (requests: number, perSeconds: number) => () =>
      createTokenBucket({ requests, perSeconds, nowMs: 0 });
    expect(make(0, 1)).toThrow(RangeError);
    expect(make(1, 0)).toThrow(RangeError);
    expect(make(Number.NaN, 1)).toThrow(RangeError);
  });
});

describe('the circuit breaker', () => {
  const failing = (times: number, atMs = 0) => {
    let breaker = createCircuitBreaker({ failuresMax: 3, openMs: 1_000 });
    for (let n = 0; n < times; n += 1) breaker = reportCircuit(breaker, 'failure', atMs);
    return breaker;
  };

  test('[RES-07][FT-08] it opens after so many failures in a row and spares the endpoint', () => {
    expect(askCircuit(failing(2), 0).allowed).toBe(true);
    expect(askCircuit(failing(3), 0)).toMatchObject({ allowed: false, waitMs: 1_000 });
  });

  test('a success in between starts the count anew', () => {
    const breaker = reportCircuit(failing(2), 'success', 0);
    expect(reportCircuit(breaker, 'failure', 0).state).toBe('closed');
  });

  test('[FT-08] one caller tries when the time has come; the others wait for the answer', () => {
    const trial = askCircuit(failing(3), 1_000);
    expect(trial).toMatchObject({ allowed: true, breaker: { state: 'half_open' } });
    expect(askCircuit(trial.breaker, 1_001).allowed).toBe(false);
    expect(reportCircuit(trial.breaker, 'success', 1_002).state).toBe('closed');
    const again = reportCircuit(trial.breaker, 'failure', 1_500);
    expect(askCircuit(again, 2_499).allowed).toBe(false);
    expect(askCircuit(again, 2_500).allowed).toBe(true);
  });

  test('a trial whose worker was killed does not keep it shut for ever', () => {
    const trial = askCircuit(failing(3), 1_000);
    expect(askCircuit(trial.breaker, 2_000).allowed).toBe(true);
  });
});
