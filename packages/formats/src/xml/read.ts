import { type FormatFault, formatFault } from '../fault.ts';
import { type XmlLimits, xmlLimits } from './limits.ts';
import type { NameTable } from './names.ts';
import { expandReferences, TextReader } from './text.ts';
import { type AttributeSpan, scanAttributes } from './attributes.ts';
import { readOpening } from './declaration.ts';
import {
  asciiOf,
  CLOSING,
  FORBIDDEN,
  forbiddenCharacter,
  GREATER,
  indexOfWord,
  isBlank,
  LESS,
  LINE,
  MARKUP,
  nameClass,
  NEWLINE,
  NON_ASCII,
  PLAIN,
  refusal,
  SLASH,
  BRACKET,
  textClass,
  XmlRefusal,
} from './bytes.ts';

/** What a reader of one format is told. Names are the numbers of its {@link NameTable}. */
export interface XmlHandler {
  /** An element begins. True when its text is wanted; text that is not is checked but not made. */
  start(name: number, line: number): boolean;
  /** An attribute of the element that has just begun; only names registered beforehand. */
  attribute(name: number, value: string): void;
  /** The element ends; its text in full, without that of its children. */
  end(text: string): void;
}

/** Not enough bytes yet for the token that begins here. */
const INCOMPLETE = -1;
const windowBytes = 131_072;

/**
 * Reads XML 1.0 from chunks of bytes with bounded memory: a window holds the token that is being
 * read, whatever the chunks' sizes, so where a file is cut never matters. Document types, entities
 * of the file's own and processing instructions are refused, not skipped. Source: XML 1.0 fifth
 * edition; the limits of `limits.ts`. It never throws for bad bytes: the first fault ends it.
 */
export class XmlReader {
  private readonly names: NameTable;
  private readonly handler: XmlHandler;
  private readonly limits: XmlLimits;
  private readonly texts = new TextReader();
  private bytes = new Uint8Array(windowBytes);
  private from = 0;
  private until = 0;
  private totalBytes = 0;
  private elements = 0;
  private depth = 0;
  private rootSeen = false;
  private started = false;
  private lineNumber = 1;
  private failure: FormatFault | null = null;
  private readonly openNames: Int32Array;
  private readonly wanted: Uint8Array;
  private readonly textBytes: Int32Array;
  private readonly values: string[];

  constructor(names: NameTable, handler: XmlHandler, limits: XmlLimits = xmlLimits) {
    this.names = names;
    this.handler = handler;
    this.limits = limits;
    this.openNames = new Int32Array(limits.depthMax + 1);
    this.wanted = new Uint8Array(limits.depthMax + 1);
    this.textBytes = new Int32Array(limits.depthMax + 1);
    this.values = Array.from({ length: limits.depthMax + 1 }, () => '');
  }

  /** The line that is being read, counted from 1. */
  get line(): number {
    return this.lineNumber;
  }

  /** Takes the next bytes of the file. Returns the fault that ended the reading, or null. */
  push(chunk: Uint8Array): FormatFault | null {
    let taken = 0;
    while (taken < chunk.length && this.failure === null) {
      if (this.until === this.bytes.length) this.makeRoom();
      const part = Math.min(this.bytes.length - this.until, chunk.length - taken);
      this.bytes.set(chunk.subarray(taken, taken + part), this.until);
      this.until += part;
      taken += part;
      if (this.until === this.bytes.length) this.attempt(false);
    }
    this.totalBytes += chunk.length;
    if (this.failure === null && this.totalBytes > this.limits.totalBytesMax) {
      this.failure = this.refusalAsFault(refusal('xml.size', 'The file is too large to be read.'));
    }
    return this.failure;
  }

  /** Says that no bytes follow. Returns the fault that ended the reading, or null. */
  end(): FormatFault | null {
    if (this.failure === null) this.attempt(true);
    return this.failure;
  }

  private attempt(final: boolean): void {
    try {
      if (!this.started) this.begin();
      this.consume(final);
      if (final) this.finish();
    } catch (thrown) {
      if (!(thrown instanceof XmlRefusal)) throw thrown;
      this.failure = this.refusalAsFault(thrown);
    }
  }

