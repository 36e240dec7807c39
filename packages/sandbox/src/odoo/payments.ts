import { checkAccess } from './access.ts';
import { checkFields, insertRow, ownValues, removeRows, writeColumns } from './crud.ts';
import { currencyOfJournal } from './currencies.ts';
import type { Behaviour, Env, Method } from './environment.ts';
import { userError } from './errors.ts';
import { postMessage } from './messages.ts';
import { linesOf, partialsOf, removeLines } from './move-lines.ts';
import { cancelMoves, deleteMoves, draftMoves, postMoves } from './moves.ts';
import { partnerAccount } from './partners.ts';
import { paymentText, splitColumns } from './payment-columns.ts';
import { createPaymentMove, insertPaymentMove, writePaymentLines } from './payment-entry.ts';
import { browse, companyCurrency } from './records.ts';
import { unreconcileLines } from './reconcile.ts';
import { paymentSides, refreshPayment } from './refresh.ts';
import { money, must, ref, refs, str, textOf } from './values.ts';
import type { Row, Value, WireObject } from './values.ts';

const model = 'account.payment';

const methodLine = (env: Env, journalId: number, type: string): Row | undefined =>
  env.db
    .rowsWhere('account.payment.method.line', 'journal_id', journalId)
    .find((row) => str(row, 'payment_type') === type);

/** The account a payment waits on: that of its method, or the outstanding account of the chart. */
const outstandingAccount = (env: Env, journal: Row, line: Row | undefined): number | null => {
  const own = line === undefined ? null : ref(line, 'payment_account_id');
  if (own !== null || line === undefined) return own;
  const company = env.get('res.company', must(journal, 'company_id'));
  const inbound = str(line, 'payment_type') === 'inbound';
  return ref(
    company,
    inbound
      ? 'account_journal_payment_debit_account_id'
      : 'account_journal_payment_credit_account_id',
  );
};

const defaultJournal = (env: Env): number => {
  const journal = env.db
    .rowsWhere('account.journal', 'type', 'bank')
    .find((row) => must(row, 'company_id') === env.companyId);
  if (journal === undefined) throw userError('No bank journal could be found for this company.');
  return journal.id;
};

/** Keeps the two ends of the invoice ↔ payment relation alike. */
const linkInvoices = (env: Env, payment: Row): void => {
  for (const id of refs(payment, 'invoice_ids')) {
    const move = env.get('account.move', id);
    const linked = refs(move, 'matched_payment_ids');
    if (!linked.includes(payment.id)) {
      env.db.update('account.move', move, { matched_payment_ids: [...linked, payment.id] });
    }
  }
};

/** Names the invoices that a payment is for, where the release has a column for it. */
export const paysInvoices = (env: Env, moveIds: readonly number[]): WireObject =>
  env.dialect.payment.sharesEntry ? {} : { invoice_ids: [[6, 0, moveIds]] };

export const createPayment = (env: Env, values: WireObject): Row => {
  checkFields(env, model, values);
  const given = values['journal_id'];
  const journal = env.get(
    'account.journal',
    typeof given === 'number' ? given : defaultJournal(env),
  );
  const type = textOf(values['payment_type']) ?? 'inbound';
  const line = methodLine(env, journal.id, type);
  const partnerType =
    textOf(values['partner_type']) ?? (type === 'inbound' ? 'customer' : 'supplier');
  const partnerId = typeof values['partner_id'] === 'number' ? values['partner_id'] : null;
  const companyId = must(journal, 'company_id');
  const side = partnerType === 'supplier' ? 'payable' : 'receivable';
  const bank =
    partnerId === null
      ? undefined
      : env.db.rowsWhere('res.partner.bank', 'partner_id', partnerId)[0];
  const { sharesEntry } = env.dialect.payment;
  const { own, shared } = splitColumns(env, values);
  const payment = insertRow(env, model, {
    values: sharesEntry ? own : { ...own, state: 'draft' },
    defaults: {
      ...(sharesEntry ? {} : { date: env.today, is_sent: false }),
      journal_id: journal.id,
      company_id: companyId,
      payment_type: type,
      partner_type: partnerType,
      payment_method_line_id: line?.id ?? null,
      currency_id: currencyOfJournal(env, journal.id),
      company_currency_id: companyCurrency(env, companyId),
      outstanding_account_id: outstandingAccount(env, journal, line),
      destination_account_id: partnerAccount(env, { partnerId, companyId, side }),
      partner_bank_id: type === 'outbound' ? (bank?.id ?? null) : null,
      is_matched: false,
      is_reconciled: false,
    },
  });
  if (money(payment, 'amount') < 0n) throw userError('The payment amount cannot be negative.');
  linkInvoices(env, payment);
  if (sharesEntry) bookShared(env, payment, shared);
  return payment;
};

