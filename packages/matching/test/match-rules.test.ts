import { asPlainDate } from '@quittance/domain';
import { describe, expect, test } from 'vitest';
import {
  attempt,
  item,
  line,
  match,
  outcomes,
  payment,
  referenceOf,
  uuid,
} from './world-fixture.ts';

const payments = [payment(1), payment(2), payment(3)];
const endToEndId = referenceOf(1);
const partyAccountDigest = 'digest-1';

describe('class A: proof', () => {
  test('[REC-01] the EndToEndId and the same amount', () => {
    const result = match([line(1, { endToEndId })], { payments });
    expect(result.matches).toMatchObject([
      {
        evidenceClass: 'A',
        rule: 'end-to-end-id@1',
        allocations: [{ paymentId: payments[0]?.id, amountMinor: -100_00n, purpose: 'settlement' }],
      },
    ]);
    expect(result.matches[0]?.explanation).toContain(endToEndId);
    expect(result.matches[0]?.explanation).toContain('Runner-up: payment');
  });

  test('one minor unit off is a suggestion, in either direction', () => {
    for (const amountMinor of [-99_99n, -100_01n, 100_00n]) {
      const result = match([line(1, { endToEndId, amountMinor })], { payments });
      expect(result.matches).toEqual([]);
      if (amountMinor > 0n) continue;
      expect(result.unmatched).toMatchObject([
        { reason: 'AMOUNT_DIFFERS', suggestions: [{ paymentId: payments[0]?.id }] },
      ]);
    }
  });

  test('another account, another currency and a payment that never left are not matched', () => {
    const given = line(1, { endToEndId });
    const elsewhere = payment(1, { ownAccountId: uuid('acc', 2) });
    expect(match([given], { payments: [elsewhere] }).matches).toEqual([]);
    expect(match([given], { payments: [payment(1, { currency: 'USD' })] }).matches).toEqual([]);
    const unreleased = match([given], { payments: [payment(1, { released: false })] });
    expect(outcomes(unreleased)).toEqual(['NOT_RELEASED']);
  });

  test('a payment that is settled is not settled again', () => {
    const settled = payment(1, { openMinor: 0n, returnableMinor: 100_00n });
    const result = match([line(1, { endToEndId })], { payments: [settled] });
    expect(outcomes(result)).toEqual(['ALREADY_MATCHED']);
  });

  test('a bank reference that earlier evidence gave', () => {
    const known = [payment(1, { bankReferences: ['BANK-77'] }), payment(2)];
    const result = match([line(1, { bankReference: 'BANK-77' })], { payments: known });
    expect(outcomes(result)).toEqual(['A bank-reference@1']);
  });

  test('NOTPROVIDED is no reference', () => {
    const odd = [payment(1, { reference: 'NOTPROVIDED' })];
    const result = match([line(1, { endToEndId: 'NOTPROVIDED' })], { payments: odd });
    expect(result.matches).toEqual([]);
  });

  test('a batch debit settles every member when number and sum agree', () => {
    const attempts = [attempt('MSG', payments)];
    const debit = { messageId: 'MSG', kind: 'batch_payment', amountMinor: -300_00n } as const;
    const result = match([line(1, { ...debit, transactionCount: 3 })], { payments, attempts });
    expect(outcomes(result)).toEqual(['A batch-message-id@1']);
    expect(result.matches[0]?.allocations.map((one) => one.amountMinor)).toEqual([
      -100_00n,
      -100_00n,
      -100_00n,
    ]);
    const counted = match([line(1, { ...debit, transactionCount: 2 })], { payments, attempts });
    expect(outcomes(counted)).toEqual(['AMOUNT_DIFFERS']);
    expect(outcomes(match([line(1, debit)], { payments, attempts }))).toEqual([
      'B batch-message-id@1',
    ]);
  });

  test('a batch debit may leave out what the bank refused, and nothing else', () => {
    const members = [payment(1), payment(2, { refused: true }), payment(3)];
    const attempts = [attempt('MSG', members)];
    const debit = { messageId: 'MSG', kind: 'batch_payment', transactionCount: 2 } as const;
    const less = line(1, { ...debit, amountMinor: -200_00n });
    const result = match([less], { payments: members, attempts });
    expect(outcomes(result)).toEqual(['A batch-message-id@1']);
    expect(result.matches[0]?.explanation).toContain('without the 1 that the bank refused');
    expect(outcomes(match([less], { payments, attempts: [attempt('MSG', payments)] }))).toEqual([
      'AMOUNT_DIFFERS',
    ]);
  });

  test('a return leads to its payment, also within the statement that settles it', () => {
    const back = { amountMinor: 100_00n, kind: 'return', returnReason: 'AC04' } as const;
    const lines = [line(1, { endToEndId }), line(2, { ...back, endToEndId })];
    const both = match(lines, { payments });
    expect(outcomes(both)).toEqual(['A end-to-end-id@1', 'A return-end-to-end-id@1']);
    expect(both.matches[1]?.allocations).toMatchObject([
      { purpose: 'return', amountMinor: 100_00n },
    ]);
    expect(outcomes(match(lines.slice(1), { payments }))).toEqual(['ALREADY_MATCHED']);
    const settled = [payment(1, { openMinor: 0n, returnableMinor: 100_00n })];
    const reversal = line(3, { ...back, kind: 'reversal', returnReason: null, endToEndId });
    const reversed = match([reversal], { payments: settled });
    expect(reversed.matches[0]?.allocations).toMatchObject([{ purpose: 'reversal' }]);
    const less = line(4, { ...back, endToEndId, amountMinor: 99_00n });
    expect(outcomes(match([less], { payments: settled }))).toEqual(['AMOUNT_DIFFERS']);
  });
});

