/** What can go wrong with one exchange on a connection, and a script of it drawn from a seed. */
import type { Random } from '@quittance/sandbox';

/**
 * - `latency`, `jitter`: every chunk of the exchange waits, always as long or each time otherwise
 * - `resetBefore`: the connection is reset and the request never arrives
 * - `resetAfter`: the request arrives and is answered; a reset comes instead of the answer
 * - `halfOpen`: the server's end is gone, and the client is not told of it for a while
 * - `blackhole`: both ends stay, and nothing passes between them for a while
 * - `truncate`: the answer ends in its middle, as if it were whole
 * - `slowRead`: the answer trickles
 */
export const toxicKinds = [
  'latency',
  'jitter',
  'resetBefore',
  'resetAfter',
  'halfOpen',
  'blackhole',
  'truncate',
  'slowRead',
] as const;

export type ToxicKind = (typeof toxicKinds)[number];

export interface Toxic {
  readonly kind: ToxicKind;
  /** How long a chunk waits, or how long an end is left in the dark. */
  readonly durationMs: number;
}

/** Longest wait of each kind, in milliseconds; what is not named does not wait. */
const durationMsMax: Readonly<Record<ToxicKind, number>> = {
  latency: 400,
  jitter: 400,
  resetBefore: 0,
  resetAfter: 0,
  halfOpen: 8_000,
  blackhole: 8_000,
  truncate: 0,
  slowRead: 40,
};

/** Draws toxics for exchanges: `perMille` of them are spoilt, each kind as often as another. */
export function toxicsOf(random: Random, perMille: () => number): () => Toxic | null {
  return () => {
    if (!random.chance(perMille())) return null;
    const kind = random.pick(toxicKinds);
    const longest = durationMsMax[kind];
    return { kind, durationMs: longest === 0 ? 0 : random.integer(1, longest) };
  };
}
