import type { Currency, PlainDate } from '@quittance/domain';

/** What tells one economic entry of an account from another. */
export interface EntryIdentity {
  readonly accountServicerReference: string | null;
  readonly bookingDate: PlainDate | null;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly endToEndId: string | null;
  readonly reference: string | null;
}

/**
 * Names the economic entry within its account, so that the same booking in camt.052, .054 and .053,
 * in a file sent twice or corrected, is one (I27). With the bank's own reference (`AcctSvcrRef`) it
 * is that reference with the signed amount, because some banks give a payment, its fee and its
 * reversal the same one. Without it, booking day, signed amount, EndToEndId and entry reference.
 * `occurrence` counts, from 1, entries of one statement that are alike in all of that: two equal
 * payments on one day are two entries. The account is not part of the key: keys are unique per
 * account, and account numbers stay out of them.
 */
export const entryKeyOf = (identity: EntryIdentity, occurrence: number): string =>
  `${compositeOf(identity)}|${occurrence}`;

/** The key without the occurrence. */
export function compositeOf(identity: EntryIdentity): string {
  const money = `${identity.amountMinor}|${identity.currency}`;
  if (identity.accountServicerReference !== null) {
    return `R|${escaped(identity.accountServicerReference)}|${money}`;
  }
  const references = `${escaped(identity.endToEndId)}|${escaped(identity.reference)}`;
  return `C|${identity.bookingDate ?? ''}|${money}|${references}`;
}

/** The separator inside a bank's reference must not shift the parts. */
const escaped = (text: string | null): string =>
  text === null
    ? ''
    : text.includes('|') || text.includes('\\')
      ? text.replaceAll(/[\\|]/g, '\\$&')
      : text;

/**
 * Counts how often a composite was seen in one statement with 16 bytes for each: a hash of 64 bits
 * says whether it is new, and only those seen again are kept as text. A million entries need 32 MB;
 * the odds that two of them share a hash by chance are below one in ten million.
 */
export class OccurrenceCounter {
  private table = new Int32Array(2048);
  private used = 0;
  private readonly again = new Map<string, number>();

  /** 1 for the first time, then 2, 3 … */
  count(composite: string): number {
    const known = this.again.get(composite);
    if (known !== undefined) {
      this.again.set(composite, known + 1);
      return known + 1;
    }
    if (this.insert(composite)) return 1;
    this.again.set(composite, 2);
    return 2;
  }

  private insert(composite: string): boolean {
    let first = 0x811c9dc5 | 0;
    let second = 0x9747b28c | 0;
    for (let index = 0; index < composite.length; index += 1) {
      const code = composite.charCodeAt(index);
      first = Math.imul(first ^ code, 0x01000193);
      second = Math.imul(second ^ code, 0x5bd1e995) ^ (second >>> 15);
    }
    if (this.used * 4 >= this.table.length) this.grow();
    return place(this.table, first, second | 1) ? ((this.used += 1), true) : false;
  }

  private grow(): void {
    const larger = new Int32Array(this.table.length * 2);
    for (let index = 0; index < this.table.length; index += 2) {
      const second = this.table[index + 1] ?? 0;
      if (second !== 0) place(larger, this.table[index] ?? 0, second);
    }
    this.table = larger;
  }
}

/** Puts a pair into an open-addressed table; false when it is there already. Empty pairs are 0. */
function place(table: Int32Array, first: number, second: number): boolean {
  const pairs = table.length / 2;
  let slot = (first ^ (first >>> 16) ^ second) & (pairs - 1);
  for (;;) {
    const present = table[slot * 2 + 1] ?? 0;
    if (present === 0) {
      table[slot * 2] = first;
      table[slot * 2 + 1] = second;
      return true;
    }
    if (present === second && table[slot * 2] === first) return false;
    slot = (slot + 1) & (pairs - 1);
  }
}
