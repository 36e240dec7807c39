import { asPlainDate, present } from '@quittance/domain';
import { validateBatch } from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { codeOf, dumpOf, type House, openHouse, valueOf } from './support/house.ts';
import { fixedClock } from './support/ports.ts';
import { tell } from './support/deliver.ts';
import { bill, creditNote, supplierNumbers } from './support/records.ts';
import {
  batchOf,
  openCasesOf,
  paymentsOf,
  paymentTo,
  propose,
  release,
  type Run,
  statesOf,
  submit,
} from './support/walk.ts';

const validate = (house: House, { batchId }: Run) =>
  validateBatch({ ctx: house.as('paula'), input: { batchId } });

async function reasonsOf(house: House, run: Run): Promise<readonly string[]> {
  return valueOf(await validate(house, run)).invalid.flatMap((one) => one.reasons);
}

/** Changes the payee account behind an account number, as somebody in the accounts would. */
async function editBank(house: House, accountNumber: string, patch: object) {
  const rows = await house.rows('party_bank_details');
  const row = present(
    rows.find((one) => one.accountNumber === accountNumber),
    'bank details',
  );
  await house.edit('party_bank_details', row, patch);
}

async function setBalance(house: House, bookedBalanceMinor: bigint) {
  const rows = await house.rows('own_account');
  const account = present(
    rows.find((row) => row.id === house.accounts.euro),
    'the account',
  );
  const balanceDate = asPlainDate('2026-11-22');
  await house.edit('own_account', account, { bookedBalanceMinor, balanceDate });
}

