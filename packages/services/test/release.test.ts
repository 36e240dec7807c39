import { present } from '@quittance/domain';
import { readPain001 } from '@quittance/formats';
import { sha256Hex } from '@quittance/governance';
import { engageStop, releaseBatch, reportRefusedRelease } from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { codeOf, connectionName, dumpOf, type House, openHouse, valueOf } from './support/house.ts';
import { bill, supplierNumbers, usualBills } from './support/records.ts';
import {
  attemptOf,
  batchOf,
  openCasesOf,
  paymentsOf,
  paymentTo,
  readyToRelease,
  release,
  type Run,
  send,
  statesOf,
  tryRelease,
} from './support/walk.ts';

/** The bills as they are reread, one of them changed. */
const withChange = (externalId: string, change: object) =>
  usualBills.map((item) => (item.externalId === externalId ? { ...item, ...change } : item));

describe('a release', () => {
  test('[RES-01][I2] commits attempt, digest and tasks before any byte leaves', async () => {
    const house = await openHouse();
    const run = await readyToRelease(house);
    house.tasks.take();
    const released = valueOf(await tryRelease(house, run));
    const attemptId = present(released.attemptIds[0], 'attempt');
    const attempt = await attemptOf(house, attemptId);
    expect(attempt).toMatchObject({ state: 'prepared', number: 1, sentAt: null });
    const bytes = await house.evidence.get(attempt.payloadHash);
    expect(sha256Hex(bytes)).toBe(attempt.payloadHash);
    const evidence = await house.rows('evidence');
    expect(evidence.find((row) => row.hash === attempt.payloadHash)?.sizeBytes).toBe(bytes.length);
    expect(house.tasks.added().map((task) => task.name)).toEqual([
      'attempt.submit',
      'payment.register',
    ]);
    expect(await statesOf(house, run)).toEqual(['released', 'released', 'released']);
  });

  test('[I2][I4][WF-03] the bytes say of every payment exactly what was approved', async () => {
    const house = await openHouse();
    const run = await release(house);
    const attempt = await attemptOf(house, run.attemptId);
    const read = readPain001(await house.evidence.get(attempt.payloadHash));
    const text = new TextDecoder().decode(await house.evidence.get(attempt.payloadHash));
    expect(read).toBeDefined();
    const payments = await paymentsOf(house, run);
    expect(attempt.totalMinor).toBe(payments.reduce((sum, row) => sum + row.instructedMinor, 0n));
    expect(text).toContain(`<MsgId>${attempt.messageId}</MsgId>`);
    expect(text).toContain('<NbOfTxs>3</NbOfTxs>');
    expect(text).toContain('<CtrlSum>1662.83</CtrlSum>');
    for (const payment of payments) expect(text).toContain(payment.reference);
    expect(text).toContain(supplierNumbers.acme);
    expect(text).toContain('<Ustrd>INV-a17, INV-a23</Ustrd>');
  });

  test('[I1] every payment has one live place in one message', async () => {
    const house = await openHouse();
    const run = await release(house);
    const before = await dumpOf(house);
    expect(codeOf(await tryRelease(house, run))).toBe('ILLEGAL_TRANSITION');
    expect(await dumpOf(house)).toBe(before);
    const items = (await house.rows('attempt_item')).filter((item) => item.live);
    expect(items).toHaveLength(3);
    expect(new Set(items.map((item) => item.paymentId)).size).toBe(3);
    expect(await house.rows('attempt')).toHaveLength(1);
  });

  test('[CAN-03] message and file name lead back to the attempt', async () => {
    const house = await openHouse();
    const run = await release(house);
    const attempt = await attemptOf(house, run.attemptId);
    const links = (await house.rows('link')).filter((link) => link.objectId === attempt.id);
    expect(links.map((link) => `${link.scheme} ${link.externalId}`).toSorted()).toEqual([
      `MsgId ${attempt.messageId}`,
      `file ${attempt.fileName}`,
    ]);
  });

  test('the same house from the same seed writes the same bytes', async () => {
    const hashOf = async (seed: number) => {
      const house = await openHouse({ seed });
      return (await attemptOf(house, (await release(house)).attemptId)).payloadHash;
    };
    expect(await hashOf(11)).toBe(await hashOf(11));
    expect(await hashOf(11)).not.toBe(await hashOf(12));
  });
});

