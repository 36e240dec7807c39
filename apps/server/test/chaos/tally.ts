/** Counts what was done to the hub, and in which phase of a payment run. */
export const phases = ['proposing', 'approving', 'releasing', 'answering', 'booking'] as const;

export type Phase = (typeof phases)[number];

export type Blow = 'appKill' | 'postgresKill' | 'stop' | 'diskFull' | 'proxy';

export interface Tally {
  /** What the run is about now; blows count for it. */
  enter(phase: Phase): void;
  strike(blow: Blow): void;
  count(blow: Blow): number;
  byPhase(): Readonly<Record<Phase, number>>;
  /** Remembers the longest; in seconds. */
  takeover(durationMs: number): void;
  recovery(durationMs: number): void;
  longest(): { readonly takeoverSecondsMax: number; readonly recoverySecondsMax: number };
}

export function openTally(): Tally {
  let phase: Phase = 'proposing';
  const counts = new Map<Blow, number>();
  const phaseCounts = new Map<Phase, number>();
  let takeoverMs = 0;
  let recoveryMs = 0;
  const inPhase = (name: Phase): number => phaseCounts.get(name) ?? 0;
  return {
    enter: (name) => {
      phase = name;
    },
    strike: (blow) => {
      counts.set(blow, (counts.get(blow) ?? 0) + 1);
      phaseCounts.set(phase, inPhase(phase) + 1);
    },
    count: (blow) => counts.get(blow) ?? 0,
    byPhase: () => ({
      proposing: inPhase('proposing'),
      approving: inPhase('approving'),
      releasing: inPhase('releasing'),
      answering: inPhase('answering'),
      booking: inPhase('booking'),
    }),
    takeover: (durationMs) => {
      takeoverMs = Math.max(takeoverMs, durationMs);
    },
    recovery: (durationMs) => {
      recoveryMs = Math.max(recoveryMs, durationMs);
    },
    longest: () => ({
      takeoverSecondsMax: seconds(takeoverMs),
      recoverySecondsMax: seconds(recoveryMs),
    }),
  };
}

const seconds = (durationMs: number): number => Math.round(durationMs / 100) / 10;