describe('class B: strong evidence', () => {
  test('our reference in the remittance, blanks and case forgiven', () => {
    const text = `pay ${endToEndId.slice(0, 6)} ${endToEndId.slice(6).toLowerCase()} thanks`;
    const result = match([line(1, { remittance: text })], { payments });
    expect(outcomes(result)).toEqual(['B internal-reference@1']);
    const wrong = `${endToEndId.slice(0, -1)}${endToEndId.endsWith('7') ? '8' : '7'}`;
    expect(match([line(1, { remittance: wrong })], { payments }).matches).toEqual([]);
  });

  test('a reference of ours that says another payment outweighs a document number', () => {
    const remittance = 'INV-1001';
    const other = line(1, { remittance, partyAccountDigest, endToEndId: referenceOf(99) });
    expect(match([other], { payments }).matches).toEqual([]);
  });

  test('invoice number, party and amount', () => {
    const named = { remittance: 'Invoice INV-1001 of November', partyName: 'MULLER & SOHNE gmbh' };
    expect(outcomes(match([line(1, named)], { payments }))).toEqual([
      'B document-number-payment@1',
    ]);
    const broken = { remittance: 'INV-10 01', partyAccountDigest };
    expect(outcomes(match([line(1, broken)], { payments }))).toEqual([
      'B document-number-payment@1',
    ]);
  });

  test('without the party, or with another account, it is a suggestion', () => {
    const remittance = 'INV-1001';
    const cases = [
      { remittance },
      { remittance, partyName: 'Somebody else' },
      { remittance, partyName: 'Müller & Söhne GmbH', partyAccountDigest: 'another' },
    ];
    for (const given of cases) {
      const result = match([line(1, given)], { payments });
      expect(result.unmatched).toMatchObject([
        { reason: 'PARTY_DIFFERS', suggestions: [{ paymentId: payments[0]?.id }, {}, {}] },
      ]);
    }
  });

  test('a part of a longer number is not the number', () => {
    const known = [payment(1, { documentNumbers: ['1001'] })];
    for (const remittance of ['INV-1001-7', '10017', 'X1001', '21001']) {
      const given = line(1, { remittance, partyAccountDigest });
      expect(match([given], { payments: known }).matches, remittance).toEqual([]);
    }
  });

  test('a line that names two payments settles neither by itself', () => {
    const given = line(1, { remittance: 'INV-1001 INV-1002', partyAccountDigest });
    expect(outcomes(match([given], { payments }))).toEqual(['AMBIGUOUS']);
  });

  test('bills paid outside the hub: one, several, and netted with a credit note', () => {
    const openItems = [item(1), item(2), item(3, { kind: 'credit_note', residualMinor: 30_00n })];
    const direct = { partyAccountDigest: 'digest-9', kind: 'other' } as const;
    const one = line(1, { ...direct, amountMinor: -80_00n, remittance: 'SW-5001' });
    expect(outcomes(match([one], { openItems }))).toEqual(['B document-number-item@1']);
    const remittance = 'SW-5001, SW-5002, SW-5003';
    const all = match([line(1, { ...direct, amountMinor: -130_00n, remittance })], { openItems });
    expect(outcomes(all)).toEqual(['B document-numbers-items@1']);
    expect(all.matches[0]?.allocations.map((part) => part.amountMinor)).toEqual([
      -80_00n,
      -80_00n,
      30_00n,
    ]);
    const less = line(1, { ...direct, amountMinor: -80_00n, remittance });
    expect(outcomes(match([less], { openItems }))).toEqual(['AMOUNT_DIFFERS']);
  });

  test('a bill that a payment of the hub claims is not settled behind its back', () => {
    const openItems = [item(1, { claimed: true })];
    const direct = { partyAccountDigest: 'digest-9', amountMinor: -80_00n, remittance: 'SW-5001' };
    expect(outcomes(match([line(1, direct)], { openItems }))).toEqual(['AMBIGUOUS']);
  });
});

