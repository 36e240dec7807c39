import { addMilliseconds, type Instant, millisecondsBetween } from '@quittance/domain';
import { systemNow } from '../adapters/clock.ts';

/** The time of the sandbox: it runs like the real one, and can be moved to another day. */
export interface SandboxClock {
  readonly now: () => Instant;
  /** Moves the clock forward to an instant. */
  moveTo(at: Instant): void;
  /** Seconds between the real clock and this one, for the database. */
  offsetSeconds(): number;
}

export function createSandboxClock(start: Instant): SandboxClock {
  let offsetMs = wholeSeconds(millisecondsBetween(systemNow(), start));
  return {
    now: () => addMilliseconds(systemNow(), offsetMs),
    moveTo(at) {
      offsetMs = Math.max(offsetMs, wholeSeconds(millisecondsBetween(systemNow(), at)));
    },
    offsetSeconds: () => offsetMs / 1_000,
  };
}

/** The database moves its clock by whole seconds, so this one does too. */
const wholeSeconds = (milliseconds: number): number => Math.floor(milliseconds / 1_000) * 1_000;
