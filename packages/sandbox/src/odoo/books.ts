import { minorToText } from './decimal.ts';
import type { Env } from './environment.ts';
import { linesOf } from './move-lines.ts';
import { paymentText } from './payment-columns.ts';
import { currencyDecimals } from './records.ts';
import { currencyName, currencyOfJournal } from './currencies.ts';
import { flag, money, must, ref, refs, str } from './values.ts';
import type { Row } from './values.ts';

/** Columns an integration added (`x_…`), as text. */
export type CustomColumns = Readonly<Record<string, string | null>>;

export interface BookCompany {
  readonly id: number;
  readonly name: string;
  readonly currency: string;
}

export interface BookJournal {
  readonly id: number;
  readonly companyId: number;
  readonly code: string;
  readonly name: string;
  readonly accountNumber: string | null;
  readonly currency: string;
  /** Posted balance of the bank account in the journal's currency, decimal text. */
  readonly ledgerBalance: string;
  /** Posted balance of the suspense account's lines in this journal, decimal text. */
  readonly suspenseBalance: string;
}

export interface BookLine {
  readonly id: number;
  readonly accountId: number;
  readonly accountCode: string;
  readonly accountType: string;
  readonly partnerId: number | null;
  readonly currency: string;
  /** Decimal text: company currency, debit positive. */
  readonly balance: string;
  readonly amountCurrency: string;
  readonly residual: string;
  readonly residualCurrency: string;
  readonly reconciled: boolean;
  readonly fullReconcileId: number | null;
}

export interface BookMove {
  readonly id: number;
  readonly companyId: number;
  readonly journalId: number;
  readonly name: string | null;
  readonly moveType: string;
  readonly state: string;
  readonly paymentState: string;
  readonly date: string;
  readonly ref: string | null;
  readonly partnerId: number | null;
  readonly partnerName: string | null;
  readonly currency: string;
  readonly amountTotal: string;
  readonly amountResidual: string;
  readonly createdBy: string;
  readonly custom: CustomColumns;
  readonly lines: readonly BookLine[];
}

export interface BookPayment {
  readonly id: number;
  readonly companyId: number;
  readonly journalId: number;
  readonly moveId: number | null;
  readonly name: string | null;
  readonly state: string;
  readonly paymentType: string;
  readonly partnerId: number | null;
  readonly amount: string;
  readonly currency: string;
  readonly memo: string | null;
  readonly isMatched: boolean;
  readonly isReconciled: boolean;
  readonly invoiceIds: readonly number[];
  readonly createdBy: string;
  readonly custom: CustomColumns;
}

export interface BookStatementLine {
  readonly id: number;
  readonly companyId: number;
  readonly journalId: number;
  readonly moveId: number;
  readonly date: string;
  readonly amount: string;
  readonly currency: string;
  readonly paymentRef: string | null;
  readonly ref: string | null;
  readonly isReconciled: boolean;
  readonly residual: string;
  readonly custom: CustomColumns;
}

export interface BookReconciliation {
  readonly id: number;
  readonly debitLineId: number;
  readonly creditLineId: number;
  readonly debitMoveId: number;
  readonly creditMoveId: number;
  readonly amount: string;
  readonly fullReconcileId: number | null;
}

export interface OdooBooks {
  readonly companies: readonly BookCompany[];
  readonly journals: readonly BookJournal[];
  readonly moves: readonly BookMove[];
  readonly payments: readonly BookPayment[];
  readonly statementLines: readonly BookStatementLine[];
  readonly reconciliations: readonly BookReconciliation[];
}

const customOf = (row: Row): CustomColumns =>
  Object.fromEntries(
    Object.entries(row.values)
      .filter(([name]) => name.startsWith('x_'))
      .map(([name, value]) => [name, value === null ? null : String(value)]),
  );

const amountText = (env: Env, minor: bigint, currencyId: number): string =>
  minorToText(minor, currencyDecimals(env, currencyId));

const rowsOf = (env: Env, model: string): Row[] => [...env.db.table(model).rows.values()];

const loginOf = (env: Env, row: Row): string => {
  const uid = ref(row, 'create_uid');
  const user = uid === null ? undefined : env.db.find('res.users', uid);
  return user === undefined ? '' : (str(user, 'login') ?? '');
};

const bookLine = (env: Env, line: Row): BookLine => {
  const account = env.get('account.account', must(line, 'account_id'));
  const company = must(line, 'company_currency_id');
  const currency = must(line, 'currency_id');
  return {
    id: line.id,
    accountId: account.id,
    accountCode: str(account, 'code') ?? '',
    accountType: str(account, 'account_type') ?? '',
    partnerId: ref(line, 'partner_id'),
    currency: currencyName(env, currency),
    balance: amountText(env, money(line, 'balance'), company),
    amountCurrency: amountText(env, money(line, 'amount_currency'), currency),
    residual: amountText(env, money(line, 'amount_residual'), company),
    residualCurrency: amountText(env, money(line, 'amount_residual_currency'), currency),
    reconciled: flag(line, 'reconciled'),
    fullReconcileId: ref(line, 'full_reconcile_id'),
  };
};

