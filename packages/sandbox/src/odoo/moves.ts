import { checkMayPost } from './access.ts';
import { checkFields, insertRow, ownValues, removeRows, writeColumns } from './crud.ts';
import { currencyOfJournal } from './currencies.ts';
import { americanDate } from './dates.ts';
import type { Behaviour, Env } from './environment.ts';
import { userError } from './errors.ts';
import { applyInvoiceLines, completeInvoice, dueDateFor } from './invoices.ts';
import { accountingDate, checkLocks, violatedLocks } from './locks.ts';
import {
  checkBalanced,
  insertLine,
  isTermLine,
  lineFromValues,
  linesOf,
  partialsOf,
  postedItemRefusal,
  reconciledRefusal,
  removeLines,
} from './move-lines.ts';
import { nameFor } from './numbering.ts';
import { assertVisible, companyCurrency } from './records.ts';
import { unreconcileLines } from './reconcile.ts';
import { invoiceTypes } from './refresh.ts';
import { isList, isObject, isTrue, money, must, ref, str, textOf } from './values.ts';
import type { Row, Values, Wire, WireObject } from './values.ts';

const model = 'account.move';

const journalTypeFor = (type: string): string => {
  if (type.startsWith('in_')) return 'purchase';
  return type.startsWith('out_') ? 'sale' : 'general';
};

/** The journal given, or the company's first one of the right type. */
const journalFor = (env: Env, values: WireObject, type: string): Row => {
  const given = values['journal_id'];
  if (typeof given === 'number') return env.get('account.journal', given);
  const wanted = values['company_id'];
  const companyId = typeof wanted === 'number' ? wanted : env.companyId;
  const journal = env.db
    .rowsWhere('account.journal', 'type', journalTypeFor(type))
    .find((row) => must(row, 'company_id') === companyId);
  if (journal === undefined) {
    throw userError(
      `No journal could be found in company ${companyId} for any of those ` +
        `types: ${journalTypeFor(type)}`,
    );
  }
  return journal;
};

const lineColumns: readonly string[] = ['line_ids', 'invoice_line_ids'];

const withoutLines = (values: WireObject): WireObject =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !lineColumns.includes(name)));

/** `create`: a draft with its lines; a document's date follows its invoice date when not given. */
export const createMove = (env: Env, values: WireObject): Row => {
  checkFields(env, model, values);
  const type = textOf(values['move_type']) ?? textOf(env.context['default_move_type']) ?? 'entry';
  const journal = journalFor(env, values, type);
  const companyId = must(journal, 'company_id');
  const defaults: Values = {
    move_type: type,
    state: 'draft',
    payment_state: 'not_paid',
    auto_post: 'no',
    journal_id: journal.id,
    company_id: companyId,
    company_currency_id: companyCurrency(env, companyId),
    currency_id: currencyOfJournal(env, journal.id),
    date: env.today,
    posted_before: false,
  };
  const plain = { ...withoutLines(values), company_id: companyId };
  const move = insertRow(env, model, { values: plain, defaults });
  assertVisible(env, model, move);
  if (invoiceTypes.has(type)) completeDates(env, move, values);
  applyLines(env, move, values);
  env.world.refresh(env, new Set([move.id]));
  return move;
};

const completeDates = (env: Env, move: Row, values: WireObject): void => {
  const invoiceDate = str(move, 'invoice_date');
  if (!isTrue(values['date']) && invoiceDate !== null) {
    env.set(model, move, { date: accountingDate(env, move, invoiceDate) });
  }
  env.set(model, move, { invoice_date_due: dueDateFor(env, move, values['invoice_date_due']) });
};

const applyLines = (env: Env, move: Row, values: WireObject): void => {
  if (invoiceTypes.has(str(move, 'move_type') ?? '')) {
    const commands = values['invoice_line_ids'] ?? values['line_ids'];
    if (commands !== undefined) applyInvoiceLines(env, move, commands);
    return;
  }
  const commands = values['line_ids'] ?? values['invoice_line_ids'];
  if (commands !== undefined) applyEntryLines(env, move, commands);
};

/** Applies line commands to an entry and asserts that it balances afterwards. */
export const applyEntryLines = (env: Env, move: Row, commands: Wire): void => {
  for (const command of isList(commands) ? commands : []) {
    if (!isList(command)) continue;
    const [code, id, values] = command;
    const line = typeof id === 'number' ? env.db.find('account.move.line', id) : undefined;
    const own = line !== undefined && ref(line, 'move_id') === move.id ? line : undefined;
    if (code === 0)
      insertLine(env, move, lineFromValues(env, move, isObject(values) ? values : {}));
    else if (code === 5) replaceLines(env, linesOf(env, move.id));
    else if ((code === 2 || code === 3) && own !== undefined) replaceLines(env, [own]);
    else if (code === 1 && own !== undefined && isObject(values)) {
      env.set(
        'account.move.line',
        own,
        ownValues(env, { model: 'account.move.line', row: own }, values),
      );
    } else if (code !== 4) throw userError('The line does not belong to this journal entry.');
  }
  checkBalanced(env, move.id);
};

