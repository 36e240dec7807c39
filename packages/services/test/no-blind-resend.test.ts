import { recordInquiry, reopenUnknown } from '@quittance/services';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { report, tell } from './support/deliver.ts';
import { type House, openHouse, valueOf } from './support/house.ts';
import { bill } from './support/records.ts';
import { release, type ReleasedRun, send, tryRelease } from './support/walk.ts';

const bills = [bill('a17', 'acme')];

/** What a stranger who watched would know of the message, told by nothing of the hub. */
interface Watched {
  negatives: number;
  isStated: boolean;
  isSpokenOf: boolean;
  readonly persons: Set<string>;
}

type Step = (house: House, run: ReleasedRun, watched: Watched) => Promise<void>;

const askAgain: Step = async (house, { attemptId }, watched) => {
  const input = { attemptId, found: false, where: 'its folder' };
  valueOf(await recordInquiry({ ctx: house.hub(), input }));
  watched.negatives += 1;
};

const reopenBy =
  (name: 'rita' | 'connie'): Step =>
  async (house, { attemptId }, watched) => {
    const asked = await reopenUnknown({ ctx: house.as(name), input: { attemptId } });
    if (asked.ok) watched.persons.add(name);
  };

const steps: Readonly<Record<string, Step>> = {
  askAgain,
  wait: async (house) => {
    house.clock.move({ hours: 1 });
  },
  state: async (house, _run, watched) => {
    await tell(house, { entries: [] });
    watched.isStated = true;
  },
  speak: async (house, run, watched) => {
    await report(house, run, { group: 'RCVD' });
    watched.isSpokenOf = true;
  },
  rita: reopenBy('rita'),
  connie: reopenBy('connie'),
  release: async (house, run) => {
    await tryRelease(house, run);
  },
};

const names = fc.constantFrom(...Object.keys(steps).filter((name) => name !== 'speak'));
const inquiries = fc.constant(['wait', 'askAgain', 'wait', 'askAgain', 'wait', 'askAgain']);
const proof = fc.tuple(inquiries, fc.constant(['wait', 'askAgain', 'state', 'rita', 'connie']));
const scripts = fc.record({
  before: fc.array(names, { maxLength: 6 }),
  proof: fc.oneof(
    fc.constant([]),
    inquiries,
    proof.map((parts) => parts.flat()),
  ),
  word: fc.constantFrom([], ['speak']),
  after: fc.array(names, { maxLength: 6 }),
});

test('[I1][I14][FT-05] no message is sent anew but with the proof and two persons', async () => {
  let sentAnew = 0;
  await fc.assert(
    fc.asyncProperty(scripts, async ({ before, proof: middle, word, after }) => {
      const house = await openHouse({ bills });
      const run = await release(house, { bills });
      await send(house, run.attemptId, 'unknown');
      const watched: Watched = {
        negatives: 0,
        isStated: false,
        isSpokenOf: false,
        persons: new Set(),
      };
      for (const name of [...before, ...middle, ...word, ...after, 'release']) {
        await steps[name]?.(house, run, watched);
        const attempts = await house.rows('attempt');
        if (attempts.length === 1) continue;
        expect(attempts.filter((attempt) => attempt.state !== 'void')).toHaveLength(1);
        expect(watched).toMatchObject({ isStated: true, isSpokenOf: false });
        expect(watched.negatives).toBeGreaterThanOrEqual(3);
        expect(watched.persons.size).toBe(2);
        sentAnew += 1;
        return;
      }
    }),
    { numRuns: 60, seed: 11 },
  );
  expect(sentAnew).toBeGreaterThan(0);
});
