import type { Env } from './environment.ts';
import { accountOf, isTermLine, linesOf, partialsOf } from './move-lines.ts';
import { isLive } from './payment-columns.ts';
import { flag, money, must, ref, refs, str } from './values.ts';
import type { Row, Values } from './values.ts';

export const invoiceTypes: ReadonlySet<string> = new Set([
  'out_invoice',
  'out_refund',
  'out_receipt',
  'in_invoice',
  'in_refund',
  'in_receipt',
]);

/** +1 where the open line of the document is a debit, -1 where it is a credit. */
export const termSign = (type: string): bigint =>
  type === 'out_invoice' || type === 'in_refund' || type === 'out_receipt' ? 1n : -1n;

const sumOf = (lines: readonly Row[], field: string): bigint =>
  lines.reduce((total, line) => total + money(line, field), 0n);

const invoiceTotals = (env: Env, move: Row): Values => {
  const sign = termSign(str(move, 'move_type') ?? '');
  const lines = linesOf(env, move.id);
  const term = lines.filter((line) => str(line, 'display_type') === 'payment_term');
  const taxes = lines.filter((line) => ref(line, 'tax_line_id') !== null);
  const total = sign * sumOf(term, 'amount_currency');
  const tax = -sign * sumOf(taxes, 'amount_currency');
  return {
    amount_total: total,
    amount_tax: tax,
    amount_untaxed: total - tax,
    amount_residual: sign * sumOf(term, 'amount_residual_currency'),
    amount_total_signed: sumOf(term, 'balance'),
    amount_total_in_currency_signed: sumOf(term, 'amount_currency'),
    amount_tax_signed: -sumOf(taxes, 'balance'),
    amount_untaxed_signed: sumOf(term, 'balance') + sumOf(taxes, 'balance'),
    amount_residual_signed: sumOf(term, 'amount_residual'),
  };
};

/** Moves on the other side of a move's reconciled open lines. */
const counterparts = (env: Env, move: Row): Row[] => {
  const found = new Map<number, Row>();
  for (const line of linesOf(env, move.id)) {
    if (!isTermLine(env, line)) continue;
    for (const partial of partialsOf(env, line)) {
      const debit = must(partial, 'debit_move_id');
      const other = debit === line.id ? must(partial, 'credit_move_id') : debit;
      const moveId = must(env.get('account.move.line', other), 'move_id');
      found.set(moveId, env.get('account.move', moveId));
    }
  }
  return [...found.values()];
};

const isReversedBy = (type: string, others: readonly Row[]): boolean => {
  const types = new Set(others.map((other) => str(other, 'move_type') ?? ''));
  const refund = type.startsWith('in_') ? 'in_refund' : 'out_refund';
  const only = (allowed: readonly string[]): boolean =>
    [...types].every((item) => allowed.includes(item));
  if (type === 'entry' || type.endsWith('_refund'))
    return types.size === 1 && types.has('entry') && others.every(isPlainEntry);
  return (
    types.has(refund) &&
    only([refund, 'entry']) &&
    others.every((other) => str(other, 'move_type') === refund || isPlainEntry(other))
  );
};

const isPlainEntry = (move: Row): boolean =>
  str(move, 'move_type') === 'entry' &&
  ref(move, 'origin_payment_id') === null &&
  ref(move, 'statement_line_id') === null;

/** A payment without a journal entry that says it pays this invoice counts as paying it. */
const hasEntrylessPayment = (env: Env, move: Row): boolean =>
  refs(move, 'matched_payment_ids').some((id) => {
    const payment = env.db.find('account.payment', id);
    if (payment === undefined || ref(payment, 'move_id') !== null) return false;
    return isLive(env, payment);
  });

const paymentState = (env: Env, move: Row, totals: Values): string => {
  const type = str(move, 'move_type') ?? '';
  if (str(move, 'state') !== 'posted') return 'not_paid';
  const others = counterparts(env, move);
  if (totals['amount_residual'] === 0n) {
    return others.length > 0 && isReversedBy(type, others) ? 'reversed' : 'paid';
  }
  if (hasEntrylessPayment(env, move)) return 'paid';
  if (others.length > 0) return 'partial';
  return str(move, 'payment_state') === 'blocked' ? 'blocked' : 'not_paid';
};

