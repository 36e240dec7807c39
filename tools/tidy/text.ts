import type { Finding, SourceFile } from './source.ts';

/** A rule over plain text, for every file whatever its language. */
type TextRule = {
  readonly rule: string;
  readonly files: RegExp;
  readonly pattern: RegExp;
  readonly message: string;
};

const RULES: readonly TextRule[] = [
  {
    rule: 'developer-path',
    files: /./,
    pattern: /(?<![\w.~-])\/(work|home|Users)\/\w|[A-Z]:\\Users\\/,
    message: 'a path of one developer’s machine; write it relative to the repository',
  },
  {
    rule: 'sql-clock',
    files: /\.sql$/,
    pattern: /^(?!\s*--).*\b(now\s*\(\s*\)|current_timestamp|clock_timestamp\s*\(|localtimestamp)/i,
    message: 'SQL reads no clock; the verb’s now comes in as a parameter',
  },
  {
    rule: 'todo',
    files: /\.(sql|md|json|yaml|yml)$/,
    pattern: /\b(TODO|FIXME)\b/,
    message: 'finish it now or file an issue',
  },
];

/** Checks what needs no parser. */
export function checkText(file: SourceFile): readonly Finding[] {
  const rules = RULES.filter(({ files }) => files.test(file.path));
  return file.text
    .split('\n')
    .flatMap((text, index) =>
      rules
        .filter(({ pattern }) => pattern.test(text))
        .map(({ rule, message }) => ({ path: file.path, line: index + 1, rule, message })),
    );
}
