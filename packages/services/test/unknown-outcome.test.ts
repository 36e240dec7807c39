import { present } from '@quittance/domain';
import { readUnknownOutcomes, recordInquiry, reopenUnknown } from '@quittance/services';
import { describe, expect, test } from 'vitest';
import type { EntryParts } from './support/bank-files.ts';
import { report, tell } from './support/deliver.ts';
import { codeOf, type House, type Name, openHouse, valueOf } from './support/house.ts';
import { bill } from './support/records.ts';
import {
  attemptOf,
  batchOf,
  caseOf,
  openCasesOf,
  paymentTo,
  release,
  type ReleasedRun,
  send,
  statesOf,
  tryRelease,
} from './support/walk.ts';

const bills = [bill('a17', 'acme'), bill('b51', 'bolt', { totalMinor: 7_777n })];

async function silent() {
  const house = await openHouse({ bills });
  const run = await release(house, { bills });
  await send(house, run.attemptId, 'unknown');
  return { house, run };
}

const inquire = async (house: House, { attemptId }: ReleasedRun, found = false) =>
  valueOf(
    await recordInquiry({ ctx: house.hub(), input: { attemptId, found, where: 'its folder' } }),
  );

/** Four inquiries over five hours find nothing. */
async function askInVain(house: House, run: ReleasedRun) {
  for (const hours of [1, 1, 1, 2]) {
    house.clock.move({ hours });
    await inquire(house, run);
  }
}

const stateTheDay = (house: House, entries: readonly EntryParts[] = []) => tell(house, { entries });

const reopen = (house: House, { attemptId }: ReleasedRun, by: Name) =>
  reopenUnknown({ ctx: house.as(by), input: { attemptId } });

const detailOf = async (asked: ReturnType<typeof reopen>): Promise<string> => {
  const told = await asked;
  return told.ok ? '' : told.error.detail;
};

/** All that proves the absence of the message. */
async function absent() {
  const { house, run } = await silent();
  await askInVain(house, run);
  await stateTheDay(house);
  return { house, run };
}

/** The leaves of a verb, with who it was and what was said. */
async function leavesOf(house: House, verb: string) {
  const leaves = (await house.rows('audit_leaf')).filter((leaf) => leaf.verb === verb);
  return leaves.map(({ actorId, objectKind, detail }) => ({ actorId, objectKind, detail }));
}

describe('a message that the bank provably does not have', () => {
  test('[I14][FT-05][RES-09] is reopened by two persons, and released anew', async () => {
    const { house, run } = await absent();
    expect(valueOf(await reopen(house, run, 'rita')).reopened).toBe(false);
    expect(await statesOf(house, run)).toEqual(['unknown', 'unknown']);
    expect(valueOf(await reopen(house, run, 'connie')).reopened).toBe(true);
    expect(await attemptOf(house, run.attemptId)).toMatchObject({
      state: 'void',
      resolution: 'absence',
      resolvedAt: house.clock.now(),
    });
    expect(await statesOf(house, run)).toEqual(['approved', 'approved']);
    expect((await batchOf(house, run)).state).toBe('approved');
    expect((await house.rows('approval')).map((row) => row.state)).toEqual(['approved']);
    const { reference } = await paymentTo(house, run, 'acme');
    const again = valueOf(await tryRelease(house, run));
    expect(again).toMatchObject({ released: 2, heldBack: [] });
    const places = (await house.rows('attempt_item')).filter((row) => row.endToEndId === reference);
    expect(places.map((row) => row.live)).toEqual([false, true]);
  });

  test('[I21][I14] both persons and the proof stand in the log', async () => {
    const { house, run } = await absent();
    await reopen(house, run, 'rita');
    await reopen(house, run, 'connie');
    const { rita, connie } = house.people;
    const [asked] = await leavesOf(house, 'attempt.askReopen');
    expect(asked).toMatchObject({ actorId: rita, objectKind: 'attempt' });
    const [done] = await leavesOf(house, 'attempt.reopenUnknown');
    expect(done).toMatchObject({ actorId: connie, objectKind: 'attempt' });
    for (const word of ['"negatives":4', rita, connie]) expect(done?.detail).toContain(word);
    expect(await leavesOf(house, 'payment.reopenUnknown')).toHaveLength(4);
  });

  test('[I14] nothing is sent by the reopening itself', async () => {
    const { house, run } = await absent();
    await reopen(house, run, 'rita');
    house.tasks.take();
    valueOf(await reopen(house, run, 'connie'));
    expect(house.tasks.added().map((task) => task.name)).toEqual(['payment.showState']);
  });

  test('[I14][I17] one person alone reopens nothing, however often', async () => {
    const { house, run } = await absent();
    valueOf(await reopen(house, run, 'rita'));
    expect(codeOf(await reopen(house, run, 'rita'))).toBe('ALREADY_DECIDED');
    expect(await statesOf(house, run)).toEqual(['unknown', 'unknown']);
  });

  test('[I14] is not reopened when the bank speaks between the two persons', async () => {
    const { house, run } = await absent();
    valueOf(await reopen(house, run, 'rita'));
    const { reference } = await paymentTo(house, run, 'bolt');
    await report(house, run, { payments: [{ reference, status: 'ACCP' }] });
    expect(codeOf(await reopen(house, run, 'connie'))).toBe('ABSENCE_UNPROVEN');
    expect(await detailOf(reopen(house, run, 'connie'))).toContain('the bank spoke of it');
  });

  test('[I1][I12] and that it turns out to have all the same is not paid again', async () => {
    const { house, run } = await absent();
    await reopen(house, run, 'rita');
    await reopen(house, run, 'connie');
    await report(house, run, { group: 'ACCP' });
    expect(valueOf(await tryRelease(house, run)).released).toBe(0);
    expect((await openCasesOf(house)).join()).toContain('KNOWN_BUT_NOT_RELEASED');
  });
});

