import { present, usualLadderSeconds } from '@quittance/domain';
import {
  engageStop,
  recordInquiry,
  recordOutcome,
  type RecordOutcomeInput,
  startSending,
  sweepDeadlines,
} from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { report } from './support/deliver.ts';
import { codeOf, dumpOf, type House, openHouse, valueOf } from './support/house.ts';
import { bill } from './support/records.ts';
import {
  attemptOf,
  batchOf,
  openCasesOf,
  paymentsOf,
  paymentTo,
  readyToRelease,
  release,
  type ReleasedRun,
  send,
  statesOf,
  submit,
  tryRelease,
} from './support/walk.ts';

const start = (house: House, { attemptId }: ReleasedRun) =>
  startSending({ ctx: house.hub(), input: { attemptId } });

const record = (
  house: House,
  { attemptId }: ReleasedRun,
  of: { readonly outcome: RecordOutcomeInput['outcome']; readonly token?: bigint },
) => {
  const { outcome, token: fencingToken = 1n } = of;
  const input = { attemptId, fencingToken, outcome, detail: 'told' };
  return recordOutcome({ ctx: house.hub(), input });
};

const inquire = (house: House, { attemptId }: ReleasedRun, found: boolean) =>
  recordInquiry({ ctx: house.hub(), input: { attemptId, found, where: 'the folder' } });

describe('what the transport tells', () => {
  test('[ST-01][ST-03] acknowledged means submitted, and nothing more', async () => {
    const house = await openHouse();
    const run = await submit(house);
    expect((await attemptOf(house, run.attemptId)).state).toBe('acknowledged');
    expect(await statesOf(house, run)).toEqual(['submitted', 'submitted', 'submitted']);
    expect((await paymentsOf(house, run)).every((row) => row.settledMinor === 0n)).toBe(true);
  });

  test('[EXC-05] a refusal fails the payments, frees their bills, opens a case each', async () => {
    const house = await openHouse();
    const run = await release(house);
    await send(house, run.attemptId, 'refused');
    expect(await statesOf(house, run)).toEqual(['failed', 'failed', 'failed']);
    expect((await house.rows('payment_item')).some((item) => item.live)).toBe(false);
    expect(await openCasesOf(house)).toHaveLength(3);
  });

  test('[RES-09][I1] what provably did not leave is approved and released anew', async () => {
    const house = await openHouse();
    const run = await release(house);
    house.tasks.take();
    await send(house, run.attemptId, 'notSent');
    expect((await attemptOf(house, run.attemptId)).state).toBe('void');
    expect(await statesOf(house, run)).toEqual(['approved', 'approved', 'approved']);
    expect((await batchOf(house, run)).state).toBe('approved');
    expect(house.tasks.added().map((task) => task.name)).toEqual(['batch.release']);
    const first = await paymentsOf(house, run);
    const input = { entityId: house.entities.de, ownAccountId: null, reason: 'wait' };
    valueOf(await engageStop({ ctx: house.as('rita'), input }));
    expect(codeOf(await tryRelease(house, run))).toBe('STOPPED');
    const [stop] = await house.rows('emergency_stop');
    await house.edit('emergency_stop', present(stop, 'stop'), { active: false });
    const again = valueOf(await tryRelease(house, run));
    const second = await attemptOf(house, present(again.attemptIds[0], 'attempt'));
    expect(second).toMatchObject({ number: 2, state: 'prepared' });
    expect((await paymentsOf(house, run)).map((row) => row.reference)).toEqual(
      first.map((row) => row.reference),
    );
    const live = (await house.rows('attempt_item')).filter((item) => item.live);
    expect(live.map((item) => item.attemptId)).toEqual(Array(3).fill(second.id));
  });

  test('[I1] a message called not sent that the bank knows is not sent a second time', async () => {
    const house = await openHouse();
    const run = await release(house);
    await send(house, run.attemptId, 'notSent');
    const { reference } = await paymentTo(house, run, 'acme');
    await report(house, run, { payments: [{ reference, status: 'ACCP' }] });
    expect(await openCasesOf(house)).toEqual(['evidence_conflict KNOWN_BUT_NOT_RELEASED']);
    const again = valueOf(await tryRelease(house, run));
    // The bank has the message, and with it the two payments that it did not speak of.
    expect(again).toMatchObject({ released: 0, attemptIds: [] });
    expect(again.heldBack.map((one) => one.reference)).toContain(reference);
  });
});

