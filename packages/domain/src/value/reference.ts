declare const reference: unique symbol;
/**
 * A reference that people read and every rail carries: a letter, eleven Crockford base32
 * characters, a check character. `Q` names a payment (it is its EndToEndId), `B` a message.
 * Thirteen characters, so that it fits every field down to the NACHA individual id (15).
 */
export type Reference<Letter extends 'Q' | 'B' = 'Q' | 'B'> = string & {
  readonly [reference]: Letter;
};
export type PaymentReference = Reference<'Q'>;
export type MessageReference = Reference<'B'>;

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** Crockford's check symbols: the alphabet and five more, for a remainder of 37. */
const checkAlphabet = `${alphabet}*~$=U`;
/** The five symbols that no bank charset carries are skipped: such a body is never issued. */
const bodyLength = 11;
/** 55 bits: eleven characters of five bits. */
const bodyValues = 1n << 55n;

export class InvalidReferenceError extends Error {
  override readonly name = 'InvalidReferenceError';
}

const checkCharacter = (body: bigint): string => checkAlphabet.charAt(indexOf(body % 37n));

// not money: a remainder below 37, used as a position in the alphabet
const indexOf = (remainder: bigint): number => Number.parseInt(remainder.toString(), 10);

function encodeBody(value: bigint): string {
  let text = '';
  for (let rest = value; text.length < bodyLength; rest >>= 5n) {
    text = alphabet.charAt(indexOf(rest & 31n)) + text;
  }
  return text;
}

/**
 * Makes a reference of 55 random bits. Values whose check symbol is outside the bank character set
 * move on to the next value. Source of the check: Crockford base 32, check symbol modulo 37.
 */
export function makeReference<Letter extends 'Q' | 'B'>(
  letter: Letter,
  randomBits: bigint,
): Reference<Letter> {
  let body = randomBits % bodyValues;
  while (!/[0-9A-Z]/.test(checkCharacter(body))) body = (body + 1n) % bodyValues;
  return brandReference<Letter>(`${letter}${encodeBody(body)}${checkCharacter(body)}`);
}

/** True when letter, alphabet and check character agree. */
export function isReference(text: string): text is Reference {
  if (!/^[QB][0-9A-HJKMNP-TV-Z]{11}[0-9A-HJKMNP-TV-ZU]$/.test(text)) return false;
  let body = 0n;
  for (const character of text.slice(1, 12))
    body = body * 32n + BigInt(alphabet.indexOf(character));
  return checkCharacter(body) === text.charAt(12);
}

/** True for a valid reference with the letter of payments. */
export const isPaymentReference = (text: string): text is PaymentReference =>
  isReference(text) && text.startsWith('Q');

/** True for a valid reference with the letter of messages. */
export const isMessageReference = (text: string): text is MessageReference =>
  isReference(text) && text.startsWith('B');

/** The payment reference itself. Errors: {@link InvalidReferenceError}. */
export function asPaymentReference(text: string): PaymentReference {
  if (!isPaymentReference(text)) {
    throw new InvalidReferenceError(
      `not a payment reference: ${JSON.stringify(text.slice(0, 20))}`,
    );
  }
  return brandReference<'Q'>(text);
}

/** The message reference itself. Errors: {@link InvalidReferenceError}. */
export function asMessageReference(text: string): MessageReference {
  if (!isMessageReference(text)) {
    throw new InvalidReferenceError(
      `not a message reference: ${JSON.stringify(text.slice(0, 20))}`,
    );
  }
  return brandReference<'B'>(text);
}

/** The one cast of this family: its guarantee is the check of its callers. */
const brandReference = <Letter extends 'Q' | 'B'>(text: string): Reference<Letter> =>
  text as Reference<Letter>;
