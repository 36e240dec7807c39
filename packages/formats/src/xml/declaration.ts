import { asciiOf, indexOfWord, isBlank, LESS, refusal } from './bytes.ts';
import { encodingOf, type XmlEncoding } from './text.ts';

/** What stands before the first element: where it ends, and the encoding of what follows. */
export interface XmlOpening {
  readonly end: number;
  readonly encoding: XmlEncoding;
}

const declarationForm = new RegExp(
  [
    /^<\?xml\s+version\s*=\s*(?:"1\.[01]"|'1\.[01]')/,
    /(?:\s+encoding\s*=\s*["']([\w.-]{1,40})["'])?/,
    /(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*$/,
  ]
    .map(({ source }) => source)
    .join(''),
);

/**
 * Reads byte order mark and XML declaration. Blanks before the declaration are passed over: some
 * banks send an empty line first. Source: XML 1.0, section 2.8 and appendix F. Throws the reader's
 * refusal for other encodings than UTF-8 and the two Latin ones.
 */
export function readOpening(bytes: Uint8Array, until: number): XmlOpening {
  const [first, second, third] = bytes.subarray(0, until);
  const from = first === 0xef && second === 0xbb && third === 0xbf ? 3 : 0;
  const sixteen = (first === 0xfe && second === 0xff) || (first === 0xff && second === 0xfe);
  if (sixteen || first === 0 || (first === LESS && second === 0)) {
    throw refusal('xml.encoding', 'The file is not encoded in UTF-8 or ISO-8859-1.');
  }
  let at = from;
  while (isBlank(bytes[at]) && at < until) at += 1;
  const opening = asciiOf(bytes, at, Math.min(at + 5, until));
  if (opening !== '<?xml' || !isBlank(bytes[at + 5])) return { end: from, encoding: 'utf-8' };
  const end = indexOfWord(bytes, '?>', { from: at, to: until });
  if (end < 0) throw refusal('xml.declaration', 'The XML declaration is not closed.');
  return { end: end + 2, encoding: declaredEncoding(asciiOf(bytes, at, end)) };
}

function declaredEncoding(text: string): XmlEncoding {
  const form = declarationForm.exec(text);
  if (form === null) throw refusal('xml.declaration', 'The XML declaration is not well formed.');
  const encoding = encodingOf(form[1] ?? 'utf-8');
  if (encoding !== null) return encoding;
  throw refusal('xml.encoding', `The encoding ${form[1] ?? ''} is not one that is read.`);
}
