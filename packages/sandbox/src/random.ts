/**
 * Seeded pseudo-random numbers: xoshiro128** over 32-bit integers, seeded by splitmix32. Integers
 * only, so the same seed gives the same sequence on every machine. Not for secrets.
 */
export interface Random {
  /** Next integer from 0 to 2^32 - 1. */
  readonly nextUint32: () => number;
  /** Integer from `min` to `max`, both included. */
  readonly integer: (min: number, max: number) => number;
  /** True with the given chance in a thousand. */
  readonly chance: (perMille: number) => boolean;
  /** One element of a list that is not empty; throws RangeError on an empty one. */
  readonly pick: <Item>(list: readonly Item[]) => Item;
  /** A new list in random order (Fisher-Yates). */
  readonly shuffle: <Item>(list: readonly Item[]) => readonly Item[];
  /** `count` decimal digits. */
  readonly digits: (count: number) => string;
}

function rotateLeft(value: number, bits: number): number {
  return ((value << bits) | (value >>> (32 - bits))) >>> 0;
}

function splitmix32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad) >>> 0;
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97) >>> 0;
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

function xoshiro128(seed: number): () => number {
  const next = splitmix32(seed);
  let [a, b, c, d] = [next(), next(), next(), next()];
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5) >>> 0, 7), 9) >>> 0;
    const shifted = (b << 9) >>> 0;
    c = (c ^ a) >>> 0;
    d = (d ^ b) >>> 0;
    b = (b ^ c) >>> 0;
    a = (a ^ d) >>> 0;
    c = (c ^ shifted) >>> 0;
    d = rotateLeft(d, 11);
    return result;
  };
}

/** Folds any integer seed, also negative or above 32 bits, to 32 bits without losing high bits. */
function foldSeed(seed: number): number {
  return hashText(`seed:${seed}`);
}

/** FNV-1a over the UTF-16 code units of a text: a 32-bit integer, the same on every machine. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}

/** A random source for an integer seed. */
export function createRandom(seed: number): Random {
  const nextUint32 = xoshiro128(foldSeed(seed));
  function integer(min: number, max: number): number {
    const span = max - min + 1;
    if (!Number.isSafeInteger(span) || span < 1 || span > 0x100000000) {
      throw new RangeError(`no integer between ${min} and ${max}`);
    }
    // Values above the largest multiple of the span are drawn again, so that none is favoured.
    const limit = 0x100000000 - (0x100000000 % span);
    let value = nextUint32();
    while (value >= limit) value = nextUint32();
    return min + (value % span);
  }
  function pick<Item>(list: readonly Item[]): Item {
    if (list.length === 0) throw new RangeError('pick from an empty list');
    return elementAt(list, integer(0, list.length - 1));
  }
  function shuffle<Item>(list: readonly Item[]): readonly Item[] {
    const result = [...list];
    for (let index = result.length - 1; index > 0; index -= 1) {
      const other = integer(0, index);
      const kept = elementAt(result, index);
      result[index] = elementAt(result, other);
      result[other] = kept;
    }
    return result;
  }
  function digits(count: number): string {
    return Array.from({ length: count }, () => String(integer(0, 9))).join('');
  }
  return {
    nextUint32,
    integer,
    chance: (perMille) => integer(1, 1000) <= perMille,
    pick,
    shuffle,
    digits,
  };
}

/**
 * A random source that depends only on the seed and the words given: decisions made with it do not
 * depend on how many were made before, so that a disturbed run decides as the undisturbed one.
 */
export function randomOf(seed: number, ...words: readonly string[]): Random {
  return createRandom(hashText([String(seed), ...words].join('\u001f')));
}

/** The element at an index known to be inside the list; throws RangeError otherwise. */
export function elementAt<Item>(list: readonly Item[], index: number): Item {
  if (!Number.isInteger(index) || index < 0 || index >= list.length) {
    throw new RangeError(`index ${index} outside a list of ${list.length}`);
  }
  // The guard above proves the index to be inside, so this value is an Item, also when Item
  // includes undefined.
  return list[index] as Item;
}
