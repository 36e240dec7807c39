import { xmlLimits } from './limits.ts';

const tableSize = 32_768;

/** Where a name stands in the bytes: from the first of its bytes to the one behind it. */
interface Span {
  readonly from: number;
  readonly to: number;
}

interface HashedSpan extends Span {
  /** The hash that {@link hashOf} computes over the bytes of the name. */
  readonly hash: number;
}

/**
 * Element and attribute names as small integers. The names a reader asks for are registered first
 * and get the numbers 0 … {@link knownCount} − 1; whatever else a file brings is numbered after
 * them. A prefixed name has its own number, and {@link localOf} gives that of its local part.
 */
export class NameTable {
  readonly knownCount: number;
  private readonly table = new Int32Array(tableSize).fill(-1);
  private readonly encoded: Uint8Array[] = [];
  private readonly locals: number[] = [];

  constructor(known: readonly string[]) {
    for (const name of new Set(known)) {
      const bytes = new TextEncoder().encode(name);
      this.find(bytes, { from: 0, to: bytes.length, hash: hashOf(bytes) });
    }
    this.knownCount = this.encoded.length;
  }

  /** The number of the name in these bytes, or −1 once a file has too many different names. */
  find(bytes: Uint8Array, span: HashedSpan): number {
    let place = (span.hash ^ (span.hash >>> 15)) & (tableSize - 1);
    for (;;) {
      const candidate = this.table[place] ?? -1;
      if (candidate < 0) return this.register(bytes.slice(span.from, span.to), place);
      if (this.same(candidate, bytes, span)) return candidate;
      place = (place + 1) & (tableSize - 1);
    }
  }

  /** The bytes of a name that was found before. */
  bytesOf(name: number): Uint8Array {
    return this.encoded[name] ?? emptyName;
  }

  /** The number of the local part: the name itself unless it has a prefix. */
  localOf(name: number): number {
    return this.locals[name] ?? name;
  }

  /** The name as text, for faults. */
  textOf(name: number): string {
    return new TextDecoder().decode(this.bytesOf(name));
  }

  private same(name: number, bytes: Uint8Array, { from, to }: Span): boolean {
    const known = this.encoded[name] ?? emptyName;
    const length = known.length;
    if (length !== to - from) return false;
    for (let index = 0; index < length; index += 1) {
      if (known[index] !== bytes[from + index]) return false;
    }
    return true;
  }

  private register(name: Uint8Array, place: number): number {
    if (this.encoded.length >= xmlLimits.namesMax) return -1;
    const index = this.encoded.length;
    this.encoded.push(name);
    this.locals.push(index);
    this.table[place] = index;
    const colon = name.lastIndexOf(0x3a);
    if (colon >= 0) {
      const local = name.slice(colon + 1);
      this.locals[index] = this.find(local, { from: 0, to: local.length, hash: hashOf(local) });
    }
    return index;
  }
}

const emptyName = new Uint8Array(0);

/** The hash that the reader also computes while it scans a name. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0;
  for (const byte of bytes) hash = (Math.imul(hash, 31) + byte) | 0;
  return hash;
}
