import { type Instant, instantFromEpoch } from '@quittance/domain';

/** The clock of this machine. */
export const systemNow = (): Instant => instantFromEpoch(Date.now());

/** The same clock in milliseconds since 1970. */
export const systemNowMs = (): number => Date.now();

/** Milliseconds for measuring durations; not a time of day. */
export const monotonicMs = (): number => performance.now();