describe('silence', () => {
  test('[I14][FT-05][RES-01] silence is unknown, asked about and never sent again', async () => {
    const house = await openHouse();
    const run = await release(house);
    house.tasks.take();
    await send(house, run.attemptId, 'unknown');
    expect(await statesOf(house, run)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(
      house.tasks
        .added()
        .map((task) => task.name)
        .toSorted(),
    ).toEqual(['attempt.inquire', 'payment.showState']);
    expect(valueOf(await start(house, run)).kind).toBe('done');
    expect(codeOf(await tryRelease(house, run))).toBe('ILLEGAL_TRANSITION');
  });

  test('[I14][FT-05] inquiries climb the ladder, then hourly; a case at its end', async () => {
    const house = await openHouse();
    const run = await release(house);
    await send(house, run.attemptId, 'unknown');
    const waits: number[] = [];
    for (let rung = 0; rung <= usualLadderSeconds.length; rung += 1) {
      const [task] = house.tasks.take('attempt.inquire');
      const due = present(task?.startAfter, 'when to ask');
      waits.push((Date.parse(due) - Date.parse(house.clock.now())) / 1_000);
      expect(task?.singletonKey).toContain(rung.toString());
      valueOf(await inquire(house, run, false));
    }
    expect(waits).toEqual([...usualLadderSeconds, 3_600]);
    expect(await openCasesOf(house)).toEqual(['unknown_outcome no_answer']);
    expect(await statesOf(house, run)).toEqual(['unknown', 'unknown', 'unknown']);
    expect(await house.rows('attempt')).toHaveLength(1);
  });

  test('[FT-05][FT-02] an inquiry that finds it makes it submitted, the ladder ends', async () => {
    const house = await openHouse();
    const run = await release(house);
    await send(house, run.attemptId, 'unknown');
    house.tasks.take();
    valueOf(await inquire(house, run, true));
    expect(await statesOf(house, run)).toEqual(['submitted', 'submitted', 'submitted']);
    expect(house.tasks.take('attempt.inquire')).toEqual([]);
    const before = await dumpOf(house);
    valueOf(await inquire(house, run, false));
    expect(await dumpOf(house)).toBe(before);
  });

  test('[FT-02][ST-08] the bank may answer before our own call does', async () => {
    const house = await openHouse();
    const run = await release(house);
    valueOf(await start(house, run));
    await report(house, run, { group: 'ACSP' });
    expect(await statesOf(house, run)).toEqual(Array(3).fill('pending_settlement'));
    valueOf(await record(house, run, { outcome: 'unknown' }));
    expect(await statesOf(house, run)).toEqual(Array(3).fill('pending_settlement'));
  });

  test('[I15] the case of an unknown outcome is over once the outcome is known', async () => {
    const house = await openHouse();
    const run = await release(house);
    await send(house, run.attemptId, 'unknown');
    house.clock.move({ hours: 5 });
    const { de: entityId } = house.entities;
    valueOf(await sweepDeadlines({ ctx: house.hub(), input: { entityId } }));
    expect(await openCasesOf(house)).toHaveLength(3);
    valueOf(await inquire(house, run, true));
    expect(await openCasesOf(house)).toEqual([]);
  });
});

describe('senders', () => {
  test('[I14][I25] whoever finds a message half sent asks, and never sends', async () => {
    const house = await openHouse();
    const run = await release(house);
    expect(valueOf(await start(house, run)).kind).toBe('send');
    expect(valueOf(await start(house, run)).kind).toBe('interrupted');
    valueOf(await record(house, run, { outcome: 'unknown' }));
    expect(valueOf(await start(house, run)).kind).toBe('done');
    expect(await statesOf(house, run)).toEqual(Array(3).fill('unknown'));
  });

  test('[I25] a sender with a stale token is refused, and changes nothing', async () => {
    const house = await openHouse();
    const run = await release(house);
    valueOf(await start(house, run));
    const before = await dumpOf(house);
    for (const token of [0n, 2n]) {
      const outcome = 'acknowledged' as const;
      expect(codeOf(await record(house, run, { outcome, token }))).toBe('CONFLICTING_CHANGE');
    }
    expect(await dumpOf(house)).toBe(before);
  });

  test('[I25] tokens of one lane grow from message to message', async () => {
    const house = await openHouse();
    const run = await release(house);
    await send(house, run.attemptId, 'notSent');
    const again = valueOf(await tryRelease(house, run));
    const attemptId = present(again.attemptIds[0], 'attempt');
    const started = valueOf(await startSending({ ctx: house.hub(), input: { attemptId } }));
    expect(started.attempt.fencingToken).toBe(2n);
  });

  test('[I14] a late "not sent" never undoes an unknown outcome', async () => {
    const house = await openHouse();
    const run = await release(house);
    valueOf(await start(house, run));
    valueOf(await record(house, run, { outcome: 'unknown' }));
    const before = await dumpOf(house);
    expect(codeOf(await record(house, run, { outcome: 'notSent' }))).toBe('ILLEGAL_TRANSITION');
    expect(await dumpOf(house)).toBe(before);
  });

  test('[I16] an outcome told twice has one effect', async () => {
    const house = await openHouse();
    const run = await submit(house);
    const before = await dumpOf(house);
    const again = await record(house, run, { outcome: 'acknowledged' });
    expect(codeOf(again)).toBe('ILLEGAL_TRANSITION');
    expect(await dumpOf(house)).toBe(before);
  });

  test('[I18] a stop holds back a message that is prepared, before its first byte', async () => {
    const house = await openHouse();
    const run = await release(house);
    const ownAccountId = house.accounts.euro;
    const input = { entityId: house.entities.de, ownAccountId, reason: 'odd mail' };
    valueOf(await engageStop({ ctx: house.as('ralf'), input }));
    expect(codeOf(await start(house, run))).toBe('STOPPED');
    expect((await attemptOf(house, run.attemptId)).state).toBe('prepared');
  });

  test('[RES-07] one lane does not wait for the unknown outcome of another message', async () => {
    const house = await openHouse();
    const run = await release(house);
    await send(house, run.attemptId, 'unknown');
    await house.ingest([bill('next', 'bolt')]);
    const bills = [bill('next', 'bolt')];
    const next = await readyToRelease(house, { bills });
    const released = valueOf(await tryRelease(house, next));
    const { state } = await send(house, present(released.attemptIds[0], 'attempt'));
    expect(state).toBe('acknowledged');
  });
});
