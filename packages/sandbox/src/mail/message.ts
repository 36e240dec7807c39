/** Reads the head of an RFC 5322 message; the body stays as it is. */
export interface CaughtMessage {
  /** Position in the box, from 1. */
  readonly number: number;
  /** Envelope: who sent it and who is to get it. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** Header fields by lower-case name, unfolded and decoded, in order of appearance. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
  /** The message exactly as it came. */
  readonly raw: Uint8Array;
}

/** The message breaks RFC 5322: nobody could deliver it. */
export class MessageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MessageError';
  }
}

interface EncodedWord {
  readonly whole: string;
  readonly charset: string;
  readonly form: string;
  readonly text: string;
}

function decodedWord({ whole, charset, form, text }: EncodedWord): string {
  const bytes =
    form.toUpperCase() === 'B'
      ? Uint8Array.from(Buffer.from(text, 'base64'))
      : Uint8Array.from(
          Buffer.from(
            text
              .replaceAll('_', ' ')
              .replaceAll(/=([0-9A-Fa-f]{2})/gu, (_all, hex: string) =>
                String.fromCharCode(Number.parseInt(hex, 16)),
              ),
            'latin1',
          ),
        );
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return whole;
  }
}

/** Encoded words of RFC 2047; blanks between two of them do not count. */
function decodeWords(text: string): string {
  return text
    .replaceAll(/(\?=)\s+(=\?)/gu, '$1$2')
    .replaceAll(
      /=\?([^?\s*]+)(?:\*[^?]*)?\?([BbQq])\?([^?\s]*)\?=/gu,
      (whole, charset: string, ...[form = '', text = '']: readonly string[]) =>
        decodedWord({ whole, charset, form, text }),
    );
}

function readHeaders(head: string): ReadonlyMap<string, readonly string[]> {
  const headers = new Map<string, readonly string[]>();
  for (const line of head.replaceAll(/\r?\n[ \t]+/gu, ' ').split(/\r?\n/u)) {
    const match = /^([!-9;-~]+):[ \t]*(.*)$/su.exec(line);
    if (match === null) throw new MessageError(`not a header field: ${line.slice(0, 40)}`);
    const name = (match[1] ?? '').toLowerCase();
    headers.set(name, [...(headers.get(name) ?? []), decodeWords((match[2] ?? '').trim())]);
  }
  return headers;
}

/** Addresses of a header field, without display names and comments. */
export function addressesIn(fields: readonly string[]): readonly string[] {
  return fields
    .join(',')
    .replaceAll(/"(?:[^"\\]|\\.)*"|\([^()]*\)/gu, '')
    .split(',')
    .map((part) => (/<([^<>]+)>/u.exec(part)?.[1] ?? part).trim())
    .filter((address) => address !== '');
}

/** Reads a message; throws MessageError without a sender, a recipient or a date (section 3.6). */
export function readMessage(raw: Uint8Array, number: number): CaughtMessage {
  const text = new TextDecoder().decode(raw);
  const end = /\r?\n\r?\n/u.exec(text);
  const headers = readHeaders(text.slice(0, end?.index ?? text.trimEnd().length));
  const [from] = addressesIn(headers.get('from') ?? []);
  const to = ['to', 'cc', 'bcc'].flatMap((name) => addressesIn(headers.get(name) ?? []));
  if (from === undefined) throw new MessageError('no From');
  if (to.length === 0) throw new MessageError('no recipient');
  if (!headers.has('date')) throw new MessageError('no Date');
  const body = end === null ? '' : text.slice(end.index + end[0].length);
  const subject = headers.get('subject')?.[0] ?? '';
  return { number, from, to, subject, headers, body, raw: raw.slice() };
}
