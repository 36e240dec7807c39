import { describe, expect, test } from 'vitest';
import { entityId, idOf, openWorld } from './support/world.ts';

const accountId = idOf<'own_account'>(12);

const link = (n: number, scheme: string, of: { externalId: string; objectId: string }) => ({
  id: idOf(n),
  entityId,
  scheme: `other:${scheme}`,
  objectKind: scheme,
  ...of,
});

const line = (n: number) => ({
  id: idOf(n),
  version: 1,
  entityId,
  ownAccountId: accountId,
  bookingDate: '2026-11-23',
  currency: 'EUR',
  amountMinor: -1n,
  kind: 'transfer',
  posted: false,
});

describe('a counterparty that leaves one of several things unanswered', () => {
  test('[RES-09][I12] is asked for it again, and what it did is recorded', async () => {
    const [first, second] = [line(21), line(22)];
    const asked: number[] = [];
    const world = openWorld({
      tables: {
        statement_line: [first, second],
        link: [
          link(31, 'company', { externalId: '1', objectId: entityId }),
          link(32, 'journal', { externalId: '7', objectId: accountId }),
        ],
      },
      capabilities: {
        'statementLines.post': ({ lines }) => {
          asked.push(lines.length);
          return Promise.resolve(
            lines.slice(0, 1).map(({ hubReference: key, date: postedDate }) => {
              const value = { externalId: `x${key}`, postedDate };
              return { key, outcome: { ok: true, value } } as const;
            }),
          );
        },
      },
    });
    const post = () => world.handle('line.post', [first.id, second.id]);
    await expect(post()).rejects.toThrow('1 of 2 were not answered');
    expect(world.completed).toEqual([]);
    expect(world.rows('statement_line').map((row) => row['posted'])).toEqual([true, false]);
    await post();
    expect(asked).toEqual([2, 1]);
    expect(world.rows('statement_line').map((row) => row['posted'])).toEqual([true, true]);
    expect(world.completed).toEqual(['line.post']);
  });
});
