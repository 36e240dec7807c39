/** Text of XML elements: a list of parts in the order of the schema; null leaves a part out. */

export type XmlPart = string | null | readonly XmlPart[];

/** Escapes character data and attribute values. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function joined(part: XmlPart): string {
  if (part === null) return '';
  return typeof part === 'string' ? part : part.map(joined).join('');
}

/** An element around parts that are XML already; an element without content is left out. */
export function element(name: string, ...parts: readonly XmlPart[]): string | null {
  const content = joined(parts);
  return content === '' ? null : `<${name}>${content}</${name}>`;
}

/** An element around text; null leaves it out. */
export function leaf(name: string, text: string | null): string | null {
  return text === null || text === '' ? null : `<${name}>${escapeXml(text)}</${name}>`;
}

/** An amount element with its currency. */
export function amountLeaf(name: string, amount: string, currency: string): string {
  return `<${name} Ccy="${currency}">${amount}</${name}>`;
}

/** A whole document in the namespace of an ISO 20022 message, as UTF-8 bytes. */
export function document(message: string, ...parts: readonly XmlPart[]): Uint8Array {
  const namespace = `urn:iso:std:iso:20022:tech:xsd:${message}`;
  const body = joined(parts);
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
  const text = `${declaration}\n<Document xmlns="${namespace}">${body}</Document>\n`;
  return new TextEncoder().encode(text);
}
