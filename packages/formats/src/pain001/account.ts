const ibanForm = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;

/**
 * True when the check digits of an IBAN hold (ISO 13616, ISO 7064 modulo 97-10). Lengths by country
 * are checked where bank details are keyed; here it is the last look before the file leaves.
 */
export function hasIbanCheckDigits(iban: string): boolean {
  if (!ibanForm.test(iban)) return false;
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36); // not money: a character of the number
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** ISO 9362: four of the institution, two of the country, two of the place, three of the branch. */
export const isBic = (bic: string): boolean =>
  /^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(bic);