/** On 17 a payment has its entry from the beginning, which keeps what the two share. */
const bookShared = (env: Env, payment: Row, shared: WireObject): void => {
  const entry = { date: textOf(shared['date']) ?? env.today, memo: textOf(shared['ref']) };
  const move = insertPaymentMove(env, payment, entry);
  if (move === null) throw userError('The payment method has no outstanding account.');
  env.set('account.move', move, ownValues(env, { model: 'account.move', row: move }, shared));
  writePaymentLines(env, payment);
};

/** `action_post`: books the entry of a draft. From 18 on a payment in process is left alone. */
export const postPayments = (env: Env, payments: readonly Row[]): void => {
  const { sharesEntry, live } = env.dialect.payment;
  for (const payment of payments) {
    const state = paymentText(env, payment, 'state');
    if (!sharesEntry && state !== 'draft' && state !== live) continue;
    checkAccess(env, 'account.move', 'create');
    setState(env, payment, live);
    createPaymentMove(env, payment);
    const moveId = ref(payment, 'move_id');
    const move = moveId === null ? undefined : env.get('account.move', moveId);
    const isDue = move !== undefined && (sharesEntry || str(move, 'state') === 'draft');
    if (isDue) postMoves(env.sudo(), [move]);
    if (move !== undefined && !sharesEntry) env.set(model, payment, { name: str(move, 'name') });
    env.world.refresh(env, new Set(refs(payment, 'invoice_ids')));
    refreshPayment(env, payment);
  }
};

/** Where payments share their entry's state, posting and resetting the entry has changed it. */
const setState = (env: Env, payment: Row, state: string): void => {
  if (!env.dialect.payment.sharesEntry) env.set(model, payment, { state });
};

const entryOf = (env: Env, payment: Row): Row | undefined => {
  const moveId = ref(payment, 'move_id');
  return moveId === null ? undefined : env.get('account.move', moveId);
};

const unbook = (env: Env, payment: Row): void => {
  const move = entryOf(env, payment);
  if (move !== undefined && str(move, 'state') !== 'draft') draftMoves(env, [move]);
};

const isReconciled = (env: Env, payment: Row): boolean =>
  paymentSides(env, payment).counterpart.some((line) => partialsOf(env, line).length > 0);

/** `action_draft`, `action_reject`: on 19 a payment that closed something keeps its entry. */
const leave =
  (state: string): Method =>
  (env, ids) => {
    for (const payment of browse(env, { model, ids }, 'write')) {
      const keeps = env.dialect.payment.keepsMatches && isReconciled(env, payment);
      if (!keeps) unbook(env, payment);
      setState(env, payment, state);
      refreshPayment(env, payment);
      env.world.refresh(env, new Set(refs(payment, 'invoice_ids')));
    }
    return undefined;
  };

/** `action_cancel`: opens what it closed again; from 18 on the entry goes, on 17 it stays. */
const cancel: Method = (env, ids) => {
  const { sharesEntry, cancelled } = env.dialect.payment;
  for (const payment of browse(env, { model, ids }, 'write')) {
    const move = entryOf(env, payment);
    if (move !== undefined && sharesEntry) cancelMoves(env, [move]);
    else if (move !== undefined) {
      unbook(env, payment);
      deleteMoves(env, [move]);
    }
    setState(env, payment, cancelled);
    refreshPayment(env, payment);
    env.world.refresh(env, new Set(refs(payment, 'invoice_ids')));
  }
  return undefined;
};

/** Invoices whose open lines a payment's partner side is matched with. */
const reconciledMoves = (env: Env, payment: Row, types: readonly string[]): Value => {
  const found = new Set<number>();
  for (const line of paymentSides(env, payment).counterpart) {
    for (const partial of partialsOf(env, line)) {
      for (const side of ['debit_move_id', 'credit_move_id']) {
        const move = env.get(
          'account.move',
          must(env.get('account.move.line', must(partial, side)), 'move_id'),
        );
        if (types.some((type) => (str(move, 'move_type') ?? '').startsWith(type)))
          found.add(move.id);
      }
    }
  }
  return [...found];
};

