import { asPlainDate, type EntityId, type PaymentId, present } from '@quittance/domain';
import {
  baselineOpenItems,
  cancelPayment,
  engageStop,
  ingestMasterData,
  ingestOpenItems,
  readCompanies,
  readCursor,
  recordHealth,
  recordInquiry,
  resolveCase,
  resumeStop,
  saveCursor,
  sweepDeadlines,
} from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { match, report, tell } from './support/deliver.ts';
import {
  codeOf,
  connectionName,
  dumpOf,
  type House,
  type Name,
  openHouse,
  valueOf,
} from './support/house.ts';
import { textWith } from './support/matchers.ts';
import { bill, masterData } from './support/records.ts';
import {
  approve,
  attemptOf,
  awaitApproval,
  batchOf,
  caseOf,
  openCasesOf,
  paymentTo,
  propose,
  proposeValid,
  release,
  send,
  statesOf,
  submit,
} from './support/walk.ts';

const sweep = async (house: House) => {
  const { de: entityId } = house.entities;
  return valueOf(await sweepDeadlines({ ctx: house.hub(), input: { entityId } }));
};

describe('emergency stop', () => {
  const stop = async (house: House, reason = 'odd mail') => {
    const input = { entityId: house.entities.de, ownAccountId: null, reason };
    return engageStop({ ctx: house.as('paula'), input });
  };

  test('[I18] one person stops, two persons resume', async () => {
    const house = await openHouse();
    const { stopId } = valueOf(await stop(house));
    const resume = (name: Name) => resumeStop({ ctx: house.as(name), input: { stopId } });
    expect(valueOf(await resume('connie'))).toEqual({ active: true, missing: 1 });
    expect(codeOf(await resume('connie'))).toBe('ALREADY_DECIDED');
    expect((await house.rows('emergency_stop'))[0]?.active).toBe(true);
    expect(valueOf(await resume('rita'))).toEqual({ active: false, missing: 0 });
    expect(codeOf(await resume('anna'))).toBe('ILLEGAL_TRANSITION');
  });

  test('a stop needs a reason', async () => {
    const house = await openHouse();
    expect(codeOf(await stop(house, '  '))).toBe('BAD_INPUT');
  });
});