describe('validateBatch', () => {
  test('[RES-14][ORC-03] valid payments carry the hash of their content, and no case', async () => {
    const house = await openHouse();
    const run = await propose(house);
    expect(valueOf(await validate(house, run))).toEqual({ valid: 3, invalid: [] });
    const payments = await house.rows('payment');
    expect(payments.every((row) => /^1:[0-9a-f]{64}$/.test(row.contentHash ?? ''))).toBe(true);
    expect(new Set(payments.map((row) => row.contentHash)).size).toBe(3);
    expect(await openCasesOf(house)).toEqual([]);
  });

  test('[RES-14][ORC-06] what its bank does not carry is refused', async () => {
    const house = await openHouse();
    const ownAccountId = house.accounts.batch;
    const run = await propose(house, { ownAccountId, priority: 'urgent' });
    expect(await reasonsOf(house, run)).toEqual(Array(3).fill('the bank does not carry it: rail'));
  });

  test.each([
    ['an IBAN with a wrong check digit', { accountNumber: 'FR1420041010050500013M02607' }, 'IBAN'],
    ['a number that is no IBAN', { accountNumber: '4711' }, 'IBAN'],
    ['a wrong BIC', { bic: 'NOT-A-BIC' }, 'BIC'],
    ['a wrong routing number', { clearingNumber: '021000022' }, 'routing number'],
    ['an account that was closed', { active: false }, 'no longer active'],
    ['an account that takes dollars only', { currency: 'USD' as const }, 'USD only'],
  ])('[RES-14] %s never reaches a bank', async (_, patch, word) => {
    const house = await openHouse();
    const run = await propose(house);
    // The version stands still: the proposal already saw the account like this.
    await editBank(house, supplierNumbers.acme, { ...patch });
    const payment = await paymentTo(house, run, 'acme');
    const version = present(payment.bankDetailsVersion, 'version') + 1;
    await house.edit('payment', payment, { bankDetailsVersion: version });
    const { valid, invalid } = valueOf(await validate(house, run));
    expect(valid).toBe(2);
    expect(invalid).toHaveLength(1);
    expect(invalid[0]?.reasons.join()).toContain(word);
    expect(await paymentTo(house, run, 'acme')).toMatchObject({
      state: 'invalid',
      contentHash: null,
    });
    expect(await openCasesOf(house)).toEqual(['invalid_payment failed_checks']);
  });

  test('[RES-14] an American account passes with a routing number and no IBAN', async () => {
    const house = await openHouse({ bills: [bill('y1', 'york', { currency: 'USD' })] });
    const run = await propose(house, { ownAccountId: house.accounts.dollar });
    expect(valueOf(await validate(house, run)).valid).toBe(1);
  });

  test('[RES-14][I19] a payee account that changed after the proposal is caught', async () => {
    const house = await openHouse();
    const run = await propose(house);
    await editBank(house, supplierNumbers.bolt, { accountNumber: supplierNumbers.dyer });
    expect(await reasonsOf(house, run)).toEqual(['the bank account changed']);
  });

  test('a supplier without a bank account is invalid, and says so', async () => {
    const house = await openHouse({ bills: [bill('bare', 'bare'), bill('ok', 'acme')] });
    expect(await reasonsOf(house, await propose(house))).toEqual([
      'the supplier has no bank account',
    ]);
  });

  test('[EXC-03] an invoice keyed twice is held back with a case for each payment', async () => {
    const house = await openHouse({
      bills: [
        bill('one', 'acme', { supplierReference: 'R-2026-77', totalMinor: 5_000n }),
        bill('two', 'acme', { supplierReference: 'R 2026/77', totalMinor: 5_000n }),
        bill('ok', 'bolt'),
      ],
    });
    const run = await propose(house);
    const { valid, invalid } = valueOf(await validate(house, run));
    expect({ valid, invalid: invalid.length }).toEqual({ valid: 1, invalid: 1 });
    expect(await openCasesOf(house)).toEqual(['duplicate_invoice duplicate_invoice']);
  });

  test('[EXC-03] the twin of a bill that was paid before is found', async () => {
    const house = await openHouse({
      bills: [
        bill('old', 'acme', { supplierReference: 'X-1', state: 'paid', residualMinor: 0n }),
        bill('new', 'acme', { supplierReference: 'X-1' }),
      ],
    });
    const [reason] = await reasonsOf(house, await propose(house));
    expect(reason).toContain('possible duplicate invoice');
  });

  test('[ORC-02][RES-14] a payment over the limit is refused, one at it is not', async () => {
    const house = await openHouse({
      bills: [
        bill('over', 'acme', { totalMinor: 5_000_001n }),
        bill('at', 'bolt', { totalMinor: 5_000_000n }),
      ],
    });
    const run = await propose(house);
    const { valid, invalid } = valueOf(await validate(house, run));
    expect(valid).toBe(1);
    expect(invalid[0]?.reasons).toContain('the amount is above the payment limit');
    expect((await paymentTo(house, run, 'bolt')).state).toBe('validated');
  });

  test('[EXC-04][I20] an execution date in a closed period is refused with a case', async () => {
    const house = await openHouse();
    const entities = await house.rows('legal_entity');
    const de = present(
      entities.find((row) => row.id === house.entities.de),
      'company',
    );
    const run = await propose(house);
    await house.edit('legal_entity', de, { lockedUntil: asPlainDate('2026-11-23') });
    const { valid, invalid } = valueOf(await validate(house, run));
    expect(valid).toBe(0);
    expect(invalid.every(({ reasons }) => reasons.join().includes('is closed'))).toBe(true);
    expect(await openCasesOf(house)).toHaveLength(3);
  });

  test('a date after the closed period passes', async () => {
    const house = await openHouse();
    const entities = await house.rows('legal_entity');
    const de = present(
      entities.find((row) => row.id === house.entities.de),
      'company',
    );
    await house.edit('legal_entity', de, { lockedUntil: asPlainDate('2026-11-22') });
    expect(valueOf(await validate(house, await propose(house))).valid).toBe(3);
  });
});

