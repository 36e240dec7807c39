import { rootEnv, userByLogin } from './base-data.ts';
import { writeRows } from './crud.ts';
import { runAutomations } from './automation.ts';
import { transactionInstant } from './environment.ts';
import type { Env, World } from './environment.ts';
import { openTermLines, templateOf } from './move-methods.ts';
import { cancelMoves, createMove, draftMoves, postMoves, toggleBlock } from './moves.ts';
import { createPayment, paysInvoices, postPayments } from './payments.ts';
import { reconcileLines } from './reconcile.ts';
import { paymentSides } from './refresh.ts';
import { undoStatementLine } from './statement-lines.ts';
import { absolute } from './decimal.ts';
import { Decimal, money, must, str } from './values.ts';
import type { Row } from './values.ts';

export type LockField =
  | 'fiscalyear_lock_date'
  | 'tax_lock_date'
  | 'sale_lock_date'
  | 'purchase_lock_date'
  | 'hard_lock_date'
  | 'period_lock_date';

/** What people do in Odoo behind an integration's back. Each call is one transaction. */
export interface OdooControl {
  /** Registers, posts and reconciles a payment; answers its id. */
  readonly payBillByHand: (input: {
    moveId: number;
    login: string;
    journalId?: number;
    amount?: string;
  }) => number;
  readonly resetToDraft: (input: { moveId: number; login: string }) => void;
  readonly cancelBill: (input: { moveId: number; login: string }) => void;
  /** Posts a credit note over the bill (or over `amount`) and matches the two; answers its id. */
  readonly creditBill: (input: { moveId: number; login: string; amount?: string }) => number;
  /** Untrusts, changes and trusts again a partner's bank account, in that person's name. */
  readonly editBankAccount: (input: {
    partnerBankId: number;
    accountNumber: string;
    login: string;
  }) => void;
  readonly setLockDate: (input: {
    companyId: number;
    field: LockField;
    date: string | null;
  }) => void;
  /** Takes a statement line's match apart, as the reset button does. */
  readonly undoStatementMatch: (input: { statementLineId: number; login: string }) => void;
  readonly blockPayment: (input: { moveId: number; login: string }) => void;
  readonly unblockPayment: (input: { moveId: number; login: string }) => void;
  readonly setEmail: (input: { login: string; email: string | null }) => void;
}

interface Act {
  readonly companyId: number;
  readonly login: string;
}

export const createControl = (world: World): OdooControl => {
  const as = <Result>(act: Act, work: (env: Env) => Result): Result =>
    world.db.transaction(() => {
      const instant = transactionInstant(world);
      const root = rootEnv(world, { companyId: act.companyId, uid: 2, instant });
      const uid = userByLogin(root, act.login).id;
      const env = rootEnv(world, { companyId: act.companyId, uid, instant });
      const result = work(env);
      runAutomations(env);
      return result;
    });
  const onMove = <Result>(
    input: { readonly moveId: number; readonly login: string },
    work: (env: Env, move: Row) => Result,
  ): Result => {
    const move = world.db.get('account.move', input.moveId);
    return as({ companyId: must(move, 'company_id'), login: input.login }, (env) =>
      work(env, move),
    );
  };
  const onlyWhen = (env: Env, move: Row, blocked: boolean): void => {
    if ((str(move, 'payment_state') === 'blocked') !== blocked) toggleBlock(env, move);
  };
  return {
    payBillByHand: (input) => onMove(input, (env, move) => payByHand(env, move, input)),
    resetToDraft: (input) => onMove(input, (env, move) => draftMoves(env, [move])),
    cancelBill: (input) => onMove(input, (env, move) => cancelMoves(env, [move])),
    creditBill: (input) => onMove(input, (env, move) => credit(env, move, input.amount)),
    editBankAccount: (input) =>
      as({ companyId: 1, login: input.login }, (env) => {
        const row = env.get('res.partner.bank', input.partnerBankId);
        const trusted = row.values['allow_out_payment'] === true;
        writeRows(
          env,
          { model: 'res.partner.bank', rows: [row] },
          {
            allow_out_payment: false,
            acc_number: input.accountNumber,
          },
        );
        if (trusted)
          writeRows(env, { model: 'res.partner.bank', rows: [row] }, { allow_out_payment: true });
      }),
    setLockDate: (input) =>
      as({ companyId: input.companyId, login: 'admin' }, (env) => {
        if (env.dialect.locks[input.field] === undefined) {
          throw new Error(`no lock ${input.field}`);
        }
        env.set('res.company', env.get('res.company', input.companyId), {
          [input.field]: input.date,
        });
      }),
    undoStatementMatch: (input) => {
      const line = world.db.get('account.bank.statement.line', input.statementLineId);
      as({ companyId: must(line, 'company_id'), login: input.login }, (env) =>
        undoStatementLine(env, line),
      );
    },
    blockPayment: (input) => onMove(input, (env, move) => onlyWhen(env, move, true)),
    unblockPayment: (input) => onMove(input, (env, move) => onlyWhen(env, move, false)),
    setEmail: (input) =>
      as({ companyId: 1, login: input.login }, (env) => {
        env.set('res.users', env.get('res.users', env.uid), { email: input.email });
      }),
  };
};

