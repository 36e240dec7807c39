import { type Fault, fault } from '@quittance/domain';
import { describe, expect, test } from 'vitest';
import {
  type CapabilityName,
  describeConformance,
  type Mutant,
  readScenarioTitle,
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
      inquire: (after) => Promise.resolve(after === 'silence' ? 'found' : 'absent'),
      effects: () => Promise.resolve(effects),
    },
    ordering: {
      happen: () => Promise.resolve(['a', 'b']),
      read: () => Promise.resolve(['a', 'b']),
    },
    sameInstantPaging: {
      happen: () => Promise.resolve(['a', 'b', 'c']),
      read: () => Promise.resolve([['c', 'a'], ['b'], []]),
    },
    throttling: {
      waitMs: 7_000,
      actThrottled: () =>
        Promise.resolve({ ...fault('retryAfter', '429', 'slow'), retryAfterMs: 7_000 }),
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
      mutants: [mutant('fault', fault('drift', 'X', 'unknown form')), mutant('same', 'same')],
    },
    secretsNeverLogged: {
      act: () => Promise.resolve(),
      secrets: ['geheim/nis'],
      written: () => Promise.resolve('a line'),
    },
  };
}

/** For each scenario ways of doing it wrong, each by what it does. */
const broken: {
  readonly [Name in ScenarioName]: Readonly<Record<string, Partial<ScenarioProbes[Name]>>>;
} = {
  idempotencyKey: {
    'a second effect': { effects: countUp() },
    'no effect at all': { effects: () => Promise.resolve(0) },
  },
  unknownOutcome: {
    'silence taken for failure': { actWithoutAnswer: () => Promise.resolve('notSent') },
    'an unreachable counterparty taken for silence': {
      actUnreachable: () => Promise.resolve('unknown'),
    },
    'an inquiry that finds everything': { inquire: () => Promise.resolve('found') },
    'an inquiry that finds nothing': { inquire: () => Promise.resolve('absent') },
  },
  ordering: {
    'another order': { read: () => Promise.resolve(['b', 'a']) },
    'one thing alone': {
      happen: () => Promise.resolve(['a']),
      read: () => Promise.resolve(['a']),
    },
  },
  sameInstantPaging: {
    'one twice and one never': { read: () => Promise.resolve([['a', 'b'], ['b']]) },
    'one lost': { read: () => Promise.resolve([['a'], ['b']]) },
    'everything on one page': { read: () => Promise.resolve([['a', 'b', 'c']]) },
  },
  throttling: {
    'another fault': { actThrottled: () => Promise.resolve(fault('retry', '429', 'slow')) },
    'another wait': { waitMs: 8_000 },
    'no wait': { waitMs: 0 },
    'a fault for ever': { actAfterwards: () => Promise.resolve(fault('retry', '429', 'slow')) },
  },
  tokenExpiry: {
    'another fault': { actExpired: () => Promise.resolve(fault('retry', '401', 'expired')) },
    'no fault': { actExpired: () => Promise.resolve(null) },
    'a fault for ever': {
      actRenewed: () => Promise.resolve(fault('unauthorised', '401', 'expired')),
    },
  },
  reversal: {
    'nothing undone': { undo: () => Promise.resolve() },
    'nothing done': { act: () => Promise.resolve() },
  },
  schemaDrift: {
    'a try again': { mutants: [mutant('fault', fault('retry', 'X', 'again'))] },
    'a guess': { mutants: [mutant('fault', 'same')] },
    'a refusal of what is fine': {
      mutants: [mutant('fault', fault('drift', 'X', '')), mutant('same', fault('drift', 'X', ''))],
    },
    'nothing to refuse': { mutants: [mutant('same', 'same')] },
  },
  secretsNeverLogged: {
    'the secret in a line': { written: () => Promise.resolve('key is geheim/nis') },
    'the secret in an address': { written: () => Promise.resolve('?key=geheim%2Fnis') },
    'nothing written': { written: () => Promise.resolve('') },
    'no secret': { secrets: [] },
    'a secret too short to look for': { secrets: ['abc'] },
  },
};

const ways = scenarioNames.flatMap((name) =>
  Object.keys(broken[name]).map((way) => [name, way] as const),
);

