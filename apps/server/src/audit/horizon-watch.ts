import { type Instant, millisecondsBetween } from '@quittance/domain';

/** What a sealer saw of the snapshot horizon in one round. */
export interface HorizonSight {
  readonly at: Instant;
  /** Transaction ids between the horizon and the newest one. */
  readonly lag: bigint;
  readonly sealed: number;
}

/**
 * Tells a stalled horizon from a busy one: while one transaction does not end, nothing new can be
 * sealed and the lag never shrinks; while transactions come and go, it does, or leaves are sealed.
 */
export class HorizonWatch {
  readonly #stallMs: number;
  #since: Instant | null = null;
  #lag = 0n;
  #told = false;

  constructor(stallMs: number) {
    this.#stallMs = stallMs;
  }

  /** Milliseconds of a stall that has lasted too long, once for each; null otherwise. */
  look({ at, lag, sealed }: HorizonSight): number | null {
    const moves = lag === 0n || sealed > 0 || lag < this.#lag;
    this.#lag = lag;
    if (moves || this.#since === null) {
      this.#since = lag === 0n ? null : at;
      this.#told = false;
      return null;
    }
    const stalledMs = millisecondsBetween(this.#since, at);
    if (this.#told || stalledMs < this.#stallMs) return null;
    this.#told = true;
    return stalledMs;
  }
}
