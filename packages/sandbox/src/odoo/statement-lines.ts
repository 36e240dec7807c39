import { checkFields, insertRow, ownValues, removeRows, writeRows } from './crud.ts';
import { currencyOfJournal, toCompanyCurrency } from './currencies.ts';
import type { Behaviour, Env } from './environment.ts';
import { userError } from './errors.ts';
import { checkLocks } from './locks.ts';
import {
  checkBalanced,
  insertLine,
  lineFromValues,
  linesOf,
  partialsOf,
  reconciledRefusal,
  removeLines,
} from './move-lines.ts';
import { createMove, deleteMoves, draftMoves, postMoves } from './moves.ts';
import { unreconcileLines } from './reconcile.ts';
import { browse } from './records.ts';
import { refreshStatementLine, suspenseLines } from './refresh.ts';
import { statementOf } from './statements.ts';
import { isList, isObject, money, must, ref, str } from './values.ts';
import type { Row, Wire, WireObject } from './values.ts';

const model = 'account.bank.statement.line';

/** Sort key of a line inside its journal: date, inverted sequence, id. */
export const internalIndex = (env: Env, line: Row): string => {
  const date = (str(env.get('account.move', must(line, 'move_id')), 'date') ?? '').replaceAll(
    '-',
    '',
  );
  const sequence = String(2_147_483_647 - (ref(line, 'sequence') ?? 1)).padStart(10, '0');
  return `${date}${sequence}${String(line.id).padStart(10, '0')}`;
};

interface Amounts {
  readonly company: bigint;
  readonly bank: bigint;
  readonly bankCurrency: number;
  readonly other: bigint;
  readonly otherCurrency: number;
}

/** What a statement line books on the bank account and on its counterpart. */
const amountsOf = (env: Env, line: Row): Amounts => {
  const bankCurrency = currencyOfJournal(env, must(line, 'journal_id'));
  const bank = money(line, 'amount');
  const move = env.get('account.move', must(line, 'move_id'));
  const company = toCompanyCurrency(env, {
    amount: bank,
    from: bankCurrency,
    companyId: must(line, 'company_id'),
    date: str(move, 'date') ?? env.today,
  });
  const foreign = ref(line, 'foreign_currency_id');
  if (foreign === null)
    return { company, bank, bankCurrency, other: bank, otherCurrency: bankCurrency };
  return {
    company,
    bank,
    bankCurrency,
    other: money(line, 'amount_currency'),
    otherCurrency: foreign,
  };
};

/** Writes the two standard lines: bank account and suspense (or the counterpart given). */
const bookLines = (env: Env, line: Row, counterpartId: number | null): void => {
  const journal = env.get('account.journal', must(line, 'journal_id'));
  const move = env.get('account.move', must(line, 'move_id'));
  const bankAccount = ref(journal, 'default_account_id');
  const other = counterpartId ?? ref(journal, 'suspense_account_id');
  if (bankAccount === null || other === null) {
    throw userError(
      `You can't create a new statement line without a suspense account set on ` +
        `the ${str(journal, 'name') ?? ''} journal.`,
    );
  }
  const amounts = amountsOf(env, line);
  const base = { name: str(line, 'payment_ref'), partnerId: ref(line, 'partner_id') };
  insertLine(env, move, {
    ...base,
    accountId: bankAccount,
    amountCurrency: amounts.bank,
    balance: amounts.company,
    currencyId: amounts.bankCurrency,
  });
  insertLine(env, move, {
    ...base,
    accountId: other,
    amountCurrency: -amounts.other,
    balance: -amounts.company,
    currencyId: amounts.otherCurrency,
  });
};

const ownOnly = (env: Env, values: WireObject): { own: WireObject; rest: WireObject } => {
  const { fields } = env.spec(model);
  const entries = Object.entries(values);
  return {
    own: Object.fromEntries(entries.filter(([name]) => fields.has(name))),
    rest: Object.fromEntries(entries.filter(([name]) => !fields.has(name))),
  };
};

/** `create`: books and posts the line's entry at once. */
export const createStatementLine = (env: Env, input: WireObject): Row => {
  const { counterpart_account_id: counterpart, ...values } = input;
  checkFields(env, model, values);
  const journalId = values['journal_id'];
  const statement = statementOf(env, values['statement_id']);
  const journal =
    typeof journalId === 'number' ? env.db.find('account.journal', journalId) : statement?.journal;
  if (journal === undefined) throw userError('A bank statement line needs a journal.');
  const { own, rest } = ownOnly(env, values);
  const { line_ids: lineCommands, ...moveValues } = rest;
  const move = createMove(env, {
    ...moveValues,
    move_type: 'entry',
    journal_id: journal.id,
    partner_id: values['partner_id'] ?? false,
    currency_id: currencyOfJournal(env, journal.id),
  });
  const line = insertRow(env, model, {
    values: own,
    defaults: {
      move_id: move.id,
      journal_id: journal.id,
      company_id: must(journal, 'company_id'),
      currency_id: currencyOfJournal(env, journal.id),
      sequence: 1,
      is_reconciled: false,
    },
  });
  env.set('account.move', move, { statement_line_id: line.id });
  if (isList(lineCommands)) addLines(env, move, lineCommands);
  else bookLines(env, line, typeof counterpart === 'number' ? counterpart : null);
  checkBalanced(env, move.id);
  postMoves(env.sudo(), [move]);
  env.set(model, line, { internal_index: internalIndex(env, line) });
  refreshStatementLine(env, line);
  return line;
};

