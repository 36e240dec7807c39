/**
 * A small strict XML reader for the bank's own use: UTF-8 only, well-formedness, one root, no
 * DOCTYPE, no processing instruction beyond the declaration, only the five named entities. Values
 * stay text.
 */
export interface XmlNode {
  /** Local name, without prefix. */
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
  /** Character data of the element itself, as it stands. */
  readonly text: string;
}

/** The file is not XML as the bank takes it; `line` counts from 1. */
export class XmlError extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(`line ${line}: ${message}`);
    this.name = 'XmlError';
    this.line = line;
  }
}

/** Depth of an ISO 20022 payment message stays below 20; 64 leaves room for envelopes. */
const DEPTH_MAX = 64;

interface OpenElement {
  readonly name: string;
  readonly namespace: string;
  readonly qualified: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly prefixes: ReadonlyMap<string, string>;
  readonly children: XmlNode[];
  text: string;
}

/** The next comment, CDATA section, end tag, start tag (name, attributes, slash) or text. */
const TOKEN = new RegExp(
  [
    String.raw`<!--(?:(?!--)[\s\S])*-->`,
    String.raw`<!\[CDATA\[([\s\S]*?)\]\]>`,
    String.raw`<\/([^\s<>\/]+)\s*>`,
    String.raw`<([^\s<>\/!?="'&]+)` +
      String.raw`((?:\s+[^\s<>=\/"'&]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>`,
    '([^<]+)',
  ].join('|'),
  'uy',
);

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

function isXmlCharacter(code: number): boolean {
  if (code === 0x9 || code === 0xa || code === 0xd) return true;
  if (code >= 0x20 && code <= 0xd7ff) return true;
  return (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);
}

function decodeText(text: string, line: () => number): string {
  // The common case has neither a special character nor an entity.
  if (/^[\n\r\t -%'-~]*$/u.test(text)) return text;
  for (const character of text) {
    if (!isXmlCharacter(character.codePointAt(0) ?? 0)) {
      throw new XmlError('a character that XML forbids', line());
    }
  }
  return text.replaceAll(/&([^;&]*);?/gu, (whole, name: string) => {
    const numeric = /^#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}))$/u.exec(name);
    if (numeric !== null && whole.endsWith(';')) {
      const code = Number.parseInt(numeric[1] ?? numeric[2] ?? '', numeric[1] ? 16 : 10);
      if (isXmlCharacter(code)) return String.fromCodePoint(code);
    }
    const known = whole.endsWith(';') ? ENTITIES[name] : undefined;
    if (known === undefined)
      throw new XmlError(`entity &${name.slice(0, 20)} is not known`, line());
    return known;
  });
}

function readAttributes(source: string, line: () => number): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const match of source.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu)) {
    const [, name = '', double, single] = match;
    if (attributes.has(name)) throw new XmlError(`attribute ${name} twice`, line());
    attributes.set(name, decodeText(double ?? single ?? '', line));
  }
  return attributes;
}

function openElement(
  qualified: string,
  attributes: ReadonlyMap<string, string>,
  parent: OpenElement | undefined,
): OpenElement {
  const prefixes = new Map(parent?.prefixes);
  for (const [name, value] of attributes) {
    if (name === 'xmlns') prefixes.set('', value);
    else if (name.startsWith('xmlns:')) prefixes.set(name.slice(6), value);
  }
  const colon = qualified.indexOf(':');
  const namespace = prefixes.get(colon < 0 ? '' : qualified.slice(0, colon)) ?? '';
  const name = qualified.slice(colon + 1);
  return { name, namespace, qualified, attributes, prefixes, children: [], text: '' };
}

function closedNode(element: OpenElement): XmlNode {
  const { name, namespace, attributes, children, text } = element;
  return { name, namespace, attributes, children, text };
}

function startOfRoot(source: string): number {
  const declaration = /^\u{feff}?<\?xml\s[^?]*\?>/u.exec(source);
  if (declaration !== null) {
    const encoding = /encoding\s*=\s*["']([^"']*)["']/u.exec(declaration[0]);
    if (encoding !== null && encoding[1]?.toUpperCase() !== 'UTF-8') {
      throw new XmlError('the encoding must be UTF-8', 1);
    }
    return declaration[0].length;
  }
  return source.startsWith('\u{feff}') ? 1 : 0;
}

/** The document's root element; throws XmlError. */
export function readXml(bytes: Uint8Array): XmlNode {
  let source: string;
  try {
    source = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new XmlError('not UTF-8', 1);
  }
  return readDocument(source);
}

function readDocument(source: string): XmlNode {
  const stack: OpenElement[] = [];
  let root: XmlNode | null = null;
  let position = startOfRoot(source);
  const lineAt = (at: number): number => source.slice(0, at).split('\n').length;
  const close = (element: OpenElement): void => {
    const parent = stack.at(-1);
    if (parent === undefined) root = closedNode(element);
    else parent.children.push(closedNode(element));
  };
  while (position < source.length) {
    TOKEN.lastIndex = position;
    const token = TOKEN.exec(source);
    if (token === null) throw new XmlError('not well-formed', lineAt(position));
    const [whole, cdata, closing, opening, attributes = '', empty, text] = token;
    const top = stack.at(-1);
    if (closing !== undefined) {
      const element = stack.pop();
      if (element?.qualified !== closing) {
        throw new XmlError(`</${closing}> closes nothing that is open`, lineAt(position));
      }
      close(element);
    } else if (opening !== undefined) {
      if (root !== null) throw new XmlError('a second root element', lineAt(position));
      if (stack.length >= DEPTH_MAX) throw new XmlError('too deep', lineAt(position));
      const at = position;
      const read = readAttributes(attributes, () => lineAt(at));
      const element = openElement(opening, read, top);
      if (empty === '/') close(element);
      else stack.push(element);
    } else {
      addText({ top, text, cdata, line: () => lineAt(position) });
    }
    position += whole.length;
  }
  if (root === null || stack.length > 0) {
    throw new XmlError('the file ends before its last element', lineAt(source.length));
  }
  return root;
}

function addText(input: {
  readonly top: OpenElement | undefined;
  readonly text: string | undefined;
  readonly cdata: string | undefined;
  readonly line: () => number;
}): void {
  const { top, text, cdata } = input;
  if (top !== undefined) {
    top.text += cdata ?? decodeText(text ?? '', input.line);
  } else if ((text ?? cdata ?? '').trim() !== '') {
    throw new XmlError('text outside the root element', input.line());
  }
}

/** The first child of a name, or null. */
export function childOf(node: XmlNode | null, ...path: readonly string[]): XmlNode | null {
  let current = node;
  for (const name of path) current = current?.children.find((item) => item.name === name) ?? null;
  return current;
}

/** All children of a name. */
export function childrenOf(node: XmlNode, name: string): readonly XmlNode[] {
  return node.children.filter((item) => item.name === name);
}

/** Trimmed text at a path below a node, or null when there is no such element. */
export function textOf(node: XmlNode | null, ...path: readonly string[]): string | null {
  return childOf(node, ...path)?.text.trim() ?? null;
}
