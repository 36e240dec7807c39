import { join } from 'node:path';
import {
  type Connector,
  type ConnectorStage,
  type ScenarioName,
  scenarioNames,
  type ScoreCard,
} from '@quittance/connector-kit';
import { shippedConnectors } from '@quittance/connectors';
import { readCards } from '../conformance/cards.ts';
import { CARDS } from '../conformance/run.ts';
import { readJson } from '../json.ts';
import { ROOT } from '../requirements/reports.ts';
import { code, markdownTable, page } from './markdown.ts';

/** What each scenario is called on the page, and what it asks of a connector. */
const scenarios: Readonly<Record<ScenarioName, readonly [head: string, asks: string]>> = {
  idempotencyKey: ['Idempotency key', 'The same act twice under the same key has one effect.'],
  unknownOutcome: [
    'Unknown outcome',
    'Silence is unknown, what never left is not sent, and asking tells the one from the other.',
  ],
  ordering: ['Ordering', 'Things come in the order in which they happened.'],
  sameInstantPaging: [
    'Same-instant paging',
    'Things of one instant are neither lost nor doubled at the seam of two pages.',
  ],
  throttling: ['Throttling', 'The wait that the counterparty asks for is kept, to the second.'],
  tokenExpiry: ['Token expiry', 'Credentials that have ended are said to be just that.'],
  reversal: ['Reversal', 'What was done is undone without a trace in the books.'],
  schemaDrift: ['Schema drift', 'A form that nobody announced is refused, never guessed at.'],
  secretsNeverLogged: ['Secrets', 'No secret reaches a log line, a fault or an error.'],
};

const stages: Readonly<Record<ConnectorStage, string>> = {
  draft: 'Scenarios are still to be written. Only a sandbox may name it.',
  supported: 'Every scenario passes, or cannot be asked and says why.',
  retiring: 'It works as a supported one does; its owner says what takes its place.',
};

/** The published cards. */
export const publishedCards = (): readonly ScoreCard[] => readCards(readJson(join(ROOT, CARDS)));

/** Whether a card is one of a connector's: it carries its name, and a variant behind it. */
export const isCardOf = ({ name }: Connector, { connector }: ScoreCard): boolean =>
  connector === name || connector.startsWith(`${name} `);

/** Every connector, what it can do, and what its suite proves of it. */
export function connectorsPage(cards: readonly ScoreCard[] = publishedCards()): string {
  return page(
    '# Connectors',
    'A connector is the only place that knows the words of another system. One suite tries each ' +
      'of them on nine scenarios, against simulators that share no code with it, at every change.',
    '## Score card',
    'A scenario that fails fails the build. A blank says why below; `not applicable` is left out ' +
      'of the marks, `not written` is a mark that is missing. A connector that has a capability ' +
      'which a scenario tries cannot wave the scenario aside. The same for programs: ' +
      '[conformance.json](conformance.json).',
    markdownTable(
      ['Connector', 'Marks', ...scenarioNames.map((name) => scenarios[name][0])],
      cards.map(rowOf),
    ),
    '### Blanks',
    markdownTable(['Connector', 'Scenario', 'Blank', 'Why'], cards.flatMap(blanksOf)),
    '### Scenarios',
    markdownTable(
      ['Scenario', 'Asks'],
      scenarioNames.map((name) => [...scenarios[name]]),
    ),
    '### Run the suite',
    '```sh\nnpx vitest run --project unit apps/server/test/conformance-\n' +
      'npm run docs     # writes this page from what the suites said\n```',
    '## Declarations',
    'The owner answers for the connector and hears of changes at the other side. What stands for ' +
      'what is on the page of its mapping. The hub keeps the rate limit toward banks by HTTP.',
    markdownTable(
      ['Connector', 'Versions', 'Reached by', 'Owner', 'Stage', 'Calls at most', 'Page', 'Mapping'],
      shippedConnectors.map(declarationOf),
    ),
    markdownTable(
      ['Stage', 'Means'],
      Object.entries(stages).map(([name, why]) => [name, why]),
    ),
    '## Capabilities',
    markdownTable(['Capability', ...shippedConnectors.map(({ name }) => name)], capabilityRows()),
  );
}

const rowOf = ({ connector, passed, applicable, grades }: ScoreCard): readonly string[] => [
  connector,
  `${passed} of ${applicable}`,
  ...scenarioNames.map((name) => grades[name].grade),
];

const blanksOf = ({ connector, grades }: ScoreCard): readonly (readonly string[])[] =>
  scenarioNames.flatMap((name) => {
    const grade = grades[name];
    if (!('reason' in grade)) return [];
    return [[connector, scenarios[name][0], grade.grade, grade.reason]];
  });

const declarationOf = (of: Connector): readonly string[] => [
  code(of.name),
  of.versions.join(', '),
  of.reachedBy,
  of.owner,
  of.stage,
  `${of.rateLimit.requests} in ${of.rateLimit.perSeconds} s`,
  `${of.pageSizeMax}`,
  `[mapping](../../packages/connectors/src/${of.name}/MAPPING.md)`,
];

function capabilityRows(): readonly (readonly string[])[] {
  const names = [...new Set(shippedConnectors.flatMap(({ capabilities }) => capabilities))];
  return names
    .toSorted()
    .map((name) => [
      code(name),
      ...shippedConnectors.map(({ capabilities }) => (capabilities.includes(name) ? 'yes' : '')),
    ]);
}
