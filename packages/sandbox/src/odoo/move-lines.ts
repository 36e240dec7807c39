import { toCompanyCurrency } from './currencies.ts';
import type { Behaviour, Env } from './environment.ts';
import { userError } from './errors.ts';
import { checkLocks } from './locks.ts';
import { checkFields, ownValues, removeRows } from './crud.ts';
import { companyCurrency } from './records.ts';
import { flag, money, must, ref, refs, str } from './values.ts';
import type { Row, Value, Values, WireObject } from './values.ts';

const residualTypes: ReadonlySet<string> = new Set([
  'asset_receivable',
  'liability_payable',
  'asset_cash',
  'liability_credit_card',
]);

export const linesOf = (env: Env, moveId: number): Row[] =>
  env.db.rowsWhere('account.move.line', 'move_id', moveId);

export const accountOf = (env: Env, line: Row): Row =>
  env.get('account.account', must(line, 'account_id'));

export const accountTypeOf = (env: Env, line: Row): string => {
  const account = ref(line, 'account_id');
  return account === null ? '' : (str(env.get('account.account', account), 'account_type') ?? '');
};

export const isTermLine = (env: Env, line: Row): boolean => {
  const type = accountTypeOf(env, line);
  return type === 'liability_payable' || type === 'asset_receivable';
};

/** Accounts whose lines keep an open amount. */
const hasResidual = (env: Env, line: Row): boolean =>
  ref(line, 'account_id') !== null &&
  (flag(accountOf(env, line), 'reconcile') || residualTypes.has(accountTypeOf(env, line)));

/** Sets a line's open amounts from its partial reconciliations. */
export const refreshResidual = (env: Env, line: Row): void => {
  if (!hasResidual(env, line)) {
    env.set('account.move.line', line, {
      amount_residual: 0n,
      amount_residual_currency: 0n,
      reconciled: false,
    });
    return;
  }
  let balance = money(line, 'balance');
  let currency = money(line, 'amount_currency');
  for (const partial of env.db.rowsWhere('account.partial.reconcile', 'debit_move_id', line.id)) {
    balance -= money(partial, 'amount');
    currency -= money(partial, 'debit_amount_currency');
  }
  for (const partial of env.db.rowsWhere('account.partial.reconcile', 'credit_move_id', line.id)) {
    balance += money(partial, 'amount');
    currency += money(partial, 'credit_amount_currency');
  }
  const matched = partialsOf(env, line).length > 0;
  env.set('account.move.line', line, {
    amount_residual: balance,
    amount_residual_currency: currency,
    reconciled: balance === 0n && currency === 0n && (matched || money(line, 'balance') === 0n),
  });
};

export const partialsOf = (env: Env, line: Row): Row[] => [
  ...env.db.rowsWhere('account.partial.reconcile', 'debit_move_id', line.id),
  ...env.db.rowsWhere('account.partial.reconcile', 'credit_move_id', line.id),
];

export interface LineInput {
  readonly accountId: number;
  readonly amountCurrency: bigint;
  readonly balance: bigint;
  readonly currencyId: number;
  readonly name: string | null;
  readonly partnerId: number | null;
  readonly displayType?: string;
  readonly extra?: Values;
}

/** Adds one journal item to a move and checks that the account belongs to the move's company. */
export const insertLine = (env: Env, move: Row, input: LineInput): Row => {
  const companyId = must(move, 'company_id');
  const account = env.db.find('account.account', input.accountId);
  if (account === undefined) throw userError(`Account ${input.accountId} does not exist.`);
  if (!refs(account, 'company_ids').includes(companyId)) {
    const company = str(env.get('res.company', companyId), 'name') ?? '';
    throw userError(
      `Incompatible companies on records:\n- “(${str(move, 'ref') ?? ''}) ` +
        `${input.name ?? ''}” belongs to company “${company}” and “Account” ` +
        `(account_id: '${str(account, 'name') ?? ''}') belongs to another ` +
        'company.',
    );
  }
  const line = env.insert('account.move.line', {
    move_id: move.id,
    company_id: companyId,
    company_currency_id: companyCurrency(env, companyId),
    currency_id: input.currencyId,
    account_id: input.accountId,
    partner_id: input.partnerId,
    name: input.name,
    display_type: input.displayType ?? 'product',
    ...signedColumns(input.balance, input.amountCurrency),
    ...input.extra,
  });
  refreshResidual(env, line);
  return line;
};

const signedColumns = (balance: bigint, amountCurrency: bigint): Values => ({
  balance,
  debit: balance > 0n ? balance : 0n,
  credit: balance < 0n ? -balance : 0n,
  amount_currency: amountCurrency,
});

