import { toCompanyCurrency } from './currencies.ts';
import type { Env } from './environment.ts';
import { insertLine, linesOf, removeLines } from './move-lines.ts';
import { paymentText } from './payment-columns.ts';
import { companyCurrency } from './records.ts';
import { money, must, ref, str } from './values.ts';
import type { Row } from './values.ts';

const model = 'account.payment';

export interface WriteOff {
  readonly accountId: number;
  readonly label: string | null;
  /** Signed as a journal item in the payment's currency. */
  readonly amount: bigint;
}

interface Entry {
  readonly date: string;
  readonly memo: string | null;
}

/** A draft entry for a payment, still without lines; null when it has no account to wait on. */
export const insertPaymentMove = (env: Env, payment: Row, entry: Entry): Row | null => {
  if (ref(payment, 'outstanding_account_id') === null) return null;
  if (ref(payment, 'destination_account_id') === null) return null;
  const companyId = must(payment, 'company_id');
  const move = env.insert('account.move', {
    move_type: 'entry',
    state: 'draft',
    payment_state: 'not_paid',
    auto_post: 'no',
    journal_id: must(payment, 'journal_id'),
    company_id: companyId,
    company_currency_id: companyCurrency(env, companyId),
    currency_id: must(payment, 'currency_id'),
    partner_id: ref(payment, 'partner_id'),
    partner_bank_id: ref(payment, 'partner_bank_id'),
    date: entry.date,
    ref: entry.memo,
    origin_payment_id: payment.id,
  });
  env.set(model, payment, { move_id: move.id });
  return move;
};

/** The balanced lines of a payment's entry: outstanding account against payable or receivable. */
export const writePaymentLines = (env: Env, payment: Row, writeOff?: WriteOff): void => {
  const move = env.get('account.move', must(payment, 'move_id'));
  const currencyId = must(payment, 'currency_id');
  const companyId = must(payment, 'company_id');
  const date = paymentText(env, payment, 'date') ?? env.today;
  const convert = (amount: bigint): bigint =>
    toCompanyCurrency(env, { amount, from: currencyId, companyId, date });
  const sign = str(payment, 'payment_type') === 'inbound' ? 1n : -1n;
  const amount = sign * money(payment, 'amount');
  const partnerId = ref(payment, 'partner_id');
  const name = paymentText(env, payment, 'memo') ?? 'Manual Payment';
  const base = { currencyId, name, partnerId };
  const adjust = writeOff?.amount ?? 0n;
  insertLine(env, move, {
    ...base,
    accountId: must(payment, 'outstanding_account_id'),
    amountCurrency: amount,
    balance: convert(amount),
  });
  insertLine(env, move, {
    ...base,
    accountId: must(payment, 'destination_account_id'),
    amountCurrency: -(amount + adjust),
    balance: -(convert(amount) + convert(adjust)),
  });
  if (writeOff === undefined) return;
  insertLine(env, move, {
    ...base,
    name: writeOff.label,
    accountId: writeOff.accountId,
    amountCurrency: adjust,
    balance: convert(adjust),
  });
};

/** Books the entry of a payment that has none yet; on 17 only a write-off changes it. */
export const createPaymentMove = (env: Env, payment: Row, writeOff?: WriteOff): void => {
  const moveId = ref(payment, 'move_id');
  if (moveId !== null && writeOff === undefined) return;
  if (moveId === null) {
    const date = paymentText(env, payment, 'date') ?? env.today;
    const memo = paymentText(env, payment, 'memo');
    if (insertPaymentMove(env, payment, { date, memo }) === null) return;
  } else removeLines(env, linesOf(env, moveId));
  writePaymentLines(env, payment, writeOff);
};
