import type { CapabilityName } from '../capability.ts';
import type { Connector } from '../connector.ts';
import { ConformanceError, judges } from './judge.ts';
import {
  type Blank,
  dueWith,
  type ScenarioName,
  scenarioNames,
  type Scenarios,
} from './scenario.ts';
import { groupTitle, scenarioTitle } from './titles.ts';

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
  /** What is tried; its capabilities say what may not be waved aside. */
  readonly connector: Pick<Connector, 'name' | 'capabilities'>;
  /** Behind the connector's name, where it is tried in several ways. */
  readonly variant?: string;
  readonly framework: TestFramework;
  readonly open: () => Promise<Rig>;
  readonly scenarios: Scenarios<Rig>;
}

export type Grade =
  | { readonly grade: 'passed' }
  | { readonly grade: 'failed'; readonly reason: string }
  | { readonly grade: 'not applicable'; readonly reason: string }
  | { readonly grade: 'not written'; readonly reason: string }
  | { readonly grade: 'not run' };

export interface ScoreCard {
  /** Name of the connector, with its variant. */
  readonly connector: string;
  readonly grades: Readonly<Record<ScenarioName, Grade>>;
  readonly passed: number;
  readonly applicable: number;
}

/**
 * Declares the suite of one connector: a test for each scenario; one that is blank is held to give
 * its reason, and to be blank with right. The card is complete once the tests ran.
 */
export function describeConformance<Rig extends ConformanceRig>(
  request: ConformanceRequest<Rig>,
): { readonly card: () => ScoreCard } {
  const grades = new Map<ScenarioName, Grade>();
  const { connector, variant, framework, scenarios } = request;
  const name = variant === undefined ? connector.name : `${connector.name} ${variant}`;
  framework.describe(groupTitle(name), () => {
    for (const scenario of scenarioNames) {
      declare({ scenario, given: scenarios[scenario] }, request, grades);
    }
  });
  return { card: () => scoreCard(name, grades) };
}

function declare<Name extends ScenarioName, Rig extends ConformanceRig>(
  { scenario, given }: { readonly scenario: Name; readonly given: Scenarios<Rig>[Name] },
  request: ConformanceRequest<Rig>,
  grades: Map<ScenarioName, Grade>,
): void {
  request.framework.test(scenarioTitle(scenario, blankOf(given)), async () => {
    try {
      const grade = await gradeOf({ scenario, given }, request);
      grades.set(scenario, grade);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      grades.set(scenario, { grade: 'failed', reason });
      throw error;
    }
  });
}

const blankOf = (given: Blank | ((rig: never) => unknown)): Blank | null =>
  typeof given === 'function' ? null : given;

async function gradeOf<Name extends ScenarioName, Rig extends ConformanceRig>(
  { scenario, given }: { readonly scenario: Name; readonly given: Scenarios<Rig>[Name] },
  { connector, open }: ConformanceRequest<Rig>,
): Promise<Grade> {
  if (typeof given !== 'function') return gradeOfBlank(scenario, given, connector.capabilities);
  const rig = await open();
  try {
    await judges[scenario](given(rig));
    return { grade: 'passed' };
  } finally {
    await rig.close();
  }
}

/** Errors: {@link ConformanceError} for a blank without a reason, or without a right to be one. */
function gradeOfBlank(
  scenario: ScenarioName,
  blank: Blank,
  capabilities: readonly CapabilityName[],
): Grade {
  const isWritten = 'notApplicable' in blank;
  const reason = (isWritten ? blank.notApplicable : blank.notWritten).trim();
  if (reason.length < 10) throw new ConformanceError(`${scenario}: say why it is blank`);
  const due = dueWith[scenario].filter((name) => capabilities.includes(name));
  if (isWritten && due.length > 0) {
    throw new ConformanceError(`${scenario} applies to whoever has ${due.join(', ')}`);
  }
  return { grade: isWritten ? 'not applicable' : 'not written', reason };
}

function scoreCard(connector: string, grades: ReadonlyMap<ScenarioName, Grade>): ScoreCard {
  const of = (name: ScenarioName): Grade => grades.get(name) ?? { grade: 'not run' };
  const all = {
    idempotencyKey: of('idempotencyKey'),
    unknownOutcome: of('unknownOutcome'),
    ordering: of('ordering'),
    sameInstantPaging: of('sameInstantPaging'),
    throttling: of('throttling'),
    tokenExpiry: of('tokenExpiry'),
    reversal: of('reversal'),
    schemaDrift: of('schemaDrift'),
    secretsNeverLogged: of('secretsNeverLogged'),
  };
  const list = Object.values(all);
  return Object.freeze({
    connector,
    grades: all,
    passed: list.filter(({ grade }) => grade === 'passed').length,
    applicable: list.filter(({ grade }) => grade !== 'not applicable').length,
  });
}
