import { divideHalfUp, parseScaled } from './decimal.ts';
import type { Env } from './environment.ts';
import { companyCurrency, currencyDecimals } from './records.ts';
import { must, ref, str } from './values.ts';

interface Conversion {
  readonly amount: bigint;
  readonly from: number;
  readonly companyId: number;
  readonly date: string;
}

/** Foreign units per company unit on the date; 1 when the company has no rate, as in Odoo. */
export const rateOn = (
  env: Env,
  currencyId: number,
  at: { companyId: number; date: string },
): string => {
  let best: { date: string; rate: string } | null = null;
  for (const row of env.db.rowsWhere('res.currency.rate', 'currency_id', currencyId)) {
    const owner = ref(row, 'company_id');
    const date = str(row, 'name') ?? '';
    if ((owner !== null && owner !== at.companyId) || date > at.date) continue;
    if (best === null || date > best.date) best = { date, rate: str(row, 'rate') ?? '1' };
  }
  return best?.rate ?? '1';
};

/** An amount in the company's currency, rounded half up to its minor unit. */
export const toCompanyCurrency = (env: Env, input: Conversion): bigint => {
  const company = companyCurrency(env, input.companyId);
  if (company === input.from) return input.amount;
  const rate = parseScaled(rateOn(env, input.from, input));
  if (rate === null || rate.digits === 0n)
    throw new Error('a currency rate must be a number above 0');
  const up = 10n ** BigInt(rate.scale + currencyDecimals(env, company));
  const down = rate.digits * 10n ** BigInt(currencyDecimals(env, input.from));
  return divideHalfUp(input.amount * up, down);
};

export const currencyName = (env: Env, currencyId: number): string =>
  str(env.get('res.currency', currencyId), 'name') ?? '';

export const currencyOfJournal = (env: Env, journalId: number): number => {
  const journal = env.get('account.journal', journalId);
  return ref(journal, 'currency_id') ?? companyCurrency(env, must(journal, 'company_id'));
};
