import type { Names } from './names.ts';

/** A file that names every connector, and what makes it name one more. */
export interface Wiring {
  readonly path: string;
  /** The text with the connector in it; null when the file does not look as it is known. */
  readonly change: (text: string, names: Names, hasEvents: boolean) => string | null;
}

export const wirings: readonly Wiring[] = [
  {
    path: 'packages/connectors/src/index.ts',
    change: (text, { name }) =>
      insertSorted(text, `export * from './${name}/index.ts';`, /^export \* from '\.\//),
  },
  {
    path: 'packages/connectors/src/shipped.ts',
    change: (text, { name, camel }) => {
      const line = `import { ${camel}Connector } from './${name}/connector.ts';`;
      const imported = insertSorted(text, line, /^import \{ \w+Connector \} from '\.\//);
      return imported === null
        ? null
        : insertSorted(imported, `  ${camel}Connector,`, /^ {2}\w+Connector,$/);
    },
  },
  {
    path: 'packages/connectors/test/support/settings.ts',
    change: (text, { name }, hasEvents) => {
      const settings = [
        "url: 'https://bank.example'",
        "clientId: 'hub'",
        "clientSecret: 'client'",
        ...(hasEvents ? ["eventSecret: 'event'"] : []),
      ];
      return insertSorted(text, `  '${name}': { ${settings.join(', ')} },`, /^ {2}'?[a-z-]+'?: \{/);
    },
  },
];

/** The part of a line by which such lines stand in order. */
const keyOf = (line: string): string => /'\.\/[^']+'/.exec(line)?.[0] ?? line.replaceAll("'", '');

/** Puts a line before the first of its like that comes after it; null when none is like it. */
function insertSorted(text: string, line: string, like: RegExp): string | null {
  const lines = text.split('\n');
  const own = lines.flatMap((other, at) => (like.test(other) ? [at] : []));
  const last = own.at(-1);
  if (last === undefined) return null;
  const after = own.find((at) => keyOf(lines[at] ?? '') > keyOf(line));
  return lines.toSpliced(after ?? endOfEntry(lines, last), 0, line).join('\n');
}

/** The line behind an entry, which may have several lines. */
function endOfEntry(lines: readonly string[], at: number): number {
  if (!(lines[at] ?? '').endsWith('{')) return at + 1;
  const end = lines.indexOf('  },', at);
  return end < 0 ? at + 1 : end + 1;
}
