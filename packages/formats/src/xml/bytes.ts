/** What bytes mean to the XML reader. */

export const LESS = 0x3c;
export const GREATER = 0x3e;
export const SLASH = 0x2f;
export const AMPERSAND = 0x26;
export const NEWLINE = 0x0a;
export const RETURN = 0x0d;
export const BRACKET = 0x5d;

/** What a byte means inside text: 0 is plain, and the loop runs on. */
export const PLAIN = 0;
export const NON_ASCII = 1;
export const LINE = 2;
export const MARKUP = 3;
export const REFERENCE = 4;
export const CLOSING = 5;
export const CARRIAGE = 6;
export const FORBIDDEN = 7;

export const textClass = makeTextClass();
export const nameClass = makeNameClass();

function makeTextClass(): Uint8Array {
  const table = new Uint8Array(256).fill(NON_ASCII, 0x80).fill(FORBIDDEN, 0, 0x20);
  table[0x09] = PLAIN;
  table[NEWLINE] = LINE;
  table[RETURN] = CARRIAGE;
  table[LESS] = MARKUP;
  table[AMPERSAND] = REFERENCE;
  table[GREATER] = CLOSING;
  return table;
}

/** 1: may stand inside a name; 2: may also begin one (XML 1.0, section 2.3, for ASCII). */
function makeNameClass(): Uint8Array {
  const table = new Uint8Array(256).fill(2, 0x80).fill(2, 0x41, 0x5b).fill(2, 0x61, 0x7b);
  table.fill(1, 0x30, 0x3a);
  for (const byte of [0x2d, 0x2e]) table[byte] = 1;
  for (const byte of [0x3a, 0x5f]) table[byte] = 2;
  return table;
}

/** Space, tab, newline, carriage return. */
export const isBlank = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === NEWLINE || byte === RETURN || byte === 0x09;

/** Thrown inside the XML reader only, which turns it into the fault that it returns. */
export class XmlRefusal extends Error {
  readonly rule: string;
  constructor(rule: string, sentence: string) {
    super(sentence);
    this.rule = rule;
  }
}

/** A refusal by a rule, with a plain sentence. */
export const refusal = (rule: string, sentence: string): XmlRefusal =>
  new XmlRefusal(rule, sentence);

/** The refusal of characters below blank and of those that are none (XML 1.0, section 2.2). */
export const forbiddenCharacter = (): XmlRefusal =>
  refusal('xml.control', 'The file holds a control character that XML does not allow.');

/** Bytes as text, for the few of them that are looked at as a word. */
export const asciiOf = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, Math.min(to, from + 512)));

/** Where a short ASCII word begins, or −1. */
export function indexOfWord(
  bytes: Uint8Array,
  word: string,
  span: { readonly from: number; readonly to: number },
): number {
  const first = word.charCodeAt(0);
  for (let at = span.from; ; at += 1) {
    at = bytes.indexOf(first, at);
    if (at < 0 || at + word.length > span.to) return -1;
    if (asciiOf(bytes, at, at + word.length) === word) return at;
  }
}
