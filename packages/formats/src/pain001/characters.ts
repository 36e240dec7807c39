import type { BankProfile } from '@quittance/domain';

export type CharacterSet = BankProfile['payment']['characterSet'];

/** Letters that decomposition does not reach, and German ones by their customary spelling. */
const letters: Readonly<Record<string, string>> = {
  Ä: 'Ae',
  Ö: 'Oe',
  Ü: 'Ue',
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  ẞ: 'SS',
  Æ: 'Ae',
  æ: 'ae',
  Œ: 'Oe',
  œ: 'oe',
  Ø: 'O',
  ø: 'o',
  Å: 'A',
  å: 'a',
  Đ: 'D',
  đ: 'd',
  Ð: 'D',
  ð: 'd',
  Þ: 'Th',
  þ: 'th',
  Ł: 'L',
  ł: 'l',
  Ħ: 'H',
  ħ: 'h',
  ı: 'i',
  ĸ: 'k',
  Ŋ: 'N',
  ŋ: 'n',
  Ŧ: 'T',
  ŧ: 't',
  ŉ: 'n',
  Ĳ: 'IJ',
  ĳ: 'ij',
  ſ: 's',
  Ə: 'E',
  ə: 'e',
};

/** Source: EPC217-08, best practices for characters outside of the SEPA set, chapter 6. */
const signs: Readonly<Record<string, string>> = {
  '€': 'E',
  '&': '+',
  _: '-',
  ';': ',',
  '[': '(',
  ']': ')',
  '{': '(',
  '}': ')',
  '\\': '/',
  '|': '/',
  '`': "'",
  '´': "'",
  '’': "'",
  '‘': "'",
  '‚': "'",
  '“': "'",
  '”': "'",
  '„': "'",
  '"': "'",
  '«': "'",
  '»': "'",
  '–': '-',
  '—': '-',
  '‐': '-',
  '‑': '-',
  '−': '-',
  '~': '-',
  '…': '...',
  '·': '.',
  '•': '-',
  '×': 'x',
  '№': 'No',
  '°': 'o',
  º: 'o',
  ª: 'a',
  '½': '1/2',
  '¼': '1/4',
  '¾': '3/4',
  '²': '2',
  '³': '3',
  '¹': '1',
  '\u00a0': ' ',
  '\u2009': ' ',
  '\u202f': ' ',
  '\t': ' ',
  '\n': ' ',
  '\r': ' ',
  '\u200b': '',
  '\u00ad': '',
  '\ufeff': '',
};

const greek: Readonly<Record<string, string>> = {
  Α: 'A',
  Β: 'V',
  Γ: 'G',
  Δ: 'D',
  Ε: 'E',
  Ζ: 'Z',
  Η: 'I',
  Θ: 'TH',
  Ι: 'I',
  Κ: 'K',
  Λ: 'L',
  Μ: 'M',
  Ν: 'N',
  Ξ: 'X',
  Ο: 'O',
  Π: 'P',
  Ρ: 'R',
  Σ: 'S',
  Τ: 'T',
  Υ: 'Y',
  Φ: 'F',
  Χ: 'CH',
  Ψ: 'PS',
  Ω: 'O',
  ς: 's',
};

const cyrillic: Readonly<Record<string, string>> = {
  А: 'A',
  Б: 'B',
  В: 'V',
  Г: 'G',
  Д: 'D',
  Е: 'E',
  Ж: 'ZH',
  З: 'Z',
  И: 'I',
  Й: 'Y',
  К: 'K',
  Л: 'L',
  М: 'M',
  Н: 'N',
  О: 'O',
  П: 'P',
  Р: 'R',
  С: 'S',
  Т: 'T',
  У: 'U',
  Ф: 'F',
  Х: 'H',
  Ц: 'TS',
  Ч: 'CH',
  Ш: 'SH',
  Щ: 'SHT',
  Ъ: 'A',
  Ы: 'Y',
  Ь: 'Y',
  Э: 'E',
  Ю: 'YU',
  Я: 'YA',
  І: 'I',
  Ї: 'YI',
  Є: 'YE',
  Ґ: 'G',
  Ј: 'J',
  Љ: 'LJ',
  Њ: 'NJ',
  Ћ: 'C',
  Ђ: 'DJ',
  Џ: 'DZ',
};

const table = makeTable();

function makeTable(): ReadonlyMap<string, string> {
  const map = new Map<string, string>([...Object.entries(letters), ...Object.entries(signs)]);
  for (const [upper, latin] of [...Object.entries(greek), ...Object.entries(cyrillic)]) {
    map.set(upper, latin);
    const lower = upper.toLowerCase();
    if (!map.has(lower)) map.set(lower, latin.toLowerCase());
  }
  return map;
}

/** What every SEPA bank takes: EPC217-08, chapter 6.1. */
const sepaLatin = /^[A-Za-z0-9/\-?:().,'+ ]*$/;
/** The Latin letters of Unicode's first blocks, and what XML and printers carry without trouble. */
const latinExtended = /^[ !#-%(-;=?-_a-~\u00a1-\u00ac\u00ae-\u024f'&]*$/;

const allowed = (set: CharacterSet): RegExp => (set === 'sepa_latin' ? sepaLatin : latinExtended);

/** True when a bank with this character set takes the text as it is. */
export const isWithin = (set: CharacterSet, text: string): boolean => allowed(set).test(text);

/**
 * The text in a bank's character set: what it takes stays, letters are transliterated, signs become
 * the ones that EPC217-08 recommends, accents fall away, and anything else becomes a full stop.
 * Blanks are made single and cut at the ends. Writing it again changes nothing.
 */
export function transliterate(set: CharacterSet, text: string): string {
  const composed = text.normalize('NFC');
  let result = '';
  if (isWithin(set, composed)) result = composed;
  else for (const character of composed) result += replacementOf(set, character);
  return result.replaceAll(/ {2,}/g, ' ').trim();
}

function replacementOf(set: CharacterSet, character: string): string {
  if (isWithin(set, character)) return character;
  const direct = table.get(character);
  if (direct !== undefined) return isWithin(set, direct) ? direct : '.';
  const bare = character.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  let result = '';
  for (const part of bare) {
    const mapped = isWithin(set, part) ? part : (table.get(part) ?? '.');
    result += isWithin(set, mapped) ? mapped : '.';
  }
  return result === '' && !/^\p{M}$/u.test(character) ? '.' : result;
}

/** The first `lengthMax` characters, never half of one, without a blank at the end. */
export function cut(text: string, lengthMax: number): string {
  if (text.length <= lengthMax) return text;
  const characters = Array.from(text);
  if (characters.length <= lengthMax) return text;
  return characters.slice(0, lengthMax).join('').trimEnd();
}
