import { present } from '@quittance/domain';
import * as services from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { codeOf, connectionName, dumpOf, type House, openHouse, valueOf } from './support/house.ts';
import { textWith } from './support/matchers.ts';
import type { VerbRow } from './support/verb-row.ts';
import { notVerbs, verbTable } from './support/verb-table.ts';
import { snapshotOf, watch } from './support/watch.ts';

const rows = Object.entries(verbTable);

const allowed = (house: House, row: VerbRow) => (row.by === 'hub' ? house.hub() : house.as(row.by));

/** Everybody who may not do it, and why. */
function strangersTo(house: House, row: VerbRow) {
  if (row.by === 'hub') {
    return [
      { why: 'a person who prepares', ctx: house.as('paula') },
      { why: 'a person who controls', ctx: house.as('connie') },
      { why: 'a machine that poses as a person', ctx: house.as('robot') },
    ];
  }
  return [
    { why: 'a person with another role', ctx: house.as('ada') },
    { why: 'a person with the role elsewhere', ctx: house.as('foreign') },
    { why: 'the person, in another entity', ctx: house.as(row.by, [house.entities.uk]) },
    { why: 'the person, in no entity', ctx: house.as(row.by, []) },
    ...(row.machineMay === true
      ? []
      : [{ why: 'a machine with the role', ctx: house.as('robot') }]),
    { why: 'somebody who left', ctx: house.as('gone') },
    { why: 'the hub itself', ctx: house.hub() },
  ];
}

test('[CAN-04] every exported verb has a row in the table of verbs', () => {
  const functions = Object.entries(services).filter(([, value]) => typeof value === 'function');
  const exported = functions.map(([name]) => name).filter((name) => !notVerbs.includes(name));
  expect(exported.toSorted()).toEqual(Object.keys(verbTable).toSorted());
});

describe('the log', () => {
  test.each(rows)('[I21][AUD-02][ST-05] %s is told by its leaves', async (_, row) => {
    const house = await openHouse();
    const act = await row.prepare(house);
    const before = await snapshotOf(house);
    const ctx = allowed(house, row);
    valueOf(await act(ctx));
    const { leaves, findings } = await watch(house, before);
    expect(findings).toEqual([]);
    expect(leaves.map((leaf) => `${leaf.verb} ${leaf.objectKind}`)).toContain(row.leaf);
    for (const leaf of leaves) {
      expect(leaf).toMatchObject({
        actorKind: ctx.scope.actor.kind,
        actorId: ctx.scope.actor.id,
        correlationId: ctx.scope.correlationId,
        at: house.clock.now(),
      });
    }
    for (const task of house.tasks.added()) {
      expect(task.data.correlationId).toBe(ctx.scope.correlationId);
    }
  });
});

describe('who may not', () => {
  test.each(rows)('[CAN-04][I22] %s is refused, and nothing changes', async (_, row) => {
    const house = await openHouse();
    const act = await row.prepare(house);
    const before = await dumpOf(house);
    house.tasks.take();
    for (const { why, ctx } of strangersTo(house, row)) {
      const code = codeOf(await act(ctx));
      expect({ why, code }).toEqual({
        why,
        code: textWith(/^(FORBIDDEN|NOT_FOUND)$/),
      });
      expect(await dumpOf(house), why).toBe(before);
      expect(house.tasks.added(), why).toEqual([]);
    }
    expect(codeOf(await act(allowed(house, row)))).toBe('none');
  });
});

describe('the transaction', () => {
  test.each(rows)('[FT-13] %s leaves nothing behind when its last step fails', async (_, row) => {
    const house = await openHouse();
    const act = await row.prepare(house);
    const before = await dumpOf(house);
    house.tasks.take();
    const atCommit = () => Promise.reject(new Error('the lease was lost'));
    const outcome = act({ ...allowed(house, row), atCommit });
    await expect(outcome).rejects.toThrow('the lease was lost');
    expect(await dumpOf(house)).toBe(before);
    expect(house.tasks.added()).toEqual([]);
  });
});

describe('reads', () => {
  test('[I22] a plan for another entity is empty', async () => {
    const house = await openHouse();
    await present(verbTable['recordMatches'], 'a row').prepare(house);
    const ctx = house.as('foreign', [house.entities.uk]);
    const payments = (await house.rows('payment')).map((row) => row.id);
    const lines = (await house.rows('statement_line')).map((row) => row.id);
    const matches = (await house.rows('match')).map((row) => row.id);
    const [batch] = await house.rows('payment_batch');
    const input = { connectionName, paymentIds: payments, lineIds: lines, matchIds: matches };
    expect(valueOf(await services.planPayments({ ctx, input }))).toEqual([]);
    expect(valueOf(await services.planLines({ ctx, input }))).toEqual([]);
    expect(valueOf(await services.planMatches({ ctx, input }))).toEqual([]);
    expect(valueOf(await services.planRemittances({ ctx, input }))).toEqual([]);
    const batchId = present(batch, 'the batch').id;
    const release = await services.planRelease({ ctx, input: { batchId, connectionName } });
    expect(codeOf(release)).toBe('NOT_FOUND');
  });
});
