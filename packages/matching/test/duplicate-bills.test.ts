import { asPlainDate } from '@quittance/domain';
import { findDuplicateBills } from '@quittance/matching';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bill, uuid } from './world-fixture.ts';

const certaintyOf = (second: Parameters<typeof bill>[1]): string =>
  findDuplicateBills([bill(1), bill(2, second)])
    .map((group) => group.certainty)
    .join(' ');

describe('bills that were keyed twice', () => {
  test('[EXC-03] same party, number and amount, however the number is written', () => {
    expect(certaintyOf({})).toBe('certain');
    expect(certaintyOf({ supplierReference: 'inv 2026/0042' })).toBe('certain');
    expect(certaintyOf({ state: 'paid', residualMinor: 0n })).toBe('certain');
    expect(certaintyOf({ entityId: uuid('e', 2) })).toBe('certain');
  });

  test('[EXC-03] same number, other amount: probable when the dates are near', () => {
    expect(certaintyOf({ totalMinor: 120_00n })).toBe('probable');
    const far = asPlainDate('2026-12-03');
    expect(certaintyOf({ totalMinor: 120_00n, invoiceDate: far })).toBe('');
  });

  test('[EXC-03] numbers that are easily misread, same amount', () => {
    expect(certaintyOf({ supplierReference: 'INV-2O26-OO42' })).toBe('probable');
    expect(certaintyOf({ supplierReference: 'INV-2026-0043' })).toBe('');
    expect(certaintyOf({ supplierReference: '1NV-2026-0042', totalMinor: 1n })).toBe('');
  });

  test('other parties, credit notes, cancelled and unnumbered bills are no twins', () => {
    expect(certaintyOf({ partyId: uuid('c', 2) })).toBe('');
    expect(certaintyOf({ kind: 'credit_note' })).toBe('');
    expect(certaintyOf({ state: 'cancelled' })).toBe('');
    expect(certaintyOf({ supplierReference: null })).toBe('');
    const unnumbered = { supplierReference: null };
    expect(findDuplicateBills([bill(1, unnumbered), bill(2, unnumbered)])).toEqual([]);
  });

  test('a group names all of them in words, whatever their order', () => {
    const bills = [bill(1), bill(2), bill(3), bill(4, { supplierReference: 'OTHER-77' })];
    fc.assert(
      fc.property(fc.shuffledSubarray(bills, { minLength: 4 }), (shuffled) => {
        const [group, ...others] = findDuplicateBills(shuffled);
        expect(others).toEqual([]);
        expect(group?.openItemIds).toEqual([uuid('b', 1), uuid('b', 2), uuid('b', 3)]);
        expect(group?.explanation).toContain('BILL/1, BILL/2, BILL/3 have the same');
      }),
    );
  });
});
