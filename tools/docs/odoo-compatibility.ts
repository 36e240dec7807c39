import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { odooConnector, odooFactsByVersion, odooVersions } from '@quittance/connectors';
import type { OdooVersion } from '@quittance/connectors';
import { ROOT } from '../requirements/reports.ts';
import { code, markdownTable, page } from './markdown.ts';

const testFolder = 'apps/server/test';
/** What a test file says when its tests run on every release and transport. */
const everyDialect = /describe\.each\(odooDialects\)|of odooDialects\)/;

const transportNames = { jsonrpc: 'JSON-RPC', json2: 'JSON-2' };

interface Dialect {
  readonly version: OdooVersion;
  readonly spoken: string;
}

const dialects: readonly Dialect[] = odooVersions.flatMap((version) =>
  odooFactsByVersion[version].transports.map((name) => ({ version, spoken: transportNames[name] })),
);

const columns = dialects.map(({ version, spoken }) => `${version}, ${spoken}`);
const onAll = dialects.map(() => 'yes');

/** The title after `describe.each(…)(`, `test(` or `test.each(…)(`, in single quotes. */
const titles = /\b(?:(describe)\.each\(\w+\)|test(?:\.each\([\s\S]*?\))?)\(\s*'((?:[^'\\]|\\.)*)'/g;

export interface Scenario {
  readonly file: string;
  readonly title: string;
}

/** Every scenario that the tests run on each release and transport, from their own titles. */
export function odooScenarios(): readonly Scenario[] {
  const folder = join(ROOT, testFolder);
  const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  return files.toSorted().flatMap((file) => {
    const source = readFileSync(join(folder, file), 'utf8');
    if (!everyDialect.test(source)) return [];
    return scenariosOf(file, source);
  });
}

/** The titles of a file, each behind that of the group it stands in. */
function scenariosOf(file: string, source: string): readonly Scenario[] {
  let group = '';
  const found: Scenario[] = [];
  for (const [, isGroup, title = ''] of source.matchAll(titles)) {
    if (isGroup === undefined) found.push({ file, title: `${group}: ${plain(title)}` });
    else group = title.replace(/, (?:Odoo )?\$version over \$transport$/, '');
  }
  return found;
}

/** Without requirement numbers, which the map of requirements has, and placeholders. */
const plain = (title: string): string =>
  title
    .replace(/^(?:\[[\w-]+\])+\s*/, '')
    .replaceAll('%s.%s', 'a call')
    .replaceAll(/%[sij]/g, '…');

const differences: readonly (readonly [string, Readonly<Record<OdooVersion, string>>])[] = [
  [
    'A bill is held back',
    {
      '17': 'by leaving it a draft: 17 cannot block a bill',
      '18': 'by blocking its payment',
      '19': 'by blocking its payment',
    },
  ],
  [
    'A posted bill is changed over RPC',
    { '17': 'possible; the hub is told and asks anew', '18': 'refused', '19': 'refused' },
  ],
  [
    'A matched bank line is deleted',
    { '17': 'refused', '18': 'refused', '19': 'possible; what it closed is open again' },
  ],
  [
    'A bill that was reset to a draft is matched',
    { '17': 'refused', '18': 'refused', '19': 'Odoo would; the hub refuses' },
  ],
  [
    'A payment of the hub says in Odoo',
    {
      '17': 'posted, until the bank line matches and after',
      '18': 'in process or paid; the bank has confirmed what is matched',
      '19': 'in process, paid once the bank line matches',
    },
  ],
];

function facts(version: OdooVersion): readonly string[] {
  const { payment, lockFields, clearingFields, userGroupsField } = odooFactsByVersion[version];
  const list = (names: readonly string[]): string => names.map(code).join(', ');
  return [
    list(payment.draftStates),
    list(payment.postedStates),
    list(payment.cancelledStates),
    code(payment.memoField),
    list(payment.hubModels),
    list(lockFields.filter((name) => !name.startsWith('user_'))),
    list(clearingFields),
    code(userGroupsField),
  ];
}

const factNames = [
  'States of a draft payment',
  'States of a posted payment',
  'States of a cancelled payment',
  'Memo of a payment',
  'Models with columns of the hub',
  'Lock dates',
  'Domestic clearing number',
  'Groups of a user',
];

function factRows(): readonly (readonly string[])[] {
  const byVersion = odooVersions.map(facts);
  return factNames.map((name, at) => [name, ...byVersion.map((own) => own[at] ?? '')]);
}

/** Which Odoo the hub works with, by what its tests run on each. */
export function odooCompatibilityPage(): string {
  const releases = odooVersions.map((version) => `Odoo ${version}`);
  return page(
    '# Odoo compatibility',
    'Odoo Community 17, 18 and 19. A connection says its release (`version`) and may say how to ' +
      'speak to it (`transport`: `jsonrpc` or `json2`); by default that is JSON-2 from 19 on and ' +
      'JSON-RPC before. The connection check refuses a server of another release. Odoo ' +
      'Enterprise is not tested.',
    '## Capabilities',
    'Each passes the conformance suite and the scenarios below on every column.',
    markdownTable(
      ['Capability', ...columns],
      odooConnector.capabilities.map((name) => [code(name), ...onAll]),
    ),
    '## Scenarios',
    'Tests that run against a simulated Odoo of each release, over each transport, at every ' +
      'change. The simulators are held to exchanges that were recorded on live servers, and the ' +
      'same main job runs on a live server of the release that `ODOO_VERSION` names.',
    markdownTable(
      ['Scenario', ...columns],
      odooScenarios().map(({ title }) => [title, ...onAll]),
    ),
    '## What differs for people',
    markdownTable(
      ['What', ...releases],
      differences.map(([what, by]) => [what, ...odooVersions.map((version) => by[version])]),
    ),
    '## What differs for the connector',
    markdownTable(['What', ...releases], factRows()),
  );
}
