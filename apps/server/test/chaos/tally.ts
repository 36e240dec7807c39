/** Counts what was done to the hub, and in which phase of a payment run. */
export const phases = ['proposing', 'approving', 'releasing', 'answering', 'booking'] as const;

export type Phase = (typeof phases)[number];

export type Blow = 'appKill' | 'postgresKill' | 'stop' | 'diskFull' | 'proxy';

export interface Tally {
  /** What the run is about now; blows count for it. */
  enter(phase: Phase): void;
  phase(): Phase;
  strike(blow: Blow): void;
  count(blow: Blow): number;
  counts(): Readonly<Record<Blow, number>>;
  byPhase(): Readonly<Record<Phase, number>>;
  /** Of the proxies' faults alone. */
  proxyFaultsByPhase(): Readonly<Record<Phase, number>>;
  /** Remembers the longest; in seconds. */
  takeover(durationMs: number): void;
  recovery(durationMs: number): void;
  longest(): { readonly takeoverSecondsMax: number; readonly recoverySecondsMax: number };
}

export function openTally(): Tally {
  let phase: Phase = 'proposing';
  const counts = new Map<Blow, number>();
  const struckIn: { readonly phase: Phase; readonly blow: Blow }[] = [];
  let takeoverMs = 0;
  let recoveryMs = 0;
  const byPhase = (fits: (blow: Blow) => boolean): Readonly<Record<Phase, number>> => {
    const inPhase = (name: Phase): number =>
      struckIn.filter((one) => one.phase === name && fits(one.blow)).length;
    return {
      proposing: inPhase('proposing'),
      approving: inPhase('approving'),
      releasing: inPhase('releasing'),
      answering: inPhase('answering'),
      booking: inPhase('booking'),
    };
  };
  const count = (blow: Blow): number => counts.get(blow) ?? 0;
  return {
    enter: (name) => {
      phase = name;
    },
    phase: () => phase,
    strike: (blow) => {
      counts.set(blow, (counts.get(blow) ?? 0) + 1);
      struckIn.push({ phase, blow });
    },
    count,
    counts: () => ({
      appKill: count('appKill'),
      postgresKill: count('postgresKill'),
      stop: count('stop'),
      diskFull: count('diskFull'),
      proxy: count('proxy'),
    }),
    byPhase: () => byPhase(() => true),
    proxyFaultsByPhase: () => byPhase((blow) => blow === 'proxy'),
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