describe('funds', () => {
  test('[RES-14] a batch that the account cannot pay is refused as a whole', async () => {
    const house = await openHouse();
    const run = await propose(house);
    await setBalance(house, 166_282n);
    const before = await dumpOf(house);
    expect(codeOf(await validate(house, run))).toBe('INSUFFICIENT_FUNDS');
    expect(await dumpOf(house)).toBe(before);
    await setBalance(house, 166_283n);
    expect(codeOf(await validate(house, run))).toBe('none');
  });

  test.each([
    ['released', release],
    ['submitted', submit],
  ])('[RES-14] money that is %s and not booked yet is spoken for', async (_, underWay) => {
    const house = await openHouse();
    await underWay(house);
    await house.ingest([bill('next', 'bolt', { totalMinor: 50_000n })]);
    await setBalance(house, 200_000n);
    const next = await propose(house);
    expect(codeOf(await validate(house, next))).toBe('INSUFFICIENT_FUNDS');
    await setBalance(house, 216_283n);
    expect(codeOf(await validate(house, next))).toBe('none');
  });
});

describe('funds after a booking', () => {
  /** The bank books the payments of a batch; they take 166,283 minor units. */
  async function booked(message: 'camt.054' | 'camt.053') {
    const house = await openHouse();
    const run = await submit(house);
    const entries = (await paymentsOf(house, run)).map(
      ({ reference: endToEndId, instructedMinor }) => {
        return { minor: -instructedMinor, endToEndId, bankReference: `R${endToEndId}` };
      },
    );
    await tell(house, { message, entries });
    expect(await statesOf(house, run)).toEqual(['settled', 'settled', 'settled']);
    await house.ingest([bill('next', 'bolt', { totalMinor: 50_000n })]);
    return { house, next: await propose(house) };
  }

  test('[RES-14][WF-18] that a notification alone told of is still spoken for', async () => {
    const { house, next } = await booked('camt.054');
    await setBalance(house, 200_000n);
    expect(codeOf(await validate(house, next))).toBe('INSUFFICIENT_FUNDS');
    await setBalance(house, 216_283n);
    expect(codeOf(await validate(house, next))).toBe('none');
  });

  test('[RES-14] that the statement of the balance holds counts once', async () => {
    const { house, next } = await booked('camt.053');
    await setBalance(house, 50_000n);
    expect(codeOf(await validate(house, next))).toBe('none');
    await setBalance(house, 49_999n);
    expect(codeOf(await validate(house, next))).toBe('INSUFFICIENT_FUNDS');
  });
});

describe('the execution date', () => {
  test.each([
    ['before the cut-off it is today', '2026-11-23T13:59:00.000Z', '2026-11-23'],
    ['at the cut-off it is tomorrow', '2026-11-23T14:00:00.000Z', '2026-11-24'],
    ['on Friday evening it is Monday', '2026-11-27T18:00:00.000Z', '2026-11-30'],
    ['on Christmas Eve, late, it is the Monday after', '2026-12-24T18:00:00.000Z', '2026-12-28'],
  ])('[SYN-09] %s', async (_, now, wanted) => {
    const house = await openHouse({ clock: fixedClock(now) });
    const run = await propose(house);
    expect((await batchOf(house, run)).executionDate).toBe(wanted);
  });

  test('[SYN-09] a later wish is kept, and moved to a business day', async () => {
    const house = await openHouse();
    const run = await propose(house, { executionDate: asPlainDate('2026-11-28') });
    expect((await batchOf(house, run)).executionDate).toBe('2026-11-30');
  });

  test('a wish in the past is the earliest day there is', async () => {
    const house = await openHouse();
    const run = await propose(house, { executionDate: asPlainDate('2026-11-01') });
    expect((await batchOf(house, run)).executionDate).toBe('2026-11-23');
  });
});

test('a netted credit note is part of the sum that the checks prove', async () => {
  const house = await openHouse({
    bills: [bill('b', 'acme'), creditNote('c', 'acme', { totalMinor: 1_000n })],
  });
  const run = await propose(house);
  const payment = await paymentTo(house, run, 'acme');
  await house.edit('payment', payment, { instructedMinor: 9_001n });
  expect(await reasonsOf(house, run)).toEqual(['the bills do not add up to the amount']);
  expect(await statesOf(house, run)).toEqual(['invalid']);
});
