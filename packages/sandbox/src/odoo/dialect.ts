import type { ModelSpec } from './schema.ts';
import { parseFields } from './schema.ts';

/** The releases of Odoo that the sandbox can be. */
export type OdooRelease = '17' | '18' | '19';

/** How a release changes the columns of a model that 18 has. */
interface ColumnChange {
  readonly without?: string;
  /** In the notation of `parseFields`. */
  readonly with?: string;
  /** New name of a column by its name in 18; rows keep it under the latter. */
  readonly renamed?: Readonly<Record<string, string>>;
  readonly delegate?: ModelSpec['delegate'];
}

/** What one release does otherwise than another, as data. */
export interface Dialect {
  readonly release: OdooRelease;
  readonly version: string;
  /** `error.code` of a JSON-RPC reply. */
  readonly errorCode: number;
  readonly hasJson2: boolean;
  readonly columns: Readonly<Record<string, ColumnChange>>;
  readonly withoutMethods: readonly string[];
  readonly payment: {
    /** Payments share name, state, date and memo with their entry (`_inherits`). */
    readonly sharesEntry: boolean;
    readonly memo: 'ref' | 'memo';
    readonly live: string;
    readonly cancelled: string;
    /** A payment to a supplier is paid as soon as its bills are, before the bank says so. */
    readonly isPaidByBills: boolean;
    /** Resetting or rejecting a payment leaves what it closed closed. */
    readonly keepsMatches: boolean;
  };
  readonly clearingColumn: 'aba_routing' | 'clearing_number';
  /** Lock dates of a company with the name that a refusal gives them. */
  readonly locks: Readonly<Record<string, string>>;
  /** Lines of a posted bill can be changed over RPC, silently. */
  readonly editsPostedBills: boolean;
  readonly blocksBills: boolean;
  readonly reconcilesDrafts: boolean;
  readonly deletesReconciledLines: boolean;
  readonly accountsAreShared: boolean;
  /** `copy` of one record answers its id, not a list. */
  readonly answersSingly: boolean;
  /** A method that answers a record gives a list of ids, as JSON-2 does. */
  readonly answersRecords: boolean;
  readonly refusesLargeIntegers: boolean;
  readonly refusesAnalyticSums: boolean;
  /** Drafts in a period keep it from being locked. */
  readonly draftsKeepOpen: boolean;
  /** Who may read journals besides the administrators of accounting. */
  readonly journalReaders: readonly string[];
}

const locks18 = {
  fiscalyear_lock_date: 'Global Lock Date',
  tax_lock_date: 'Tax Return Lock Date',
  sale_lock_date: 'Sales Lock Date',
  purchase_lock_date: 'Purchase Lock Date',
  hard_lock_date: 'Hard Lock Date',
};

const odoo18: Dialect = {
  release: '18',
  version: '18.0-20250702',
  errorCode: 200,
  hasJson2: false,
  columns: {},
  withoutMethods: ['formatted_read_group'],
  payment: {
    sharesEntry: false,
    memo: 'memo',
    live: 'in_process',
    cancelled: 'canceled',
    isPaidByBills: true,
    keepsMatches: false,
  },
  clearingColumn: 'aba_routing',
  locks: locks18,
  editsPostedBills: false,
  blocksBills: true,
  reconcilesDrafts: false,
  deletesReconciledLines: false,
  accountsAreShared: true,
  answersSingly: false,
  answersRecords: false,
  refusesLargeIntegers: true,
  refusesAnalyticSums: true,
  draftsKeepOpen: false,
  journalReaders: ['base.group_user'],
};

const odoo17: Dialect = {
  ...odoo18,
  release: '17',
  version: '17.0-20240709',
  columns: {
    'account.payment': {
      without: 'name,memo,date,state,is_sent,invoice_ids',
      delegate: { model: 'account.move', through: 'move_id' },
    },
    'account.move': {
      without:
        'matched_payment_ids,payment_count,preferred_payment_method_line_id,' +
        'invoice_currency_rate,status_in_payment',
      renamed: {
        origin_payment_id: 'payment_id',
        checked: 'to_check',
        reversal_move_ids: 'reversal_move_id',
      },
    },
    'account.move.line': { without: 'account_code,account_name', with: 'boolean:blocked' },
    'account.account': { without: 'company_ids', with: 'many2one>res.company:company_id' },
    'res.company': {
      without:
        'sale_lock_date,purchase_lock_date,hard_lock_date,user_fiscalyear_lock_date,' +
        'user_tax_lock_date,user_sale_lock_date,user_purchase_lock_date,user_hard_lock_date',
      with: 'date:period_lock_date',
    },
  },
  withoutMethods: [
    'formatted_read_group',
    'action_toggle_block_payment',
    'action_reject',
    'action_validate',
  ],
  payment: {
    ...odoo18.payment,
    sharesEntry: true,
    memo: 'ref',
    live: 'posted',
    cancelled: 'cancel',
  },
  locks: {
    period_lock_date: 'Journals Entries Lock Date',
    fiscalyear_lock_date: 'All Users Lock Date',
    tax_lock_date: 'Tax Return Lock Date',
  },
  editsPostedBills: true,
  blocksBills: false,
  accountsAreShared: false,
  answersSingly: true,
  refusesAnalyticSums: false,
  draftsKeepOpen: true,
};

const odoo19: Dialect = {
  ...odoo18,
  release: '19',
  version: '19.0-20251222',
  errorCode: 0,
  hasJson2: true,
  columns: {
    'res.users': { renamed: { groups_id: 'group_ids' } },
    'res.groups': { renamed: { users: 'user_ids' } },
    'ir.actions.server': { renamed: { groups_id: 'group_ids' } },
    'res.partner.bank': { renamed: { aba_routing: 'clearing_number' } },
    'account.account': {
      without: 'deprecated',
      with: 'boolean:active many2many>account.account.tag:tag_ids',
    },
  },
  withoutMethods: [],
  payment: { ...odoo18.payment, isPaidByBills: false, keepsMatches: true },
  clearingColumn: 'clearing_number',
  reconcilesDrafts: true,
  deletesReconciledLines: true,
  answersRecords: true,
  refusesLargeIntegers: false,
  journalReaders: ['account.group_account_readonly', 'account.group_account_invoice'],
};

export const dialects: Readonly<Record<OdooRelease, Dialect>> = {
  '17': odoo17,
  '18': odoo18,
  '19': odoo19,
};

const namesOf = (list: string | undefined): readonly string[] => (list ?? '').split(',');

/** A model of 18 as the release has it. */
export const inDialect = (dialect: Dialect, spec: ModelSpec): ModelSpec => {
  const change = dialect.columns[spec.name];
  if (change === undefined) return spec;
  const fields = new Map(spec.fields);
  for (const name of namesOf(change.without)) fields.delete(name);
  for (const [before, name] of Object.entries(change.renamed ?? {})) {
    const field = fields.get(before);
    if (field === undefined) throw new Error(`${spec.name} has no ${before} to rename`);
    fields.delete(before);
    fields.set(name, { ...field, name });
  }
  for (const field of parseFields(change.with ?? '')) fields.set(field.name, field);
  return { ...spec, fields, delegate: change.delegate ?? spec.delegate };
};
