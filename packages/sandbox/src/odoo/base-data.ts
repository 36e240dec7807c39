import { groupId, groups } from './access.ts';
import { insertRow } from './crud.ts';
import { loadChart } from './chart.ts';
import { Env } from './environment.ts';
import type { World } from './environment.ts';
import { describeModel } from './setup-models.ts';
import type { Row } from './values.ts';

const countries: readonly (readonly [code: string, name: string])[] = [
  ['AT', 'Austria'],
  ['BE', 'Belgium'],
  ['CH', 'Switzerland'],
  ['CN', 'China'],
  ['CZ', 'Czech Republic'],
  ['DE', 'Germany'],
  ['DK', 'Denmark'],
  ['ES', 'Spain'],
  ['FI', 'Finland'],
  ['FR', 'France'],
  ['GB', 'United Kingdom'],
  ['GR', 'Greece'],
  ['HU', 'Hungary'],
  ['IE', 'Ireland'],
  ['IN', 'India'],
  ['IT', 'Italy'],
  ['JP', 'Japan'],
  ['LU', 'Luxembourg'],
  ['NL', 'Netherlands'],
  ['NO', 'Norway'],
  ['PL', 'Poland'],
  ['PT', 'Portugal'],
  ['RO', 'Romania'],
  ['SE', 'Sweden'],
  ['SG', 'Singapore'],
  ['SK', 'Slovakia'],
  ['US', 'United States'],
];

/** Name, digits behind the point, and units per euro that rates between companies derive from. */
const currencies: readonly (readonly [name: string, decimals: number, perEuroMicros: bigint])[] = [
  ['USD', 2, 1_090_000n],
  ['EUR', 2, 1_000_000n],
  ['GBP', 2, 860_000n],
  ['CHF', 2, 950_000n],
  ['SEK', 2, 11_400_000n],
  ['NOK', 2, 11_700_000n],
  ['DKK', 2, 7_460_000n],
  ['PLN', 2, 4_300_000n],
  ['CZK', 2, 25_100_000n],
  ['JPY', 0, 163_000_000n],
];

export const rootEnv = (
  world: World,
  at: { companyId: number; uid: number; instant: string },
): Env =>
  new Env({
    world,
    uid: at.uid,
    superuser: true,
    companyIds: [at.companyId],
    companyId: at.companyId,
    instant: at.instant,
    snapshot: Number.MAX_SAFE_INTEGER,
  });

export const currencyId = (env: Env, name: string): number => {
  const row = env.db.rowsWhere('res.currency', 'name', name)[0];
  if (row === undefined) throw new Error(`the sandbox knows no currency ${name}`);
  return row.id;
};

export const countryId = (env: Env, code: string): number => {
  const row = env.db.rowsWhere('res.country', 'code', code)[0];
  if (row !== undefined) return row.id;
  return insertRow(env, 'res.country', { values: { code, name: code } }).id;
};

/** Groups with their external ids, countries, currencies, payment terms and the model registry. */
export const loadBaseData = (env: Env): void => {
  for (const table of env.db.tables.values()) describeModel(env, table.spec, 'base');
  for (const [code, name] of countries) insertRow(env, 'res.country', { values: { code, name } });
  for (const [name, decimals] of currencies) {
    insertRow(env, 'res.currency', {
      values: { name, symbol: name, decimal_places: decimals, active: true },
    });
  }
  for (const item of groups) {
    const table = env.db.table('res.groups');
    table.reserved.push(item.id);
    const [module = '', name = ''] = item.xmlid.split('.');
    env.insert('res.groups', {
      name: item.name.split('/')[1] ?? item.name,
      full_name: item.name,
      implied_ids: item.implied.map(groupId),
    });
    env.insert('ir.model.data', {
      module,
      name,
      model: 'res.groups',
      res_id: item.id,
      noupdate: true,
    });
  }
  for (const [name, days] of [
    ['Immediate Payment', 0],
    ['15 Days', 15],
    ['30 Days', 30],
    ['45 Days', 45],
  ] as const) {
    const term = insertRow(env, 'account.payment.term', {
      values: {
        name,
        sequence: 10,
        early_discount: false,
      },
    });
    insertRow(env, 'account.payment.term.line', {
      values: {
        payment_id: term.id,
        value: 'percent',
        value_amount: 100,
        nb_days: days,
        delay_type: 'days_after',
      },
    });
  }
};

/** A company with chart, journals, taxes and one fixed rate per foreign currency. */
export const addCompany = (
  env: Env,
  input: {
    readonly name: string;
    readonly country: string;
    readonly currency: string;
    readonly rateDate: string;
    readonly code?: string;
  },
): Row => {
  const country = countryId(env, input.country);
  const partner = insertRow(env, 'res.partner', {
    values: { name: input.name, is_company: true, country_id: country },
    defaults: { complete_name: input.name },
  });
  const company = insertRow(env, 'res.company', {
    values: {
      name: input.name,
      company_registry: input.code ?? false,
      country_id: country,
      currency_id: currencyId(env, input.currency),
      partner_id: partner.id,
      sequence: 10,
      fiscalyear_last_day: 31,
      fiscalyear_last_month: '12',
    },
  });
  loadChart(env.withCompany(company.id), company.id);
  addRates(env, company, input);
  return company;
};

const addRates = (
  env: Env,
  company: Row,
  input: { readonly currency: string; readonly rateDate: string },
): void => {
  const own = currencies.find(([name]) => name === input.currency)?.[2] ?? 1_000_000n;
  for (const [name, , perEuro] of currencies) {
    if (name === input.currency) continue;
    const micros = ((perEuro * 1_000_000n) / own).toString().padStart(7, '0');
    env.insert('res.currency.rate', {
      name: input.rateDate,
      currency_id: currencyId(env, name),
      company_id: company.id,
      rate: `${micros.slice(0, -6)}.${micros.slice(-6)}`,
    });
  }
};

export interface UserInput {
  readonly login: string;
  readonly name: string;
  readonly email: string | null;
  readonly groups: readonly string[];
}

/** A user who may work in all companies. The administrator is the second user, as in Odoo. */
export const addUser = (env: Env, input: UserInput): Row => {
  const companyIds = [...env.db.table('res.company').rows.keys()];
  const partner = insertRow(env, 'res.partner', {
    values: { name: input.name, email: input.email ?? false },
    defaults: { complete_name: input.name },
  });
  return env.insert('res.users', {
    login: input.login,
    name: input.name,
    email: input.email,
    partner_id: partner.id,
    company_id: companyIds[0] ?? env.companyId,
    company_ids: companyIds,
    groups_id: input.groups.map(groupId),
    active: true,
    share: false,
  });
};

export const allGroups: readonly string[] = groups.map((item) => item.xmlid);

/** Groups of the service user as an administrator sets it up for an integration. */
export const serviceGroups: readonly string[] = [
  'base.group_user',
  'base.group_partner_manager',
  'account.group_account_basic',
  'account.group_account_user',
];

/** Groups of an accounts payable clerk. */
export const clerkGroups: readonly string[] = [
  ...serviceGroups,
  'account.group_validate_bank_account',
];

export const userByLogin = (env: Env, login: string): Row => {
  const row = env.db.rowsWhere('res.users', 'login', login)[0];
  if (row === undefined) throw new Error(`no user ${login}`);
  return row;
};
