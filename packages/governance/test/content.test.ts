import { asId } from '@quittance/domain';
import {
  batchContentHash,
  batchHeader,
  paymentContent,
  paymentContentHash,
} from '@quittance/governance';
import { describe, expect, test } from 'vitest';
import { bankDetails, batch, item, ownAccount, payment } from './record-fixture.ts';

const source = {
  payment,
  items: [item(1, 100_00n), item(2, 50_00n)],
  ownAccount,
  bankDetails,
};
const content = paymentContent(source);
const hash = paymentContentHash(content);

describe('the content hash of a payment', () => {
  test('it names the version of its form', () => {
    expect(hash).toMatch(/^1:[0-9a-f]{64}$/);
  });

  test('[I2] changing any field of the content changes it', () => {
    for (const key of Object.keys(content)) {
      const changed = { ...content, [key]: key === 'items' ? [] : 'changed' };
      expect(paymentContentHash(changed), key).not.toBe(hash);
    }
    const [first, second] = content.items;
    if (first === undefined || second === undefined) throw new Error('there are two items');
    for (const key of Object.keys(first)) {
      const items = [{ ...first, [key]: 'changed' }, second];
      expect(paymentContentHash({ ...content, items }), key).not.toBe(hash);
    }
  });

  test('the order of items and what may change after approval do not matter', () => {
    const turned = { ...content, items: content.items.toReversed() };
    expect(paymentContentHash(turned)).toBe(hash);
    const later = { ...payment, version: 9, state: 'approved', hold: 'x', reason: 'y' } as const;
    expect(paymentContentHash(paymentContent({ ...source, payment: later }))).toBe(hash);
  });

  test('[I19] another version of the payee account is another content', () => {
    const edited = { ...source, payment: { ...payment, bankDetailsVersion: 3 } };
    expect(paymentContentHash(paymentContent(edited))).not.toBe(hash);
    const swapped = { ...bankDetails, accountDigest: 'another account' };
    const other = paymentContent({ ...source, bankDetails: swapped });
    expect(paymentContentHash(other)).not.toBe(hash);
  });

  test('records that do not belong together are a fault of the program', () => {
    const strange = asId<'party'>('00000000-0000-7000-8000-00000000ffff');
    const details = { ...bankDetails, partyId: strange };
    expect(() => paymentContent({ ...source, bankDetails: details })).toThrow('payee');
  });
});

describe('the content hash of a batch', () => {
  const header = batchHeader(batch);
  const members = [
    { paymentId: payment.id, contentHash: hash },
    { paymentId: asId<'payment'>('00000000-0000-7000-8000-00000000aaaa'), contentHash: 'other' },
  ] as const;
  const whole = batchContentHash(members, header);

  test('the order of members does not matter', () => {
    expect(batchContentHash(members.toReversed(), header)).toBe(whole);
  });

  test('[I19] a changed member, other members and a changed header change it', () => {
    const [first, second] = members;
    const edited = [{ ...first, contentHash: 'edited' }, second];
    expect(batchContentHash(edited, header)).not.toBe(whole);
    expect(batchContentHash([first], { ...header, paymentCount: 1 })).not.toBe(whole);
    expect(batchContentHash(members, { ...header, totalMinor: 1n })).not.toBe(whole);
    const swapped = [
      { ...first, contentHash: second.contentHash },
      { ...second, contentHash: first.contentHash },
    ];
    expect(batchContentHash(swapped, header)).not.toBe(whole);
  });

  test('[I4] a header that counts other members is a fault of the program', () => {
    expect(() => batchContentHash(members.slice(1), header)).toThrow('counts');
    expect(() => batchContentHash([members[0], members[0]], header)).toThrow('twice');
  });
});
