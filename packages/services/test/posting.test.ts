import {
  asPlainDate,
  fault,
  type MatchId,
  type Payment,
  type PlainDate,
  present,
} from '@quittance/domain';
import {
  planLines,
  planMatches,
  planPayments,
  planRemittances,
  recordLines,
  recordMatches,
  recordPayments,
  recordRemittance,
} from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { match, tell } from './support/deliver.ts';
import { connectionName, dumpOf, type House, openHouse, today, valueOf } from './support/house.ts';
import { textWith } from './support/matchers.ts';
import { bill } from './support/records.ts';
import {
  caseOf,
  openCasesOf,
  paymentsOf,
  paymentTo,
  release,
  type Run,
  statesOf,
  submit,
} from './support/walk.ts';

const lines = async (house: House) => (await house.rows('statement_line')).map((row) => row.id);
const matches = async (house: House) => (await house.rows('match')).map((row) => row.id);

async function postPayments(
  house: House,
  run: Run,
  more: { readonly state?: 'registered' | 'posted' | 'withdrawn'; readonly date?: PlainDate } = {},
) {
  const done = (await paymentsOf(house, run)).map(({ id: paymentId, reference }) => ({
    paymentId,
    externalId: `payment-${reference}`,
    postedDate: more.date ?? today,
  }));
  const accountsState = more.state ?? 'posted';
  const input = { connectionName, accountsState, done, refused: [] };
  return valueOf(await recordPayments({ ctx: house.hub(), input }));
}

async function postLines(house: House, postedDate = today) {
  const done = (await lines(house)).map((lineId) => {
    return { lineId, externalId: `line-${lineId}`, postedDate };
  });
  const input = { connectionName, done, refused: [] };
  return valueOf(await recordLines({ ctx: house.hub(), input }));
}

async function postMatches(house: House, ids: readonly MatchId[]) {
  const done = ids.map((matchId) => ({ matchId, externalIds: [`reconciliation-${matchId}`] }));
  return valueOf(await recordMatches({ ctx: house.hub(), input: { done, refused: [] } }));
}

const bookingOf = (payment: Payment) => ({
  minor: -payment.instructedMinor,
  endToEndId: payment.reference,
  bankReference: `R${payment.reference}`,
});

/** A run whose payments are all booked and matched, and none of it told to the accounts. */
async function matchedRun() {
  const house = await openHouse();
  const run = await submit(house);
  await tell(house, { entries: (await paymentsOf(house, run)).map(bookingOf) });
  await match(house);
  house.tasks.take();
  return { house, run };
}

describe('payments in the accounts', () => {
  test('[CAN-12][UX-02] a plan tells the accounts everything in their own ids', async () => {
    const house = await openHouse();
    const run = await release(house);
    const acme = await paymentTo(house, run, 'acme');
    const input = { paymentIds: [acme.id], connectionName };
    const [posting] = valueOf(await planPayments({ ctx: house.hub(), input }));
    expect(posting).toMatchObject({
      reference: acme.reference,
      companyExternalId: '1',
      journalExternalId: 'j-euro',
      partyExternalId: 'acme',
      currency: 'EUR',
      amountMinor: 35_050n,
      hubState: 'released',
      accountsState: 'none',
    });
    expect(posting?.items).toHaveLength(2);
    expect(posting?.items).toContainEqual({
      externalId: 'a17',
      amountMinor: 10_000n,
      discountMinor: 0n,
    });
  });

  test('[SYN-10][RES-01][FT-12] a record that is repeated or late has no effect', async () => {
    const house = await openHouse();
    const run = await release(house);
    expect(await postPayments(house, run, { state: 'registered' })).toEqual({ recorded: 3 });
    expect(await postPayments(house, run)).toEqual({ recorded: 3 });
    const before = await dumpOf(house);
    house.tasks.take();
    expect(await postPayments(house, run)).toEqual({ recorded: 0 });
    expect(await postPayments(house, run, { state: 'registered' })).toEqual({ recorded: 0 });
    expect(await dumpOf(house)).toBe(before);
    expect(house.tasks.added()).toEqual([]);
  });

  test('[EXC-04][FT-15][I20] a posting moved by a locked period is a case of it', async () => {
    const house = await openHouse();
    const run = await release(house);
    await postPayments(house, run, { date: asPlainDate('2026-12-01') });
    expect(await openCasesOf(house)).toEqual(Array(3).fill('closed_period date_moved'));
  });

  test('[EXC-04][SYN-10] its case, once resolved, does not come back with a repeat', async () => {
    const house = await openHouse({ bills: [bill('a17', 'acme')] });
    const run = await release(house, { bills: [bill('a17', 'acme')] });
    const date = asPlainDate('2026-12-01');
    await postPayments(house, run, { date });
    await house.edit('exception_case', await caseOf(house, 'closed_period'), { state: 'resolved' });
    await postPayments(house, run, { date });
    expect(await openCasesOf(house)).toEqual([]);
  });

  test('[EXC-04][I20] a refusal because of a closed period is told as that', async () => {
    const house = await openHouse();
    const run = await release(house);
    const paymentId = (await paymentTo(house, run, 'bolt')).id;
    const refused = [{ paymentId, fault: fault('rejected', 'odoo.closed_period', 'locked') }];
    const input = { connectionName, accountsState: 'posted', done: [], refused } as const;
    valueOf(await recordPayments({ ctx: house.hub(), input }));
    expect(await caseOf(house, 'closed_period')).toMatchObject({ objectId: paymentId });
  });

  test('[EXC-12][EXC-14] a refused posting is one case, over once it is posted', async () => {
    const house = await openHouse();
    const run = await release(house);
    const paymentId = (await paymentTo(house, run, 'bolt')).id;
    const refused = [{ paymentId, fault: fault('rejected', 'odoo.UserError', 'no account') }];
    const input = { connectionName, accountsState: 'registered', done: [], refused } as const;
    for (let times = 0; times < 2; times += 1) {
      valueOf(await recordPayments({ ctx: house.hub(), input }));
    }
    expect(await caseOf(house, 'rejected_posting')).toMatchObject({
      objectId: paymentId,
      nature: 'business',
      detail: textWith('no account'),
    });
    await postPayments(house, run, { state: 'registered' });
    expect(await openCasesOf(house)).toEqual([]);
  });

  test('[CAN-03] the id in the accounts leads back to the payment', async () => {
    const house = await openHouse();
    const run = await release(house);
    await postPayments(house, run);
    const acme = await paymentTo(house, run, 'acme');
    const links = await house.rows('link');
    const link = links.find((row) => row.externalId === `payment-${acme.reference}`);
    expect(link).toMatchObject({ scheme: 'odoo:payment', objectId: acme.id });
  });
});