const bookMove = (env: Env, move: Row): BookMove => {
  const currency = must(move, 'currency_id');
  const partnerId = ref(move, 'partner_id');
  return {
    id: move.id,
    companyId: must(move, 'company_id'),
    journalId: must(move, 'journal_id'),
    name: str(move, 'name'),
    moveType: str(move, 'move_type') ?? '',
    state: str(move, 'state') ?? '',
    paymentState: str(move, 'payment_state') ?? '',
    date: str(move, 'date') ?? '',
    ref: str(move, 'ref'),
    partnerId,
    partnerName: partnerId === null ? null : str(env.get('res.partner', partnerId), 'name'),
    currency: currencyName(env, currency),
    amountTotal: amountText(env, money(move, 'amount_total'), currency),
    amountResidual: amountText(env, money(move, 'amount_residual'), currency),
    createdBy: loginOf(env, move),
    custom: customOf(move),
    lines: linesOf(env, move.id).map((line) => bookLine(env, line)),
  };
};

/** Posted balance of one account, restricted to a journal when one is given. */
const postedBalance = (env: Env, accountId: number, journalId: number | null): bigint => {
  let sum = 0n;
  for (const line of env.db.rowsWhere('account.move.line', 'account_id', accountId)) {
    const move = env.get('account.move', must(line, 'move_id'));
    if (str(move, 'state') !== 'posted') continue;
    if (journalId === null || must(move, 'journal_id') === journalId)
      sum += money(line, 'amount_currency');
  }
  return sum;
};

const bookJournal = (env: Env, journal: Row): BookJournal => {
  const currency = currencyOfJournal(env, journal.id);
  const bank = ref(journal, 'bank_account_id');
  const suspense = ref(journal, 'suspense_account_id');
  return {
    id: journal.id,
    companyId: must(journal, 'company_id'),
    code: str(journal, 'code') ?? '',
    name: str(journal, 'name') ?? '',
    accountNumber: bank === null ? null : str(env.get('res.partner.bank', bank), 'acc_number'),
    currency: currencyName(env, currency),
    ledgerBalance: amountText(
      env,
      postedBalance(env, must(journal, 'default_account_id'), null),
      currency,
    ),
    suspenseBalance: amountText(
      env,
      suspense === null ? 0n : postedBalance(env, suspense, journal.id),
      currency,
    ),
  };
};

/** Columns of the hub that a payment shares with its entry. */
const sharedCustom = (env: Env, payment: Row): CustomColumns => {
  const moveId = ref(payment, 'move_id');
  const isShared = env.dialect.payment.sharesEntry && moveId !== null;
  return isShared ? customOf(env.get('account.move', moveId)) : {};
};

const bookPayment = (env: Env, row: Row): BookPayment => ({
  id: row.id,
  companyId: must(row, 'company_id'),
  journalId: must(row, 'journal_id'),
  moveId: ref(row, 'move_id'),
  name: paymentText(env, row, 'name'),
  state: paymentText(env, row, 'state') ?? '',
  paymentType: str(row, 'payment_type') ?? '',
  partnerId: ref(row, 'partner_id'),
  amount: amountText(env, money(row, 'amount'), must(row, 'currency_id')),
  currency: currencyName(env, must(row, 'currency_id')),
  memo: paymentText(env, row, 'memo'),
  isMatched: flag(row, 'is_matched'),
  isReconciled: flag(row, 'is_reconciled'),
  invoiceIds: [...refs(row, 'invoice_ids')],
  createdBy: loginOf(env, row),
  custom: { ...sharedCustom(env, row), ...customOf(row) },
});

const bookStatementLine = (env: Env, row: Row): BookStatementLine => {
  const move = env.get('account.move', must(row, 'move_id'));
  const currency = must(row, 'currency_id');
  return {
    id: row.id,
    companyId: must(row, 'company_id'),
    journalId: must(row, 'journal_id'),
    moveId: move.id,
    date: str(move, 'date') ?? '',
    amount: amountText(env, money(row, 'amount'), currency),
    currency: currencyName(env, currency),
    paymentRef: str(row, 'payment_ref'),
    ref: str(move, 'ref'),
    isReconciled: flag(row, 'is_reconciled'),
    residual: amountText(env, money(row, 'amount_residual'), currency),
    custom: { ...customOf(move), ...customOf(row) },
  };
};

/** A read-only copy of the ledgers for an auditor; it shares nothing with the simulator. */
export const takeBooks = (env: Env): OdooBooks => ({
  companies: rowsOf(env, 'res.company').map((row) => ({
    id: row.id,
    name: str(row, 'name') ?? '',
    currency: currencyName(env, must(row, 'currency_id')),
  })),
  journals: rowsOf(env, 'account.journal')
    .filter((row) => str(row, 'type') === 'bank')
    .map((row) => bookJournal(env, row)),
  moves: rowsOf(env, 'account.move').map((row) => bookMove(env, row)),
  payments: rowsOf(env, 'account.payment').map((row) => bookPayment(env, row)),
  statementLines: rowsOf(env, 'account.bank.statement.line').map((row) =>
    bookStatementLine(env, row),
  ),
  reconciliations: rowsOf(env, 'account.partial.reconcile').map((row) => ({
    id: row.id,
    debitLineId: must(row, 'debit_move_id'),
    creditLineId: must(row, 'credit_move_id'),
    debitMoveId: must(env.get('account.move.line', must(row, 'debit_move_id')), 'move_id'),
    creditMoveId: must(env.get('account.move.line', must(row, 'credit_move_id')), 'move_id'),
    amount: amountText(env, money(row, 'amount'), must(row, 'company_currency_id')),
    fullReconcileId: ref(row, 'full_reconcile_id'),
  })),
});