const reconciledStatementLines = (env: Env, payment: Row): Value => {
  const found = new Set<number>();
  for (const line of paymentSides(env, payment).liquidity) {
    for (const partial of partialsOf(env, line)) {
      for (const side of ['debit_move_id', 'credit_move_id']) {
        const move = must(env.get('account.move.line', must(partial, side)), 'move_id');
        for (const row of env.db.rowsWhere('account.bank.statement.line', 'move_id', move))
          found.add(row.id);
      }
    }
  }
  return [...found];
};

const count =
  (list: (env: Env, row: Row) => Value) =>
  (env: Env, row: Row): Value => {
    const ids = list(env, row);
    return Array.isArray(ids) ? ids.length : 0;
  };

const bills = (env: Env, row: Row): Value => reconciledMoves(env, row, ['in_']);
const invoices = (env: Env, row: Row): Value => reconciledMoves(env, row, ['out_']);

/** Columns a booked payment no longer changes. */
const booked: readonly string[] = [
  'amount',
  'currency_id',
  'journal_id',
  'partner_id',
  'date',
  'payment_type',
  'state',
];

export const paymentBehaviour: Behaviour = {
  create: createPayment,
  write: (env, rows, values) => {
    const refused = Object.keys(values).filter((name) => booked.includes(name));
    if (
      values['state'] !== undefined ||
      rows.some((row) => paymentText(env, row, 'state') !== 'draft' && refused.length > 0)
    ) {
      throw userError('You cannot modify a posted payment. Reset it to draft first.');
    }
    writeColumns(env, { model, rows }, values);
    for (const row of rows) {
      linkInvoices(env, row);
      rebuildDraft(env, row, refused.length > 0);
    }
  },
  unlink: (env, rows) => {
    for (const row of rows) {
      const moveId = ref(row, 'move_id');
      if (moveId !== null) deleteMoves(env, [env.get('account.move', moveId)]);
    }
    if (!env.dialect.payment.sharesEntry) removeRows(env, model, rows);
  },
  displayName: (env, row) => paymentText(env, row, 'name') ?? 'Draft Payment',
  compute: {
    payment_method_code: () => 'manual',
    reconciled_bill_ids: bills,
    reconciled_invoice_ids: invoices,
    reconciled_bills_count: count(bills),
    reconciled_invoices_count: count(invoices),
    reconciled_statement_line_ids: reconciledStatementLines,
    reconciled_statement_lines_count: count(reconciledStatementLines),
    amount_signed: (_env, row) =>
      str(row, 'payment_type') === 'inbound' ? money(row, 'amount') : -money(row, 'amount'),
  },
  methods: {
    action_post: (env, ids) => {
      checkAccess(env, model, 'read');
      postPayments(env, browse(env, { model, ids }, 'read'));
      return undefined;
    },
    action_draft: leave('draft'),
    action_reject: leave('rejected'),
    action_cancel: cancel,
    action_validate: (env, ids) => {
      for (const row of browse(env, { model, ids }, 'write'))
        env.set(model, row, { state: 'paid' });
      return undefined;
    },
    mark_as_sent: (env, ids) => {
      for (const row of browse(env, { model, ids }, 'write'))
        env.set(model, row, { is_sent: true });
      return undefined;
    },
    unmark_as_sent: (env, ids) => {
      for (const row of browse(env, { model, ids }, 'write'))
        env.set(model, row, { is_sent: false });
      return undefined;
    },
    message_post: (env, ids, call) => postMessage(env, model, { ids, call }),
  },
};

/** A draft payment that was booked before gets fresh lines, or a fresh entry, after a change. */
const rebuildDraft = (env: Env, payment: Row, changed: boolean): void => {
  const moveId = ref(payment, 'move_id');
  if (!changed || moveId === null) return;
  const lines = linesOf(env, moveId);
  unreconcileLines(env, lines);
  if (!env.dialect.payment.sharesEntry) {
    deleteMoves(env, [env.get('account.move', moveId)]);
    return;
  }
  removeLines(env, lines);
  writePaymentLines(env, payment);
};
