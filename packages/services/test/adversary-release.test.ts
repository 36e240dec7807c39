import { type MasterData, present } from '@quittance/domain';
import { createProposal, ingestMasterData, recordPayments } from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { report, tell } from './support/deliver.ts';
import { codeOf, connectionName, type House, openHouse, today, valueOf } from './support/house.ts';
import { bill, masterData, supplierNumbers, usualBills } from './support/records.ts';
import {
  paymentsOf,
  paymentTo,
  proposeValid,
  readyToRelease,
  release,
  type Run,
  send,
  statesOf,
  submit,
  tryRelease,
} from './support/walk.ts';

const withChange = (externalId: string, change: object) =>
  usualBills.map((item) => (item.externalId === externalId ? { ...item, ...change } : item));

const withBank = (externalId: string, change: object): MasterData => ({
  ...masterData,
  partyBanks: masterData.partyBanks.map((row) =>
    row.externalId === externalId ? { ...row, ...change } : row,
  ),
});

const sync = async (house: House, told: MasterData) =>
  valueOf(
    await ingestMasterData({ ctx: house.hub(), input: { connectionName, masterData: told } }),
  );

interface HeldBack {
  readonly party: string;
  readonly bills?: typeof usualBills;
}

async function expectHeldBack(house: House, run: Run, { party, bills = usualBills }: HeldBack) {
  const { reference } = await paymentTo(house, run, party);
  const released = valueOf(await tryRelease(house, run, bills));
  expect(released).toMatchObject({ released: 2, heldBack: [{ reference }] });
  expect((await paymentTo(house, run, party)).state).toBe('draft');
}

describe('what changed in the accounts and is in the mirror already when the release comes', () => {
  test.each([
    ['moved to a supplier of the same batch', { partyExternalId: 'acme' }],
    ['in another currency now', { currency: 'USD' }],
  ])('[I2][WF-03] a bill %s is not paid', async (_, change) => {
    const house = await openHouse();
    const run = await readyToRelease(house);
    const bills = withChange('b51', change);
    await house.ingest(bills);
    await expectHeldBack(house, run, { party: 'bolt', bills });
  });

  test.each([
    ['archived', { active: false }],
    ['no longer trusted', { trusted: false }],
    ['given to another supplier', { partyExternalId: 'acme' }],
    ['given another number', { accountNumber: supplierNumbers.dyer }],
  ])('[I19] a payee account that was %s is not paid to', async (_, change) => {
    const house = await openHouse();
    const run = await readyToRelease(house);
    await sync(house, withBank('bank-bolt', change));
    await expectHeldBack(house, run, { party: 'bolt' });
  });

  test('[I19] a payee account that was deleted is not paid to, now or later', async () => {
    const house = await openHouse();
    const run = await readyToRelease(house);
    const partyBanks = masterData.partyBanks.filter((row) => row.externalId !== 'bank-bolt');
    await sync(house, { ...masterData, partyBanks });
    await expectHeldBack(house, run, { party: 'bolt' });
    const details = await house.rows('party_bank_details');
    expect(details.filter((row) => row.accountNumber === supplierNumbers.bolt)).toMatchObject([
      { active: false },
    ]);
  });

  test('[I19] an account that stands beside a deleted one is the one that is paid to', async () => {
    const house = await openHouse();
    const [first] = masterData.partyBanks;
    const fresh = {
      ...present(first, 'bank'),
      externalId: 'bank-new',
      accountNumber: supplierNumbers.cord,
    };
    await sync(house, { ...masterData, partyBanks: [...masterData.partyBanks.slice(1), fresh] });
    const run = await proposeValid(house);
    const payment = await paymentTo(house, run, 'acme');
    const details = await house.rows('party_bank_details');
    expect(details.find((row) => row.id === payment.bankDetailsId)?.accountNumber).toBe(
      supplierNumbers.cord,
    );
  });
});

describe('money that may be on its way already', () => {
  test('[I1] a bank that knows one payment of a message has all of it', async () => {
    const house = await openHouse();
    const run = await release(house);
    await send(house, run.attemptId, 'notSent');
    const { reference } = await paymentTo(house, run, 'acme');
    await report(house, run, { payments: [{ reference, status: 'ACCP' }] });
    const again = valueOf(await tryRelease(house, run));
    expect(again).toMatchObject({ released: 0, attemptIds: [] });
    expect(again.heldBack).toHaveLength(3);
  });

  /** A payment is rejected, its bill is approved anew, and then the bank takes it all the same. */
  async function twice() {
    const bills = [bill('a17', 'acme')];
    const house = await openHouse({ bills });
    const first = await submit(house, { bills });
    const payment = await paymentTo(house, first, 'acme');
    const { reference } = payment;
    await report(house, first, { payments: [{ reference, status: 'RJCT', reason: 'AC04' }] });
    const second = await readyToRelease(house, { bills });
    return { house, first, second, payment };
  }

  test('[I1] a bill whose rejected payment was booked after all is not paid again', async () => {
    const { house, first, second, payment } = await twice();
    await tell(house, {
      entries: [{ minor: -10_000n, endToEndId: payment.reference, bankReference: 'R1' }],
    });
    expect(await statesOf(house, first)).toEqual(['settled']);
    const released = valueOf(await tryRelease(house, second));
    expect(released).toMatchObject({ released: 0, attemptIds: [] });
    expect((await paymentsOf(house, second)).map((row) => row.state)).toEqual(['draft']);
  });

  test('[I1] a bill is paid again when its first payment is dead', async () => {
    const { house, second } = await twice();
    expect(valueOf(await tryRelease(house, second))).toMatchObject({ released: 1 });
  });

  test('[I1] a bill of which a part came back waits until the accounts know the rest', async () => {
    const bills = [bill('a17', 'acme')];
    const house = await openHouse({ bills });
    const first = await submit(house, { bills });
    const { reference } = await paymentTo(house, first, 'acme');
    await tell(house, {
      entries: [
        { minor: -10_000n, endToEndId: reference, bankReference: 'R1' },
        { minor: 1_000n, endToEndId: reference, bankReference: 'R2', returnReason: 'AC04' },
      ],
    });
    expect(await statesOf(house, first)).toEqual(['returned']);
    const input = { ownAccountId: house.accounts.euro, dueUntil: today };
    const propose = () => createProposal({ ctx: house.as('paula'), input });
    expect(codeOf(await propose())).toBe('NOTHING_TO_PAY');
    // The accounts know the payment and what came back of it: the part is paid again.
    const { id: paymentId } = await paymentTo(house, first, 'acme');
    const done = [{ paymentId, externalId: '7', postedDate: today }];
    const posted = { connectionName, accountsState: 'posted', done, refused: [] } as const;
    valueOf(await recordPayments({ ctx: house.hub(), input: posted }));
    await house.ingest([bill('a17', 'acme', { residualMinor: 1_000n })]);
    expect(valueOf(await propose()).totalMinor).toBe(1_000n);
  });
});
