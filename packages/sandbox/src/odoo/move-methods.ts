import { checkAccess } from './access.ts';
import type { Behaviour, Env, Method } from './environment.ts';
import { userError } from './errors.ts';
import { postMessage } from './messages.ts';
import { isTermLine, linesOf } from './move-lines.ts';
import {
  cancelMoves,
  createMove,
  draftMoves,
  moveBehaviourCore,
  postMoves,
  toggleBlock,
} from './moves.ts';
import { reconcileLines, unreconcileLines } from './reconcile.ts';
import { browse } from './records.ts';
import { invoiceTypes } from './refresh.ts';
import { flag, money, must, ref, refs, str } from './values.ts';
import type { Row, Wire, WireObject } from './values.ts';

const model = 'account.move';

const onMoves =
  (operation: 'read' | 'write', act: (env: Env, moves: Row[]) => Wire | undefined): Method =>
  (env, ids) => {
    checkAccess(env, model, 'read');
    return act(env, browse(env, { model, ids }, operation));
  };

/** The columns a copy or a reversal takes over from a line. */
export const lineTemplate = (env: Env, line: Row, sign: 1n | -1n): WireObject => {
  const currency = must(line, 'currency_id');
  return {
    account_id: must(line, 'account_id'),
    name: str(line, 'name') ?? false,
    partner_id: ref(line, 'partner_id') ?? false,
    currency_id: currency,
    balance: env.world.amount(
      env,
      sign * money(line, 'balance'),
      must(line, 'company_currency_id'),
    ),
    amount_currency: env.world.amount(env, sign * money(line, 'amount_currency'), currency),
  };
};

/** A product line as create values: price, quantity and taxes, not the booked amounts. */
export const productTemplate = (env: Env, line: Row): WireObject => ({
  account_id: must(line, 'account_id'),
  name: str(line, 'name') ?? false,
  quantity: 1,
  price_unit: env.world.amount(env, money(line, 'price_subtotal'), must(line, 'currency_id')),
  tax_ids: [[6, 0, [...refs(line, 'tax_ids')]]],
});

export const templateOf = (env: Env, move: Row, sign: 1n | -1n): WireObject => {
  const isDocument = invoiceTypes.has(str(move, 'move_type') ?? '');
  const lines = linesOf(env, move.id);
  const products = lines.filter((line) => str(line, 'display_type') === 'product');
  const header = {
    journal_id: must(move, 'journal_id'),
    partner_id: ref(move, 'partner_id') ?? false,
    currency_id: must(move, 'currency_id'),
  };
  if (isDocument) {
    return {
      ...header,
      invoice_line_ids: products.map((line) => [0, 0, productTemplate(env, line)]),
    };
  }
  return { ...header, line_ids: lines.map((line) => [0, 0, lineTemplate(env, line, sign)]) };
};

const copy: Method = onMoves('read', (env, moves) => {
  checkAccess(env, model, 'create');
  const copies = moves.map((move) => {
    const values = templateOf(env, move, 1n);
    return createMove(env, { ...values, move_type: str(move, 'move_type') ?? 'entry' }).id;
  });
  return env.dialect.answersSingly && copies.length === 1 ? (copies[0] ?? false) : copies;
});

const assignOutstanding: Method = (env, ids, call) => {
  const move = browse(env, { model, ids }, 'write')[0];
  const lineId = call.args[0] ?? call.kwargs['line_id'];
  const line = typeof lineId === 'number' ? env.db.find('account.move.line', lineId) : undefined;
  if (move === undefined || line === undefined) throw userError('No line to assign.');
  const account = must(line, 'account_id');
  const open = linesOf(env, move.id).filter(
    (item) => must(item, 'account_id') === account && !flag(item, 'reconciled'),
  );
  reconcileLines(env, [line, ...open]);
  return undefined;
};

export const moveBehaviour: Behaviour = {
  ...moveBehaviourCore,
  methods: {
    action_post: (env, ids) => {
      postMoves(
        env,
        browse(env.sudo(), { model, ids }, 'read').map((move) => visible(env, move)),
      );
      return false;
    },
    button_draft: onMoves('write', (env, moves) => {
      draftMoves(env, moves);
      return undefined;
    }),
    button_cancel: onMoves('write', (env, moves) => {
      cancelMoves(env, moves);
      return undefined;
    }),
    action_toggle_block_payment: onMoves('write', (env, moves) => {
      for (const move of moves) toggleBlock(env, move);
      return undefined;
    }),
    copy,
    js_assign_outstanding_line: assignOutstanding,
    message_post: (env, ids, call) => postMessage(env, model, { ids, call }),
  },
};

/** Posting checks its own right first, then the company rules. */
const visible = (env: Env, move: Row): Row => {
  const company = ref(move, 'company_id');
  if (company !== null && !env.companyIds.includes(company)) {
    browse(env, { model, ids: [move.id] }, 'read');
  }
  return move;
};

export const lineMethods: Readonly<Record<string, Method>> = {
  reconcile: (env, ids) => {
    checkAccess(env, 'account.move.line', 'read');
    checkAccess(env, model, 'write');
    reconcileLines(env, browse(env, { model: 'account.move.line', ids }, 'write'));
    return undefined;
  },
  remove_move_reconcile: (env, ids) => {
    checkAccess(env, 'account.move.line', 'read');
    unreconcileLines(env, browse(env, { model: 'account.move.line', ids }, 'write'));
    return undefined;
  },
};

export const openTermLines = (env: Env, move: Row): Row[] =>
  linesOf(env, move.id).filter((line) => isTermLine(env, line) && !flag(line, 'reconciled'));
