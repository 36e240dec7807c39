import {
  driftKinds,
  type OutcomeSeen,
  type ScenarioName,
  type ScenarioProbes,
} from './scenario.ts';

/** A judgement that went against the connector; the message says what was expected. */
export class ConformanceError extends Error {
  override readonly name = 'ConformanceError';
}

function expectSame(seen: unknown, wanted: unknown, what: string): void {
  const [left, right] = [JSON.stringify(seen), JSON.stringify(wanted)];
  if (left !== right) throw new ConformanceError(`${what}: expected ${right}, saw ${left}`);
}

type Judges = {
  readonly [Name in ScenarioName]: (probe: ScenarioProbes[Name]) => Promise<void>;
};

/** The judgement of every scenario. Errors: {@link ConformanceError}. */
export const judges: Judges = {
  idempotencyKey: async (probe) => {
    const before = await probe.effects();
    await probe.act();
    expectSame((await probe.effects()) - before, 1, 'effects of the first act');
    await probe.act();
    expectSame((await probe.effects()) - before, 1, 'effects after the same act again');
  },

  unknownOutcome: async (probe) => {
    const before = await probe.effects();
    const unreachable = await probe.actUnreachable();
    expectSame(unreachable, 'notSent', 'an act that provably never left');
    expectSame((await probe.effects()) - before, 0, 'effects of an act that never left');
    const silent = await probe.actWithoutAnswer();
    const fine: readonly OutcomeSeen[] = ['unknown', 'done'];
    if (!fine.includes(silent)) {
      throw new ConformanceError(`silence is unknown, or found out; never ${silent}`);
    }
    expectSame(await probe.inquire(), 'found', 'the inquiry after the silence');
    expectSame((await probe.effects()) - before, 1, 'effects of the act and the inquiry');
  },

  ordering: async (probe) => {
    const happened = await probe.happen();
    if (happened.length < 2) throw new ConformanceError('an order needs two things or more');
    expectSame(await probe.read(), happened, 'the order read');
  },

  sameInstantPaging: async (probe) => {
    const happened = (await probe.happen()).toSorted();
    expectSame((await probe.read()).toSorted(), happened, 'each thing read once');
  },

  throttling: async (probe) => {
    const throttled = await probe.actThrottled();
    expectSame(throttled?.kind, 'retryAfter', 'the fault of being throttled');
    if ((throttled?.retryAfterMs ?? 0) <= 0) {
      throw new ConformanceError('the wait asked for is kept in retryAfterMs');
    }
    expectSame(await probe.actAfterwards(), null, 'the fault after the wait');
  },

  tokenExpiry: async (probe) => {
    const expired = await probe.actExpired();
    expectSame(expired?.kind, 'unauthorised', 'the fault of expired credentials');
    expectSame(await probe.actRenewed(), null, 'the fault after their renewal');
  },

  reversal: async (probe) => {
    const before = await probe.books();
    await probe.act();
    if ((await probe.books()) === before) throw new ConformanceError('the act left no trace');
    await probe.undo();
    expectSame(await probe.books(), before, 'the books after the reversal');
  },

  schemaDrift: async ({ mutants }) => {
    if (mutants.length === 0) throw new ConformanceError('no mutant was read');
    for (const mutant of mutants) {
      const seen = await mutant.read();
      if (seen === 'same' || driftKinds.includes(seen.kind)) continue;
      throw new ConformanceError(`${mutant.name} came back as ${seen.kind}, not as drift`);
    }
  },

  secretsNeverLogged: async (probe) => {
    await probe.act();
    const written = await probe.written();
    if (written === '') throw new ConformanceError('nothing was written down at all');
    for (const secret of probe.secrets) {
      if (secret.length < 6) throw new ConformanceError('a secret of a test has six characters');
      if (written.includes(secret)) throw new ConformanceError('a secret was written down');
    }
  },
};
