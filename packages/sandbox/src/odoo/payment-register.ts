import { insertRow } from './crud.ts';
import { currencyOfJournal } from './currencies.ts';
import { absolute } from './decimal.ts';
import type { Behaviour, Env } from './environment.ts';
import { userError } from './errors.ts';
import { openTermLines } from './move-methods.ts';
import { createPaymentMove } from './payment-entry.ts';
import { createPayment, paysInvoices, postPayments } from './payments.ts';
import { reconcileLines } from './reconcile.ts';
import { browse } from './records.ts';
import { paymentSides } from './refresh.ts';
import { flag, idsOf, money, must, ref, refs, str } from './values.ts';
import type { Row, Wire, WireObject } from './values.ts';

const model = 'account.payment.register';

/** The open lines the wizard was opened on, from the call's context. */
const linesFromContext = (env: Env): Row[] => {
  const ids = idsOf(env.context['active_ids']);
  if (env.context['active_model'] === 'account.move.line') {
    return ids
      .map((id) => env.get('account.move.line', id))
      .filter((line) => !flag(line, 'reconciled'));
  }
  return browse(env, { model: 'account.move', ids }, 'read')
    .filter((move) => str(move, 'state') === 'posted')
    .flatMap((move) => openTermLines(env, move));
};

const communicationOf = (env: Env, lines: readonly Row[]): string => {
  const labels = lines.map((line) => {
    const move = env.get('account.move', must(line, 'move_id'));
    return str(move, 'payment_reference') ?? str(move, 'ref') ?? str(move, 'name') ?? '';
  });
  return [...new Set(labels)].join(', ');
};

const openAmount = (lines: readonly Row[]): bigint =>
  lines.reduce((sum, line) => sum + money(line, 'amount_residual_currency'), 0n);

const createWizard = (env: Env, values: WireObject): Row => {
  const lines = linesFromContext(env);
  const first = lines[0];
  if (first === undefined) {
    throw userError(
      "You can't register a payment because there is nothing left to pay on " +
        'the selected journal items.',
    );
  }
  if (new Set(lines.map((line) => must(line, 'company_id'))).size > 1) {
    throw userError("You can't create payments for entries belonging to different companies.");
  }
  const total = openAmount(lines);
  const inbound = total > 0n;
  const given = values['journal_id'];
  const companyId = must(first, 'company_id');
  const journalId =
    typeof given === 'number'
      ? given
      : (env.db
          .rowsWhere('account.journal', 'type', 'bank')
          .find((row) => must(row, 'company_id') === companyId)?.id ?? 0);
  const partnerId = ref(first, 'partner_id');
  const bank =
    partnerId === null
      ? undefined
      : env.db.rowsWhere('res.partner.bank', 'partner_id', partnerId)[0];
  const method = env.db
    .rowsWhere('account.payment.method.line', 'journal_id', journalId)
    .find((row) => str(row, 'payment_type') === (inbound ? 'inbound' : 'outbound'));
  const wizard = insertRow(env, model, {
    values,
    defaults: {
      payment_date: env.today,
      amount: absolute(total),
      source_amount_currency: absolute(total),
      communication: communicationOf(env, lines),
      group_payment: false,
      payment_difference_handling: 'open',
      payment_type: inbound ? 'inbound' : 'outbound',
      partner_type: inbound ? 'customer' : 'supplier',
      currency_id: must(first, 'currency_id'),
      journal_id: journalId,
      company_id: companyId,
      partner_id: partnerId,
      partner_bank_id: inbound ? null : (bank?.id ?? null),
      payment_method_line_id: method?.id ?? null,
      line_ids: lines.map((line) => line.id),
    },
  });
  if (
    must(wizard, 'currency_id') !== currencyOfJournal(env, journalId) &&
    values['amount'] === undefined
  ) {
    throw userError('The payment currency must be the currency of the journal.');
  }
  return wizard;
};

interface Batch {
  readonly lines: readonly Row[];
  readonly amount: bigint;
}

/** One payment per document, or one for all when grouped or when an amount was typed in. */
const batchesOf = (env: Env, wizard: Row): Batch[] => {
  const lines = refs(wizard, 'line_ids').map((id) => env.get('account.move.line', id));
  const typed = money(wizard, 'amount') !== money(wizard, 'source_amount_currency');
  if (lines.length === 1 || flag(wizard, 'group_payment') || typed)
    return [{ lines, amount: money(wizard, 'amount') }];
  return lines.map((line) => ({ lines: [line], amount: absolute(money(line, 'amount_currency')) }));
};

const payBatch = (env: Env, wizard: Row, batch: Batch): Row => {
  const first = batch.lines[0];
  if (first === undefined) throw userError('Nothing to pay.');
  const payment = createPayment(env, {
    payment_type: str(wizard, 'payment_type') ?? 'outbound',
    partner_type: str(wizard, 'partner_type') ?? 'supplier',
    partner_id: ref(first, 'partner_id') ?? false,
    journal_id: must(wizard, 'journal_id'),
    date: str(wizard, 'payment_date') ?? env.today,
    [env.dialect.payment.memo]: communicationOf(env, batch.lines),
    amount: env.world.amount(env, batch.amount, must(wizard, 'currency_id')),
    partner_bank_id: ref(wizard, 'partner_bank_id') ?? false,
    ...paysInvoices(
      env,
      batch.lines.map((line) => must(line, 'move_id')),
    ),
  });
  bookDifference(env, { wizard, payment, batch });
  postPayments(env, [payment]);
  const account = ref(payment, 'destination_account_id');
  const open = batch.lines.filter(
    (line) => !flag(line, 'reconciled') && ref(line, 'account_id') === account,
  );
  const own = paymentSides(env, payment).counterpart;
  // A second wizard on a paid bill still posts its payment; it only finds nothing to match.
  if (open.length > 0) reconcileLines(env, [...own, ...open]);
  return payment;
};

const bookDifference = (
  env: Env,
  input: { readonly wizard: Row; readonly payment: Row; readonly batch: Batch },
): void => {
  const accountId = ref(input.wizard, 'writeoff_account_id');
  if (str(input.wizard, 'payment_difference_handling') !== 'reconcile' || accountId === null)
    return;
  const open = openAmount(input.batch.lines);
  const paid = open > 0n ? input.batch.amount : -input.batch.amount;
  if (open === paid) return;
  const label = str(input.wizard, 'writeoff_label');
  createPaymentMove(env, input.payment, { accountId, label, amount: open - paid });
};

const createPayments = (env: Env, wizard: Row): Wire => {
  const payments = batchesOf(env, wizard).map((batch) => payBatch(env, wizard, batch).id);
  const action: WireObject = {
    name: 'Payments',
    type: 'ir.actions.act_window',
    res_model: 'account.payment',
    context: { create: false },
  };
  const only = payments.length === 1 ? payments[0] : undefined;
  if (only !== undefined) return { ...action, view_mode: 'form', res_id: only };
  return { ...action, view_mode: 'list,form', domain: [['id', 'in', payments]] };
};

export const paymentRegisterBehaviour: Behaviour = {
  create: createWizard,
  displayName: (_env, row) => `account.payment.register,${row.id}`,
  compute: {
    payment_difference: (_env, row) => money(row, 'source_amount_currency') - money(row, 'amount'),
  },
  methods: {
    action_create_payments: (env, ids) => {
      const wizard = browse(env, { model, ids }, 'write')[0];
      if (wizard === undefined) throw userError('The wizard is gone.');
      return createPayments(env, wizard);
    },
  },
};
