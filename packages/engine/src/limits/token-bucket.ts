/** Tokens of one endpoint at one moment; a value, so that it can be kept anywhere. */
export interface TokenBucket {
  readonly capacity: number;
  readonly perSecond: number;
  readonly tokens: number;
  /** Epoch milliseconds of the count. */
  readonly atMs: number;
}

export type TokenGrant =
  | { readonly granted: true; readonly bucket: TokenBucket }
  | { readonly granted: false; readonly bucket: TokenBucket; readonly waitMs: number };

/** A full bucket that refills evenly. Errors: `RangeError` unless all numbers are positive. */
export function createTokenBucket(limit: {
  readonly requests: number;
  readonly perSeconds: number;
  readonly nowMs: number;
}): TokenBucket {
  const { requests, perSeconds, nowMs } = limit;
  if (!(requests >= 1) || !(perSeconds > 0)) throw new RangeError('a limit allows something');
  return { capacity: requests, perSecond: requests / perSeconds, tokens: requests, atMs: nowMs };
}

/** Takes one token, or says how many milliseconds until there is one. A clock set back waits. */
export function takeToken(bucket: TokenBucket, nowMs: number): TokenGrant {
  const elapsedMs = Math.max(nowMs - bucket.atMs, 0);
  const refilled = bucket.tokens + (elapsedMs * bucket.perSecond) / 1_000;
  const tokens = Math.min(bucket.capacity, refilled);
  const atMs = Math.max(nowMs, bucket.atMs);
  if (tokens >= 1) return { granted: true, bucket: { ...bucket, tokens: tokens - 1, atMs } };
  const waitMs = Math.ceil(((1 - tokens) * 1_000) / bucket.perSecond);
  return { granted: false, bucket: { ...bucket, tokens, atMs }, waitMs };
}

/** Empties the bucket for as long as the counterparty asked (`Retry-After`). */
export function drainTokens(bucket: TokenBucket, nowMs: number, pauseMs: number): TokenBucket {
  const owed = (Math.max(pauseMs, 0) * bucket.perSecond) / 1_000;
  return { ...bucket, tokens: Math.min(bucket.tokens, 1 - owed), atMs: nowMs };
}
