import { checkAccess } from './access.ts';
import { insertRow } from './crud.ts';
import type { Behaviour, Env } from './environment.ts';
import { OdooError } from './errors.ts';
import { browse } from './records.ts';
import { must, str, textOf } from './values.ts';
import type { Row, WireObject } from './values.ts';

export const attachmentBehaviour: Behaviour = {
  create: (env, values) => {
    const target = textOf(values['res_model']);
    if (target !== null && env.db.tables.has(target)) checkAccess(env, target, 'write');
    const data = textOf(values['datas']) ?? '';
    const padding = data.endsWith('==') ? 2 : data.endsWith('=') ? 1 : 0;
    return insertRow(env, 'ir.attachment', {
      values,
      defaults: {
        type: 'binary',
        mimetype: 'application/octet-stream',
        file_size: Math.floor((data.length * 3) / 4) - padding,
      },
    });
  },
  methods: {
    register_as_main_attachment: (env, ids) => {
      for (const row of browse(env, { model: 'ir.attachment', ids }, 'read')) {
        const model = str(row, 'res_model');
        const id = row.values['res_id'];
        if (
          model === null ||
          typeof id !== 'number' ||
          !env.spec(model).fields.has('message_main_attachment_id')
        )
          continue;
        env.set(model, env.get(model, id), { message_main_attachment_id: row.id });
      }
      return undefined;
    },
  },
};

export const companyBehaviour: Behaviour = {
  guardWrite: (env, rows, values) => {
    for (const row of rows) checkLockable(env, row, values);
  },
  compute: Object.fromEntries(
    ['fiscalyear', 'tax', 'sale', 'purchase', 'hard'].map((name) => [
      `user_${name}_lock_date`,
      (_env: Env, row: Row) => str(row, `${name}_lock_date`) ?? '1-01-01',
    ]),
  ),
};

/** On 17 drafts keep a period from being locked for everybody. */
const checkDrafts = (env: Env, company: Row, lock: string): void => {
  if (!env.dialect.draftsKeepOpen) return;
  const drafts = env.db
    .rowsWhere('account.move', 'state', 'draft')
    .filter((move) => must(move, 'company_id') === company.id)
    .filter((move) => (str(move, 'date') ?? '') <= lock);
  if (drafts.length === 0) return;
  const text =
    'There are still unposted entries in the period you want to lock. You should either post ' +
    'or delete them.';
  const action = {
    name: 'Unposted Entries',
    type: 'ir.actions.act_window',
    res_model: 'account.move',
    view_mode: 'tree',
    domain: [['id', 'in', drafts.map((move) => move.id)]],
  };
  const button = 'Show unposted entries';
  throw new OdooError('odoo.exceptions.RedirectWarning', `${text}\n${button}`, [
    text,
    action,
    button,
    null,
  ]);
};

/** A global or hard lock over bank lines that still wait on suspense is refused. */
const checkLockable = (env: Env, company: Row, values: WireObject): void => {
  for (const field of ['fiscalyear_lock_date', 'hard_lock_date']) {
    const lock = textOf(values[field]);
    if (lock === null) continue;
    const open = env.db
      .rowsWhere('account.bank.statement.line', 'is_reconciled', false)
      .filter((line) => must(line, 'company_id') === company.id)
      .filter((line) => (str(env.get('account.move', must(line, 'move_id')), 'date') ?? '') <= lock)
      .map((line) => line.id)
      .toReversed();
    if (open.length === 0) {
      checkDrafts(env, company, lock);
      continue;
    }
    const text =
      'There are still unreconciled bank statement lines in the period you ' +
      'want to lock.You should either reconcile or delete them.';
    const action = {
      name: 'Unreconciled Transactions',
      type: 'ir.actions.act_window',
      res_model: 'account.bank.statement.line',
      view_mode: 'list,form',
      domain: [['id', 'in', open]],
    };
    throw new OdooError(
      'odoo.exceptions.RedirectWarning',
      `${text}\nShow Unreconciled Bank Statement Line`,
      [text, action, 'Show Unreconciled Bank Statement Line', null],
    );
  }
};