  private refusalAsFault(thrown: XmlRefusal): FormatFault {
    const path = [];
    for (let level = 1; level <= this.depth; level += 1) {
      path.push(this.names.textOf(this.openNames[level] ?? -1));
    }
    const at = { line: this.lineNumber, path: path.join('/'), sentence: thrown.message };
    return formatFault('fatal', thrown.rule, at);
  }

  private makeRoom(): void {
    const kept = this.until - this.from;
    if (this.from > 0) {
      this.bytes.copyWithin(0, this.from, this.until);
    } else {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    this.from = 0;
    this.until = kept;
  }

  private consume(final: boolean): void {
    let at = this.from;
    const limit = this.until;
    while (at < limit) {
      const next = this.bytes[at] === LESS ? this.readMarkup(at) : this.readText(at, final);
      if (next === INCOMPLETE) break;
      at = next;
    }
    this.from = at;
    const waiting = limit - at;
    if (waiting > this.limits.textBytesMax + this.limits.tagBytesMax) {
      throw refusal('xml.token.long', 'A single text or tag of the file is too long.');
    }
  }

  private finish(): void {
    if (this.from < this.until || this.depth > 0) {
      throw refusal('xml.truncated', 'The file ends before its last element is closed.');
    }
    if (!this.rootSeen) throw refusal('xml.empty', 'The file holds no XML element.');
  }

  private begin(): void {
    this.started = true;
    const opening = readOpening(this.bytes, this.until);
    this.texts.encoding = opening.encoding;
    this.countLines(this.from, opening.end);
    this.from = opening.end;
  }

  private readMarkup(at: number): number {
    if (at + 1 >= this.until) return INCOMPLETE;
    const second = this.bytes[at + 1];
    if (second === SLASH) return this.readEndTag(at);
    if (second === 0x21) return this.readDeclared(at);
    if (second === 0x3f) {
      throw refusal('xml.instruction', 'The file holds a processing instruction; none is allowed.');
    }
    return this.readStartTag(at);
  }

  private readStartTag(at: number): number {
    const { bytes, until } = this;
    let index = at + 1;
    let hash = 0;
    if (nameClass[bytes[index] ?? 0] !== 2) {
      throw refusal('xml.name', 'A tag does not begin with a name.');
    }
    while (index < until) {
      const byte = bytes[index] ?? 0;
      if (nameClass[byte] === 0) break;
      hash = (Math.imul(hash, 31) + byte) | 0;
      index += 1;
    }
    if (index - at > this.limits.nameBytesMax) throw refusal('xml.name', 'A name is too long.');
    if (index >= until) return INCOMPLETE;
    const name = this.known(this.names.find(bytes, { from: at + 1, to: index, hash }));
    if (bytes[index] === GREATER) {
      this.open(name);
      return index + 1;
    }
    return this.readAttributes(index, name);
  }

  private known(name: number): number {
    if (name >= 0) return name;
    throw refusal('xml.names', 'The file holds too many different names.');
  }

  private open(name: number): void {
    if (this.depth === 0) {
      if (this.rootSeen) throw refusal('xml.roots', 'The file holds more than one root element.');
      this.rootSeen = true;
    }
    if (this.depth >= this.limits.depthMax) {
      throw refusal('xml.depth', 'The elements of the file are nested too deeply.');
    }
    this.elements += 1;
    if (this.elements > this.limits.elementsMax) {
      throw refusal('xml.elements', 'The file holds too many elements.');
    }
    const depth = this.depth + 1;
    this.depth = depth;
    this.openNames[depth] = name;
    this.textBytes[depth] = 0;
    this.values[depth] = '';
    this.wanted[depth] = this.handler.start(this.names.localOf(name), this.lineNumber) ? 1 : 0;
  }

  private close(): void {
    const text = this.values[this.depth] ?? '';
    this.depth -= 1;
    this.handler.end(text);
  }

  private readEndTag(at: number): number {
    const { bytes, until } = this;
    if (this.depth === 0) throw refusal('xml.unopened', 'A closing tag has no opening tag.');
    const expected = this.names.bytesOf(this.openNames[this.depth] ?? -1);
    const { length } = expected;
    let index = at + 2;
    for (let offset = 0; offset < length; offset += 1, index += 1) {
      if (index >= until) return INCOMPLETE;
      if (bytes[index] !== expected[offset]) throw this.mismatch();
    }
    while (index < until && isBlank(bytes[index])) index += 1;
    if (index >= until) return this.unlessTooLong(at);
    if (bytes[index] !== GREATER) throw this.mismatch();
    if (index > at + 2 + length) this.countLines(at, index);
    this.close();
    return index + 1;
  }

  private mismatch(): XmlRefusal {
    const open = this.names.textOf(this.openNames[this.depth] ?? -1);
    return refusal('xml.mismatch', `A closing tag does not close the open element ${open}.`);
  }

  /** Attributes are collected first and told after the tag is known to be whole. */
  private readAttributes(start: number, name: number): number {
    const tag = scanAttributes(this.bytes, { from: start, until: this.until }, this.limits);
    if (tag === null) return this.unlessTooLong(start);
    const numbers = tag.attributes.map(({ nameFrom, nameTo, hash }) =>
      this.known(this.names.find(this.bytes, { from: nameFrom, to: nameTo, hash })),
    );
    if (new Set(numbers).size < numbers.length) {
      throw refusal('xml.attribute', 'An attribute stands twice in one tag.');
    }
    this.open(name);
    for (const [index, attribute] of tag.attributes.entries()) {
      this.tell(numbers[index] ?? -1, attribute);
    }
    this.countLines(start, tag.end);
    if (tag.empty) this.close();
    return tag.end + 1;
  }

  private unlessTooLong(from: number): number {
    if (this.until - from <= this.limits.tagBytesMax) return INCOMPLETE;
    throw refusal('xml.tag', 'A tag of the file is too long.');
  }

  private tell(name: number, attribute: AttributeSpan): void {
    const { from, to } = attribute;
    const local = this.names.localOf(name);
    const known = local < this.names.knownCount;
    if (attribute.plain) {
      if (known) this.handler.attribute(local, this.texts.ascii(this.bytes, from, to));
      return;
    }
    const text = this.expanded(from, to);
    if (known) this.handler.attribute(local, text.replaceAll(/[\t\n\r]/g, ' '));
  }

  private readText(at: number, final: boolean): number {
    const { bytes, until } = this;
    let index = at;
    let lines = 0;
    let ascii = true;
    let special = false;
    for (; index < until; index += 1) {
      const kind = textClass[bytes[index] ?? 0];
      if (kind === PLAIN) continue;
      if (kind === MARKUP) break;
      if (kind === LINE) lines += 1;
      else if (kind === NON_ASCII) ascii = false;
      else if (kind === CLOSING) this.checkClosing(at, index);
      else if (kind === FORBIDDEN) throw forbiddenCharacter();
      else special = true;
    }
    if (index >= until && !final) {
      if (index - at > this.limits.textBytesMax) throw this.tooLong();
      return INCOMPLETE;
    }
    this.takeText({ from: at, to: index, plain: ascii && !special });
    this.lineNumber += lines;
    return index;
  }

  private takeText(run: {
    readonly from: number;
    readonly to: number;
    readonly plain: boolean;
  }): void {
    const { depth } = this;
    if (depth === 0) {
      this.onlyBlank(run.from, run.to);
      return;
    }
    if (this.wanted[depth] === 0) {
      // Nothing of it is kept, and the blanks between a million entries belong to one element.
      if (run.to - run.from > this.limits.textBytesMax) throw this.tooLong();
      if (!run.plain) this.expanded(run.from, run.to);
      return;
    }
    this.countText(run.to - run.from);
    const text = run.plain
      ? this.texts.ascii(this.bytes, run.from, run.to)
      : this.expanded(run.from, run.to);
    const before = this.values[depth] ?? '';
    this.values[depth] = before === '' ? text : before + text;
  }

  /** The text of one element, in however many pieces it comes. */
  private countText(sizeBytes: number): void {
    const size = (this.textBytes[this.depth] ?? 0) + sizeBytes;
    if (size > this.limits.textBytesMax) throw this.tooLong();
    this.textBytes[this.depth] = size;
  }

  private onlyBlank(from: number, to: number): void {
    for (let index = from; index < to; index += 1) {
      if (isBlank(this.bytes[index])) continue;
      const sentence = 'There is text outside of the root element: this is not an XML file.';
      throw refusal('xml.outside', sentence);
    }
  }

  private checkClosing(at: number, index: number): void {
    if (index - at < 2) return;
    if (this.bytes[index - 1] !== BRACKET || this.bytes[index - 2] !== BRACKET) return;
    throw refusal('xml.text', 'A text holds "]]>", which XML does not allow.');
  }

  private tooLong(): XmlRefusal {
    return refusal('xml.text.long', 'The text of an element is too long.');
  }

  /** Decoded, references replaced, line ends as one newline (XML 1.0, sections 2.11 and 4.4). */
  private expanded(from: number, to: number): string {
    const result = expandReferences(this.decoded(from, to));
    if (result.ok) return result.text;
    const sentence = `${JSON.stringify(result.found)} is no entity that is allowed in the file.`;
    throw refusal('xml.entity', sentence);
  }

  private decoded(from: number, to: number): string {
    const text = this.texts.any(this.bytes, from, to);
    if (text === null) throw refusal('xml.encoding', 'The file holds bytes that are not UTF-8.');
    if (/[\ufffe\uffff]/.test(text)) throw forbiddenCharacter();
    return text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
  }

  /** Comments are skipped, CDATA is text, and everything else that begins with `<!` is refused. */
  private readDeclared(at: number): number {
    const { until } = this;
    const opening = asciiOf(this.bytes, at, Math.min(at + 9, until));
    if (opening.startsWith('<!--')) return this.readComment(at);
    if (opening.startsWith('<![CDATA[')) return this.readCharacterData(at);
    if ('<!--'.startsWith(opening) || '<![CDATA['.startsWith(opening)) return INCOMPLETE;
    const sentence = 'The file holds a document type or entity declaration; none is allowed.';
    throw refusal('xml.doctype', sentence);
  }

  private readComment(at: number): number {
    const end = indexOfWord(this.bytes, '--', { from: at + 4, to: this.until });
    if (end < 0 || end + 2 >= this.until) {
      if (this.until - at > this.limits.textBytesMax) throw this.tooLong();
      return INCOMPLETE;
    }
    if (this.bytes[end + 2] !== GREATER) throw refusal('xml.comment', 'A comment holds "--".');
    this.checkCharacters(at, end);
    this.countLines(at, end);
    return end + 3;
  }

  private readCharacterData(at: number): number {
    if (this.depth === 0) {
      throw refusal('xml.outside', 'There is text outside of the root element.');
    }
    const from = at + 9;
    const end = indexOfWord(this.bytes, ']]>', { from: from, to: this.until });
    if (end < 0) {
      if (this.until - at > this.limits.textBytesMax) throw this.tooLong();
      return INCOMPLETE;
    }
    if (this.wanted[this.depth] === 1) this.countText(end - from);
    else if (end - from > this.limits.textBytesMax) throw this.tooLong();
    this.checkCharacters(from, end);
    const text = this.decoded(from, end);
    if (this.wanted[this.depth] === 1) {
      this.values[this.depth] = (this.values[this.depth] ?? '') + text;
    }
    this.countLines(at, end);
    return end + 3;
  }

  private checkCharacters(from: number, to: number): void {
    let ascii = true;
    for (let index = from; index < to; index += 1) {
      const kind = textClass[this.bytes[index] ?? 0];
      if (kind === FORBIDDEN) throw forbiddenCharacter();
      if (kind === NON_ASCII) ascii = false;
    }
    if (!ascii) this.decoded(from, to);
  }

  private countLines(from: number, to: number): void {
    for (let index = from; index < to; index += 1) {
      if (this.bytes[index] === NEWLINE) this.lineNumber += 1;
    }
  }
}
