import { isXmlCharacter } from './text.ts';

/** Thrown for text that XML cannot carry: whoever writes a file checks the text before. */
export class XmlWriteError extends Error {
  override readonly name = 'XmlWriteError';
}

const special = /[&<>"']/g;
const replacements: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Plain printable ASCII without anything to escape: nearly every text of a payment file. */
const plain = /^[ -%(-;=?-~]*$/;

/**
 * Text as it stands in an element or attribute. Errors: {@link XmlWriteError} for control
 * characters (a tab and line ends are refused as well: no field of a payment has them) and lone
 * surrogates.
 */
export function escapeXml(text: string): string {
  if (plain.test(text) && !text.includes('&')) return text;
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (codePoint < 0x20 || !isXmlCharacter(codePoint)) {
      throw new XmlWriteError(`character U+${codePoint.toString(16)} cannot be written`);
    }
  }
  return text.replaceAll(special, (character) => replacements[character] ?? character);
}

const chunkBytes = 262_144;

/**
 * Writes XML as UTF-8 bytes. Elements without text and children are never written: ISO 20022 has no
 * empty elements. Names are ours, and not checked.
 */
export class XmlWriter {
  private readonly chunks: Uint8Array[] = [];
  private readonly encoder = new TextEncoder();
  private pending = '<?xml version="1.0" encoding="UTF-8"?>\n';

  /** Opens an element; `attributes` is written as given (`Ccy="EUR"`). */
  open(name: string, attributes = ''): this {
    this.pending += attributes === '' ? `<${name}>` : `<${name} ${attributes}>`;
    return this;
  }

  /** Closes an element. */
  close(name: string): this {
    this.pending += `</${name}>`;
    return this;
  }

  /** An element with text; nothing at all when the text is null or empty. */
  leaf(name: string, text: string | null, attributes = ''): this {
    if (text === null || text === '') return this;
    const head = attributes === '' ? name : `${name} ${attributes}`;
    this.pending += `<${head}>${escapeXml(text)}</${name}>`;
    return this;
  }

  /** Ends a line, so that people and line numbers find their way, and lets memory go. */
  line(): this {
    this.pending += '\n';
    if (this.pending.length >= chunkBytes) this.flush();
    return this;
  }

  /** The whole document. */
  finish(): Uint8Array {
    this.flush();
    const bytes = new Uint8Array(this.chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of this.chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    this.chunks.length = 0;
    return bytes;
  }

  private flush(): void {
    this.chunks.push(this.encoder.encode(this.pending));
    this.pending = '';
  }
}
