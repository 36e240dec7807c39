import { addDays } from '../calendar.ts';
import { groupId, groupsOf } from './access.ts';
import { americanDate, earliest, latest, monthEnd, yearEnd } from './dates.ts';
import type { Env } from './environment.ts';
import { userError } from './errors.ts';
import { must, ref, refs, str } from './values.ts';
import type { Row } from './values.ts';

const saleTypes: ReadonlySet<string> = new Set(['out_invoice', 'out_refund', 'out_receipt']);

/** Whether a line of the move is a tax line or carries taxes. */
const affectsTax = (env: Env, move: Row): boolean =>
  env.db
    .rowsWhere('account.move.line', 'move_id', move.id)
    .some((line) => ref(line, 'tax_line_id') !== null || refs(line, 'tax_ids').length > 0);

const applies = (field: string, journalType: string, taxed: boolean): boolean => {
  if (field === 'tax_lock_date') return taxed;
  if (field === 'sale_lock_date') return journalType === 'sale';
  if (field === 'purchase_lock_date') return journalType === 'purchase';
  return true;
};

interface Violation {
  readonly field: string;
  readonly date: string;
}

/** Locks that cover `date` for this move, earliest first. */
export const violatedLocks = (env: Env, move: Row, date: string): Violation[] => {
  const company = env.get('res.company', must(move, 'company_id'));
  const journalType = str(env.get('account.journal', must(move, 'journal_id')), 'type') ?? '';
  const taxed = affectsTax(env, move);
  const found: Violation[] = [];
  // 17's lock for everybody but advisers.
  const isAdviser = groupsOf(env).has(groupId('account.group_account_manager'));
  for (const field of Object.keys(env.dialect.locks)) {
    if (field === 'period_lock_date' && isAdviser) continue;
    const lock = str(company, field);
    if (lock !== null && date <= lock && applies(field, journalType, taxed)) {
      found.push({ field, date: lock });
    }
  }
  return found.toSorted((left, right) => (left.date < right.date ? -1 : 1));
};

/**
 * The accounting date Odoo gives a move for a document date: bills and entries move to the end of
 * their month (or year, for journals numbered by year) or to today, and out of locked periods.
 */
export const accountingDate = (env: Env, move: Row, documentDate: string): string => {
  const violated = violatedLocks(env, move, documentDate);
  const last = violated.at(-1);
  const date = last === undefined ? documentDate : addDays(last.date, 1);
  const journalType = str(env.get('account.journal', must(move, 'journal_id')), 'type') ?? '';
  const monthly = journalType === 'purchase' || journalType === 'general';
  if (saleTypes.has(str(move, 'move_type') ?? '')) {
    return last === undefined ? date : earliest(env.today, yearEnd(date));
  }
  if (monthly) {
    return env.today.slice(0, 7) > date.slice(0, 7) ? monthEnd(date) : latest(date, env.today);
  }
  return env.today.slice(0, 4) > date.slice(0, 4) ? yearEnd(date) : latest(date, env.today);
};

/** Refuses a change to a posted move whose date is locked. */
export const checkLocks = (env: Env, move: Row): void => {
  const violated = violatedLocks(env, move, str(move, 'date') ?? '');
  if (violated.length === 0) return;
  const named = violated.map(
    (item) => `${env.dialect.locks[item.field] ?? ''} (${americanDate(item.date)})`,
  );
  throw userError(`You cannot add/modify entries prior to and inclusive of: ${named.join(', ')}.`);
};
