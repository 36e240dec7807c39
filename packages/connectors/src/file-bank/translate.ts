/** What a file of a bank is to us; `unknown` goes to quarantine, never to a guess. */
export type BankFileKind = 'pain.002' | 'camt.052' | 'camt.053' | 'camt.054' | 'unknown';

/** Enough for a byte-order mark, the XML declaration, comments and the root element. */
const headBytes = 8_192;

const message = String.raw`(pain\.002|camt\.05[234])\.\d{3}\.\d{2}`;
const namespace = `urn:iso:std:iso:20022:tech:xsd:${message}`;
const rootNamespace = new RegExp(
  String.raw`<(?:[\w.-]+:)?Document\b[^>]*\bxmlns(?::[\w.-]+)?\s*=\s*["']${namespace}["']`,
);

/**
 * Routes a file by what it says it is: the ISO 20022 namespace of its root element, within its
 * first 8 KiB. Its name does not count, since banks rename. Whether the content keeps the promise
 * is for the reader of that format to say. Source: ISO 20022, message definition identifiers.
 */
export function kindOfFile(bytes: Uint8Array): BankFileKind {
  const head = new TextDecoder('utf-8').decode(bytes.subarray(0, headBytes));
  const found = rootNamespace.exec(withoutComments(head))?.[1];
  switch (found) {
    case 'pain.002':
    case 'camt.052':
    case 'camt.053':
    case 'camt.054':
      return found;
    default:
      return 'unknown';
  }
}

const withoutComments = (text: string): string => text.replaceAll(/<!--[\s\S]*?-->/g, '');
