import type { Env } from './environment.ts';
import { must, ref, str } from './values.ts';
import type { Row } from './values.ts';

/**
 * Number ranges by company, journal and prefix. They follow the database: a rolled-back call gives
 * its numbers back.
 */
export class Numbering {
  readonly #last = new Map<string, number>();

  next(env: Env, key: string): number {
    const before = this.#last.get(key) ?? 0;
    this.#last.set(key, before + 1);
    env.db.onRollback(() => this.#last.set(key, before));
    return before + 1;
  }
}

const numberings = new WeakMap<object, Numbering>();

const numberingOf = (env: Env): Numbering => {
  const known = numberings.get(env.world);
  if (known !== undefined) return known;
  const fresh = new Numbering();
  numberings.set(env.world, fresh);
  return fresh;
};

const prefixOf = (env: Env, move: Row): { readonly prefix: string; readonly digits: number } => {
  const journal = env.get('account.journal', must(move, 'journal_id'));
  const date = str(move, 'date') ?? env.today;
  const type = str(move, 'move_type') ?? 'entry';
  const code = str(journal, 'code') ?? '';
  const isPayment = ref(move, 'origin_payment_id') !== null;
  const start = type.endsWith('_refund') ? `R${code}` : isPayment ? `P${code}` : code;
  const journalType = str(journal, 'type') ?? '';
  if (journalType === 'purchase' || journalType === 'general') {
    return { prefix: `${start}/${date.slice(0, 4)}/${date.slice(5, 7)}/`, digits: 4 };
  }
  return { prefix: `${start}/${date.slice(0, 4)}/`, digits: 5 };
};

/** The name a posted move keeps or gets: its old one while the period is the same. */
export const nameFor = (env: Env, move: Row): string => {
  const { prefix, digits } = prefixOf(env, move);
  const current = str(move, 'name');
  if (current?.startsWith(prefix) === true) return current;
  const number = numberingOf(env).next(env, `${must(move, 'journal_id')}:${prefix}`);
  return `${prefix}${String(number).padStart(digits, '0')}`;
};
