import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import {
  approvalLifecycle,
  attemptLifecycle,
  batchLifecycle,
  evidenceMoves,
} from '@quittance/domain';
import { eventCatalogue } from '@quittance/services';
import { describe, expect, test } from 'vitest';
import { generatedPages } from '../docs/pages.ts';
import { asRecord, readJson } from '../json.ts';
import { ROOT } from '../requirements/reports.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const filesUnder = (folder: string, ending: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));

describe('generated pages', async () => {
  const pages = [...(await generatedPages())];

  test.each(pages)('%s is as the code says', (path, text) => {
    expect(read(path), 'run npm run docs').toBe(text);
  });
});

/** The states that follow from these commands, whatever the state before. */
const statesAfter = <State extends string, Command extends string>(
  lifecycle: {
    readonly states: readonly State[];
    readonly table: Readonly<Record<State, Readonly<Record<Command, State | null>>>>;
  },
  commands: readonly Command[],
): readonly string[] =>
  lifecycle.states.flatMap((state) =>
    commands.flatMap((command) => lifecycle.table[state][command] ?? []),
  );

/** What verbs may put behind the prefix of a computed event type. */
const computed: Readonly<Record<string, readonly string[]>> = {
  attempt: statesAfter(attemptLifecycle, ['acknowledge', 'refuse', 'loseTrack', 'void']),
  approval: statesAfter(approvalLifecycle, ['approve', 'complete', 'reject']),
  batch: statesAfter(batchLifecycle, ['approve', 'reject']),
  payment: Object.values(evidenceMoves).flat(),
};

interface Told {
  readonly where: string;
  readonly types: readonly string[];
}

/** Every `event:` of the verbs, with the types that it can be. */
function eventsInTheCode(): readonly Told[] {
  const told: Told[] = [];
  for (const where of filesUnder('packages/services/src', '.ts')) {
    for (const [, expression = ''] of read(where).matchAll(/\bevent: ([^\n]*['`][^\n]*)/g)) {
      const literals = [...expression.matchAll(/'([^']+)'/g)].map(([, type = '']) => type);
      const templates = [...expression.matchAll(/`([a-z]+)\.\$\{[^}]+\}`/g)];
      const types = templates.flatMap(([, prefix = '']) =>
        (computed[prefix] ?? ['not known to this test']).map((state) => `${prefix}.${state}`),
      );
      told.push({ where, types: [...literals, ...types] });
    }
  }
  return told;
}

describe('the catalogue of events', () => {
  const told = eventsInTheCode();
  const types = new Set(told.flatMap((one) => one.types));

  test('[CAN-02] [CAN-13] every event that a verb tells is in the published catalogue', () => {
    expect(told.length).toBeGreaterThan(15);
    for (const one of told) {
      expect(one.types, one.where).not.toStrictEqual([]);
      for (const type of one.types) expect(Object.keys(eventCatalogue), one.where).toContain(type);
    }
    const page = read('docs/reference/events.md');
    expect([...types].filter((type) => !page.includes(`\`${type}\``))).toStrictEqual([]);
  });

  test('[CAN-02] every event of the catalogue is told by some verb', () => {
    for (const type of Object.keys(eventCatalogue)) expect([...types]).toContain(type);
  });
});

/** The pages that people write. */
const written = [
  ...['README', 'ARCHITECTURE', 'CONTRIBUTING', 'CHANGELOG', 'SECURITY'].map(
    (name) => `${name}.md`,
  ),
  ...filesUnder('docs', '.md'),
];

describe('pages that people write', () => {
  test.each(written)('%s links to what is there', (path) => {
    for (const [, target = ''] of read(path).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const file = normalize(join(dirname(path), target));
      expect(() => read(file).length + 1, `${target} in ${path}`).not.toThrow(/ENOENT/);
    }
  });

  test.each(written)('%s names npm scripts that are there', (path) => {
    const scripts = Object.keys(
      asRecord(asRecord(readJson(join(ROOT, 'package.json')))['scripts']),
    );
    for (const [, name = ''] of read(path).matchAll(/npm run ([a-z]+(?::[a-z]+)*)/g)) {
      expect(scripts, path).toContain(name);
    }
  });

  test.each(written)('%s names files of the repository that are there', (path) => {
    const named = /`((?:packages|apps|tools|docs|bench)\/[\w./-]+\.(?:ts|mjs|md|sql|json))`/g;
    for (const [, file = ''] of read(path).matchAll(named)) {
      expect(() => read(file), `${file} in ${path}`).not.toThrow();
    }
  });

  test('decisions are numbered without a gap', () => {
    const numbers = filesUnder('docs/adr', '.md')
      .filter((path) => /\/\d{4}-/.test(path))
      .toSorted()
      .map((path) => path.slice('docs/adr/'.length, 'docs/adr/'.length + 4));
    expect(numbers).toStrictEqual(numbers.map((_, index) => `${index + 1}`.padStart(4, '0')));
  });
});

describe('the reference of the command line', () => {
  const page = read('docs/reference/cli.md');
  const sources = filesUnder('apps/server/src/cli', '.ts').map(read).join('\n');

  test('names every command', () => {
    const commands = [...sources.matchAll(/\.command\(\s*['`]([a-z][a-z-]*)/g)];
    expect(commands.length).toBeGreaterThan(10);
    const names = commands.map(([, name = '']) => name);
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(page))).toStrictEqual([]);
  });

  test('names every option', () => {
    const options = [...sources.matchAll(/\.(?:requiredOption|option)\(\s*'(--[a-z-]+)/g)];
    expect(options.length).toBeGreaterThan(10);
    const names = options.map(([, name = '']) => name);
    expect(names.filter((name) => !page.includes(name))).toStrictEqual([]);
  });

  test('names every exit code', () => {
    const [, table = ''] = /exitCodes = \{([^}]+)\}/.exec(sources) ?? [];
    const codes = [...table.matchAll(/: (\d+),/g)].map(([, code = '']) => code);
    expect(codes.length).toBeGreaterThan(3);
    for (const code of codes) expect(page).toContain(`| ${code} `);
  });
});
