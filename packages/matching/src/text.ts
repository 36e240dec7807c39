/**
 * Text as references and names are compared: compatibility forms folded, marks dropped, upper case.
 * Nothing is guessed: two texts are the same afterwards or they are not.
 */
const fold = (text: string): string =>
  text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toUpperCase();

/** A document number without everything that people group it with: `Inv. 12/345` → `INV12345`. */
export const normaliseNumber = (text: string): string => fold(text).replaceAll(/[^0-9A-Z]/g, '');

/** A party name in words with one blank between: `ÖBB-Bau  AG` → `OBB BAU AG`. */
export const normaliseName = (text: string): string =>
  fold(text)
    .replaceAll(/[^0-9A-Z]+/g, ' ')
    .trim();

/** Shorter numbers, and those with less digits, turn up in remittance by chance. */
const numberLengthMin = 4;
const numberDigitsMin = 3;

/** True when a normalised number is unlikely to stand in a text by chance. */
export const isTellingNumber = (normalised: string): boolean =>
  normalised.length >= numberLengthMin &&
  normalised.replaceAll(/\D/g, '').length >= numberDigitsMin;

/** Banks break a number at the end of a field, so at most so many words are read as one. */
const wordsJoinedMax = 4;
/** ISO 20022 `Ustrd` occurs often and has 140 characters each; more words than this is noise. */
const wordsMax = 200;

/**
 * The numbers that a remittance text may name: every whole word, and runs of a few words joined.
 * A part of a word is never a number, so `1234` is not found in `INV-1234-5`.
 */
export function numbersIn(remittance: string): readonly string[] {
  const words = fold(remittance)
    .split(/[\s,;:+|()]+/)
    .map((word) => word.replaceAll(/[^0-9A-Z]/g, ''))
    .filter((word) => word !== '')
    .slice(0, wordsMax);
  const numbers = new Set<string>();
  for (let from = 0; from < words.length; from += 1) {
    let joined = '';
    for (const word of words.slice(from, from + wordsJoinedMax)) {
      joined += word;
      if (isTellingNumber(joined)) numbers.add(joined);
    }
  }
  return [...numbers];
}

const referencePattern = /(?=([QB][0-9A-HJKMNP-TV-Z]{11}[0-9A-HJKMNP-TV-ZU]))/g;

/** Texts of the form of our own references, blanks and case forgiven; the check is the caller's. */
export function referencesIn(remittance: string): readonly string[] {
  const squeezed = fold(remittance).replaceAll(/[^0-9A-Z]/g, '');
  const found = new Set<string>();
  for (const match of squeezed.matchAll(referencePattern)) found.add(match[1] ?? '');
  return [...found];
}
