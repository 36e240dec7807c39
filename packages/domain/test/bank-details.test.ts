import {
  asIban,
  InvalidIbanError,
  isAbaRoutingNumber,
  isBic,
  isIban,
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

  test('grouping', () => {
    expect(normaliseAccountNumber('20-00-00')).toBe('200000');
    expect(normaliseAccountNumber(' de89 3704.00/44-05 ')).toBe('DE893704004405');
  });
});
