import { machineMayHold, permissions } from '@quittance/domain';
import { authenticate, createToken, revokeToken, tokenDaysMax } from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { codeOf, type House, type Name, openHouse, valueOf } from './support/house.ts';
import { tokenOf } from './support/verb-row.ts';

const digest = 'a'.repeat(64);

const enter = (house: House) => authenticate({ ctx: house.hub(), input: { tokenDigest: digest } });

const make = (house: House, by: Name, patch: Partial<ReturnType<typeof tokenOf>> = {}) =>
  createToken({ ctx: house.as(by), input: { ...tokenOf(house, by), ...patch } });

describe('a token', () => {
  test('[SEC-03] lets its person in, with the companies and roles of this moment', async () => {
    const house = await openHouse();
    valueOf(await make(house, 'cora', { entityIds: [house.entities.de, house.entities.uk] }));
    const caller = valueOf(await enter(house));
    expect(caller.person.id).toBe(house.people.cora);
    expect(caller.entityIds.toSorted()).toEqual([house.entities.de, house.entities.uk].toSorted());
    expect(new Set(caller.roles.map(({ role }) => role))).toEqual(new Set(['controller']));
    const grants = await house.rows('grant');
    for (const grant of grants) {
      if (grant.personId !== house.people.cora || grant.entityId !== house.entities.uk) continue;
      await house.edit('grant', grant, { active: false });
    }
    expect(valueOf(await enter(house)).entityIds).toEqual([house.entities.de]);
  });

  test('[SEC-07] opens nothing once it is revoked, has ended, or its person has left', async () => {
    const revoked = await openHouse();
    const { tokenId } = valueOf(await make(revoked, 'anna'));
    expect(codeOf(await enter(revoked))).toBe('none');
    valueOf(await revokeToken({ ctx: revoked.as('anna'), input: { tokenId } }));
    expect(codeOf(await enter(revoked))).toBe('UNAUTHENTICATED');
    const again = await revokeToken({ ctx: revoked.as('anna'), input: { tokenId } });
    expect(codeOf(again)).toBe('ILLEGAL_TRANSITION');

    const ended = await openHouse();
    valueOf(await make(ended, 'anna', { days: 1 }));
    ended.clock.move({ hours: 23, minutes: 59 });
    expect(codeOf(await enter(ended))).toBe('none');
    ended.clock.move({ minutes: 1 });
    expect(codeOf(await enter(ended))).toBe('UNAUTHENTICATED');

    const left = await openHouse();
    valueOf(await make(left, 'anna'));
    const anna = (await left.rows('person')).find((one) => one.id === left.people.anna);
    if (anna === undefined) throw new Error('no anna');
    await left.edit('person', anna, { active: false });
    expect(codeOf(await enter(left))).toBe('UNAUTHENTICATED');
  });

  test('[SEC-04] of a person is made by that person and nobody else', async () => {
    const house = await openHouse();
    const input = tokenOf(house, 'anna');
    expect(codeOf(await createToken({ ctx: house.as('connie'), input }))).toBe('FORBIDDEN');
    expect(codeOf(await createToken({ ctx: house.hub(), input }))).toBe('FORBIDDEN');
    expect(codeOf(await createToken({ ctx: house.as('anna'), input }))).toBe('none');
  });

  test('[SEC-04] of a machine holds no permission that approves or moves money', async () => {
    const house = await openHouse();
    for (const permission of permissions()) {
      const input = { ...tokenOf(house, 'robot'), permissions: [permission] };
      const tokenDigest = permission.length
        .toString(16)
        .padStart(64, permission.charCodeAt(0) % 2 ? 'b' : 'c');
      const made = await createToken({ ctx: house.as('connie'), input: { ...input, tokenDigest } });
      if (!machineMayHold(permission))
        expect([permission, codeOf(made)]).toEqual([permission, 'BAD_INPUT']);
      else
        expect([permission, ['none', 'DUPLICATE'].includes(codeOf(made))]).toEqual([
          permission,
          true,
        ]);
    }
    const acting = permissions().filter((name) => !name.endsWith(':read'));
    expect(acting.filter(machineMayHold)).toEqual(['statements:import']);
  });

  test('reaches no company in which its person has no role', async () => {
    const house = await openHouse();
    const made = await make(house, 'anna', { entityIds: [house.entities.uk] });
    expect(codeOf(made)).toBe('FORBIDDEN');
  });

  test('[SEC-07] is refused without an end, a name, a company or a known permission', async () => {
    const house = await openHouse();
    const patches = [
      { days: 0 },
      { days: tokenDaysMax + 1 },
      { days: 1.5 },
      { name: ' ' },
      { entityIds: [] },
      { permissions: [] },
      { permissions: ['payments:burn'] },
    ];
    for (const patch of patches) {
      expect([patch, codeOf(await make(house, 'anna', patch))]).toEqual([patch, 'BAD_INPUT']);
    }
    expect(await house.rows('api_token')).toEqual([]);
  });
});
