import { type Blank, type ScenarioName, scenarioNames } from './scenario.ts';

/** What each scenario says when it is proven; requirement numbers come first. */
const provenTitles: Readonly<Record<ScenarioName, string>> = {
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

const notApplicable = 'does not apply:';
const notWritten = 'is blank:';

export const groupTitle = (name: string): string => `conformance of ${name}`;

/** The title of a scenario's test. A blank proves nothing, so it carries no requirement. */
export function scenarioTitle(scenario: ScenarioName, blank: Blank | null): string {
  if (blank === null) return provenTitles[scenario];
  return 'notApplicable' in blank
    ? `${scenario} ${notApplicable} ${blank.notApplicable.trim()}`
    : `${scenario} ${notWritten} ${blank.notWritten.trim()}`;
}

/** What the title of a test says of the score card. */
export interface TitleOfScenario {
  /** Of the connector, as its suite has it. */
  readonly name: string;
  readonly scenario: ScenarioName;
  readonly blank: Blank | null;
}

/** Reads a whole title, group first, as reports of test runs hold it; null for any other test. */
export function readScenarioTitle(title: string): TitleOfScenario | null {
  for (const scenario of scenarioNames) {
    const found = readTitleOf(scenario, title);
    if (found !== null) return found;
  }
  return null;
}

function readTitleOf(scenario: ScenarioName, title: string): TitleOfScenario | null {
  const start = groupTitle('');
  if (!title.startsWith(start)) return null;
  const rest = title.slice(start.length);
  const proven = ` ${provenTitles[scenario]}`;
  if (rest.endsWith(proven)) return { name: rest.slice(0, -proven.length), scenario, blank: null };
  const [inapplicable, unwritten] = [notApplicable, notWritten].map((word) => {
    const mark = ` ${scenario} ${word} `;
    const at = rest.indexOf(mark);
    return at < 0 ? null : { name: rest.slice(0, at), reason: rest.slice(at + mark.length) };
  });
  if (inapplicable) {
    const { name, reason } = inapplicable;
    return { name, scenario, blank: { notApplicable: reason } };
  }
  return unwritten
    ? { name: unwritten.name, scenario, blank: { notWritten: unwritten.reason } }
    : null;
}