export const refreshMove = (env: Env, move: Row): void => {
  if (!invoiceTypes.has(str(move, 'move_type') ?? '')) {
    const debits = sumOf(linesOf(env, move.id), 'debit');
    env.set('account.move', move, {
      amount_total: debits,
      amount_total_signed: debits,
      payment_state: 'not_paid',
    });
    return;
  }
  const totals = invoiceTotals(env, move);
  env.set('account.move', move, { ...totals, payment_state: paymentState(env, move, totals) });
};

/** The bank side and the partner side of a payment's entry. */
export const paymentSides = (env: Env, payment: Row): { liquidity: Row[]; counterpart: Row[] } => {
  const moveId = ref(payment, 'move_id');
  const lines = moveId === null ? [] : linesOf(env, moveId);
  const outstanding = ref(payment, 'outstanding_account_id');
  return {
    liquidity: lines.filter((line) => ref(line, 'account_id') === outstanding),
    counterpart: lines.filter((line) => isTermLine(env, line)),
  };
};

export const refreshPayment = (env: Env, payment: Row): void => {
  const { liquidity, counterpart } = paymentSides(env, payment);
  const live = isLive(env, payment);
  const hasEntry = liquidity.length > 0;
  const matched = live && hasEntry && sumOf(liquidity, 'amount_residual') === 0n;
  const reconciled = live && hasEntry && sumOf(counterpart, 'amount_residual') === 0n;
  env.set('account.payment', payment, { is_matched: matched, is_reconciled: reconciled });
  if (env.dialect.payment.sharesEntry || !live) return;
  const isPaid = hasEntry ? matched : str(payment, 'state') === 'paid';
  const state = isPaid || isPaidEarly(env, payment) ? 'paid' : env.dialect.payment.live;
  env.set('account.payment', payment, { state });
};

/** Community calls a payment paid once its bills are; 19 no longer does so for suppliers. */
const isPaidEarly = (env: Env, payment: Row): boolean =>
  (env.dialect.payment.isPaidByBills || str(payment, 'partner_type') === 'customer') &&
  allInvoicesPaid(env, payment);

const allInvoicesPaid = (env: Env, payment: Row): boolean => {
  const invoices = refs(payment, 'invoice_ids');
  return (
    invoices.length > 0 &&
    invoices.every((id) => {
      const move = env.db.find('account.move', id);
      const isOpenInFact = move !== undefined && money(move, 'amount_residual') !== 0n;
      return move !== undefined && str(move, 'payment_state') === 'paid' && !isOpenInFact;
    })
  );
};

export const suspenseLines = (env: Env, statementLine: Row): Row[] => {
  const journal = env.get('account.journal', must(statementLine, 'journal_id'));
  const suspense = ref(journal, 'suspense_account_id');
  return linesOf(env, must(statementLine, 'move_id')).filter(
    (line) => ref(line, 'account_id') === suspense,
  );
};

export const refreshStatementLine = (env: Env, line: Row): void => {
  const suspense = suspenseLines(env, line);
  // The account of the charts that Odoo ships keeps no open amounts, so the item counts whole.
  const keepsOpen = suspense.some((item) => flag(accountOf(env, item), 'reconcile'));
  const residual = sumOf(suspense, keepsOpen ? 'amount_residual_currency' : 'amount_currency');
  env.set('account.bank.statement.line', line, {
    amount_residual: residual,
    is_reconciled: suspense.length === 0 || residual === 0n,
  });
};

/** Refreshes moves, then the payments and statement lines that hang on them. */
export const refresh = (env: Env, moveIds: ReadonlySet<number>): void => {
  const payments = new Map<number, Row>();
  for (const id of moveIds) {
    const move = env.db.find('account.move', id);
    if (move === undefined) continue;
    refreshMove(env, move);
    for (const row of env.db.rowsWhere('account.payment', 'move_id', id)) payments.set(row.id, row);
    for (const paymentId of refs(move, 'matched_payment_ids')) {
      const row = env.db.find('account.payment', paymentId);
      if (row !== undefined) payments.set(row.id, row);
    }
    for (const row of env.db.rowsWhere('account.bank.statement.line', 'move_id', id)) {
      refreshStatementLine(env, row);
    }
  }
  for (const payment of payments.values()) refreshPayment(env, payment);
};