describe('lines in the accounts', () => {
  test('a plan names journal and company; what stands there is not planned again', async () => {
    const { house } = await matchedRun();
    const input = { lineIds: await lines(house), connectionName };
    const plan = valueOf(await planLines({ ctx: house.hub(), input }));
    expect(plan).toHaveLength(3);
    expect(plan[0]).toMatchObject({ companyExternalId: '1', journalExternalId: 'j-euro' });
    expect(await postLines(house)).toEqual({ recorded: 3 });
    expect(valueOf(await planLines({ ctx: house.hub(), input }))).toEqual([]);
    const before = await dumpOf(house);
    expect(await postLines(house)).toEqual({ recorded: 0 });
    expect(await dumpOf(house)).toBe(before);
  });

  test('[EXC-04][FT-15][I20] a line that was moved out of a locked period is a case', async () => {
    const { house } = await matchedRun();
    await postLines(house, asPlainDate('2026-12-01'));
    expect(await openCasesOf(house)).toEqual(Array(3).fill('closed_period date_moved'));
  });

  test('[EXC-12][EXC-14] a refused line is a case, and holds its match up', async () => {
    const { house } = await matchedRun();
    const [lineId] = await lines(house);
    const refused = [
      { lineId: present(lineId, 'line'), fault: fault('rejected', 'odoo.UserError', 'no journal') },
    ];
    const input = { connectionName, done: [], refused };
    valueOf(await recordLines({ ctx: house.hub(), input }));
    expect(await openCasesOf(house)).toEqual(['rejected_posting odoo.UserError']);
  });
});