describe('posting rules', () => {
  test('fees and interest go to the account of their role', () => {
    const lines = [
      line(1, { kind: 'fee', amountMinor: -3_50n }),
      line(2, { kind: 'interest', amountMinor: 1_20n }),
    ];
    const result = match(lines, { payments });
    expect(outcomes(result)).toEqual(['E bank_fee@1', 'E interest@1']);
    expect(result.matches.map((one) => one.allocations[0]?.accountRole)).toEqual([
      'bank_fee',
      'interest',
    ]);
  });

  test('what is called a fee and yet names a payment is left to a person', () => {
    const given = line(1, { kind: 'fee', endToEndId });
    expect(outcomes(match([given], { payments }))).toEqual(['AMBIGUOUS']);
    const near = line(1, { kind: 'fee', endToEndId, amountMinor: -2_00n });
    expect(outcomes(match([near], { payments }))).toEqual(['AMOUNT_DIFFERS']);
  });
});

describe('ties and twins', () => {
  test('[I1] two lines that prove one payment settle it neither, and say so', () => {
    const lines = [line(1, { endToEndId }), line(2, { endToEndId })];
    expect(outcomes(match(lines, { payments }))).toEqual(['CLAIMED_TWICE', 'CLAIMED_TWICE']);
  });

  test('proof wins over strong evidence, and the weaker line says why it lost', () => {
    const weaker = line(2, { remittance: 'INV-1001', partyAccountDigest });
    const result = match([weaker, line(1, { endToEndId })], { payments });
    expect(outcomes(result)).toEqual(['A end-to-end-id@1', 'CANDIDATE_TAKEN']);
  });

  test('a batch debit and a single debit of one member settle neither', () => {
    const attempts = [attempt('MSG', payments)];
    const batch = { messageId: 'MSG', transactionCount: 3, amountMinor: -300_00n } as const;
    const result = match([line(1, batch), line(2, { endToEndId })], { payments, attempts });
    expect(outcomes(result)).toEqual(['CLAIMED_TWICE', 'CLAIMED_TWICE']);
  });

  test('two candidates for one line are a tie', () => {
    const twins = [payment(1), payment(2, { documentNumbers: ['INV-1001'] })];
    const given = line(1, { remittance: 'INV-1001', partyAccountDigest });
    const result = match([given], { payments: twins });
    expect(outcomes(result)).toEqual(['AMBIGUOUS']);
    expect(result.unmatched[0]?.suggestions).toHaveLength(2);
  });

  test('[I27] one entry told twice counts once; a day that has not come is left alone', () => {
    const lines = [line(1, { endToEndId, entryKey: 'x' }), line(2, { endToEndId, entryKey: 'x' })];
    expect(outcomes(match(lines, { payments }))).toEqual(['A end-to-end-id@1', 'DUPLICATE_LINE']);
    const later = line(1, { endToEndId, bookingDate: asPlainDate('2026-12-01') });
    expect(outcomes(match([later], { payments }))).toEqual(['FUTURE_DATED']);
  });

  test('[REC-03] a line that nothing explains says so and suggests the same amount first', () => {
    const result = match([line(1, { partyAccountDigest })], { payments });
    expect(result.unmatched).toMatchObject(
      [{ reason: 'NO_CANDIDATE', suggestions: [{ why: /same account/ }, {}, {}] }].map((one) => ({
        ...one,
        suggestions: one.suggestions.map(() => ({})),
      })),
    );
    expect(result.unmatched[0]?.suggestions[0]?.why).toContain('same account');
  });

  test('references that prove different payments settle none', () => {
    const known = [
      payment(1, { bankReferences: ['BANK-77'] }),
      payment(2, { bankReferences: ['BANK-77'] }),
    ];
    const result = match([line(1, { bankReference: 'BANK-77' })], { payments: known });
    expect(outcomes(result)).toEqual(['AMBIGUOUS']);
  });

  test('a line that names a second payment of another amount settles neither', () => {
    const known = [payment(1), payment(2, { instructedMinor: 70_00n })];
    const given = line(1, { remittance: 'INV-1001 INV-1002', partyAccountDigest });
    expect(outcomes(match([given], { payments: known }))).toEqual(['AMBIGUOUS']);
  });

  test('a batch of which a member is settled already, or whose sum is off, is not settled', () => {
    const attempts = [attempt('MSG', payments)];
    const debit = line(1, { messageId: 'MSG', transactionCount: 3, amountMinor: -300_00n });
    const settled = [payment(1, { openMinor: 0n }), payment(2), payment(3)];
    expect(outcomes(match([debit], { payments: settled, attempts }))).toEqual(['AMOUNT_DIFFERS']);
    const off = { ...debit, amountMinor: -300_01n };
    expect(outcomes(match([off], { payments, attempts }))).toEqual(['AMOUNT_DIFFERS']);
    expect(match([debit], { payments: payments.slice(1), attempts }).matches).toEqual([]);
  });

  test('bills are settled only where everything that the line says fits', () => {
    const direct = { partyAccountDigest: 'digest-9', amountMinor: -80_00n, remittance: 'SW-5001' };
    const settles = (changes: Parameters<typeof line>[1], items = [item(1)]): boolean =>
      match([line(1, { ...direct, ...changes })], { openItems: items }).matches.length === 1;
    expect(settles({})).toBe(true);
    expect(settles({ endToEndId: referenceOf(77) })).toBe(false);
    expect(settles({ remittance: `SW-5001 ${referenceOf(77)}` })).toBe(false);
    expect(settles({ amountMinor: 0n }, [item(1, { residualMinor: 0n })])).toBe(false);
    expect(settles({}, [item(1, { entityId: uuid('e', 2) })])).toBe(false);
    expect(settles({}, [item(1, { currency: 'USD' })])).toBe(false);
    expect(settles({}, [item(1), item(2, { supplierReference: 'SW-5001' })])).toBe(false);
    const twins = [item(1), item(2, { supplierReference: 'SW-5001' })];
    expect(settles({ amountMinor: -160_00n }, twins)).toBe(false);
    const both = { remittance: 'SW-5001 SW-5002', amountMinor: -160_00n };
    expect(settles(both, [item(1), item(2)])).toBe(true);
    expect(settles(both, [item(1), item(2, { partyId: uuid('c', 2) })])).toBe(false);
    const third = [item(1), item(2), item(3, { claimed: true })];
    expect(settles({ ...both, remittance: 'SW-5001 SW-5002 SW-5003' }, third)).toBe(false);
  });

  test('one candidate given twice is a fault of the program', () => {
    expect(() => match([], { payments: [payment(1), payment(1)] })).toThrow('once');
  });
});