const replaceLines = (env: Env, lines: readonly Row[]): void => {
  unreconcileLines(env, lines);
  removeLines(env, lines);
};

/** Columns that a posted move refuses to change; `ref` and `x_…` columns stay writable. */
const readonlyWhenPosted: readonly string[] = [
  'invoice_line_ids',
  'line_ids',
  'invoice_date',
  'date',
  'partner_id',
  'invoice_payment_term_id',
  'currency_id',
  'fiscal_position_id',
  'invoice_cash_rounding_id',
  'journal_id',
  'move_type',
  'company_id',
];

const derived: readonly string[] = ['state', 'payment_state', 'amount_total', 'amount_residual'];

const writeMoves = (env: Env, rows: readonly Row[], values: WireObject): void => {
  checkFields(env, model, values);
  for (const name of derived) {
    if (values[name] !== undefined)
      throw userError(`The field ${name} follows from the lines and the buttons.`);
  }
  for (const move of rows) {
    const posted = str(move, 'state') === 'posted';
    const changed = Object.keys(values).filter(
      (name) => !sameColumn(env, move, { name, wire: values[name] }),
    );
    const refused = changed.filter((name) => readonlyWhenPosted.includes(name));
    const forced = env.context['skip_readonly_check'] === true;
    if (posted && deletesLines(values) && env.context['force_delete'] !== true)
      throw userError(postedItemRefusal);
    if (posted && refused.length > 0 && !forced && !env.dialect.editsPostedBills) {
      throw userError(
        `You cannot modify the following readonly fields on a posted move: ${refused.join(', ')}`,
      );
    }
    if (posted && refused.length > 0) checkLocks(env, move);
    writeColumns(env, { model, rows: [move] }, withoutLines(values));
    if (lineColumns.some((name) => values[name] !== undefined)) applyLines(env, move, values);
    else if (!posted && refused.length > 0) refreshDraft(env, move, values);
    env.world.refresh(env, new Set([move.id]));
  }
};

/** A posted document written again with its own move type is left alone, as `load` does it. */
const sameColumn = (
  env: Env,
  move: Row,
  { name, wire }: { readonly name: string; readonly wire: Wire | undefined },
): boolean =>
  (name === 'move_type' || name === 'journal_id' || name === 'company_id') &&
  ownValues(env, { model, row: move }, { [name]: wire ?? false })[name] ===
    (move.values[name] ?? null);

const deletesLines = (values: WireObject): boolean =>
  lineColumns.some((name) => {
    const commands = values[name];
    return (
      isList(commands) && commands.some((item) => isList(item) && (item[0] === 2 || item[0] === 5))
    );
  });

const refreshDraft = (env: Env, move: Row, values: WireObject): void => {
  if (!invoiceTypes.has(str(move, 'move_type') ?? '')) return;
  if (values['invoice_date_due'] === undefined && values['invoice_payment_term_id'] !== undefined) {
    env.set(model, move, { invoice_date_due: dueDateFor(env, move, undefined) });
  }
  completeInvoice(env, move);
};

const documentNames: Readonly<Record<string, string>> = {
  in_invoice: 'Vendor Bill',
  in_refund: 'Vendor Credit Note',
  in_receipt: 'Purchase Receipt',
  out_invoice: 'Customer Invoice',
  out_refund: 'Customer Credit Note',
  out_receipt: 'Sales Receipt',
};

const checkPostable = (env: Env, move: Row): void => {
  const type = str(move, 'move_type') ?? 'entry';
  if (str(move, 'state') !== 'draft') {
    throw userError(`The entry ${str(move, 'name') ?? ''} (id ${move.id}) must be in draft.`);
  }
  if (str(move, 'auto_post') === 'at_date' && (str(move, 'date') ?? '') > env.today) {
    throw userError(
      `This move is configured to be auto-posted on ${americanDate(str(move, 'date') ?? '')}`,
    );
  }
  if (linesOf(env, move.id).length === 0) throw userError('You need to add a line before posting.');
  if (!invoiceTypes.has(type)) return;
  const document = documentNames[type] ?? '';
  if (ref(move, 'partner_id') === null && !type.endsWith('_receipt')) {
    const party = type.startsWith('in_') ? 'Vendor' : 'Customer';
    throw userError(
      `The field '${party}' is required, please complete it to validate the ${document}.`,
    );
  }
  if (money(move, 'amount_total') < 0n) {
    throw userError(
      'You cannot validate a document with a negative total amount. You should ' +
        'create a credit note instead.',
    );
  }
  if (str(move, 'invoice_date') !== null) return;
  if (type.startsWith('in_'))
    throw userError('The Bill/Refund date is required to validate this document.');
  env.set(model, move, { invoice_date: env.today });
};

