import { absolute, smallest } from './decimal.ts';
import type { Behaviour, Env } from './environment.ts';
import { userError } from './errors.ts';
import { postExchangeDifference, reverseExchange } from './exchange.ts';
import { accountOf, partialsOf, refreshResidual } from './move-lines.ts';
import { displayName } from './records.ts';
import { flag, money, must, ref, str } from './values.ts';
import type { Row } from './values.ts';

const partialModel = 'account.partial.reconcile';
const lineModel = 'account.move.line';

const residualIn = (line: Row): bigint => money(line, 'amount_residual_currency');
const isOpen = (line: Row): boolean => !flag(line, 'reconciled');

/** The refusals of `reconcile`, in Odoo's order. */
const checkReconcilable = (env: Env, lines: readonly Row[]): void => {
  if (lines.some((line) => flag(line, 'reconciled'))) {
    throw userError('You are trying to reconcile some entries that are already reconciled.');
  }
  if (
    !env.dialect.reconcilesDrafts &&
    lines.some((line) => str(env.get('account.move', must(line, 'move_id')), 'state') !== 'posted')
  ) {
    throw userError('You can only reconcile posted entries.');
  }
  const accounts = new Map(lines.map((line) => [must(line, 'account_id'), accountOf(env, line)]));
  if (accounts.size > 1) {
    const names = [...accounts.values()].map((account) =>
      displayName(env, 'account.account', account),
    );
    throw userError(`Entries are not from the same account: ${names.join(', ')}`);
  }
  if (new Set(lines.map((line) => must(line, 'company_id'))).size > 1) {
    throw userError("Entries don't belong to the same company: multiple companies");
  }
  for (const account of accounts.values()) {
    if (flag(account, 'reconcile') || str(account, 'account_type') === 'asset_cash') continue;
    throw userError(
      `Account ${displayName(env, 'account.account', account)} does not allow ` +
        'reconciliation. First change the configuration of this account to allow ' +
        'it.',
    );
  }
};

const dueOf = (env: Env, line: Row): string =>
  str(line, 'date_maturity') ?? str(env.get('account.move', must(line, 'move_id')), 'date') ?? '';

/** Matches as much as possible of a debit with a credit; null when nothing can be matched. */
const matchPair = (env: Env, debit: Row, credit: Row): Row | null => {
  if (must(debit, 'currency_id') !== must(credit, 'currency_id')) {
    throw userError(
      'Reconciling two currencies with each other needs an amount in one ' +
        'common currency on both lines.',
    );
  }
  const inCurrency = smallest(absolute(residualIn(debit)), absolute(residualIn(credit)));
  const debitBalance = share(debit, inCurrency);
  const creditBalance = share(credit, inCurrency);
  const amount = smallest(debitBalance, creditBalance);
  if (inCurrency === 0n && amount === 0n) return null;
  const dates = [dueDate(env, debit), dueDate(env, credit)].toSorted();
  return env.insert(partialModel, {
    debit_move_id: debit.id,
    credit_move_id: credit.id,
    company_id: must(debit, 'company_id'),
    company_currency_id: must(debit, 'company_currency_id'),
    debit_currency_id: must(debit, 'currency_id'),
    credit_currency_id: must(credit, 'currency_id'),
    amount,
    debit_amount_currency: inCurrency,
    credit_amount_currency: inCurrency,
    full_reconcile_id: null,
    exchange_move_id: null,
    max_date: dates[1] ?? null,
  });
};

const dueDate = (env: Env, line: Row): string =>
  str(env.get('account.move', must(line, 'move_id')), 'date') ?? '';

/** The part of a line's open balance that belongs to part of its open currency amount. */
const share = (line: Row, inCurrency: bigint): bigint => {
  const currency = absolute(residualIn(line));
  const balance = absolute(money(line, 'amount_residual'));
  if (currency === inCurrency) return balance;
  return currency === 0n ? 0n : (balance * inCurrency) / currency;
};

/** Lines connected to these by partial reconciliations, these included. */
const connected = (env: Env, lines: readonly Row[]): Row[] => {
  const found = new Map<number, Row>();
  const queue = [...lines];
  for (let line = queue.pop(); line !== undefined; line = queue.pop()) {
    if (found.has(line.id)) continue;
    found.set(line.id, line);
    for (const partial of partialsOf(env, line)) {
      for (const side of ['debit_move_id', 'credit_move_id']) {
        queue.push(env.get(lineModel, must(partial, side)));
      }
    }
  }
  return [...found.values()];
};

