import { insertRow } from './crud.ts';
import type { Behaviour, Env, Method } from './environment.ts';
import { userError } from './errors.ts';
import { openTermLines, templateOf } from './move-methods.ts';
import { createMove, postMoves } from './moves.ts';
import { reconcileLines } from './reconcile.ts';
import { browse } from './records.ts';
import { invoiceTypes } from './refresh.ts';
import { idsOf, must, ref, refs, str } from './values.ts';
import type { Row, Wire, WireObject } from './values.ts';

const model = 'account.move.reversal';

const reverseType: Readonly<Record<string, string>> = {
  in_invoice: 'in_refund',
  in_receipt: 'in_refund',
  out_invoice: 'out_refund',
  out_receipt: 'out_refund',
  in_refund: 'in_invoice',
  out_refund: 'out_invoice',
  entry: 'entry',
};

const createWizard = (env: Env, values: WireObject): Row => {
  const moves = browse(
    env,
    { model: 'account.move', ids: idsOf(env.context['active_ids']) },
    'read',
  );
  const first = moves[0];
  if (first === undefined) throw userError('There is nothing to reverse.');
  if (moves.some((move) => str(move, 'state') !== 'posted')) {
    throw userError('To reverse a journal entry, it has to be posted first.');
  }
  return insertRow(env, model, {
    values,
    defaults: {
      date: env.today,
      journal_id: must(first, 'journal_id'),
      company_id: must(first, 'company_id'),
      move_ids: moves.map((move) => move.id),
    },
  });
};

/** A draft that mirrors the move, dated and labelled by the wizard. */
const mirror = (env: Env, wizard: Row, move: Row): Row => {
  const type = str(move, 'move_type') ?? 'entry';
  const reason = str(wizard, 'reason');
  const label = `Reversal of: ${str(move, 'name') ?? ''}${reason === null ? '' : `, ${reason}`}`;
  const date = str(wizard, 'date') ?? env.today;
  const reversed = createMove(env, {
    ...templateOf(env, move, -1n),
    move_type: reverseType[type] ?? 'entry',
    journal_id: must(wizard, 'journal_id'),
    date,
    ref: label,
    ...(invoiceTypes.has(type) ? { invoice_date: date, invoice_date_due: date } : {}),
  });
  env.set('account.move', reversed, { reversed_entry_id: move.id });
  return reversed;
};

const matchOpenLines = (env: Env, move: Row, reversed: Row): void => {
  const own = openTermLines(env, move);
  const others = openTermLines(env, reversed);
  for (const accountId of new Set(own.map((line) => must(line, 'account_id')))) {
    const onAccount = (line: Row): boolean => ref(line, 'account_id') === accountId;
    const counterpart = others.filter(onAccount);
    if (counterpart.length > 0) reconcileLines(env, [...own.filter(onAccount), ...counterpart]);
  }
};

const answer = (moves: readonly Row[]): Wire => {
  const action: WireObject = {
    name: 'Reverse Moves',
    type: 'ir.actions.act_window',
    res_model: 'account.move',
  };
  const only = moves.length === 1 ? moves[0] : undefined;
  if (only !== undefined) {
    const context = { default_move_type: str(only, 'move_type') ?? 'entry' };
    return { ...action, view_mode: 'form', res_id: only.id, context };
  }
  return {
    ...action,
    view_mode: 'list,form',
    domain: [['id', 'in', moves.map((move) => move.id)]],
  };
};

type Mode = 'reverse' | 'refund' | 'modify';

const run =
  (mode: Mode): Method =>
  (env, ids) => {
    const wizard = browse(env, { model, ids }, 'write')[0];
    if (wizard === undefined) throw userError('The wizard is gone.');
    const results: Row[] = [];
    for (const id of refs(wizard, 'move_ids')) {
      const move = env.get('account.move', id);
      const reversed = mirror(env, wizard, move);
      if (mode !== 'refund') {
        postMoves(env, [reversed]);
        matchOpenLines(env, move, reversed);
      }
      results.push(mode === 'modify' ? again(env, wizard, move) : reversed);
    }
    env.set(model, wizard, { new_move_ids: results.map((row) => row.id) });
    return answer(results);
  };

/** The corrected draft that `modify_moves` leaves beside the reversal. */
const again = (env: Env, wizard: Row, move: Row): Row => {
  const date = str(wizard, 'date') ?? env.today;
  const type = str(move, 'move_type') ?? 'entry';
  return createMove(env, {
    ...templateOf(env, move, 1n),
    move_type: type,
    date,
    ...(invoiceTypes.has(type) ? { invoice_date: date } : {}),
  });
};

export const reversalBehaviour: Behaviour = {
  create: createWizard,
  displayName: (_env, row) => `account.move.reversal,${row.id}`,
  methods: {
    reverse_moves: run('reverse'),
    refund_moves: run('refund'),
    modify_moves: run('modify'),
  },
};
