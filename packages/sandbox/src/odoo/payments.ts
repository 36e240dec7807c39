import { checkAccess } from './access.ts';
import { checkFields, insertRow, removeRows, writeColumns } from './crud.ts';
import { currencyOfJournal, toCompanyCurrency } from './currencies.ts';
import type { Behaviour, Env, Method } from './environment.ts';
import { userError } from './errors.ts';
import { postMessage } from './messages.ts';
import { insertLine, linesOf, partialsOf } from './move-lines.ts';
import { deleteMoves, draftMoves, postMoves } from './moves.ts';
import { partnerAccount } from './partners.ts';
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
  const payment = insertRow(env, model, {
    values: { ...values, state: 'draft' },
    defaults: {
      date: env.today,
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
      is_sent: false,
      is_matched: false,
      is_reconciled: false,
    },
  });
  if (money(payment, 'amount') < 0n) throw userError('The payment amount cannot be negative.');
  linkInvoices(env, payment);
  return payment;
};

export interface WriteOff {
  readonly accountId: number;
  readonly label: string | null;
  /** Signed as a journal item in the payment's currency. */
  readonly amount: bigint;
}

/** The balanced entry of a payment: outstanding account against payable or receivable. */
export const createPaymentMove = (env: Env, payment: Row, writeOff?: WriteOff): void => {
  const outstanding = ref(payment, 'outstanding_account_id');
  const destination = ref(payment, 'destination_account_id');
  if (outstanding === null || destination === null || ref(payment, 'move_id') !== null) return;
  const currencyId = must(payment, 'currency_id');
  const companyId = must(payment, 'company_id');
  const date = str(payment, 'date') ?? env.today;
  const convert = (amount: bigint): bigint =>
    toCompanyCurrency(env, { amount, from: currencyId, companyId, date });
  const sign = str(payment, 'payment_type') === 'inbound' ? 1n : -1n;
  const amount = sign * money(payment, 'amount');
  const move = env.insert('account.move', {
    move_type: 'entry',
    state: 'draft',
    payment_state: 'not_paid',
    auto_post: 'no',
    journal_id: must(payment, 'journal_id'),
    company_id: companyId,
    company_currency_id: companyCurrency(env, companyId),
    currency_id: currencyId,
    partner_id: ref(payment, 'partner_id'),
    partner_bank_id: ref(payment, 'partner_bank_id'),
    date,
    ref: str(payment, 'memo'),
    origin_payment_id: payment.id,
  });
  const partnerId = ref(payment, 'partner_id');
  const name = str(payment, 'memo') ?? 'Manual Payment';
  const base = { currencyId, name, partnerId };
  const adjust = writeOff?.amount ?? 0n;
  insertLine(env, move, {
    ...base,
    accountId: outstanding,
    amountCurrency: amount,
    balance: convert(amount),
  });
  const rest = -(convert(amount) + convert(adjust));
  insertLine(env, move, {
    ...base,
    accountId: destination,
    amountCurrency: -(amount + adjust),
    balance: rest,
  });
  if (writeOff !== undefined) {
    insertLine(env, move, {
      ...base,
      name: writeOff.label,
      accountId: writeOff.accountId,
      amountCurrency: adjust,
      balance: convert(adjust),
    });
  }
  env.set(model, payment, { move_id: move.id });
};

/** `action_post`: idempotent on a payment in process; books the entry of a draft. */
export const postPayments = (env: Env, payments: readonly Row[]): void => {
  for (const payment of payments) {
    const state = str(payment, 'state');
    if (state !== 'draft' && state !== 'in_process') continue;
    checkAccess(env, 'account.move', 'create');
    env.set(model, payment, { state: 'in_process' });
    createPaymentMove(env, payment);
    const moveId = ref(payment, 'move_id');
    const move = moveId === null ? undefined : env.get('account.move', moveId);
    if (move !== undefined && str(move, 'state') === 'draft') postMoves(env.sudo(), [move]);
    if (move !== undefined) env.set(model, payment, { name: str(move, 'name') });
    env.world.refresh(env, new Set(refs(payment, 'invoice_ids')));
    refreshPayment(env, payment);
  }
};

const unbook = (env: Env, payment: Row): void => {
  const moveId = ref(payment, 'move_id');
  const move = moveId === null ? undefined : env.get('account.move', moveId);
  if (move !== undefined && str(move, 'state') !== 'draft') draftMoves(env, [move]);
};

const leave =
  (state: string, after?: (env: Env, payment: Row) => void): Method =>
  (env, ids) => {
    for (const payment of browse(env, { model, ids }, 'write')) {
      unbook(env, payment);
      after?.(env, payment);
      env.set(model, payment, { state });
      refreshPayment(env, payment);
      env.world.refresh(env, new Set(refs(payment, 'invoice_ids')));
    }
    return undefined;
  };

const dropEntry = (env: Env, payment: Row): void => {
  const moveId = ref(payment, 'move_id');
  if (moveId !== null) deleteMoves(env, [env.get('account.move', moveId)]);
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
      rows.some((row) => str(row, 'state') !== 'draft' && refused.length > 0)
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
    removeRows(env, model, rows);
  },
  displayName: (_env, row) => str(row, 'name') ?? 'Draft Payment',
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
    action_cancel: leave('canceled', dropEntry),
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

/** A draft payment that was booked before gets a fresh entry after a change. */
const rebuildDraft = (env: Env, payment: Row, changed: boolean): void => {
  const moveId = ref(payment, 'move_id');
  if (!changed || moveId === null) return;
  const move = env.get('account.move', moveId);
  unreconcileLines(env, linesOf(env, moveId));
  deleteMoves(env, [move]);
};
