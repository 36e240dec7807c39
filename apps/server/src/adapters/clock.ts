import { type Instant, instantFromEpoch } from '@quittance/domain';

/** The clock of this machine. */
export const systemNow = (): Instant => instantFromEpoch(Date.now());

/** Milliseconds for measuring durations; not a time of day. */
export const monotonicMs = (): number => performance.now();