describe('cases', () => {
  test('[EXC-12][EXC-15] are told once, and keep what was done for ever', async () => {
    const house = await openHouse();
    await tell(house, { closingMinor: 1n });
    await tell(house, { closingMinor: 1n });
    const row = await caseOf(house, 'statement_imbalance');
    const resolution = 'the bank sent it anew';
    const input = { caseId: row.id, resolution };
    valueOf(await resolveCase({ ctx: house.as('ralf'), input }));
    expect(await caseOf(house, 'statement_imbalance')).toMatchObject({
      state: 'resolved',
      resolution,
      ownerId: house.people.ralf,
      resolvedAt: house.clock.now(),
    });
    const again = await resolveCase({ ctx: house.as('ralf'), input });
    expect(codeOf(again)).toBe('ILLEGAL_TRANSITION');
    const leaves = (await house.rows('audit_leaf')).filter((leaf) => leaf.objectId === row.id);
    expect(leaves.map((leaf) => leaf.verb)).toEqual(['case.open', 'case.resolve']);
  });

  test('[EXC-12][EXC-13] the same trouble after its case was resolved is a new case', async () => {
    const house = await openHouse();
    await tell(house, { closingMinor: 1n });
    const { id: caseId } = await caseOf(house, 'statement_imbalance');
    const input = { caseId, resolution: 'the bank sent it anew' };
    valueOf(await resolveCase({ ctx: house.as('connie'), input }));
    await tell(house, { closingMinor: 2n });
    const rows = await house.rows('exception_case');
    expect(rows.filter((row) => row.kind === 'statement_imbalance')).toHaveLength(2);
  });

  test('[EXC-13] every case has an owner, an action, a due time and its risk', async () => {
    const house = await openHouse();
    const run = await submit(house);
    const bolt = await paymentTo(house, run, 'bolt');
    await report(house, run, { payments: [{ reference: bolt.reference, status: 'RJCT' }] });
    expect(await caseOf(house, 'rejected_payment')).toMatchObject({
      ownerRole: 'preparer',
      nextAction: textWith(/\w/),
      dueAt: '2026-11-24T08:00:00.000Z',
      atRiskMinor: 7_777n,
      currency: 'EUR',
      nature: 'business',
    });
  });

  test.each([
    ['the controller', 'connie', 'none'],
    ['the role that owns it', 'paula', 'none'],
    ['another role', 'ralf', 'FORBIDDEN'],
    ['an approver', 'anna', 'FORBIDDEN'],
  ] as const)('[EXC-13] is resolved by the controller or its owner: %s', async (_, name, code) => {
    const house = await openHouse();
    const run = await submit(house);
    const bolt = await paymentTo(house, run, 'bolt');
    await report(house, run, { payments: [{ reference: bolt.reference, status: 'RJCT' }] });
    const { id: caseId } = await caseOf(house, 'rejected_payment');
    const input = { caseId, resolution: 'new account asked for' };
    expect(codeOf(await resolveCase({ ctx: house.as(name), input }))).toBe(code);
  });

  test('[EXC-13] is not resolved without a word', async () => {
    const house = await openHouse();
    await tell(house, { closingMinor: 1n });
    const { id: caseId } = await caseOf(house, 'statement_imbalance');
    const input = { caseId, resolution: ' ' };
    expect(codeOf(await resolveCase({ ctx: house.as('connie'), input }))).toBe('BAD_INPUT');
  });

  test('[EXC-12][EXC-14] stays open while its payment is on its way', async () => {
    const house = await openHouse({ bills: [bill('a17', 'acme')] });
    const run = await submit(house, { bills: [bill('a17', 'acme')] });
    const { reference } = await paymentTo(house, run, 'acme');
    await report(house, run, { payments: [{ reference, status: 'BLCK' }] });
    const { id: caseId } = await caseOf(house, 'bank_hold');
    const input = { caseId, resolution: 'the bank was called' };
    const resolve = () => resolveCase({ ctx: house.as('connie'), input });
    expect(codeOf(await resolve())).toBe('ILLEGAL_TRANSITION');
    await report(house, run, { payments: [{ reference, status: 'RJCT' }] });
    expect(codeOf(await resolve())).toBe('none');
  });

  test('[EXC-14][I14] of an unknown outcome stays open while nobody answers', async () => {
    const house = await openHouse();
    const run = await release(house);
    await send(house, run.attemptId, 'unknown');
    for (let rung = 0; rung < 6; rung += 1) {
      const input = { attemptId: run.attemptId, found: false, where: 'the folder' };
      valueOf(await recordInquiry({ ctx: house.hub(), input }));
    }
    const { id: caseId, nature } = await caseOf(house, 'unknown_outcome');
    expect(nature).toBe('technical');
    const input = { caseId, resolution: 'it will be fine' };
    const early = await resolveCase({ ctx: house.as('rita'), input });
    expect(codeOf(early)).toBe('ILLEGAL_TRANSITION');
  });
});

describe('cancelPayment', () => {
  const cancel = (house: House, paymentId: PaymentId) =>
    cancelPayment({ ctx: house.as('paula'), input: { paymentId, reason: 'not wanted' } });

  test('frees the bills of a payment that has not left, and closes its cases', async () => {
    const house = await openHouse({ bills: [bill('bare', 'bare')] });
    const run = await proposeValid(house);
    const payment = await paymentTo(house, run, 'bare');
    expect(await openCasesOf(house)).toHaveLength(1);
    expect(codeOf(await cancel(house, payment.id))).toBe('none');
    expect(await statesOf(house, run)).toEqual(['cancelled']);
    expect((await house.rows('payment_item')).some((item) => item.live)).toBe(false);
    expect(await openCasesOf(house)).toEqual([]);
  });

  test.each([
    ['awaits approval', awaitApproval],
    ['is approved', approve],
    ['is released', release],
    ['is submitted', submit],
  ])('[I10] is refused for one that %s', async (_, walk) => {
    const house = await openHouse();
    const run = await walk(house);
    const before = await dumpOf(house);
    const payment = await paymentTo(house, run, 'acme');
    expect(codeOf(await cancel(house, payment.id))).toBe('ILLEGAL_TRANSITION');
    expect(await dumpOf(house)).toBe(before);
  });
});

