import {
  FORBIDDEN,
  forbiddenCharacter,
  GREATER,
  isBlank,
  MARKUP,
  nameClass,
  PLAIN,
  refusal,
  SLASH,
  textClass,
} from './bytes.ts';
import type { XmlLimits } from './limits.ts';

/** Where in the bytes an attribute's name and value stand. */
export interface AttributeSpan {
  readonly nameFrom: number;
  readonly nameTo: number;
  readonly hash: number;
  readonly from: number;
  readonly to: number;
  /** ASCII without references and line ends. */
  readonly plain: boolean;
}

export interface ScannedTag {
  readonly attributes: readonly AttributeSpan[];
  /** True for `<a/>`. */
  readonly empty: boolean;
  /** Where the `>` stands. */
  readonly end: number;
}

/**
 * Scans the rest of a start tag behind its name. Null when the tag is not whole yet. Throws the
 * reader's refusal for what is not well formed. Source: XML 1.0, sections 3.1 and 2.3.
 */
export function scanAttributes(
  bytes: Uint8Array,
  span: { readonly from: number; readonly until: number },
  limits: XmlLimits,
): ScannedTag | null {
  const { until } = span;
  const attributes: AttributeSpan[] = [];
  let index = span.from;
  for (;;) {
    const blankFrom = index;
    while (index < until && isBlank(bytes[index])) index += 1;
    if (index >= until) return null;
    if (bytes[index] === GREATER || bytes[index] === SLASH) break;
    if (index === blankFrom) throw refusal('xml.tag', 'A tag is not well formed.');
    const attribute = scanAttribute(bytes, { from: index, until }, limits);
    if (attribute === null) return null;
    attributes.push(attribute);
    if (attributes.length > limits.attributesMax) {
      throw refusal('xml.attributes', 'An element has too many attributes.');
    }
    index = attribute.to + 1;
  }
  const empty = bytes[index] === SLASH;
  if (empty) index += 1;
  if (index >= until) return null;
  if (bytes[index] !== GREATER) throw refusal('xml.tag', 'A tag is not well formed.');
  return { attributes, empty, end: index };
}

function scanAttribute(
  bytes: Uint8Array,
  span: { readonly from: number; readonly until: number },
  limits: XmlLimits,
): AttributeSpan | null {
  const { until } = span;
  let index = span.from;
  let hash = 0;
  if (nameClass[bytes[index] ?? 0] !== 2) throw refusal('xml.tag', 'A tag is not well formed.');
  while (index < until && nameClass[bytes[index] ?? 0] !== 0) {
    hash = (Math.imul(hash, 31) + (bytes[index] ?? 0)) | 0;
    index += 1;
  }
  if (index - span.from > limits.nameBytesMax) throw refusal('xml.name', 'A name is too long.');
  const nameTo = index;
  while (index < until && isBlank(bytes[index])) index += 1;
  if (index >= until) return null;
  if (bytes[index] !== 0x3d) throw refusal('xml.tag', 'An attribute has no value.');
  index += 1;
  while (index < until && isBlank(bytes[index])) index += 1;
  if (index >= until) return null;
  const value = scanValue(bytes, { from: index, until });
  return value === null ? null : { nameFrom: span.from, nameTo, hash, ...value };
}

function scanValue(
  bytes: Uint8Array,
  span: { readonly from: number; readonly until: number },
): { readonly from: number; readonly to: number; readonly plain: boolean } | null {
  const quote = bytes[span.from];
  if (quote !== 0x22 && quote !== 0x27) {
    throw refusal('xml.tag', 'The value of an attribute is not quoted.');
  }
  const from = span.from + 1;
  let plain = true;
  let index = from;
  for (; index < span.until && bytes[index] !== quote; index += 1) {
    const kind = textClass[bytes[index] ?? 0];
    if (kind === PLAIN) continue;
    plain = false;
    if (kind === MARKUP) throw refusal('xml.tag', 'The value of an attribute holds a tag.');
    if (kind === FORBIDDEN) throw forbiddenCharacter();
  }
  return index >= span.until ? null : { from, to: index, plain };
}
