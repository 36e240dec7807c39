import { asPlainDate, present } from '@quittance/domain';
import { composeStatusReport, unreadableContent } from '@quittance/formats';
import {
  applyDelivery,
  readAwaited,
  readMessage,
  recordOutcome,
  startSending,
} from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { receive } from './support/deliver.ts';
import { codeOf, type House, openHouse, valueOf } from './support/house.ts';
import { attemptOf, openCasesOf, paymentsOf, release, statesOf, submit } from './support/walk.ts';

const answer = new TextEncoder().encode('{"phase":"…"}');

/** The bank's answer about one payment, which names no message. */
async function tellStatus(
  house: House,
  of: { readonly endToEndId: string; readonly status: string; readonly at?: string },
) {
  const { endToEndId, status, at = '2026-11-23T10:00:00Z' } = of;
  const item = await receive(house, answer, `${endToEndId} ${status} ${at}`);
  const report = composeStatusReport({
    messageId: null,
    createdAt: at,
    statuses: [{ endToEndId, status, reason: status === 'RJCT' ? 'AC04' : null }],
  });
  const content = { kind: 'status', format: 'an order', report } as const;
  const entityIds = [house.entities.de, house.entities.uk];
  const input = { item, bytes: answer, content, entityIds };
  return valueOf(await applyDelivery({ ctx: house.hub(), input }));
}

describe('a bank that answers about payments, not about messages', () => {
  test('[WF-16][SYN-03][I11] each status moves its payment and no other', async () => {
    const house = await openHouse();
    const run = await submit(house);
    const [first, second] = await paymentsOf(house, run);
    const endToEndId = present(first, 'a payment').reference;
    expect(await tellStatus(house, { endToEndId, status: 'ACSP' })).toMatchObject({
      state: 'applied',
    });
    await tellStatus(house, { endToEndId: present(second, 'another').reference, status: 'RJCT' });
    const states = (await statesOf(house, run)).toSorted();
    expect(states).toEqual(['failed', 'pending_settlement', 'submitted']);
    // Late and out of order: it moves nothing back.
    await tellStatus(house, { endToEndId, status: 'RCVD', at: '2026-11-23T09:59:00Z' });
    expect((await statesOf(house, run)).toSorted()).toEqual(states);
  });

  test('[I14][FT-02] a status ends an unknown outcome', async () => {
    const house = await openHouse();
    const run = await release(house);
    const { attemptId } = run;
    valueOf(await startSending({ ctx: house.hub(), input: { attemptId } }));
    const input = { attemptId, fencingToken: 1n, outcome: 'unknown', detail: '' } as const;
    valueOf(await recordOutcome({ ctx: house.hub(), input }));
    const [payment] = await paymentsOf(house, run);
    const endToEndId = present(payment, 'a payment').reference;
    await tellStatus(house, { endToEndId, status: 'ACCP' });
    expect((await statesOf(house, run)).toSorted()).toEqual(['accepted', 'unknown', 'unknown']);
  });

  test('[EXC-08] one that is not ours is parked with a case', async () => {
    const house = await openHouse();
    const told = await tellStatus(house, { endToEndId: 'Q00000000000Z', status: 'ACCP' });
    expect(told.state).toBe('parked');
    expect(await openCasesOf(house)).toEqual(['orphaned_payment parked']);
  });

  test('[FT-03][RES-14] one in an unknown form is quarantined, with rule and place', async () => {
    const house = await openHouse();
    const item = await receive(house, answer);
    const sentence = 'The answer has no phase.';
    const content = unreadableContent('an order', { rule: 'order.phase', path: 'phase', sentence });
    const entityIds = [house.entities.de];
    const input = { item, bytes: answer, content, entityIds };
    const told = valueOf(await applyDelivery({ ctx: house.hub(), input }));
    expect(told).toMatchObject({ state: 'quarantined' });
    expect(told.note).toContain('order.phase');
    expect(await openCasesOf(house)).toEqual(['quarantined_file quarantined']);
  });
});

describe('what a bank is to be asked for', () => {
  const connectionName = 'bank';
  const ask = (house: House, ctx = house.hub()) =>
    readAwaited({ ctx, input: { connectionId: house.connections.bank, connectionName } });

  test('[SYN-03][FT-06] every message with an open payment, by its bank id', async () => {
    const house = await openHouse();
    const { attemptId } = await release(house);
    expect(valueOf(await ask(house)).messages).toEqual([]);
    const { attempt } = valueOf(await startSending({ ctx: house.hub(), input: { attemptId } }));
    const bankReference = { connectionName, externalId: 'P-77' };
    const { fencingToken } = attempt;
    const input = { attemptId, fencingToken, outcome: 'acknowledged', detail: '' } as const;
    valueOf(await recordOutcome({ ctx: house.hub(), input: { ...input, bankReference } }));
    const { messageId } = await attemptOf(house, attemptId);
    const { messages } = valueOf(await ask(house));
    expect(messages).toMatchObject([{ messageId, bankReference: 'P-77' }]);
    expect(messages[0]?.endToEndIds).toHaveLength(3);
    const asked = { attemptId, connectionName };
    expect(valueOf(await readMessage({ ctx: house.hub(), input: asked }))).toMatchObject({
      messageId,
      bankReference: 'P-77',
    });
  });

  test('[SYN-04][FT-07] the days that no statement stands for, today included', async () => {
    const house = await openHouse();
    const { accounts } = valueOf(await ask(house));
    expect(accounts.map(({ from, to }) => [from, to])).toContainEqual(['2026-11-16', '2026-11-23']);
    const [account] = (await house.rows('own_account')).filter(
      (row) => row.id === house.accounts.euro,
    );
    const patch = { balanceDate: asPlainDate('2026-11-20'), bookedBalanceMinor: 1n };
    await house.edit('own_account', present(account, 'account'), patch);
    const again = valueOf(await ask(house)).accounts;
    expect(again.map(({ from, to }) => [from, to])).toContainEqual(['2026-11-21', '2026-11-23']);
  });

  test('[SEC-04] people do not ask banks', async () => {
    const house = await openHouse();
    expect(codeOf(await ask(house, house.as('rita')))).toBe('FORBIDDEN');
  });
});
