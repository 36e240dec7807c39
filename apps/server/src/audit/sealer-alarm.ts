import type { Instant } from '@quittance/domain';
import { SealedLogChanged } from './sealed-tree.ts';

export type SealerAlarmCode =
  /** Leaves cannot be sealed since a transaction somewhere in the cluster does not end. */
  | 'HORIZON_STALLED'
  /** The sealed log was changed, or what is anchored is ahead of it. Nothing is signed any more. */
  | 'LOG_CHANGED'
  /** A leaf that was not sealed yet does not fit its own hash. */
  | 'LEAF_ALTERED'
  /** A checkpoint could not be put where it is safe from the database. */
  | 'ANCHOR_FAILED'
  /** The round failed otherwise: the database is away, say. It is tried again. */
  | 'ROUND_FAILED';

export interface SealerAlarm {
  readonly code: SealerAlarmCode;
  readonly at: Instant;
  readonly sentence: string;
}

/** Anchoring failed; sealing within the database goes on. */
export class AnchorFailed extends Error {
  override readonly name = 'AnchorFailed';
}

/** Which alarm an error of a round is. */
export function alarmCodeOf(error: unknown): SealerAlarmCode {
  if (error instanceof SealedLogChanged) return 'LOG_CHANGED';
  return error instanceof AnchorFailed ? 'ANCHOR_FAILED' : 'ROUND_FAILED';
}