const bankJournal = (env: Env, move: Row): Row => {
  const currency = must(move, 'currency_id');
  const company = must(move, 'company_id');
  const home = must(env.get('res.company', company), 'currency_id');
  const journals = env.db
    .rowsWhere('account.journal', 'type', 'bank')
    .filter((row) => must(row, 'company_id') === company);
  const suited = journals.find((row) => (row.values['currency_id'] ?? home) === currency);
  if (suited === undefined)
    throw new Error(`company ${company} has no bank account in the currency of the bill`);
  return suited;
};

const payByHand = (
  env: Env,
  move: Row,
  input: { readonly journalId?: number; readonly amount?: string },
): number => {
  const open = openTermLines(env, move);
  const due = absolute(
    open.reduce((sum, line) => sum + money(line, 'amount_residual_currency'), 0n),
  );
  const inbound = str(move, 'move_type') === 'in_refund';
  const payment = createPayment(env, {
    payment_type: inbound ? 'inbound' : 'outbound',
    partner_type: 'supplier',
    partner_id: must(move, 'partner_id'),
    amount:
      input.amount === undefined
        ? env.world.amount(env, due, must(move, 'currency_id'))
        : new Decimal(input.amount),
    journal_id: input.journalId ?? bankJournal(env, move).id,
    currency_id: must(move, 'currency_id'),
    [env.dialect.payment.memo]: str(move, 'ref') ?? str(move, 'name') ?? '',
    ...paysInvoices(env, [move.id]),
  });
  postPayments(env, [payment]);
  reconcileLines(env, [...open, ...paymentSides(env, payment).counterpart]);
  return payment.id;
};

const credit = (env: Env, move: Row, amount: string | undefined): number => {
  const whole = templateOf(env, move, -1n);
  const account = env.db
    .rowsWhere('account.move.line', 'move_id', move.id)
    .find((line) => str(line, 'display_type') === 'product');
  const part = {
    ...whole,
    invoice_line_ids: [
      [
        0,
        0,
        {
          name: 'Credit',
          account_id: account === undefined ? false : must(account, 'account_id'),
          price_unit: new Decimal(amount ?? '0'),
          tax_ids: [[6, 0, []]],
        },
      ],
    ],
  };
  const note = createMove(env, {
    ...(amount === undefined ? whole : part),
    move_type: 'in_refund',
    invoice_date: env.today,
    date: env.today,
    ref: `Reversal of: ${str(move, 'name') ?? ''}`,
  });
  env.set('account.move', note, { reversed_entry_id: move.id });
  postMoves(env, [note]);
  const open = openTermLines(env, move);
  if (open.length > 0) reconcileLines(env, [...open, ...openTermLines(env, note)]);
  return note.id;
};