/** Balance and currency amount of line values given as debit/credit, balance or amount_currency. */
export const lineFromValues = (env: Env, move: Row, values: WireObject): LineInput => {
  checkFields(env, 'account.move.line', values);
  const companyId = must(move, 'company_id');
  const company = companyCurrency(env, companyId);
  const preview: Row = {
    id: 0,
    values: { company_id: companyId, currency_id: ref(move, 'currency_id') ?? company },
  };
  const own: Record<string, Value> = {
    ...ownValues(env, { model: 'account.move.line', row: preview }, values),
  };
  const row: Row = { id: 0, values: own };
  const currencyId = ref(row, 'currency_id') ?? ref(move, 'currency_id') ?? company;
  const given = (name: string): boolean => values[name] !== undefined;
  const foreign = money(row, 'amount_currency');
  let balance = money(row, 'balance');
  if (!given('balance')) {
    balance =
      given('debit') || given('credit')
        ? money(row, 'debit') - money(row, 'credit')
        : toCompanyCurrency(env, {
            amount: foreign,
            from: currencyId,
            companyId,
            date: str(move, 'date') ?? env.today,
          });
  }
  const amountCurrency = given('amount_currency') ? foreign : balance;
  if (currencyId === company && amountCurrency !== balance) {
    throw userError(
      'The amount in currency must equal the balance in the currency of the company.',
    );
  }
  if (currencyId !== company && !given('amount_currency') && balance !== 0n) {
    throw userError('An amount in currency is required on a line in a foreign currency.');
  }
  const taken = new Set([
    'debit',
    'credit',
    'balance',
    'amount_currency',
    'currency_id',
    'account_id',
    'name',
    'partner_id',
    'move_id',
  ]);
  const extra = Object.fromEntries(Object.entries(own).filter(([name]) => !taken.has(name)));
  const accountId = ref(row, 'account_id');
  if (accountId === null) throw userError('Missing required account on accountable line.');
  return {
    accountId,
    balance,
    amountCurrency,
    currencyId,
    name: str(row, 'name'),
    partnerId: ref(row, 'partner_id'),
    extra,
  };
};

export const checkBalanced = (env: Env, moveId: number): void => {
  const sum = linesOf(env, moveId).reduce((total, line) => total + money(line, 'balance'), 0n);
  if (sum !== 0n) throw userError('The entry is not balanced.');
};

export const removeLines = (env: Env, lines: readonly Row[]): void =>
  removeRows(env, 'account.move.line', lines);

export const reconciledRefusal = (move: Row): string =>
  'You cannot do this modification on a reconciled journal entry. You can ' +
  'just change some non legal fields or you must unreconcile ' +
  `first.\nJournal Entry (id): ${str(move, 'name') ?? ''} (${move.id})`;

const legalFields = [
  'account_id',
  'debit',
  'credit',
  'balance',
  'amount_currency',
  'currency_id',
  'partner_id',
  'date',
];
const amountFields = [
  'debit',
  'credit',
  'balance',
  'amount_currency',
  'currency_id',
  'price_unit',
  'quantity',
  'tax_ids',
  'discount',
];

const writeLines = (env: Env, rows: readonly Row[], values: WireObject): void => {
  const names = Object.keys(values);
  for (const line of rows) {
    const move = env.get('account.move', must(line, 'move_id'));
    const posted = str(move, 'state') === 'posted';
    if (posted && names.some((name) => legalFields.includes(name))) checkLocks(env, move);
    if (
      partialsOf(env, line).length > 0 &&
      names.some((name) => legalFields.includes(name) && name !== 'partner_id')
    ) {
      throw userError(reconciledRefusal(move));
    }
    const amounts = names.filter((name) => amountFields.includes(name));
    if (amounts.length > 0) {
      throw userError(
        `You cannot modify the following readonly fields on a posted move: ${amounts.join(', ')}`,
      );
    }
    env.set(
      'account.move.line',
      line,
      ownValues(env, { model: 'account.move.line', row: line }, values),
    );
    refreshResidual(env, line);
    env.world.refresh(env, new Set([move.id]));
  }
};

const ofMove =
  (field: string) =>
  (env: Env, line: Row): Value =>
    env.get('account.move', must(line, 'move_id')).values[field] ?? null;

const partialIds =
  (side: 'debit_move_id' | 'credit_move_id') =>
  (env: Env, line: Row): Value =>
    env.db.rowsWhere('account.partial.reconcile', side, line.id).map((row) => row.id);

export const moveLineBehaviour: Behaviour = {
  displayName: (env, line) => {
    const name = str(env.get('account.move', must(line, 'move_id')), 'name') ?? 'Draft';
    const label = str(line, 'name');
    return label === null ? name : `${name} ${label}`;
  },
  write: writeLines,
  create: (env, values) => {
    const moveId = values['move_id'];
    const move = typeof moveId === 'number' ? env.db.find('account.move', moveId) : undefined;
    if (move === undefined) throw userError('A journal item needs a journal entry.');
    if (str(move, 'state') === 'posted')
      throw userError('You cannot add a line to a posted entry.');
    const line = insertLine(env, move, lineFromValues(env, move, values));
    checkBalanced(env, move.id);
    return line;
  },
  unlink: (env, rows) => {
    const moves = new Set(rows.map((line) => must(line, 'move_id')));
    for (const id of moves) {
      if (str(env.get('account.move', id), 'state') === 'posted')
        throw userError(postedItemRefusal);
    }
    removeLines(env, rows);
    for (const id of moves) checkBalanced(env, id);
  },
  compute: {
    date: ofMove('date'),
    invoice_date: ofMove('invoice_date'),
    parent_state: ofMove('state'),
    move_name: ofMove('name'),
    ref: ofMove('ref'),
    journal_id: ofMove('journal_id'),
    move_type: ofMove('move_type'),
    payment_id: ofMove('origin_payment_id'),
    statement_line_id: ofMove('statement_line_id'),
    account_type: (env, line) => accountTypeOf(env, line),
    account_code: (env, line) => str(accountOf(env, line), 'code'),
    account_name: (env, line) => str(accountOf(env, line), 'name'),
    is_account_reconcile: (env, line) => flag(accountOf(env, line), 'reconcile'),
    matched_debit_ids: partialIds('credit_move_id'),
    matched_credit_ids: partialIds('debit_move_id'),
  },
};

export const postedItemRefusal =
  "You can't delete a posted journal item. Don’t play games with your " +
  'accounting records; reset the journal entry to draft before deleting it.';
