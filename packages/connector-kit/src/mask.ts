/** What stands where a secret or an account number stood. */
const maskedText = '•••';

/** Two letters, two check digits and 11 to 30 more, with or without blanks in groups of four. */
const ibanLike = /\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?\b/gi;
const bearer = /\b(bearer|basic|token)\s+[A-Za-z0-9._~+/=-]{6,}/gi;
const secretNames = [
  'api[_-]?key',
  '(?:access|refresh)[_-]?token',
  'token',
  '(?:client[_-]?)?secret',
  'passw(?:or)?d',
  'pwd',
  'authorization',
  'private[_-]?key',
  'signature',
  '(?:set-)?cookie',
];
const quotedOrBare = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^\s,;&}"']+`;
const namedSecret = new RegExp(
  String.raw`(["']?\b(?:${secretNames.join('|')})\b["']?\s*[:=]\s*)(?:${quotedOrBare})`,
  'gi',
);
const userInfo = /(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi;
const privateKeyBlock =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g;
const emailLike = /\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}\b/g;

export interface MaskOptions {
  /** Masks e-mail addresses as well. */
  readonly emails?: boolean;
  /** Values that must never appear, wherever they stand; empty ones are passed over. */
  readonly secrets?: Iterable<string>;
}

/**
 * A text that may be written down: IBAN-like account numbers keep their country and last four
 * characters, everything that looks like a credential is gone (SEC-11, I24). It errs on the side
 * of masking too much.
 */
export function maskText(text: string, options: MaskOptions = {}): string {
  let masked = text;
  for (const secret of options.secrets ?? []) {
    if (secret !== '') masked = masked.replaceAll(secret, maskedText);
  }
  masked = masked
    .replaceAll(privateKeyBlock, maskedText)
    .replaceAll(userInfo, `$1${maskedText}@`)
    .replaceAll(bearer, `$1 ${maskedText}`)
    .replaceAll(namedSecret, `$1${maskedText}`)
    .replaceAll(ibanLike, maskAccount);
  return options.emails === true ? masked.replaceAll(emailLike, maskedText) : masked;
}

function maskAccount(account: string): string {
  const plain = account.replaceAll(' ', '');
  return `${plain.slice(0, 2)}${maskedText}${plain.slice(-4)}`;
}
