import { judges } from './judge.ts';
import { type ScenarioName, scenarioNames, type Scenarios } from './scenario.ts';

/** What the suite needs of a test runner; Vitest and node:test both fit. */
export interface TestFramework {
  describe(title: string, body: () => void): void;
  test(title: string, body: () => Promise<void>): void;
}

/** A connector on its simulator, fresh for one scenario. */
export interface ConformanceRig {
  close(): Promise<void>;
}

export interface ConformanceRequest<Rig extends ConformanceRig> {
  /** Of the connector, for titles and the score card. */
  readonly name: string;
  readonly framework: TestFramework;
  readonly open: () => Promise<Rig>;
  readonly scenarios: Scenarios<Rig>;
}

export type Grade =
  | { readonly grade: 'passed' }
  | { readonly grade: 'failed'; readonly reason: string }
  | { readonly grade: 'not applicable'; readonly reason: string }
  | { readonly grade: 'not run' };

export interface ScoreCard {
  readonly connector: string;
  readonly grades: Readonly<Record<ScenarioName, Grade>>;
  readonly passed: number;
  readonly applicable: number;
}

/** Requirement that each scenario proves, for the titles. */
const titles: Readonly<Record<ScenarioName, string>> = {
  idempotencyKey: '[RES-01] the idempotency key is honoured',
  unknownOutcome: '[RES-01][FT-05][I14] an unknown outcome is unknown, and found out by asking',
  ordering: '[SYN-13] things come in their order',
  sameInstantPaging: '[I31] things of one instant survive paging',
  throttling: '[RES-15] being throttled is heard',
  tokenExpiry: '[SEC-07] expired credentials are said to be just that',
  reversal: '[RES-09] what was done can be undone',
  schemaDrift: '[RES-14] an unknown form is never guessed at',
  secretsNeverLogged: '[I24] no secret is written down',
};

/**
 * Declares the suite of one connector: a test for each applicable scenario, and one that answers
 * for all that are not. The card is complete once the tests ran. Errors: `RangeError` when a
 * scenario is waved aside without a reason.
 */
export function describeConformance<Rig extends ConformanceRig>(
  request: ConformanceRequest<Rig>,
): { readonly card: () => ScoreCard } {
  const grades = new Map<ScenarioName, Grade>();
  request.framework.describe(`conformance of ${request.name}`, () => {
    for (const scenario of scenarioNames) {
      declare({ scenario, given: request.scenarios[scenario] }, request, grades);
    }
  });
  return { card: () => scoreCard(request.name, grades) };
}

function declare<Name extends ScenarioName, Rig extends ConformanceRig>(
  { scenario, given }: { readonly scenario: Name; readonly given: Scenarios<Rig>[Name] },
  request: ConformanceRequest<Rig>,
  grades: Map<ScenarioName, Grade>,
): void {
  if (typeof given !== 'function') {
    const reason = given.notApplicable.trim();
    if (reason.length < 10) throw new RangeError(`${scenario}: say why it is not applicable`);
    grades.set(scenario, { grade: 'not applicable', reason });
    return;
  }
  request.framework.test(titles[scenario], async () => {
    const rig = await request.open();
    try {
      await judges[scenario](given(rig));
      grades.set(scenario, { grade: 'passed' });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      grades.set(scenario, { grade: 'failed', reason });
      throw error;
    } finally {
      await rig.close();
    }
  });
}

function scoreCard(connector: string, grades: ReadonlyMap<ScenarioName, Grade>): ScoreCard {
  const gradeOf = (name: ScenarioName): Grade => grades.get(name) ?? { grade: 'not run' };
  const all = {
    idempotencyKey: gradeOf('idempotencyKey'),
    unknownOutcome: gradeOf('unknownOutcome'),
    ordering: gradeOf('ordering'),
    sameInstantPaging: gradeOf('sameInstantPaging'),
    throttling: gradeOf('throttling'),
    tokenExpiry: gradeOf('tokenExpiry'),
    reversal: gradeOf('reversal'),
    schemaDrift: gradeOf('schemaDrift'),
    secretsNeverLogged: gradeOf('secretsNeverLogged'),
  };
  const list = Object.values(all);
  return Object.freeze({
    connector,
    grades: all,
    passed: list.filter(({ grade }) => grade === 'passed').length,
    applicable: list.filter(({ grade }) => grade !== 'not applicable').length,
  });
}
