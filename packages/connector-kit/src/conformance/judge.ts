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
    expectSame(await probe.inquire('unreachable'), 'absent', 'the inquiry after it');
    expectSame((await probe.effects()) - before, 0, 'effects of an act that never left');
    const silent = await probe.actWithoutAnswer();
    const fine: readonly OutcomeSeen[] = ['unknown', 'done'];
    if (!fine.includes(silent)) {
      throw new ConformanceError(`silence is unknown, or found out; never ${silent}`);
    }
    expectSame(await probe.inquire('silence'), 'found', 'the inquiry after the silence');
    expectSame((await probe.effects()) - before, 1, 'effects of the act and the inquiry');
  },

  ordering: async (probe) => {
    const happened = await probe.happen();
    if (happened.length < 2) throw new ConformanceError('an order needs two things or more');
    expectSame(await probe.read(), happened, 'the order read');
  },

  sameInstantPaging: async (probe) => {
    const happened = (await probe.happen()).toSorted();
    const pages = (await probe.read()).filter((page) => page.length > 0);
    if (pages.length < 2) throw new ConformanceError('a seam needs two pages or more');
    expectSame(pages.flat().toSorted(), happened, 'each thing read once');
  },

  throttling: async (probe) => {
    const throttled = await probe.actThrottled();
    expectSame(throttled?.kind, 'retryAfter', 'the fault of being throttled');
    if (probe.waitMs <= 0) throw new ConformanceError('the counterparty asks for no wait');
    expectSame(throttled?.retryAfterMs, probe.waitMs, 'the wait asked for, in retryAfterMs');
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
    if (!mutants.some(({ expected }) => expected === 'fault')) {
      throw new ConformanceError('no mutant has a form that is to be refused');
    }
    for (const mutant of mutants) {
      const { name, expected } = mutant;
      const seen = await mutant.read();
      const isRefused = seen !== 'same' && driftKinds.includes(seen.kind);
      if (expected === 'same' ? seen === 'same' : isRefused) continue;
      const kind = seen === 'same' ? seen : seen.kind;
      throw new ConformanceError(`${name}: expected ${expected}, saw ${kind}`);
    }
  },

  secretsNeverLogged: async (probe) => {
    await probe.act();
    const written = await probe.written();
    if (written === '') throw new ConformanceError('nothing was written down at all');
    if (probe.secrets.length === 0) throw new ConformanceError('there is no secret to look for');
    for (const secret of probe.secrets) {
      if (secret.length < 6) throw new ConformanceError('a secret of a test has six characters');
      // Addresses and JSON may carry it in another form.
      const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
      if (forms.some((form) => written.includes(form))) {
        throw new ConformanceError('a secret was written down');
      }
    }
  },
};
