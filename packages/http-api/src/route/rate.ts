import { createTokenBucket, takeToken, type TokenBucket } from '@quittance/engine';

/** What is left to one caller. */
export interface Allowance {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Whole seconds until another request is allowed; 0 when one is. */
  readonly retryAfterSeconds: number;
}

export interface RateLimiter {
  ask(key: string): Allowance;
}

/** So many callers are remembered; the one that was quiet for longest is forgotten first. */
const callersMax = 10_000;

/** An even rate for each caller of this process, kept in memory (GOV-12). */
export function createRateLimiter(of: {
  readonly requestsPerMinute: number;
  readonly nowMs: () => number;
}): RateLimiter {
  const buckets = new Map<string, TokenBucket>();
  const limit = of.requestsPerMinute;
  return {
    ask(key) {
      const nowMs = of.nowMs();
      const known = buckets.get(key);
      const bucket = known ?? createTokenBucket({ requests: limit, perSeconds: 60, nowMs });
      const grant = takeToken(bucket, nowMs);
      buckets.delete(key);
      buckets.set(key, grant.bucket);
      if (buckets.size > callersMax) buckets.delete(buckets.keys().next().value ?? '');
      return {
        allowed: grant.granted,
        limit,
        remaining: Math.max(0, Math.floor(grant.bucket.tokens)),
        retryAfterSeconds: grant.granted ? 0 : Math.ceil(grant.waitMs / 1_000),
      };
    },
  };
}

/** The headers that tell a caller what is left (draft-ietf-httpapi-ratelimit-headers, 10). */
export const rateHeaders = (allowance: Allowance): Readonly<Record<string, string>> => ({
  'ratelimit-policy': `"token";q=${allowance.limit};w=60`,
  ratelimit: `"token";r=${allowance.remaining};t=${allowance.retryAfterSeconds}`,
  ...(allowance.allowed ? {} : { 'retry-after': allowance.retryAfterSeconds.toString() }),
});
