import { asArray, asRecord, asText } from '../json.ts';

export type TestStatus = 'passed' | 'failed' | 'skipped';

/** One test of a run; the title holds the names of the groups it stands in. */
export type RanTest = {
  readonly file: string;
  readonly title: string;
  readonly status: TestStatus;
};

/** A number and the tests that carry it. */
export type Coverage = {
  readonly number: string;
  readonly status: TestStatus | 'missing';
  readonly tests: readonly RanTest[];
};

export type CoverageMap = {
  readonly requirements: readonly Coverage[];
  readonly invariants: readonly Coverage[];
  /** Claimed, but no test that carries the number ran and passed, or one failed. */
  readonly missing: readonly string[];
  /** Invariants that tests carry though nobody claims them: the claim is to be made, too. */
  readonly unclaimed: readonly string[];
};

const REQUIREMENT = /\[([A-Z]{2,4}-\d{2})\]/g;
const INVARIANT = /\[(I\d{1,2})\]/g;

/** Reads one of Vitest's JSON reports; file names come out relative to the repository. */
export function readReport(report: unknown, root: string): readonly RanTest[] {
  return asArray(asRecord(report)['testResults']).flatMap((suite) => {
    const file = asText(asRecord(suite)['name']).replace(root, '');
    return asArray(asRecord(suite)['assertionResults']).map((result) => {
      const test = asRecord(result);
      return { file, title: asText(test['fullName']), status: statusOf(test['status']) };
    });
  });
}

/** A test that did not run proves nothing, whatever it is called. */
function statusOf(status: unknown): TestStatus {
  if (status === 'passed' || status === 'failed') return status;
  return 'skipped';
}

/** Joins claims and tests, in both directions for the invariants. */
export function mapCoverage(input: {
  readonly tests: readonly RanTest[];
  readonly requirements: readonly string[];
  readonly invariants: readonly string[];
}): CoverageMap {
  const { tests } = input;
  const requirements = input.requirements.map((number) => cover(number, tests, REQUIREMENT));
  const invariants = input.invariants.map((number) => cover(number, tests, INVARIANT));
  const missing = [...requirements, ...invariants]
    .filter(({ status }) => status !== 'passed')
    .map(({ number }) => number);
  const tested = new Set(tests.flatMap(({ title }) => numbersIn(title, INVARIANT)));
  const unclaimed = [...tested].filter((number) => !input.invariants.includes(number)).toSorted();
  return { requirements, invariants, missing, unclaimed };
}

function cover(number: string, tests: readonly RanTest[], pattern: RegExp): Coverage {
  const carrying = tests.filter(({ title }) => numbersIn(title, pattern).includes(number));
  return { number, status: overall(carrying), tests: carrying };
}

function overall(tests: readonly RanTest[]): Coverage['status'] {
  if (tests.length === 0) return 'missing';
  if (tests.some(({ status }) => status === 'failed')) return 'failed';
  return tests.some(({ status }) => status === 'passed') ? 'passed' : 'skipped';
}

function numbersIn(title: string, pattern: RegExp): readonly string[] {
  return [...title.matchAll(pattern)].map((match) => match[1] ?? '');
}
