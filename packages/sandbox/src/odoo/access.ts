import type { Env } from './environment.ts';
import { accessError, userError } from './errors.ts';
import { flag, ref, refs, str } from './values.ts';

export type Operation = 'read' | 'write' | 'create' | 'unlink';

interface Group {
  readonly id: number;
  readonly xmlid: string;
  readonly name: string;
  readonly implied: readonly string[];
}

type GroupRow = readonly [id: number, xmlid: string, name: string, implied?: string];

const group = (...[id, xmlid, name, implied = '']: GroupRow): Group => ({
  id,
  xmlid,
  name,
  implied: implied.split(' ').filter((part) => part !== ''),
});

/** Security groups, with the ids the recorded servers gave them. */
export const groups: readonly Group[] = [
  group(1, 'base.group_user', 'User types/Internal User'),
  group(2, 'base.group_erp_manager', 'Administration/Access Rights', 'base.group_user'),
  group(3, 'base.group_system', 'Administration/Settings', 'base.group_erp_manager'),
  group(5, 'base.group_multi_company', 'Technical/Multi Companies'),
  group(8, 'base.group_allow_export', 'Technical/Access to export feature'),
  group(9, 'base.group_partner_manager', 'Extra Rights/Contact Creation'),
  group(16, 'account.group_validate_bank_account', 'Technical/Validate bank account'),
  group(
    25,
    'account.group_account_readonly',
    'Technical/Show Accounting Features - Readonly',
    'base.group_user',
  ),
  group(26, 'account.group_account_invoice', 'Invoicing/Invoicing', 'base.group_user'),
  group(27, 'account.group_account_basic', 'Technical/Basic', 'account.group_account_invoice'),
  group(
    28,
    'account.group_account_user',
    'Technical/Show Full Accounting Features',
    'account.group_account_basic account.group_account_readonly',
  ),
  group(
    29,
    'account.group_account_manager',
    'Invoicing/Administrator',
    'account.group_account_invoice',
  ),
];

const groupIds: ReadonlyMap<string, number> = new Map(groups.map(({ xmlid, id }) => [xmlid, id]));

export const groupId = (xmlid: string): number => {
  const found = groupIds.get(xmlid);
  if (found === undefined) throw new Error(`no group ${xmlid}`);
  return found;
};

/** Each group with those that it implies, directly or through others. */
const impliedBy: ReadonlyMap<number, ReadonlySet<number>> = new Map(
  groups.map(({ id }) => {
    const held = new Set<number>();
    const add = (one: number): void => {
      if (held.has(one)) return;
      held.add(one);
      const definition = groups.find((item) => item.id === one);
      for (const implied of definition?.implied ?? []) add(groupId(implied));
    };
    add(id);
    return [id, held];
  }),
);

const user = 'base.group_user';
const invoice = 'account.group_account_invoice';
const readonly = 'account.group_account_readonly';
const basic = 'account.group_account_basic';
const fullAccounting = 'account.group_account_user';
const manager = 'account.group_account_manager';
const partnerManager = 'base.group_partner_manager';
const rights = 'base.group_erp_manager';
const settings = 'base.group_system';

interface Rule {
  readonly read: readonly string[];
  readonly modify: readonly string[];
}

const rule = (read: readonly string[], modify: readonly string[]): Rule => ({ read, modify });

/** Who may read and who may modify each model. */
const rules: Readonly<Record<string, Rule>> = {
  'account.move': rule([invoice, readonly, manager], [invoice]),
  'account.move.line': rule([invoice, readonly, manager], [invoice]),
  'account.payment': rule([invoice, readonly], [invoice]),
  'account.payment.register': rule([invoice], [invoice]),
  'account.move.reversal': rule([invoice], [invoice]),
  'account.partial.reconcile': rule([invoice, readonly], [invoice]),
  'account.full.reconcile': rule([invoice, readonly], [invoice]),
  'account.bank.statement': rule([invoice, basic, readonly], [basic]),
  'account.bank.statement.line': rule([invoice, basic, readonly], [basic]),
  'account.account': rule([user], [manager]),
  'account.journal': rule([user], [manager]),
  'account.payment.method.line': rule([user], [manager]),
  'account.payment.term': rule([user], [manager]),
  'account.payment.term.line': rule([user], [manager]),
  'account.tax': rule([user], [manager]),
  'account.analytic.account': rule([user], [fullAccounting]),
  'res.company': rule([user], [rights]),
  'res.partner': rule([user], [partnerManager]),
  'res.partner.category': rule([user], [partnerManager]),
  'res.partner.bank': rule([user], [partnerManager]),
  'res.bank': rule([user], [partnerManager]),
  'res.currency': rule([user], [settings]),
  'res.currency.rate': rule([user], [settings, manager]),
  'res.country': rule([user], [settings]),
  'res.users': rule([user], [rights]),
  'res.groups': rule([user], [rights]),
  'ir.attachment': rule([user], [user]),
  'mail.message': rule([user], [user]),
  'mail.message.subtype': rule([user], [settings]),
  'ir.model': rule([rights], [settings]),
  'ir.model.fields': rule([rights], [settings]),
  'ir.model.access': rule([rights], [rights]),
  'ir.model.data': rule([rights], [settings]),
  'ir.actions.server': rule([settings], [settings]),
  'base.automation': rule([settings], [settings]),
};

