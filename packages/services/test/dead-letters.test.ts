import { asInstant, type EntityId } from '@quittance/domain';
import {
  foreseeReplay,
  groupDeadLetters,
  replayDeadLetters,
  sweepDeadlines,
  taskKinds,
} from '@quittance/services';
import { expect, test } from 'vitest';
import { codeOf, openHouse, valueOf } from './support/house.ts';
import { deadLetterOf } from './support/verb-row.ts';
import { release, send } from './support/walk.ts';

const letter = (id: string, more: { readonly name?: string; readonly cause?: string } = {}) => ({
  id,
  name: 'line.post',
  data: { v: 1, entityId: null, correlationId: id, ids: [] },
  failedAt: asInstant(`2026-11-23T0${id}:00:00.000Z`),
  attempts: 3,
  cause: 'rejected odoo.missing: the bill 17 is gone',
  ...more,
});

test('[RES-03] dead letters of one task and fault are one group, the largest first', () => {
  const letters = [
    letter('3'),
    letter('4', { name: 'match.post' }),
    letter('2', { cause: 'rejected odoo.missing: the bill 18: gone' }),
    letter('5', { cause: 'drift odoo.form: a field' }),
  ];
  const groups = groupDeadLetters(letters);
  expect(groups.map(({ key, letters: count }) => [key, count])).toEqual([
    ['line.post/odoo.missing', 2],
    ['line.post/odoo.form', 1],
    ['match.post/odoo.missing', 1],
  ]);
  expect(groups[0]).toMatchObject({
    fault: 'rejected odoo.missing',
    ids: ['2', '3'],
    oldestAt: '2026-11-23T02:00:00.000Z',
    example: 'rejected odoo.missing: the bill 18: gone',
  });
  expect(groupDeadLetters(letters.toReversed())).toEqual(groups);
});

test('[EXC-12][RES-04] a dry run says what is still due, and changes nothing', async () => {
  const house = await openHouse();
  const { attemptId } = await release(house);
  const data = { v: 1, entityId: house.entities.de, correlationId: 'c', ids: [attemptId] };
  const dead = [{ ...letter('1', { name: 'attempt.submit' }), data }];
  const ctx = house.hub();
  const tasks = { ...ctx.tasks, deadLetters: () => Promise.resolve(dead) };
  const foresee = (...ids: string[]) => foreseeReplay({ ctx: { ...ctx, tasks }, input: { ids } });
  const leaves = (await house.rows('audit_leaf')).length;
  expect(valueOf(await foresee('1'))).toMatchObject([
    { id: '1', task: 'attempt.submit', reaches: 'bank', objects: 1, due: [attemptId] },
  ]);
  expect(codeOf(await foresee('2'))).toBe('NOT_FOUND');
  expect(codeOf(await foresee(...Array.from({ length: 101 }, String)))).toBe('BAD_INPUT');
  expect((await house.rows('audit_leaf')).length).toBe(leaves);
  await send(house, attemptId);
  expect(valueOf(await foresee('1'))).toMatchObject([{ objects: 1, due: [] }]);
});

test.each(taskKinds.map(({ name }) => name))('a dry run knows what %s does', async (name) => {
  const house = await openHouse();
  const ctx = house.hub();
  const tasks = { ...ctx.tasks, deadLetters: () => Promise.resolve([letter('1', { name })]) };
  const foreseen = valueOf(await foreseeReplay({ ctx: { ...ctx, tasks }, input: { ids: ['1'] } }));
  expect(foreseen).toMatchObject([{ task: name, objects: 0, due: [] }]);
  expect(foreseen[0]?.does).toMatch(/^[a-z].*[^.]$/);
});

test('[I16][EXC-12] dead letters of a company have an owner until they are put back', async () => {
  const house = await openHouse();
  const [id = ''] = await deadLetterOf(house);
  const cases = async () =>
    (await house.rows('exception_case')).map(({ kind, objectId, cause, state, ownerRole }) => ({
      kind,
      objectId,
      cause,
      state,
      ownerRole,
    }));
  const sweep = (entityId: EntityId) => sweepDeadlines({ ctx: house.hub(), input: { entityId } });
  expect(valueOf(await sweep(house.entities.uk)).deadLetters).toBe(0);
  expect(await cases()).toEqual([]);
  expect(valueOf(await sweep(house.entities.de)).deadLetters).toBe(1);
  valueOf(await sweep(house.entities.de));
  const open = {
    kind: 'dead_letter',
    objectId: id,
    cause: 'deadline.sweep/NO',
    state: 'open',
    ownerRole: 'controller',
  };
  expect(await cases()).toEqual([open]);
  valueOf(await replayDeadLetters({ ctx: house.as('connie'), input: { ids: [id] } }));
  expect(await cases()).toEqual([{ ...open, state: 'resolved' }]);
});
