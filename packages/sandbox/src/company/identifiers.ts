import type { Random } from '../random.ts';

/**
 * Account numbers, routing numbers and tax numbers with the check digits their standards demand:
 * ISO 13616 (IBAN, mod 97-10 of ISO 7064), the ABA routing number (weights 3 7 1), and the national
 * checks inside the account number where a country has them.
 */

/** Remainder mod 97 of a text of digits and capital letters (A = 10 … Z = 35), ISO 7064. */
function remainder97(text: string): number {
  let remainder = 0;
  for (const character of text) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}

/** The IBAN of a country's basic account number, with computed check digits. */
export function ibanOf(country: string, basicAccountNumber: string): string {
  const check = 98 - remainder97(`${basicAccountNumber}${country}00`);
  return `${country}${String(check).padStart(2, '0')}${basicAccountNumber}`;
}

/** True for an IBAN of plausible form whose check digits are right. */
export function ibanIsValid(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/u.test(iban)) return false;
  return remainder97(iban.slice(4) + iban.slice(0, 4)) === 1;
}

/** The same IBAN with check digits that are wrong. */
export function ibanWithWrongCheck(iban: string): string {
  const check = (Number.parseInt(iban.slice(2, 4), 10) + 1) % 97;
  return `${iban.slice(0, 2)}${String(check).padStart(2, '0')}${iban.slice(4)}`;
}

function weightedSum(digits: string, weights: readonly number[]): number {
  return weights.reduce(
    (sum, weight, index) => sum + Number.parseInt(digits.charAt(index) || '0', 10) * weight,
    0,
  );
}

const ABA_WEIGHTS = [3, 7, 1, 3, 7, 1, 3, 7, 1];

/** A nine-digit routing number from eight digits: the weighted sum is a multiple of ten. */
export function routingNumberOf(eightDigits: string): string {
  return `${eightDigits}${(10 - (weightedSum(eightDigits, ABA_WEIGHTS) % 10)) % 10}`;
}

/** True for a nine-digit routing number with the right check digit. */
export function routingNumberIsValid(text: string): boolean {
  return /^\d{9}$/u.test(text) && weightedSum(text, ABA_WEIGHTS) % 10 === 0;
}

/** Dutch accounts pass the eleven test: sum of digit times place (10 … 1) divisible by eleven. */
function dutchAccount(random: Random): string {
  for (;;) {
    const account = `0${random.integer(1, 9)}${random.digits(8)}`;
    if (weightedSum(account, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0) return account;
  }
}

function spanishCheck(digits: string): number {
  const weights = [1, 2, 4, 8, 5, 10, 9, 7, 3, 6].slice(10 - digits.length);
  const check = 11 - (weightedSum(digits, weights) % 11);
  if (check === 11) return 0;
  return check === 10 ? 1 : check;
}

function frenchKey(bank: string, branch: string, account: string): string {
  const key = 97n - ((89n * BigInt(bank) + 15n * BigInt(branch) + 3n * BigInt(account)) % 97n);
  return key.toString().padStart(2, '0');
}

interface BankOfCountry {
  readonly bic: string;
  readonly bank: string;
}

/** Invented banks: the BIC has the form of ISO 9362, the bank codes are not those of real ones. */
const BANKS: Readonly<Record<string, readonly BankOfCountry[]>> = {
  DE: [
    { bic: 'NOHADEHHXXX', bank: '20099700' },
    { bic: 'RHVBDEKKXXX', bank: '37099610' },
    { bic: 'ISARDEMMXXX', bank: '70099520' },
    { bic: 'KWAYDEFFXXX', bank: '50099480' },
  ],
  AT: [{ bic: 'DONAATWWXXX', bank: '29910' }],
  NL: [{ bic: 'POLDNL2AXXX', bank: 'POLD' }],
  BE: [{ bic: 'SCHEBEBBXXX', bank: '991' }],
  FR: [{ bic: 'LOIRFRPPXXX', bank: '99307' }],
  ES: [{ bic: 'EBROESMMXXX', bank: '9917' }],
  IE: [{ bic: 'LIFFIE2DXXX', bank: 'LIFF99' }],
  GB: [
    { bic: 'KWAYGB2LXXX', bank: 'KWAY' },
    { bic: 'THMSGB22XXX', bank: 'THMS' },
  ],
};

function basicAccountNumber(country: string, bank: string, random: Random): string {
  if (country === 'DE') return `${bank}${random.digits(10)}`;
  if (country === 'AT') return `${bank}${random.digits(11)}`;
  if (country === 'NL') return `${bank}${dutchAccount(random)}`;
  if (country === 'IE') return `${bank.slice(0, 4)}99${random.digits(12)}`;
  if (country === 'GB') return `${bank}99${random.digits(4)}${random.digits(8)}`;
  if (country === 'BE') {
    const account = `${bank}${random.digits(7)}`;
    const check = Number.parseInt(account, 10) % 97;
    return `${account}${String(check === 0 ? 97 : check).padStart(2, '0')}`;
  }
  if (country === 'FR') {
    const [branch, account] = [random.digits(5), random.digits(11)];
    return `${bank}${branch}${account}${frenchKey(bank, branch, account)}`;
  }
  if (country === 'ES') {
    const [branch, account] = [random.digits(4), random.digits(10)];
    const checks = `${spanishCheck(bank + branch)}${spanishCheck(account)}`;
    return `${bank}${branch}${checks}${account}`;
  }
  throw new RangeError(`no account numbers for country ${country}`);
}

/** A valid IBAN with the BIC of its bank, for one of DE, AT, NL, BE, FR, ES, IE, GB. */
export function accountIn(
  country: string,
  random: Random,
): { readonly iban: string; readonly bic: string } {
  const { bic, bank } = random.pick(BANKS[country] ?? []);
  return { iban: ibanOf(country, basicAccountNumber(country, bank, random)), bic };
}

/** A valid IBAN at one of the invented banks, chosen by its BIC. */
export function accountAtBank(bic: string, random: Random): string {
  const country = bic.slice(4, 6);
  const bank = BANKS[country]?.find((item) => item.bic === bic);
  if (bank === undefined) throw new RangeError(`no bank with BIC ${bic}`);
  return ibanOf(country, basicAccountNumber(country, bank.bank, random));
}

/** A German VAT number: eight digits and the check digit of ISO 7064 mod 11,10. */
export function germanVatNumber(random: Random): string {
  const digits = `${random.integer(1, 9)}${random.digits(7)}`;
  let product = 10;
  for (const digit of digits) {
    const sum = (Number.parseInt(digit, 10) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return `DE${digits}${(11 - product) % 10}`;
}

/** A British VAT number: seven digits and two check digits, weights 8 … 2, modulus 97. */
export function britishVatNumber(random: Random): string {
  const digits = `${random.integer(1, 9)}${random.digits(6)}`;
  const check = 97 - (weightedSum(digits, [8, 7, 6, 5, 4, 3, 2]) % 97);
  return `GB${digits}${String(check).padStart(2, '0')}`;
}