/** Gives a connected group its matching number: a full one when nothing is left open. */
const number = (env: Env, lines: readonly Row[]): void => {
  const group = connected(env, lines);
  const partials = new Map(
    group.flatMap((line) => partialsOf(env, line)).map((row) => [row.id, row]),
  );
  if (partials.size === 0) {
    for (const line of group)
      env.set(lineModel, line, { matching_number: null, full_reconcile_id: null });
    return;
  }
  const complete = group.every(
    (line) => money(line, 'amount_residual') === 0n && residualIn(line) === 0n,
  );
  const known = [...partials.values()]
    .map((row) => ref(row, 'full_reconcile_id'))
    .find((id) => id !== null);
  const full = complete ? (known ?? env.insert('account.full.reconcile', {}).id) : null;
  const label = full === null ? `P${Math.min(...partials.keys())}` : String(full);
  for (const line of group)
    env.set(lineModel, line, { full_reconcile_id: full, matching_number: label });
  for (const partial of partials.values())
    env.set(partialModel, partial, { full_reconcile_id: full });
};

/** `reconcile`: matches debits with credits, oldest due date first. */
export const reconcileLines = (env: Env, lines: readonly Row[]): void => {
  if (lines.length === 0) return;
  checkReconcilable(env, lines);
  const sorted = lines.toSorted((left, right) => {
    const [a, b] = [dueOf(env, left), dueOf(env, right)];
    return a === b ? left.id - right.id : a < b ? -1 : 1;
  });
  const side = (positive: boolean): Row[] => sorted.filter((line) => sideOf(line) === positive);
  const credits = side(false);
  for (const debit of side(true)) {
    for (const credit of credits) {
      if (!isOpen(debit)) break;
      if (!isOpen(credit)) continue;
      const partial = matchPair(env, debit, credit);
      refreshResidual(env, debit);
      refreshResidual(env, credit);
      if (partial !== null) postExchangeDifference(env, { partial, debit, credit });
    }
  }
  number(env, sorted);
  env.world.refresh(env, new Set(connected(env, sorted).map((line) => must(line, 'move_id'))));
};

const sideOf = (line: Row): boolean => {
  const currency = residualIn(line);
  return currency === 0n ? money(line, 'amount_residual') > 0n : currency > 0n;
};

/** `remove_move_reconcile`: undoes every match of the lines, exchange differences included. */
export const unreconcileLines = (env: Env, lines: readonly Row[]): void => {
  const partials = new Map(
    lines.flatMap((line) => partialsOf(env, line)).map((row) => [row.id, row]),
  );
  if (partials.size === 0) return;
  const ends = new Map<number, Row>();
  const exchanges: number[] = [];
  for (const partial of partials.values()) {
    for (const side of ['debit_move_id', 'credit_move_id']) {
      const line = env.get(lineModel, must(partial, side));
      for (const item of connected(env, [line])) ends.set(item.id, item);
    }
    const exchange = ref(partial, 'exchange_move_id');
    if (exchange !== null) exchanges.push(exchange);
  }
  for (const partial of partials.values()) removePartial(env, partial);
  for (const id of new Set(exchanges)) {
    const move = env.db.find('account.move', id);
    if (move === undefined) continue;
    for (const line of env.db.rowsWhere(lineModel, 'move_id', id)) {
      for (const partial of partialsOf(env, line)) removePartial(env, partial);
    }
    reverseExchange(env, move, reconcileLines);
  }
  for (const line of ends.values()) refreshResidual(env, line);
  for (const line of ends.values()) number(env, [line]);
  env.world.refresh(env, new Set([...ends.values()].map((line) => must(line, 'move_id'))));
};

const removePartial = (env: Env, partial: Row): void => {
  const full = ref(partial, 'full_reconcile_id');
  env.db.remove(partialModel, partial);
  if (full === null) return;
  for (const other of env.db.rowsWhere(partialModel, 'full_reconcile_id', full)) {
    env.set(partialModel, other, { full_reconcile_id: null });
  }
  for (const line of env.db.rowsWhere(lineModel, 'full_reconcile_id', full)) {
    env.set(lineModel, line, { full_reconcile_id: null });
  }
  const row = env.db.find('account.full.reconcile', full);
  if (row !== undefined) env.db.remove('account.full.reconcile', row);
};

export const partialBehaviour: Behaviour = {
  displayName: (_env, row) => `account.partial.reconcile,${row.id}`,
};