/**
 * `action_post`: all of the moves or none. A locked date does not fail: it silently moves on.
 */
export const postMoves = (env: Env, moves: readonly Row[]): void => {
  checkMayPost(env);
  for (const move of moves) checkPostable(env, move);
  for (const move of moves) {
    const date = str(move, 'date') ?? env.today;
    if (violatedLocks(env, move, date).length > 0) {
      const base = str(move, 'invoice_date') ?? date;
      env.set(model, move, { date: accountingDate(env, move, base) });
    }
    checkBalanced(env, move.id);
    env.set(model, move, { state: 'posted', posted_before: true, name: nameFor(env, move) });
  }
  env.world.refresh(env, new Set(moves.map((move) => move.id)));
};

/** `button_draft`: undoes reconciliations and reopens the move for editing. */
export const draftMoves = (env: Env, moves: readonly Row[]): void => {
  for (const move of moves) {
    if (str(move, 'state') === 'draft') {
      throw userError('Only posted/cancelled journal entries can be reset to draft.');
    }
    if (str(move, 'state') === 'posted') checkLocks(env, move);
    unreconcileLines(env, linesOf(env, move.id));
    env.set(model, move, { state: 'draft', payment_state: 'not_paid' });
  }
  env.world.refresh(env, new Set(moves.map((move) => move.id)));
};

/** `button_cancel`: a posted move is reset first. */
export const cancelMoves = (env: Env, moves: readonly Row[]): void => {
  const posted = moves.filter((move) => str(move, 'state') === 'posted');
  draftMoves(env, posted);
  if (moves.some((move) => str(move, 'state') !== 'draft')) {
    throw userError('Only draft journal entries can be cancelled.');
  }
  for (const move of moves) env.set(model, move, { state: 'cancel', auto_post: 'no' });
  env.world.refresh(env, new Set(moves.map((move) => move.id)));
};

/** Deletes moves that are not posted, with their lines. */
export const deleteMoves = (env: Env, moves: readonly Row[]): void => {
  for (const move of moves) {
    if (str(move, 'state') === 'posted') throw userError(postedItemRefusal);
    const lines = linesOf(env, move.id);
    if (lines.some((line) => partialsOf(env, line).length > 0))
      throw userError(reconciledRefusal(move));
    removeLines(env, lines);
    for (const payment of env.db.rowsWhere('account.payment', 'move_id', move.id)) {
      if (env.dialect.payment.sharesEntry) removeRows(env, 'account.payment', [payment]);
      else env.set('account.payment', payment, { move_id: null });
    }
  }
  removeRows(env, model, moves);
};

/** `action_toggle_block_payment`: the clerk's "do not pay". */
export const toggleBlock = (env: Env, move: Row): void => {
  const state = str(move, 'payment_state');
  if (state !== 'not_paid' && state !== 'blocked')
    throw userError('Only an unpaid document can be blocked.');
  env.set(model, move, { payment_state: state === 'blocked' ? 'not_paid' : 'blocked' });
};

export const moveDisplayName = (_env: Env, move: Row): string => {
  const name = str(move, 'name') ?? 'Draft';
  const reference = str(move, 'ref');
  return reference === null ? name : `${name} (${reference})`;
};

export const moveBehaviourCore: Behaviour = {
  create: createMove,
  write: writeMoves,
  unlink: deleteMoves,
  displayName: moveDisplayName,
  compute: {
    status_in_payment: (_env, move) =>
      str(move, 'state') === 'posted' ? str(move, 'payment_state') : str(move, 'state'),
    commercial_partner_id: (_env, move) => ref(move, 'partner_id'),
    invoice_line_ids: (env, move) =>
      linesOf(env, move.id)
        .filter((line) => str(line, 'display_type') === 'product')
        .map((line) => line.id),
    payment_ids: (env, move) =>
      env.db.rowsWhere('account.payment', 'move_id', move.id).map((row) => row.id),
    has_reconciled_entries: (env, move) =>
      linesOf(env, move.id).some(
        (line) => isTermLine(env, line) && partialsOf(env, line).length > 0,
      ),
    attachment_ids: (env, move) =>
      env.db
        .rowsWhere('ir.attachment', 'res_id', move.id)
        .filter((row) => str(row, 'res_model') === model)
        .map((row) => row.id),
    message_ids: (env, move) =>
      env.db
        .rowsWhere('mail.message', 'res_id', move.id)
        .filter((row) => str(row, 'model') === model)
        .map((row) => row.id),
  },
};
