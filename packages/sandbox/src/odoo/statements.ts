import { createOne, insertRow, writeColumns } from './crud.ts';
import type { Behaviour, Env } from './environment.ts';
import { userError } from './errors.ts';
import { isList, isObject, money, must, ref, str } from './values.ts';
import type { Row, Value, Wire, WireObject } from './values.ts';

const model = 'account.bank.statement';
const lineModel = 'account.bank.statement.line';

export const statementOf = (
  env: Env,
  wire: Wire | undefined,
): { row: Row; journal: Row } | undefined => {
  const row = typeof wire === 'number' ? env.db.find(model, wire) : undefined;
  const journal = row === undefined ? null : ref(row, 'journal_id');
  if (row === undefined || journal === null) return undefined;
  return { row, journal: env.get('account.journal', journal) };
};

const linesOfStatement = (env: Env, row: Row): Row[] =>
  env.db
    .rowsWhere(lineModel, 'statement_id', row.id)
    .toSorted((left, right) =>
      (str(left, 'internal_index') ?? '') < (str(right, 'internal_index') ?? '') ? -1 : 1,
    );

const createStatement = (env: Env, values: WireObject): Row => {
  const { line_ids: commands, ...rest } = values;
  const first = isList(commands)
    ? commands.find((item) => isList(item) && item[0] === 0)
    : undefined;
  const firstValues = isList(first) && isObject(first[2]) ? first[2] : {};
  const given = rest['journal_id'] ?? firstValues['journal_id'];
  const journalId = typeof given === 'number' ? given : null;
  if (journalId === null) throw userError('A bank statement needs a line or a journal.');
  const journal = env.get('account.journal', journalId);
  const row = insertRow(env, model, {
    values: rest,
    defaults: {
      journal_id: journalId,
      company_id: must(journal, 'company_id'),
      currency_id:
        ref(journal, 'currency_id') ??
        must(env.get('res.company', must(journal, 'company_id')), 'currency_id'),
    },
  });
  for (const command of isList(commands) ? commands : []) linkLine(env, row, command);
  const index = linesOfStatement(env, row)[0];
  env.set(model, row, {
    first_line_index: index === undefined ? null : str(index, 'internal_index'),
  });
  return row;
};

const linkLine = (env: Env, statement: Row, command: Wire): void => {
  if (!isList(command)) return;
  const [code, id, values] = command;
  if (code === 0 && isObject(values)) {
    createOne(env, lineModel, {
      journal_id: must(statement, 'journal_id'),
      ...values,
      statement_id: statement.id,
    });
  } else if (code === 4 && typeof id === 'number') {
    env.set(lineModel, env.get(lineModel, id), { statement_id: statement.id });
  } else if (code === 6 && isList(values)) {
    for (const lineId of values) linkLine(env, statement, [4, lineId]);
  }
};

const endBalance = (env: Env, row: Row): bigint =>
  linesOfStatement(env, row).reduce(
    (sum, line) => sum + money(line, 'amount'),
    money(row, 'balance_start'),
  );

/** The statement of the same journal that comes just before this one. */
const previous = (env: Env, row: Row): Row | undefined => {
  const index = str(row, 'first_line_index') ?? '';
  return env.db
    .rowsWhere(model, 'journal_id', ref(row, 'journal_id'))
    .filter((other) => other.id !== row.id && (str(other, 'first_line_index') ?? '') < index)
    .toSorted((left, right) =>
      (str(left, 'first_line_index') ?? '') < (str(right, 'first_line_index') ?? '') ? 1 : -1,
    )[0];
};

const isComplete = (env: Env, row: Row): boolean =>
  linesOfStatement(env, row).length > 0 && endBalance(env, row) === money(row, 'balance_end_real');

const isValid = (env: Env, row: Row): boolean => {
  const before = previous(env, row);
  return before === undefined || money(before, 'balance_end_real') === money(row, 'balance_start');
};

const problem = (env: Env, row: Row): string | null => {
  if (!isValid(env, row)) {
    return (
      "The starting balance doesn't match the ending balance of the previous " +
      'statement, or an earlier statement is missing.'
    );
  }
  if (!isComplete(env, row)) {
    return (
      `The running balance (${endBalance(env, row)}) doesn't match the ` +
      'specified ending balance.'
    );
  }
  return null;
};

const lastDate = (env: Env, row: Row): Value => {
  const line = linesOfStatement(env, row).at(-1);
  return line === undefined ? null : str(env.get('account.move', must(line, 'move_id')), 'date');
};

export const statementBehaviour: Behaviour = {
  create: createStatement,
  write: (env, rows, values) => {
    const { line_ids: commands, ...rest } = values;
    for (const row of rows) {
      for (const command of isList(commands) ? commands : []) linkLine(env, row, command);
      writeColumns(env, { model, rows: [row] }, rest);
      const index = linesOfStatement(env, row)[0];
      env.set(model, row, {
        first_line_index: index === undefined ? null : str(index, 'internal_index'),
      });
    }
  },
  compute: {
    date: lastDate,
    balance_end: endBalance,
    is_complete: isComplete,
    is_valid: isValid,
    problem_description: problem,
  },
};