/** Submitted, and booked as one debit whose line is matched. */
async function settle(house: House): Promise<void> {
  const run = await submit(house);
  const { messageId, paymentCount, totalMinor } = await attemptOf(house, run.attemptId);
  const batch = { messageId, count: paymentCount };
  await tell(house, { entries: [{ minor: -totalMinor, batch }] });
  await match(house);
  expect(await statesOf(house, run)).toEqual(Array(3).fill('settled'));
}

describe('deadlines', () => {
  test.each([
    ['draft', propose, { hours: 73, kind: 'invalid_payment' }],
    ['awaiting_approval', awaitApproval, { hours: 25, kind: 'approval_mismatch' }],
    ['approved', approve, { hours: 25, kind: 'approval_mismatch' }],
    ['released', release, { hours: 2, kind: 'unknown_outcome' }],
    ['submitted', submit, { hours: 25, kind: 'unknown_outcome' }],
    ['settled', settle, { hours: 73, kind: 'rejected_posting' }],
  ] as const)(
    '[I15][ORC-04] a payment too long %s gets one case with an owner who can act',
    async (state, walk, { hours, kind }) => {
      const house = await openHouse();
      await walk(house);
      expect((await sweep(house)).overdue).toBe(0);
      house.clock.move({ hours });
      expect((await sweep(house)).overdue).toBe(3);
      await sweep(house);
      expect(await openCasesOf(house)).toEqual(Array(3).fill(`${kind} overdue ${state}`));
    },
  );

  test.each([
    ['approved', approve, 'expired'],
    ['asked for', awaitApproval, 'cancelled'],
  ] as const)(
    '[I15][I19] what was %s expires with its approval, and frees its bills',
    async (_, walk, state) => {
      const house = await openHouse();
      const run = await walk(house);
      house.clock.move({ hours: 49 });
      expect((await sweep(house)).expiredApprovals).toBe(1);
      expect(await statesOf(house, run)).toEqual(Array(3).fill(state));
      expect((await batchOf(house, run)).state).toBe('cancelled');
      expect((await house.rows('payment_item')).some((item) => item.live)).toBe(false);
      const again = await propose(house);
      expect(await statesOf(house, again)).toHaveLength(3);
    },
  );

  test('a batch is closed once nothing of it is under way', async () => {
    const house = await openHouse();
    const run = await submit(house);
    expect((await sweep(house)).closedBatches).toBe(0);
    await report(house, run, { group: 'RJCT', groupReason: 'AC04' });
    expect((await sweep(house)).closedBatches).toBe(1);
    expect((await batchOf(house, run)).state).toBe('closed');
  });
});

