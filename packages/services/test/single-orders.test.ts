import { present } from '@quittance/domain';
import { describe, expect, test } from 'vitest';
import { type Name, openHouse, valueOf } from './support/house.ts';
import { attemptOf, readyToRelease, send, statesOf, tryRelease } from './support/walk.ts';

describe('a bank that takes single orders', () => {
  const openOrderHouse = async () => {
    const house = await openHouse();
    const profile = present(house.ports.settings.bankProfiles.get('nordhafen'), 'a profile');
    const orders = { ...profile, payment: { ...profile.payment, transactionsMax: 1 } };
    const bankProfiles = new Map([...house.ports.settings.bankProfiles, ['nordhafen', orders]]);
    const settings = { ...house.ports.settings, bankProfiles };
    const within = (ctx: ReturnType<typeof house.hub>) => ({ ...ctx, settings });
    return { ...house, hub: () => within(house.hub()), as: (who: Name) => within(house.as(who)) };
  };

  test('[I1][I25] a batch larger than the limit leaves in messages of its size', async () => {
    const house = await openOrderHouse();
    const run = await readyToRelease(house);
    const released = valueOf(await tryRelease(house, run));
    expect(released.attemptIds).toHaveLength(released.released);
    const attempts = await Promise.all(released.attemptIds.map((id) => attemptOf(house, id)));
    expect(attempts.map(({ number, paymentCount }) => [number, paymentCount])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
    ]);
    expect(new Set(attempts.map(({ payloadHash }) => payloadHash)).size).toBe(3);
    const sent = house.tasks.added().filter(({ name }) => name === 'attempt.submit');
    expect(sent.map(({ data }) => data.ids[0])).toEqual(released.attemptIds);
  });

  test('[RES-09][I2][I18] one that never left goes alone, under the approval it has', async () => {
    const house = await openOrderHouse();
    const run = await readyToRelease(house);
    const [first, second, third] = valueOf(await tryRelease(house, run)).attemptIds;
    await send(house, present(first, 'attempt'));
    await send(house, present(second, 'attempt'), 'notSent');
    await send(house, present(third, 'attempt'), 'unknown');
    const again = valueOf(await tryRelease(house, run));
    expect(again).toMatchObject({ released: 1, heldBack: [] });
    expect((await attemptOf(house, present(again.attemptIds[0], 'attempt'))).number).toBe(4);
    expect((await statesOf(house, run)).toSorted()).toEqual(['released', 'submitted', 'unknown']);
  });
});
