import {
  asIban,
  checkBankDetails,
  ibanCountry,
  InvalidIbanError,
  isAbaRoutingNumber,
  isBic,
  isIban,
  isSortCode,
  normaliseAccountNumber,
} from '@quittance/domain';
import { describe, expect, test } from 'vitest';
import { vectors } from './vectors.ts';

describe('IBAN', () => {
  test('[RES-14] those of the registry are valid, also as people group them', () => {
    for (const text of vectors('iban_valid')) {
      expect(isIban(text), text).toBe(true);
      const grouped = text.toLowerCase().replaceAll(/(.{4})/g, '$1 ');
      expect(asIban(grouped)).toBe(text);
      expect(ibanCountry(asIban(text))).toBe(text.slice(0, 2));
    }
  });

  test('[RES-14] any other text is not', () => {
    for (const text of vectors('iban_invalid')) expect(isIban(text), text).toBe(false);
  });

  test('[I24] the refusal does not repeat the number', () => {
    expect(() => asIban('DE88370400440532013000')).toThrow(InvalidIbanError);
    expect(() => asIban('DE88370400440532013000')).toThrow(/^not a valid IBAN$/);
  });
});

describe('the other numbers', () => {
  test('BIC', () => {
    for (const text of vectors('bic_valid')) expect(isBic(text), text).toBe(true);
    for (const text of vectors('bic_invalid')) expect(isBic(text), text).toBe(false);
  });

  test('American routing numbers', () => {
    for (const text of vectors('aba_valid')) expect(isAbaRoutingNumber(text), text).toBe(true);
    for (const text of vectors('aba_invalid')) expect(isAbaRoutingNumber(text), text).toBe(false);
  });

  test('British sort codes, and grouping', () => {
    expect(isSortCode(normaliseAccountNumber('20-00-00'))).toBe(true);
    expect(isSortCode('20000')).toBe(false);
    expect(normaliseAccountNumber(' de89 3704.00/44-05 ')).toBe('DE893704004405');
  });
});

describe('bank details as a whole', () => {
  const check = (accountNumber: string, bic: string | null, clearingNumber: string | null) => {
    const result = checkBankDetails({ accountNumber, bic, clearingNumber });
    return result.ok ? result.value : result.error;
  };

  test('[RES-14] an IBAN, or a national number with its clearing number', () => {
    const iban = 'DE89370400440532013000';
    expect(check('de89 3704 0044 0532 0130 00', 'DEUTDEFF', null)).toEqual({
      accountNumber: iban,
      iban: true,
    });
    const national = { accountNumber: '31926819', iban: false };
    expect(check('31926819', null, '60-16-13')).toEqual(national);
    expect(check('31926819', null, '021000021')).toEqual(national);
  });

  test('[RES-14] the first fault is named, without the number', () => {
    expect(check('', null, null)).toBe('ACCOUNT_NUMBER_MISSING');
    expect(check('12', null, '601613')).toBe('ACCOUNT_NUMBER_MISSING');
    expect(check('DE88370400440532013000', null, null)).toBe('IBAN_INVALID');
    expect(check('DE89370400440532013000', 'DEUTXXFF', null)).toBe('BIC_INVALID');
    expect(check('31926819', null, null)).toBe('CLEARING_NUMBER_INVALID');
    expect(check('31926819', null, '021000022')).toBe('CLEARING_NUMBER_INVALID');
  });
});
