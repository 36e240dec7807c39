import { fault } from '@quittance/domain';
import { describe, expect, test } from 'vitest';
import {
  describeConformance,
  type ScenarioName,
  scenarioNames,
  type ScenarioProbes,
  type Scenarios,
} from '../src/index.ts';

/** Probes of a counterparty that does everything right. */
function goodProbes(): ScenarioProbes {
  let effects = 0;
  let books = 'as before';
  return {
    idempotencyKey: {
      act: () => Promise.resolve(void (effects = 1)),
      effects: () => Promise.resolve(effects),
    },
    unknownOutcome: {
      actUnreachable: () => Promise.resolve('notSent'),
      actWithoutAnswer: () => {
        effects += 1;
        return Promise.resolve('unknown');
      },
      inquire: () => Promise.resolve('found'),
      effects: () => Promise.resolve(effects),
    },
    ordering: {
      happen: () => Promise.resolve(['a', 'b']),
      read: () => Promise.resolve(['a', 'b']),
    },
    sameInstantPaging: {
      happen: () => Promise.resolve(['a', 'b', 'c']),
      read: () => Promise.resolve(['c', 'a', 'b']),
    },
    throttling: {
      actThrottled: () =>
        Promise.resolve({ ...fault('retryAfter', '429', 'slow'), retryAfterMs: 1 }),
      actAfterwards: () => Promise.resolve(null),
    },
    tokenExpiry: {
      actExpired: () => Promise.resolve(fault('unauthorised', '401', 'expired')),
      actRenewed: () => Promise.resolve(null),
    },
    reversal: {
      books: () => Promise.resolve(books),
      act: () => Promise.resolve(void (books = 'changed')),
      undo: () => Promise.resolve(void (books = 'as before')),
    },
    schemaDrift: {
      mutants: [
        { name: 'one', read: () => Promise.resolve(fault('drift', 'X', 'unknown form')) },
        { name: 'two', read: () => Promise.resolve('same') },
      ],
    },
    secretsNeverLogged: {
      act: () => Promise.resolve(),
      secrets: ['geheimnis'],
      written: () => Promise.resolve('a line'),
    },
  };
}

type Broken = { readonly [Name in ScenarioName]: Partial<ScenarioProbes[Name]> };

/** For each scenario a way of doing it wrong. */
const broken: Broken = {
  idempotencyKey: { effects: countUp() },
  unknownOutcome: { actWithoutAnswer: () => Promise.resolve('notSent') },
  ordering: { read: () => Promise.resolve(['b', 'a']) },
  sameInstantPaging: { read: () => Promise.resolve(['a', 'b', 'b']) },
  throttling: { actThrottled: () => Promise.resolve(fault('retry', '429', 'slow')) },
  tokenExpiry: { actExpired: () => Promise.resolve(fault('retry', '401', 'expired')) },
  reversal: { undo: () => Promise.resolve() },
  schemaDrift: {
    mutants: [{ name: 'one', read: () => Promise.resolve(fault('retry', 'X', 'again')) }],
  },
  secretsNeverLogged: { written: () => Promise.resolve('key is geheimnis') },
};

function countUp(): () => Promise<number> {
  let count = -1;
  return () => {
    count += 1;
    return Promise.resolve(count);
  };
}

interface Rig {
  readonly probes: ScenarioProbes;
  close(): Promise<void>;
}

const scenarios: Scenarios<Rig> = {
  idempotencyKey: (rig) => rig.probes.idempotencyKey,
  unknownOutcome: (rig) => rig.probes.unknownOutcome,
  ordering: (rig) => rig.probes.ordering,
  sameInstantPaging: (rig) => rig.probes.sameInstantPaging,
  throttling: (rig) => rig.probes.throttling,
  tokenExpiry: (rig) => rig.probes.tokenExpiry,
  reversal: (rig) => rig.probes.reversal,
  schemaDrift: (rig) => rig.probes.schemaDrift,
  secretsNeverLogged: (rig) => rig.probes.secretsNeverLogged,
};

/** Declares the suite into a list and runs it, as a test runner would. */
async function run(probes: ScenarioProbes, given: Scenarios<Rig> = scenarios) {
  const bodies: (() => Promise<void>)[] = [];
  let closed = 0;
  const { card } = describeConformance<Rig>({
    name: 'example',
    framework: {
      describe: (_, body) => body(),
      test: (_, body) => void bodies.push(body),
    },
    open: () =>
      Promise.resolve({
        probes,
        close: () => {
          closed += 1;
          return Promise.resolve();
        },
      }),
    scenarios: given,
  });
  const errors: unknown[] = [];
  for (const body of bodies) await body().catch((error: unknown) => errors.push(error));
  return { card: card(), errors, closed, declared: bodies.length };
}

describe('the conformance suite', () => {
  test('a connector that does everything right passes everything', async () => {
    const { card, errors, closed } = await run(goodProbes());
    expect(errors).toEqual([]);
    expect(card).toMatchObject({ connector: 'example', passed: 9, applicable: 9 });
    expect(closed).toBe(9);
  });

  test.each(scenarioNames)('doing %s wrong fails it and nothing else', async (name) => {
    const good = goodProbes();
    const { card, errors } = await run({ ...good, [name]: { ...good[name], ...broken[name] } });
    expect(errors).toHaveLength(1);
    expect(card.grades[name].grade).toBe('failed');
    expect(card.passed).toBe(8);
  });

  test('what is not applicable says why and counts for nothing', async () => {
    const reason = 'files carry no access token';
    const { card, declared } = await run(goodProbes(), {
      ...scenarios,
      tokenExpiry: { notApplicable: reason },
    });
    expect(declared).toBe(8);
    expect(card).toMatchObject({ passed: 8, applicable: 8 });
    expect(card.grades.tokenExpiry).toEqual({ grade: 'not applicable', reason });
  });

  test('waving a scenario aside without a reason is refused', async () => {
    const given = { ...scenarios, ordering: { notApplicable: ' no ' } };
    await expect(run(goodProbes(), given)).rejects.toThrow('why');
  });
});