describe('a message of which absence is not proven', () => {
  const refusal = async (prepare: (house: House, run: ReleasedRun) => Promise<unknown>) => {
    const { house, run } = await silent();
    await prepare(house, run);
    const asked = reopen(house, run, 'rita');
    expect(codeOf(await asked)).toBe('ABSENCE_UNPROVEN');
    return detailOf(asked);
  };

  test('[I14] without inquiries', async () => {
    const why = await refusal(async (house) => {
      house.clock.move({ hours: 9 });
      await stateTheDay(house);
    });
    expect(why).toContain('not asked often enough');
  });

  test('[I14] without the statement of its day', async () => {
    expect(await refusal(askInVain)).toBe('the statement of its day of execution is not here yet');
  });

  test('[I14] with a statement that was here before it was sent', async () => {
    const house = await openHouse({ bills });
    await stateTheDay(house);
    house.clock.move({ minutes: 1 });
    const run = await release(house, { bills });
    await send(house, run.attemptId, 'unknown');
    await askInVain(house, run);
    expect(await detailOf(reopen(house, run, 'rita'))).toContain('statement of its day');
  });

  test.each([-10_000n, -7_777n, -17_777n])(
    '[I14][I6] with a debit of %s that nothing explains',
    async (minor) => {
      const why = await refusal(async (house, run) => {
        await askInVain(house, run);
        await stateTheDay(house, [{ minor, bankReference: 'R1' }]);
      });
      expect(why).toContain('a debit of the same amount has no explanation');
    },
  );

  test('[I14] while a copy may still be on its way', async () => {
    const why = await refusal(async (house, run) => {
      for (const minutes of [15, 30, 45]) {
        house.clock.move({ minutes });
        await inquire(house, run);
      }
      await stateTheDay(house);
    });
    expect(why).toContain('may still be on its way');
  });

  test('[I10] an answered message is not reopened', async () => {
    const { house, run } = await absent();
    await inquire(house, run, true);
    expect(codeOf(await reopen(house, run, 'rita'))).toBe('ILLEGAL_TRANSITION');
  });
});

describe('the case of an unknown outcome', () => {
  test('[EXC-05][I15] tells what is missing, and then that two persons may decide', async () => {
    const { house, run } = await silent();
    await askInVain(house, run);
    expect((await caseOf(house, 'unknown_outcome')).detail).toContain('statement of its day');
    await stateTheDay(house);
    house.clock.move({ hours: 1 });
    await inquire(house, run);
    await inquire(house, run);
    expect(await openCasesOf(house)).toEqual(['unknown_outcome absence_proven']);
    valueOf(await reopen(house, run, 'rita'));
    valueOf(await reopen(house, run, 'connie'));
    expect(await openCasesOf(house)).toEqual([]);
  });

  test('[I15] opens as soon as the silence is longer than the profile allows', async () => {
    const { house, run } = await silent();
    house.clock.move({ minutes: 59 });
    await inquire(house, run);
    expect(await openCasesOf(house)).toEqual([]);
    house.clock.move({ minutes: 1 });
    await inquire(house, run);
    expect(await openCasesOf(house)).toEqual(['unknown_outcome no_answer']);
  });

  test('[FT-02] an answer ends it, and is measured', async () => {
    const { house, run } = await silent();
    await askInVain(house, run);
    await inquire(house, run, true);
    const attempt = await attemptOf(house, run.attemptId);
    expect(attempt).toMatchObject({ resolution: 'inquiry', resolvedAt: house.clock.now() });
    expect(present(attempt.unknownSince, 'since') < house.clock.now()).toBe(true);
    expect(await openCasesOf(house)).toEqual([]);
  });
});

describe('how unknown outcomes end', () => {
  const outcomesOf = async (house: House) =>
    valueOf(await readUnknownOutcomes({ ctx: house.as('ada'), input: {} }));

  test('[OBS-03][I15] those that wait are told with what is missing to their proof', async () => {
    const { house } = await silent();
    const { open, resolved } = await outcomesOf(house);
    expect(open).toMatchObject([{ payments: 2, atRiskMinor: 17_777n, inquiries: 0 }]);
    expect(open[0]?.missing).toContain('the bank was not asked often enough');
    expect(resolved).toEqual({ inquiry: 0, bank_word: 0, absence: 0 });
  });

  test('[OBS-02][FT-05] they are counted by what ended them, and how long it took', async () => {
    const { house, run } = await absent();
    valueOf(await reopen(house, run, 'rita'));
    expect((await outcomesOf(house)).open).toMatchObject([{ missing: [], isAsked: true }]);
    valueOf(await reopen(house, run, 'connie'));
    expect(await outcomesOf(house)).toEqual({
      open: [],
      resolved: { inquiry: 0, bank_word: 0, absence: 1 },
      medianMinutes: 300,
      longestMinutes: 300,
    });
  });
});
