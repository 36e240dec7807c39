import { fault, refuse, succeed } from '@quittance/domain';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Page, runCursorLoop } from '../src/index.ts';

/** A counterparty with so many items, in pages of a size; its cursor is a position. */
const source =
  (count: number, pageSize: number) =>
  (cursor: string | null): Page<number> => {
    const from = cursor === null ? 0 : Number.parseInt(cursor, 10);
    const items = Array.from({ length: Math.min(pageSize, count - from) }, (_, n) => from + n);
    return { items, cursor: `${from + items.length}`, hasMore: from + items.length < count };
  };

describe('the cursor loop', () => {
  test('[SYN-10] every item is taken once, however often a run is cut short', async () => {
    const sizes = fc.record({
      count: fc.nat(60),
      pageSize: fc.integer({ min: 1, max: 9 }),
      pagesMax: fc.integer({ min: 1, max: 4 }),
      crashAt: fc.nat(30),
    });
    await fc.assert(
      fc.asyncProperty(sizes, async ({ count, pageSize, pagesMax, crashAt }) => {
        const read = source(count, pageSize);
        const taken: number[] = [];
        let kept: string | null = null;
        let calls = 0;
        for (let runs = 0; runs < 200; runs += 1) {
          const run = runCursorLoop<number>({
            cursor: kept,
            pagesMax,
            read: (cursor) => Promise.resolve(succeed(read(cursor))),
            take: (page) => {
              calls += 1;
              if (calls === crashAt) throw new Error('killed before the commit');
              taken.push(...page.items);
              kept = page.cursor;
              return Promise.resolve(succeed(null));
            },
          });
          const report = await run.catch(() => null);
          if (report?.ok === true && report.value.finished) break;
        }
        expect(taken).toEqual(Array.from({ length: count }, (_, n) => n));
      }),
    );
  });

  test('faults come back as they are and keep what was taken', async () => {
    const away = fault('retry', 'DOWN', 'away');
    const taken: number[] = [];
    const answer = await runCursorLoop<number>({
      cursor: null,
      pagesMax: 10,
      read: (cursor) =>
        Promise.resolve(cursor === '2' ? refuse(away) : succeed(source(9, 2)(cursor))),
      take: (page) => {
        taken.push(...page.items);
        return Promise.resolve(succeed(null));
      },
    });
    expect(answer).toEqual(refuse(away));
    expect(taken).toEqual([0, 1]);
  });

  test('a refusal of the taker ends the loop', async () => {
    const stop = fault('drift', 'BAD', 'cannot read it');
    const answer = await runCursorLoop<number>({
      cursor: null,
      pagesMax: 10,
      read: (cursor) => Promise.resolve(succeed(source(9, 2)(cursor))),
      take: () => Promise.resolve(refuse(stop)),
    });
    expect(answer).toEqual(refuse(stop));
  });

  test('a cursor that stands still is drift, not an endless loop', async () => {
    const answer = await runCursorLoop<number>({
      cursor: 'here',
      pagesMax: 1_000,
      read: () => Promise.resolve(succeed({ items: [], cursor: 'here', hasMore: true })),
      take: () => Promise.resolve(succeed(null)),
    });
    expect(answer).toMatchObject({ ok: false, error: { kind: 'drift' } });
  });

  test('it stops between pages when asked', async () => {
    const stop = new AbortController();
    const answer = await runCursorLoop<number>({
      cursor: null,
      pagesMax: 1_000,
      signal: stop.signal,
      read: (cursor) => Promise.resolve(succeed(source(100, 2)(cursor))),
      take: () => {
        stop.abort();
        return Promise.resolve(succeed(null));
      },
    });
    expect(answer).toEqual(succeed({ pages: 1, items: 2, cursor: '2', finished: false }));
  });
});
