import type { Env } from './environment.ts';
import { userError } from './errors.ts';
import { insertLine, linesOf, partialsOf, refreshResidual } from './move-lines.ts';
import { nameFor } from './numbering.ts';
import { companyCurrency } from './records.ts';
import { refreshMove } from './refresh.ts';
import { money, must, ref, str } from './values.ts';
import type { Row } from './values.ts';

interface Pair {
  readonly partial: Row;
  readonly debit: Row;
  readonly credit: Row;
}

/** Where a difference goes: a loss to one account of the company, a gain to another. */
const differenceAccount = (env: Env, line: Row, difference: bigint): number | null =>
  ref(
    env.get('res.company', must(line, 'company_id')),
    difference > 0n
      ? 'expense_currency_exchange_account_id'
      : 'income_currency_exchange_account_id',
  );

/** A posted entry of the exchange difference journal, with its two lines. */
const postExchangeEntry = (
  env: Env,
  line: Row,
  input: { readonly difference: bigint; readonly date: string; readonly accountId: number | null },
): Row => {
  const company = env.get('res.company', must(line, 'company_id'));
  const journalId = ref(company, 'currency_exchange_journal_id');
  const { accountId } = input;
  if (journalId === null || accountId === null) {
    throw userError(
      'You should configure the exchange difference journal and accounts of the company.',
    );
  }
  const move = env.insert('account.move', {
    move_type: 'entry',
    state: 'draft',
    journal_id: journalId,
    company_id: company.id,
    company_currency_id: companyCurrency(env, company.id),
    currency_id: companyCurrency(env, company.id),
    date: input.date,
    payment_state: 'not_paid',
    auto_post: 'no',
  });
  const common = {
    amountCurrency: 0n,
    currencyId: must(line, 'currency_id'),
    name: 'Currency exchange rate difference',
    partnerId: ref(line, 'partner_id'),
  };
  insertLine(env, move, {
    ...common,
    accountId: must(line, 'account_id'),
    balance: -input.difference,
  });
  insertLine(env, move, { ...common, accountId, balance: input.difference });
  env.set('account.move', move, { name: nameFor(env, move), state: 'posted', posted_before: true });
  refreshMove(env, move);
  return move;
};

/**
 * When a match closes a line in its foreign currency but not in the company's, the rest of the
 * company amount is booked as an exchange difference and matched with the line.
 */
export const postExchangeDifference = (env: Env, pair: Pair): void => {
  for (const line of [pair.debit, pair.credit]) {
    if (money(line, 'amount_residual_currency') !== 0n) continue;
    const difference = money(line, 'amount_residual');
    if (difference === 0n) continue;
    const date = str(pair.partial, 'max_date') ?? env.today;
    const accountId = differenceAccount(env, line, difference);
    const move = postExchangeEntry(env, line, { difference, date, accountId });
    const other = linesOf(env, move.id)[0];
    if (other === undefined) throw new Error('an exchange entry has two lines');
    const [debit, credit] = difference > 0n ? [line, other] : [other, line];
    env.insert('account.partial.reconcile', {
      debit_move_id: debit.id,
      credit_move_id: credit.id,
      company_id: must(line, 'company_id'),
      company_currency_id: must(line, 'company_currency_id'),
      debit_currency_id: must(line, 'currency_id'),
      credit_currency_id: must(line, 'currency_id'),
      amount: difference > 0n ? difference : -difference,
      debit_amount_currency: 0n,
      credit_amount_currency: 0n,
      full_reconcile_id: null,
      exchange_move_id: null,
      max_date: date,
    });
    env.set('account.partial.reconcile', pair.partial, { exchange_move_id: move.id });
    refreshResidual(env, line);
    refreshResidual(env, other);
  }
};

/** Books the opposite of an exchange entry whose match was undone, and closes the two. */
export const reverseExchange = (
  env: Env,
  move: Row,
  reconcile: (env: Env, lines: readonly Row[]) => void,
): void => {
  const [line, booked] = linesOf(env, move.id);
  if (line === undefined || booked === undefined) return;
  refreshResidual(env, line);
  const difference = money(line, 'balance');
  const reversal = postExchangeEntry(env, line, {
    difference,
    date: str(move, 'date') ?? env.today,
    // A reversal turns each line round where it stands: a loss is taken back from the losses.
    accountId: ref(booked, 'account_id'),
  });
  const opposite = linesOf(env, reversal.id)[0];
  if (opposite === undefined || partialsOf(env, line).length > 0) return;
  reconcile(env, [line, opposite]);
};