describe('mirrors of the accounts', () => {
  const ingest = (house: House, of: object) =>
    ingestOpenItems({
      ctx: house.hub(),
      input: {
        entityId: house.entities.de,
        connectionId: house.connections.odoo,
        connectionName,
        items: [bill('a17', 'acme')],
        ...of,
      },
    });

  test('[SYN-10][SYN-01] telling the same again changes nothing', async () => {
    const house = await openHouse();
    const before = await dumpOf(house);
    const input = { connectionName, masterData };
    const tally = valueOf(await ingestMasterData({ ctx: house.hub(), input }));
    expect(tally).toMatchObject({ added: 0, changed: 0 });
    await house.ingest([bill('a17', 'acme')]);
    expect(await dumpOf(house)).toBe(before);
  });

  test('[CAN-04] a bill of another company is refused, its page not taken', async () => {
    const house = await openHouse();
    const before = await dumpOf(house);
    const items = [bill('new', 'acme'), bill('a17', 'acme', { companyExternalId: '2' })];
    expect(codeOf(await ingest(house, { items }))).toBe('NOT_THE_OWNER');
    expect(await dumpOf(house)).toBe(before);
  });

  test('[CAN-04] a bill over another connection than the one that owns it is refused', async () => {
    const house = await openHouse();
    const before = await dumpOf(house);
    const other = { connectionId: house.connections.bank };
    expect(codeOf(await ingest(house, other))).toBe('NOT_THE_OWNER');
    expect(await dumpOf(house)).toBe(before);
  });

  test('[CAN-04] a bill of a party that nobody knows waits for the master data', async () => {
    const house = await openHouse();
    expect(codeOf(await ingest(house, { items: [bill('x', 'nobody')] }))).toBe('NOT_FOUND');
  });

  test('[SYN-13] a bill that changed is a new version, not a new row', async () => {
    const house = await openHouse({ bills: [bill('a17', 'acme')] });
    await house.ingest([bill('a17', 'acme', { residualMinor: 4_000n })]);
    const rows = await house.rows('open_item');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ version: 2, residualMinor: 4_000n });
  });

  test('what was open before go-live stays baselined when the accounts tell it anew', async () => {
    const house = await openHouse({ bills: [bill('a17', 'acme')] });
    const input = { entityId: house.entities.de, connectionName, externalIds: ['a17', 'none'] };
    const first = valueOf(await baselineOpenItems({ ctx: house.hub(), input }));
    const second = valueOf(await baselineOpenItems({ ctx: house.hub(), input }));
    expect([first.baselined, second.baselined]).toEqual([1, 0]);
    await house.ingest([bill('a17', 'acme', { residualMinor: 1n })]);
    expect((await house.rows('open_item'))[0]?.baselined).toBe(true);
  });

  test('[I17] a user of the accounts with the e-mail of a person is that person', async () => {
    const house = await openHouse({ bills: [bill('a17', 'acme')] });
    const [item] = await house.rows('open_item');
    expect(item?.createdBy).toBe(house.people.clerk);
    const stranger = (await house.rows('person')).filter((row) => row.name === 'Somebody Else');
    expect(stranger).toHaveLength(1);
  });

  test('[EXC-04] lock dates of the accounts arrive, and nothing else of a company', async () => {
    const house = await openHouse();
    const [company] = masterData.companies;
    const lockedUntil = asPlainDate('2026-10-31');
    const companies = [{ ...present(company, 'company'), lockedUntil, country: 'XX' }];
    const input = { connectionName, masterData: { ...masterData, companies } };
    valueOf(await ingestMasterData({ ctx: house.hub(), input }));
    const entities = await house.rows('legal_entity');
    expect(entities.find((row) => row.id === house.entities.de)).toMatchObject({
      lockedUntil,
      country: 'DE',
    });
  });
});

describe('connections', () => {
  test('a cursor is kept, and keeping the same again changes nothing', async () => {
    const house = await openHouse();
    const where = { connectionId: house.connections.odoo, stream: 'bills' };
    const read = async () => valueOf(await readCursor({ ctx: house.hub(), input: where }));
    expect(await read()).toBeNull();
    const save = async (state: string) =>
      valueOf(await saveCursor({ ctx: house.hub(), input: { ...where, state } }));
    await save('7');
    const before = await dumpOf(house);
    await save('7');
    expect(await dumpOf(house)).toBe(before);
    await save('8');
    expect(await read()).toBe('8');
  });

  test('[FT-11] health is told when it changes, not at each call', async () => {
    const house = await openHouse();
    const connectionId = house.connections.bank;
    const say = async (fault: string | null) =>
      valueOf(await recordHealth({ ctx: house.hub(), input: { connectionId, fault } }));
    const version = async () => {
      const rows = await house.rows('connection');
      return rows.find((row) => row.id === connectionId)?.version;
    };
    const seen: unknown[] = [];
    for (const fault of ['down', 'still down', null, null, 'down again']) {
      await say(fault);
      seen.push(await version());
    }
    expect(seen).toEqual([2, 2, 3, 3, 4]);
  });

  test('[CAN-03] a company knows its id in the accounts', async () => {
    const house = await openHouse();
    const entityIds = [house.entities.uk, house.entities.de];
    const input = { connectionName, entityIds };
    const known = valueOf(await readCompanies({ ctx: house.hub(), input }));
    expect(known).toEqual(
      new Map<EntityId, string>([
        [house.entities.uk, '2'],
        [house.entities.de, '1'],
      ]),
    );
  });
});
