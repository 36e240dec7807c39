import { present } from '@quittance/domain';
import { readStatementFile } from '@quittance/formats';
import {
  createProposal,
  decide,
  importStatements,
  matchAccount,
  recordLines,
  recordMatches,
  recordOutcome,
  recordPayments,
  rerouteBatch,
  startSending,
  takeBackBatch,
} from '@quittance/services';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { statementFile } from './support/bank-files.ts';
import { codeOf, connectionName, type House, today, valueOf } from './support/house.ts';
import { openPostgresHouse, type PostgresHouse } from './support/postgres-house.ts';
import { accountNumbers, bill } from './support/records.ts';
import {
  awaitApproval,
  batchOf,
  paymentsOf,
  readyToRelease,
  type ReleasedRun,
  send,
  statesOf,
  submit,
  tryRelease,
} from './support/walk.ts';

type DatabaseHouse = House<PostgresHouse['house']['store']>;

let opened: PostgresHouse;
let house: DatabaseHouse;
let round = 0;

beforeAll(async () => {
  opened = await openPostgresHouse();
  house = opened.house;
});
afterAll(() => opened.close());

/** Three bills of their own for each test, since all share one database. */
async function freshBills() {
  round += 1;
  const bills = ['acme', 'bolt', 'cord'].map((party) =>
    bill(`${party}-${round.toString()}`, party),
  );
  await house.ingest(bills);
  return bills;
}

async function statementOf(run: ReleasedRun) {
  const payments = await paymentsOf(house, run);
  const bytes = statementFile({
    iban: accountNumbers.euro,
    id: `S-${run.attemptId}`,
    entries: payments.map(({ instructedMinor, reference }) => ({
      minor: -instructedMinor,
      endToEndId: reference,
      bankReference: `R${reference}`,
    })),
  });
  return { file: readStatementFile(bytes), evidenceHash: await house.evidence.put(bytes) };
}

test('[WF-03][I2] the whole path holds on PostgreSQL, under row security', async () => {
  const run = await submit(house, { bills: await freshBills() });
  const ctx = house.hub();
  valueOf(await importStatements({ ctx, input: await statementOf(run) }));
  valueOf(await matchAccount({ ctx, input: { ownAccountId: house.accounts.euro } }));
  const done = (await paymentsOf(house, run)).map(({ id: paymentId, reference }) => {
    return { paymentId, externalId: reference, postedDate: null };
  });
  const posted = { connectionName, accountsState: 'posted', done, refused: [] } as const;
  valueOf(await recordPayments({ ctx, input: posted }));
  const lines = (await house.rows('statement_line')).map(({ id: lineId, bookingDate }) => {
    return { lineId, externalId: lineId, postedDate: bookingDate };
  });
  valueOf(await recordLines({ ctx, input: { connectionName, done: lines, refused: [] } }));
  const matches = (await house.rows('match')).map(({ id: matchId }) => {
    return { matchId, externalIds: [matchId] };
  });
  const recorded = await recordMatches({ ctx, input: { done: matches, refused: [] } });
  expect(valueOf(recorded)).toEqual({ reconciled: 3 });
  expect(await statesOf(house, run)).toEqual(Array(3).fill('reconciled'));
});

test('[I2][EXC-07] a payment that is held back lets the others leave', async () => {
  const bills = await freshBills();
  const run = await readyToRelease(house, { bills });
  const paid = bills.map((item, n) => (n === 0 ? { ...item, state: 'paid' as const } : item));
  expect(valueOf(await tryRelease(house, run, paid))).toMatchObject({ released: 2 });
  expect((await statesOf(house, run)).toSorted()).toEqual(['draft', 'released', 'released']);
});

test('[I1] two proposals at once claim every bill once', async () => {
  await freshBills();
  const input = { ownAccountId: house.accounts.euro, dueUntil: today };
  const propose = () => createProposal({ ctx: house.as('paula'), input });
  const codes = (await Promise.all([propose(), propose(), propose()])).map(codeOf).toSorted();
  expect(codes.filter((code) => code === 'none')).toHaveLength(1);
  expect(codes.every((code) => /^(none|DUPLICATE|NOTHING_TO_PAY)$/.test(code))).toBe(true);
  const live = (await house.rows('payment_item')).filter((item) => item.live);
  expect(new Set(live.map((item) => item.openItemId)).size).toBe(live.length);
});