const verbs: Readonly<Record<Operation, string>> = {
  read: 'access',
  write: 'modify',
  create: 'create',
  unlink: 'delete',
};

/** Ids of the caller's groups, including those they imply. */
export const groupsOf = (env: Env): ReadonlySet<number> => {
  const account = env.db.find('res.users', env.uid);
  const held = new Set<number>();
  for (const id of account === undefined ? [] : refs(account, 'groups_id')) {
    // A group that an administrator made stands for itself.
    for (const one of impliedBy.get(id) ?? [id]) held.add(one);
  }
  return held;
};

export const hasGroup = (env: Env, xmlid: string): boolean =>
  env.superuser || groupsOf(env).has(groupId(xmlid));

/** Groups that manual access rows of a model grant the operation to; 0 stands for everyone. */
const manualGroups = (env: Env, model: string, operation: Operation): number[] => {
  const definition = env.db.rowsWhere('ir.model', 'model', model)[0];
  if (definition === undefined) return [];
  return env.db
    .rowsWhere('ir.model.access', 'model_id', definition.id)
    .filter((row) => flag(row, `perm_${operation}`))
    .map((row) => ref(row, 'group_id') ?? 0);
};

/** Throws AccessError when the caller's groups do not allow the operation on the model. */
export const checkAccess = (env: Env, model: string, operation: Operation): void => {
  if (env.superuser) return;
  const held = groupsOf(env);
  const entry = rules[model];
  const readers = model === 'account.journal' ? env.dialect.journalReaders : entry?.read;
  const fixed = operation === 'read' ? readers : entry?.modify;
  const allowed = [...(fixed ?? []).map(groupId), ...manualGroups(env, model, operation)];
  if (allowed.some((id) => id === 0 || held.has(id))) return;
  throw accessError(refusal(env, { model, operation }, allowed));
};

const refusal = (
  env: Env,
  { model, operation }: { readonly model: string; readonly operation: Operation },
  allowed: readonly number[],
): string => {
  const { label } = env.spec(model);
  const names = groups
    .filter((item) => allowed.includes(item.id))
    .map((item) => `\t- ${item.name}`);
  const which =
    names.length === 0
      ? 'No group currently allows this operation.'
      : `This operation is allowed for the following groups:\n${names.toSorted().join('\n')}`;
  return (
    `You are not allowed to ${verbs[operation]} '${label}' (${model}) ` +
    `records.\n\n${which}\n\nContact your administrator to request access if ` +
    'necessary.'
  );
};

/** Posting has its own refusal, which names no group. */
export const checkMayPost = (env: Env): void => {
  if (!hasGroup(env, invoice)) {
    throw accessError("You don't have the access rights to post an invoice.");
  }
};

export const checkMayTrust = (env: Env): void => {
  if (!hasGroup(env, 'account.group_validate_bank_account')) {
    throw userError('You do not have the rights to trust or un-trust accounts.');
  }
};

/** The refusal of a record that belongs to a company outside the caller's context. */
export const companyRefusal = (env: Env, model: string, companyId: number): string => {
  const account = env.db.get('res.users', env.uid);
  const mayUse = refs(account, 'company_ids').includes(companyId);
  const company = str(env.db.get('res.company', companyId), 'name') ?? '';
  const hint = mayUse
    ? 'This seems to be a multi-company issue, you might be able to access the ' +
      `record by switching to the company: ${company}.`
    : 'This seems to be a multi-company issue, but you do not have access to ' +
      'the proper company to access the record anyhow.';
  return (
    'Uh-oh! Looks like you have stumbled upon some top-secret ' +
    `records.\n\nSorry, ${str(account, 'name') ?? ''} (id=${env.uid}) ` +
    `doesn't have 'read' access to:\n- ${env.spec(model).label} ` +
    `(${model})\n\nIf you really, really need access, perhaps you can win ` +
    'over your friendly administrator with a batch of freshly baked ' +
    `cookies.\n\n${hint}`
  );
};
