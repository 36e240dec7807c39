import { maskText } from '@quittance/connector-kit';
import { type Problem, problemCatalogue, ProblemError } from '@quittance/domain';
import { PostgresError, type PostgresFault } from '../adapters/postgres/index.ts';
import { AuditKeyError } from '../audit/index.ts';

/** Exit codes, documented in docs/reference/cli.md. */
export const exitCodes = {
  ok: 0,
  refused: 1,
  usage: 2,
  configuration: 3,
  counterparty: 4,
  tampering: 5,
  internal: 70,
} as const;

/** How a command speaks: one JSON document on standard output, or lines for people. */
export interface Output {
  readonly json: boolean;
  /** The result of the command: printed once. */
  result(value: object, text: () => readonly string[]): void;
  /** Progress, on standard error. */
  readonly tell: (line: string) => void;
}

export function createOutput(json: boolean): Output {
  return {
    json,
    result(value, text) {
      const lines = json ? [JSON.stringify(value, plain)] : text();
      process.stdout.write(`${lines.join('\n')}\n`);
    },
    tell: (line) => process.stderr.write(`${line}\n`),
  };
}

/** Amounts are bigints of minor units: in JSON they are decimal text, so that none is rounded. */
const plain = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value;

const configurationCodes = ['CONFIGURATION_INVALID', 'WRONG_DATABASE'];
const counterpartyCodes = ['COUNTERPARTY_DOWN', 'DATABASE_DOWN', 'UNAUTHORISED', 'UNKNOWN_OUTCOME'];

/** Prints what went wrong: what happened, what of the money, what to do. Returns the exit code. */
export function printFailure(error: unknown, json: boolean): number {
  const problem = problemOf(error);
  const entry = problemCatalogue[problem.code];
  if (json) {
    const { moneyMoved, title, action } = entry;
    const told = { error: { ...problem, title, moneyMoved, action } };
    process.stdout.write(`${JSON.stringify(told)}\n`);
  }
  const lines = [
    `quittance: ${entry.title} (${problem.code})`,
    `  ${problem.detail}`,
    `  Money: ${entry.money}`,
    `  Next:  ${entry.action}`,
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
  return exitCodeOf(problem);
}

function exitCodeOf(problem: Problem): number {
  if (configurationCodes.includes(problem.code)) return exitCodes.configuration;
  if (counterpartyCodes.includes(problem.code)) return exitCodes.counterparty;
  if (problem.code === 'BAD_INPUT') return exitCodes.usage;
  return problem.code === 'INTERNAL' ? exitCodes.internal : exitCodes.refused;
}

/** What keeps the bundled PostgreSQL from running is not cured by starting it. */
const startProblem: Readonly<Partial<Record<PostgresFault, Problem['code']>>> = {
  'in-use': 'IN_USE',
  platform: 'CANNOT_RUN_HERE',
  'not-runnable': 'CANNOT_RUN_HERE',
  'port-taken': 'CANNOT_RUN_HERE',
  'disk-full': 'CANNOT_RUN_HERE',
  version: 'CANNOT_RUN_HERE',
  'secret-lost': 'CANNOT_RUN_HERE',
  failed: 'CANNOT_RUN_HERE',
};

function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof AuditKeyError) return { code: 'CONFIGURATION_INVALID', detail: message };
  if (error instanceof PostgresError) {
    return { code: startProblem[error.fault] ?? 'DATABASE_DOWN', detail: message };
  }
  const name = error instanceof Error ? error.name : '';
  if (name === 'WrongDatabase') return { code: 'WRONG_DATABASE', detail: message };
  if (name === 'StoreUnavailable') return { code: 'DATABASE_DOWN', detail: message };
  return { code: 'INTERNAL', detail: maskText(message) };
}

/** Lines of a table with aligned columns; numbers are for the caller to format. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