describe('matches in the accounts', () => {
  test('[ST-07][RES-09] are planned once line and payments stand there, in any order', async () => {
    const { house, run } = await matchedRun();
    const matchIds = await matches(house);
    const plan = async () =>
      valueOf(await planMatches({ ctx: house.hub(), input: { matchIds, connectionName } }));
    expect(await plan()).toEqual([]);
    await postLines(house);
    expect(await plan()).toEqual([]);
    house.tasks.take();
    await postPayments(house, run);
    expect(house.tasks.added().map((task) => task.name)).toEqual(['match.post']);
    const planned = await plan();
    expect(planned).toHaveLength(3);
    const amounts = planned.flatMap((one) => one.parts.map((part) => part.amountMinor));
    expect(amounts.reduce((sum, amount) => sum + amount, 0n)).toBe(-166_283n);
  });

  test('[WF-03][WF-15][ST-01][I6] a payment is reconciled once its line is posted', async () => {
    const { house, run } = await matchedRun();
    await postLines(house);
    await postPayments(house, run);
    const [first, ...others] = await matches(house);
    house.tasks.take();
    expect(await postMatches(house, [present(first, 'match')])).toEqual({ reconciled: 1 });
    expect((await statesOf(house, run)).toSorted()).toEqual(['reconciled', 'settled', 'settled']);
    expect(house.tasks.added().map((task) => task.name)).toEqual(['payment.showState']);
    expect(await postMatches(house, others)).toEqual({ reconciled: 2 });
    const before = await dumpOf(house);
    expect(await postMatches(house, [present(first, 'match'), ...others])).toEqual({
      reconciled: 0,
    });
    expect(await dumpOf(house)).toBe(before);
  });

  test('[I6][REC-01] a payment booked in two parts is reconciled by the second match', async () => {
    const house = await openHouse({ bills: [bill('a17', 'acme')] });
    const run = await submit(house, { bills: [bill('a17', 'acme')] });
    const payment = await paymentTo(house, run, 'acme');
    const entries = [6_000n, 4_000n].map((minor, n) => ({
      minor: -minor,
      endToEndId: payment.reference,
      bankReference: `P${n.toString()}`,
    }));
    await tell(house, { entries });
    expect((await paymentTo(house, run, 'acme')).state).toBe('settled');
    const stated = await house.rows('statement_line');
    const { ids } = house.ports;
    const made = stated.map((line) => ({ id: ids.newId<'match'>(), line }));
    await house.store.transaction(house.hub().scope, async (transaction) => {
      for (const { id, line } of made) {
        const { entityId, amountMinor } = line;
        await transaction.insert('match', [
          {
            id,
            version: 1,
            entityId,
            statementLineId: line.id,
            evidenceClass: 'A',
            rule: 'by-hand@1',
            explanation: 'two parts',
            state: 'proposed',
            madeAt: house.clock.now(),
            externalReconciliation: null,
          },
        ]);
        const target = { kind: 'payment', paymentId: payment.id, openItemId: null } as const;
        await transaction.insert('match_allocation', [
          {
            id: ids.newId<'match_allocation'>(),
            entityId,
            matchId: id,
            ...target,
            accountRole: null,
            amountMinor,
            paymentMinor: null,
          },
        ]);
      }
    });
    const [first, second] = made;
    expect(await postMatches(house, [present(first, 'match').id])).toEqual({ reconciled: 0 });
    expect(await postMatches(house, [present(second, 'match').id])).toEqual({ reconciled: 1 });
  });

  test('[EXC-12][EXC-14] a refused match is a case of its line until it is posted', async () => {
    const { house } = await matchedRun();
    const [matchId] = await matches(house);
    const id = present(matchId, 'match');
    const refused = [{ matchId: id, fault: fault('rejected', 'odoo.UserError', 'reconciled') }];
    valueOf(await recordMatches({ ctx: house.hub(), input: { done: [], refused } }));
    const row = await caseOf(house, 'rejected_posting');
    expect(row.objectKind).toBe('statement_line');
    await postMatches(house, [id]);
    expect(await openCasesOf(house)).toEqual([]);
  });

  test('[I13][ST-01][ST-07] a return after reconciliation reopens it in the accounts', async () => {
    const { house, run } = await matchedRun();
    await postLines(house);
    await postPayments(house, run);
    await postMatches(house, await matches(house));
    const bolt = await paymentTo(house, run, 'bolt');
    house.tasks.take();
    const back = { minor: 7_777n, endToEndId: bolt.reference, bankReference: 'BACK' };
    const day = '2026-11-24';
    await tell(house, {
      id: 'S2',
      day,
      openingMinor: 99_833_717n,
      entries: [{ ...back, day, returnReason: 'AC04' }],
    });
    await match(house);
    expect(await paymentTo(house, run, 'bolt')).toMatchObject({
      state: 'returned',
      returnedMinor: 7_777n,
      settledMinor: 7_777n,
    });
    const parts = await house.rows('match_allocation');
    expect(parts.filter((part) => part.kind === 'return')).toHaveLength(1);
    expect(house.tasks.added().map((task) => task.name)).toEqual(
      expect.arrayContaining(['payment.settle', 'payment.showState', 'match.post']),
    );
    expect(await openCasesOf(house)).toEqual(['returned_payment AC04']);
  });
});

describe('remittance advice', () => {
  test('[WF-03] itemises what a payment pays, once, only where there is an address', async () => {
    const { house, run } = await matchedRun();
    const payments = await paymentsOf(house, run);
    const input = { paymentIds: payments.map((row) => row.id) };
    const plan = async () => valueOf(await planRemittances({ ctx: house.hub(), input }));
    const advice = await plan();
    const acme = await paymentTo(house, run, 'acme');
    expect(advice).toHaveLength(2);
    const ofAcme = present(
      advice.find((one) => one.paymentId === acme.id),
      'advice',
    );
    expect(ofAcme.to).toBe('books@acme.example');
    expect(ofAcme.text).toContain('INV-a17: 100.00 EUR');
    expect(ofAcme.text).toContain('INV-a23: 250.50 EUR');
    expect(ofAcme.subject).toContain('350.50 EUR');
    const { paymentId, messageId } = ofAcme;
    valueOf(await recordRemittance({ ctx: house.hub(), input: { paymentId, messageId } }));
    expect((await plan()).map((one) => one.paymentId)).not.toContain(acme.id);
  });
});