const addLines = (env: Env, move: Row, commands: readonly Wire[]): void => {
  for (const command of commands) {
    if (!isList(command) || command[0] !== 0)
      throw userError('Lines of a new entry can only be created.');
    insertLine(env, move, lineFromValues(env, move, isObject(command[2]) ? command[2] : {}));
  }
};

/** Columns of a statement line that its booked lines follow. */
const booked: readonly string[] = [
  'amount',
  'payment_ref',
  'partner_id',
  'foreign_currency_id',
  'amount_currency',
  'journal_id',
];

const writeStatementLine = (env: Env, line: Row, values: WireObject): void => {
  const { own, rest } = ownOnly(env, values);
  const move = env.get('account.move', must(line, 'move_id'));
  if (Object.keys(own).length > 0) env.set(model, line, ownValues(env, { model, row: line }, own));
  const movesDate = rest['date'] !== undefined;
  const scope =
    movesDate || rest['line_ids'] === undefined
      ? env.withContext({ skip_readonly_check: true })
      : env;
  if (Object.keys(rest).length > 0) writeRows(scope, { model: 'account.move', rows: [move] }, rest);
  if (booked.some((name) => own[name] !== undefined)) rebook(env, line);
  env.set(model, line, { internal_index: internalIndex(env, line) });
  env.world.refresh(env, new Set([move.id]));
};

/** Books the changed amount anew; only a line that still waits on suspense can be changed. */
const rebook = (env: Env, line: Row): void => {
  const move = env.get('account.move', must(line, 'move_id'));
  const lines = linesOf(env, move.id);
  if (suspenseLines(env, line).length !== 1 || lines.length !== 2) {
    throw userError(
      `The journal entry ${str(move, 'name') ?? ''} reached an invalid state ` +
        'regarding its related statement line.\nTo be consistent, the journal ' +
        'entry must always have exactly one journal item involving the bank/cash ' +
        'account.',
    );
  }
  checkLocks(env, move);
  removeLines(env, lines);
  bookLines(env, line, null);
  checkBalanced(env, move.id);
};

/** `action_undo_reconciliation`: back to suspense, with new lines. */
export const undoStatementLine = (env: Env, line: Row): void => {
  const move = env.get('account.move', must(line, 'move_id'));
  const lines = linesOf(env, move.id);
  const touched = new Set([move.id]);
  unreconcileLines(env, lines);
  removeLines(env, lines);
  bookLines(env, line, null);
  checkBalanced(env, move.id);
  env.world.refresh(env, touched);
};

export const statementLineBehaviour: Behaviour = {
  createKeys: ['counterpart_account_id'],
  create: createStatementLine,
  write: (env, rows, values) => {
    checkFields(env, model, values);
    for (const row of rows) writeStatementLine(env, row, values);
  },
  unlink: (env, rows) => {
    for (const row of rows) {
      const move = env.get('account.move', must(row, 'move_id'));
      const lines = linesOf(env, move.id);
      if (lines.some((line) => partialsOf(env, line).length > 0)) {
        if (!env.dialect.deletesReconciledLines) throw userError(reconciledRefusal(move));
        unreconcileLines(env, lines);
      }
      draftMoves(env, [move]);
      env.db.remove(model, row);
      deleteMoves(env, [move]);
    }
    removeRows(env, model, rows);
  },
  displayName: (env, row) => str(env.get('account.move', must(row, 'move_id')), 'name'),
  compute: {
    running_balance: (env, row) => runningBalance(env, row),
    statement_name: (env, row) => {
      const id = ref(row, 'statement_id');
      return id === null ? null : str(env.get('account.bank.statement', id), 'name');
    },
  },
  methods: {
    action_undo_reconciliation: (env, ids) => {
      browse(env, { model, ids }, 'read');
      for (const row of browse(env, { model, ids }, 'write')) undoStatementLine(env, row);
      return undefined;
    },
  },
};

/** Balance after the line: from the start of the latest statement at or before it. */
const runningBalance = (env: Env, row: Row): bigint => {
  const index = str(row, 'internal_index') ?? '';
  const before = env.db
    .rowsWhere(model, 'journal_id', must(row, 'journal_id'))
    .filter((line) => (str(line, 'internal_index') ?? '') <= index)
    .toSorted((left, right) =>
      (str(left, 'internal_index') ?? '') < (str(right, 'internal_index') ?? '') ? -1 : 1,
    );
  let balance = 0n;
  let statementId: number | null = null;
  for (const line of before) {
    const own = ref(line, 'statement_id');
    if (own !== null && own !== statementId)
      balance = money(env.get('account.bank.statement', own), 'balance_start');
    statementId = own ?? statementId;
    balance += money(line, 'amount');
  }
  return balance;
};