describe('what holds the whole batch back', () => {
  async function refusal(of: (house: House, run: Run) => Promise<unknown>) {
    const house = await openHouse();
    const run = await readyToRelease(house);
    await of(house, run);
    const before = await dumpOf(house);
    const code = codeOf(await tryRelease(house, run));
    expect(await dumpOf(house)).toBe(before);
    expect(await house.rows('attempt')).toEqual([]);
    return code;
  }

  test('[I18] an emergency stop of the entity', async () => {
    const code = await refusal(async (house) => {
      const input = { entityId: house.entities.de, ownAccountId: null, reason: 'odd mail' };
      valueOf(await engageStop({ ctx: house.as('anna'), input }));
    });
    expect(code).toBe('STOPPED');
  });

  test('[I18] an emergency stop of the account, and of no other account', async () => {
    const stop = (of: 'euro' | 'batch') => async (house: House) => {
      const ownAccountId = house.accounts[of];
      const input = { entityId: house.entities.de, ownAccountId, reason: 'odd mail' };
      valueOf(await engageStop({ ctx: house.as('anna'), input }));
    };
    expect(await refusal(stop('euro'))).toBe('STOPPED');
    const house = await openHouse();
    const run = await readyToRelease(house);
    await stop('batch')(house);
    expect(codeOf(await tryRelease(house, run))).toBe('none');
  });

  test('[SYN-09][RES-14] the cut-off of the bank', async () => {
    const code = await refusal(async (house) => house.clock.move({ hours: 6 }));
    expect(code).toBe('CUT_OFF_PASSED');
  });

  test('[RES-14] an account that does not hold enough', async () => {
    const code = await refusal(async (house) => {
      const rows = await house.rows('own_account');
      const account = present(
        rows.find((row) => row.id === house.accounts.euro),
        'account',
      );
      await house.edit('own_account', account, { bookedBalanceMinor: 166_282n });
    });
    expect(code).toBe('INSUFFICIENT_FUNDS');
  });

  test('[I2] bills that were read too long ago', async () => {
    const house = await openHouse();
    const { batchId, bills: reread } = await readyToRelease(house);
    const rereadAt = house.clock.now();
    house.clock.move({ minutes: 1 });
    const input = { batchId, connectionName, reread, rereadAt };
    expect(codeOf(await releaseBatch({ ctx: house.hub(), input }))).toBe('none');
    const late = await openHouse();
    const second = await readyToRelease(late);
    late.clock.move({ minutes: 2 });
    const stale = { ...input, batchId: second.batchId };
    expect(codeOf(await releaseBatch({ ctx: late.hub(), input: stale }))).toBe('BILL_CHANGED');
  });

  test('[EXC-07][ORC-08] a refused release is one case, however often it is refused', async () => {
    const house = await openHouse();
    const { batchId } = await readyToRelease(house);
    const refused = { code: 'CUT_OFF_PASSED', detail: 'for today' } as const;
    for (let times = 0; times < 2; times += 1) {
      const input = { batchId, refusal: refused };
      valueOf(await reportRefusedRelease({ ctx: house.hub(), input }));
    }
    expect(await openCasesOf(house)).toEqual(['approval_mismatch CUT_OFF_PASSED']);
  });
});

describe('what holds one payment back while the others leave', () => {
  test.each([
    ['paid by hand', { state: 'paid', residualMinor: 0n }],
    ['reset', { state: 'reset' }],
    ['cancelled', { state: 'cancelled' }],
    ['credited in part', { residualMinor: 7_776n }],
    ['blocked', { blocked: true }],
    ['moved to another supplier', { partyExternalId: 'acme' }],
    ['moved to another company', { companyExternalId: '2' }],
    ['in another currency now', { currency: 'USD' }],
  ])('[I2][EXC-07][WF-03] a bill %s is not paid', async (_, change) => {
    const house = await openHouse();
    const run = await readyToRelease(house);
    const released = valueOf(await tryRelease(house, run, withChange('b51', change)));
    const bolt = await paymentTo(house, run, 'bolt');
    expect(released).toMatchObject({ released: 2, heldBack: [{ reference: bolt.reference }] });
    expect(bolt).toMatchObject({ state: 'draft', liveAttemptId: null });
    expect(await openCasesOf(house)).toEqual(['bill_changed bill_changed']);
    const attempt = await attemptOf(house, present(released.attemptIds[0], 'attempt'));
    expect(attempt.paymentCount).toBe(2);
    const text = new TextDecoder().decode(await house.evidence.get(attempt.payloadHash));
    expect(text).not.toContain(bolt.reference);
    expect(text).not.toContain(supplierNumbers.bolt);
  });

  test('a bill that vanished from the accounts is not paid', async () => {
    const house = await openHouse();
    const run = await readyToRelease(house);
    const others = usualBills.filter((item) => item.externalId !== 'b51');
    expect(valueOf(await tryRelease(house, run, others)).released).toBe(2);
    expect((await paymentTo(house, run, 'bolt')).state).toBe('draft');
  });

  test('a bill with more open than the payment pays still leaves', async () => {
    const house = await openHouse();
    const run = await readyToRelease(house);
    const bills = withChange('b51', { residualMinor: 7_778n });
    expect(valueOf(await tryRelease(house, run, bills)).heldBack).toEqual([]);
  });

  test('[I17] a payment on hold does not leave', async () => {
    const house = await openHouse();
    const run = await readyToRelease(house);
    await house.edit('payment', await paymentTo(house, run, 'cord'), { hold: 'sanctions' });
    expect(valueOf(await tryRelease(house, run))).toMatchObject({ released: 2 });
    expect((await paymentTo(house, run, 'cord')).state).toBe('draft');
  });

  test('[I19] with nothing left to leave, the batch is cancelled, its approval void', async () => {
    const house = await openHouse({ bills: [bill('b51', 'bolt')] });
    const run = await readyToRelease(house);
    const paid = [bill('b51', 'bolt', { state: 'paid', residualMinor: 0n })];
    expect(valueOf(await tryRelease(house, run, paid))).toMatchObject({
      attemptIds: [],
      released: 0,
    });
    expect((await batchOf(house, run)).state).toBe('cancelled');
    expect((await house.rows('approval')).map((row) => row.state)).toEqual(['void']);
    expect(await house.rows('attempt')).toEqual([]);
  });

  test('[RES-09][I2] the others are released anew when their message did not leave', async () => {
    const house = await openHouse();
    const run = await readyToRelease(house);
    const bills = withChange('b51', { state: 'paid', residualMinor: 0n });
    const {
      attemptIds: [attemptId],
    } = valueOf(await tryRelease(house, run, bills));
    await send(house, present(attemptId, 'attempt'), 'notSent');
    const again = valueOf(await tryRelease(house, run, bills));
    expect(again).toMatchObject({ released: 2, heldBack: [] });
    expect((await attemptOf(house, present(again.attemptIds[0], 'attempt'))).number).toBe(2);
    expect((await statesOf(house, run)).toSorted()).toEqual(['draft', 'released', 'released']);
  });
});