test('[I17][I18] two approvers and a double click at once make one approval', async () => {
  const run = await awaitApproval(house, { bills: await freshBills() });
  const contentHash = present((await batchOf(house, run)).contentHash, 'hash');
  const input = { batchId: run.batchId, decision: 'approve', contentHash } as const;
  const say = (name: 'anna' | 'otto') => decide({ ctx: house.as(name), input });
  const codes = (await Promise.all([say('anna'), say('anna'), say('otto')])).map(codeOf);
  expect(codes.filter((code) => code === 'none')).toHaveLength(2);
  expect((await batchOf(house, run)).state).toBe('approved');
});

test('[I1][RES-01] two releases at once make one message', async () => {
  const run = await readyToRelease(house, { bills: await freshBills() });
  const codes = (await Promise.all([tryRelease(house, run), tryRelease(house, run)])).map(codeOf);
  expect(codes.toSorted()).toEqual(['ILLEGAL_TRANSITION', 'none']);
  const attempts = (await house.rows('attempt')).filter((row) => row.batchId === run.batchId);
  expect(attempts).toHaveLength(1);
});

test('[I25] two senders at once: one sends, the other asks', async () => {
  const run = await readyToRelease(house, { bills: await freshBills() });
  const attemptId = present(valueOf(await tryRelease(house, run)).attemptIds[0], 'attempt');
  const start = async () => {
    const started = valueOf(await startSending({ ctx: house.hub(), input: { attemptId } }));
    return started.kind;
  };
  expect((await Promise.all([start(), start()])).toSorted()).toEqual(['interrupted', 'send']);
});

test('[I14][RES-10] a sender and a person who takes back at once: one of them wins', async () => {
  for (let turn = 0; turn < 4; turn += 1) {
    const run = await readyToRelease(house, { bills: await freshBills() });
    const attemptId = present(valueOf(await tryRelease(house, run)).attemptIds[0], 'attempt');
    const { batchId } = run;
    const send = async () => {
      const started = valueOf(await startSending({ ctx: house.hub(), input: { attemptId } }));
      return started.kind === 'send';
    };
    const takeBack = async () =>
      codeOf(await takeBackBatch({ ctx: house.as('paula'), input: { batchId } })) === 'none';
    const both = turn % 2 === 0 ? [send(), takeBack()] : [takeBack(), send()];
    expect((await Promise.all(both)).filter(Boolean)).toHaveLength(1);
    const sent = (await batchOf(house, run)).state === 'released';
    expect(new Set(await statesOf(house, run))).toEqual(new Set([sent ? 'released' : 'approved']));
    if (sent) continue;
    valueOf(await rerouteBatch({ ctx: house.as('paula'), input: { batchId } }));
    expect((await batchOf(house, run)).state).toBe('cancelled');
  }
});

test('[I27] the same statement imported twice at once is loaded once', async () => {
  const run = await readyToRelease(house, { bills: await freshBills() });
  const attemptId = present(valueOf(await tryRelease(house, run)).attemptIds[0], 'attempt');
  await send(house, attemptId);
  const input = await statementOf({ ...run, attemptId });
  const load = async () => valueOf(await importStatements({ ctx: house.hub(), input }));
  const outcomes = (await Promise.all([load(), load()])).flat().map((one) => one.outcome);
  expect(outcomes.toSorted()).toEqual(['duplicate', 'loaded']);
  const payments = await paymentsOf(house, run);
  expect(payments.every((row) => row.settledMinor === row.instructedMinor)).toBe(true);
});

test('[I22] a scope of the other company sees nothing of this one', async () => {
  const scope = house.hub([house.entities.uk]).scope;
  const seen = await house.store.transaction(scope, async (transaction) => [
    ...(await transaction.find('payment', {})),
    ...(await transaction.find('open_item', {})),
    ...(await transaction.find('own_account', {})),
  ]);
  expect(seen.map((row) => row.entityId)).toEqual([house.entities.uk]);
});

test.each(['acknowledged', 'notSent', 'unknown', 'refused'] as const)(
  '[I25][SYS-03] a sender may record that a message was %s',
  async (outcome) => {
    const run = await readyToRelease(house, { bills: await freshBills() });
    const attemptId = present(valueOf(await tryRelease(house, run)).attemptIds[0], 'attempt');
    const sender = await opened.openSender();
    try {
      const ctx = { ...house.hub(), store: sender };
      const { attempt } = valueOf(await startSending({ ctx, input: { attemptId } }));
      const { fencingToken } = attempt;
      const input = { attemptId, fencingToken, outcome, detail: 'as told' };
      valueOf(await recordOutcome({ ctx, input }));
    } finally {
      await sender.close();
    }
    const ends = { acknowledged: 'submitted', notSent: 'approved', refused: 'failed' };
    const state = outcome === 'unknown' ? 'unknown' : ends[outcome];
    expect(new Set(await statesOf(house, run))).toEqual(new Set([state]));
  },
);