/** Probes of which one does what it does in this way. */
function probesDoing(name: ScenarioName, way: string): ScenarioProbes {
  const good = goodProbes();
  return { ...good, [name]: { ...good[name], ...broken[name][way] } };
}

function mutant(expected: Mutant['expected'], seen: Fault | 'same'): Mutant {
  return { name: `a mutant of ${expected}`, expected, read: () => Promise.resolve(seen) };
}

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
async function run(
  probes: ScenarioProbes,
  given: Scenarios<Rig> = scenarios,
  capabilities: readonly CapabilityName[] = [],
) {
  const bodies: (() => Promise<void>)[] = [];
  const titles: string[] = [];
  let group = '';
  let closed = 0;
  const { card } = describeConformance<Rig>({
    connector: { name: 'example', capabilities },
    variant: '7 by post',
    framework: {
      describe: (title, body) => {
        group = title;
        body();
      },
      test: (title, body) => {
        titles.push(`${group} ${title}`);
        bodies.push(body);
      },
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
  return { card: card(), errors, closed, titles };
}

const reason = 'files carry no access token';

describe('the conformance suite', () => {
  test('a connector that does everything right passes everything', async () => {
    const { card, errors, closed } = await run(goodProbes());
    expect(errors).toEqual([]);
    expect(card).toMatchObject({ connector: 'example 7 by post', passed: 9, applicable: 9 });
    expect(closed).toBe(9);
  });

  test.each(ways)('%s with %s fails, and nothing else does', async (name, way) => {
    const { card, errors } = await run(probesDoing(name, way));
    expect(errors).toHaveLength(1);
    expect(card.grades[name].grade).toBe('failed');
    expect(card.passed).toBe(8);
  });

  test('what is not applicable says why and counts for nothing', async () => {
    const given = { ...scenarios, tokenExpiry: { notApplicable: reason } };
    const { card, errors, closed } = await run(goodProbes(), given);
    expect(errors).toEqual([]);
    expect(closed).toBe(8);
    expect(card).toMatchObject({ passed: 8, applicable: 8 });
    expect(card.grades.tokenExpiry).toEqual({ grade: 'not applicable', reason });
  });

  test('what is not written is a mark that is missing', async () => {
    const given = { ...scenarios, tokenExpiry: { notWritten: reason } };
    const { card, errors } = await run(goodProbes(), given, ['payments.submit']);
    expect(errors).toEqual([]);
    expect(card).toMatchObject({ passed: 8, applicable: 9 });
    expect(card.grades.tokenExpiry).toEqual({ grade: 'not written', reason });
  });

  test('a blank without a reason fails', async () => {
    const given = { ...scenarios, ordering: { notApplicable: ' no ' } };
    const { card, errors } = await run(goodProbes(), given);
    expect(errors).toHaveLength(1);
    expect(card.grades.ordering.grade).toBe('failed');
  });

  test('a scenario is not waved aside by who has the capability that it tries', async () => {
    const given = { ...scenarios, reversal: { notApplicable: 'nothing is ever undone here' } };
    const { card } = await run(goodProbes(), given, ['reconciliations.undo']);
    expect(card.grades.reversal).toEqual({
      grade: 'failed',
      reason: 'reversal applies to whoever has reconciliations.undo',
    });
  });
});

describe('the title of a scenario', () => {
  test('says in a report whose scenario it is, and why it is blank', async () => {
    const blanks = { tokenExpiry: { notApplicable: reason }, reversal: { notWritten: reason } };
    const { titles } = await run(goodProbes(), { ...scenarios, ...blanks });
    expect(titles.map(readScenarioTitle)).toEqual(
      scenarioNames.map((scenario) => ({
        name: 'example 7 by post',
        scenario,
        blank: scenario in blanks ? blanks[scenario as keyof typeof blanks] : null,
      })),
    );
  });

  test('of a blank claims no requirement', async () => {
    const { titles } = await run(goodProbes(), { ...scenarios, ordering: { notWritten: reason } });
    const blank = titles.filter((title) => title.includes(reason));
    expect(blank).toHaveLength(1);
    expect(blank[0]).not.toContain('[');
  });

  test('of any other test is none', () => {
    expect(readScenarioTitle('[RES-01] the idempotency key is honoured')).toBeNull();
    expect(readScenarioTitle('conformance of example something else')).toBeNull();
  });
});
